import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { measureCorpus, type Truth } from '../../../../lab/migrations/measure-corpus.ts';
import kept from '../../../../lab/migrations/measured/postgres-18.json' with { type: 'json' };
import { type Postgres, startPostgres } from '../../../../lab/postgres/server.ts';
import { provisionPython } from '../../../../lab/python/provision.ts';
import { openPostgres } from '../../../../src/host/postgres.ts';
import { prepareScratch } from '../../../../src/migrations/measured/scratch.ts';

let postgres: Postgres;
let directory: string;
const world = { database: openPostgres, signal: new AbortController().signal };

beforeAll(async () => {
  postgres = await startPostgres();
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'traced-')));
});
afterAll(async () => {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
});

const SAMPLE = [
  'add_not_null_default',
  'add_db_default_random',
  'add_index_concurrently',
  'narrow_varchar',
  'alter_unique_duplicates',
  'rename_field',
  'widen_varchar',
  'vacuum_full',
];

test('what is kept about the corpus is what PostgreSQL and the ORM do', async () => {
  const { python } = await provisionPython();
  const truth = await measureCorpus({ directory, postgres, python, only: SAMPLE });
  const known: Truth['cases'] = JSON.parse(JSON.stringify(kept.cases));
  expect(Object.keys(truth.cases).sort()).toEqual([...SAMPLE].sort());
  for (const name of SAMPLE) expect([name, truth.cases[name]]).toEqual([name, known[name]]);
});

const ask = (database: string, more: { databaseSystem?: string; databaseUrl?: string } = {}) =>
  prepareScratch(
    { traceUrl: postgres.url(database), databaseUrl: more.databaseUrl, databaseSystem: more.databaseSystem },
    world,
  );

test.each([
  ['a function', 'CREATE FUNCTION precious() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'],
  ['a type', "CREATE TYPE precious AS ENUM ('ok')"],
])('%s alone is something that a database holds', async (what, statement) => {
  const name = what.replace(' ', '_');
  await postgres.createDatabase(name);
  await postgres.query(name, statement);
  await expect(ask(name)).rejects.toThrow('is not empty (1 object)');
});

test('a database that holds something and has no mark is left as it is; with the mark it is emptied', async () => {
  await postgres.createDatabase('held');
  await postgres.query('held', 'CREATE TABLE precious (id int)');
  await expect(ask('held')).rejects.toThrow('is not empty (1 object)');
  await expect(ask('held')).rejects.toMatchObject({ remedy: expect.stringContaining('COMMENT ON DATABASE "held" IS') });
  expect(await postgres.query('held', 'SELECT count(*)::int AS n FROM precious')).toEqual([{ n: 0 }]);
  await postgres.query('held', "COMMENT ON DATABASE held IS 'obcms-deploy scratch'");
  await postgres.query(
    'held',
    "CREATE TYPE mood AS ENUM ('ok'); CREATE SCHEMA other; CREATE TABLE other.t (m mood); CREATE VIEW v AS SELECT 1",
  );
  expect((await ask('held')).major).toBe(18);
  const left = await postgres.query(
    'held',
    "SELECT to_regclass('precious') AS a, to_regtype('mood') AS b, to_regnamespace('other') AS c, to_regclass('v') AS d",
  );
  expect(left).toEqual([{ a: null, b: null, c: null, d: null }]);
});

test('an empty database is marked, so that the next run may empty it', async () => {
  await postgres.createDatabase('fresh');
  await ask('fresh');
  await postgres.query('fresh', 'CREATE TABLE left_over (id int)');
  await ask('fresh');
  expect(await postgres.query('fresh', "SELECT to_regclass('left_over') AS there")).toEqual([{ there: null }]);
});

test('the server of database-url is refused by its own number, or by its address where that is not told', async () => {
  await postgres.createDatabase('same');
  const [row] = await postgres.query('same', 'SELECT system_identifier::text AS system FROM pg_control_system()');
  await expect(ask('same', { databaseSystem: `${String(row?.['system'])}/live` })).rejects.toThrow(
    'names the database server',
  );
  await expect(ask('same', { databaseUrl: postgres.url('live') })).rejects.toThrow('names the database server');
  expect((await ask('same', { databaseSystem: '1/live', databaseUrl: postgres.url('live') })).major).toBe(18);
});
