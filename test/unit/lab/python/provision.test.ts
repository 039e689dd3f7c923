import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withFileLock } from '../../../../lab/python/file-lock.ts';
import { provisionPython } from '../../../../lab/python/provision.ts';

const BUILD_LIMIT_MS = 60_000;

let directory: string;
let requirements: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'obcms-python-'));
  requirements = join(directory, 'requirements.txt');
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test(
  'several callers at once get one virtualenv, and later ones get it at once',
  async () => {
    await writeFile(requirements, '# nothing\n');
    const options = { requirements, directory: join(directory, 'home') };
    const [one, two] = await Promise.all([provisionPython(options), provisionPython(options)]);
    expect(one).toEqual(two);
    expect(execFileSync(one.python, ['-c', 'import sys; print(sys.prefix != sys.base_prefix)']).toString()).toBe(
      'True\n',
    );
    expect((await readdir(options.directory)).filter(name => !name.endsWith('.ready'))).toHaveLength(1);

    const started = performance.now();
    await provisionPython(options);
    expect(performance.now() - started).toBeLessThan(50);
  },
  BUILD_LIMIT_MS,
);

test(
  'an installation that fails says why, and is tried again by the next caller',
  async () => {
    await writeFile(requirements, '--no-index\nno-such-package==1 --hash=sha256:00\n');
    const options = { requirements, directory: join(directory, 'home') };
    await expect(provisionPython(options)).rejects.toThrow(/pip could not install[\s\S]*no-such-package==1/);
    expect((await readdir(options.directory)).filter(name => /\.(ready|lock)$/.test(name))).toEqual([]);
  },
  BUILD_LIMIT_MS,
);

test('the requirements pin every package and every file', async () => {
  const path = new URL('../../../../lab/python/requirements.txt', import.meta.url);
  const blocks = (await readFile(path, 'utf8')).trim().split(/\n(?=\S)/);
  const loose = blocks.filter(block => !/^[a-z0-9-]+(\[\w+\])?==\S+( ;[^\n]*)? \\\n {4}--hash=sha256:/.test(block));
  expect([blocks.length > 20, loose]).toEqual([true, []]);
});

test('one process at a time holds the lock', async () => {
  const lock = join(directory, 'lock');
  const steps: string[] = [];
  const work = (name: string) => () =>
    new Promise<void>(resolve => {
      steps.push(`${name} in`);
      setTimeout(() => {
        steps.push(`${name} out`);
        resolve();
      }, 50);
    });
  await Promise.all(['a', 'b', 'c'].map(name => withFileLock(lock, work(name))));
  expect(steps.map(step => step.split(' ')[1])).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
});

test('the lock of a holder that died is broken', async () => {
  const lock = join(directory, 'lock');
  await writeFile(lock, '1\n');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lock, longAgo, longAgo);
  expect(await withFileLock(lock, async () => 'mine')).toBe('mine');
  expect(await readdir(directory)).toEqual([]);
});
