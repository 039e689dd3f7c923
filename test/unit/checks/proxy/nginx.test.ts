import { describe, expect, test } from '@jest/globals';
import { parseNginx } from '../../../../src/checks/proxy/nginx.ts';
import { bytesOf, secondsOf } from '../../../../src/checks/proxy/nginx-view.ts';

const parse = (text: string) => parseNginx(text, 'nginx.conf');

describe('an nginx file is split as nginx splits it', () => {
  test('blocks, words and their lines', () => {
    const [server] = parse(
      'server {\n  listen 80 default_server;\n  location ~ ^/a/ {\n    return 301\n      /b/;\n  }\n}\n',
    ).directives;
    expect(server).toMatchObject({ name: 'server', words: [], place: { line: 1 } });
    expect(server?.block?.[0]).toMatchObject({ name: 'listen', words: ['80', 'default_server'], place: { line: 2 } });
    expect(server?.block?.[1]).toMatchObject({ name: 'location', words: ['~', '^/a/'], place: { line: 3 } });
    expect(server?.block?.[1]?.block?.[0]).toMatchObject({ name: 'return', words: ['301', '/b/'], place: { line: 4 } });
  });

  test.each([
    ['quotes hold words together', 'add_header A "b; {c}";', ['A', 'b; {c}']],
    ['a quoted quote', `add_header A "b \\"c\\"";`, ['A', 'b "c"']],
    ['a variable in braces belongs to its word', 'return 301 https://${host}/x;', ['301', 'https://${host}/x']],
    ['a comment ends with its line', 'a b # c; {\n d;', ['b', 'd']],
    ['a # inside of a word is none', 'a b#c;', ['b#c']],
    ['an escaped blank', 'a b\\ c;', ['b\\ c']],
  ])('%s', (_, text, words) => {
    const parsed = parse(text);
    expect(parsed.problems).toEqual([]);
    expect(parsed.directives.map(directive => directive.words)).toEqual([words]);
  });

  test('Lua is left out, and lines after it are right', () => {
    const { directives, problems } = parse(
      'access_by_lua_block {\n  -- }\n  if x then y = "}" end\n  t = { 1 }\n}\nlast 1;\n',
    );
    expect(problems).toEqual([]);
    expect(directives.map(({ name, place }) => [name, place.line])).toEqual([
      ['access_by_lua_block', 1],
      ['last', 6],
    ]);
  });
});

describe('what nginx refuses is a problem with its line', () => {
  test.each([
    ['a {\n b;\n', 1, 'the block "a" is not closed'],
    ['a;\n}\n', 2, 'there is a "}" too many'],
    ['a {\n b c\n}\n', 2, '"b" is not ended by a ";"'],
    ['a b\n', 1, '"a" is not ended by a ";"'],
    ['{ a; }', 1, 'a block begins without a name'],
  ])('%j', (text, line, message) => {
    expect(parse(text).problems).toEqual([{ place: { file: 'nginx.conf', line }, message }]);
  });
});

describe('hostile text ends in time', () => {
  test.each([
    ['a million braces', '{'.repeat(1_000_000)],
    ['a million closing ones', '}'.repeat(1_000_000)],
    ['an open quotation', `a "${'x'.repeat(1_000_000)}`],
    ['an open variable', `a \${${'x'.repeat(1_000_000)}`],
    ['one long line', `a ${'b '.repeat(500_000)};`],
    ['backslashes', '\\'.repeat(1_000_000)],
    ['NULs', '\u0000 ;'.repeat(300_000)],
    ['an open Lua block', `content_by_lua_block {${'{'.repeat(500_000)}`],
  ])('%s', (_, text) => {
    const started = performance.now();
    const { problems } = parse(text);
    expect(problems.length).toBeLessThanOrEqual(20);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test.each([
  ['10m', 10 * 1024 ** 2],
  ['512k', 512 * 1024],
  ['1G', 1024 ** 3],
  ['0', 0],
  ['ten', undefined],
  [undefined, undefined],
])('%s bytes', (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
});

test.each([
  ['60', 60],
  ['60s', 60],
  ['1m30s', 90],
  ['500ms', 0.5],
  ['$x', undefined],
])('%s is a time', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});
