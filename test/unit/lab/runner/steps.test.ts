import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type RunOptions, type RunResult, runAction } from '../../../../lab/runner/index.ts';
import { braces, removeScratchActions, type ScratchAction, scratchAction } from './scratch-action.ts';

const results: RunResult[] = [];
afterEach(() => {
  for (const result of results.splice(0)) result.dispose();
  removeScratchActions();
});

async function run(action: ScratchAction, options: Omit<RunOptions, 'action'> = {}): Promise<RunResult> {
  const result = await runAction({ action: scratchAction(action), ...options });
  results.push(result);
  return result;
}

describe('command files', () => {
  test('give outputs, state, environment and summary, several lines too', async () => {
    const result = await run({
      main: `
        put('GITHUB_OUTPUT', 'a=1=2'); put('GITHUB_OUTPUT', 'b<<END\\none\\ntwo\\nEND');
        put('GITHUB_STATE', 'id=42'); put('GITHUB_ENV', 'E=x'); put('GITHUB_PATH', '/p1'); put('GITHUB_PATH', '/p2');
        put('GITHUB_STEP_SUMMARY', '# Done');`,
    });
    expect(result).toMatchObject({
      conclusion: 'success',
      exitCode: 0,
      outputs: { a: '1=2', b: 'one\ntwo' },
      state: { id: '42' },
      exportedEnv: { E: 'x' },
      addedPath: ['/p2', '/p1'],
      summary: '# Done\n',
    });
  });

  const malformed: readonly [string, string][] = [
    ['no equals sign here', "Invalid format 'no equals sign here'"],
    ['=value', "Invalid format '=value'. Name must not be empty"],
    ['a<<END\\nnever closed', "Invalid value. Matching delimiter not found 'END'"],
  ];
  test.each(malformed)('a malformed output "%s" fails the step although it exited with 0', async (line, message) => {
    const result = await run({ main: `put('GITHUB_OUTPUT', 'good=1'); put('GITHUB_OUTPUT', ${`'${line}'`});` });
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'failure', outputs: { good: '1' } });
    expect(result.annotations.map(one => one.message)).toEqual([
      "Unable to process file command 'output' successfully.",
      message,
    ]);
  });

  test('are read after a failure too', async () => {
    const result = await run({ main: "put('GITHUB_OUTPUT', 'a=1'); process.exit(3);" });
    expect(result).toMatchObject({ exitCode: 3, conclusion: 'failure', outputs: { a: '1' } });
  });

  test('cannot set NODE_OPTIONS', async () => {
    expect((await run({ main: "put('GITHUB_ENV', 'NODE_OPTIONS=--x');" })).conclusion).toBe('failure');
  });

  test('a summary of more than 1 MiB is dropped with an error, and the step stays green', async () => {
    const result = await run({ main: "put('GITHUB_STEP_SUMMARY', 'x'.repeat(1024 * 1024));" });
    expect(result).toMatchObject({ conclusion: 'success', summary: '', annotations: [{ level: 'error' }] });
    expect(result.rawSummary).toHaveLength(1024 * 1024 + 1);
  });
});

describe('what is printed', () => {
  test('on stdout and stderr is obeyed and masked, also in the summary; outputs are not masked', async () => {
    const result = await run(
      {
        main: `
          console.log('::add-mask::hunter2'); console.error('::error::hunter2 is out'); console.log('say hunter2 ' + env.TOKEN);
          put('GITHUB_STEP_SUMMARY', 'hunter2'); put('GITHUB_OUTPUT', 'p=hunter2'); process.exitCode = 1;`,
      },
      { secrets: ['from-the-workflow'], env: { TOKEN: 'from-the-workflow' } },
    );
    expect(result.log).not.toMatch(/hunter2|from-the-workflow/);
    expect(result.rawLog).toMatch(/say hunter2 from-the-workflow/);
    expect(result).toMatchObject({ conclusion: 'failure', summary: '***\n', outputs: { p: 'hunter2' } });
    expect(result.annotations).toMatchObject([{ message: '*** is out' }]);
    expect(result.masks).toContain('hunter2');
  });

  test('the token of the job is masked without being asked', async () => {
    const result = await run({ main: "console.log('t ' + 'ghs_123456');" }, { context: { token: 'ghs_123456' } });
    expect(result.log).toBe('t ***');
  });

  test('a carriage return inside a text starts a line, and so a command', async () => {
    const result = await run({ main: "process.stdout.write('progress 10%\\r::set-output name=a::1\\r\\nlast');" });
    expect(result.outputs).toEqual({ a: '1' });
    expect(result.log).toBe('progress 10%\nlast');
  });

  test('characters and line ends that arrive in pieces are put together', async () => {
    const result = await run({
      main: `
        const bytes = Buffer.from('ä\\r\\nb\\n');
        for (const byte of bytes) { fs.writeSync(1, Buffer.from([byte])); await new Promise(r => setTimeout(r, 5)); }`,
    });
    expect(result.rawLog).toBe('ä\nb');
  });

  test('a line of a megabyte is one line', async () => {
    const result = await run({ main: "console.log('x'.repeat(1_000_000)); console.log('end');" });
    expect(result.log.split('\n').map(line => line.length)).toEqual([1_000_000, 3]);
  });
});

describe('post', () => {
  const post = "console.log('post', env.STATE_id, env.E, env['INPUT_STATUS']);";
  const inputs = [`  status: { default: "${braces('job.status')}" }`];

  test('runs after main with its state, its environment and inputs evaluated anew', async () => {
    const result = await run({ inputs, main: "put('GITHUB_STATE', 'id=42'); put('GITHUB_ENV', 'E=x');", post });
    expect(result.post).toMatchObject({ log: 'post 42 x success', conclusion: 'success' });
  });

  test('runs after a main that failed, and is told so', async () => {
    const result = await run({ inputs, main: "put('GITHUB_STATE', 'id=1'); process.exit(1);", post });
    expect(result).toMatchObject({ conclusion: 'failure', post: { log: 'post 1 undefined failure' } });
  });

  test('has its own outcome', async () => {
    const result = await run({ main: '', post: "console.log('::error::too late'); process.exit(1);" });
    expect(result).toMatchObject({ conclusion: 'success', post: { conclusion: 'failure' } });
  });

  test('obeys post-if', async () => {
    const withCondition = { main: 'process.exit(1);', post, postIf: 'success()' };
    expect((await run(withCondition)).post).toBeUndefined();
    expect((await run({ ...withCondition, main: '' })).post).toBeDefined();
  });

  test('does not run when the machine is lost', async () => {
    expect((await run({ main: '', post }, { post: 'skip' })).post).toBeUndefined();
  });
});

/** Starts a child that prints what it is sent, tells when both are up and waits. */
const parentAndChild = (onSigint: string) => `
  const child = spawn(process.execPath, ['-e', \`
    for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => console.log('child got ' + s));
    console.log('child up'); setInterval(() => {}, 1000);
  \`], { stdio: 'inherit' });
  process.on('SIGINT', () => { console.log('parent got SIGINT'); ${onSigint} });
  process.on('SIGTERM', () => { console.log('parent got SIGTERM'); });
  setInterval(() => {}, 1000);`;

/** Aborts when a line appears, so that no test depends on how fast a process starts. */
function abortAt(line: string): { signal: AbortSignal; onLine: (text: string) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, onLine: text => void (text === line && controller.abort()) };
}

describe('a cancelled run', () => {
  const patience = { sigintMs: 150, sigtermMs: 100, outputMs: 150 };

  test('gets SIGINT in the node process only, and what it did until then counts', async () => {
    const { signal, onLine } = abortAt('child up');
    const result = await run(
      { main: parentAndChild("put('GITHUB_OUTPUT', 'a=1'); process.exit(1);"), post: "console.log('post ran');" },
      { cancel: signal, onLine, patience },
    );
    expect(result).toMatchObject({ conclusion: 'cancelled', exitCode: 1, outputs: { a: '1' } });
    expect(result.rawLog).toContain('parent got SIGINT');
    expect(result.rawLog).not.toContain('child got');
    expect(result.signalsSent.map(sent => sent.signal)).toEqual(['SIGINT']);
    expect(result.post?.log).toBe('post ran');
    expect(result.annotations).toMatchObject([{ message: 'The operation was canceled.' }]);
    // The child kept the output open and outlived its parent.
    expect(result.log).toContain('did not close its output');
    if (process.platform === 'linux') expect(result.orphans).toHaveLength(1);
    for (const { pid } of result.orphans) expect(environmentOf(pid)).toBe('');
  });

  test('that ignores the signals is killed with its children', async () => {
    const { signal, onLine } = abortAt('child up');
    const result = await run({ main: parentAndChild('') }, { cancel: signal, onLine, patience });
    expect(result.signalsSent.map(sent => sent.signal)).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL']);
    expect(result).toMatchObject({ conclusion: 'cancelled', signal: 'SIGKILL', exitCode: null });
    expect(result.rawLog).not.toContain('child got');
    expect(result.orphans).toEqual([]);
  });

  test('is cancelled even if it exits with 0 at once', async () => {
    const { signal, onLine } = abortAt('child up');
    const main = parentAndChild("child.kill('SIGKILL'); process.exit(0);");
    const result = await run({ main }, { cancel: signal, onLine, patience });
    expect(result).toMatchObject({ conclusion: 'cancelled', exitCode: 0, orphans: [] });
  });

  test('can be cancelled by the clock; a time limit looks the same but is a failure', async () => {
    const waits = { main: 'setInterval(() => {}, 1000);' };
    const byClock = await run(waits, { cancelAfterMs: 150, patience });
    expect(byClock).toMatchObject({ conclusion: 'cancelled', signal: 'SIGINT' });
    const byLimit = await run(waits, { timeoutMs: 150, patience });
    expect(byLimit).toMatchObject({ conclusion: 'failure', signal: 'SIGINT' });
  });
});

describe('a crash', () => {
  const crash = { main: "console.log('ready'); setInterval(() => {}, 1000);", post: "console.log('post ran');" };

  test('at a line kills the node process, fails the step and still runs post', async () => {
    const result = await run(crash, { killWhen: line => line === 'ready' });
    expect(result).toMatchObject({ conclusion: 'failure', signal: 'SIGKILL', post: { log: 'post ran' } });
  });

  test('can be asked for from outside', async () => {
    const { signal, onLine } = abortAt('ready');
    const result = await run(crash, { kill: signal, onLine, post: 'skip' });
    expect(result).toMatchObject({ conclusion: 'failure', signal: 'SIGKILL' });
    expect(result.post).toBeUndefined();
  });
});

test('a run leaves nothing behind', async () => {
  const result = await run({ main: '' });
  result.dispose();
  expect(existsSync(result.tempDirectory)).toBe(false);
});

/** Empty for a process that has ended, reaped or not. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
