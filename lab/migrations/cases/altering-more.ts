import type { Case } from './case.ts';
import { addField, alterField, item, list, one, SHELF, separate, several, sql } from './parts.ts';

const INSERT = 'release/insert-fails';
const CODE = '("code", models.CharField(max_length=20, default="x"))';

/** Columns in use that change in other ways, and many that do not change at all. */
export const ALTERING_MORE: readonly Case[] = [
  one(
    'cidr_to_inet',
    'Every network is an address.',
    [],
    [item(), sql('ALTER TABLE cidr_to_inet_item ADD COLUMN net cidr NULL')],
    [sql('ALTER TABLE cidr_to_inet_item ALTER COLUMN net TYPE inet')],
  ),
  one(
    'json_to_jsonb',
    'Another way to keep JSON writes every row anew.',
    ['lock/rewrite'],
    [item(), sql('ALTER TABLE json_to_jsonb_item ADD COLUMN extra json NULL')],
    [sql('ALTER TABLE json_to_jsonb_item ALTER COLUMN extra TYPE jsonb USING extra::jsonb')],
  ),
  one(
    'enum_to_text',
    'So does a text for an enumeration.',
    ['lock/rewrite'],
    [
      item(),
      sql("CREATE TYPE enum_to_text_mood AS ENUM ('calm', 'busy')", 'DROP TYPE enum_to_text_mood'),
      sql('ALTER TABLE enum_to_text_item ADD COLUMN mood enum_to_text_mood NULL'),
    ],
    [sql('ALTER TABLE enum_to_text_item ALTER COLUMN mood TYPE text USING mood::text')],
  ),
  one(
    'collation_of_indexed',
    'Another collation builds the index of the column anew.',
    ['lock/index-build'],
    [item(['("code", models.CharField(max_length=20, db_index=True, default="x"))'])],
    [alterField('code', 'models.CharField(max_length=20, db_index=True, default="x", db_collation="C")')],
  ),
  one(
    'collation_of_plain',
    'Without an index nothing is built.',
    [],
    [item([CODE])],
    [alterField('code', 'models.CharField(max_length=20, default="x", db_collation="C")')],
  ),
  one(
    'column_comment',
    'A comment changes no row and stops nobody.',
    [],
    [item()],
    [alterField('name', 'models.CharField(max_length=80, db_comment="As on the shelf")')],
    { django: '>=4.2' },
  ),
  one(
    'table_comment',
    'Nor does one on the table.',
    [],
    [item()],
    ['migrations.AlterModelTableComment("item", "What is kept")'],
    { django: '>=4.2' },
  ),
  ...(
    [
      ['choices', 'models.CharField(max_length=80, choices=[("a", "A")])'],
      ['help_text', 'models.CharField(max_length=80, help_text="As on the shelf")'],
      ['verbose_name', 'models.CharField("title", max_length=80)'],
      ['validators', 'models.CharField(max_length=80, validators=[])'],
      ['blank', 'models.CharField(max_length=80, blank=True)'],
      ['python_default', 'models.CharField(max_length=80, default="x")'],
      ['editable', 'models.CharField(max_length=80, editable=False)'],
      ['error_messages', 'models.CharField(max_length=80, error_messages={"blank": "?"})'],
    ] as const
  ).map(([what, field]) =>
    one(
      `only_${what}`,
      `An AlterField of nothing but ${what.replace('_', ' ')} reaches no database.`,
      [],
      [item()],
      [alterField('name', field)],
    ),
  ),
  one(
    'only_on_delete',
    'What happens to children is decided in Python, up to Django 6.0.',
    [],
    [SHELF, item(['("shelf", models.ForeignKey("Shelf", null=True, on_delete=models.CASCADE))'])],
    [alterField('shelf', 'models.ForeignKey("Shelf", null=True, on_delete=models.PROTECT, related_name="things")')],
  ),
  one(
    'alter_to_positive',
    'A field that becomes positive gets a check, which reads every row.',
    ['lock/scan', 'rows/violation'],
    [item(['("amount", models.IntegerField(default=0))'])],
    [alterField('amount', 'models.PositiveIntegerField(default=0)')],
    { prepare: 'UPDATE alter_to_positive_item SET amount = abs(amount / 2)' },
  ),
  one(
    'alter_unique',
    'A field that becomes unique builds an index that nobody can read past.',
    ['lock/index-build', 'rows/duplicates', INSERT],
    [item([CODE])],
    [alterField('code', 'models.CharField(max_length=20, unique=True)')],
    { prepare: 'UPDATE alter_unique_item SET code = id' },
  ),
  one(
    'alter_unique_duplicates',
    'Where values repeat, it stops.',
    ['rows/duplicates'],
    [item([CODE])],
    [alterField('code', 'models.CharField(max_length=20, unique=True)')],
    {
      prepare: "UPDATE alter_unique_duplicates_item SET code = 'same'",
      fails: { on: 'rows', why: 'two rows have the same value' },
    },
  ),
  one(
    'alter_db_index',
    'An index that is asked for by a field is built while writers wait.',
    ['lock/index-build'],
    [item()],
    [alterField('name', 'models.CharField(max_length=80, db_index=True)')],
  ),
  one(
    'alter_db_index_concurrently',
    'The same index, built beside the traffic.',
    [],
    [item(['("amount", models.IntegerField(default=0))'])],
    [
      separate(
        [
          sql(
            'CREATE INDEX CONCURRENTLY alter_concurrently_amount ON alter_db_index_concurrently_item (amount)',
            'DROP INDEX alter_concurrently_amount',
          ),
        ],
        [alterField('amount', 'models.IntegerField(default=0, db_index=True)')],
      ),
    ],
    { migration: { atomic: false } },
  ),
  one(
    'one_to_one_to_foreign_key',
    'The key is taken away and verified again, row by row.',
    ['lock/scan'],
    [SHELF, item(['("shelf", models.OneToOneField("Shelf", null=True, on_delete=models.SET_NULL))'])],
    [alterField('shelf', 'models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL)')],
  ),
  one(
    'foreign_key_to_one_to_one',
    'And the other way it has to be unique.',
    ['lock/index-build'],
    [SHELF, item(['("shelf", models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL))'])],
    [alterField('shelf', 'models.OneToOneField("Shelf", null=True, on_delete=models.SET_NULL)')],
    {
      prepare:
        'UPDATE foreign_key_to_one_to_one_item SET shelf_id = CASE WHEN id = (SELECT min(id) FROM foreign_key_to_one_to_one_item) THEN (SELECT min(id) FROM foreign_key_to_one_to_one_shelf) END',
    },
  ),
  one(
    'no_foreign_key',
    'A key that is not enforced any more is forgotten at once.',
    [],
    [SHELF, item(['("shelf", models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL))'])],
    [alterField('shelf', 'models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL, db_constraint=False)')],
  ),
  one(
    'other_column_name',
    'Another db_column is a rename.',
    ['release/select-fails'],
    [item()],
    [alterField('name', 'models.CharField(max_length=80, db_column="title")')],
  ),
  one(
    'set_db_default',
    'A default of the database that is added changes no row.',
    [],
    [item([CODE])],
    [alterField('code', 'models.CharField(max_length=20, default="x", db_default="x")')],
    { django: '>=5.0' },
  ),
  one(
    'drop_db_default',
    'One that is taken away leaves nothing for a release that asks for it.',
    [INSERT],
    [item(['("code", models.CharField(max_length=20, db_default="x"))'])],
    [alterField('code', 'models.CharField(max_length=20, default="x")')],
    { django: '>=5.0' },
  ),
  one(
    'type_under_view',
    'A view that reads the column keeps its type.',
    ['server/dependent-view'],
    [
      item(),
      sql(
        'CREATE VIEW type_under_view_names AS SELECT name FROM type_under_view_item',
        'DROP VIEW type_under_view_names',
      ),
    ],
    [alterField('name', 'models.CharField(max_length=200)')],
    { fails: { on: 'always', why: 'a view uses the column' } },
  ),
  several(
    'widen_through_new_column',
    'A new nullable column beside the old one costs nothing.',
    [],
    [item(['("amount", models.IntegerField(default=0))'])],
    [{ name: '0002_beside', operations: list(addField('amount_large', 'models.BigIntegerField(null=True)')) }],
  ),
];
