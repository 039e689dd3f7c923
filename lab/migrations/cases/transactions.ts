import type { Case } from './case.ts';
import { addField, item, list, one, python, SHELF, several, sql } from './parts.ts';

/** What happens in which transaction, and what is asked of the server. */
export const TRANSACTIONS: readonly Case[] = [
  one(
    'not_atomic_several',
    'Cut off in the middle, the first half stays.',
    ['order/not-atomic'],
    [item()],
    [
      addField('code', 'models.CharField(max_length=20, null=True)'),
      addField('place', 'models.CharField(max_length=20, null=True)'),
    ],
    { migration: { atomic: false } },
  ),
  one(
    'held_over_other_table',
    'The lock of one table is held while an index of another one is built.',
    ['lock/held'],
    [SHELF, item()],
    [
      addField('code', 'models.CharField(max_length=20, null=True)', 'shelf'),
      'migrations.AddIndex("item", models.Index(fields=["name"], name="held_over_name"))',
    ],
  ),
  one(
    'enum_value',
    'A new value is not to be used in the transaction that makes it.',
    ['order/enum-value'],
    [
      sql("CREATE TYPE enum_value_mood AS ENUM ('calm', 'busy')", 'DROP TYPE enum_value_mood'),
      item(),
      sql('ALTER TABLE enum_value_item ADD COLUMN mood enum_value_mood NULL'),
    ],
    [
      sql("ALTER TYPE enum_value_mood ADD VALUE 'hectic'"),
      sql("UPDATE enum_value_item SET mood = 'hectic' WHERE id = 1"),
    ],
    {
      fails: { on: 'always', why: 'the value is not committed yet' },
    },
  ),
  several(
    'enum_value_apart',
    'In two migrations it is.',
    [],
    [
      sql("CREATE TYPE enum_value_apart_mood AS ENUM ('calm', 'busy')", 'DROP TYPE enum_value_apart_mood'),
      item(),
      sql('ALTER TABLE enum_value_apart_item ADD COLUMN mood enum_value_apart_mood NULL'),
    ],
    [
      { name: '0002_value', operations: list(sql("ALTER TYPE enum_value_apart_mood ADD VALUE 'hectic'")) },
      { name: '0003_use', operations: list(sql("UPDATE enum_value_apart_item SET mood = 'hectic' WHERE id = 1")) },
    ],
  ),
  one(
    'commit_in_sql',
    'A COMMIT in the middle ends the transaction that Django relies on.',
    ['order/transaction-in-sql'],
    [item()],
    [
      `migrations.RunSQL(["COMMIT", "ALTER TABLE commit_in_sql_item ADD COLUMN code varchar(5) NULL", "BEGIN"], ${python('SELECT 1')})`,
    ],
  ),
  one(
    'truncate',
    'A table that is emptied is locked against everybody, and its rows are gone.',
    ['lock/maintenance'],
    [item()],
    [sql('TRUNCATE truncate_item')],
  ),
  one(
    'lock_table',
    'A lock that is asked for is held to the end of the migration.',
    ['lock/maintenance'],
    [item()],
    [sql('LOCK TABLE lock_table_item IN ACCESS EXCLUSIVE MODE')],
  ),
  one(
    'vacuum_full',
    'VACUUM FULL writes the table anew.',
    ['lock/maintenance'],
    [item()],
    [sql('VACUUM FULL vacuum_full_item')],
    { migration: { atomic: false } },
  ),
  one('analyze', "ANALYZE is in nobody's way.", [], [item()], [sql('ANALYZE analyze_item')]),
  one(
    'cluster',
    'CLUSTER writes it anew in another order.',
    ['lock/maintenance'],
    [item()],
    [sql('CLUSTER cluster_item USING cluster_item_pkey')],
  ),
  one(
    'reindex',
    'REINDEX stops writers, and readers of the index.',
    ['lock/maintenance'],
    [item()],
    [sql('REINDEX TABLE reindex_item')],
  ),
  one(
    'reindex_concurrently',
    'Concurrently it does not.',
    [],
    [item()],
    [sql('REINDEX INDEX CONCURRENTLY reindex_concurrently_item_pkey')],
    { migration: { atomic: false } },
  ),
  one(
    'refresh_view',
    'A materialised view cannot be read while it is filled.',
    ['lock/maintenance'],
    [
      item(),
      sql(
        'CREATE MATERIALIZED VIEW refresh_view_names AS SELECT id FROM refresh_view_item',
        'DROP MATERIALIZED VIEW refresh_view_names',
      ),
    ],
    [sql('REFRESH MATERIALIZED VIEW refresh_view_names')],
  ),
  one(
    'set_storage',
    'How large values are kept is for values to come.',
    [],
    [item()],
    [sql('ALTER TABLE set_storage_item ALTER COLUMN name SET STORAGE EXTERNAL')],
  ),
  one(
    'set_unlogged',
    'A table that is logged no longer is written anew.',
    ['lock/rewrite'],
    [item()],
    [sql('ALTER TABLE set_unlogged_item SET UNLOGGED', 'ALTER TABLE set_unlogged_item SET LOGGED')],
  ),
  one(
    'create_trigger',
    'A trigger needs the table for a moment only, but what it makes of rows is seen when it runs.',
    ['server/not-understood'],
    [
      item(),
      sql('CREATE FUNCTION create_trigger_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$'),
    ],
    [
      sql(
        'CREATE TRIGGER create_trigger_touch BEFORE UPDATE ON create_trigger_item FOR EACH ROW EXECUTE FUNCTION create_trigger_touch()',
      ),
    ],
  ),
  one(
    'drop_trigger',
    'One that goes makes nothing of them any more.',
    [],
    [
      item(),
      sql('CREATE FUNCTION drop_trigger_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$'),
      sql(
        'CREATE TRIGGER drop_trigger_touch BEFORE UPDATE ON drop_trigger_item FOR EACH ROW EXECUTE FUNCTION drop_trigger_touch()',
      ),
    ],
    [
      sql(
        'DROP TRIGGER drop_trigger_touch ON drop_trigger_item',
        'CREATE TRIGGER drop_trigger_touch BEFORE UPDATE ON drop_trigger_item FOR EACH ROW EXECUTE FUNCTION drop_trigger_touch()',
      ),
    ],
  ),
  one(
    'create_extension',
    'An extension is for a privileged role, and not every server has it.',
    ['server/extension'],
    [item()],
    [sql('CREATE EXTENSION IF NOT EXISTS plpgsql')],
  ),
  one(
    'lock_timeout',
    'A limit for waiting is what every migration should have.',
    [],
    [item()],
    [sql("SET LOCAL lock_timeout = '2s'"), addField('code', 'models.CharField(max_length=20, null=True)')],
  ),
  one(
    'do_block',
    'A block of PL/pgSQL can do anything, and nothing of it can be seen.',
    [],
    [item()],
    [sql("DO $$ BEGIN RAISE DEBUG 'nothing'; END $$")],
    { rules: ['data/unknown'] },
  ),
];
