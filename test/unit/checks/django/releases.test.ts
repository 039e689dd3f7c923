import { describe, expect, test } from '@jest/globals';
import { endOf } from '../../../../src/checks/django/releases.ts';

describe('the end of a series', () => {
  test.each([
    ['4.2.30', '4.2', 'April 2026'],
    ['3.2.25', '3.2', 'April 2024'],
    ['5.1.15', '5.1', 'December 2025'],
    ['2.2.28', '2.2', undefined],
  ])('%s has ended', (version, series, month) => {
    expect(endOf(version)).toEqual({ series, month });
  });

  test.each(['5.2', '5.2.17', '6.0', '6.1.3', '10.0', 'unknown'])('%s has not, as far as is known', version => {
    expect(endOf(version)).toBeUndefined();
  });
});
