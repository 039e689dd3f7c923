import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../../src/core/outcome.ts';
import { bounded, LONGEST_WORK, TooMuchWork } from '../../../../src/smoke/expect/bounded.ts';
import { judge } from '../../../../src/smoke/expect/index.ts';
import { preview } from '../../../../src/smoke/expect/preview.ts';
import type { Comparison, Subject } from '../../../../src/smoke/suite/suite.ts';
import { at, BODY, contains, equals, expecting, matches, not, scopeOf, seen } from './answers.ts';

const DEPTH = 100_000;
const DEEP_LIST = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
const DEEP_OBJECT = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
/** 4 MiB of the smallest items. */
const WIDE = `[${'[],'.repeat(1_390_000)}[]]`;
/** As deep as is followed, and broad there. */
const BOTH = `${'['.repeat(190)}${'[],'.repeat(100_000)}[]${']'.repeat(190)}`;

const bySchema = (schema: { readonly [key: string]: Json }): Subject => ({ kind: 'schema', schema, name: 's' });

/** An answer in a few times the limit, for a computer that is busy. */
async function told(body: string, subject: Subject, comparison: Comparison) {
  const before = performance.now();
  const verdict = await judge(expecting(subject, comparison), seen({ body }), scopeOf());
  expect(performance.now() - before).toBeLessThan(LONGEST_WORK * 5);
  return verdict;
}

describe('an answer that is made to cost time costs a second, and holds nothing', () => {
  test.each<readonly [string, string, Subject, Comparison, RegExp]>([
    ['(a+)+$ on 100 KB', `${'a'.repeat(100_000)}!`, BODY, matches('(a+)+$'), /given up on this text: it takes longer/],
    ['(a+)+$ on 40 letters, by not', `${'a'.repeat(40)}!`, BODY, not(matches('(a+)+$')), /given up on this text/],
    ['alternatives on 40 letters', `${'a'.repeat(40)}!`, BODY, matches('^(a|a)*$'), /given up on this text/],
    ['\\s+$ on a body of spaces', `${' '.repeat(1_000_000)}!`, BODY, matches('\\s+$'), /given up on this text/],
    ['a body beyond what is searched', 'a'.repeat(1_048_577), BODY, not(matches('b')), /longer than the 1 MiB/],
    [
      'thousands of texts',
      JSON.stringify(Array(9_000).fill(`${'a'.repeat(24)}!`)),
      at('$[*]'),
      matches('(a+)+$'),
      /given up/,
    ],
    ['a path that multiplies', BOTH, at('$..[?$..a]'), not(equals(1)), /takes longer than 1 s/],
    [
      'a path that finds thousands',
      JSON.stringify(Array(20_000).fill(0)),
      at('$[*]'),
      not(contains('x')),
      /more than 10,000 values/,
    ],
    [
      'a schema that compares all with all',
      JSON.stringify(Array.from({ length: 60_000 }, (_, a) => ({ a }))),
      bySchema({ uniqueItems: true }),
      equals(true),
      /takes longer/,
    ],
    [
      'a schema with a pattern',
      `"${'a'.repeat(40)}!"`,
      bySchema({ pattern: '(a+)+$' }),
      not(equals(true)),
      /takes longer/,
    ],
  ])('%s', async (_, body, subject, comparison, actual) => {
    expect(await told(body, subject, comparison)).toMatchObject({
      holds: false,
      actual: expect.stringMatching(actual),
    });
  });
});

describe('an answer that is made to exhaust the stack is answered', () => {
  test.each<readonly [string, string, Subject, Comparison, RegExp]>([
    ['everything below', DEEP_LIST, at('$..*'), not(equals(1)), /nested deeper than 200 levels/],
    ['a name anywhere', DEEP_OBJECT, at('$..b'), not(equals(1)), /nested deeper than 200 levels/],
    ['a filter', DEEP_LIST, at('$[?count(@..*) > 0]'), not(equals(1)), /nested deeper than 200 levels/],
    ['the value itself', DEEP_OBJECT, at('$'), equals(1), /^\{"a": \{"a": /],
    ['a schema that follows it', DEEP_LIST, bySchema({ items: { $ref: '#' } }), equals(true), /goes too deep/],
    ['a schema that does not care', DEEP_LIST, bySchema({ type: 'object' }), equals(true), /must be object/],
  ])('%s', async (_, body, subject, comparison, actual) => {
    expect(await told(body, subject, comparison)).toMatchObject({
      holds: false,
      actual: expect.stringMatching(actual),
    });
  });

  test('two deep values', async () => {
    const scope = { ...scopeOf(), value: () => JSON.parse(DEEP_LIST) as Json };
    const verdict = await judge(expecting(at('$'), not(equals('${deep}'))), seen({ body: DEEP_LIST }), scope);
    expect(verdict).toMatchObject({
      holds: false,
      actual: expect.stringMatching(/comparing was given up: it goes too deep/),
    });
  });
});

describe('bounded work', () => {
  test('gives its value, throws what it throws, and can be done again after it was stopped', () => {
    expect(bounded(() => 42)).toBe(42);
    expect(() =>
      bounded(() => {
        throw new TypeError('mine');
      }),
    ).toThrow('mine');
    expect(() =>
      bounded(() => {
        for (;;);
      }, 20),
    ).toThrow(TooMuchWork);
    expect(bounded(() => 'again')).toBe('again');
  });
});

test('a glimpse of a value of any size costs nothing', () => {
  const before = performance.now();
  for (const text of [DEEP_LIST, DEEP_OBJECT, WIDE]) expect(preview(JSON.parse(text) as Json).length).toBe(200);
  expect(preview('x'.repeat(10_000_000)).length).toBe(200);
  expect(performance.now() - before).toBeLessThan(3_000);
});
