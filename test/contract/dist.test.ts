import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { init, parse } from 'es-module-lexer';
import { ROOT } from '../../scripts/root.ts';
import { ACTION_NAMES, load } from '../../src/actions/index.ts';

const DIST = join(ROOT, 'dist');
const ALWAYS = ['cli.js', 'index.js', 'licences.txt', 'package.json', 'terminal.js'];

/** What a start may read before it knows its inputs, in bytes; it was 162 kB when this was written. */
const START_LIMIT = 300_000;

const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  .filter(path => statSync(join(DIST, path)).isFile())
  .sort();
const chunks = files.filter(path => path.startsWith('chunks/'));
/** PostgreSQL's grammar: not imported, but read by the one chunk that names it. */
const GRAMMAR = 'chunks/libpg-query.wasm';
const read = (path: string) => readFileSync(join(DIST, path), 'utf8');
/** The Python probe: see probe.test.ts. */
const probe = files.filter(path => path.startsWith('python/'));

describe('the committed bundle', () => {
  beforeAll(async () => init);

  test('holds the entries of every action, the terminal, the licences and nothing else beside its chunks', async () => {
    const actions = await Promise.all(ACTION_NAMES.map(load));
    const entries = actions.flatMap(({ name, post }) =>
      post === undefined ? [`${name}.js`] : [`${name}-post.js`, `${name}.js`],
    );
    expect(files.filter(path => !chunks.includes(path) && !probe.includes(path))).toEqual(
      [...ALWAYS, ...entries].sort(),
    );
  });

  test('holds no chunk that nobody loads, and loads none that is not there', () => {
    const entries = files.filter(path => path.endsWith('.js') && !chunks.includes(path));
    const loaded = reachable(entries, () => true);
    expect([...loaded].filter(path => !files.includes(path))).toEqual([]);
    expect(chunks.filter(path => !loaded.has(path) && path !== GRAMMAR)).toEqual([]);
    const naming = chunks.filter(path => path.endsWith('.js') && read(path).includes(posix.basename(GRAMMAR)));
    expect(naming.filter(path => loaded.has(path))).toHaveLength(1);
  });

  test('needs nothing that is not in it but Node itself', () => {
    const foreign = files
      .filter(path => path.endsWith('.js'))
      .flatMap(path => importsOf(path).map(({ name }) => name))
      .filter(name => !name.startsWith('.') && !name.startsWith('node:'));
    // The names of Node's own modules without the prefix, as older packages write them.
    expect(foreign.filter(name => !isBuiltin(name))).toEqual([]);
  });

  test.each(ACTION_NAMES)('starts %s without the HTTP client, the GitHub client, YAML or the schema', name => {
    const started = reachable(['index.js', `chunks/${name}.js`], ({ dynamic }) => !dynamic);
    const size = [...started].reduce((sum, path) => sum + statSync(join(DIST, path)).size, 0);
    expect(size).toBeLessThan(START_LIMIT);
    expect([...started].filter(path => /undici|octokit|load|json-p3/.test(path))).toEqual([]);
  });

  test('carries no source map and no path of a machine', () => {
    const texts = files.map(path => [path, readFileSync(join(DIST, path), 'utf8')] as const);
    expect(
      texts
        .filter(([, text]) => /sourceMappingURL=(?!data)/.test(text) || text.includes(`${ROOT}/`))
        .map(([path]) => path),
    ).toEqual([]);
  });

  test('names the licence of every package in it', () => {
    const licences = readFileSync(join(DIST, 'licences.txt'), 'utf8');
    for (const name of ['@actions/core', '@octokit/rest', 'json-p3', 'undici', 'yaml', 'zod']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    }
    expect(licences).toMatch(/^compose-spec .*\(Apache-2\.0\)\n\n *Apache License/m);
  });
});

interface Import {
  readonly name: string;
  readonly dynamic: boolean;
}

function importsOf(path: string): readonly Import[] {
  const [imports] = parse(readFileSync(join(DIST, path), 'utf8'), path);
  return imports.flatMap(each => {
    if (each.type !== 'static' && each.type !== 'reexport-star' && each.type !== 'dynamic') return [];
    return each.specifier === undefined ? [] : [{ name: each.specifier, dynamic: each.type === 'dynamic' }];
  });
}

function reachable(from: readonly string[], follow: (each: Import) => boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!files.includes(path)) continue;
    for (const each of importsOf(path)) {
      if (each.name.startsWith('.') && follow(each)) open.push(posix.join(posix.dirname(path), each.name));
    }
  }
  return seen;
}

function isBuiltin(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}
