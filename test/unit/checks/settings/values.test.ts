import { describe, expect, test } from '@jest/globals';
import {
  addressIn,
  assigned,
  count,
  entries,
  isUnknown,
  list,
  member,
  secretIn,
  setting,
  shown,
  text,
  truth,
} from '../../../../src/checks/settings/values.ts';
import { evaluationWith, SETTINGS_FILE } from '../../../support/checks.ts';

const SECRET = {
  $: 'secret',
  length: 12,
  distinct: 9,
  alphabet: 64,
  placeholder: null,
  words: 0,
  repetitive: false,
  ragged: false,
  tag: 'ab',
};
const ADDRESS = {
  $: 'url',
  scheme: 'rediss',
  host: 'redis',
  port: 6379,
  user: null,
  password: SECRET,
  path: '/1',
  query: '',
};

describe('a setting', () => {
  test('is what the project says, with its line', () => {
    const evaluation = evaluationWith({ settings: { DEBUG: true } });
    expect(setting(evaluation, 'DEBUG')).toMatchObject({
      value: true,
      default: false,
      place: { file: SETTINGS_FILE, line: 1 },
    });
    expect(assigned(evaluation, 'DEBUG')).toEqual({ place: { file: SETTINGS_FILE, line: 1 } });
  });

  test('is the default of the installed Django where the project says nothing', () => {
    expect(setting(evaluationWith({ django: '4.2.30' }), 'USE_TZ')?.value).toBe(false);
    expect(setting(evaluationWith({ django: '5.0' }), 'USE_TZ')).toMatchObject({ value: true, default: true });
    expect(setting(evaluationWith({ django: '3.2.25' }), 'STORAGES')).toBeUndefined();
    expect(assigned(evaluationWith(), 'USE_TZ')).toBeUndefined();
  });

  test('is not known when the project sets it and its value was not asked for', () => {
    const evaluation = evaluationWith();
    const { settings } = evaluation.answer;
    if (settings === null) throw new Error('evaluated');
    const others = { DEBUG: { place: { file: SETTINGS_FILE, line: 3 }, secret: null } };
    const asked = { ...evaluation, answer: { ...evaluation.answer, settings: { ...settings, others } } };
    expect(setting(asked, 'DEBUG')).toBeUndefined();
    expect(assigned(asked, 'DEBUG')).toEqual({ place: { file: SETTINGS_FILE, line: 3 } });
  });

  test('has no place in a file outside of the repository', () => {
    const evaluation = evaluationWith({ settings: { DEBUG: true } });
    const { settings } = evaluation.answer;
    if (settings === null) throw new Error('evaluated');
    const value = {
      value: true,
      default: false,
      place: { file: '/usr/lib/x.py', line: 3 },
      dummy: false,
      variables: [],
    };
    const outside = {
      ...evaluation,
      answer: { ...evaluation.answer, settings: { ...settings, values: { DEBUG: value } } },
    };
    expect(setting(outside, 'DEBUG')?.place).toBeUndefined();
  });
});

describe('a value', () => {
  test.each([
    ['False', true],
    ['', false],
    [[], false],
    [{}, false],
    [{ $: 'seconds', value: 0 }, false],
    [{ $: 'path', value: '/srv' }, true],
    [{ ...SECRET, length: 0 }, false],
    [0, false],
    [null, false],
  ])('%j is %s in Python', (value, expected) => {
    expect(truth(value)).toBe(expected);
  });

  test('is neither true nor false when it comes from a stub', () => {
    const stub = { $: 'unknown', why: 'stub' };
    expect([truth(stub), isUnknown(stub), entries(stub), text(stub), list(stub)]).toEqual([
      undefined,
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('is read as text where it names something, as a number where it is a time', () => {
    expect(text({ $: 'path', value: '/srv/media' })).toBe('/srv/media');
    expect(count({ $: 'seconds', value: 900 })).toBe(900);
    expect(count(true)).toBeUndefined();
    expect(list(['a', { $: 'pattern', value: '^b$' }, 3])).toEqual(['a', '^b$']);
  });

  test('is reached through dictionaries and lists', () => {
    const databases = { default: { OPTIONS: { options: ['-c', 'x'] } } };
    expect(member(databases, 'default', 'OPTIONS', 'options', 1)).toBe('x');
    expect(member(databases, 'replica', 'OPTIONS')).toBeUndefined();
    expect(member(SECRET, 'length')).toBeUndefined();
  });

  test('is an address with its parts, or a text that is one', () => {
    expect(addressIn(ADDRESS)).toMatchObject({ scheme: 'rediss', host: 'redis', port: 6379, path: '/1' });
    expect(secretIn(ADDRESS)?.length).toBe(12);
    expect(addressIn('redis://cache:6379/0')).toMatchObject({ scheme: 'redis', host: 'cache', password: undefined });
    expect(addressIn('cache:6379')).toBeUndefined();
  });
});

describe('evidence', () => {
  test('never holds a secret', () => {
    expect(shown(SECRET)).toBe('a secret of 12 characters');
    expect(shown({ LOCATION: ADDRESS, PASSWORD: SECRET })).toBe(
      "{'LOCATION': 'rediss://***@redis:6379/1', 'PASSWORD': a secret of 12 characters}",
    );
    expect(shown({ $: 'secret', weird: 'x' })).toBe('a secret of 0 characters');
  });

  test('is Python as people write it, and one line', () => {
    expect(shown([true, null, 'a', { $: 'seconds', value: 60 }])).toBe("[True, None, 'a', 60 s]");
    expect(shown('x'.repeat(500))).toHaveLength(160);
    expect(shown(undefined)).toBe('not set');
  });

  test('takes the login out of an address that is only text, and keeps to one line', () => {
    expect(shown('redis://:s3cret@cache:6379/0')).toBe("'redis://***@cache:6379/0'");
    expect(shown(['a\nb'])).toBe("['a\\x0ab']");
  });

  test('says nothing of where the checkout lies on this machine', () => {
    expect(shown({ $: 'path', value: '/srv/checkouts/site/src/media' })).toBe('.../src/media');
    expect(shown('/app/media/')).toBe("'/app/media/'");
  });
});
