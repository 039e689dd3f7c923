import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemTree } from '../../../src/host/tree.ts';

let folder = '';
let root = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'obcms-deploy-tree-'));
  root = join(folder, 'checkout');
  await mkdir(join(root, 'docker'), { recursive: true });
  await mkdir(join(root, 'node_modules/left-pad'), { recursive: true });
  await writeFile(join(folder, 'secret'), 'of the machine');
  await writeFile(join(root, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(root, 'docker/entrypoint.sh'), '#!/bin/sh\n');
  await writeFile(join(root, 'node_modules/left-pad/index.js'), '');
  await writeFile(join(root, 'logo.png'), Buffer.from([0x89, 0x50, 0, 1]));
  await symlink(join(folder, 'secret'), join(root, 'stolen'));
  await symlink(folder, join(root, 'up'));
  await symlink('Dockerfile', join(root, 'Containerfile'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('lists files and neither links nor what tools fetched', async () => {
  expect(await systemTree.list(root)).toEqual(['Dockerfile', 'docker/entrypoint.sh', 'logo.png']);
});

test('lists nothing of a folder that is not there', async () => {
  expect(await systemTree.list(join(root, 'nowhere'))).toEqual([]);
});

test('reads a file, also through a link that stays inside', async () => {
  expect(await systemTree.read(root, 'Dockerfile', 100)).toBe('FROM scratch\n');
  expect(await systemTree.read(root, 'Containerfile', 100)).toBe('FROM scratch\n');
});

test.each(['stolen', 'up/secret', '../secret', 'docker/../../secret'])(
  'is not led out of the root by %s',
  async path => {
    expect(await systemTree.read(root, path, 100)).toBeUndefined();
    expect(await systemTree.kind(root, path)).toBeUndefined();
  },
);

test('reads no folder, no picture and nothing that is too large', async () => {
  expect(await systemTree.read(root, 'docker', 100)).toBeUndefined();
  expect(await systemTree.read(root, 'logo.png', 100)).toBeUndefined();
  expect(await systemTree.read(root, 'Dockerfile', 5)).toBeUndefined();
});

test('tells files from folders', async () => {
  expect(await systemTree.kind(root, 'docker')).toBe('folder');
  expect(await systemTree.kind(root, 'docker/entrypoint.sh')).toBe('file');
  expect(await systemTree.kind(root, 'nothing')).toBeUndefined();
});
