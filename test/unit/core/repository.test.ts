import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { git } from '../../../lab/app/git.ts';
import { systemProcesses } from '../../../src/core/process.ts';
import { openRepository } from '../../../src/core/repository.ts';
import { systemTree } from '../../../src/host/tree.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'obcms-deploy-repository-'));
  await mkdir(join(root, 'docker'));
  await writeFile(join(root, '.gitignore'), '.env\n');
  await writeFile(join(root, '.env'), 'SECRET_KEY=on-this-machine-only\n');
  await writeFile(join(root, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(root, 'docker/entrypoint.sh'), '#!/bin/sh\n');
  await chmod(join(root, 'docker/entrypoint.sh'), 0o755);
  await symlink('/etc/hostname', join(root, 'link'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (path: string = root) =>
  openRepository(path, {
    processes: systemProcesses,
    tree: systemTree,
    environment: process.env,
    signal: new AbortController().signal,
  });

test('knows what git tracks, what it would track and what may be executed', async () => {
  await git(['init', '--quiet'], { directory: root });
  await git(['add', '.gitignore', 'docker', 'link'], { directory: root });
  const repository = await open();
  expect(repository.files).toEqual(['.gitignore', 'Dockerfile', 'docker/entrypoint.sh']);
  expect([...(repository.tracked ?? [])]).toEqual(['.gitignore', 'docker/entrypoint.sh', 'link']);
  expect([...(repository.executable ?? [])]).toEqual(['docker/entrypoint.sh']);
});

test('reads what git ignores, but never through a link that leads out', async () => {
  await git(['init', '--quiet'], { directory: root });
  const repository = await open();
  expect(await repository.read('.env')).toContain('on-this-machine-only');
  expect(await repository.has('.env')).toBe(true);
  expect(await repository.read('link')).toBeUndefined();
  expect(await repository.has('link')).toBe(false);
});

test('lists the files of a folder that is no repository, and says that nothing is known to be committed', async () => {
  const repository = await open();
  expect(repository.files).toEqual(['.env', '.gitignore', 'Dockerfile', 'docker/entrypoint.sh']);
  expect(repository.tracked).toBeUndefined();
  expect(repository.executable).toBeUndefined();
});
