import { describe, expect, test } from '@jest/globals';
import {
  fits,
  fitsSeries,
  isAlwaysOlder,
  isAtLeast,
  isExact,
  isOlder,
  seriesOf,
} from '../../../src/checks/versions.ts';

test('releases are compared by their numbers, and a candidate counts as its release', () => {
  expect(isOlder('5.9.9', '5.10')).toBe(true);
  expect(isOlder('5.0', '5')).toBe(false);
  expect(isAtLeast('5', '5.0.0')).toBe(true);
  expect(isAtLeast('6.1rc1', '6.1')).toBe(true);
  expect(isAtLeast('6.1.dev20260801', '6.1')).toBe(true);
  expect(isAtLeast('5.2.post1+local', '6.0')).toBe(false);
});

test('what is no version is neither older nor newer', () => {
  expect(isOlder('unknown', '1')).toBe(false);
  expect(isAtLeast('unknown', '1')).toBe(false);
  expect(seriesOf('unknown')).toBeUndefined();
});

test('a series is two numbers, an exact version has three', () => {
  expect(['3.13.2', '3.13', '3.13.*', '3'].map(seriesOf)).toEqual(['3.13', '3.13', '3.13', '3']);
  expect(['3.13.2', '3.13', '3.13.*'].map(isExact)).toEqual([true, false, false]);
});

describe('a version and a specifier', () => {
  test.each([
    ['5.2.17', '', true],
    ['5.2.17', '*', true],
    ['5.2.17', '==5.2.17', true],
    ['5.2.17', '===5.2.17', true],
    ['5.2.17', '5.2.17', true],
    ['5.2', '==5.2.0', true],
    ['5.2.17', '==5.2.19', false],
    ['5.2.17', '==5.2.*', true],
    ['5.20.1', '==5.2.*', false],
    ['5.2.17', '!=5.2.*', false],
    ['5.2.17', '>=5.2,<5.3', true],
    ['5.3', '>=5.2,<5.3', false],
    ['5.2.17', '>= 5.2 , < 5.3', true],
    ['6.0', '~=5.2', false],
    ['5.9', '~=5.2', true],
    ['5.3', '~=5.2.1', false],
    ['5.2.17', '~=5.2.1', true],
    ['5.3', '^5.2', true],
    ['6.0', '^5.2', false],
    ['5.3', '~5.2', false],
    ['5.2.17', '>5.2.17', false],
    ['5.2.17', '<=5.2.17', true],
    ['6.1rc1', '>=6.1', true],
    ['6.1rc1', '==6.1rc1', true],
    ['6.1rc2', '==6.1rc1', false],
    ['5.2.17', '5.2.*', true],
    ['0.4', '^0.3', false],
    ['0.3.9', '^0.3.1', true],
    ['0.1', '^0.0', false],
    ['6.0', '~5', false],
    ['5.2.17', '^4.2 || ^5.2', true],
    ['3.2', '^4.2||^5.2', false],
  ])('%s fits "%s": %s', (version, specifier, fit) => {
    expect(fits(version, specifier)).toBe(fit);
  });

  test('what is not understood is no difference', () => {
    expect(fits('5.2.17', '@ git+https://github.com/django/django')).toBeUndefined();
    expect(fits('unknown', '==5.2')).toBeUndefined();
  });

  test('but a clause that is understood may settle it', () => {
    expect(fits('5.2.17', '>=6.0,weird')).toBe(false);
  });
});

describe('a series and a specifier', () => {
  test.each([
    ['3.13', '>=3.12', true],
    ['3.13', '<3.13', false],
    ['3.13', '<=3.13', true],
    ['3.13', '==3.13.2', true],
    ['3.13', '>3.13.2', true],
    ['3.13', '~=3.12.0', false],
    ['3.13', '^3.14', false],
    ['3.13', '>=3.10,<3.13 || >=3.14', false],
    ['3.13', 'weird', undefined],
  ])('%s and "%s": %s', (series, specifier, fit) => {
    expect(fitsSeries(series, specifier)).toBe(fit);
  });
});

describe('a range and 5.0', () => {
  const older = (specifier: string) => isAlwaysOlder({ specifier, pinned: undefined }, '5.0');

  test.each(['<5', '<=4.9', '~=4.2', '==4.*', '^4.1', '>=4,<5.0', '~4.2', '~=4.0,!=4.1', '^3.2 || ^4.2'])(
    '%s allows only what is older',
    specifier => expect(older(specifier)).toBe(true),
  );

  test.each(['', '>=4', '<5.1', '>5.0,<5.1', '~=5.0', '^5.0', '<=5.0', '!=4', '==5.2.*', '^4.2 || ^5.2', 'weird'])(
    '"%s" may be newer',
    specifier => expect(older(specifier)).toBe(false),
  );

  test('a pinned version is that version', () => {
    expect(isAlwaysOlder({ specifier: '>=4', pinned: '4.2' }, '5.0')).toBe(true);
    expect(isAlwaysOlder({ specifier: '', pinned: '5.0' }, '5.0')).toBe(false);
  });
});
