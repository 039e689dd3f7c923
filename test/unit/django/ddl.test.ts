import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Migrations, type Said, type SaidMigration, saidOf } from '../../support/pending-sql.ts';

const FIRST = `migrations.CreateModel("Region", [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=80, unique=True))]),
migrations.CreateModel("Tag", [("id", models.BigAutoField(primary_key=True)), ("label", models.TextField(db_index=True))]),
migrations.CreateModel("Far", [("id", models.BigAutoField(primary_key=True))]),
migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=50)), ("qty", models.PositiveIntegerField(default=0)),
    ("region", models.ForeignKey("shop.Region", models.CASCADE)), ("tags", models.ManyToManyField("shop.Tag")), ("a", models.IntegerField(null=True)), ("b", models.IntegerField(null=True))],
    options={"unique_together": {("a", "b")}})`;

const MIGRATIONS: Migrations = {
  first: FIRST,
  plain: 'migrations.AddField("item", "note", models.CharField(max_length=80, null=True))',
  positive: 'migrations.AddField("item", "size", models.PositiveSmallIntegerField(null=True))',
  stamp: 'migrations.AddField("item", "seen", models.DateTimeField(default=timezone.now))',
  token: 'migrations.AddField("item", "token", models.UUIDField(default=uuid.uuid4))',
  choices:
    'migrations.AlterField("item", "name", models.CharField(max_length=50, choices=[("x", "y")], help_text="z"))',
  filled: 'migrations.AlterField("item", "a", models.IntegerField(default=0))',
  ordered: `migrations.AddField("item", "other", models.ForeignKey("shop.Region", models.CASCADE, null=True, related_name="+")),
migrations.RunPython(lambda apps, editor: None, migrations.RunPython.noop),
migrations.AddIndex("item", models.Index(fields=["qty"], name="item_qty"))`,
  dropped: `migrations.AddField("item", "brief", models.IntegerField(null=True, db_index=True)),
migrations.RemoveField("item", "brief")`,
  separate: `migrations.SeparateDatabaseAndState(
    database_operations=[
        migrations.RunSQL("CREATE INDEX by_hand ON shop_item (name)"),
    ],
    state_operations=[
        migrations.AddIndex("item", models.Index(fields=["name"], name="by_hand")),
    ],
)`,
  texts: `migrations.RunSQL("UPDATE shop_far SET id = id; DELETE FROM shop_far", "-- nothing"),
migrations.RunSQL(["SELECT 1", ("UPDATE shop_region SET name = %s WHERE name LIKE 'a%%'", ["it's 5%"])], elidable=True),
migrations.RunSQL(migrations.RunSQL.noop, migrations.RunSQL.noop)`,
  concurrently: 'AddIndexConcurrently("item", models.Index(fields=["b"], name="item_b"))',
  extension: 'BtreeGistExtension()',
  validated: `AddConstraintNotValid("item", models.CheckConstraint(**{CHECK: models.Q(b__gte=0)}, name="b_ok")),
ValidateConstraint("item", "b_ok")`,
  own: 'custom.Grant("item"), custom.Reads(), migrations.AddField("item", "after", models.IntegerField(null=True))',
  computed: '*[migrations.AlterModelOptions("item", {"ordering": ["name"]})]',
  oneway: 'migrations.RemoveField("item", "note"), migrations.RunSQL("SELECT 2")',
};

const CUSTOM = `from django.db.migrations.operations.base import Operation


class Grant(Operation):
    reversible = True

    def __init__(self, name):
        self.name = name

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute("GRANT SELECT ON shop_item TO reader")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute("REVOKE SELECT ON shop_item FROM reader")


class Reads(Grant):
    def __init__(self):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM shop_item")
            if cursor.fetchone()[0]:
                schema_editor.execute("ANALYZE")
`;

describe.each([
  ['5.2, with psycopg', undefined, false],
  ['4.2, without a driver', 'django42.txt', true],
] as const)('the SQL of migrations without a database, Django %s', (_, requirements, standIn) => {
  let said: Said;
  beforeAll(async () => {
    said = await saidOf({
      migrations: MIGRATIONS,
      from: 'plain',
      custom: CUSTOM,
      ...(requirements === undefined ? {} : { requirements }),
    });
  }, 60_000);

  const of = (label: string): SaidMigration => {
    const found = said.pending.find(({ id }) => id.endsWith(`_${label}`));
    if (found === undefined) throw new Error(label);
    return found;
  };
  const sqlOf = (label: string) => of(label).steps.map(step => step.sql);

  test('needs no driver where there is none', () => {
    expect(said.standIn).toBe(standIn);
  });

  test('is what Django sends', () => {
    expect(sqlOf('plain')).toEqual(['ALTER TABLE "shop_item" ADD COLUMN "note" varchar(80) NULL']);
    expect(sqlOf('positive')).toEqual(['ALTER TABLE "shop_item" ADD COLUMN "size" smallint NULL CHECK ("size" >= 0)']);
    expect(sqlOf('filled')).toEqual([
      'ALTER TABLE "shop_item" ALTER COLUMN "a" SET DEFAULT 0',
      'UPDATE "shop_item" SET "a" = 0 WHERE "a" IS NULL; SET CONSTRAINTS ALL IMMEDIATE',
      'ALTER TABLE "shop_item" ALTER COLUMN "a" SET NOT NULL',
      'ALTER TABLE "shop_item" ALTER COLUMN "a" DROP DEFAULT',
    ]);
    expect(sqlOf('concurrently')).toEqual(['CREATE INDEX CONCURRENTLY "item_b" ON "shop_item" ("b")']);
    expect(sqlOf('extension')).toEqual(['CREATE EXTENSION IF NOT EXISTS "btree_gist"']);
    expect(of('concurrently').atomic).toBe(false);
  });

  test('is the same at every run: defaults that are new each time are settled', () => {
    expect(sqlOf('stamp')[0]).toContain("DEFAULT '2000-01-01");
    expect(sqlOf('token')[0]).toMatch(/DEFAULT '0{8}-?0{4}-?0{4}-?0{4}-?0{12}'::uuid/);
    expect(of('token').operations[0]?.after).toMatchObject({ default: { text: 'uuid.uuid4', callable: true } });
  });

  test('is nothing where the database does not change, and the operation says so', () => {
    expect(of('choices')).toMatchObject({
      steps: [],
      backwards: [],
      operations: [{ stateOnly: true, reverse: 'real' }],
    });
    expect(of('computed').operations[0]).toMatchObject({ stateOnly: true });
  });

  test('comes in the order PostgreSQL gets it: what is put off last, with the operation that put it off', () => {
    expect(of('ordered').steps.map(step => [step.step, step.operation, step.sql?.slice(0, 30)])).toEqual([
      ['sql', 0, 'ALTER TABLE "shop_item" ADD CO'],
      ['code', 1, undefined],
      ['sql', 2, 'CREATE INDEX "item_qty" ON "sh'],
      ['sql', 0, 'CREATE INDEX "shop_item_other_'],
    ]);
    expect(sqlOf('dropped')).toHaveLength(2);
  });

  test('of SeparateDatabaseAndState is that of its database half', () => {
    expect(of('separate')).toMatchObject({
      steps: [{ operation: 0, sql: 'CREATE INDEX by_hand ON shop_item (name)', by: 'person' }],
      operations: [
        { index: 0, kind: 'RunSQL', stateOnly: false, line: 17, reverse: 'none' },
        { index: 0, kind: 'AddIndex', stateOnly: true, line: 20, model: 'shop.Item' },
      ],
    });
  });

  test('of RunSQL is as its author wrote it, with parameters merged', () => {
    expect(sqlOf('texts')).toEqual([
      'UPDATE shop_far SET id = id; DELETE FROM shop_far',
      'SELECT 1',
      "UPDATE shop_region SET name = 'it''s 5%' WHERE name LIKE 'a%'",
    ]);
    expect(of('texts').operations.map(one => one.reverse)).toEqual(['noop', 'none', 'noop']);
  });

  test('of an operation that is nobody else’s is what it executes; one that reads the database is said to be unknown, and the walk goes on', () => {
    expect(of('own').steps.map(({ sql, by }) => [sql, by])).toEqual([
      ['GRANT SELECT ON shop_item TO reader', 'person'],
      ['ALTER TABLE "shop_item" ADD COLUMN "after" integer NULL', 'framework'],
    ]);
    expect(said.unknown).toMatchObject([
      {
        code: 'operation-not-read',
        about: expect.stringContaining('Reads in shop.'),
        place: { file: expect.stringMatching(/_own\.py$/), line: 15 },
      },
    ]);
  });

  test('goes back last first, unless something cannot go back', () => {
    expect(of('own').backwards).toEqual([
      expect.stringMatching(/DROP COLUMN "after"/),
      'REVOKE SELECT ON shop_item FROM reader',
      'REVOKE SELECT ON shop_item FROM reader',
    ]);
    expect(of('validated').backwards).toEqual([expect.stringMatching(/DROP CONSTRAINT "b_ok"/)]);
    expect(of('oneway').backwards).toBeNull();
  });

  test('stands at the operation’s line; at the class’s where the list is computed', () => {
    expect(of('ordered')).toMatchObject({ line: 11, operations: [{ line: 15 }, { line: 16 }, { line: 17 }] });
    expect(of('computed')).toMatchObject({ line: 11, operations: [{ line: 11 }] });
  });

  test('comes with the field as it was and as it will be', () => {
    expect(of('filled').operations[0]).toMatchObject({
      text: 'Alter field a on item',
      model: 'shop.Item',
      field: 'a',
      before: {
        kind: 'IntegerField',
        type: 'integer',
        column: 'a',
        nullable: true,
        source: 'models.IntegerField(null=True)',
      },
      after: { nullable: false, default: { text: '0', callable: false }, source: 'models.IntegerField(default=0)' },
    });
    expect(of('ordered').operations[0]?.after).toMatchObject({
      column: 'other_id',
      type: 'integer',
      references: 'shop_region',
    });
  });

  test('comes with the tables it touches as they are before, their parents and their children', () => {
    const tables = said.schema.flatMap(one => /^CREATE TABLE "(\w+)"/.exec(one)?.[1] ?? []);
    expect(tables.sort()).toEqual(['shop_far', 'shop_item', 'shop_item_tags', 'shop_region']);
    expect(said.schema.filter(one => one.includes('"shop_item" ADD CONSTRAINT'))).toEqual([
      expect.stringContaining('_uniq" UNIQUE ("a", "b")'),
      expect.stringContaining('FOREIGN KEY ("region_id") REFERENCES "shop_region" ("id")'),
    ]);
    expect(said.schema.find(one => one.startsWith('CREATE TABLE "shop_item"'))).not.toContain('note');
  });
});
