import type { Act, ColumnDefinition } from '../../sql/act.ts';
import { advise, runSql, sqlName } from '../remedies/code.ts';
import { defineHazard } from '../rule.ts';
import { actHits } from './statements.ts';

export const json = defineHazard({
  id: 'server/json',
  title: 'Columns hold jsonb rather than json',
  severity: 'low',
  verdict: 'safe',
  why: 'json has no equality: DISTINCT, UNION and GROUP BY over a row that has such a column fail.',
  remedy: 'jsonb, which Django takes for a JSONField by itself.',
  source: ['https://www.postgresql.org/docs/current/datatype-json.html'],
  judge: played =>
    actHits(played, (act, { who }) => {
      const found = jsonColumn(act);
      if (found === undefined) return undefined;
      const alter = `ALTER TABLE ${sqlName(found.table)} ADD COLUMN ${sqlName(found.column)} jsonb`;
      return {
        about: `${found.table}.${found.column}`,
        hit: {
          table: found.table,
          column: found.column,
          message: `${who} gives ${found.table}.${found.column} the type json: DISTINCT and UNION over its rows fail, for json values cannot be compared.`,
          remedy: advise(
            'Take jsonb.',
            played.facts.framework === 'alembic'
              ? `op.add_column("${found.table}", sa.Column("${found.column}", postgresql.JSONB()))`
              : runSql(played.facts, alter),
          ),
        },
      };
    }),
});

function jsonColumn(act: Act): { readonly table: string; readonly column: string } | undefined {
  const isJson = ({ type }: Pick<ColumnDefinition, 'type'>) => type.name === 'json' && !type.array;
  if (act.act === 'add-column' && isJson(act.column)) return { table: act.table, column: act.column.name };
  if (act.act === 'alter-type' && isJson(act)) return { table: act.table, column: act.column };
  if (act.act !== 'create-table') return undefined;
  const column = act.columns.find(isJson);
  return column === undefined ? undefined : { table: act.table, column: column.name };
}

export const cachedPlans = defineHazard({
  id: 'server/cached-plans',
  title: 'No prepared statement outlives a change of type',
  severity: 'low',
  verdict: 'safe',
  why: 'A driver that keeps prepared statements (asyncpg always, psycopg after a few runs) gets "cached plan must not change result type" once for each of them, until it prepares anew.',
  remedy: 'Let the pool open new connections after the migration.',
  source: [
    'https://magicstack.github.io/asyncpg/current/api/index.html#asyncpg.exceptions.InvalidCachedStatementError',
  ],
  judge: played =>
    played.facts.framework !== 'alembic'
      ? []
      : actHits(played, (act, { who, statement }) => {
          if (act.act !== 'alter-type') return undefined;
          const before = statement.before.tables.get(act.table)?.columns.get(act.column);
          if (
            before === undefined ||
            before.type.name === act.type.name ||
            statement.before.tables.get(act.table)?.isNew === true
          )
            return undefined;
          return {
            about: `${act.table}.${act.column}`,
            hit: {
              table: act.table,
              column: act.column,
              message: `${who} changes the type of ${act.table}.${act.column}: connections that hold prepared statements for it get an error for each of them once ("cached plan must not change result type").`,
              remedy: advise(
                'Let the pool open new connections after the migration, or keep no prepared statements.',
                'create_async_engine(..., connect_args={"statement_cache_size": 0})',
              ),
            },
          };
        }),
});

export const dropSchema = defineHazard({
  id: 'server/drop-schema',
  title: 'No schema and no database is dropped or renamed',
  severity: 'critical',
  verdict: 'blocked',
  why: 'Everything in it is gone, or no longer where the running release looks for it.',
  remedy: 'Drop tables one by one, each after the last release that used it.',
  source: ['https://www.postgresql.org/docs/current/sql-dropschema.html'],
  judge: played =>
    actHits(played, (act, { who }) => {
      if ((act.act !== 'schema' && act.act !== 'database') || act.what === 'create') return undefined;
      const done = act.what === 'drop' ? 'drops' : 'renames';
      return {
        about: `${act.what} ${act.act} ${act.name}`,
        hit: {
          message: `${who} ${done} the ${act.act} ${act.name}: ${act.what === 'drop' ? 'all tables in it are gone with their rows' : 'every query that names a table in it fails'}.`,
          remedy: advise(
            'Take it out of the migration; drop what is not used table by table, by hand, after a backup.',
            'pg_dump --schema=<schema> ...',
          ),
        },
      };
    }),
});
