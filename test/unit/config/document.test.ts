import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { readDocument } from '../../../src/config/document.ts';
import type { DocumentFormat } from '../../../src/config/document-format.ts';
import { keysBelow } from '../../../src/config/schema-shape.ts';
import { UserError } from '../../../src/core/errors.ts';

const tree: z.ZodMiniType = z.lazy(() =>
  z.union([z.string(), z.array(tree), z.strictObject({ left: z.optional(tree), right: z.optional(tree) })]),
);

const schema = z.strictObject({
  size: z.optional(z.union([z.int(), z.enum(['small', 'large']), z.literal(false)])),
  shape: z.optional(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('circle'), radius: z.number() }),
      z.strictObject({ kind: z.literal('square'), side: z.number() }),
    ]),
  ),
  tree: z.optional(tree),
  names: z.optional(z.record(z.string().check(z.regex(/^[a-z]+$/)), z.string())),
});

const FORMAT: DocumentFormat<unknown> = {
  schema,
  reasonCode: 'invalid-drawing',
  emptyReasonCode: 'no-drawing',
  schemaFile: 'schema/drawing.json',
  examples: { radius: 'radius: 3', kind: 'kind: circle' },
  quoting: 'Quote it.',
};

function refusalOf(content: string, format = FORMAT): UserError {
  try {
    readDocument(content, 'd.yml', format);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error('it was accepted');
}

describe('where a value may be several things, the message is about the one that is meant', () => {
  test.each([
    ['size: 1.5\n', 'd.yml:1:7: "size" must be a whole number, small, large or false.'],
    ['size: [1]\n', 'd.yml:1:7: "size" must be a number, small, large or false.'],
    ['size: medium\n', 'd.yml:1:7: "size" must be small or large.'],
    ['size: true\n', 'd.yml:1:7: "size" must be a number, small, large or false.'],
    ['shape: { kind: circle, radus: 3 }\n', 'd.yml:1:24: "shape" has no key "radus"; did you mean "radius"?'],
    ['shape: { kind: square }\n', 'd.yml:1:8: "shape" has no "side".'],
    ['shape: { kind: round }\n', 'd.yml:1:16: "shape.kind" must be circle or square.'],
    ['shape: { radius: 3 }\n', 'd.yml:1:8: "shape" has no "kind".'],
    ['tree: 3\n', 'd.yml:1:7: "tree" must be text, a list or a group of keys.'],
    ['tree: { left: [a, { rigth: b }] }\n', 'd.yml:1:21: "tree.left.1" has no key "rigth"; did you mean "right"?'],
    ['tree:\n  - [a, 3]\n', 'd.yml:2:9: "tree.0.1" must be text, a list or a group of keys.'],
    ['names: { 7: x }\n', 'd.yml:1:10: "7" cannot be a name here.'],
    ['names: { seven: 7 }\n', 'd.yml:1:17: "names.seven" must be text.'],
  ])('%s', (content, message) => {
    expect(refusalOf(content).message).toBe(message);
  });

  test('and so are the keys that would be right', () => {
    expect(refusalOf('shape: { kind: circle, side: 3 }\n').remedy).toBe('Valid keys here: kind and radius.');
    expect(refusalOf('shape: { kind: square }\n').remedy).toBe('Add:\nside: ...');
    expect(refusalOf('shape: { kind: circle }\n').remedy).toBe('Add:\nradius: 3');
  });
});

describe('the keys at a place', () => {
  test.each([
    [[], undefined, ['size', 'shape', 'tree', 'names']],
    [['shape'], undefined, ['kind', 'radius', 'side']],
    [['shape'], { shape: { kind: 'square' } }, ['kind', 'side']],
    [['shape'], { shape: { kind: 'constructor' } }, []],
    [['tree', 'left', '0', 'right'], undefined, ['left', 'right']],
    [['names'], undefined, []],
    [['toString'], undefined, []],
  ])('%j of %j', (path, value, keys) => {
    expect(keysBelow(schema, path, value)).toEqual(keys);
  });
});

describe('what a format says itself', () => {
  test('is its code, and another one for a file with nothing in it', () => {
    expect(refusalOf('size: []\n').reasonCode).toBe('invalid-drawing');
    expect(refusalOf('# nothing\n').reasonCode).toBe('no-drawing');
  });

  test('replaces the usual words about YAML, keys and values', () => {
    const format: DocumentFormat<unknown> = {
      ...FORMAT,
      syntax: (code, line) => `${code} in <${line}>`,
      twice: (key, first, second) => ({ problem: `${key} in ${first} and ${second}`, remedy: '' }),
      unknownKey: (where, key) => ({ problem: `${key} is not in ${where}`, remedy: '' }),
      wrongValue: (_issue, where, _path, value) => ({ problem: `${where} is ${JSON.stringify(value)}`, remedy: '' }),
    };
    expect(refusalOf('tree: a\nsize: [1\n', format).remedy).toMatch(/^\w+ in <.*>$/);
    expect(refusalOf('tree:\n  left: a\n  right: b\n  left: c\n', format).message).toBe('d.yml:4:3: left in 2 and 4.');
    expect(refusalOf('colour: red\n', format).message).toBe('d.yml:1:1: colour is not in the file.');
    expect(refusalOf('size: [1]\n', format).message).toBe('d.yml:1:7: "size" is [1].');
  });

  test('is asked for an alias that nobody defined, with the line it is on', () => {
    const format: DocumentFormat<unknown> = { ...FORMAT, syntax: (code, line) => `${code} in <${line}>` };
    const refusal = refusalOf('size: 1\ntree: *nobody\n', format);
    expect(refusal.message).toMatch(/^d\.yml:2:7: this is not valid YAML: Unresolved alias/);
    expect(refusal.remedy).toBe('UNKNOWN_ALIAS in <tree: *nobody>');
  });
});

describe('what YAML allows and nobody reads', () => {
  test.each([
    [
      'a group inside itself',
      'tree: &a\n  left: *a\n',
      'd.yml:2:3: this holds more than 64 levels of groups and lists.',
    ],
    [
      'more levels than anybody writes',
      `tree: ${'['.repeat(70)}x${']'.repeat(70)}\n`,
      'd.yml:1:8: this holds more than 64 levels of groups and lists.',
    ],
    [
      'a key with a meaning of its own',
      'names:\n  __proto__: x\n',
      'd.yml:2:3: this has the key "__proto__", which JavaScript keeps for itself.',
    ],
  ])('is refused: %s', (_, content, message) => {
    expect(refusalOf(content).message).toBe(message);
  });

  test('a group as a key is refused without a word from the parser', () => {
    expect(refusalOf('? [a]\n: b\n').message).toBe('d.yml:1:1: the file has no key "[ a ]".');
  });
});

describe('the places of a document', () => {
  const { places } = readDocument('tree:\n  - &a { left: x }\n  - *a\nnames: { a: b }\n', 'd.yml', FORMAT);

  test('are those of values and of keys', () => {
    expect(places.of(['tree', '0', 'left'])).toEqual({ line: 2, column: 16 });
    expect(places.ofKey(['tree', '0', 'left'])).toEqual({ line: 2, column: 10 });
    expect(places.ofKey(['names'])).toEqual({ line: 4, column: 1 });
  });

  test('follow an alias to where the value is written', () => {
    expect(places.of(['tree', '1', 'left'])).toEqual({ line: 2, column: 16 });
  });

  test('are those of the nearest group that is there', () => {
    expect(places.find(['names', 'c'])).toBeUndefined();
    expect(places.of(['names', 'c'])).toEqual({ line: 4, column: 8 });
    expect(places.of(['nothing', 'at', 'all'])).toEqual({ line: 1, column: 1 });
  });
});
