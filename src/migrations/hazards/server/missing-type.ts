import type { Played, PlayedStatement } from '../../played.ts';
import type { Act } from '../../sql/act.ts';
import { bare } from '../../sql/names.ts';
import { advise, sqlName } from '../remedies/code.ts';
import { defineHazard } from '../rule.ts';
import { actHits } from './statements.ts';

/** Types that an extension brings, and which. PostGIS is left out: Django's own backend makes it before it migrates. */
const BROUGHT: Readonly<Record<string, string>> = {
  citext: 'citext',
  hstore: 'hstore',
  ltree: 'ltree',
  lquery: 'ltree',
  ltxtquery: 'ltree',
  cube: 'cube',
  seg: 'seg',
  isbn: 'isn',
  ean13: 'isn',
  vector: 'vector',
  halfvec: 'vector',
  sparsevec: 'vector',
};

export const missingType = defineHazard({
  id: 'server/missing-type',
  title: 'The type of a column is there before the column is',
  severity: 'medium',
  verdict: 'review',
  why: 'A type that an extension brings exists only where the extension was created: without it the statement fails, and the deployment stops there.',
  remedy: 'Create the extension in a migration before, or have an administrator create it once.',
  source: ['https://www.postgresql.org/docs/current/sql-createextension.html'],
  judge: played =>
    actHits(played, (act, { who, statement }) => {
      const used = columnsOf(act).find(({ type }) => isMissing(played, statement, type));
      const brings = BROUGHT[used?.type ?? ''];
      if (used === undefined || brings === undefined) return undefined;
      return {
        about: `${used.table}.${used.column}: ${used.type}`,
        hit: {
          table: used.table,
          column: used.column,
          message: `${who} gives ${used.table}.${used.column} the type ${used.type}, and no migration and no column that is there tells of the extension ${brings}: where nobody created it by hand, the migration fails ("type ${used.type} does not exist").`,
          remedy: advise(
            'Create it in a migration before this one, or once by hand.',
            played.facts.framework === 'alembic'
              ? `op.execute("CREATE EXTENSION IF NOT EXISTS ${sqlName(brings).replaceAll('"', '\\"')}")`
              : `from django.contrib.postgres.operations import CreateExtension\nCreateExtension("${brings}"),`,
          ),
        },
      };
    }),
});

interface UsedType {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

function columnsOf(act: Act): readonly UsedType[] {
  if (act.act === 'add-column')
    return [{ table: act.table, column: act.column.name, type: bare(act.column.type.name) }];
  if (act.act === 'alter-type') return [{ table: act.table, column: act.column, type: bare(act.type.name) }];
  if (act.act !== 'create-table') return [];
  return act.columns.map(({ name, type }) => ({ table: act.table, column: name, type: bare(type.name) }));
}

/** A DO block and what is not understood may create it as well. */
const MAKES: ReadonlySet<Act['act']> = new Set<Act['act']>(['create-extension', 'create-type', 'do', 'other']);

/** Nothing tells that it is there: no column of the running release, no SQL of long ago, nothing pending before. */
function isMissing({ facts, first, migrations }: Played, statement: PlayedStatement, type: string): boolean {
  const extension = BROUGHT[type];
  if (extension === undefined) return false;
  const isSame = (name: string) => BROUGHT[bare(name)] === extension;
  const written = new RegExp(`\\b${extension}\\b`, 'i');
  if (facts.base.models.some(({ columns }) => columns.some(each => isSame(/^\w+/.exec(each.type)?.[0] ?? ''))))
    return false;
  if ([...first.tables.values()].some(({ columns }) => [...columns.values()].some(each => isSame(each.type.name))))
    return false;
  if ((facts.history ?? []).some(text => written.test(text))) return false;
  const all = migrations.flatMap(({ statements }) => statements);
  const earlier = all.slice(0, all.indexOf(statement));
  return !earlier.some(({ acts, text }) => acts.some(({ act }) => MAKES.has(act)) && written.test(text));
}
