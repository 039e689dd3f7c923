import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../lab/postgres/server.ts';
import { provisionPython } from '../../../lab/python/provision.ts';
import { ROOT } from '../../../scripts/root.ts';
import { dropped, ID, INDEXED, marked, mode, SAFEMIGRATE, sql } from './changes.ts';
import { manage } from './migrated.ts';
import { type Checkout, checkoutOfTwo, compare, compareFiles } from './scene.ts';
import { BLOCKED, models, SAFE, SHOP, withField } from './shop.ts';

/** What the verdict depends on: the release, the sizes of tables, the server, when migrations run, and what is allowed. */

const LONGEST_MS = 60_000;

const OLDER = join(ROOT, 'lab/python/django42.txt');
let older = '';
let postgres: Postgres;
let scratch: Postgres;
let indexed: Checkout;

beforeAll(async () => {
  ({ python: older } = await provisionPython({ requirements: OLDER }));
  [postgres, scratch] = await Promise.all([startPostgres(), startPostgres()]);
  const running = await checkoutOfTwo(SHOP, {});
  for (const name of ['small', 'large']) {
    await postgres.createDatabase(name);
    await manage(['migrate', '--verbosity=0'], { directory: running.directory, url: postgres.url(name) });
  }
  await scratch.createDatabase('scratch');
  await running.dispose();
  const rows = (count: number) =>
    `INSERT INTO orders_order (number, note) SELECT n::text, '' FROM generate_series(1, ${count}) n`;
  await postgres.query('small', rows(50));
  await postgres.query('large', rows(20_000));
  for (const name of ['small', 'large']) await postgres.query(name, 'ANALYZE orders_order');
  indexed = await checkoutOfTwo(SHOP, INDEXED);
}, LONGEST_MS);

afterAll(async () => {
  await indexed?.dispose();
  await postgres?.stop();
  await scratch?.stop();
});

describe.each([
  ['Django 4.2', '4.2.30', () => ({ python: older })],
  ['Django 5.2', '5.2.17', () => ({})],
] as const)('on %s', (_, version, inputs) => {
  test('a nullable column is safe', async () => {
    const { outputs, result, hazards } = await compareFiles(SHOP, SAFE, inputs());
    expect(outputs).toMatchObject({ 'reason-code': 'safe', 'backward-compatible': 'true', 'rollback-safe': 'true' });
    expect(result).toMatchObject({ version, phases: { 'before-deploy': [ID] } });
    expect(hazards).toEqual([]);
  });

  test('a column that the database has no default for is blocked, and the two steps are for this version', async () => {
    const { outputs, hazards } = await compareFiles(SHOP, BLOCKED, inputs());
    expect(outputs).toMatchObject({ 'reason-code': 'blocked', 'backward-compatible': 'false' });
    expect(hazards[0]).toMatchObject({ rule: 'release/insert-fails', table: 'orders_order', column: 'weight' });
    expect(hazards[0]?.breaks[0]).toMatchObject({ release: 'running', model: 'orders.Order', statement: 'INSERT' });
    // Django knows defaults of the database since 5.0.
    expect(hazards[0]?.remedy.includes('db_default')).toBe(version.startsWith('5'));
  });

  test('a dropped column is blocked, with no way back', async () => {
    const { outputs } = await compareFiles(SHOP, dropped(), inputs());
    expect(outputs).toMatchObject({ 'reason-code': 'blocked', 'rollback-safe': 'false' });
  });
});

test('a default of the database is safe where the same default of Python is blocked', async () => {
  const { outputs } = await compareFiles(SHOP, withField('weight', 'models.IntegerField(default=0, db_default=0)'));
  expect(outputs).toMatchObject({ 'reason-code': 'safe', 'backward-compatible': 'true' });
});

test('a model without its migration is drift, with the operation that is missing', async () => {
  const next = { 'orders/models.py': models('size = models.IntegerField(null=True)') };
  const { outputs, result, report } = await compareFiles(SHOP, next);
  expect(outputs).toMatchObject({ 'reason-code': 'blocked', pending: '0' });
  expect(report.general?.map(({ rule }) => rule)).toContain('drift/missing-migration');
  expect(result.graph?.drift[0]).toMatchObject({ app: 'orders', text: 'Add field size to order' });
});

describe('an index that is built while nobody can write', () => {
  test('is blocked on a table of unknown size, and on one with many rows', async () => {
    for (const inputs of [{}, { 'database-url': postgres.url('large') }]) {
      const { outputs, hazards } = await compare(indexed, inputs);
      expect(outputs).toMatchObject({ 'reason-code': 'blocked', 'backward-compatible': 'true' });
      expect(hazards[0]).toMatchObject({
        rule: 'lock/index-build',
        table: 'orders_order',
        blocks: 'writers',
        evidence: 'predicted',
      });
      expect(hazards[0]?.remedy).toContain('AddIndexConcurrently');
    }
  });

  test('is safe on a small one, whoever says so', async () => {
    for (const inputs of [{ 'database-url': postgres.url('small') }, { 'small-tables': 'orders_*' }]) {
      const { outputs, lines } = await compare(indexed, inputs);
      expect(outputs['reason-code']).toBe('safe');
      expect(lines).toEqual(['safe lock/index-build']);
    }
  });

  test('is measured with the same answer as predicted', async () => {
    const predicted = await compare(indexed);
    const measured = await compare(indexed, { 'trace-database-url': scratch.url('scratch') });
    expect(measured.result.measured).toBeGreaterThan(0);
    expect(measured.lines).toEqual(predicted.lines);
    expect(measured.hazards[0]).toMatchObject({
      evidence: 'measured',
      lock: predicted.hazards[0]?.lock,
      blocks: 'writers',
    });
    // The scratch database is marked, so a second run empties it and comes to the same.
    const again = await compare(indexed, { 'trace-database-url': scratch.url('scratch') });
    expect(again.lines).toEqual(measured.lines);
  });
});

describe('the server', () => {
  const named = sql('ALTER TABLE orders_order ADD CONSTRAINT number_there NOT NULL number NOT VALID');

  test('of an older version refuses what a newer one takes', async () => {
    const old = await compareFiles(SHOP, named, { 'postgres-version': '12' });
    expect(old.lines).toContain('blocked server/unsupported');
    expect(old.result.postgres).toEqual({ major: 12, minor: null, from: 'input' });
    const recent = await compareFiles(SHOP, named, { 'postgres-version': '18' });
    expect(recent.lines.join()).not.toContain('blocked');
  });
});

describe('when migrations run', () => {
  test('after the deployment: what the new release needs is blocked, what the old one needs is not', async () => {
    const needed = await compareFiles({ ...SHOP, ...mode('after') }, SAFE);
    expect(needed.lines).toContain('blocked release/new-first');
    expect(needed.result.migrate).toBe('after');
    const gone = await compareFiles({ ...SHOP, ...mode('after') }, dropped());
    expect(gone.lines.join()).not.toContain('blocked');
    expect(gone.outputs['rollback-safe']).toBe('false');
  });

  test('in phases: each in its own, and the way back ends with the one that drops', async () => {
    const { outputs, result } = await compareFiles({ ...SHOP, ...mode('phased') }, dropped());
    expect(outputs).toMatchObject({ 'reason-code': 'safe', 'backward-compatible': 'true' });
    expect(result.phases).toMatchObject({ 'before-deploy': [], 'after-deploy': [ID] });
    expect(result.rollback?.until).toBe(ID);
    expect(result.headline).toBe(
      `The one pending migration can run in its phase. The code can go back without touching the schema until ${ID} runs.`,
    );
  });

  test('in phases: one that neither release tolerates is still blocked', async () => {
    const { outputs, result } = await compareFiles({ ...SHOP, ...mode('phased') }, BLOCKED);
    expect(outputs['reason-code']).toBe('blocked');
    expect(result.phases?.split).toEqual([ID]);
  });

  test.each([
    ['right', 'after_deploy', 'safe', ''],
    ['wrong', 'before_deploy', 'blocked', 'blocked order/mark'],
  ] as const)('as a mark of django-safemigrate says, which is %s', async (_, mark, reason, line) => {
    const { outputs, lines } = await compareFiles({ ...SHOP, ...SAFEMIGRATE, ...mode('phased') }, marked(mark), {
      safemigrate: 'true',
    });
    expect(outputs['reason-code']).toBe(reason);
    expect(lines.filter(each => each.includes('order/mark'))).toEqual(line === '' ? [] : [line]);
  });
});

describe('a table that everybody uses', () => {
  test('makes a moment’s lock worth a look, which may be allowed by an input or by the environment', async () => {
    const hot = { 'hot-tables': 'orders_order' };
    const strict = await compareFiles(SHOP, SAFE, hot);
    expect(strict.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'needs-review', verdict: 'review' });
    expect(strict.lines).toEqual(['review lock/hot-table']);
    const allowed = await compareFiles(SHOP, SAFE, { ...hot, allow: 'review' });
    expect(allowed.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'review', verdict: 'review' });
  });

  test('may be named in the configuration, and what passes as well', async () => {
    const file =
      'version: 1\napp:\n  hot-tables: [orders_order]\nenvironments:\n  production:\n    gates:\n      migrations:\n        allow: review\n';
    const running = { ...SHOP, '.github/obcms-deploy.yml': file };
    const { outputs, lines } = await compareFiles(running, SAFE, { environment: 'production' });
    expect(lines).toEqual(['review lock/hot-table']);
    expect(outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'review' });
  });

  test('never makes what is blocked pass', async () => {
    const { outputs } = await compareFiles(SHOP, BLOCKED, { allow: 'review' });
    expect(outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'blocked' });
  });
});
