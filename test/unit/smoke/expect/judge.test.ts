import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/smoke/expect/index.ts';
import type { Comparison, Subject } from '../../../../src/smoke/suite/suite.ts';
import {
  type AnswerParts,
  absent,
  all,
  any,
  at,
  BODY,
  contains,
  cookie,
  DAY,
  DAYS_LEFT,
  equals,
  expecting,
  header,
  length,
  matches,
  NOW,
  not,
  order,
  REDIRECT,
  STATUS,
  scopeOf,
  seen,
  statusClass,
  TIME,
  type,
} from './answers.ts';

const SCOPE = scopeOf({ run: 'r1', id: 42, dotted: 'a.b-c[d]' }, { PASSWORD: 'hunter2-hunter2' });

type Row = readonly [string, AnswerParts, Subject, Comparison];

async function verdict(parts: AnswerParts, subject: Subject, comparison: Comparison) {
  return judge(expecting(subject, comparison), seen(parts), SCOPE);
}

const STATES = { json: { items: [{ state: 'OK' }, { state: 'BAD' }], one: [{ state: 'OK' }], none: [] } };
const SET = {
  headers: { 'set-cookie': ['sessionid=abc; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=60', 'n=42'] },
};

describe('holds', () => {
  const rows: readonly Row[] = [
    ['a status', { status: 201 }, STATUS, equals(201)],
    ['one of several', { status: 403 }, STATUS, any(equals(401), equals(403))],
    ['a class', { status: 299 }, STATUS, statusClass(2)],
    ['not a class', { status: 404 }, STATUS, not(statusClass(5))],
    ['a header by any case', { headers: { 'x-a': 'b' } }, header('X-A'), equals('b')],
    [
      'a repeated header, joined',
      { headers: { vary: ['Accept', 'Cookie'] } },
      header('vary'),
      equals('Accept, Cookie'),
    ],
    ['a header that is a number', { headers: { age: '42' } }, header('age'), equals(42)],
    ['a header in order', { headers: { age: '42' } }, header('age'), order('<', 60)],
    ['a header that is a boolean', { headers: { 'x-a': 'true' } }, header('x-a'), equals(true)],
    ['no such header', {}, header('x-powered-by'), absent()],
    ['no header, or another', {}, header('server'), any(absent(), not(matches('\\d')))],
    ['a number', { json: { id: 42 } }, at('$.id'), equals(42)],
    ['a captured number', { json: { id: 42 } }, at('$.id'), equals('${id}')],
    ['null', { json: { id: null } }, at('$.id'), equals(null)],
    ['an object in another order', { json: { a: { x: 1, y: [2] } } }, at('$.a'), equals({ y: [2], x: 1 })],
    ['the only one of a filter', STATES, at("$.items[?@.state=='OK'].state"), equals('OK')],
    ['all of several as a list', STATES, at('$.items[*].state'), equals(['OK', 'BAD'])],
    ['one of several by contains', STATES, at('$.items[*].state'), contains('BAD')],
    ['none of several', STATES, at('$.items[*].state'), not(equals('FAILED'))],
    ['none of several matches', STATES, at('$.items[*].state'), not(matches('FAIL'))],
    ['each of several', STATES, at('$.items[*].state'), matches('^(OK|BAD)$')],
    ['the count of several', STATES, at('$.items[*]'), length(equals(2))],
    ['a count of none', STATES, at('$.none[*]'), length(equals(0))],
    ['an absent path', STATES, at('$.gone'), absent()],
    ['a present one', STATES, at('$.items'), absent(false)],
    ['an empty list', STATES, at('$.none'), equals([])],
    ['a list with an item', { json: { tags: ['a', 'b'] } }, at('$.tags'), contains('b')],
    ['a length in characters', { json: '\u{1F600}e' }, at('$'), length(equals(2))],
    ['a whole number', { json: 3 }, at('$'), all(type('integer'), type('number'), not(type('string')))],
    ['a list is no object', { json: [] }, at('$'), all(type('array'), not(type('object')))],
    ['a name that stands for itself', { body: 'x a.b-c[d] y' }, BODY, matches('^x ${dotted} y$')],
    ['a text in a body', { body: 'say smoke-r1.' }, BODY, contains('smoke-${run}')],
    ['a text in what came of a body', { body: 'smoke-r1', truncated: true }, BODY, contains('smoke-r1')],
    ['an empty body', {}, BODY, all(absent(), equals(''))],
    ['a redirect to a path', { status: 302, headers: { location: '/a/?b=1' } }, REDIRECT, equals('/a/?b=1')],
    ['a relative one', { status: 303, headers: { location: '../a/' } }, REDIRECT, equals('/a/')],
    [
      'an absolute one on this host',
      { status: 301, headers: { location: 'https://site.example/a/' } },
      REDIRECT,
      equals('/a/'),
    ],
    ['expected in full', { status: 301, headers: { location: '/a/' } }, REDIRECT, equals('https://site.example/a/')],
    ['another host', { status: 307, headers: { location: '//o.example/a' } }, REDIRECT, equals('https://o.example/a')],
    ['a pattern of a redirect', { status: 308, headers: { location: '/c/7/' } }, REDIRECT, matches('^/c/\\d+/$')],
    ['no redirect', { status: 200, headers: { location: '/a' } }, REDIRECT, absent()],
    ['a cookie', SET, cookie('sessionid'), equals('abc')],
    ['a cookie that is a number', SET, cookie('n'), equals(42)],
    ['its attributes', SET, cookie('sessionid', 'secure'), equals(true)],
    ['a lack of one', SET, cookie('n', 'http-only'), equals(false)],
    ['same-site', SET, cookie('sessionid', 'same-site'), equals('Lax')],
    ['max-age', SET, cookie('sessionid', 'max-age'), order('<=', 60)],
    ['no same-site', SET, cookie('n', 'same-site'), absent()],
    ['a time', { total: 1_999 }, TIME, order('<', 2_000)],
    ['days left', { notAfter: NOW + 7.5 * DAY }, DAYS_LEFT, order('>', 7)],
  ];
  test.each(rows)('%s', async (_, parts, subject, comparison) => {
    expect(await verdict(parts, subject, comparison)).toEqual({ holds: true });
  });
});

describe('does not hold, and says what was expected and what is', () => {
  const rows: readonly (readonly [...Row, string, string | RegExp])[] = [
    ['a status', { status: 500 }, STATUS, any(equals(401), equals(403)), '401 or 403', '500'],
    ['a class', { status: 300 }, STATUS, statusClass(2), '2xx', '300'],
    ['a text is no number', { json: { id: '42' } }, at('$.id'), equals(42), '42', '"42"'],
    ['a number is no text', { json: { id: 42 } }, at('$.id'), equals('42'), '"42"', '42'],
    [
      'a text deep inside is no number',
      { json: { a: ['42'] } },
      at('$'),
      equals({ a: [42] }),
      '{"a": [42]}',
      '{"a": ["42"]}',
    ],
    ['a header that is no number', { headers: { age: '42 s' } }, header('age'), equals(42), '42', '"42 s"'],
    [
      'a header that is no amount',
      { headers: { age: 'x' } },
      header('age'),
      order('>', 1),
      '> 1',
      '"x": it is no number',
    ],
    ['a missing header', {}, header('x'), equals('a'), '"a"', 'no such header'],
    ['a missing header, even by not', {}, header('x'), not(equals('a')), 'not "a"', 'no such header'],
    ['an empty header is there', { headers: { x: '' } }, header('x'), absent(), 'nothing there', '""'],
    ['one of two lines', { headers: { x: ['DENY', 'ALLOW'] } }, header('x'), equals('DENY'), '"DENY"', '"DENY, ALLOW"'],
    ['a missing path is not null', { json: {} }, at('$.id'), equals(null), 'null', '$.id finds nothing'],
    ['null is not absent', { json: { id: null } }, at('$.id'), absent(), 'nothing there', 'null'],
    ['a misspelt path by not', { json: {} }, at('$.sate'), not(equals('BAD')), 'not "BAD"', '$.sate finds nothing'],
    [
      'a misspelt filter by not',
      { json: {} },
      at('$.x[*]'),
      not(contains('BAD')),
      'not "BAD" in it',
      'no value: $.x[*] finds nothing',
    ],
    [
      'one bad of several',
      STATES,
      at('$.items[*].state'),
      not(equals('BAD')),
      'not "BAD"',
      /^2 values: "OK", "BAD": .* must be the only one$/,
    ],
    [
      'one that matches of several',
      STATES,
      at('$.items[*].state'),
      not(matches('BAD')),
      'not a match of /BAD/',
      /it holds of 1 of 2 values$/,
    ],
    ['a part is no item', STATES, at('$.items[*].state'), contains('BA'), '"BA" in it', '2 values: "OK", "BAD"'],
    ['none of a list', { json: 5 }, at('$'), not(any(equals(5), equals(6))), 'none of 5 and 6', '5'],
    ['a length', { json: [1] }, at('$'), length(order('>', 1)), 'a length of > 1', '[1]'],
    ['a length of a number', { json: 1 }, at('$'), not(length(equals(3))), 'not a length of 3', /neither a text/],
    ['a text that is JSON', { body: '<html>' }, at('$.a'), not(equals(1)), 'not 1', 'the body is not JSON: "<html>"'],
    ['no redirect', { status: 200 }, REDIRECT, equals('/a/'), '"/a/"', 'status 200 is no redirect'],
    ['no Location', { status: 302 }, REDIRECT, equals('/a/'), '"/a/"', 'status 302 without a Location'],
    [
      'no address',
      { status: 302, headers: { location: 'https://[' } },
      REDIRECT,
      absent(),
      'nothing there',
      'Location "https://[" is no address',
    ],
    [
      'another scheme',
      { status: 302, headers: { location: 'http://site.example/a/' } },
      REDIRECT,
      equals('/a/'),
      '"/a/"',
      '"http://site.example/a/"',
    ],
    [
      'another port',
      { status: 302, headers: { location: 'https://site.example:444/a/' } },
      REDIRECT,
      equals('/a/'),
      '"/a/"',
      '"https://site.example:444/a/"',
    ],
    [
      'a backslash to another host',
      { status: 302, headers: { location: '/\\evil.example' } },
      REDIRECT,
      matches('^/'),
      'a match of /^//',
      '"https://evil.example/"',
    ],
    [
      'two Locations',
      { status: 302, headers: { location: ['/a', '/b'] } },
      REDIRECT,
      not(equals('/c')),
      'not "/c"',
      /several times/,
    ],
    ['no such cookie', SET, cookie('csrftoken', 'secure'), equals(true), 'true', 'the answer does not set this cookie'],
    ['an open cookie', SET, cookie('n', 'secure'), equals(true), 'true', 'false'],
    ['a time', { total: 1_234 }, TIME, order('<', 1_000), '< 1 s', '1.23 s'],
    ['a short time', { total: 900 }, TIME, order('<', 500), '< 500 ms', '900 ms'],
    ['days left', { notAfter: NOW + 6.94 * DAY }, DAYS_LEFT, order('>', 7), '> 7 days', '6.9 days'],
    ['no certificate', {}, DAYS_LEFT, order('>', 7), '> 7 days', 'no certificate: the answer came over plain HTTP'],
    ['an unknown name', { json: 1 }, at('$'), equals('${lost}'), 'the value of ${lost}', '${lost} has no value'],
    [
      'an unknown name by not',
      { json: 1 },
      at('$'),
      not(equals('${lost}')),
      'the value of ${lost}',
      '${lost} has no value',
    ],
    ['a secret, by its name', { body: 'x' }, BODY, contains('pw=$PASSWORD'), '"pw=$PASSWORD" in it', '"x"'],
    ['a secret in a pattern', { body: 'x' }, BODY, matches('^$PASSWORD$'), 'a match of /^\\$PASSWORD$/', '"x"'],
  ];
  test.each(rows)('%s', async (_, parts, subject, comparison, expected, actual) => {
    expect(await verdict(parts, subject, comparison)).toMatchObject({
      holds: false,
      expected,
      actual: typeof actual === 'string' ? actual : expect.stringMatching(actual),
    });
  });
});

describe('a body that is not complete', () => {
  const BROKEN: readonly AnswerParts[] = [
    { body: '{"a":1}', truncated: true },
    { body: '{"a":1}', damage: 'the gzip stream broke off' },
  ];
  const QUESTIONS: readonly (readonly [string, Subject, Comparison])[] = [
    ['is nothing in particular', BODY, equals('{"a":1}')],
    ['is not said to be something else', BODY, not(equals('x'))],
    ['is not said to lack a text', BODY, not(contains('x'))],
    ['is not found to have another text', BODY, contains('x')],
    ['matches nothing', BODY, matches('a')],
    ['matches nothing by not', BODY, not(matches('x'))],
    ['has no length', BODY, length(order('>', 0))],
    ['is not there, nor absent', BODY, absent()],
    ['is no JSON even when it parses', at('$.a'), equals(1)],
    ['has no absent path', at('$.b'), absent()],
    ['follows no schema', { kind: 'schema', schema: true, name: 's' }, equals(true)],
  ];
  test.each(QUESTIONS)('%s', async (_, subject, comparison) => {
    for (const parts of BROKEN) {
      const told = await verdict(parts, subject, comparison);
      expect(told).toMatchObject({
        holds: false,
        actual: expect.stringMatching(/longer than what is read|damaged \(the gzip/),
      });
    }
  });
});

describe('what is shown', () => {
  const LONG = `${'x'.repeat(150)}\n\u001B[31m\u202E`.repeat(400);
  test.each<Row>([
    ['a long body', { body: LONG }, BODY, equals('y')],
    ['a long body that differs late', { body: LONG }, BODY, equals(LONG.slice(0, 5_000))],
    ['a body of many values', { json: Array.from({ length: 5_000 }, (_, id) => ({ id })) }, at('$'), equals(1)],
    ['many values of a path', { json: Array.from({ length: 5_000 }, (_, id) => id) }, at('$[*]'), equals(1)],
    ['a long key', { json: { ['k'.repeat(9_999)]: 1 } }, at('$'), equals(1)],
    ['a long header', { headers: { x: LONG } }, header('x'), matches(`${'a'.repeat(5_000)}`)],
    [
      'a long list of expectations',
      { status: 500 },
      STATUS,
      any(...Array.from({ length: 300 }, (_, code) => equals(code))),
    ],
    ['a long address', { status: 302, headers: { location: `https://[${LONG}` } }, REDIRECT, equals(LONG)],
  ])('is one line of at most 200 characters: %s', async (_, parts, subject, comparison) => {
    const told = await verdict(parts, subject, comparison);
    if (told.holds) throw new Error('it holds');
    for (const text of [told.expected, told.actual]) {
      expect(text.length).toBeLessThanOrEqual(200);
      expect(text).not.toMatch(/[\n\r\u001B\u202E]/);
    }
  });

  test('is the place where a long text differs', async () => {
    const told = await verdict(
      { body: `${'a'.repeat(500)}BAD${'c'.repeat(500)}` },
      BODY,
      equals(`${'a'.repeat(500)}GOOD`),
    );
    expect(told).toMatchObject({ actual: expect.stringMatching(/^differs from character 501 on: …"a{20}BADc+"…$/) });
  });

  test('holds no half of a secret: texts of the site are cleaned before they are cut', async () => {
    const secret = 'topsecret-topsecret';
    const redact = (text: string) => text.replaceAll(secret, '***');
    for (let before = 0; before < 220; before += 7) {
      const body = `${'.'.repeat(before)}${secret}${'.'.repeat(300)}`;
      for (const parts of [{ body }, { json: { a: body } }]) {
        const subject = 'json' in parts ? at('$') : BODY;
        const late = equals(`${'.'.repeat(before)}${secret.slice(0, 9)}`);
        for (const comparison of [late, equals('.'.repeat(150)), contains('nothing of it'), not(matches('[.]'))]) {
          if (subject !== BODY && comparison.kind !== 'equals') continue;
          const told = await judge(expecting(subject, comparison), seen(parts), { ...SCOPE, redact });
          expect('actual' in told ? told.actual : 'tops').not.toMatch(/tops|(?<!op)secret/);
        }
      }
    }
  });
});
