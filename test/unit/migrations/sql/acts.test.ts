import { describe, expect, test } from '@jest/globals';
import type { Act } from '../../../../src/migrations/sql/act.ts';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';

const parse = await loadParser();

function acts(text: string): readonly Act[] {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.statements.flatMap(statement => statement.acts);
}

const [table, column] = ['t', 'c'];

describe('ALTER TABLE', () => {
  test.each<[string, Partial<Act>]>([
    ['ALTER TABLE t ALTER c DROP DEFAULT', { act: 'drop-default', table, column }],
    ['ALTER TABLE t ALTER c SET NOT NULL', { act: 'set-not-null', table, column }],
    ['ALTER TABLE t ALTER c DROP NOT NULL', { act: 'drop-not-null', table, column }],
    ['ALTER TABLE t ALTER c ADD GENERATED ALWAYS AS IDENTITY', { act: 'add-identity', table, column }],
    ['ALTER TABLE t ALTER c DROP IDENTITY', { act: 'drop-identity', table, column }],
    ['ALTER TABLE t ALTER c DROP EXPRESSION', { act: 'drop-expression', table, column }],
    ['ALTER TABLE t DROP c CASCADE', { act: 'drop-column', table, column, cascade: true, ifExists: false }],
    ['ALTER TABLE t DROP IF EXISTS c', { act: 'drop-column', table, column, cascade: false, ifExists: true }],
    ['ALTER TABLE t DROP CONSTRAINT n', { act: 'drop-constraint', table, name: 'n', cascade: false, ifExists: false }],
    ['ALTER TABLE t VALIDATE CONSTRAINT n', { act: 'validate-constraint', table, name: 'n' }],
    ['ALTER TABLE t ALTER CONSTRAINT n DEFERRABLE', { act: 'alter-constraint', table, name: 'n' }],
    ['ALTER TABLE t RENAME TO u', { act: 'rename-table', table, to: 'u' }],
    ['ALTER TABLE audit.t RENAME TO u', { act: 'rename-table', table: 'audit.t', to: 'audit.u' }],
    ['ALTER TABLE t RENAME c TO d', { act: 'rename-column', table, column, to: 'd' }],
    ['ALTER TABLE t RENAME CONSTRAINT n TO m', { act: 'rename-constraint', table, name: 'n', to: 'm' }],
    ['ALTER TABLE t ATTACH PARTITION p DEFAULT', { act: 'attach-partition', table, partition: 'p' }],
    [
      'ALTER TABLE t DETACH PARTITION p CONCURRENTLY',
      { act: 'detach-partition', table, partition: 'p', concurrently: true },
    ],
    ['ALTER TABLE t SET UNLOGGED', { act: 'alter-table', table, what: 'set-unlogged' }],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', { act: 'alter-table', table, what: 'enable-row-security' }],
    ['ALTER TABLE t ALTER c SET STATISTICS 5', { act: 'alter-table', table, what: 'set-statistics' }],
    ['ALTER TABLE t ALTER c SET EXPRESSION AS (1)', { act: 'alter-table', table, what: 'other' }],
    ['ALTER INDEX i RENAME TO j', { act: 'rename-index', index: 'i', to: 'j' }],
    ['ALTER SEQUENCE s AS bigint', { act: 'sequence', what: 'alter', name: 's' }],
    ['ALTER INDEX i SET (fillfactor = 50)', { act: 'other', kind: 'AlterTableStmt OBJECT_INDEX' }],
  ])('%s', (text, expected) => {
    expect(acts(text)).toEqual([expected]);
  });

  test('one act for each action', () => {
    expect(
      acts('ALTER TABLE t ADD c int, ALTER d DROP DEFAULT, SET SCHEMA s'.replace(', SET SCHEMA s', '')).map(
        ({ act }) => act,
      ),
    ).toEqual(['add-column', 'drop-default']);
  });

  test('another schema is another name', () => {
    expect(acts('ALTER TABLE t SET SCHEMA audit').at(-1)).toEqual({ act: 'rename-table', table, to: 'audit.t' });
  });
});

describe('A type that changes', () => {
  test.each([
    ['varchar(80) USING "c"::varchar(80)', { name: 'varchar', modifiers: [80], array: false }, 'cast'],
    ['text USING c::varchar', { name: 'text', modifiers: [], array: false }, 'expression'],
    ["timestamptz USING c AT TIME ZONE 'UTC'", { name: 'timestamptz', modifiers: [], array: false }, 'expression'],
    ['numeric(10, 2)', { name: 'numeric', modifiers: [10, 2], array: false }, undefined],
    ['double precision[]', { name: 'float8', modifiers: [], array: true }, undefined],
    ['public.mood', { name: 'mood', modifiers: [], array: false }, undefined],
    ['interval', { name: 'interval', modifiers: [], array: false }, undefined],
  ])('to %s', (type, expected, using) => {
    const [act] = acts(`ALTER TABLE t ALTER c TYPE ${type}`);
    expect(act).toMatchObject({ act: 'alter-type', type: expected });
    expect(act?.act === 'alter-type' && act.using?.kind).toBe(using);
  });

  test('with a collation', () => {
    expect(acts('ALTER TABLE t ALTER c TYPE text COLLATE "C"')[0]).toMatchObject({ collation: 'C' });
  });
});

describe('A default', () => {
  test.each([
    ["'x'", { text: "'x'", calls: [], constant: true, isNull: false }],
    ['-5', { text: '-5', constant: true }],
    ["'{}'::jsonb", { text: "'{}'::jsonb", constant: true }],
    ['true', { constant: true }],
    ['NULL', { constant: true, isNull: true }],
    ["ARRAY['a', 'b']::text[]", { constant: true }],
    ['(now())', { text: 'now()', calls: ['now'], constant: false }],
    ['CURRENT_TIMESTAMP', { text: 'CURRENT_TIMESTAMP', calls: ['current_timestamp'], constant: false }],
    ['pg_catalog.gen_random_uuid()', { calls: ['gen_random_uuid'], constant: false }],
    ['(1) + (2)', { text: '(1) + (2)', constant: false }],
    ["lower('A'\n  || 'b')", { text: "lower('A' || 'b')", calls: ['lower'] }],
  ])('%s is read beside a column and in SET DEFAULT', (value, expected) => {
    const beside = acts(`ALTER TABLE t ADD c text DEFAULT ${value} NOT NULL CHECK (c <> '')`)[0];
    const set = acts(`ALTER TABLE t ALTER c SET DEFAULT ${value}, ALTER d DROP DEFAULT`)[0];
    expect(beside?.act === 'add-column' && beside.column.default).toMatchObject(expected);
    expect(set?.act === 'set-default' && set.value).toMatchObject(expected);
  });
});

describe('A new column', () => {
  test.each([
    ['bigserial', { serial: true, notNull: true, type: { name: 'int8', modifiers: [], array: false } }],
    ['bigint GENERATED BY DEFAULT AS IDENTITY', { identity: true, notNull: true }],
    [
      'int GENERATED ALWAYS AS (a * 2) STORED NOT NULL',
      { generated: 'stored', generatedAs: { expression: expect.objectContaining({ text: 'a * 2' }), uses: ['a'] } },
    ],
    ['int GENERATED ALWAYS AS (a * 2) VIRTUAL', { generated: 'virtual' }],
    ['int PRIMARY KEY', { notNull: true, constraints: [expect.objectContaining({ kind: 'primary', name: 't_pkey' })] }],
    ['int NULL', { notNull: false, constraints: [] }],
  ])('%s', (definition, expected) => {
    expect(acts(`ALTER TABLE t ADD c ${definition}`)).toMatchObject([{ act: 'add-column', column: expected }]);
  });

  test('a key beside it is deferrable when it says so', () => {
    const [act] = acts('ALTER TABLE t ADD c int UNIQUE REFERENCES u DEFERRABLE INITIALLY DEFERRED');
    expect(
      act?.act === 'add-column' && act.column.constraints.map(({ kind, deferrable }) => [kind, deferrable]),
    ).toEqual([
      ['unique', false],
      ['foreign-key', true],
    ]);
  });
});

describe('A constraint', () => {
  test.each([
    [
      'CHECK (a > 0)',
      { name: 't_a_check', made: true, kind: 'check', columns: ['a'], text: 'a > 0', notNullOf: undefined },
    ],
    ['CHECK (a > b)', { name: 't_check', made: true, columns: ['a', 'b'] }],
    ['CHECK ((("a") IS NOT NULL)) NOT VALID', { notNullOf: 'a', notValid: true, text: '("a") IS NOT NULL' }],
    ['CONSTRAINT n CHECK (a IS NOT NULL OR b)', { name: 'n', notNullOf: undefined }],
    ['CHECK (a > 0) NOT ENFORCED', { notEnforced: true }],
    ['CONSTRAINT n NOT NULL c NOT VALID', { name: 'n', kind: 'not-null', column: 'c', notValid: true }],
    ['NOT NULL c', { name: 't_c_not_null', kind: 'not-null' }],
    ['UNIQUE (a, b)', { name: 't_a_b_key', kind: 'unique', columns: ['a', 'b'], using: undefined }],
    ['UNIQUE USING INDEX i', { name: 'i', kind: 'unique', using: 'i' }],
    ['CONSTRAINT n PRIMARY KEY USING INDEX i', { name: 'n', kind: 'primary', using: 'i' }],
    [
      'FOREIGN KEY (a) REFERENCES u (id) ON DELETE CASCADE NOT VALID',
      { name: 't_a_fkey', kind: 'foreign-key', table: 'u', references: ['id'], onDelete: 'cascade', notValid: true },
    ],
    [
      'EXCLUDE USING gist (a WITH =, int4range(b, c) WITH &&)',
      { name: 't_a_int4range_excl', kind: 'exclusion', columns: ['a', 'b', 'c'] },
    ],
  ])('%s', (definition, expected) => {
    expect(acts(`ALTER TABLE t ADD ${definition}`)).toMatchObject([{ act: 'add-constraint', constraint: expected }]);
  });

  test.each([
    ['UNIQUE', 29, 29, 'key'],
    ['FOREIGN KEY', 29, 28, 'fkey'],
  ])('names of %s that are too long lose bytes as PostgreSQL takes them', (kind, table, column, label) => {
    const references = kind === 'UNIQUE' ? '' : 'REFERENCES u';
    const [act] = acts(`ALTER TABLE ${'t'.repeat(40)} ADD ${kind} (${'a'.repeat(40)}) ${references}`);
    expect(act?.act === 'add-constraint' && act.constraint.name).toBe(
      `${'t'.repeat(table)}_${'a'.repeat(column)}_${label}`,
    );
  });
});

describe('An index', () => {
  test.each([
    [
      'CREATE INDEX i ON t (c varchar_pattern_ops)',
      {
        index: { name: 'i', columns: ['c'], operatorClasses: ['varchar_pattern_ops'], method: 'btree', unique: false },
      },
    ],
    [
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (lower(a), b) INCLUDE (d) WHERE (e > 0)',
      {
        concurrently: true,
        ifNotExists: true,
        index: { unique: true, columns: ['b'], uses: ['b', 'a', 'e', 'd'], hasExpressions: true, predicate: 'e > 0' },
      },
    ],
    [
      'CREATE INDEX ON t USING gin (a, (b || c), lower(d))',
      { index: { name: 't_a_expr_lower_idx', made: true, method: 'gin' } },
    ],
    ['CREATE INDEX i ON ONLY t (a)', { only: true }],
  ])('%s', (text, expected) => {
    expect(acts(text)).toMatchObject([{ act: 'create-index', ...expected }]);
  });
});

describe('Rows', () => {
  test.each([
    ['UPDATE t SET c = 1', { act: 'update', where: { kind: 'all', text: '' }, sets: ['c'] }],
    ['UPDATE t SET c = 1 WHERE true', { where: { kind: 'all' } }],
    ['UPDATE t SET c = 1 WHERE 1 = 1', { where: { kind: 'all' } }],
    ['UPDATE t SET c = 1 WHERE 1 = 2', { where: { kind: 'some' } }],
    ['UPDATE t SET c = 1 WHERE c IS NULL', { where: { kind: 'missing-values', text: 'c IS NULL' } }],
    [
      'UPDATE t SET c = 1 WHERE c IS NULL AND id < 5 RETURNING id',
      { where: { kind: 'some', text: 'c IS NULL AND id < 5' } },
    ],
    ['UPDATE t SET c = (SELECT d FROM u WHERE u.id = t.id)', { reads: ['u'], where: { kind: 'all' } }],
    ['DELETE FROM t USING u WHERE t.id = u.id', { act: 'delete', reads: ['u'], where: { kind: 'some' } }],
    ['INSERT INTO t VALUES (1)', { act: 'insert', values: true }],
    ['INSERT INTO t SELECT * FROM u', { act: 'insert', reads: ['u'] }],
    ['MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE', { act: 'merge', table: 't' }],
    ["SELECT setval('s', 1) FROM t FOR UPDATE OF t", { act: 'select', calls: ['setval'], reads: ['t'], locking: true }],
    ['COPY t FROM STDIN', { act: 'insert', table: 't' }],
  ])('%s', (text, expected) => {
    expect(acts(text)).toMatchObject([expected]);
  });

  test('what WITH changes counts, and its names are no tables', () => {
    expect(acts('WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone')).toMatchObject([
      { act: 'delete', table: 't', where: { kind: 'all' } },
      { act: 'insert', table: 'u', reads: [] },
    ]);
  });
});

describe('Everything else', () => {
  test.each<[string, Act]>([
    ["SET LOCAL lock_timeout = '2s'", { act: 'set', name: 'lock_timeout', value: '2s', local: true }],
    ['SET lock_timeout TO 500', { act: 'set', name: 'lock_timeout', value: '500', local: false }],
    ["SET TIME ZONE 'UTC'", { act: 'set', name: 'timezone', value: 'UTC', local: false }],
    ['RESET lock_timeout', { act: 'set', name: 'lock_timeout', value: undefined, local: false }],
    ['SET CONSTRAINTS ALL IMMEDIATE', { act: 'set-constraints', immediate: true }],
    ['SET CONSTRAINTS n DEFERRED', { act: 'set-constraints', immediate: false }],
    ['BEGIN', { act: 'transaction', what: 'begin' }],
    ['COMMIT', { act: 'transaction', what: 'commit' }],
    ['LOCK TABLE t', { act: 'lock-table', tables: ['t'], mode: 'access-exclusive' }],
    ['LOCK t IN SHARE ROW EXCLUSIVE MODE', { act: 'lock-table', tables: ['t'], mode: 'share-row-exclusive' }],
    ['TRUNCATE t, u CASCADE', { act: 'truncate', tables: ['t', 'u'], cascade: true }],
    ['VACUUM (FULL, ANALYZE off) t', { act: 'vacuum', tables: ['t'], full: true, analyze: false }],
    ['ANALYZE', { act: 'vacuum', tables: [], full: false, analyze: true, only: 'analyze' }],
    ['CLUSTER t USING i', { act: 'cluster', table: 't' }],
    ['REINDEX (CONCURRENTLY) TABLE t', { act: 'reindex', kind: 'table', name: 't', concurrently: true }],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', { act: 'refresh-view', view: 'v', concurrently: true }],
    [
      'CREATE VIEW v AS SELECT * FROM t JOIN u USING (id)',
      {
        act: 'create-view',
        view: 'v',
        reads: ['t', 'u'],
        replace: false,
        query: { columns: 'all', mirrors: undefined },
      },
    ],
    [
      'CREATE VIEW v AS SELECT * FROM s.t',
      { act: 'create-view', view: 'v', reads: ['s.t'], replace: false, query: { columns: 'all', mirrors: 's.t' } },
    ],
    [
      'CREATE VIEW v AS SELECT t.a, b FROM t WHERE c > 1',
      {
        act: 'create-view',
        view: 'v',
        reads: ['t'],
        replace: false,
        query: { columns: ['a', 'b', 'c'], mirrors: undefined },
      },
    ],
    ['DROP MATERIALIZED VIEW v CASCADE', { act: 'drop-view', views: ['v'], cascade: true, materialized: true }],
    ["CREATE TYPE mood AS ENUM ('a', 'b')", { act: 'create-type', type: 'mood', values: ['a', 'b'] }],
    [
      "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'c' BEFORE 'a'",
      { act: 'add-enum-value', type: 'mood', value: 'c', ifNotExists: true },
    ],
    ["ALTER TYPE mood RENAME VALUE 'a' TO 'z'", { act: 'rename-enum-value', type: 'mood', value: 'a', to: 'z' }],
    [
      'DROP INDEX CONCURRENTLY IF EXISTS i',
      { act: 'drop-index', indexes: ['i'], concurrently: true, ifExists: true, cascade: false },
    ],
    ['DROP TRIGGER g ON s.t', { act: 'drop-trigger', table: 's.t', name: 'g' }],
    ["COMMENT ON COLUMN t.c IS 'x'", { act: 'comment', on: 'column', table: 't' }],
    ["COMMENT ON INDEX i IS 'x'", { act: 'comment', on: 'other', table: undefined }],
    ['CREATE EXTENSION IF NOT EXISTS pg_trgm', { act: 'create-extension', name: 'pg_trgm', ifNotExists: true }],
    ['DO $$ BEGIN NULL; END $$', { act: 'do', language: 'plpgsql', body: ' BEGIN NULL; END ' }],
    ['GRANT SELECT ON t TO someone', { act: 'grant' }],
    ['DROP DATABASE d', { act: 'database', what: 'drop', name: 'd' }],
    ['CALL something()', { act: 'other', kind: 'CallStmt' }],
    ['DROP FUNCTION f', { act: 'other', kind: 'DropStmt OBJECT_FUNCTION' }],
  ])('%s', (text, expected) => {
    expect(acts(text)).toEqual([expected]);
  });

  test('a table of a query is made and filled', () => {
    expect(acts('CREATE TABLE copy AS SELECT * FROM t')).toMatchObject([
      { act: 'create-table', table: 'copy', columnsUnknown: true },
      { act: 'insert', table: 'copy', reads: ['t'] },
    ]);
  });

  test('CREATE TABLE keeps its partitions, parents and conditions apart', () => {
    expect(acts('CREATE TABLE p PARTITION OF t FOR VALUES IN (1)')[0]).toMatchObject({ partitionOf: 't' });
    expect(acts('CREATE TABLE t (a int, CHECK (a > 0), CHECK (a < 9)) PARTITION BY LIST (a)')[0]).toMatchObject({
      partitioned: true,
      constraints: [{ name: 't_a_check' }, { name: 't_a_check1' }],
    });
    expect(acts('CREATE TEMP TABLE t (LIKE u) INHERITS (v)')[0]).toMatchObject({ temporary: true, like: ['u', 'v'] });
  });
});
