import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runContext, runnerHost } from '../../../src/host/runner.ts';
import { rawInputs, rawState } from '../../../src/host/runner-inputs.ts';
import { terminalHost } from '../../../src/host/terminal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hosts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What the runner would read on stdout. */
function printed(body: () => unknown): string {
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    body();
  } finally {
    process.stdout.write = write;
  }
  return text;
}

describe('on the runner', () => {
  test('a printed line is harmless, however it is made', () => {
    const host = runnerHost({});
    printed(() => host.mask('correct-horse'));
    const text = printed(() => {
      host.line('::set-output name=a::b');
      host.line('x\n::error::y ##[group]');
      host.line('correct\u001B[0m-horse');
    });
    expect(text).toBe(': :set-output name=a::b\nx ::error::y # #[group]\n***\n');
  });

  test('a secret is handed to the runner as well, line by line', () => {
    expect(printed(() => runnerHost({}).mask('first-line\nsecond-line'))).toBe(
      '::add-mask::first-line%0Asecond-line\n::add-mask::first-line\n::add-mask::second-line\n',
    );
  });

  test('an annotation keeps the indentation of its YAML, and nothing of what could fool a reader', () => {
    const text = printed(() =>
      runnerHost({}).annotate({
        level: 'error',
        title: 'a\nb',
        message: 'do:\nwith:\n  sha: \u202Eabc',
        place: { file: 'f.yml', line: 3 },
      }),
    );
    expect(text).toBe('::error title=a b,file=f.yml,line=3::do:%0Awith:%0A  sha: abc\n');
  });

  test('the eleventh annotation of a level becomes a line', () => {
    const host = runnerHost({});
    const text = printed(() => {
      for (let index = 0; index < 11; index += 1) host.annotate({ level: 'notice', title: 't', message: `m${index}` });
    });
    expect(text.match(/^::notice/gm)).toHaveLength(10);
    expect(text).toContain('\nt: m10\n');
  });

  test('a summary stays below the limit of the runner, which counts bytes', () => {
    const file = join(folder, 'summary');
    writeFileSync(file, '');
    runnerHost({ GITHUB_STEP_SUMMARY: file }).summary('ö'.repeat(900_000));
    expect(readFileSync(file).length).toBeLessThan(1_048_576);
    expect(readFileSync(file, 'utf8')).toMatch(/ö\n\n\(cut\)\n$/);
  });

  test('two reports of one job do not overwrite each other', async () => {
    const host = runnerHost({ RUNNER_TEMP: folder });
    const [first, second] = [await host.report('a.json', { number: 1 }), await host.report('a.json', { number: 2 })];
    expect(JSON.parse(readFileSync(first, 'utf8'))).toEqual({ number: 1 });
    expect(JSON.parse(readFileSync(second, 'utf8'))).toEqual({ number: 2 });
    expect(dirname(dirname(first))).toBe(join(folder, 'obcms-deploy'));
  });

  test('the same progress is printed once', () => {
    const host = runnerHost({});
    expect(printed(() => ['a', 'a', 'b'].map(text => host.progress(text)))).toBe('a\nb\n');
  });

  test('what is known of the run comes from its variables, empty ones left out', () => {
    const context = runContext({
      GITHUB_REPOSITORY: 'org/app',
      GITHUB_RUN_ID: '7',
      GITHUB_SHA: '',
      GITHUB_WORKSPACE: '/w',
    });
    expect(context).toEqual({
      repository: 'org/app',
      githubApi: 'https://api.github.com',
      githubServer: 'https://github.com',
      workspace: '/w',
    });
  });
});

test('inputs and state are read as the runner writes them', () => {
  const specs = { 'coolify-url': { description: '', example: '' }, sha: { description: '', example: '' } };
  expect(rawInputs(specs, { 'INPUT_COOLIFY-URL': 'x', INPUT_OTHER: 'y' })).toEqual(new Map([['coolify-url', 'x']]));
  expect(rawState({ STATE_pins: '[]', STATUS: 'x' })).toEqual(new Map([['pins', '[]']]));
});

describe('on a terminal', () => {
  function terminal(interactive: boolean) {
    const written: string[] = [];
    const host = terminalHost({ write: text => void written.push(text), interactive, columns: 20 }, runContext({}));
    return { host, text: () => written.join('') };
  }

  test('in a pipe everything is plain lines', async () => {
    const { host, text } = terminal(false);
    await host.chapter('Chapter', async () => host.line('a \u001B[31mline'));
    host.progress('waiting');
    host.progress('waiting');
    host.annotate({ level: 'error', title: 'It failed', message: 'Write:\nwith:\n  sha: abc' });
    expect(text()).toBe('Chapter\n  a line\n  waiting\n  error: It failed\n    Write:\n    with:\n      sha: abc\n');
  });

  test('for a person progress is one line that is replaced', () => {
    const { host, text } = terminal(true);
    host.progress('a rather long progress text');
    host.line('done');
    expect(text()).toContain('\r\u001B[2K');
    expect(text().endsWith('\r\u001B[2K  done\n')).toBe(true);
    expect(text()).not.toContain('progress text');
  });

  test('secrets are hidden there as well', () => {
    const { host, text } = terminal(false);
    host.mask('correct-horse');
    host.line('a correct-horse');
    host.output('x', 'correct-horse');
    expect(text()).toBe('  a ***\n');
    expect(host.outputs.get('x')).toBe('***');
  });
});
