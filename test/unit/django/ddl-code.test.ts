import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Said, type SaidField, saidOf } from '../../support/pending-sql.ts';

/** Data steps by what they are, and what is to be seen in them: tables, what they write, in pieces. */
const STEPS: Readonly<
  Record<string, readonly [source: string, writes: string, batched: boolean, tables?: readonly string[]]>
> = {
  nothing: ['def step(apps, schema_editor):\n    pass', 'none', false, []],
  reads: ['def step(apps, schema_editor):\n    print(apps.get_model("shop", "Item").objects.count())', 'none', false],
  update_all: ['def step(apps, schema_editor):\n    apps.get_model("shop", "Item").objects.update(a=1)', 'all', false],
  dotted: [
    'def step(apps, schema_editor):\n    Item = apps.get_model("shop.Item")\n    Item.objects.all().delete()',
    'all',
    false,
  ],
  backfill: [
    'def step(apps, schema_editor):\n    apps.get_model("shop", "Item").objects.filter(a__isnull=True).update(a=0)',
    'all',
    false,
  ],
  filtered: [
    'def step(apps, schema_editor):\n    apps.get_model("shop", "Item").objects.filter(name="x").update(a=0)',
    'some',
    false,
  ],
  loop: [
    'def step(apps, schema_editor):\n    Item = apps.get_model("shop", "Item")\n    for item in Item.objects.all():\n        item.a = 1\n        item.save(update_fields=["a"])',
    'all',
    false,
  ],
  iterator: [
    'def step(apps, schema_editor):\n    Item = apps.get_model("shop", "Item")\n    for item in Item.objects.iterator(chunk_size=500):\n        item.save()',
    'all',
    true,
  ],
  alias: [
    'def step(apps, schema_editor):\n    rows = apps.get_model("shop", "Item").objects.using(schema_editor.connection.alias)\n    rows.update(a=2)',
    'all',
    false,
  ],
  pieces: [
    'def step(apps, schema_editor):\n    Item = apps.get_model("shop", "Item")\n    while True:\n        ids = list(Item.objects.filter(a=None).values_list("pk", flat=True)[:1000])\n        if not ids:\n            break\n        Item.objects.filter(pk__in=ids).update(a=0)',
    'all',
    true,
  ],
  bulk: [
    'def step(apps, schema_editor):\n    Item = apps.get_model("shop", "Item")\n    Item.objects.bulk_update(list(Item.objects.all()), ["a"], batch_size=200)',
    'all',
    true,
  ],
  seeds: [
    'def step(apps, schema_editor):\n    apps.get_model("shop", "Region").objects.get_or_create(name="x")',
    'some',
    false,
    ['shop_region'],
  ],
  copies: [
    'def step(apps, schema_editor):\n    Item, Region = apps.get_model("shop", "Item"), apps.get_model("shop", "Region")\n    for item in Item.objects.all():\n        Region.objects.create(name=item.name)',
    'all',
    false,
    ['shop_item', 'shop_region'],
  ],
  several: [
    'LABELS = ("Item", "Region")\ndef step(apps, schema_editor):\n    for label in LABELS:\n        apps.get_model("shop", label).objects.all().delete()',
    'all',
    false,
    ['shop_item', 'shop_region'],
  ],
  helper: [
    'def clear(model, value):\n    model.objects.update(a=value)\ndef step(apps, schema_editor):\n    clear(apps.get_model("shop", "Item"), 0)',
    'all',
    false,
  ],
  module: ['def step(apps, schema_editor):\n    custom.clear(apps.get_model("shop", "Item"))', 'all', false],
  elsewhere: ['step = custom.fill', 'all', false],
  raw: ['def step(apps, schema_editor):\n    schema_editor.execute("UPDATE shop_item SET a = 1")', 'all', false, []],
  cursor: [
    'def step(apps, schema_editor):\n    with schema_editor.connection.cursor() as cursor:\n        cursor.execute("DELETE FROM shop_item WHERE a = %s", [1])',
    'some',
    false,
    [],
  ],
  built: ['def step(apps, schema_editor):\n    schema_editor.execute("UPDATE " + str(apps))', 'unknown', false, []],
  stranger: ['import json\ndef step(apps, schema_editor):\n    custom.strange(apps)', 'unknown', false, []],
  command: [
    'from django.core.management import call_command\ndef step(apps, schema_editor):\n    call_command("loaddata", "x")',
    'unknown',
    false,
    [],
  ],
};

const CUSTOM = `import json


def fill(apps, schema_editor):
    apps.get_model("shop", "Item").objects.update(a=1)


def clear(model):
    model.objects.all().delete()


strange = json.JSONEncoder().encode
`;

const migration = (source: string, more = '') =>
  `\n\n${source}\n\n\nclass Migration(migrations.Migration):\n    dependencies = [NEEDS]\n    operations = [migrations.RunPython(step${more})]\n`;

const first = `migrations.CreateModel("Region", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9)), ("a", models.IntegerField(null=True))])`;

let said: Said;
beforeAll(async () => {
  const steps = Object.fromEntries(Object.entries(STEPS).map(([label, [source]]) => [label, migration(source)]));
  said = await saidOf({
    migrations: {
      first,
      ...steps,
      live: migration(
        'def step(apps, schema_editor):\n    from django.contrib.contenttypes.models import ContentType\n    ContentType.objects.all().delete()',
      ),
      back: migration(
        'def step(apps, schema_editor):\n    pass\ndef back(apps, schema_editor):\n    """Nothing to undo."""',
        ', back',
      ),
      noop: migration('def step(apps, schema_editor):\n    pass', ', migrations.RunPython.noop'),
    },
    from: 'nothing',
    custom: CUSTOM,
  });
}, 60_000);

const operation = (label: string) => said.pending.find(({ id }) => id.endsWith(`_${label}`))?.operations[0];
const codeOf = (label: string): SaidField | null | undefined => operation(label)?.code;

describe('the source of a data step', () => {
  test.each(Object.keys(STEPS))('%s', label => {
    const [, writes, batched, tables] = STEPS[label] ?? ['', '', false];
    expect(codeOf(label)).toMatchObject({ writes, batched, tables: tables ?? ['shop_item'] });
  });

  test('is a step of its own, and nothing of it is run', () => {
    expect(said.pending.every(({ steps }) => steps.length === 1 && steps[0]?.step === 'code')).toBe(true);
    expect(said.unknown).toEqual([]);
  });

  test('says which SQL it sends', () => {
    expect(codeOf('raw')).toMatchObject({ sql: ['UPDATE shop_item SET a = 1'] });
    expect(codeOf('cursor')).toMatchObject({ sql: ['DELETE FROM shop_item WHERE a = %s'] });
  });

  test("says where it takes a model of today's code", () => {
    expect(codeOf('live')).toMatchObject({ live: { name: 'ContentType', place: { line: 12 } } });
    expect(codeOf('loop')).toMatchObject({ live: null });
  });

  test('says where it stands, also in another file', () => {
    expect(codeOf('elsewhere')).toMatchObject({ name: 'fill', place: { file: 'shop/custom.py', line: 4 } });
  });

  test('goes back for real, not at all, or only in name', () => {
    expect([operation('loop')?.reverse, operation('back')?.reverse, operation('noop')?.reverse]).toEqual([
      'none',
      'noop',
      'noop',
    ]);
    expect([said.pending.find(({ id }) => id.endsWith('_loop'))?.backwards]).toEqual([null]);
  });
});
