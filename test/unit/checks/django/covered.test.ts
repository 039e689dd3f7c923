import { describe, expect, test } from '@jest/globals';
import { COVERED, isCovered } from '../../../../src/checks/django/covered.ts';
import { KNOWN } from '../../../../src/checks/django/known.ts';
import { RULES } from '../../../../src/checks/rules.ts';

describe('what settings rules say of Django’s own checks', () => {
  test('is said by rules that exist', () => {
    const known = new Set<string>(RULES.map(({ id }) => id));
    expect(Object.values(COVERED).filter(id => !known.has(id))).toEqual([]);
  });

  test('is judged in production, each of it', () => {
    expect(Object.keys(COVERED).filter(id => !isCovered(id, 'production'))).toEqual([]);
  });

  test('is not described a second time', () => {
    expect(Object.keys(KNOWN).filter(id => Object.hasOwn(COVERED, id))).toEqual([]);
  });

  test('and ids of other packages are nobody’s', () => {
    expect(isCovered('axes.W001', 'production')).toBe(false);
    expect(isCovered(null, 'production')).toBe(false);
  });
});
