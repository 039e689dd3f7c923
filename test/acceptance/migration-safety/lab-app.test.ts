import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHistory, type History, type ReleaseName } from '../../../lab/app/history.ts';
import { type Postgres, startPostgres } from '../../../lab/postgres/server.ts';
import { contentsOf, manage, readingRole } from './migrated.ts';
import { type Compared, type CompareOptions, compare, type Inputs } from './scene.ts';

/** The history of a real project: a column is added, and then one is renamed; without a database, with one, and measured. */

const LONGEST_MS = 60_000;
const DEVELOPMENT = 'obc_management.settings.development';
const RENAME = 'communities.0003_rename_population_residents';
const ADD = 'communities.0002_community_municipality';

let folder: string;
let history: History;
let live: Postgres;
let scratch: Postgres;

const at = (release: ReleaseName) => ({ directory: join(folder, release) });
const managed = () => ({ directory: join(folder, 'plain/src'), url: live.url('live'), settings: DEVELOPMENT });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migration-safety-history-'));
  history = await createHistory(join(folder, 'history'));
  for (const name of ['plain', 'expand', 'breaking'] as const)
    await history.clone(at(name).directory, history.releases[name].sha);
  [live, scratch] = await Promise.all([startPostgres(), startPostgres()]);
  await live.createDatabase('live');
  await scratch.createDatabase('scratch');
  await manage(['migrate', '--verbosity=0'], managed());
}, LONGEST_MS);

afterAll(async () => {
  await live?.stop();
  await scratch?.stop();
  await rm(folder, { recursive: true, force: true });
});

const step = (running: ReleaseName, next: ReleaseName, inputs: Inputs = {}, options: CompareOptions = {}) =>
  compare(at(next), { base: history.releases[running].sha, ...inputs }, options);

/** What every way to look at the added column has to say. */
function expectSafe({ result, outputs, hazards }: Compared): void {
  expect(outputs).toMatchObject({
    outcome: 'passed',
    'reason-code': 'safe',
    verdict: 'safe',
    pending: '1',
    'backward-compatible': 'true',
    'rollback-safe': 'true',
  });
  expect(result.phases?.['before-deploy']).toEqual([ADD]);
  expect(hazards).toEqual([]);
}

/** And at the renamed one. */
function expectBlocked({ result, migrations, outputs }: Compared, pending: readonly string[] = [RENAME]): void {
  expect(outputs).toMatchObject({
    outcome: 'failed',
    'reason-code': 'blocked',
    verdict: 'blocked',
    'backward-compatible': 'false',
    'rollback-safe': 'false',
  });
  expect(migrations.map(({ app, name }) => `${app}.${name}`)).toEqual(pending);
  expect(result.phases?.split).toEqual([RENAME]);
  const renamed = migrations.at(-1)?.hazards.find(({ rule }) => rule === 'release/select-fails');
  expect(renamed).toMatchObject({
    severity: 'critical',
    line: 11,
    operation: 'RenameField',
    table: 'communities_community',
    column: 'population',
  });
  const broken = renamed?.breaks.map(each => [each.release, each.model, each.statement, each.column, each.certain]);
  expect(broken).toEqual(
    ['SELECT', 'INSERT', 'UPDATE'].map(statement => [
      'running',
      'communities.Community',
      statement,
      'population',
      true,
    ]),
  );
  for (const text of ['"community"', '"population"', '"residents"', 'db_column="population"'])
    expect(renamed?.remedy).toContain(text);
}

describe('of the files alone', () => {
  test('an added nullable column is safe, before the deployment, with a way back', async () => {
    const compared = await step('plain', 'expand');
    expectSafe(compared);
    expect(compared.result).toMatchObject({
      framework: 'django',
      version: '5.2.17',
      applied: 'base',
      measured: 0,
      base: { ref: history.releases.plain.sha, from: 'input', commit: history.releases.plain.sha },
    });
    expect(compared.run.conclusion).toBe('success');
    expect(compared.shown).not.toContain('::');
  });

  test('a renamed column is blocked on its line, with the recipe under its own names', async () => {
    const compared = await step('expand', 'breaking');
    expectBlocked(compared);
    const error = compared.run.annotations.find(({ file }) => file?.endsWith('0003_rename_population_residents.py'));
    expect(error).toMatchObject({ level: 'error', line: 11 });
    expect(compared.run.rawSummary).toContain('```mermaid');
    expect(compared.run.rawSummary).toContain('migrations.RenameField("community", "population", "residents")');
  });

  test('a release without a migration has nothing pending', async () => {
    const { outputs, migrations } = await step('first', 'plain');
    expect(outputs).toMatchObject({
      outcome: 'passed',
      'reason-code': 'nothing-pending',
      verdict: 'safe',
      pending: '0',
    });
    expect(migrations).toEqual([]);
  });

  test('both steps at once are blocked by the second, and the way back ends there', async () => {
    const compared = await step('plain', 'breaking');
    expect(compared.result.phases).toMatchObject({ 'before-deploy': [ADD], split: [RENAME] });
    expect(compared.result.rollback).toMatchObject({ safe: 'false', until: RENAME });
    expect(compared.migrations.map(({ verdict }) => verdict)).toEqual(['safe', 'blocked']);
  });

  test('says where the project migrates today', async () => {
    const { result } = await step('plain', 'expand');
    expect(result.places?.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['docker-compose.prod.yml', 'docker/entrypoint.sh']),
    );
  });
});

describe('with a database that is migrated to the running release', () => {
  test('the verdicts stay, and the server is named', async () => {
    const safe = await step('plain', 'expand', { 'database-url': live.url('live'), applied: 'database' });
    expectSafe(safe);
    expect(safe.result.postgres).toMatchObject({ major: 18, from: 'database' });
    expect(safe.result.applied).toBe('database');
  });

  test('what is applied there decides what is pending, not the base', async () => {
    const inputs = { 'database-url': live.url('live'), applied: 'database' };
    expectBlocked(await step('expand', 'breaking', inputs), [ADD, RENAME]);
  });

  test('a list of showmigrations decides as well', async () => {
    const list = await manage(['showmigrations', '--plan'], managed());
    const file = join(at('breaking').directory, 'applied.txt');
    await writeFile(file, list);
    const compared = await step('expand', 'breaking', { applied: 'applied.txt' });
    await rm(file);
    expectBlocked(compared, [ADD, RENAME]);
    expect(compared.result.applied).toBe('file');
  });

  test('a role that may only read is enough, and nothing is changed', async () => {
    const before = await contentsOf(live, 'live');
    const url = await readingRole(live, 'live');
    const secret = new URL(url).password;
    const compared = await step('plain', 'expand', { 'database-url': url, applied: 'database' });
    expectSafe(compared);
    expect(await contentsOf(live, 'live')).toBe(before);
    const written = [compared.run.log, compared.run.rawSummary, JSON.stringify(compared.report)].join('\n');
    expect(written).not.toContain(secret);
  });
});

describe('measured on a scratch database', () => {
  test(
    'the safe one is safe, by what PostgreSQL did',
    async () => {
      const compared = await step('plain', 'expand', { 'trace-database-url': scratch.url('scratch') });
      expectSafe(compared);
      expect(compared.result.measured).toBeGreaterThan(0);
      expect(compared.run.log).toContain('measured');
    },
    LONGEST_MS,
  );

  test(
    'the blocked one is blocked, and measured beside the database that it will run on',
    async () => {
      const before = await contentsOf(live, 'live');
      const compared = await step('expand', 'breaking', {
        'trace-database-url': scratch.url('scratch'),
        'database-url': live.url('live'),
      });
      expectBlocked(compared);
      expect(compared.result.measured).toBeGreaterThan(0);
      expect(await contentsOf(live, 'live')).toBe(before);
    },
    LONGEST_MS,
  );

  test.each([
    ['that holds something is refused', () => ({ 'trace-database-url': live.url('live') }), 'is not empty'],
    [
      'on the server of the application is refused',
      () => ({ 'trace-database-url': live.url('postgres'), 'database-url': live.url('live') }),
      'names as well',
    ],
  ] as const)('a database %s, and nothing is changed in it', async (_, inputs, says) => {
    const before = [await contentsOf(live, 'live'), await contentsOf(live, 'postgres')];
    const { outputs, result } = await step('expand', 'breaking', inputs());
    expect(outputs).toMatchObject({ outcome: 'error', 'reason-code': 'not-a-scratch-database', verdict: '' });
    expect(result.headline).toContain(says);
    expect([await contentsOf(live, 'live'), await contentsOf(live, 'postgres')]).toEqual(before);
  });
});
