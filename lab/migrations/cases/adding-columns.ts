import type { Case } from './case.ts';
import { addField, item, list, one, separate, several, sql } from './parts.ts';

const INSERT = 'release/insert-fails';
const FUNCTIONS = 'from django.db.models.functions import Now, Random';

/** New columns on a table that is in use. */
export const ADDING_COLUMNS: readonly Case[] = [
  one(
    'add_null_column',
    'A column without a value costs nothing.',
    [],
    [item()],
    [addField('code', 'models.CharField(max_length=20, null=True)')],
  ),
  one('add_null_text', 'Neither does a text.', [], [item()], [addField('notes', 'models.TextField(null=True)')]),
  one(
    'add_null_with_default',
    'A Python default on a nullable column is taken away again, and NULL is accepted.',
    [],
    [item()],
    [addField('code', 'models.CharField(max_length=20, null=True, default="x")')],
  ),
  one(
    'add_not_null_default',
    'The default is dropped again: INSERTs that do not name the column fail.',
    [INSERT],
    [item()],
    [addField('code', 'models.CharField(max_length=20, default="x")')],
  ),
  one(
    'add_boolean_default',
    'The same for a flag.',
    [INSERT],
    [item()],
    [addField('hidden', 'models.BooleanField(default=False)')],
  ),
  one(
    'add_json_default',
    'The same for JSON.',
    [INSERT],
    [item()],
    [addField('extra', 'models.JSONField(default=dict)')],
  ),
  one(
    'add_one_off_default',
    'The same for a default that was only given for the migration.',
    [INSERT],
    [item()],
    [
      'migrations.AddField(model_name="item", name="code", field=models.CharField(max_length=20, default="x"), preserve_default=False)',
    ],
  ),
  one(
    'add_blank_text',
    'A field without NULL that may be blank is filled with the empty string, and breaks INSERTs as well.',
    [INSERT],
    [item()],
    [addField('notes', 'models.TextField(blank=True)')],
  ),
  one(
    'add_db_default_literal',
    'A default of the database serves both releases.',
    [],
    [item()],
    [addField('code', 'models.CharField(max_length=20, db_default="x")')],
    { django: '>=5.0' },
  ),
  one(
    'add_db_default_number',
    'The same for a number.',
    [],
    [item()],
    [addField('amount', 'models.IntegerField(db_default=5)')],
    { django: '>=5.0' },
  ),
  one(
    'add_db_default_now',
    'The time of the statement is computed once for all rows.',
    [],
    [item()],
    [addField('made', 'models.DateTimeField(db_default=Now())')],
    { django: '>=5.0', migration: { imports: FUNCTIONS } },
  ),
  one(
    'add_sql_default_now',
    'So is now(), whoever writes it.',
    [],
    [item()],
    [separate([sql('ALTER TABLE add_sql_default_now_item ADD COLUMN made timestamptz DEFAULT now() NOT NULL')], [])],
  ),
  one(
    'add_sql_current_timestamp',
    'CURRENT_TIMESTAMP is the same.',
    [],
    [item()],
    [sql('ALTER TABLE add_sql_current_timestamp_item ADD COLUMN made timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP')],
  ),
  one(
    'add_db_default_random',
    'A default that differs by row writes every row anew.',
    ['lock/rewrite'],
    [item()],
    [addField('luck', 'models.FloatField(db_default=Random())')],
    { django: '>=5.0', migration: { imports: FUNCTIONS } },
  ),
  one(
    'add_sql_default_uuid',
    'A UUID by row as well.',
    ['lock/rewrite'],
    [item()],
    [sql('ALTER TABLE add_sql_default_uuid_item ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()')],
    { postgres: '>=13' },
  ),
  one(
    'add_sql_default_clock',
    'clock_timestamp() is another time for each row.',
    ['lock/rewrite'],
    [item()],
    [sql('ALTER TABLE add_sql_default_clock_item ADD COLUMN made timestamptz DEFAULT clock_timestamp()')],
  ),
  several(
    'add_uuid_in_steps',
    'The column first, its default for new rows after it: nothing is written anew.',
    [],
    [item()],
    [
      { name: '0002_column', operations: list(sql('ALTER TABLE add_uuid_in_steps_item ADD COLUMN token uuid NULL')) },
      {
        name: '0003_default',
        operations: list(sql('ALTER TABLE add_uuid_in_steps_item ALTER COLUMN token SET DEFAULT gen_random_uuid()')),
      },
    ],
    { postgres: '>=13' },
  ),
  one(
    'add_same_uuid',
    'A callable default is called once, and every row gets what it gave.',
    ['rows/same-value', INSERT],
    [item()],
    [addField('token', 'models.UUIDField(default=uuid.uuid4)')],
    { migration: { imports: 'import uuid' } },
  ),
  one(
    'add_same_uuid_unique',
    'And where it has to be unique, two rows are one too many.',
    ['rows/same-value'],
    [item()],
    [addField('token', 'models.UUIDField(default=uuid.uuid4, unique=True)')],
    {
      migration: { imports: 'import uuid' },
      fails: { on: 'rows', why: 'all rows get the same value in a unique column' },
    },
  ),
  one(
    'add_null_uuid',
    'A UUID that is filled later costs nothing.',
    [],
    [item()],
    [addField('token', 'models.UUIDField(null=True)')],
  ),
  one(
    'add_not_null_sql',
    'NOT NULL without any default fails as soon as there is a row.',
    ['rows/null'],
    [item()],
    [sql('ALTER TABLE add_not_null_sql_item ADD COLUMN code varchar(5) NOT NULL')],
    { fails: { on: 'rows', why: 'the new column is NULL in every row' } },
  ),
  one(
    'add_not_null_new_table',
    'On a table of the same set of migrations there is no row.',
    [],
    [item()],
    [
      sql(
        'CREATE TABLE add_not_null_new_table_fresh (id bigint PRIMARY KEY)',
        'DROP TABLE add_not_null_new_table_fresh',
      ),
      sql('ALTER TABLE add_not_null_new_table_fresh ADD COLUMN code varchar(5) NOT NULL'),
    ],
  ),
];
