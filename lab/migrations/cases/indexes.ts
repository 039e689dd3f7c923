import type { Case } from './case.ts';
import { item, list, model, one, separate, several, sql } from './parts.ts';

const BUILD = 'lock/index-build';
const INSERT = 'release/insert-fails';
const CODE = '("code", models.CharField(max_length=20, default="x"))';
const CONCURRENTLY = 'from django.contrib.postgres.operations import AddIndexConcurrently';

/** A table divided by days, as SQL: Django has no words for it. */
const partitioned = (name: string): readonly string[] => [
  sql(`CREATE TABLE ${name}_log (id bigint, day date NOT NULL) PARTITION BY RANGE (day)`, `DROP TABLE ${name}_log`),
  sql(`CREATE TABLE ${name}_log_1 PARTITION OF ${name}_log FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')`),
];

/** Indexes, and keys that are indexes. */
export const INDEXES: readonly Case[] = [
  one(
    'add_index',
    'Writers wait while an index is built.',
    [BUILD],
    [item()],
    ['migrations.AddIndex("item", models.Index(fields=["name"], name="add_index_name"))'],
  ),
  one(
    'add_index_concurrently',
    'Concurrently nobody waits.',
    [],
    [item()],
    ['AddIndexConcurrently("item", models.Index(fields=["name"], name="add_concurrently_name"))'],
    {
      migration: { atomic: false, imports: CONCURRENTLY },
    },
  ),
  several(
    'add_index_new_table',
    'On a table of the same set of migrations nobody waits.',
    [],
    [item()],
    [
      { name: '0002_table', operations: list(model('Box', [CODE])) },
      {
        name: '0003_index',
        operations: list('migrations.AddIndex("box", models.Index(fields=["code"], name="new_table_code"))'),
      },
    ],
  ),
  one(
    'add_index_together',
    'An index over several columns is built in the same way.',
    [BUILD],
    [item([CODE])],
    ['migrations.AddIndex("item", models.Index(fields=["name", "code"], name="together_name_code"))'],
  ),
  one(
    'add_partial_index',
    'One over some rows reads all of them.',
    [BUILD],
    [item([CODE])],
    ['migrations.AddIndex("item", models.Index(fields=["name"], name="partial_name", condition=models.Q(code="x")))'],
  ),
  one(
    'add_gin_index',
    'Another kind of index is built in the same way.',
    [BUILD],
    [item(['("extra", models.JSONField(default=dict))'])],
    ['migrations.AddIndex("item", GinIndex(fields=["extra"], name="gin_extra"))'],
    { migration: { imports: 'from django.contrib.postgres.indexes import GinIndex' } },
  ),
  one(
    'add_partitioned_index',
    'On a partitioned table every partition is locked while its part is built.',
    [BUILD],
    partitioned('add_partitioned_index'),
    [sql('CREATE INDEX add_partitioned_index_id ON add_partitioned_index_log (id)')],
  ),
  one(
    'add_partitioned_index_only',
    'An index on the parent alone builds nothing.',
    [],
    partitioned('add_partitioned_index_only'),
    [sql('CREATE INDEX partitioned_index_only_id ON ONLY add_partitioned_index_only_log (id)')],
  ),
  one(
    'concurrently_in_transaction',
    'Concurrently is refused in a transaction.',
    ['order/in-transaction'],
    [item()],
    ['AddIndexConcurrently("item", models.Index(fields=["name"], name="in_transaction_name"))'],
    { migration: { imports: CONCURRENTLY }, fails: { on: 'always', why: 'CONCURRENTLY in a transaction' } },
  ),
  one(
    'concurrently_sql_in_transaction',
    'Also when it is written as SQL.',
    ['order/in-transaction'],
    [item()],
    [sql('CREATE INDEX CONCURRENTLY sql_in_transaction_name ON concurrently_sql_in_transaction_item (name)')],
    { fails: { on: 'always', why: 'CONCURRENTLY in a transaction' } },
  ),
  one(
    'concurrently_if_not_exists',
    'After a build that was cut off, IF NOT EXISTS keeps the invalid index.',
    ['lock/concurrent-retry'],
    [item()],
    [
      sql(
        'CREATE INDEX CONCURRENTLY IF NOT EXISTS if_not_exists_name ON concurrently_if_not_exists_item (name)',
        'DROP INDEX if_not_exists_name',
      ),
    ],
    { migration: { atomic: false } },
  ),
  one(
    'unique_constraint',
    'A key over columns builds its index while nobody can read.',
    [BUILD, 'rows/duplicates', INSERT],
    [item([CODE])],
    ['migrations.AddConstraint("item", models.UniqueConstraint(fields=["code"], name="unique_constraint_code"))'],
    { prepare: 'UPDATE unique_constraint_item SET code = id' },
  ),
  one(
    'unique_constraint_partial',
    'One over some rows is an index, and writers wait.',
    [BUILD, 'rows/duplicates', INSERT],
    [item([CODE])],
    [
      'migrations.AddConstraint("item", models.UniqueConstraint(fields=["code"], condition=models.Q(name="x"), name="partial_constraint_code"))',
    ],
    { prepare: "UPDATE unique_constraint_partial_item SET code = id, name = 'x'" },
  ),
  one(
    'unique_constraint_expression',
    'So is one over an expression.',
    [BUILD, 'rows/duplicates', INSERT],
    [item([CODE])],
    ['migrations.AddConstraint("item", models.UniqueConstraint(Lower("code"), name="expression_constraint_code"))'],
    {
      django: '>=4.0',
      prepare: 'UPDATE unique_constraint_expression_item SET code = id',
      migration: { imports: 'from django.db.models.functions import Lower' },
    },
  ),
  one(
    'unique_together',
    'The same by its older name.',
    [BUILD, 'rows/duplicates', INSERT],
    [item([CODE])],
    ['migrations.AlterUniqueTogether("item", {("name", "code")})'],
    { prepare: 'UPDATE unique_together_item SET code = id' },
  ),
  several(
    'unique_in_steps',
    'Index concurrently, then taken over: nobody waits, but duplicates of the running release are refused.',
    ['rows/duplicates', INSERT],
    [item([CODE])],
    [
      {
        name: '0002_index',
        operations: list(
          sql(
            'CREATE UNIQUE INDEX CONCURRENTLY unique_in_steps_code ON unique_in_steps_item (code)',
            'DROP INDEX unique_in_steps_code',
          ),
        ),
        atomic: false,
      },
      {
        name: '0003_constraint',
        operations: list(
          separate(
            [
              sql(
                'ALTER TABLE unique_in_steps_item ADD CONSTRAINT unique_in_steps_code UNIQUE USING INDEX unique_in_steps_code',
                'ALTER TABLE unique_in_steps_item DROP CONSTRAINT unique_in_steps_code',
              ),
            ],
            ['migrations.AddConstraint("item", models.UniqueConstraint(fields=["code"], name="unique_in_steps_code"))'],
          ),
        ),
      },
    ],
    { prepare: 'UPDATE unique_in_steps_item SET code = id' },
  ),
];
