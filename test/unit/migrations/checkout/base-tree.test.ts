import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { git } from '../../../../lab/app/git.ts';
import { systemProcesses } from '../../../../src/core/process.ts';
import { type BaseTree, openBaseTree } from '../../../../src/migrations/checkout/base-tree.ts';

let folder = '';
let root = '';
const made: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'obcms-deploy-base-'));
  root = join(folder, 'checkout');
  await mkdir(join(root, 'src'), { recursive: true });
  await git(['init', '--quiet', '--initial-branch=main'], { directory: root });
  await commit('src/models.py', 'one\n', 'first');
  await commit('src/models.py', 'two\n', 'second');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function commit(path: string, text: string, message: string): Promise<void> {
  await writeFile(join(root, path), text);
  await git(['add', '-A'], { directory: root });
  await git(['-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', message], {
    directory: root,
  });
}

function open(ref: string, directory = root): Promise<BaseTree> {
  return openBaseTree({ ref, from: 'input' }, directory, {
    processes: systemProcesses,
    environment: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
    signal: new AbortController().signal,
    temporaryFolder: async () => {
      const path = await mkdtemp(join(folder, 'temporary-'));
      made.push(path);
      return { path, remove: () => rm(path, { recursive: true, force: true }) };
    },
  });
}

async function opened(ref: string, directory?: string): Promise<Extract<BaseTree, { ok: true }>> {
  const base = await open(ref, directory);
  if (!base.ok) throw new Error(base.message);
  return base;
}

test('the files of an earlier commit lie in a folder of their own until they are taken away', async () => {
  const base = await opened('HEAD~1');
  expect(await readFile(join(base.root, 'src/models.py'), 'utf8')).toBe('one\n');
  expect(await readFile(join(root, 'src/models.py'), 'utf8')).toBe('two\n');
  await base.remove();
  expect(made.some(path => existsSync(path))).toBe(false);
});

test('nothing of the checkout changes: neither its index nor its worktrees, and no hook runs', async () => {
  await writeFile(join(root, 'src/models.py'), 'not committed\n');
  await writeFile(join(root, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${folder}/hooked\n`, { mode: 0o755 });
  const before = await git(['status', '--porcelain'], { directory: root });
  const base = await opened('HEAD~1');
  expect(await git(['status', '--porcelain'], { directory: root })).toBe(before);
  expect((await readdir(join(root, '.git'))).filter(name => name === 'worktrees')).toEqual([]);
  expect(existsSync(join(folder, 'hooked'))).toBe(false);
  await base.remove();
});

test('a branch that only the origin has is found, and a folder inside of a repository is compared with the same folder', async () => {
  await git(['update-ref', 'refs/remotes/origin/production', 'HEAD~1'], { directory: root });
  const base = await opened('production', join(root, 'src'));
  expect(await readFile(join(base.root, 'models.py'), 'utf8')).toBe('one\n');
  await base.remove();
});

test('files that are larger than any source are left out', async () => {
  await commit('film.bin', 'x'.repeat(3 * 1024 * 1024), 'film');
  const base = await opened('HEAD');
  expect(existsSync(join(base.root, 'film.bin'))).toBe(false);
  expect(existsSync(join(base.root, 'src/models.py'))).toBe(true);
  await base.remove();
});

test('a shallow checkout is told apart from a name that does not exist, each with its own remedy', async () => {
  const shallow = join(folder, 'shallow');
  await git(['clone', '--quiet', '--depth=1', pathToFileURL(root).href, shallow], { directory: folder });
  const first = (await git(['rev-parse', 'HEAD~1'], { directory: root })).trim();
  const missed = await open(first, shallow);
  expect(missed).toMatchObject({ ok: false, reason: 'shallow', remedy: expect.stringContaining('fetch-depth: 0') });
  expect(await open('nowhere')).toMatchObject({
    ok: false,
    reason: 'unknown',
    message: expect.stringContaining('nowhere'),
  });
  expect(await open('--upload-pack=x')).toMatchObject({ ok: false, reason: 'unknown' });
  const bare = join(folder, 'plain');
  await mkdir(bare);
  expect(await open('HEAD', bare)).toMatchObject({ ok: false, reason: 'no-repository' });
});
