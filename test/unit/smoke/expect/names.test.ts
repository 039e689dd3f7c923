import { describe, expect, test } from '@jest/globals';
import {
  NameUnknown,
  namesIn,
  namesInExpectation,
  namesInJson,
  namesInStep,
  problemOfJsonPath,
  problemOfRegex,
  problemOfSchema,
  resolve,
  resolveJson,
  resolveShown,
  withoutValue,
} from '../../../../src/smoke/expect/index.ts';
import { sourceOf } from '../../../../src/smoke/expect/regex.ts';
import type { Step } from '../../../../src/smoke/suite/suite.ts';
import {
  all,
  any,
  BODY,
  contains,
  equals,
  expecting,
  length,
  matches,
  not,
  scopeOf,
  template,
  templated,
} from './answers.ts';

const SCOPE = scopeOf({ id: 42, text: 'a', list: [1, { b: null }], yes: true }, { PASSWORD: 'pw', EMPTY: '' });

describe('names become values', () => {
  test.each([
    ['/c/${id}/', '/c/42/'],
    ['${text}${text}', 'aa'],
    ['${yes} ${list}', 'true [1,{"b":null}]'],
    ['u:$PASSWORD', 'u:pw'],
    ['[$EMPTY]', '[]'],
    ['', ''],
  ])('%s', (text, value) => {
    expect(resolve(template(text), SCOPE)).toBe(value);
  });

  test('with their type where they stand alone in JSON', () => {
    const json = templated({ id: '${id}', text: 'no ${id}', all: ['${list}', null, 1], pw: '$PASSWORD' });
    expect(resolveJson(json, SCOPE)).toEqual({ id: 42, text: 'no 42', all: [[1, { b: null }], null, 1], pw: 'pw' });
  });

  test('a key that would change the object itself stays a key', () => {
    expect(Object.keys(resolveJson(templated(JSON.parse('{"__proto__":{"a":1}}')), SCOPE) as object)).toEqual([
      '__proto__',
    ]);
  });

  test('but secrets stay names where people read', () => {
    expect(resolveShown(template('$PASSWORD of ${id}'), SCOPE)).toBe('$PASSWORD of 42');
  });

  test('or it is said which has none', () => {
    for (const text of ['${lost}', '$LOST']) {
      expect(() => resolve(template(text), SCOPE)).toThrow(NameUnknown);
      expect(() => resolve(template(text), SCOPE)).toThrow(`${text} has no value`);
      expect(() => resolveJson(templated([text]), SCOPE)).toThrow(NameUnknown);
    }
    expect(withoutValue(['a'])).toBe('${a} has no value');
    expect(withoutValue(['a', 'b'])).toBe('${a} and ${b} have no value');
  });

  test('in a regular expression they stand for themselves, and it stays one', () => {
    for (const text of ['a.b', '(', '[a-z]+', '\\d{2}', '^$|/', 'a-b', '\u{1F600}']) {
      const scope = scopeOf({ text });
      for (const pattern of ['^${text}$', '^[${text}]+$']) {
        const source = sourceOf(template(pattern), scope);
        expect(problemOfRegex(source)).toBeUndefined();
        expect(new RegExp(source, 'u').test(text)).toBe(true);
      }
      expect(new RegExp(sourceOf(template('^${text}$'), scope), 'u').test(`${text}x`)).toBe(false);
    }
  });
});

describe('the names of a part of a suite are found', () => {
  test('in a text and in JSON, each once', () => {
    expect(namesIn(template('${a} ${b} ${a} $SECRET'))).toEqual(['a', 'b']);
    expect(namesIn(template('${a} $SECRET'), 'secret')).toEqual(['SECRET']);
    expect(namesInJson(templated({ x: ['${a}', { y: '${b}${a}' }], z: 1 }))).toEqual(['a', 'b']);
  });

  test('in every comparison', () => {
    const comparison = all(any(equals('${a}'), matches('${b}')), not(contains('${c}')), length(equals('${d}')));
    expect(namesInExpectation(expecting(BODY, comparison))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('in every corner of a step', () => {
    const field = (name: string) => ({ name, value: template(`\${${name}}`) });
    const place = { line: 1, column: 1 };
    const step = (body: Step['request']['body']): Step => ({
      request: {
        method: 'POST',
        target: template('/${target}'),
        headers: [field('header')],
        query: [field('query')],
        body,
        timeout: 1,
        follow: false,
        place,
      },
      expect: [expecting(BODY, equals('${expect}'))],
      captures: [],
      until: { expect: [expecting(BODY, equals('${until}'))], within: 1 },
      place,
    });
    const others = ['target', 'header', 'query', 'body', 'expect', 'until'];
    expect(namesInStep(step({ kind: 'form', fields: [field('body')] }))).toEqual(others);
    expect(namesInStep(step({ kind: 'multipart', fields: [field('body')], files: [] }))).toEqual(others);
    expect(namesInStep(step({ kind: 'json', value: templated(['${body}']) }))).toEqual(others);
    expect(namesInStep(step({ kind: 'text', text: template('${body}') }))).toEqual(others);
    expect(namesInStep(step(undefined))).toEqual(others.filter(name => name !== 'body'));
  });
});

describe('what cannot be used is told before it is', () => {
  test.each(['$', '$.a', "$['a'][0]", '$..a[?@.b==1 && match(@.c, "x.*")]', '$[1:5:2]'])(
    'JSONPath %s can',
    async path => {
      expect(await problemOfJsonPath(path)).toBeUndefined();
    },
  );

  test.each(['', 'a', '.a', '$.', '$[', '$[?@.a = 1]', '$ ', '$[?nope(@)]', '('.repeat(100_000)])(
    'JSONPath %.20s cannot',
    async path => {
      expect(await problemOfJsonPath(path)).toEqual(expect.stringMatching(/./));
    },
  );

  test('a regular expression', () => {
    expect(problemOfRegex('^/c/\\d+/$')).toBeUndefined();
    expect(problemOfRegex('(a')).toBe('Unterminated group');
    expect(problemOfRegex('\\-')).toBe('Invalid escape');
    expect(problemOfRegex('/u: [')).toEqual(expect.stringMatching(/^Unterminated character class/));
  });

  test('a JSON Schema', async () => {
    expect(
      await problemOfSchema({ type: 'object', properties: { a: { format: 'email' } }, 'x-note': 1 }),
    ).toBeUndefined();
    expect(await problemOfSchema(true)).toBeUndefined();
    expect(await problemOfSchema({ type: 'objekt' })).toEqual(expect.stringMatching(/type/));
    expect(await problemOfSchema({ $ref: '#/nowhere' })).toEqual(expect.stringMatching(/nowhere/));
    expect(await problemOfSchema({ pattern: '(' })).toEqual(expect.stringMatching(/\(/));
    expect(await problemOfSchema({ $schema: 'http://json-schema.org/draft-04/schema#' })).toEqual(
      expect.stringMatching(/draft-04.*2020-12 and draft-07 are/),
    );
  });
});
