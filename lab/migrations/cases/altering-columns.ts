import type { Case } from './case.ts';
import { alterField, item, list, model, one, separate, several, sql } from './parts.ts';

const INSERT = 'release/insert-fails';
const NOTE = '("note", models.CharField(max_length=200, null=True))';
/** NULL is allowed, and what nobody gives is the empty string. */
const GIVEN_NOTE = '("note", models.CharField(max_length=200, null=True, default=""))';
const CODE = '("code", models.CharField(max_length=20, default="x"))';

/** Columns in use whose type or NULL changes. */
export const ALTERING_COLUMNS: readonly Case[] = [
  one(
    'set_not_null',
    'Every row is read while nobody can read or write, and the running release writes NULL.',
    ['lock/scan', 'rows/null', INSERT],
    [item([NOTE])],
    [alterField('note', 'models.CharField(max_length=200)')],
    { prepare: "UPDATE set_not_null_item SET note = '' WHERE note IS NULL" },
  ),
  one(
    'set_not_null_on_nulls',
    'Where a row has NULL, it stops.',
    ['rows/null'],
    [item([NOTE])],
    [alterField('note', 'models.CharField(max_length=200)')],
    {
      prepare: 'UPDATE set_not_null_on_nulls_item SET note = NULL',
      fails: { on: 'rows', why: 'there are rows with NULL' },
    },
  ),
  one(
    'set_not_null_after_check',
    'A validated check says already that there is no NULL, to PostgreSQL and to the running release.',
    [],
    [
      item([GIVEN_NOTE]),
      sql('ALTER TABLE set_not_null_after_check_item ADD CONSTRAINT note_given CHECK (note IS NOT NULL)'),
    ],
    [alterField('note', 'models.CharField(max_length=200)')],
    { prepare: "UPDATE set_not_null_after_check_item SET note = ''" },
  ),
  one(
    'set_not_null_unvalidated',
    'A check that was never validated says nothing of old rows.',
    ['lock/scan'],
    [
      item([GIVEN_NOTE]),
      sql('ALTER TABLE set_not_null_unvalidated_item ADD CONSTRAINT note_given CHECK (note IS NOT NULL) NOT VALID'),
    ],
    [alterField('note', 'models.CharField(max_length=200)')],
    { prepare: "UPDATE set_not_null_unvalidated_item SET note = ''" },
  ),
  several(
    'set_not_null_postgres18',
    'In two statements nobody waits, but the running release still writes NULL.',
    [INSERT],
    [item([NOTE])],
    [
      {
        name: '0002_promise',
        operations: list(
          sql('ALTER TABLE set_not_null_postgres18_item ADD CONSTRAINT note_given NOT NULL note NOT VALID'),
        ),
      },
      {
        name: '0003_validate',
        operations: list(
          sql('ALTER TABLE set_not_null_postgres18_item VALIDATE CONSTRAINT note_given'),
          separate([], [alterField('note', 'models.CharField(max_length=200)')]),
        ),
      },
    ],
    { postgres: '>=18', prepare: "UPDATE set_not_null_postgres18_item SET note = '' WHERE note IS NULL" },
  ),
  one(
    'set_not_null_with_default',
    'All rows without a value are written while the table is locked.',
    ['lock/update', INSERT],
    [item([NOTE])],
    [alterField('note', 'models.CharField(max_length=200, default="")')],
    { prepare: 'UPDATE set_not_null_with_default_item SET note = NULL WHERE id % 2 = 0' },
  ),
  one(
    'set_not_null_db_default',
    'With a default of the database the rows are written all the same.',
    ['lock/update'],
    [item([NOTE])],
    [alterField('note', 'models.CharField(max_length=200, db_default="", default="")')],
    { django: '>=5.0', prepare: 'UPDATE set_not_null_db_default_item SET note = NULL WHERE id % 2 = 0' },
  ),
  several(
    'set_not_null_new_table',
    'On a new table there is nothing to read.',
    [],
    [item()],
    [
      { name: '0002_table', operations: list(model('Box', [NOTE])) },
      { name: '0003_note', operations: list(alterField('note', 'models.CharField(max_length=200)', 'box')) },
    ],
  ),
  one(
    'drop_not_null',
    'The new release may write NULL, which the running one never saw.',
    ['release/null-unexpected'],
    [item()],
    [alterField('name', 'models.CharField(max_length=80, null=True)')],
  ),
  one(
    'widen_varchar',
    'A longer limit is only a number in the catalogue.',
    [],
    [item()],
    [alterField('name', 'models.CharField(max_length=200)')],
  ),
  one(
    'widen_indexed_varchar',
    'Also where the column has a plain index.',
    [],
    [item([CODE.replace('default', 'db_index=True, default')])],
    [alterField('code', 'models.CharField(max_length=40, db_index=True, default="x")')],
  ),
  one(
    'widen_under_expression',
    'An index on an expression of the column is built anew.',
    ['lock/index-build'],
    [item(), 'migrations.AddIndex("item", models.Index(Lower("name"), name="widen_lower_name"))'],
    [alterField('name', 'models.CharField(max_length=200)')],
    { imports: 'from django.db.models.functions import Lower' },
  ),
  one(
    'widen_under_check',
    'A check on the column is verified anew.',
    ['lock/scan'],
    [item(), sql("ALTER TABLE widen_under_check_item ADD CONSTRAINT name_given CHECK (name <> '')")],
    [alterField('name', 'models.CharField(max_length=200)')],
    { prepare: "UPDATE widen_under_check_item SET name = 'x' WHERE name = ''" },
  ),
  one(
    'narrow_varchar',
    'A shorter limit writes every row anew, and refuses what is longer.',
    ['lock/rewrite', 'rows/cast', INSERT],
    [item()],
    [alterField('name', 'models.CharField(max_length=40)')],
    { prepare: 'UPDATE narrow_varchar_item SET name = left(name, 30)' },
  ),
  one(
    'narrow_long_values',
    'Where a value is longer, it stops.',
    ['rows/cast'],
    [item()],
    [alterField('name', 'models.CharField(max_length=10)')],
    {
      prepare: "UPDATE narrow_long_values_item SET name = repeat('x', 70)",
      fails: { on: 'rows', why: 'values are longer than the new limit' },
    },
  ),
  one(
    'text_to_varchar',
    'A text that gets a limit is the same.',
    ['lock/rewrite', 'rows/cast'],
    [item(['("body", models.TextField(default=""))'])],
    [alterField('body', 'models.CharField(max_length=100, default="")')],
    { prepare: 'UPDATE text_to_varchar_item SET body = left(body, 50)' },
  ),
  one(
    'char_to_text',
    'A limit that goes away is only a note in the catalogue.',
    [],
    [item()],
    [alterField('name', 'models.TextField()')],
  ),
  one(
    'indexed_char_to_text',
    'With an index Django makes its second index anew, and not concurrently.',
    ['lock/index-build'],
    [item(['("code", models.CharField(max_length=20, db_index=True, default="x"))'])],
    [alterField('code', 'models.TextField(db_index=True, default="x")')],
    { django: '>=5.2' },
  ),
  one(
    'integer_to_bigint',
    'A larger integer writes every row anew.',
    ['lock/rewrite'],
    [item(['("amount", models.IntegerField(default=0))'])],
    [alterField('amount', 'models.BigIntegerField(default=0)')],
  ),
  several(
    'integer_to_bigint_new_table',
    'In a new table there is nothing to write.',
    [],
    [item()],
    [
      { name: '0002_table', operations: list(model('Box', ['("amount", models.IntegerField(default=0))'])) },
      { name: '0003_amount', operations: list(alterField('amount', 'models.BigIntegerField(default=0)', 'box')) },
    ],
  ),
  one(
    'bigint_to_integer',
    'A smaller integer too, and it may not hold what is there.',
    ['lock/rewrite', 'rows/cast'],
    [item(['("amount", models.BigIntegerField(default=0))'])],
    [alterField('amount', 'models.IntegerField(default=0)')],
    { prepare: 'UPDATE bigint_to_integer_item SET amount = id' },
  ),
  one(
    'char_to_integer',
    'Another kind of value: what the running release sends is no number.',
    ['lock/rewrite', 'rows/cast', INSERT],
    [item([CODE])],
    [alterField('code', 'models.IntegerField(default=0)')],
    { prepare: 'UPDATE char_to_integer_item SET code = id' },
  ),
  one(
    'integer_to_char',
    'The other way round the driver sends a number where a text is wanted.',
    ['lock/rewrite'],
    [item(['("amount", models.IntegerField(default=0))'])],
    [alterField('amount', 'models.CharField(max_length=20, default="0")')],
  ),
  one(
    'auto_to_big_auto',
    'A larger primary key writes the table and every table that refers to it.',
    ['lock/rewrite'],
    [
      'migrations.CreateModel(name="Shelf", fields=[("id", models.AutoField(primary_key=True, serialize=False)), ("place", models.CharField(max_length=40))])',
      item(['("shelf", models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL))']),
    ],
    [alterField('id', 'models.BigAutoField(primary_key=True, serialize=False)', 'shelf')],
  ),
  one(
    'decimal_more_digits',
    'More digits before the point are only a number in the catalogue.',
    [],
    [item(['("price", models.DecimalField(max_digits=8, decimal_places=2, default=0))'])],
    [alterField('price', 'models.DecimalField(max_digits=12, decimal_places=2, default=0)')],
  ),
  one(
    'decimal_more_places',
    'More of them after the point write every row anew.',
    ['lock/rewrite'],
    [item(['("price", models.DecimalField(max_digits=8, decimal_places=2, default=0))'])],
    [alterField('price', 'models.DecimalField(max_digits=12, decimal_places=4, default=0)')],
  ),
  one(
    'date_to_datetime',
    'A day that becomes a moment writes every row anew.',
    ['lock/rewrite'],
    [item(['("day", models.DateField(null=True))'])],
    [alterField('day', 'models.DateTimeField(null=True)')],
  ),
  one(
    'timestamp_with_zone',
    'In a session of UTC the bytes are the same, with and without a zone.',
    [],
    [item(), sql('ALTER TABLE timestamp_with_zone_item ADD COLUMN made timestamp NULL')],
    [sql("SET LOCAL TIME ZONE 'UTC'"), sql('ALTER TABLE timestamp_with_zone_item ALTER COLUMN made TYPE timestamptz')],
  ),
  one(
    'timestamp_other_zone',
    'In any other session every row is written anew.',
    ['lock/rewrite'],
    [item(), sql('ALTER TABLE timestamp_other_zone_item ADD COLUMN made timestamp NULL')],
    [
      sql("SET LOCAL TIME ZONE 'Europe/Paris'"),
      sql('ALTER TABLE timestamp_other_zone_item ALTER COLUMN made TYPE timestamptz'),
    ],
  ),
];
