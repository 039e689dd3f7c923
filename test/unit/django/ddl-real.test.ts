import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../lab/postgres/server.ts';
import { type Migrations, realOf, type Said, saidOf } from '../../support/pending-sql.ts';

/** Everything whose SQL depends on what the database already has, and what PostgreSQL keeps under an old name. */
const MIGRATIONS: Migrations = {
  first: `migrations.CreateModel("Region", [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=80, unique=True))]),
migrations.CreateModel("Tag", [("id", models.BigAutoField(primary_key=True)), ("label", models.TextField(db_index=True))]),
migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=50)), ("code", models.SlugField(unique=True)),
    ("qty", models.PositiveIntegerField(default=0)), ("region", models.ForeignKey("shop.Region", models.CASCADE)),
    ("owner", models.OneToOneField("shop.Tag", models.SET_NULL, null=True, related_name="+")), ("tags", models.ManyToManyField("shop.Tag")),
    ("a", models.IntegerField(null=True)), ("b", models.IntegerField(null=True))], options={"unique_together": {("a", "b")}}),
migrations.CreateModel("Line", [("id", models.AutoField(primary_key=True)), ("item", models.ForeignKey("shop.Item", models.CASCADE))])`,
  literals: `migrations.AddField("item", "l1", models.CharField(max_length=30, default="it's 5%\\\\")),
migrations.AddField("item", "l2", models.IntegerField(default=-5)),
migrations.AddField("item", "l3", models.DurationField(default=datetime.timedelta(days=1, seconds=3))),
migrations.AddField("item", "l4", models.BinaryField(default=b"ab")),
migrations.AddField("item", "l5", models.JSONField(default=dict)),
migrations.AddField("item", "l6", models.GenericIPAddressField(default="10.0.0.1")),
migrations.AddField("item", "l7", models.DecimalField(max_digits=6, decimal_places=2, default=decimal.Decimal("1.5"))),
migrations.AddField("item", "l8", models.DateField(default=datetime.date(2020, 1, 2)))`,
  totext: 'migrations.AlterField("item", "code", models.TextField(unique=True))',
  unique_off: 'migrations.AlterField("item", "code", models.TextField())',
  unique_on: 'migrations.AlterField("item", "name", models.CharField(max_length=60, unique=True))',
  unique_off_again: 'migrations.AlterField("item", "name", models.CharField(max_length=60))',
  check_off: 'migrations.AlterField("item", "qty", models.IntegerField(default=0))',
  check_on: 'migrations.AlterField("item", "qty", models.PositiveIntegerField(default=0))',
  check_off_again: 'migrations.AlterField("item", "qty", models.BigIntegerField(default=0))',
  index_off: 'migrations.AlterField("tag", "label", models.TextField())',
  fk_other: 'migrations.AlterField("item", "region", models.ForeignKey("shop.Tag", models.CASCADE))',
  fk_none:
    'migrations.AlterField("item", "region", models.ForeignKey("shop.Tag", models.CASCADE, db_constraint=False))',
  to_fk:
    'migrations.AlterField("item", "owner", models.ForeignKey("shop.Tag", models.SET_NULL, null=True, related_name="+"))',
  to_one:
    'migrations.AlterField("item", "owner", models.OneToOneField("shop.Tag", models.SET_NULL, null=True, related_name="+"))',
  big_key: 'migrations.AlterField("line", "id", models.BigAutoField(primary_key=True))',
  big_parent: 'migrations.AlterField("region", "id", models.BigAutoField(primary_key=True))',
  field_renamed: 'migrations.RenameField("item", "a", "aa")',
  model_renamed: 'migrations.RenameModel("Tag", "Label")',
  table_renamed: 'migrations.AlterModelTable("item", "shop_things")',
  together_off: 'migrations.AlterUniqueTogether("item", set())',
  ordered: 'migrations.AlterOrderWithRespectTo("line", "item")',
  loose: 'CreateCollation("nocase", "und-u-ks-level2", provider="icu", deterministic=False)',
  loosely:
    'migrations.AddField("item", "loose", models.CharField(max_length=9, unique=True, null=True, db_collation="nocase"))',
  removed:
    'migrations.RemoveField("item", "region"), migrations.RemoveField("item", "owner"), migrations.RemoveField("item", "tags")',
  deleted: 'migrations.DeleteModel("Line")',
};

let server: Postgres;
let said: Said;
beforeAll(async () => {
  [server, said] = await Promise.all([startPostgres(), saidOf({ migrations: MIGRATIONS })]);
  await server.createDatabase('truth');
}, 60_000);
afterAll(() => server.stop());

const bare = (sql: string) => sql.trim().replace(/;$/, '');

test('what is worked out without a database is what Django says when the database is exactly there', async () => {
  const real = await realOf({ migrations: MIGRATIONS }, new URL(server.url('truth')));
  const worked = said.pending.map(one => [one.id, one.steps.map(step => step.sql), one.backwards]);
  expect(worked).toEqual(
    real.map(([id, forwards, back]) => [id, forwards.map(bare), back === null ? null : back.map(bare)]),
  );
  expect(said.unknown).toEqual([]);
}, 60_000);

test('names that were worked out are said to be; names whose making was seen are certain', () => {
  const guessed = Object.fromEntries(
    said.pending.map(one => [one.id.replace(/^shop\.\d+_/, ''), one.steps.some(step => step.guessed === true)]),
  );
  expect(guessed).toMatchObject({
    literals: false,
    unique_off: true,
    unique_off_again: false,
    check_off: true,
    check_off_again: false,
    big_key: true,
  });
});
