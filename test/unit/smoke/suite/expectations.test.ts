import { describe, expect, test } from '@jest/globals';
import { loadSuite } from '../../../../src/smoke/suite/load.ts';
import type { Expectation } from '../../../../src/smoke/suite/suite.ts';
import { contextOf } from './wrong-suites.ts';

async function expectationsOf(written: string, files = {}): Promise<readonly Expectation[]> {
  const text = `version: 1\nchecks:\n  - name: A\n    get: /\n    expect: { ${written} }\n`;
  const { checks } = await loadSuite(text, { file: 's.yml' }, contextOf(files));
  const found = checks[0]?.steps[0]?.expect ?? [];
  return /\b(?:status|redirect):/.test(written) ? found : found.slice(1);
}

const plain = (value: unknown) => ({ kind: 'equals', value: { kind: 'plain', value } });
const text = (value: string) => ({
  kind: 'equals',
  value: { kind: 'text', text: { parts: [{ kind: 'text', text: value }] } },
});

describe('a status', () => {
  test.each([
    ['200', plain(200)],
    ['2xx', { kind: 'class', hundreds: 2 }],
    ['[401, 4xx]', { kind: 'any', of: [plain(401), { kind: 'class', hundreds: 4 }] }],
    ['{ not: 500 }', { kind: 'not', of: plain(500) }],
    ['{ not: [500, 3xx] }', { kind: 'not', of: { kind: 'any', of: [plain(500), { kind: 'class', hundreds: 3 }] } }],
    [
      "{ '>=': 200, '<': 300 }",
      {
        kind: 'all',
        of: [
          { kind: 'order', operator: '<', bound: 300 },
          { kind: 'order', operator: '>=', bound: 200 },
        ],
      },
    ],
  ])('%s', async (written, comparison) => {
    const [only] = await expectationsOf(`status: ${written}`);
    expect(only).toMatchObject({ subject: { kind: 'status' }, comparison });
  });
});

describe('a status that nobody asked for', () => {
  const belowFourHundred = { subject: { kind: 'status' }, comparison: { kind: 'order', operator: '<', bound: 400 } };

  test.each(['body: Welcome', "time: '< 2s'", "json: { '$.a': 1 }"])('is none of an error beside %s', async written => {
    const text = `version: 1\nchecks:\n  - name: A\n    get: /\n    expect: { ${written} }\n`;
    const { checks } = await loadSuite(text, { file: 's.yml' }, contextOf({}));
    expect(checks[0]?.steps[0]?.expect[0]).toMatchObject(belowFourHundred);
    expect(checks[0]?.steps[0]?.expect).toHaveLength(2);
  });

  test.each(['status: 404, body: gone', 'redirect: /login/'])('is not added to %s', async written => {
    expect(await expectationsOf(written)).not.toContainEqual(expect.objectContaining(belowFourHundred));
  });
});

describe('a comparison', () => {
  test.each([
    ['a text', 'x', text('x')],
    ['a text that looks like a number', "'42'", text('42')],
    ['a number', '42', plain(42)],
    ['nothing', 'null', plain(null)],
    ['any of a list', '[a, { absent: true }]', { kind: 'any', of: [text('a'), { kind: 'absent', absent: true }] }],
    [
      'a list itself',
      '{ equals: [1, 2] }',
      {
        kind: 'equals',
        value: {
          kind: 'list',
          items: [
            { kind: 'plain', value: 1 },
            { kind: 'plain', value: 2 },
          ],
        },
      },
    ],
    ['a group itself', '{ equals: { a: x } }', { kind: 'equals', value: { kind: 'object' } }],
    ['nothing itself', '{ equals: null }', plain(null)],
    [
      'a regular expression',
      "{ matches: '^a$' }",
      { kind: 'matches', pattern: { parts: [{ kind: 'text', text: '^a$' }] } },
    ],
    ['a part', '{ contains: 42 }', { kind: 'contains', text: { parts: [{ kind: 'text', text: '42' }] } }],
    ['a type', '{ type: integer }', { kind: 'type', type: 'integer' }],
    ['an order', "{ '>': 3 }", { kind: 'order', operator: '>', bound: 3 }],
    ['a length', "{ length: { '>=': 1 } }", { kind: 'length', of: { kind: 'order', operator: '>=', bound: 1 } }],
    ['presence', '{ absent: false }', { kind: 'absent', absent: false }],
    ['the opposite', '{ not: { contains: x } }', { kind: 'not', of: { kind: 'contains' } }],
    [
      'all of several',
      '{ all: [{ contains: a }, { contains: b }] }',
      { kind: 'all', of: [{ kind: 'contains' }, { kind: 'contains' }] },
    ],
    [
      'several operators at once',
      '{ type: string, contains: a }',
      { kind: 'all', of: [{ kind: 'contains' }, { kind: 'type' }] },
    ],
  ])('with %s', async (_, written, comparison) => {
    const [only] = await expectationsOf(`json: { '$.a': ${written} }`);
    expect(only).toMatchObject({ subject: { kind: 'json', path: '$.a' }, comparison });
  });
});

describe('what is compared', () => {
  test.each([
    ['header: { Content-Type: { contains: json } }', [{ kind: 'header', name: 'content-type' }]],
    ['body: x, redirect: /login/', [{ kind: 'body' }, { kind: 'redirect' }]],
    ["certificate: { days-left: '> 7' }, time: '<= 1500ms'", [{ kind: 'days-left' }, { kind: 'time' }]],
    ['cookie: { sessionid: { absent: true } }', [{ kind: 'cookie', name: 'sessionid', attribute: 'value' }]],
    [
      "cookie: { sessionid: { http-only: true, secure: true, same-site: [Lax, Strict], matches: '^.{32}$' } }",
      [
        { kind: 'cookie', name: 'sessionid', attribute: 'value' },
        { kind: 'cookie', name: 'sessionid', attribute: 'secure' },
        { kind: 'cookie', name: 'sessionid', attribute: 'http-only' },
        { kind: 'cookie', name: 'sessionid', attribute: 'same-site' },
      ],
    ],
  ])('%s', async (written, subjects) => {
    expect((await expectationsOf(written)).map(({ subject }) => subject)).toEqual(subjects);
  });

  test('bounds are in milliseconds and days', async () => {
    const found = await expectationsOf("certificate: { days-left: '>= 14' }, time: '< 1m30s'");
    expect(found.map(({ comparison }) => comparison)).toEqual([
      { kind: 'order', operator: '>=', bound: 14 },
      { kind: 'order', operator: '<', bound: 90_000 },
    ]);
  });

  test('a schema may stand in the suite or in a file', async () => {
    const [inline] = await expectationsOf('schema: { type: object, required: [id] }');
    expect(inline?.subject).toEqual({
      kind: 'schema',
      schema: { type: 'object', required: ['id'] },
      name: 'the schema in line 5',
    });
    const [file] = await expectationsOf('schema: schemas/user.json', { 'schemas/user.json': '{"type":"object"}' });
    expect(file).toMatchObject({
      subject: { kind: 'schema', schema: { type: 'object' }, name: 'schemas/user.json' },
      comparison: plain(true),
    });
  });
});

describe('names in a text', () => {
  test.each([
    ['plain', [{ kind: 'text', text: 'plain' }]],
    ['a $$5 b', [{ kind: 'text', text: 'a $5 b' }]],
    ['$$P', [{ kind: 'text', text: '$P' }]],
    ['$5, $x and $', [{ kind: 'text', text: '$5, $x and $' }]],
    ['^a$', [{ kind: 'text', text: '^a$' }]],
    ['$P', [{ kind: 'secret', name: 'P' }]],
    [
      'a-${run}-$P',
      [
        { kind: 'text', text: 'a-' },
        { kind: 'name', name: 'run' },
        { kind: 'text', text: '-' },
        { kind: 'secret', name: 'P' },
      ],
    ],
    [
      '${run}${region}',
      [
        { kind: 'name', name: 'run' },
        { kind: 'name', name: 'region' },
      ],
    ],
  ])('%s', async (written, parts) => {
    const [only] = await expectationsOf(`body: { contains: '${written}' }`);
    expect(only?.comparison).toMatchObject({ kind: 'contains', text: { parts } });
  });
});
