import type { Case } from './case.ts';
import { addField, alterField, item, list, model, one, SHELF, separate, several, sql } from './parts.ts';

const BUILD = 'lock/index-build';

/** A table divided by days, as SQL: Django has no words for it. */
const partitioned = (name: string): readonly string[] => [
  sql(`CREATE TABLE ${name}_log (id bigint, day date NOT NULL) PARTITION BY RANGE (day)`, `DROP TABLE ${name}_log`),
  sql(`CREATE TABLE ${name}_log_1 PARTITION OF ${name}_log FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')`),
];

/** Exclusions, primary keys, partitions, names. */
export const EXCLUSIONS_AND_PARTITIONS: readonly Case[] = [
  one(
    'exclusion_constraint',
    'An exclusion builds its index while nobody can read, and cannot be had otherwise.',
    [BUILD],
    [item(['("span", IntegerRangeField(null=True))'])],
    [
      'migrations.AddConstraint("item", ExclusionConstraint(name="exclusion_span", expressions=[("span", RangeOperators.OVERLAPS)]))',
    ],
    {
      imports: 'from django.contrib.postgres.fields import IntegerRangeField',
      prepare: 'UPDATE exclusion_constraint_item SET span = int4range((id * 10)::integer, (id * 10 + 5)::integer)',
      migration: {
        imports:
          'from django.contrib.postgres.constraints import ExclusionConstraint\nfrom django.contrib.postgres.fields import RangeOperators',
      },
    },
  ),
  several(
    'exclusion_new_table',
    'In a new table there is nothing to build.',
    [],
    [item()],
    [
      {
        name: '0002_table',
        operations: list(
          model('Box', ['("span", IntegerRangeField(null=True))']),
          'migrations.AddConstraint("box", ExclusionConstraint(name="exclusion_new_span", expressions=[("span", RangeOperators.OVERLAPS)]))',
        ),
        imports:
          'from django.contrib.postgres.constraints import ExclusionConstraint\nfrom django.contrib.postgres.fields import IntegerRangeField, RangeOperators',
      },
    ],
  ),
  one(
    'primary_key_nullable',
    'A primary key over a column that may be NULL reads every row, whatever index it takes over.',
    ['lock/scan'],
    [
      sql('CREATE TABLE primary_key_nullable_log (id bigint)', 'DROP TABLE primary_key_nullable_log'),
      sql('CREATE UNIQUE INDEX primary_key_nullable_id ON primary_key_nullable_log (id)'),
    ],
    [
      sql(
        'ALTER TABLE primary_key_nullable_log ADD CONSTRAINT primary_key_nullable_id PRIMARY KEY USING INDEX primary_key_nullable_id',
      ),
    ],
  ),
  one(
    'primary_key_taken_over',
    'Over one that is NOT NULL there is nothing to read.',
    [],
    [
      sql('CREATE TABLE primary_key_taken_over_log (id bigint NOT NULL)', 'DROP TABLE primary_key_taken_over_log'),
      sql('CREATE UNIQUE INDEX primary_key_taken_over_id ON primary_key_taken_over_log (id)'),
    ],
    [
      sql(
        'ALTER TABLE primary_key_taken_over_log ADD CONSTRAINT primary_key_taken_over_id PRIMARY KEY USING INDEX primary_key_taken_over_id',
      ),
    ],
  ),
  one(
    'primary_key_built',
    'Without an index to take over it is built.',
    [BUILD],
    [sql('CREATE TABLE primary_key_built_log (id bigint NOT NULL)', 'DROP TABLE primary_key_built_log')],
    [sql('ALTER TABLE primary_key_built_log ADD PRIMARY KEY (id)')],
  ),
  one(
    'attach_partition',
    'A table that becomes a partition is read to the end.',
    ['lock/partitions'],
    [...partitioned('attach_partition'), sql('CREATE TABLE attach_partition_old (id bigint, day date NOT NULL)')],
    [
      sql(
        "ALTER TABLE attach_partition_log ATTACH PARTITION attach_partition_old FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
      ),
    ],
    { prepare: "UPDATE attach_partition_old SET day = '2025-03-01'" },
  ),
  one(
    'attach_checked_partition',
    'With a check that says the same, it is not.',
    [],
    [
      ...partitioned('attach_checked_partition'),
      sql(
        "CREATE TABLE attach_checked_partition_old (id bigint, day date NOT NULL, CHECK (day >= '2025-01-01' AND day < '2026-01-01'))",
      ),
    ],
    [
      sql(
        "ALTER TABLE attach_checked_partition_log ATTACH PARTITION attach_checked_partition_old FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
      ),
    ],
    {
      prepare:
        "INSERT INTO attach_checked_partition_old SELECT number, '2025-03-01' FROM generate_series(1, 200) AS number",
    },
  ),
  one(
    'detach_partition',
    'A partition that leaves locks its parent.',
    ['lock/partitions'],
    partitioned('detach_partition'),
    [sql('ALTER TABLE detach_partition_log DETACH PARTITION detach_partition_log_1')],
  ),
  one(
    'index_long_name',
    'Names longer than 63 bytes are cut without a word.',
    ['server/identifier'],
    [item()],
    [
      separate(
        [sql('CREATE TABLE index_long_name_which_is_so_much_longer_than_sixty_three_bytes_can_be (id bigint)')],
        [],
      ),
    ],
  ),
  several(
    'foreign_key_indexed_first',
    'Column, index concurrently, key without a look, look.',
    [],
    [SHELF, item()],
    [
      {
        name: '0002_column',
        operations: list(
          addField(
            'shelf',
            'models.ForeignKey("Shelf", null=True, db_index=False, db_constraint=False, on_delete=models.SET_NULL)',
          ),
        ),
      },
      {
        name: '0003_index',
        operations: list(
          separate(
            [
              sql(
                'CREATE INDEX CONCURRENTLY indexed_first_shelf ON foreign_key_indexed_first_item (shelf_id)',
                'DROP INDEX indexed_first_shelf',
              ),
            ],
            [
              alterField(
                'shelf',
                'models.ForeignKey("Shelf", null=True, db_constraint=False, on_delete=models.SET_NULL)',
              ),
            ],
          ),
        ),
        atomic: false,
      },
      {
        name: '0004_key',
        operations: list(
          separate(
            [
              sql(
                'ALTER TABLE foreign_key_indexed_first_item ADD CONSTRAINT indexed_first_key FOREIGN KEY (shelf_id) REFERENCES foreign_key_indexed_first_shelf (id) DEFERRABLE INITIALLY DEFERRED NOT VALID',
              ),
            ],
            [alterField('shelf', 'models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL)')],
          ),
        ),
      },
      {
        name: '0005_validate',
        operations: list(sql('ALTER TABLE foreign_key_indexed_first_item VALIDATE CONSTRAINT indexed_first_key')),
      },
    ],
  ),
];
