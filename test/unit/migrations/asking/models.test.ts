import { beforeAll, describe, expect, test } from '@jest/globals';
import type { UsedModel } from '../../../../src/migrations/facts.ts';
import { askReleases, migration, SETTINGS } from '../../../support/django-releases.ts';

/** Foreign keys of every kind, inheritance, relations with tables of their own, and what the database fills by itself. */
const OPERATIONS = `
        migrations.CreateModel("Keeper", [
            ("code", models.CharField(primary_key=True, max_length=12, serialize=False)),
            ("boss", models.ForeignKey("self", models.SET_NULL, null=True, db_constraint=False)),
            ("friends", models.ManyToManyField("shop.Keeper")),
            ("slug", models.SlugField(unique=True)),
        ]),
        migrations.CreateModel("Animal", [
            ("id", models.UUIDField(primary_key=True, default=uuid.uuid4, serialize=False)),
            ("name", models.CharField(max_length=40, blank=True)),
            ("seen", models.DateTimeField(auto_now=True)),
            ("legs", models.PositiveSmallIntegerField(default=4, db_column="limbs")),
            ("rank", models.IntegerField(db_default=0)),
            ("twice", models.GeneratedField(expression=models.F("legs") * 2, output_field=models.IntegerField(), db_persist=True)),
            ("keeper", models.ForeignKey("Keeper", models.CASCADE, to_field="slug")),
            ("helpers", models.ManyToManyField("Keeper", related_name="helps", db_table="animal_helpers")),
        ], options={"order_with_respect_to": "keeper"}),
        migrations.CreateModel("Lion", [
            ("animal_ptr", models.OneToOneField("shop.Animal", models.CASCADE, auto_created=True, parent_link=True, primary_key=True, serialize=False)),
        ], options={"db_table": "lions"}, bases=("shop.animal",)),
        migrations.CreateModel("Cub", [
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("mother", models.ForeignKey("shop.Lion", models.CASCADE)),
        ]),
        migrations.CreateModel("Old", [("x", models.IntegerField(primary_key=True))], options={"managed": False, "db_table": 'past"."old'}),
        migrations.CreateModel("Proxy", [], options={"proxy": True}, bases=("shop.animal",)),
    `;

let models: readonly UsedModel[];

beforeAll(async () => {
  const files = {
    'settings.py': SETTINGS,
    'shop/__init__.py': '',
    'shop/models.py': '',
    'shop/migrations/__init__.py': '',
    'shop/migrations/0001_initial.py': `import uuid\n${migration('', OPERATIONS)}`,
  };
  ({
    base: { models },
  } = await askReleases({ base: files, head: {} }));
}, 60_000);

/** `column type [null] insert/omitted [-> table.column]` */
function linesOf(label: string): readonly string[] | undefined {
  return models
    .find(model => model.label === label)
    ?.columns.map(({ column, type, nullable, insert, omitted, references }) => {
      const target = references === undefined ? '' : ` -> ${references.table}.${references.column}`;
      return `${column} ${type}${nullable ? ' null' : ''} ${insert}/${omitted}${target}`;
    });
}

describe('a model as a release uses it', () => {
  test('names its columns, what they hold, and what an INSERT writes when nobody gave a value', () => {
    expect(linesOf('shop.Animal')).toEqual([
      'id uuid names/value',
      'name varchar(40) names/value',
      'seen timestamp with time zone names/value',
      'limbs smallint names/value',
      'rank integer database/value',
      'twice integer database/value',
      'keeper_id varchar(50) names/required -> shop_keeper.slug',
      '_order integer names/value',
    ]);
  });

  test('refers to itself without a constraint all the same', () => {
    expect(linesOf('shop.Keeper')).toContain('boss_id varchar(12) null names/null -> shop_keeper.code');
  });

  test('that inherits has its parent’s key, and so have those that refer to it', () => {
    expect(linesOf('shop.Lion')).toEqual(['animal_ptr_id uuid names/required -> shop_animal.id']);
    expect(linesOf('shop.Cub')).toEqual([
      'id bigint database/value',
      'mother_id uuid names/required -> lions.animal_ptr_id',
    ]);
  });

  test('has tables of many-to-many relations beside it', () => {
    expect(models.find(({ table }) => table === 'animal_helpers')?.label).toBe('shop.Animal_helpers');
    expect(linesOf('shop.Animal_helpers')).toEqual([
      'id bigint database/value',
      'animal_id uuid names/required -> shop_animal.id',
      'keeper_id varchar(12) names/required -> shop_keeper.code',
    ]);
    expect(linesOf('shop.Keeper_friends')?.slice(1)).toEqual([
      'from_keeper_id varchar(12) names/required -> shop_keeper.code',
      'to_keeper_id varchar(12) names/required -> shop_keeper.code',
    ]);
  });

  test('may lie in another schema unmanaged; a proxy has no table', () => {
    expect(models.find(({ label }) => label === 'shop.Old')).toMatchObject({ table: 'past.old', managed: false });
    expect(models.map(({ label }) => label)).not.toContain('shop.Proxy');
  });
});
