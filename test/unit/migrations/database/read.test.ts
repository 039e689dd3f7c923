import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../../lab/postgres/server.ts';
import { openPostgres } from '../../../../src/host/postgres.ts';
import { type DatabaseAnswer, readDatabase } from '../../../../src/migrations/database/read.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 30_000);
afterAll(() => postgres.stop());

const world = { database: openPostgres, signal: new AbortController().signal };

async function facts(database: string, framework: 'django' | 'alembic' = 'django') {
  const answer: DatabaseAnswer = await readDatabase(postgres.url(database), framework, world);
  if (!answer.ok) throw new Error(answer.why);
  return answer;
}

const MADE = `
CREATE TABLE django_migrations (id bigserial PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL);
INSERT INTO django_migrations (app, name) VALUES ('shop', '0002_more'), ('shop', '0001_initial');
CREATE TABLE shop_item (id bigint PRIMARY KEY, name varchar(20));
INSERT INTO shop_item SELECT n, 'x' FROM generate_series(1, 500) n;
ALTER TABLE shop_item ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;
ANALYZE shop_item;
CREATE SCHEMA audit;
CREATE TABLE audit.log (line text);
CREATE VIEW names AS SELECT name FROM shop_item;
`;

test('a database says what is applied, how large tables are, what is not validated, and who depends on a column', async () => {
  await postgres.createDatabase('shop');
  await postgres.query('shop', MADE);
  await postgres.query('shop', "UPDATE shop_item SET name = 'same' WHERE id < 3");
  await postgres.query('shop', 'CREATE UNIQUE INDEX CONCURRENTLY broken ON shop_item (name)').catch(() => undefined);
  const { facts: told, server, system } = await facts('shop');
  expect(told.applied).toEqual(['shop.0001_initial', 'shop.0002_more']);
  expect(told.tables.get('shop_item')).toEqual({ rows: 500, bytes: expect.any(Number) });
  expect(told.tables.get('audit.log')).toEqual({ rows: undefined, bytes: expect.any(Number) });
  expect(told.constraints).toContainEqual({
    table: 'shop_item',
    name: 'named',
    definition: 'CHECK ((name IS NOT NULL)) NOT VALID',
    validated: false,
  });
  expect(told.invalidIndexes).toEqual([{ table: 'shop_item', name: 'broken' }]);
  expect(told.dependents).toEqual([{ table: 'shop_item', column: 'name', name: 'names' }]);
  expect([told.lockTimeout, server.major, server.from]).toEqual(['0', 18, 'database']);
  expect(system).toMatch(/^\d+\/shop$/);
});

test('a database that was never migrated has applied nothing', async () => {
  await postgres.createDatabase('empty');
  expect((await facts('empty')).facts.applied).toEqual([]);
  expect((await facts('empty', 'alembic')).facts.applied).toEqual([]);
});

test('tables are found where the search path of the role leads, and named as its statements name them', async () => {
  await postgres.createDatabase('elsewhere');
  await postgres.query(
    'elsewhere',
    "CREATE SCHEMA app; ALTER DATABASE elsewhere SET search_path = app; CREATE TABLE app.django_migrations (app text, name text); INSERT INTO app.django_migrations VALUES ('shop', '0001_initial'); CREATE TABLE public.old (n int)",
  );
  const { facts: told } = await facts('elsewhere');
  expect(told.applied).toEqual(['shop.0001_initial']);
  expect([...told.tables.keys()].sort()).toEqual(['django_migrations', 'public.old']);
});

test('of Alembic it has the current revisions', async () => {
  await postgres.createDatabase('atlas');
  await postgres.query(
    'atlas',
    "CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('b2')",
  );
  expect((await facts('atlas', 'alembic')).facts.applied).toEqual(['b2']);
});

test('a role that may only read is enough, and nothing can be written through it', async () => {
  await postgres.createDatabase('watched');
  await postgres.query('watched', "CREATE ROLE watcher LOGIN PASSWORD 'watch'; CREATE TABLE t (n int)");
  const url = postgres.url('watched').replace(/\/\/[^@]+@/, '//watcher:watch@');
  const answer = await readDatabase(url, 'django', world);
  expect(answer).toMatchObject({ ok: true, facts: { applied: [] } });
});

test('a database that cannot be reached says why without its address', async () => {
  const answer = await readDatabase('postgres://someone:hidden-word@127.0.0.1:1/shop', 'django', world);
  expect(answer).toMatchObject({ ok: false });
  expect(JSON.stringify(answer)).not.toContain('hidden-word');
  const refused = await readDatabase(postgres.url('shop').replace(/:[^:@]+@/, ':hidden-word@'), 'django', world);
  expect(refused).toMatchObject({ ok: false, why: expect.stringContaining('password') });
});

test('a cancelled run waits for no database', async () => {
  const cancelling = new AbortController();
  const opened = await openPostgres(postgres.url('postgres'), { timeout: 60_000, signal: cancelling.signal });
  if (!opened.ok) throw new Error(opened.why);
  const asked = opened.session.query('SELECT pg_sleep(30)');
  setTimeout(() => cancelling.abort(), 50);
  await expect(asked).rejects.toThrow(/cancel/i);
  await opened.session.end();
});
