import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type RunOptions, type RunResult, runAction } from '../../../../lab/runner/index.ts';
import { braces, removeScratchActions, type ScratchComposite, scratchComposite } from './scratch-action.ts';

const results: RunResult[] = [];
afterEach(() => {
  for (const result of results.splice(0)) result.dispose();
  removeScratchActions();
});

async function run(composite: ScratchComposite, options: Omit<RunOptions, 'action'> = {}): Promise<RunResult> {
  const result = await runAction({ action: scratchComposite(composite), ...options });
  results.push(result);
  return result;
}

const patience = { sigintMs: 150, sigtermMs: 100, outputMs: 150 };
const story = ({ steps }: RunResult) => steps.map(({ id, outcome }) => `${id}: ${outcome}`);

describe('the posts of a composite', () => {
  const keeps = {
    inputs: ['  name: {}', `  status: { default: "${braces('job.status')}" }`],
    main: "put('GITHUB_STATE', 'id=' + env.INPUT_NAME); put('GITHUB_ENV', 'E=exported'); process.exit(env.INPUT_NAME === env.BAD ? 1 : 0);",
    post: "console.log(env.STATE_id, env.INPUT_NAME, env.INPUT_STATUS, env.E); put('GITHUB_STEP_SUMMARY', 'post ' + env.STATE_id); process.exit(env.STATE_id === env.BAD_POST ? 1 : 0);",
  };
  const composite: ScratchComposite = {
    inputs: ['  last: { default: three }'],
    outputs: { v: 'x' },
    steps: `
- { id: a, uses: $/keeps, with: { name: one } }
- { id: b, uses: $/keeps, with: { name: two } }
- { id: c, uses: $/keeps, with: { name: "${braces('inputs.last')}" } }`,
    beside: { keeps },
  };
  const printed = ({ post }: RunResult) => post?.steps.map(step => step.run?.rawLog);

  test('run in reverse order, each with its own state and inputs', async () => {
    const result = await run(composite);
    expect(printed(result)).toEqual([
      'three three success exported',
      'two two success exported',
      'one one success exported',
    ]);
    expect(result.post).toMatchObject({ conclusion: 'success', summary: 'post three\npost two\npost one\n' });
    expect(result.post?.log.split('\n')[0]).toBe('Post job cleanup.');
    expect(result.outputs).toEqual({ v: 'x' });
  });

  test('run only for what was reached, and are told that the job failed', async () => {
    const result = await run(composite, { env: { BAD: 'two' } });
    expect(story(result)).toEqual(['a: success', 'b: failure', 'c: skipped']);
    expect(printed(result)).toEqual(['two two failure exported', 'one one failure exported']);
  });

  test('run all, even when one of them fails', async () => {
    const result = await run(composite, { env: { BAD_POST: 'two' } });
    expect(result).toMatchObject({ conclusion: 'success', post: { conclusion: 'failure' } });
    expect(printed(result)).toHaveLength(3);
  });

  test('obey post-if, and do not run when the machine is lost', async () => {
    const picky = { ...composite, beside: { keeps: { ...keeps, postIf: 'failure()' } } };
    expect((await run(picky)).post).toBeUndefined();
    expect(printed(await run(picky, { env: { BAD: 'three' } }))).toHaveLength(3);
    expect((await run(composite, { post: 'skip' })).post).toBeUndefined();
  });

  test('are those of $/ and not of ./, which the runner does not download', async () => {
    const workspace = mkdtempSync(join(tmpdir(), 'scratch-workspace-'));
    try {
      mkdirSync(join(workspace, 'local'));
      const manifest = 'name: local\nruns: { using: node24, main: main.mjs, post: main.mjs }\n';
      writeFileSync(join(workspace, 'local', 'action.yml'), manifest);
      writeFileSync(join(workspace, 'local', 'main.mjs'), "console.log('from the workspace');");
      const result = await run({ steps: '- { id: a, uses: ./local }' }, { workspace });
      expect(result.steps[0]?.run?.rawLog).toBe('from the workspace');
      expect(result.post).toBeUndefined();
    } finally {
      rmSync(workspace, { recursive: true, force: true });
    }
  });

  test('get the inputs of their step from the steps that ran before it', async () => {
    const result = await run({
      steps: `
- { id: a, uses: $/says }
- { id: b, uses: $/keeps, with: { name: "${braces('steps.a.outputs.word')}" } }`,
      beside: { keeps, says: { main: "put('GITHUB_OUTPUT', 'word=w');" } },
    });
    expect(printed(result)).toEqual(['w w success exported']);
  });
});

/** Aborts when a line appears, so that no test depends on how fast a process starts. */
function abortAt(line: string): { signal: AbortSignal; onLine: (text: string) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, onLine: text => void (text === line && controller.abort()) };
}

/** A step that works until it is told to stop, then two that follow, and a clean-up. */
const working: ScratchComposite = {
  outputs: { kept: braces('steps.work.outputs.kept'), how: braces('steps.work.outcome') },
  steps: `
- { id: before, shell: bash, run: "true" }
- { id: work, uses: $/works }
- { id: next, uses: $/works }
- { id: mend, if: failure(), shell: bash, run: "echo mended" }
- { id: tidy, if: "always()", uses: $/tidies }`,
  beside: {
    works: {
      main: `
        process.on('SIGINT', () => { put('GITHUB_OUTPUT', 'kept=1'); process.exit(1); });
        console.log('at work'); setInterval(() => {}, 1000);`,
      post: "console.log('post of work');",
    },
    tidies: {
      main: "process.on('SIGINT', () => {}); await new Promise(r => setTimeout(r, 60)); console.log('tidied');",
    },
  },
};

describe('a cancelled composite', () => {
  test('gets SIGINT in the step that runs; what it wrote counts, and what would follow is skipped', async () => {
    const { signal, onLine } = abortAt('at work');
    const result = await run(working, { cancel: signal, onLine, patience });
    expect(story(result)).toEqual([
      'before: success',
      'work: cancelled',
      'next: skipped',
      'mend: skipped',
      'tidy: cancelled',
    ]);
    expect(result).toMatchObject({ conclusion: 'cancelled', exitCode: 1, outputs: { kept: '1', how: 'cancelled' } });
    expect(result.post?.steps.map(step => step.run?.rawLog)).toEqual(['post of work']);
    expect(result.orphans).toEqual([]);
  });

  test('starts what is always() and gives it the signals at once', async () => {
    const { signal, onLine } = abortAt('at work');
    const result = await run(working, { cancel: signal, onLine, patience });
    const sent = result.steps.at(-1)?.run?.signalsSent.map(({ signal }) => signal);
    expect(sent?.[0]).toBe('SIGINT');
  });

  test('is cancelled in a script too', async () => {
    const { signal, onLine } = abortAt('asleep');
    const steps =
      '- { id: a, shell: bash, run: "trap \'echo told; exit 3\' INT; echo asleep; while :; do sleep 0.02; done" }';
    const result = await run({ steps }, { cancel: signal, onLine, patience });
    expect(result).toMatchObject({ conclusion: 'cancelled', exitCode: 3, rawLog: 'asleep\ntold' });
  });

  test('stays cancelled where failures are continued on', async () => {
    const { signal, onLine } = abortAt('at work');
    const steps = '- { id: work, uses: $/works, continue-on-error: true }';
    const result = await run({ ...working, steps }, { cancel: signal, onLine, patience });
    expect(result).toMatchObject({
      conclusion: 'cancelled',
      steps: [{ outcome: 'cancelled', conclusion: 'cancelled' }],
    });
  });

  test('in a job that was cancelled before knows it, though nothing of its own went wrong', async () => {
    const steps = `
- { id: told, if: cancelled(), shell: bash, run: "true" }
- { id: usual, shell: bash, run: "true" }`;
    const result = await run({ steps }, { context: { job_status: 'cancelled' } });
    expect(story(result)).toEqual(['told: success', 'usual: success']);
  });

  test('lets cancelled() hold for the steps after it', async () => {
    const { signal, onLine } = abortAt('at work');
    const steps = `
- { id: work, uses: $/works }
- { id: told, if: cancelled(), shell: bash, run: "true" }
- { id: other, if: "!cancelled()", shell: bash, run: "true" }`;
    const result = await run({ ...working, steps }, { cancel: signal, onLine, patience });
    expect(story(result)).toEqual(['work: cancelled', 'told: cancelled', 'other: skipped']);
  });
});

test('a time limit is one for all steps together, and a failure', async () => {
  const composite = {
    ...working,
    outputs: {},
    steps: `
- { id: quick, shell: bash, run: "sleep 0.1" }
- { id: work, uses: $/works }
- { id: mend, if: failure(), uses: $/works }`,
  };
  const result = await run(composite, { timeoutMs: 1000, patience });
  expect(story(result)).toEqual(['quick: success', 'work: failure', 'mend: failure']);
  expect(result.conclusion).toBe('failure');
  // What starts after the limit is told to stop at once, instead of having a limit of its own.
  expect(result.steps[2]?.run?.durationMs).toBeLessThan(900);
});

describe('a crash in a composite', () => {
  test('at a line kills the step that printed it; failure() and the posts still run', async () => {
    const result = await run(working, { killWhen: line => line === 'at work' });
    expect(story(result)).toEqual([
      'before: success',
      'work: failure',
      'next: skipped',
      'mend: success',
      'tidy: success',
    ]);
    expect(result).toMatchObject({ conclusion: 'failure', signal: 'SIGKILL', exitCode: null });
    expect(result.post?.rawLog).toBe('post of work');
  });

  test('asked for from outside concerns that step, not those after it', async () => {
    const { signal, onLine } = abortAt('at work');
    const result = await run(working, { kill: signal, onLine, post: 'skip' });
    expect(story(result)).toEqual([
      'before: success',
      'work: failure',
      'next: skipped',
      'mend: success',
      'tidy: success',
    ]);
    expect(result.post).toBeUndefined();
  });
});
