import { describe, expect, test } from '@jest/globals';
import { createMasks } from '../../../../lab/runner/masks.ts';

/** Every character here changes in at least one of the encodings. */
const secret = `p"ä<s&w'd/+ \\${'z'}9`;
const bytes = Buffer.from(secret);

function masked(text: string, value = secret): string {
  const masks = createMasks();
  masks.add(value);
  return masks.apply(text);
}

describe('a masked value is hidden', () => {
  const forms: readonly [string, string][] = [
    ['plain', secret],
    ['Base64', bytes.toString('base64')],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['URI', encodeURIComponent(secret).replaceAll("'", '%27')],
    [
      'XML',
      secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    ],
    ['expression', secret.replaceAll("'", "''")],
  ];
  test.each(forms)('%s', (_name, form) => {
    expect(masked(`before ${form} after`)).toBe('before *** after');
  });

  test.each([1, 2, 3])('in the Base64 of a text that has %i bytes before it', before => {
    const encoded = Buffer.concat([Buffer.from('abc'.slice(0, before)), bytes]).toString('base64');
    const shown = masked(encoded);
    expect(shown).toContain('***');
    // At most the group that mixes both is left.
    expect(shown.replace('***', '').length).toBeLessThanOrEqual(4);
  });

  test('line by line when it has several lines', () => {
    const masks = createMasks();
    masks.add('-----BEGIN\n  first line\r\n\r\nsecond');
    expect(masks.apply('x first line y second')).toBe('x *** y ***');
  });

  test('without its quotation marks when it is long enough', () => {
    expect(masked('a long value b', '"long value"')).toBe('a *** b');
  });
});

test('finds that overlap or adjoin become one', () => {
  const masks = createMasks();
  masks.add('abcd');
  masks.add('cdef');
  expect(masks.apply('-abcdef-abcdabcd-')).toBe('-***-***-');
});

test('a short value is masked too: the runner has no minimum', () => {
  expect(masked('{"a":1}', '{')).toBe('***"a":1}');
});

test('letter case matters, and the empty value masks nothing', () => {
  expect(masked('HUNTER', 'hunter')).toBe('HUNTER');
  expect(masked('text', '')).toBe('text');
});
