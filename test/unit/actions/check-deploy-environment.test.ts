import { describe, expect, test } from '@jest/globals';
import { givenFrom, maskVariables, type Variables } from '../../../src/actions/check-deploy-environment.ts';
import { recordingWorld } from '../../support/recording-world.ts';

function place(
  origin: Variables['origin'],
  values: Readonly<Record<string, string>>,
  unreadable: readonly string[] = [],
): Variables {
  const entries = Object.entries(values).map(([name, value]) => [name, { value }] as const);
  return { origin, unreadable, values: new Map(entries) };
}

describe('the environment', () => {
  test('takes a variable from the last place that has it', () => {
    const given = givenFrom([
      place('env-file', { A: 'file', B: 'file', C: 'file' }),
      place('env', { B: 'line', C: 'line' }),
      place('coolify', { C: 'coolify' }),
    ]);
    const seen = [...given.variables.values()].map(({ name, value, origin }) => [name, value, origin]);
    expect(seen).toEqual([
      ['A', 'file', 'env-file'],
      ['B', 'line', 'env'],
      ['C', 'coolify', 'coolify'],
    ]);
  });

  test('holds as unreadable only what no place gives', () => {
    const given = givenFrom([place('env', { A: '1' }), place('coolify', {}, ['A', 'B', 'B'])]);
    expect([given.unreadable, given.empty]).toEqual([['B'], false]);
    expect(givenFrom([place('coolify', {}, ['A'])]).empty).toBe(false);
    expect(givenFrom([place('env', {})]).empty).toBe(true);
  });
});

describe('masking', () => {
  const shown = (values: Readonly<Record<string, string>>, text: string) => {
    const world = recordingWorld();
    maskVariables([place('env', values)], world);
    return world.host.redact(text);
  };

  test('hides the values of secrets and of names nobody knows', () => {
    const text = shown(
      { SECRET_KEY: 'k3y-of-mine', INTERNAL_THING: 'something-internal' },
      'k3y-of-mine something-internal',
    );
    expect(text).toBe('*** ***');
  });

  test('hides the password of an address, as written and decoded', () => {
    const url = { DATABASE_URL: 'postgres://app:p%40ssw0rd@db:5432/app' };
    for (const text of ['p%40ssw0rd', 'p@ssw0rd', 'postgres://app:p%40ssw0rd@db:5432/app'])
      expect(shown(url, `x ${text} y`)).toBe('x *** y');
  });

  test('leaves what is known to be public', () => {
    const values = { ALLOWED_HOSTS: 'staging.obcms.example', LOG_LEVEL: 'INFO' };
    expect(shown(values, 'staging.obcms.example INFO')).toBe('staging.obcms.example INFO');
  });

  test('leaves short words of names that are no secret’s, because hiding them would hide the log', () => {
    expect(shown({ APP_USER: 'obcms' }, 'src/obcms/settings.py')).toBe('src/obcms/settings.py');
    expect(shown({ REDIS_PASSWORD: 'obcms' }, 'obcms')).toBe('***');
  });
});
