import type { Case } from './case.ts';
import { addField, alterField, item, list, model, one, SHELF, separate, several, sql } from './parts.ts';

const SELECT = 'release/select-fails';
const CODE = '("code", models.CharField(max_length=20, default="x"))';
const SHELF_KEY = '("shelf", models.ForeignKey("Shelf", null=True, on_delete=models.SET_NULL))';

/** What the running release knows under its name, and will not find there. */
export const RENAMING_AND_REMOVING: readonly Case[] = [
  one(
    'rename_field',
    'Every SELECT and INSERT of the running release names the old column.',
    [SELECT],
    [item()],
    ['migrations.RenameField("item", "name", "title")'],
  ),
  one(
    'rename_field_keep_column',
    'With the column pinned only Python is renamed.',
    [],
    [item()],
    [
      alterField('name', 'models.CharField(max_length=80, db_column="name")'),
      'migrations.RenameField("item", "name", "title")',
    ],
  ),
  one(
    'rename_model',
    'The table of the running release is gone.',
    [SELECT],
    [item()],
    ['migrations.RenameModel("Item", "Thing")'],
  ),
  one(
    'rename_model_with_relation',
    'The key of the table between is verified again.',
    [SELECT, 'lock/scan'],
    [SHELF, item(['("shelves", models.ManyToManyField("Shelf"))'])],
    ['migrations.RenameModel("Shelf", "Rack")'],
  ),
  one(
    'rename_model_keep_table',
    'With the table pinned only Python is renamed.',
    [],
    [item([], '"db_table": "rename_model_keep_table_things"')],
    ['migrations.RenameModel("Item", "Thing")'],
  ),
  one(
    'alter_model_table',
    'Another table name is a rename.',
    [SELECT],
    [item()],
    ['migrations.AlterModelTable("item", "alter_model_table_things")'],
  ),
  one(
    'alter_model_table_same',
    'The name it has anyway is none.',
    [],
    [item()],
    ['migrations.AlterModelTable("item", "alter_model_table_same_item")'],
  ),
  one(
    'rename_table_with_view',
    'A view under the old name serves the running release.',
    [],
    [item()],
    [
      separate(
        [
          sql('ALTER TABLE rename_table_with_view_item RENAME TO rename_table_with_view_thing'),
          sql('CREATE VIEW rename_table_with_view_item AS SELECT * FROM rename_table_with_view_thing'),
        ],
        ['migrations.AlterModelTable("item", "rename_table_with_view_thing")'],
      ),
    ],
  ),
  one(
    'remove_field',
    'Every SELECT of the running release names the column.',
    [SELECT],
    [item([CODE])],
    ['migrations.RemoveField("item", "code")'],
  ),
  one(
    'remove_null_field',
    'Whether it was nullable does not help.',
    [SELECT],
    [item(['("note", models.TextField(null=True))'])],
    ['migrations.RemoveField("item", "note")'],
  ),
  one(
    'remove_field_state_only',
    'Taken from the models first, the column serves on. The new release needs it to fill itself.',
    [],
    [item(['("note", models.TextField(null=True))'])],
    [separate([], ['migrations.RemoveField("item", "note")'])],
  ),
  one(
    'remove_foreign_key',
    'A key that goes locks the table it pointed at.',
    [SELECT],
    [SHELF, item([SHELF_KEY])],
    ['migrations.RemoveField("item", "shelf")'],
  ),
  one(
    'delete_model',
    'A table that the running release reads is gone with its rows.',
    [SELECT],
    [item(), SHELF],
    ['migrations.DeleteModel("Shelf")'],
  ),
  one(
    'delete_model_state_only',
    'Taken from the models first, the table stays.',
    [],
    [item(), SHELF],
    [separate([], ['migrations.DeleteModel("Shelf")'])],
  ),
  one(
    'remove_many_to_many',
    'So is the table between two others.',
    [SELECT],
    [SHELF, item(['("shelves", models.ManyToManyField("Shelf"))'])],
    ['migrations.RemoveField("item", "shelves")'],
  ),
  one(
    'delete_child_of_parent',
    'Whoever deletes a parent looks for children in a table that is gone.',
    [SELECT],
    [SHELF, item([SHELF_KEY])],
    ['migrations.DeleteModel("Item")'],
  ),
  one(
    'remove_check',
    'A check that goes lets more through.',
    [],
    [
      item(['("note", models.CharField(max_length=20, blank=True, default="x"))']),
      'migrations.AddConstraint("item", models.CheckConstraint(check=~models.Q(note=""), name="remove_check_note"))',
    ],
    ['migrations.RemoveConstraint("item", "remove_check_note")'],
    { django: '<6.0', prepare: "UPDATE remove_check_item SET note = 'x' WHERE note = ''" },
  ),
  one(
    'remove_unique',
    'So does a key without anybody who writes ON CONFLICT.',
    [],
    [
      item([CODE]),
      'migrations.AddConstraint("item", models.UniqueConstraint(fields=["code"], name="remove_unique_code"))',
    ],
    ['migrations.RemoveConstraint("item", "remove_unique_code")'],
    { prepare: 'UPDATE remove_unique_item SET code = id' },
  ),
  one(
    'remove_unique_together',
    'The same by its older name.',
    [],
    [item([CODE], '"unique_together": {("name", "code")}')],
    ['migrations.AlterUniqueTogether("item", set())'],
  ),
  one(
    'remove_index',
    'An index that goes needs the table for a moment only.',
    [],
    [item([CODE], '"indexes": [models.Index(fields=["code"], name="remove_index_code")]')],
    ['migrations.RemoveIndex("item", "remove_index_code")'],
  ),
  one(
    'remove_index_concurrently',
    'Or not even that.',
    [],
    [item([CODE], '"indexes": [models.Index(fields=["code"], name="remove_concurrently_code")]')],
    ['RemoveIndexConcurrently("item", "remove_concurrently_code")'],
    { migration: { atomic: false, imports: 'from django.contrib.postgres.operations import RemoveIndexConcurrently' } },
  ),
  one(
    'rename_index',
    "The name of an index is nobody's business.",
    [],
    [item([CODE], '"indexes": [models.Index(fields=["code"], name="rename_index_code")]')],
    ['migrations.RenameIndex("item", new_name="rename_index_better", old_name="rename_index_code")'],
    { django: '>=4.1' },
  ),
  several(
    'copy_and_remove',
    'A rename in three steps is still one when all of them run in one deployment.',
    [SELECT],
    [item([CODE])],
    [
      { name: '0002_beside', operations: list(addField('label', 'models.CharField(max_length=20, null=True)')) },
      { name: '0003_copy', operations: list(sql('UPDATE copy_and_remove_item SET label = code')) },
      { name: '0004_remove', operations: list('migrations.RemoveField("item", "code")') },
    ],
  ),
  one(
    'remove_and_add',
    'A column that is taken away and made anew has lost its values.',
    ['rollback/data-lost'],
    [item(['("note", models.TextField(null=True))'])],
    ['migrations.RemoveField("item", "note")', addField('note', 'models.TextField(null=True)')],
  ),
  one(
    'rename_enum_value',
    'A value of an enumeration under another name is refused from the running release.',
    [SELECT],
    [
      sql("CREATE TYPE rename_enum_value_mood AS ENUM ('calm', 'busy')", 'DROP TYPE rename_enum_value_mood'),
      item(),
      sql('ALTER TABLE rename_enum_value_item ADD COLUMN mood rename_enum_value_mood NULL'),
      separate(
        [],
        [addField('mood', 'models.CharField(max_length=20, null=True, choices=[("busy", "busy"), ("calm", "calm")])')],
      ),
    ],
    [
      sql("ALTER TYPE rename_enum_value_mood RENAME VALUE 'busy' TO 'hectic'"),
      alterField(
        'mood',
        'models.CharField(max_length=20, null=True, choices=[("hectic", "hectic"), ("calm", "calm")])',
      ),
    ],
  ),
  one(
    'model_options',
    'Ordering, permissions and names of a model are Python.',
    [],
    [item()],
    ['migrations.AlterModelOptions("item", {"ordering": ["name"], "verbose_name": "thing"})'],
  ),
  one(
    'create_model',
    'A new table concerns nobody yet.',
    [],
    [item()],
    [model('Box', ['("size", models.PositiveIntegerField(default=1))', '("code", models.SlugField(unique=True))'])],
  ),
  one(
    'create_proxy',
    'A proxy has no table.',
    [],
    [item()],
    [
      `migrations.CreateModel(name="Special", fields=[], options={"proxy": True, "indexes": [], "constraints": []}, bases=("create_proxy.item",))`,
    ],
  ),
  one(
    'create_unmanaged',
    'A model that Django does not manage has none that it makes.',
    [],
    [item()],
    [
      'migrations.CreateModel(name="Report", fields=[("id", models.BigAutoField(primary_key=True, serialize=False))], options={"managed": False})',
    ],
  ),
  one(
    'drop_view',
    "A view that nobody's model reads may go.",
    [],
    [item(), sql('CREATE VIEW drop_view_names AS SELECT id FROM drop_view_item', 'DROP VIEW drop_view_names')],
    [sql('DROP VIEW drop_view_names')],
  ),
];
