import { describe, expect, it } from '@jest/globals';
import type { Circumstances, Effect } from '../../../../src/migrations/postgres/effect.ts';
import { effectOf } from '../../../../src/migrations/postgres/statement.ts';
import { readSchema } from '../../../../src/migrations/schema/read.ts';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';

const parse = await loadParser();
const SCHEMA =
  'CREATE TABLE t (id bigint PRIMARY KEY, a varchar(20), b integer, p bigint); CREATE TABLE p (id bigint PRIMARY KEY)';

function effect(sql: string, circumstances: Partial<Circumstances> = {}, schema = SCHEMA): Effect {
  const parsed = parse(sql);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new Error(`"${sql}" was not read`);
  const here = {
    major: 18,
    inTransaction: true,
    timeZone: 'UTC',
    freshEnumValues: new Set<string>(),
    ...circumstances,
  };
  return effectOf(statement, readSchema([schema], parse).schema, here);
}

describe('What a version does not know is refused, with the version that does', () => {
  it.each([
    ['ALTER TABLE t ADD COLUMN z integer GENERATED ALWAYS AS (b + 1) VIRTUAL', 18],
    ['ALTER TABLE t ADD CONSTRAINT n NOT NULL b NOT VALID', 18],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT ENFORCED', 18],
    ['ALTER TABLE t ALTER COLUMN a SET COMPRESSION pglz', 14],
    ['MERGE INTO t USING p ON t.id = p.id WHEN MATCHED THEN DELETE', 15],
  ])('%s needs %i', (sql, since) => {
    expect(effect(sql, { major: since }).refused).toEqual([]);
    expect(effect(sql, { major: since - 1 })).toMatchObject({
      refused: [
        { why: 'unsupported', message: expect.stringContaining(`needs PostgreSQL ${since}; this is ${since - 1}.`) },
      ],
      since,
    });
  });
});

describe('What cannot be known is said', () => {
  it.each([
    ['a function of somebody else as a default', 'ALTER TABLE t ADD COLUMN z text DEFAULT shop.code()', 'code()'],
    ['a type of somebody else', 'ALTER TABLE t ADD COLUMN z shop.price', 'domain'],
    ['the type of a column that nobody told', 'ALTER TABLE t ALTER COLUMN ghost TYPE text', 't.ghost'],
    ['a constraint that nobody told', 'ALTER TABLE t DROP CONSTRAINT ghost_fk', 'ghost_fk'],
    ['an index that nobody told', 'DROP INDEX IF EXISTS ghost', 'ghost'],
    ['a DO block', 'DO $$ BEGIN PERFORM 1; END $$', 'DO block'],
    ['a function that is called', 'SELECT shop.reindex_all()', 'reindex_all()'],
    [
      'a statement that nobody reads',
      'CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()',
      'CREATE EVENT TRIGGER',
    ],
  ])('%s', (_, sql, about) => {
    expect(effect(sql).unknown.join(' ')).toContain(about);
  });

  it('the time zone of the session, for timestamps', () => {
    const schema = 'CREATE TABLE t (d timestamptz)';
    const sql = 'ALTER TABLE t ALTER COLUMN d TYPE timestamp';
    expect(effect(sql, { timeZone: undefined }, schema)).toMatchObject({
      rewrites: [],
      unknown: [expect.stringContaining('time zone')],
    });
    expect(effect(sql, { timeZone: 'UTC' }, schema)).toMatchObject({ rewrites: [], unknown: [] });
    expect(effect(sql, { timeZone: 'Asia/Manila' }, schema).rewrites).toHaveLength(1);
  });

  it('whether a view uses the column, unless a database told', () => {
    const schema = `${SCHEMA}; CREATE VIEW v AS SELECT a FROM t, u`;
    const sql = 'ALTER TABLE t DROP COLUMN a';
    expect(effect(sql, {}, schema)).toMatchObject({ refused: [], unknown: [expect.stringContaining('view v')] });
    const used = [{ table: 't', column: 'a', name: 'v' }];
    expect(effect(sql, { dependents: used }, schema)).toMatchObject({ refused: [{ why: 'dependent' }], unknown: [] });
    const others = [{ table: 't', column: 'b', name: 'v' }];
    expect(effect(sql, { dependents: others }, schema)).toMatchObject({ refused: [], unknown: [] });
    expect(effect(`${sql} CASCADE`, { dependents: used }, schema).alsoDropped).toEqual([
      { kind: 'view', name: 'v', of: 't' },
    ]);
  });
});

describe('What can fail on rows', () => {
  it.each([
    ['ALTER TABLE t ADD COLUMN z integer NOT NULL', ['null z']],
    ['ALTER TABLE t ADD COLUMN z integer DEFAULT 1 NOT NULL', []],
    ['ALTER TABLE t ADD COLUMN z uuid DEFAULT gen_random_uuid() UNIQUE', []],
    ["ALTER TABLE t ADD COLUMN z uuid DEFAULT '6f0e5c40-3f6e-4c47-9ec0-6c0d4f0a2a11' UNIQUE", ['same-value z']],
    ['ALTER TABLE t ADD COLUMN z integer UNIQUE', []],
    ['ALTER TABLE t ADD COLUMN z integer CHECK (z >= 0)', []],
    ['ALTER TABLE t ADD COLUMN z integer CHECK (z > b)', ['violation z,b']],
    ['ALTER TABLE t ADD COLUMN z bigint DEFAULT 1 REFERENCES p (id)', ['orphans z']],
    ['ALTER TABLE t ALTER COLUMN a TYPE varchar(10)', ['cast a']],
    ['ALTER TABLE t ALTER COLUMN a TYPE varchar(40)', []],
    ['ALTER TABLE t ALTER COLUMN a TYPE integer USING a::integer', ['cast a']],
    ['ALTER TABLE t ALTER COLUMN b TYPE bigint', []],
    ['ALTER TABLE t ALTER COLUMN b TYPE smallint', ['cast b']],
    ['ALTER TABLE t ALTER COLUMN b SET NOT NULL', ['null b']],
    ['ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)', ['duplicates a']],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)', ['violation b']],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT VALID', []],
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id)', ['orphans p']],
    ['CREATE UNIQUE INDEX u ON t (a)', ['duplicates a']],
    ['CREATE INDEX i ON t (a)', []],
  ])('%s: %j', (sql, fails) => {
    expect(effect(sql).fails.map(({ on, columns }) => `${on} ${columns.join()}`)).toEqual(fails);
  });

  it('is nothing in a table that a pending migration made', () => {
    const { schema } = readSchema([SCHEMA], parse);
    const table = schema.tables.get('t');
    const parsed = parse('ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)');
    const [statement] = parsed.ok ? parsed.statements : [];
    if (table === undefined || statement === undefined) throw new Error('no table');
    const made = { ...schema, tables: new Map(schema.tables).set('t', { ...table, isNew: true }) };
    const here = { major: 18, inTransaction: true, timeZone: 'UTC', freshEnumValues: new Set<string>() };
    expect(effectOf(statement, made, here).fails).toEqual([]);
    expect(effectOf(statement, made, { ...here, populated: new Set(['t']) }).fails).toHaveLength(1);
  });
});

it('Values that an explicit cast cuts are named', () => {
  expect(effect('ALTER TABLE t ALTER COLUMN a TYPE varchar(3) USING a::varchar(3)')).toMatchObject({
    fails: [],
    cuts: [{ table: 't', column: 'a', why: 'longer values are cut to 3 characters by the cast' }],
  });
});

it('What is tested while the table is written anew is not a scan of its own, but looking up keys is', () => {
  const both = effect('ALTER TABLE t ADD COLUMN z bigserial CHECK (z > 0) REFERENCES p (id)');
  expect(both.rewrites.map(({ table }) => table)).toEqual(['t']);
  expect(both.scans.map(({ why }) => why)).toEqual([expect.stringContaining('looked up')]);
});

it('PostgreSQL 12 looks keys up as soon as another new column has a default', () => {
  const sql = 'ALTER TABLE t ADD COLUMN z bigint REFERENCES p (id), ADD COLUMN y integer DEFAULT 1';
  expect([12, 13].map(major => effect(sql, { major }).scans.length)).toEqual([1, 0]);
});

it('A statement takes less than a millisecond, with reading it', () => {
  const sql = Array.from({ length: 1_000 }, (_, n) => `ALTER TABLE t ADD COLUMN c${n} integer CHECK (c${n} >= 0)`);
  const { schema } = readSchema([SCHEMA], parse);
  const here = { major: 18, inTransaction: true, timeZone: 'UTC', freshEnumValues: new Set<string>() };
  const begin = performance.now();
  for (const one of sql) {
    const parsed = parse(one);
    if (parsed.ok) for (const statement of parsed.statements) effectOf(statement, schema, here);
  }
  expect(performance.now() - begin).toBeLessThan(sql.length);
});
