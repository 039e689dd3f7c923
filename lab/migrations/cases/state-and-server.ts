import type { Case } from './case.ts';
import { addField, item, list, model, one, SHELF, separate, several, sql } from './parts.ts';

/** A table divided by days, as SQL: Django has no words for it. */
const partitioned = (name: string): readonly string[] => [
  sql(`CREATE TABLE ${name}_log (id bigint, day date NOT NULL) PARTITION BY RANGE (day)`, `DROP TABLE ${name}_log`),
  sql(`CREATE TABLE ${name}_log_1 PARTITION OF ${name}_log FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')`),
];

const LONGEST_NAME = 'name_of_sixty_three_bytes_'.padEnd(63, 'x');

/** What Django believes beside what is so, several tables at once, and the rarer statements. */
export const STATE_AND_SERVER: readonly Case[] = [
  one(
    'halves_disagree',
    'Django believes in a column that has another name in the database.',
    ['order/state-disagrees'],
    [item()],
    [
      separate(
        [sql('ALTER TABLE halves_disagree_item ADD COLUMN kode varchar(20) NULL')],
        [addField('code', 'models.CharField(max_length=20, null=True)')],
      ),
    ],
  ),
  one(
    'halves_agree',
    'Both say the same in their own words.',
    [],
    [item()],
    [
      separate(
        [sql('ALTER TABLE halves_agree_item ADD COLUMN code varchar(20) NULL')],
        [addField('code', 'models.CharField(max_length=20, null=True)')],
      ),
    ],
  ),
  one(
    'foreign_key_unindexed',
    'Without an index whoever deletes a parent reads all children.',
    ['lock/unindexed-key'],
    [SHELF, item()],
    [addField('shelf', 'models.ForeignKey("Shelf", null=True, db_index=False, on_delete=models.SET_NULL)')],
  ),
  one(
    'several_tables',
    'Many tables in one transaction are locked together until its end.',
    ['lock/several-tables'],
    [SHELF, item(), model('Box', []), model('Room', [])],
    ['item', 'shelf', 'box', 'room'].map(name => addField('code', 'models.IntegerField(null=True)', name)),
  ),
  several(
    'several_tables_apart',
    'In a migration each they are not.',
    [],
    [SHELF, item()],
    [
      { name: '0002_item', operations: list(addField('code', 'models.IntegerField(null=True)')) },
      { name: '0003_shelf', operations: list(addField('code', 'models.IntegerField(null=True)', 'shelf')) },
    ],
  ),
  one(
    'timestamp_indexed',
    'In a session of UTC no row is written anew, but the index on the column is.',
    ['lock/index-build'],
    [
      item(),
      sql('ALTER TABLE timestamp_indexed_item ADD COLUMN made timestamp NULL'),
      sql('CREATE INDEX timestamp_indexed_made ON timestamp_indexed_item (made)', 'DROP INDEX timestamp_indexed_made'),
    ],
    [sql("SET LOCAL TIME ZONE 'UTC'"), sql('ALTER TABLE timestamp_indexed_item ALTER COLUMN made TYPE timestamptz')],
  ),
  one('new_partition', 'A partition that is made new has no row to look at.', [], partitioned('new_partition'), [
    sql(
      "CREATE TABLE new_partition_log_2 PARTITION OF new_partition_log FOR VALUES FROM ('2026-07-01') TO ('2027-01-01')",
    ),
  ]),
  one(
    'row_security',
    'Row security is switched on for a moment of the table only.',
    [],
    [item()],
    [
      sql(
        'ALTER TABLE row_security_item ENABLE ROW LEVEL SECURITY',
        'ALTER TABLE row_security_item DISABLE ROW LEVEL SECURITY',
      ),
    ],
  ),
  one(
    'replica_identity',
    'So is what replicas are told.',
    [],
    [item()],
    [
      sql(
        'ALTER TABLE replica_identity_item REPLICA IDENTITY FULL',
        'ALTER TABLE replica_identity_item REPLICA IDENTITY DEFAULT',
      ),
    ],
  ),
  one(
    'set_statistics',
    'How much the planner knows of a column keeps nobody waiting.',
    [],
    [item()],
    [
      sql(
        'ALTER TABLE set_statistics_item ALTER COLUMN name SET STATISTICS 200',
        'ALTER TABLE set_statistics_item ALTER COLUMN name SET STATISTICS -1',
      ),
    ],
  ),
  one(
    'drop_schema',
    'A schema goes with all that is in it.',
    ['server/drop-schema'],
    [
      sql('CREATE SCHEMA drop_schema_old', 'DROP SCHEMA drop_schema_old'),
      sql('CREATE TABLE drop_schema_old.log (id bigint)', 'DROP TABLE drop_schema_old.log'),
    ],
    [sql('DROP SCHEMA drop_schema_old CASCADE', 'CREATE SCHEMA drop_schema_old')],
  ),
  one(
    'long_enough_name',
    'A name of 63 bytes is kept whole.',
    [],
    [item()],
    [sql(`CREATE TABLE ${LONGEST_NAME} (id bigint)`, `DROP TABLE ${LONGEST_NAME}`)],
  ),
  one(
    'make_model_and_fill',
    'A model, its rows and its key in one migration concern nobody yet.',
    [],
    [item()],
    [
      model('Kind', ['("title", models.CharField(max_length=20))']),
      sql(
        "INSERT INTO make_model_and_fill_kind (title) VALUES ('small'), ('large')",
        'DELETE FROM make_model_and_fill_kind',
      ),
    ],
  ),
];
