import type { Case } from './case.ts';
import { addField, alterField, item, list, model, one, python, SHELF, several, sql } from './parts.ts';

const CODE = '("code", models.CharField(max_length=20, null=True))';
const SHELF_KEY = '("shelf", models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL))';

/** A function for the top of a migration. */
const code = (label: string, name: string, ...lines: readonly string[]): string =>
  [
    `def ${name}(apps, schema_editor):`,
    `    Item = apps.get_model("${label}", "Item")`,
    ...lines.map(line => `    ${line}`),
  ].join('\n');

const BATCHES = [
  'ids = list(Item.objects.filter(code__isnull=True).values_list("pk", flat=True)[:1000])',
  'while ids:',
  '    Item.objects.filter(pk__in=ids).update(code="x")',
  '    ids = list(Item.objects.filter(code__isnull=True).values_list("pk", flat=True)[:1000])',
];

/** Steps that change rows, and their way back. */
export const DATA_STEPS: readonly Case[] = [
  one(
    'fill_unbatched',
    'Every row is changed in one statement and one transaction.',
    ['data/unbatched'],
    [item([CODE])],
    ['migrations.RunPython(fill, migrations.RunPython.noop)'],
    {
      migration: { imports: code('fill_unbatched', 'fill', 'Item.objects.update(code="x")') },
    },
  ),
  one(
    'fill_in_batches',
    'In pieces, each for itself, nobody waits.',
    [],
    [item([CODE])],
    ['migrations.RunPython(fill, migrations.RunPython.noop)'],
    {
      prepare: 'UPDATE fill_in_batches_item SET code = NULL',
      migration: { atomic: false, imports: code('fill_in_batches', 'fill', ...BATCHES) },
    },
  ),
  one(
    'fill_by_sql',
    'As SQL it is the same.',
    ['data/unbatched'],
    [item([CODE])],
    [sql("UPDATE fill_by_sql_item SET code = 'x'")],
  ),
  one(
    'fill_some_by_sql',
    'Some rows by their key are some rows.',
    [],
    [item([CODE])],
    [sql("UPDATE fill_some_by_sql_item SET code = 'x' WHERE id = 1")],
  ),
  one(
    'delete_by_sql',
    'To delete every row is to change every row.',
    ['data/unbatched'],
    [item([CODE])],
    [sql('DELETE FROM delete_by_sql_item')],
  ),
  several(
    'fill_new_table',
    'What is inserted into a new table concerns nobody yet.',
    [],
    [item()],
    [
      { name: '0002_table', operations: list(model('Box', ['("size", models.IntegerField(default=1))'])) },
      {
        name: '0003_rows',
        operations: list(
          sql('INSERT INTO fill_new_table_box (size) VALUES (1), (2)', 'DELETE FROM fill_new_table_box'),
        ),
      },
    ],
  ),
  one(
    'data_with_schema',
    'The lock of the new column is held while rows are filled.',
    ['data/with-schema'],
    [item()],
    [
      addField('code', 'models.CharField(max_length=20, null=True)'),
      'migrations.RunPython(fill, migrations.RunPython.noop)',
    ],
    { migration: { imports: code('data_with_schema', 'fill', 'Item.objects.update(code="x")') } },
  ),
  one(
    'pending_events',
    'Keys that were changed and not yet checked stop the ALTER TABLE after them.',
    ['order/pending-events'],
    [SHELF, item([SHELF_KEY])],
    [
      sql('UPDATE pending_events_item SET shelf_id = (SELECT min(id) FROM pending_events_shelf)'),
      alterField('name', 'models.CharField(max_length=200)'),
    ],
    { fails: { on: 'rows', why: 'a deferred key has pending trigger events' } },
  ),
  one(
    'irreversible_python',
    'A step without a way back.',
    ['rollback/irreversible'],
    [item([CODE])],
    ['migrations.RunPython(mend)'],
    {
      migration: { imports: code('irreversible_python', 'mend', 'Item.objects.filter(pk=1).update(code="x")') },
    },
  ),
  one(
    'irreversible_sql',
    'The same as SQL.',
    ['rollback/irreversible'],
    [item([CODE])],
    [`migrations.RunSQL(${python('ALTER TABLE irreversible_sql_item ALTER COLUMN code SET STATISTICS 100')})`],
  ),
  one('reversible_python', 'A step with one.', [], [item([CODE])], ['migrations.RunPython(mend, mend)'], {
    migration: { imports: code('reversible_python', 'mend', 'Item.objects.filter(pk=1).update(code="x")') },
  }),
  one(
    'fake_reverse',
    'A way back that does nothing, of a step that lost something.',
    ['rollback/fake-reverse'],
    [item([CODE])],
    [
      `migrations.RunSQL(${python('ALTER TABLE fake_reverse_item DROP COLUMN code')}, migrations.RunSQL.noop, state_operations=[migrations.RemoveField("item", "code")])`,
    ],
  ),
  one(
    'live_model',
    "Today's code in a migration of yesterday.",
    ['data/live-model'],
    [item()],
    ['migrations.RunPython(count, migrations.RunPython.noop)'],
    {
      migration: {
        imports:
          'from django.contrib.auth.models import Group\n\n\ndef count(apps, schema_editor):\n    Group.__name__',
      },
    },
  ),
];
