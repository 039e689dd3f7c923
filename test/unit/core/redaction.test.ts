import { describe, expect, test } from '@jest/globals';
import { MASK, Redactor } from '../../../src/core/redaction.ts';
import { code, plain } from '../../../src/report/markdown.ts';

const SECRET = `p@ss w/"ö"rd_&<9>'\\+=|1`;

function knowing(...secrets: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.learn(secret);
  return redactor;
}

const FORMS: readonly (readonly [string, string])[] = [
  ['as it is', SECRET],
  ['in a URL', encodeURIComponent(SECRET)],
  ['in a URL with small digits', encodeURIComponent(SECRET).replace(/%../g, match => match.toLowerCase())],
  ['in a URL, the slash left as it is', encodeURIComponent(SECRET).replace(/%2F/g, '/')],
  [
    'in a URL by RFC 3986',
    encodeURIComponent(SECRET).replace(
      /['!()*]/g,
      character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  ],
  ['in a form', new URLSearchParams({ v: SECRET }).toString().slice(2)],
  ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
  ['in JSON of PHP', JSON.stringify(SECRET).slice(1, -1).replace(/\//g, '\\/').replace(/ö/g, '\\u00f6')],
  ['in HTML', SECRET.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')],
  [
    'in HTML of Django',
    SECRET.replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#x27;'),
  ],
  ['in our Markdown', plain(SECRET)],
  ['in our inline code', code(SECRET)],
  ['in base64', Buffer.from(SECRET).toString('base64').replace(/=+$/, '')],
];

describe('a secret is hidden', () => {
  test.each(FORMS)('%s', (_, form) => {
    const text = `before ${form} after`;
    const redacted = knowing(SECRET).redact(text);
    expect(redacted).toContain(MASK);
    expect(redacted).not.toContain('rd_');
    expect(redacted).not.toContain('rd&#95;');
    expect(redacted).toMatch(/^before .*after$/s);
  });

  test.each([0, 1, 2])('inside longer base64, with %d bytes before it', offset => {
    const secret = 'correct-horse-battery';
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = Buffer.from(`${'u'.repeat(offset + 3)}${secret}:tail`).toString(encoding);
      const redacted = knowing(secret).redact(text);
      expect(redacted).toContain(MASK);
      const left = redacted.split(MASK).map(part => Buffer.from(part, encoding).toString());
      expect(left.join('')).not.toContain('horse');
    }
  });

  test('whole, when it contains another one', () => {
    expect(knowing('hunter', 'hunter2-and-more').redact('x hunter2-and-more y')).toBe(`x ${MASK} y`);
  });

  test('line by line, when it has several', () => {
    const redactor = new Redactor();
    expect(redactor.learn('first-line\nsecond-line\r\n')).toEqual([
      'first-line\nsecond-line',
      'first-line',
      'second-line',
    ]);
    expect(redactor.redact('second-line then first-line')).toBe(`${MASK} then ${MASK}`);
  });

  test('also when half of it is hidden behind an escape sequence, and before a line is cut', () => {
    const redactor = knowing('correct-horse');
    expect(redactor.line('correct\u001B[0m-hor\u200Bse')).toBe(MASK);
    expect(redactor.line(`${'x'.repeat(95)}correct-horse`, 100)).toBe(`${'x'.repeat(95)}${MASK}`);
  });

  test('without breaking the JSON around it', () => {
    for (const secret of ['-dash-first', '"quoted"', '\\backslash']) {
      const redacted = knowing(secret).redact(JSON.stringify({ text: `\\${secret} and ${secret}` }));
      expect(() => JSON.parse(redacted)).not.toThrow();
      expect(redacted).not.toContain(secret.slice(2, 6));
    }
  });
});

test('words of the language and very short values are never hidden', () => {
  const redactor = new Redactor();
  for (const word of ['true', 'False', 'production', 'localhost', 'abc', '', '  '])
    expect(redactor.learn(word)).toEqual([]);
  expect(redactor.redact('true on production at localhost, abc')).toBe('true on production at localhost, abc');
});

test('what is known already is not new', () => {
  const redactor = knowing('correct-horse');
  expect(redactor.learn(' correct-horse ')).toEqual([]);
});

test('half a character in a secret is no reason to fail', () => {
  expect(knowing('broken\uD800secret').redact('ab broken\uD800secret')).toBe(`ab ${MASK}`);
});

test('fifty secrets are looked for in a megabyte in less than a second', () => {
  const redactor = knowing(...Array.from({ length: 50 }, (_, index) => `secret-value/${index}+${'x'.repeat(40)}`));
  const began = performance.now();
  redactor.redact('a line of \\"ordinary\\" log & more, '.repeat(30_000));
  expect(performance.now() - began).toBeLessThan(1_000);
});
