import { describe, expect, it } from '@jest/globals';
import { LOCK_HAZARDS } from '../../../../../src/migrations/hazards/lock/rules.ts';
import { hitsOf, one, PARCELS, type SceneOperation, scene, sql, verdictsOf } from '../../../../support/played.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';
import { LONG_LOCKS } from './long-locks.ts';

const ADD_NOTE: SceneOperation = {
  kind: 'AddField',
  text: 'Add field remark to parcel',
  field: 'remark',
  sql: 'ALTER TABLE "parcels_parcel" ADD COLUMN "remark" text NULL',
};
const BUILD = 'CREATE INDEX CONCURRENTLY by_code ON parcels_parcel (code)';

describe('a short lock', () => {
  it('on a hot table is worth a look', async () => {
    const played = await one(ADD_NOTE, { hot: ['parcels_*'] });

    expect(verdictsOf(played)).toEqual(['lock/hot-table: review']);
    expect(hitsOf(played, 'lock/hot-table')[0]?.remedy).toContain("SET LOCAL lock_timeout = '2s'");
  });

  it('on an ordinary table is not', async () => {
    expect(verdictsOf(await one(ADD_NOTE, { hot: ['depots_*'] }))).toEqual([]);
  });

  it('on a table that no release knows yet holds up nobody, however it is called', async () => {
    const fresh = sql('CREATE TABLE fresh (id int)', 'ALTER TABLE fresh ADD COLUMN x int');
    const played = await one(fresh, { hot: ['*'] });

    expect(verdictsOf(played)).toEqual([]);
    expect(hitsOf(played, 'lock/no-timeout')).toEqual([]);
  });

  it('on a hot parent is said of the key, also where the child is new', async () => {
    const key = sql(
      'CREATE TABLE parcels_label (id bigint PRIMARY KEY, depot_id bigint UNIQUE REFERENCES depots_depot (id))',
    );

    expect(verdictsOf(await one(key, { hot: ['depots_depot'] }))).toEqual(['lock/parent: review']);
    expect(verdictsOf(await one(key))).toEqual([]);
  });

  it('is not told beside the long one of the same operation', async () => {
    const build = { kind: 'AddIndex', sql: 'CREATE INDEX by_code ON parcels_parcel (code)' };

    expect(verdictsOf(await one(build, { hot: ['parcels_parcel'] }))).toEqual(['lock/index-build: blocked']);
  });

  it('of several tables in one transaction is a note, and more with a hot one among them', async () => {
    const before = ['CREATE TABLE a (id int)', 'CREATE TABLE b (id int)'];
    const add = ['a', 'b'].map(table => sql(`ALTER TABLE ${table} ADD COLUMN x int`));
    const together = { before, migrations: [{ operations: add }] };
    const apart = { before, migrations: add.map(operation => ({ operations: [operation] })) };

    expect(verdictsOf(await scene(together))).toEqual(['lock/several-tables: safe']);
    expect(verdictsOf(await scene({ ...together, hot: ['a'] }))).toContain('lock/several-tables: review');
    expect(verdictsOf(await scene(apart))).toEqual([]);
  });
});

describe('a missing lock_timeout', () => {
  const count = async (...given: Parameters<typeof one>) => hitsOf(await one(...given), 'lock/no-timeout').length;

  it('is one finding a run', async () => {
    const played = await scene({
      migrations: [{ operations: [ADD_NOTE] }, { operations: [sql('ALTER TABLE depots_depot ADD COLUMN x int')] }],
    });

    expect(hitsOf(played, 'lock/no-timeout').map(({ verdict, migration }) => [verdict, migration])).toEqual([
      ['safe', undefined],
    ]);
  });

  it('is none where the role has one, a migration sets one, or nothing is locked', async () => {
    expect(await count(ADD_NOTE, { database: { lockTimeout: '3s' } })).toBe(0);
    expect(await count({ ...sql("SET lock_timeout = '2s'", 'ALTER TABLE parcels_parcel ADD COLUMN x int') })).toBe(0);
    expect(await count(sql('CREATE TABLE fresh (id int)'))).toBe(0);
  });

  it('is not cured by a zero', async () => {
    expect(await count(ADD_NOTE, { database: { lockTimeout: '0' } })).toBe(1);
  });
});

describe('an interrupted CREATE INDEX CONCURRENTLY', () => {
  const invalid = { invalidIndexes: [{ table: 'parcels_parcel', name: 'by_code' }] };

  it('that left its index behind has the next try fail', async () => {
    expect(verdictsOf(await one(sql(BUILD), { atomic: false, database: invalid }))).toContain(
      'lock/concurrent-retry: blocked',
    );
  });

  it('is no matter when the migration drops it first', async () => {
    const played = await one(sql('DROP INDEX CONCURRENTLY IF EXISTS by_code', BUILD), {
      atomic: false,
      database: invalid,
    });

    expect(hitsOf(played, 'lock/concurrent-retry')).toEqual([]);
  });

  it('is believed by IF NOT EXISTS, and likely under a lock_timeout: both notes', async () => {
    const believing = await one(sql(BUILD.replace('CONCURRENTLY', 'CONCURRENTLY IF NOT EXISTS')), { atomic: false });
    const limited = await one(sql(BUILD), { atomic: false, database: { lockTimeout: '3s' } });

    expect([believing, limited].map(verdictsOf)).toEqual([
      ['lock/concurrent-retry: safe'],
      ['lock/concurrent-retry: safe'],
    ]);
  });

  it('is not spoken of where nothing limits the build', async () => {
    expect(verdictsOf(await one(sql(BUILD), { atomic: false }))).toEqual([]);
    expect(
      verdictsOf(await one(sql('SET lock_timeout = 0', BUILD), { atomic: false, database: { lockTimeout: '3s' } })),
    ).toEqual([]);
  });
});

describe('partitions', () => {
  const before = [
    'CREATE TABLE log (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day)',
    "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
  ];

  it('are detached from a closed parent, unless CONCURRENTLY', async () => {
    const plain = await one(sql('ALTER TABLE log DETACH PARTITION log_1'), { before });
    const beside = await one(sql('ALTER TABLE log DETACH PARTITION log_1 CONCURRENTLY'), { before, atomic: false });

    expect(verdictsOf(plain)).toEqual(['lock/partitions: review']);
    expect(hitsOf(plain, 'lock/partitions')[0]?.remedy).toContain('DETACH PARTITION log_1 CONCURRENTLY');
    expect(verdictsOf(beside)).toEqual([]);
  });

  it('are all locked by a change of the parent: a note', async () => {
    expect(verdictsOf(await one(sql('ALTER TABLE log ADD COLUMN x int'), { before }))).toEqual([
      'lock/partitions: safe',
    ]);
  });
});

describe('a foreign key without an index', () => {
  it('is a note, and not where an index begins with its column', async () => {
    const add = (column: string) =>
      one(
        sql(
          `ALTER TABLE parcels_parcel ADD CONSTRAINT k FOREIGN KEY (${column}) REFERENCES depots_depot (id) NOT VALID`,
        ),
        {
          before: [...PARCELS, 'ALTER TABLE parcels_parcel ADD COLUMN other_id bigint'],
        },
      );

    expect(verdictsOf(await add('other_id'))).toEqual(['lock/unindexed-key: safe']);
    expect(verdictsOf(await add('depot_id'))).toEqual([]);
  });
});

everyRuleFiresAndIsSilent(LOCK_HAZARDS.filter(({ id }) => !LONG_LOCKS.has(id)));
