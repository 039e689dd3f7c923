import { describe, expect, test } from '@jest/globals';
import { type Module, moduleOf, modules } from './source.ts';

const ENTRIES = ['main.ts', 'cli.ts'];

/** Which rooms a room may know besides itself. What is missing here is forbidden. */
const BELOW_DOMAINS = ['config', 'report', 'core'];
const DOMAINS = ['checks', 'migrations', 'smoke', 'coolify', 'github', 'django'];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['host', 'actions', 'core'],
  'cli.ts': ['host', 'actions', 'core'],
  actions: ['promotion', 'release', ...DOMAINS, ...BELOW_DOMAINS],
  promotion: ['release', ...DOMAINS, ...BELOW_DOMAINS],
  release: [...DOMAINS, ...BELOW_DOMAINS],
  ...Object.fromEntries(DOMAINS.map(domain => [domain, BELOW_DOMAINS])),
  // What is judged is what the project's own Python says of itself.
  checks: ['django', ...BELOW_DOMAINS],
  migrations: ['django', ...BELOW_DOMAINS],
  config: ['core'],
  report: ['core'],
  host: ['report', 'core'],
  core: [],
};

describe('the imports of src', () => {
  test.each(modules().map(module => [module.path, module] as const))('%s keeps to the arrows', (_, module) => {
    expect(againstTheArrows(module)).toEqual([]);
  });

  test('run in no circle', () => {
    expect(circles(modules())).toEqual([]);
  });

  test('name the toolkit of the runner only in the host', () => {
    const outside = modules().filter(
      ({ room, imports }) => room !== 'host' && imports.some(path => path.startsWith('@actions/')),
    );
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  test('load every package that is slow to start only when it is needed', () => {
    // Measured: each of these is more than the rest of a start together.
    const slow = ['undici', 'yaml', 'zod/mini', 'json-p3', '@octokit/rest'];
    const closure = staticClosure(['main.ts', 'actions/redeploy.ts'], modules());
    const loaded = closure.flatMap(({ path, text }) =>
      slow
        .filter(name => new RegExp(`^import (?!type\\b)[^;]*? from '${name}'`, 'm').test(text))
        .map(name => `${path}: ${name}`),
    );
    expect(loaded).toEqual([]);
  });
});

describe('the arrows themselves', () => {
  const wrong = (path: string, target: string) => againstTheArrows(moduleOf(path, `import { x } from '${target}';`));

  test('refuse a back arrow, a sideways arrow, a room that nobody knows and the host', () => {
    expect(wrong('core/a.ts', '../coolify/b.ts')).toEqual(['core/a.ts imports coolify/b.ts']);
    expect(wrong('coolify/a.ts', '../github/b.ts')).toEqual(['coolify/a.ts imports github/b.ts']);
    expect(wrong('release/a.ts', '../host/b.ts')).toEqual(['release/a.ts imports host/b.ts']);
    expect(wrong('config/a.ts', '../report/b.ts')).toEqual(['config/a.ts imports report/b.ts']);
    expect(wrong('misc/a.ts', '../core/b.ts')).toEqual(['misc/a.ts imports core/b.ts']);
  });

  test('see types and import() as well', () => {
    const text =
      "import type { A } from '../coolify/a.ts';\nconst b = await import('../github/b.ts');\ntype C = typeof import('../host/c.ts');";
    expect(againstTheArrows(moduleOf('core/x.ts', text))).toHaveLength(3);
  });

  test('find a circle over three files', () => {
    const files = ['core/a.ts>b', 'core/b.ts>c', 'core/c.ts>a'].map(line => {
      const [path = '', target = ''] = line.split('>');
      return moduleOf(path, `import { x } from './${target}.ts';`);
    });
    expect(circles(files)).toEqual(['core/a.ts > core/b.ts > core/c.ts > core/a.ts']);
  });
});

function againstTheArrows({ path, room, imports }: Module): readonly string[] {
  const allowed = MAY_IMPORT[room] ?? [];
  return imports
    .filter(target => target.endsWith('.ts'))
    .filter(target => {
      const other = target.split('/')[0] ?? '';
      return (other !== room || ENTRIES.includes(target)) && !allowed.includes(other);
    })
    .map(target => `${path} imports ${target}`);
}

/** Each circle once, from its first file in the alphabet. */
function circles(all: readonly Module[]): readonly string[] {
  const byPath = new Map(all.map(module => [module.path, module]));
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const circle = trail.slice(at);
      const start = circle.indexOf([...circle].sort()[0] ?? '');
      const turned = [...circle.slice(start), ...circle.slice(0, start)];
      found.add([...turned, turned[0]].join(' > '));
      return;
    }
    if (done.has(path)) return;
    // Types may point anywhere without harm at run time, but a reader walks in circles all the same.
    for (const target of byPath.get(path)?.imports ?? []) if (byPath.has(target)) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of all) walk(path, []);
  return [...found];
}

/** The files that are loaded with these, `import()` and types left out. */
function staticClosure(paths: readonly string[], all: readonly Module[]): readonly Module[] {
  const byPath = new Map(all.map(module => [module.path, module]));
  const closure = new Map<string, Module>();
  const visit = (path: string): void => {
    const module = byPath.get(path);
    if (module === undefined || closure.has(path)) return;
    closure.set(path, module);
    const values = module.nodes.filter(
      ({ type, fields }) => type === 'ImportDeclaration' && fields['typeOnly'] !== true,
    );
    const loaded = moduleOf(path, values.map(({ fields }) => `import '${String(sourceOf(fields))}';`).join('\n'));
    for (const target of loaded.imports) visit(target);
  };
  for (const path of paths) visit(path);
  return [...closure.values()];
}

function sourceOf(fields: Readonly<Record<string, unknown>>): unknown {
  const { source } = fields;
  return typeof source === 'object' && source !== null && 'value' in source ? source.value : '';
}
