import { describe, expect, test } from '@jest/globals';
import { inWords, parseDuration } from '../../../src/core/duration.ts';

describe('a duration is read', () => {
  test.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['1h30m', 5_400_000],
    ['1h 30m', 5_400_000],
    ['2d', 172_800_000],
    ['500ms', 500],
    ['1m500ms', 60_500],
    [' 3M ', 180_000],
    ['0s', 0],
  ])('%p is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(['', '30', 'm', '1.5h', '-5m', '5 minutes', '1h30', '30m!', '٣m', '999999999999999d'])(
    '%p is none',
    text => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe('a duration is said', () => {
  test.each([
    [-5, '0 s'],
    [0, '0 s'],
    [499, '0 s'],
    [48_400, '48 s'],
    [59_600, '1 min'],
    [192_000, '3 min 12 s'],
    [3_599_700, '1 h'],
    [3_900_000, '1 h 5 min'],
    [47 * 3_600_000, '47 h'],
    [51 * 3_600_000, '2 d 3 h'],
  ])('%d ms: %s', (milliseconds, words) => {
    expect(inWords(milliseconds)).toBe(words);
  });
});
