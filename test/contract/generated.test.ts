import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { differences } from '../../scripts/check/dist.ts';
import { incomplete } from '../../scripts/check/lock.ts';
import { problemsIn } from '../../scripts/check/words.ts';
import { oneFolderHigher } from '../../scripts/generate/doors.ts';
import { stale } from '../../scripts/generate/main.ts';
import { cell, table } from '../../scripts/generate/markdown-table.ts';
import { filled } from '../../scripts/generate/tables.ts';
import { load } from '../../src/actions/index.ts';

test('every generated file is what the code makes', async () => {
  expect(await stale()).toEqual([]);
});

test('a door has its paths one folder higher and nothing else changed', () => {
  const contract =
    'description: see ../../dist/x.js\nruns:\n  using: node24\n  main: ../../dist/x.js\n  post: "../../dist/x-post.js"\n';
  expect(oneFolderHigher(contract)).toBe(
    'description: see ../../dist/x.js\nruns:\n  using: node24\n  main: ../dist/x.js\n  post: "../dist/x-post.js"\n',
  );
});

describe('the tables of a page', () => {
  test('replace what is between their markers and leave the rest', async () => {
    const page = '# redeploy\n<!-- generated: outputs -->\nold\n<!-- /generated -->\nend\n';
    const made = filled(page, await load('redeploy'));
    expect(made).toMatch(
      /^# redeploy\n<!-- generated: outputs -->\n\n\| output \| meaning \|\n[\s\S]*\n\n<!-- \/generated -->\nend\n$/,
    );
    expect(made).not.toContain('old');
    expect(filled(made, await load('redeploy'))).toBe(made);
  });

  test('refuse a marker that asks for a table nobody knows', async () => {
    const action = await load('redeploy');
    expect(() => filled('<!-- generated: inptus --><!-- /generated -->', action)).toThrow(/no table "inptus"/);
  });

  test('keep bars and line breaks inside their cells', () => {
    expect(table(['a'], [[cell('x | y\nz')]])).toBe('| a |\n| --- |\n| x \\| y z |');
  });
});

describe('the comparison of dist', () => {
  test('names what is missing, what is too much and what differs', async () => {
    const root = await mkdtemp(join(tmpdir(), 'obcms-dist-'));
    const [committed, built] = [join(root, 'committed'), join(root, 'built')];
    const write = async (folder: string, files: Readonly<Record<string, string>>) => {
      await mkdir(join(folder, 'chunks'), { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    };
    try {
      await write(committed, { 'same.js': '1', 'chunks/old.js': '1', 'other.js': '1' });
      await write(built, { 'same.js': '1', 'chunks/new.js': '1', 'other.js': '2' });
      expect((await differences(committed, built)).map(line => line.split(';')[0])).toEqual([
        'dist/chunks/new.js is missing',
        'dist/chunks/old.js is not built any more',
        'dist/other.js is not what the source builds',
      ]);
      expect(await differences(built, built)).toEqual([]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

describe('the words check', () => {
  test.each([
    ['an unfinished thought', `// ${'TO'}DO: later`],
    ['the home of somebody', `const path = '/${'home'}/sam/project/x.ts';`],
    ['a merge that was not finished', `${'<'.repeat(7)} HEAD`],
  ])('finds %s and says where', (_, text) => {
    expect(problemsIn('a.ts', `fine\n${text}`)).toEqual([expect.stringMatching(/^a\.ts:2 holds /)]);
  });

  test('leaves ordinary words alone', () => {
    expect(problemsIn('a.ts', 'the method of /home and https://x.example/home/page/ and TODOS')).toEqual([]);
  });
});

describe('the check of the lock file', () => {
  const tool = { optionalDependencies: { 'tool-darwin': '1.0.0', 'tool-linux': '1.0.0' } };

  test('names an optional package without an entry', () => {
    const packages = { '': {}, 'node_modules/tool': tool, 'node_modules/tool-linux': {} };
    expect(incomplete({ packages })).toEqual([expect.stringContaining('no entry for tool-darwin')]);
  });

  test('finds an entry beside the package, inside it and above it', () => {
    const packages = {
      'node_modules/a/node_modules/tool': tool,
      'node_modules/a/node_modules/tool-linux': {},
      'node_modules/tool-darwin': {},
    };
    expect(incomplete({ packages })).toEqual([]);
  });
});
