import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Cancelled } from '../../../src/core/errors.ts';
import { type ProcessRequest, systemProcesses } from '../../../src/core/process.ts';

function node(script: string, more: Partial<ProcessRequest> = {}) {
  return systemProcesses.run({
    command: process.execPath,
    args: ['-e', script],
    directory: tmpdir(),
    environment: {},
    timeout: 10_000,
    signal: new AbortController().signal,
    ...more,
  });
}

/** Something like git with its helper: what it started keeps the pipes open after it was killed. */
const WITH_HELPER = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit' }); setTimeout(() => {}, 20000)`;

/** Whether there is such a process; one that has ended and that nobody has fetched yet does not count. */
function isRunning(id: number | undefined): boolean {
  if (id === undefined) return true;
  try {
    process.kill(id, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** What `look` gives as soon as it gives something; nothing after four seconds. */
async function eventually<Value>(look: () => Value): Promise<Value | undefined> {
  for (let attempt = 0; attempt < 80; attempt += 1) {
    await new Promise(resolve => setTimeout(resolve, 50));
    try {
      const value = look();
      if (value) return value;
    } catch {
      // Not there yet.
    }
  }
  return undefined;
}

describe('a program', () => {
  test('gives its exit status and both outputs, characters whole', async () => {
    const script = `process.stdout.write(Buffer.from([0xc3])); setTimeout(() => { process.stdout.write(Buffer.from([0xb6])); console.error('no'); process.exitCode = 3 }, 50)`;
    expect(await node(script)).toEqual({ ok: true, exitCode: 3, stdout: 'ö', stderr: 'no\n' });
  });

  test('gets its words as they are, without a shell', async () => {
    const result = await node('console.log(process.argv[1])', {
      args: ['-e', 'console.log(process.argv[1])', '$(id); `id` && id'],
    });
    expect(result).toMatchObject({ ok: true, stdout: '$(id); `id` && id\n' });
  });

  test('that does not exist is told apart', async () => {
    expect(await node('', { command: 'no-such-program' })).toMatchObject({ ok: false, reason: 'not-found' });
  });

  test('that takes too long is ended, with everything it started', async () => {
    const began = performance.now();
    expect(await node(WITH_HELPER, { timeout: 300 })).toMatchObject({ ok: false, reason: 'timeout' });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('that is ended leaves no helper behind', async () => {
    const file = join(tmpdir(), `helper-${process.pid}`);
    const helper = `require('node:fs').writeFileSync(process.argv[1], String(process.pid)); setTimeout(() => {}, 20000)`;
    const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(helper)}, ${JSON.stringify(file)}]); setTimeout(() => {}, 20000)`;
    const controller = new AbortController();
    const running = node(script, { timeout: 20_000, signal: controller.signal });
    const helperId = await eventually(() => Number(readFileSync(file, 'utf8')));
    controller.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    rmSync(file);
    await eventually(() => !isRunning(helperId));
    expect(isRunning(helperId)).toBe(false);
  });

  test('is ended at once when the run is cancelled', async () => {
    const controller = new AbortController();
    const began = performance.now();
    const running = node(WITH_HELPER, { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('is given a text on its standard input, and nothing without one', async () => {
    const script = `let all = ''; process.stdin.on('data', part => { all += part }).on('end', () => console.log(all.length, all.slice(-2)))`;
    const input = `${'x'.repeat(300_000)}ö!`;
    expect(await node(script, { input })).toMatchObject({ ok: true, stdout: '300002 ö!\n' });
    expect(await node(script)).toMatchObject({ ok: true, stdout: '0 \n' });
  });

  test('is given what is promised once that is there, and is ended when it never comes', async () => {
    const script = 'process.stdin.setEncoding("utf8"); process.stdin.on("data", text => process.stdout.write(text))';
    expect(await node(script, { input: Promise.resolve('later') })).toMatchObject({ ok: true, stdout: 'later' });
    const never = await node(script, { input: Promise.reject(new Error('no')) });
    expect(never).toMatchObject({ ok: true, exitCode: -1, stdout: '' });
  });

  test('that does not read its input ends all the same', async () => {
    expect(await node('', { input: 'x'.repeat(5_000_000) })).toMatchObject({ ok: true, exitCode: 0 });
  });

  test('answers on a descriptor of its own, whatever it prints', async () => {
    const script = `console.log('noise'); require('node:fs').writeSync(3, 'an answer')`;
    expect(await node(script, { answer: { bytes: 100 } })).toEqual({
      ok: true,
      exitCode: 0,
      stdout: 'noise\n',
      stderr: '',
      answer: 'an answer',
    });
    expect(await node('', { answer: { bytes: 100 } })).toMatchObject({ answer: '' });
  });

  test('whose answer is too long has none, rather than half of one', async () => {
    const script = `require('node:fs').writeSync(3, 'x'.repeat(50_000))`;
    expect(await node(script, { answer: { bytes: 49_999 } })).not.toHaveProperty('answer');
    expect(await node(script, { answer: { bytes: 50_000 } })).toHaveProperty('answer.length', 50_000);
  });

  test('is not started when the run is cancelled already', async () => {
    await expect(node('', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
  });
});
