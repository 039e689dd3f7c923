import { describe, expect, test } from '@jest/globals';
import { MIGRATION_SAFETY_INPUTS } from '../../../src/actions/migration-safety-inputs.ts';
import { readRequest, secretsOf } from '../../../src/actions/migration-safety-request.ts';
import { messageOf } from '../../../src/core/errors.ts';
import { Inputs } from '../../../src/core/inputs.ts';

const read = (values: Readonly<Record<string, string>>) =>
  readRequest(new Inputs(MIGRATION_SAFETY_INPUTS, new Map(Object.entries(values))));

function refusalOf(values: Readonly<Record<string, string>>): string {
  try {
    read(values);
  } catch (thrown) {
    return messageOf(thrown);
  }
  throw new Error('it was accepted');
}

describe('the inputs of migration-safety', () => {
  test('without any are a comparison of everything with what base has applied, judged strictly later', () => {
    const { own, environment } = read({});
    expect(environment).toBeUndefined();
    expect(own).toMatchObject({
      applied: 'from-base',
      framework: 'auto',
      allow: undefined,
      comment: false,
      ignore: [],
    });
    expect([own.base, own.databaseUrl, own.postgres, own.hotTables]).toEqual([undefined, undefined, undefined, []]);
  });

  test.each([
    ['working-directory', '../src', 'leads out of the checkout'],
    ['settings', 'obc/settings.py', 'did you mean obc.settings?'],
    ['framework', 'djanggo', 'did you mean django?'],
    ['base', '--upload-pack=x', 'is no commit, branch or tag'],
    ['base', 'main..production', 'is no commit, branch or tag'],
    ['base', 'a b', 'is no commit, branch or tag'],
    ['postgres-version', 'sixteen', 'write 16 or 16.4'],
    ['postgres-version', '11', '12 to 18'],
    ['postgres-version', '19', '18 is the nearest'],
    ['hot-tables', 'community; drop', '"community; drop", which is no name of a table'],
    ['small-tables', '1a, 2b', 'are no names of tables'],
    ['allow', 'blocked', 'must be one of safe, review'],
    ['ignore', 'lock/rewrite', 'gives no reason'],
    ['ignore', 'rewrite -- so', 'does not begin with a rule'],
    ['comment', 'perhaps', 'neither true nor false'],
    ['safemigrate', 'on', 'neither true nor false'],
    ['applied', 'database', 'needs database-url'],
  ])('refuse %s: %s', (name, value, problem) => {
    expect(refusalOf({ [name]: value })).toContain(problem);
    expect(refusalOf({ [name]: value })).toContain(`"${name}"`);
  });

  test.each([
    ['database-url', 'localhost/db', 'is no address'],
    ['database-url', 'mysql://user:hunter2word@host/db', 'is no address of a PostgreSQL server'],
    ['trace-database-url', 'postgres://user:hunter2word@host', 'names no database'],
    ['trace-database-url', 'postgres://user:hunter2word@ho st/db', 'is no address'],
  ])('refuse %s without repeating it: %s', (name, value, problem) => {
    expect(refusalOf({ [name]: value })).toContain(problem);
    expect(refusalOf({ [name]: value })).not.toContain('hunter2word');
  });

  test.each([
    ['postgresql+psycopg2://u:p@h/d', 'postgres://u:p@h/d'],
    ['postgis://u:p@h/d', 'postgres://u:p@h/d'],
    ['postgresql://u:p@h:5433/d?sslmode=require', 'postgres://u:p@h:5433/d?sslmode=require'],
  ])('take the address as Python projects write it: %s', (written, meant) => {
    expect(read({ 'database-url': written }).own.databaseUrl).toBe(meant);
  });

  test('name passwords as they are written and as they are meant, so that both are masked', () => {
    const secrets = secretsOf(read({ 'trace-database-url': 'postgres://app:p%40ssword%2F1@host/scratch' }));
    expect(secrets).toEqual(expect.arrayContaining(['p%40ssword%2F1', 'p@ssword/1']));
  });

  test('take versions, tables and branches as people write them', () => {
    const { own } = read({
      'postgres-version': '16.4',
      'hot-tables': 'public.communities_community, audit_*\nother',
      base: 'refs/heads/production',
    });
    expect(own.postgres).toEqual({ major: 16, minor: 4 });
    expect(own.hotTables).toEqual(['communities_community', 'audit_*', 'other']);
    expect(own.base).toBe('production');
  });
});
