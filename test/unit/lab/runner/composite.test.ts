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

/** What became of each step, in words. */
function story({ steps }: RunResult): readonly string[] {
  return steps.map(
    ({ id, outcome, conclusion }) => `${id}: ${outcome === conclusion ? outcome : `${outcome}, ${conclusion}`}`,
  );
}

const says = (words: string) => ({ main: `console.log(${JSON.stringify(words)});` });
const tells = {
  main: "for (const [name, value] of Object.entries(env)) if (/^(INPUT_|MINE|E$)/.test(name)) put('GITHUB_OUTPUT', name + '=' + value);",
};

describe('inputs and outputs', () => {
  const composite: ScratchComposite = {
    inputs: ['  who: { default: world }', `  sha: { default: "${braces('github.sha')}" }`, '  token: {}'],
    outputs: {
      text: braces('steps.greet.outputs.text'),
      either: braces('steps.never.outputs.text || steps.greet.outputs.text'),
      none: braces('steps.never.outputs.text'),
    },
    steps: `
- id: greet
  uses: $/greet
  with: { text: "hello ${braces('inputs.who')} at ${braces('inputs.sha')}" }
- id: never
  if: inputs.who == 'nobody'
  uses: $/greet`,
    beside: { greet: { inputs: ['  text: {}'], main: "put('GITHUB_OUTPUT', 'text=' + env.INPUT_TEXT);" } },
  };

  test('go from the composite to its steps and back', async () => {
    const result = await run(composite, { with: { who: 'ada' }, context: { sha: 'abc' } });
    expect(result.outputs).toEqual({ text: 'hello ada at abc', either: 'hello ada at abc', none: '' });
    expect(story(result)).toEqual(['greet: success', 'never: skipped']);
    expect(result).toMatchObject({ conclusion: 'success', exitCode: 0 });
  });

  test('of a composite are no INPUT_ variables of its steps, and unknown ones warn', async () => {
    const result = await run(
      { inputs: ['  secret: {}'], steps: '- { id: a, uses: $/tells }', beside: { tells } },
      { with: { secret: 'x', odd: 'y' } },
    );
    expect(result.steps[0]?.outputs).toEqual({});
    expect(result.annotations).toMatchObject([{ level: 'warning', message: expect.stringContaining("'odd'") }]);
  });

  test('an empty text passed on wins over the default of the inner action', async () => {
    const beside = { tells: { ...tells, inputs: ['  wait: { default: "true" }'] } };
    const passedOn = `- { id: a, uses: $/tells, with: { wait: "${braces('inputs.wait')}" } }\n- { id: b, uses: $/tells }`;
    const { steps } = await run({ inputs: ['  wait: {}'], steps: passedOn, beside });
    expect(steps.map(({ outputs }) => outputs)).toEqual([{ INPUT_WAIT: '' }, { INPUT_WAIT: 'true' }]);
  });

  test('are set from the steps that ran when the composite failed', async () => {
    const result = await run({
      outputs: { a: braces('steps.a.outputs.v'), b: braces('steps.b.outputs.v'), how: braces('steps.a.outcome') },
      steps: '- { id: a, uses: $/bad }\n- { id: b, uses: $/bad }',
      beside: { bad: { main: "put('GITHUB_OUTPUT', 'v=1'); process.exit(3);" } },
    });
    expect(result).toMatchObject({ conclusion: 'failure', exitCode: 3, outputs: { a: '1', b: '', how: 'failure' } });
    expect(story(result)).toEqual(['a: failure', 'b: skipped']);
  });
});

describe('the condition of a step', () => {
  const twoSteps = (condition: string, more = '') => ({
    steps: `- { id: first, uses: $/first${more} }\n- { id: second, if: "${condition}", uses: $/second }`,
    beside: { first: { main: "put('GITHUB_OUTPUT', 'v=1'); process.exit(env.FAIL ? 1 : 0);" }, second: says('second') },
  });
  const cases: readonly [condition: string, afterSuccess: string, afterFailure: string][] = [
    ['success()', 'success', 'skipped'],
    ['failure()', 'skipped', 'success'],
    ['always()', 'success', 'success'],
    ['cancelled()', 'skipped', 'skipped'],
    ["steps.first.outputs.v == '1'", 'success', 'skipped'],
    ["!cancelled() && steps.first.outcome == 'failure'", 'skipped', 'success'],
    [braces("failure() && steps.first.outputs.v == '2'"), 'skipped', 'skipped'],
    ["github.action_path != '' && env.FAIL == ''", 'success', 'skipped'],
  ];
  test.each(cases)('%s is %s after a success and %s after a failure', async (condition, afterSuccess, afterFailure) => {
    const good = await run(twoSteps(condition));
    expect(good.steps[1]?.outcome).toBe(afterSuccess);
    const bad = await run(twoSteps(condition), { env: { FAIL: '1' } });
    expect(bad.steps[1]?.outcome).toBe(afterFailure);
    // A later success does not mend a failure.
    expect([good.conclusion, bad.conclusion]).toEqual(['success', 'failure']);
  });

  test('sees success after a failure that is continued on, whose outcome tells the truth', async () => {
    const result = await run(twoSteps("steps.first.outcome == 'failure'", ', continue-on-error: true'), {
      env: { FAIL: '1' },
    });
    expect(story(result)).toEqual(['first: failure, success', 'second: success']);
    expect(result.conclusion).toBe('success');
  });

  test('is about the composite, not about what failed in the job before it', async () => {
    const result = await run(twoSteps('failure()'), { context: { job_status: 'failure' } });
    expect(story(result)).toEqual(['first: success', 'second: skipped']);
  });
});

describe('a run step', () => {
  test('is read by bash that stops at the first failure, in pipes too', async () => {
    const result = await run({
      outputs: { dir: braces('steps.a.outputs.dir') },
      steps: `
- id: a
  shell: bash
  run: |
    echo "dir=$(basename "$GITHUB_ACTION_PATH") $MINE" >> "$GITHUB_OUTPUT"
    echo "# Did it" >> "$GITHUB_STEP_SUMMARY"
    false | true
    echo not reached
  env: { MINE: "${braces('runner.os')}" }`,
    });
    expect(result.outputs['dir']).toMatch(/^scratch-action-\w+ (Linux|macOS)$/);
    expect(result).toMatchObject({ conclusion: 'failure', exitCode: 1, summary: '# Did it\n' });
    expect(result.rawLog).not.toContain('not reached');
    expect(result.annotations).toMatchObject([{ level: 'error', message: 'Process completed with exit code 1.' }]);
  });

  test('has what an expression says in its text, which is why inputs have no place there', async () => {
    const steps = `- { id: a, shell: bash, run: "echo ${braces('inputs.name')}" }`;
    const result = await run({ inputs: ['  name: {}'], steps }, { with: { name: 'x; echo injected' } });
    expect(result.rawLog).toBe('x\ninjected');
  });
});

describe('what steps leave to each other', () => {
  test('is GITHUB_ENV and GITHUB_PATH, over which the env of the caller and of the step win', async () => {
    const result = await run(
      {
        steps: `
- { id: a, uses: $/sets }
- { id: b, uses: $/tells }
- { id: c, uses: $/tells, env: { MINE_TOO: "${braces('env.E')} of step" } }
- { id: d, shell: bash, run: "echo \${PATH%%:*}" }`,
        beside: {
          tells,
          sets: {
            main: "for (const l of ['E=exported', 'MINE_TOO=exported', 'MINE=exported']) put('GITHUB_ENV', l); put('GITHUB_PATH', '/first');",
          },
        },
      },
      { env: { MINE: 'of the caller' } },
    );
    expect(result.steps[1]?.outputs).toEqual({ E: 'exported', MINE_TOO: 'exported', MINE: 'of the caller' });
    expect(result.steps[2]?.outputs).toMatchObject({ MINE_TOO: 'exported of step', MINE: 'of the caller' });
    expect(result.steps[3]?.run?.rawLog).toBe('/first');
    expect(result).toMatchObject({ exportedEnv: { E: 'exported' }, addedPath: ['/first'] });
  });

  test('are masks, also for the log, the heads and the summaries of later steps', async () => {
    const result = await run({
      steps: `
- { id: a, uses: $/masks }
- { id: b, uses: $/shows, with: { word: "${braces('steps.a.outputs.word')}" } }`,
      beside: {
        masks: { main: "console.log('::add-mask::hunter2'); put('GITHUB_OUTPUT', 'word=hunter2');" },
        shows: {
          inputs: ['  word: {}'],
          main: "console.log(env.INPUT_WORD); put('GITHUB_STEP_SUMMARY', env.INPUT_WORD);",
        },
      },
    });
    expect(result.log).not.toContain('hunter2');
    expect(result.summary).toBe('***\n');
    expect(result.steps[1]?.run?.rawLog).toBe('hunter2');
  });

  test('is not the stop token: each step is listened to anew', async () => {
    const result = await run({
      steps: '- { id: a, uses: $/a }\n- { id: b, uses: $/b }',
      beside: { a: says('::stop-commands::hard-to-guess'), b: says('::error::heard') },
    });
    expect(result.annotations).toMatchObject([{ message: 'heard' }]);
  });
});

describe('what a user sees', () => {
  test('is a folded head a step, with inputs and env, then its lines', async () => {
    const result = await run(
      {
        steps: `
- { uses: $/say, with: { word: hi } }
- name: Named
  shell: bash
  run: |
    echo one
    echo two`,
        beside: {
          say: { inputs: ['  word: {}', '  other: { default: x }', '  empty: {}'], main: "console.log('said');" },
        },
      },
      { env: { MINE: '1' }, context: { action_repository: 'org/obcms-deploy', action_ref: 'v1' } },
    );
    const bright = (line: string) => `\u001b[36;1m${line}\u001b[0m`;
    expect(result.log.replace(/shell: \S+\/bash/, 'shell: bash').split('\n')).toEqual([
      '##[group]Run org/obcms-deploy/say@v1',
      'with:',
      '  word: hi',
      '  other: x',
      'env:',
      '  MINE: 1',
      '##[endgroup]',
      'said',
      '##[group]Run echo one',
      bright('echo one'),
      bright('echo two'),
      'shell: bash --noprofile --norc -e -o pipefail {0}',
      'env:',
      '  MINE: 1',
      '##[endgroup]',
      'one',
      'two',
    ]);
    expect(result.steps.map(({ name }) => name)).toEqual(['$/say', 'Named']);
  });

  test('is one summary out of those of the steps, and ten annotations of a level for all together', async () => {
    const step = {
      main: "put('GITHUB_STEP_SUMMARY', env.N); for (let i = 0; i < 7; i++) console.log('::error::' + env.N + i);",
    };
    const result = await run({
      steps: '- { id: a, uses: $/x, env: { N: one } }\n- { id: b, uses: $/x, env: { N: two } }',
      beside: { x: step },
    });
    expect(result.summary).toBe('one\ntwo\n');
    expect(result.steps.map(({ summary }) => summary)).toEqual(['one\n', 'two\n']);
    expect(result.annotations).toHaveLength(10);
    expect(result.annotations.at(-1)?.message).toBe('two2');
  });
});

describe('the composite of a composite', () => {
  test('runs with its own inputs and gives its own outputs', async () => {
    const result = await run({
      inputs: ['  n: { default: "1" }'],
      outputs: { all: braces('steps.inner.outputs.all') },
      steps: `- { id: inner, uses: $/inner, with: { n: "${braces('inputs.n')}0" } }`,
      beside: {
        tells: { ...tells, inputs: ['  n: {}'] },
        inner: {
          inputs: ['  n: {}'],
          outputs: { all: braces('steps.inner.outputs.INPUT_N') },
          steps: `- { id: inner, uses: $/tells, with: { n: "${braces('inputs.n')}0" } }`,
        },
      },
    });
    expect(result.outputs).toEqual({ all: '100' });
    expect(result.steps[0]?.run?.steps[0]?.outputs).toEqual({ INPUT_N: '100' });
  });

  test('may be nested nine deep, and no deeper', async () => {
    const itself = scratchComposite({
      steps: '- { uses: $/again }',
      beside: { again: { steps: '- { uses: $/again }' } },
    });
    await expect(runAction({ action: itself })).rejects.toThrow(/max depth 9/);
  });
});
