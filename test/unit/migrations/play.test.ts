import { describe, expect, it } from '@jest/globals';
import type { PlayedStatement } from '../../../src/migrations/played.ts';
import { type SceneMigration, scene } from '../../support/played.ts';

const raw = (...sql: string[]) => ({ kind: 'RunSQL', sql });

async function statements(migrations: readonly SceneMigration[], more: Partial<Parameters<typeof scene>[0]> = {}) {
  const played = await scene({ ...more, migrations });
  return played.migrations.flatMap(migration => migration.statements);
}

function last(all: readonly PlayedStatement[]): PlayedStatement {
  const found = all.at(-1);
  if (found === undefined) throw new Error('nothing was played');
  return found;
}

const ADD = 'ALTER TABLE parcels_parcel ADD COLUMN z integer';
const INSERT = "INSERT INTO parcels_parcel (code, price, depot_id) VALUES ('x', 1, 1)";

describe('Transactions', () => {
  it('are one for each atomic migration of Django, and none for the others', async () => {
    const all = await statements([
      { operations: [raw(ADD), raw('SELECT 1')] },
      { atomic: false, operations: [raw('CREATE INDEX CONCURRENTLY i ON parcels_parcel (note)')] },
      { operations: [raw('SELECT 2')] },
    ]);
    expect(all.map(({ transaction }) => transaction)).toEqual([1, 1, undefined, 2]);
    expect(all[2]?.effect.refused).toEqual([]);
  });

  it('hold their locks until they end, the strongest of each table', async () => {
    const all = await statements([
      { operations: [raw('CREATE INDEX i ON parcels_parcel (note)'), raw(ADD), raw('SELECT 1')] },
      { operations: [raw('SELECT 2')] },
    ]);
    expect(all.map(({ held }) => held)).toEqual([
      [],
      [{ relation: 'parcels_parcel', mode: 'share', role: 'target' }],
      [{ relation: 'parcels_parcel', mode: 'access-exclusive', role: 'target' }],
      [],
    ]);
  });

  it('are one for all revisions of Alembic, until a commit', async () => {
    const index = {
      kind: 'create_index',
      sql: 'CREATE INDEX CONCURRENTLY i ON parcels_parcel (note)',
      commit: true as const,
    };
    const all = await statements(
      [
        { operations: [raw('SELECT 1')] },
        { operations: [raw('SELECT 2'), index, { ...raw('SELECT 3'), commit: true }] },
      ],
      { framework: 'alembic' },
    );
    expect(all.map(({ transaction }) => transaction)).toEqual([1, 1, undefined, 2]);
  });

  it('come about where one text holds several statements', async () => {
    const all = await statements([
      {
        atomic: false,
        operations: [raw('CREATE INDEX CONCURRENTLY i ON parcels_parcel (note); ANALYZE parcels_parcel')],
      },
    ]);
    expect(all).toHaveLength(2);
    expect(all[0]?.effect.refused).toMatchObject([{ why: 'in-transaction' }]);
  });

  it('end where SQL says so, and the driver begins the next one', async () => {
    const all = await statements([{ operations: [raw(ADD), raw('COMMIT'), raw('SELECT 1')] }]);
    expect(all.map(({ transaction }) => transaction)).toEqual([1, 1, 2]);
    expect(last(all).held).toEqual([]);
  });
});

describe('Rows whose foreign keys wait for the end of the transaction', () => {
  it.each([
    [[INSERT, ADD], true],
    [[INSERT, 'CREATE INDEX i ON parcels_parcel (note)'], true],
    [[INSERT, 'ALTER TABLE parcels_parcel RENAME COLUMN note TO remark'], false],
    [[INSERT, 'DROP INDEX parcels_parcel_depot_id_1'], false],
    [[INSERT, 'SET CONSTRAINTS ALL IMMEDIATE', ADD], false],
    [['SET CONSTRAINTS ALL IMMEDIATE', INSERT, ADD], false],
    [[INSERT, 'SET CONSTRAINTS "parcels_parcel_depot_id_fk" IMMEDIATE', ADD], false],
    [['UPDATE parcels_parcel SET weight = 1', ADD], false],
    [['UPDATE parcels_parcel SET depot_id = 1', ADD], true],
    [['UPDATE parcels_parcel SET weight = 1 WHERE depot_id = 1', ADD], false],
    [['DELETE FROM parcels_parcel', ADD], false],
    [['DELETE FROM depots_depot', 'ALTER TABLE depots_depot ADD COLUMN z integer'], true],
    [["INSERT INTO depots_depot (name) VALUES ('x')", 'ALTER TABLE depots_depot ADD COLUMN z integer'], false],
  ] as const)('%j: refused %s', async (sql, refused) => {
    const { effect } = last(await statements([{ operations: sql.map(one => raw(one)) }]));
    expect(effect.refused.map(({ why }) => why)).toEqual(refused ? ['pending-events'] : []);
    const apart = last(await statements(sql.map(one => ({ operations: [raw(one)] }))));
    expect(apart.effect.refused).toEqual([]);
  });

  it('may have been written by Python code, and that is said', async () => {
    const code = { kind: 'RunPython', code: { name: 'fill', tables: ['parcels_parcel'], writes: 'some' as const } };
    const { effect } = last(await statements([{ operations: [code, raw(ADD)] }]));
    expect(effect.refused).toEqual([]);
    expect(effect.unknown).toEqual([
      expect.stringMatching(/fill\(\) inserted rows of parcels_parcel.*pending trigger events/),
    ]);
  });
});

describe('Enum values', () => {
  const before = ["CREATE TYPE mood AS ENUM ('a')", 'CREATE TABLE e (id bigint, m mood)'];
  const value = "ALTER TYPE mood ADD VALUE 'b'";

  it.each([
    "INSERT INTO e (m) VALUES ('b')",
    "ALTER TABLE e ALTER COLUMN m SET DEFAULT 'b'",
    "ALTER TABLE e ADD COLUMN n mood DEFAULT 'b'",
    "UPDATE e SET m = 'b'",
    "CREATE INDEX i ON e (m) WHERE m = 'b'",
  ])('are not usable in the transaction that added them: %s', async sql => {
    const together = last(await statements([{ operations: [raw(value), raw(sql)] }], { before }));
    expect(together.effect.refused).toMatchObject([{ why: 'enum-value' }]);
    const apart = last(await statements([{ operations: [raw(value)] }, { operations: [raw(sql)] }], { before }));
    expect(apart.effect.refused).toEqual([]);
  });

  it('are no matter to a text that reads the same', async () => {
    const same = "UPDATE parcels_parcel SET note = 'b'";
    const all = await statements([{ operations: [raw(value), raw(same)] }]);
    expect(last(all).effect.refused).toEqual([]);
  });

  it('of a type that is as new are usable', async () => {
    const made = ["CREATE TYPE m2 AS ENUM ('a')", "ALTER TYPE m2 ADD VALUE 'b'", "CREATE TABLE e2 (m m2 DEFAULT 'b')"];
    expect(last(await statements([{ operations: made.map(one => raw(one)) }])).effect.refused).toEqual([]);
  });
});

describe('The schema', () => {
  it('goes from statement to statement and from migration to migration', async () => {
    const played = await scene({
      migrations: [
        { operations: [raw('CREATE TABLE n (id bigint PRIMARY KEY)')] },
        { operations: [raw('CREATE INDEX i ON n (id)')] },
      ],
    });
    expect(played.first.tables.has('n')).toBe(false);
    expect(played.last.tables.get('n')).toMatchObject({ isNew: true, filled: false });
    expect(played.tables.isLarge('n', played.last)).toBe(false);
    expect(played.tables.isLarge('parcels_parcel', played.last)).toBe(true);
  });

  it('knows new tables that were filled from others', async () => {
    const played = await scene({
      migrations: [
        { operations: [raw('CREATE TABLE n (id bigint)'), raw('INSERT INTO n SELECT id FROM parcels_parcel')] },
      ],
    });
    expect(played.tables.isLarge('n', played.last)).toBe(true);
  });

  it('takes a constraint that the database has validated as proof', async () => {
    const notNull = { table: 'parcels_parcel', name: 'nn', definition: 'CHECK ((note IS NOT NULL))', validated: true };
    const sql = raw('ALTER TABLE parcels_parcel ALTER COLUMN note SET NOT NULL');
    const proven = await statements([{ operations: [sql] }], { database: { constraints: [notNull] } });
    expect(last(proven).effect.scans).toEqual([]);
    const not = await statements([{ operations: [sql] }], {
      database: { constraints: [{ ...notNull, validated: false }] },
    });
    expect(last(not).effect.scans).toHaveLength(1);
  });
});

it('SQL that PostgreSQL does not read is a problem in its own words, and what follows is played', async () => {
  const all = await statements([{ operations: [raw('ALTER TABEL x'), raw(ADD)] }]);
  expect(all[0]).toMatchObject({
    acts: [],
    problem: expect.stringContaining('syntax error'),
    effect: { unknown: [expect.any(String)] },
  });
  expect(all[1]?.problem).toBeUndefined();
});

it('A measured statement is found by migration, step and text', async () => {
  const both = `${ADD}; SELECT 1`;
  const [first, second] = await statements([{ id: 'parcels.0002_x', operations: [raw(both)] }], {
    measured: [
      { migration: 'parcels.0002_x', step: 0, sql: 'SELECT  1;' },
      { migration: 'parcels.0002_x', step: 0, sql: ADD },
    ],
  });
  expect([first?.measured?.sql, second?.measured?.sql]).toEqual([ADD, 'SELECT  1;']);
});

it('SET TIME ZONE counts for what follows', async () => {
  const sql = raw('ALTER TABLE parcels_parcel ALTER COLUMN sent TYPE timestamp');
  const [, there] = await statements([{ operations: [raw("SET TIME ZONE 'Asia/Manila'"), sql] }], { timeZone: 'UTC' });
  expect(there?.effect.rewrites).toHaveLength(1);
  const [here] = await statements([{ operations: [sql] }], { timeZone: 'UTC' });
  expect(here?.effect.rewrites).toEqual([]);
});
