import { describe, expect, test } from '@jest/globals';
import { field, type Module, moduleOf, modules, type Node } from './source.ts';

const LONGEST = 300;
const VAGUE = /(?:^|\/)(?:utils?|helpers?|common|misc|manager|stuff)(?:\/|\.ts$)/;

/** Where the world may be touched: the seams that are handed in, and the places that hand them in. */
const SEAMS = ['core/clock.ts', 'core/http-undici.ts', 'core/process.ts', 'main.ts', 'cli.ts'];
const isSeam = ({ path, room }: Module) => room === 'host' || SEAMS.includes(path) || /^core\/wire-/.test(path);

const GLOBALS = [
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'WebSocket',
];
const MEMBERS = ['Date.now', 'Math.random'];
const PACKAGES =
  /^(?:undici|node:(?:child_process|fs|fs\/promises|http|https|http2|net|tls|dgram|dns|timers|timers\/promises|process|worker_threads))$/;

describe('the rooms of src', () => {
  test(`hold no file of more than ${LONGEST} lines`, () => {
    const long = modules().filter(({ text }) => text.split('\n').length > LONGEST + 1);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('have names that say what is in them', () => {
    expect(
      modules()
        .filter(({ path }) => VAGUE.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
    expect(['core/utils.ts', 'helpers/x.ts', 'core/helper.ts'].every(path => VAGUE.test(path))).toBe(true);
  });

  test.each(
    modules()
      .filter(module => !isSeam(module))
      .map(module => [module.path, module] as const),
  )('%s touches the world only through what it is given', (_, module) => {
    expect(touches(module)).toEqual([]);
  });

  test('are seen to touch the world, however it is done', () => {
    const seen = (text: string) => touches(moduleOf('core/x.ts', text));
    expect(seen("const a = process.env['A'];")).toEqual(['process']);
    expect(seen('console.log(1); setTimeout(() => {}, 1);')).toEqual(['console', 'setTimeout']);
    expect(seen('const a = await fetch("x");')).toEqual(['fetch']);
    expect(seen('const a = globalThis.fetch;')).toEqual(['globalThis']);
    expect(seen('const a = Date.now() + Math.random();')).toEqual(['Date.now', 'Math.random']);
    expect(seen('const a = new Date();')).toEqual(['new Date()']);
    expect(seen("import { setTimeout as wait } from 'node:timers/promises';")).toEqual(['node:timers/promises']);
  });

  test('are not suspected for a name, a type or a date that was given', () => {
    const text = `
      import type { Server } from 'node:http';
      interface Clock { now(): number; process: string }
      const shown = (clock: Clock) => new Date(clock.now()).toISOString();
      const a = { console: 1, fetch: 2 };
      const b = (clock: Clock) => clock.process;`;
    expect(touches(moduleOf('core/x.ts', text))).toEqual([]);
  });
});

function touches(module: Module): readonly string[] {
  return module.nodes.flatMap(node => {
    if (node.type === 'ImportDeclaration') return packageOf(node);
    if (node.type === 'MemberExpression') return memberOf(node);
    if (node.type === 'NewExpression') return newDate(node);
    return node.type === 'Identifier' ? globalOf(node) : [];
  });
}

function packageOf({ fields }: Node): readonly string[] {
  const name = field(fields['source'], 'value');
  const typesOnly = fields['typeOnly'] === true;
  return typeof name === 'string' && !typesOnly && PACKAGES.test(name) ? [name] : [];
}

function memberOf({ fields }: Node): readonly string[] {
  const name = `${String(field(fields['object'], 'value'))}.${String(field(fields['property'], 'value'))}`;
  return MEMBERS.includes(name) ? [name] : [];
}

function newDate({ fields }: Node): readonly string[] {
  const words = fields['arguments'];
  const none = !Array.isArray(words) || words.length === 0;
  return field(fields['callee'], 'value') === 'Date' && none ? ['new Date()'] : [];
}

/** A global by its own name, not a property, a key or a type that is called the same. */
function globalOf({ fields, parents }: Node): readonly string[] {
  const { value } = fields;
  if (typeof value !== 'string' || ![...GLOBALS, 'globalThis'].includes(value)) return [];
  const parent = parents.at(-1);
  if (parent === undefined || parents.some(({ type }) => type.startsWith('Ts') || type === 'ImportDeclaration'))
    return [];
  if (parent.type === 'MemberExpression' && field(parent.fields['property'], 'span') === fields['span']) return [];
  if (/^(?:KeyValueProperty|MethodProperty|KeyValuePatternProperty|AssignmentPatternProperty)$/.test(parent.type)) {
    return field(parent.fields['key'], 'span') === fields['span'] ? [] : [value];
  }
  return [value];
}
