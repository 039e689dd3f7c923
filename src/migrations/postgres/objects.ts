import type { Act } from '../sql/act.ts';
import { combine, type EffectPart } from './combine.ts';
import { type Context, lockTable, refusedInTransaction, tableOf } from './context.ts';
import { LOCK_OF } from './locks.ts';
import { firstWords } from './maintenance.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

/** CREATE VIEW reads tables; one that is replaced is locked as a table would be. */
export function createView({ view, reads, replace }: Of<'create-view'>, { schema }: Context): EffectPart {
  const replaced = replace && schema.views.has(view);
  return {
    locks: [
      ...(replaced ? [{ relation: view, mode: 'access-exclusive' as const, role: 'target' as const }] : []),
      ...reads.map(relation => ({ relation, mode: 'access-share' as const, role: 'target' as const })),
    ],
  };
}

export function dropView({ views, cascade }: Of<'drop-view'>, { schema }: Context): EffectPart {
  const others = [...schema.views].filter(
    ([name, reads]) => !views.includes(name) && reads.some(read => views.includes(read)),
  );
  const locks = views.map(relation => ({ relation, mode: 'access-exclusive' as const, role: 'target' as const }));
  if (cascade) return { locks, alsoDropped: others.map(([name]) => ({ kind: 'view', name, of: views.join(', ') })) };
  return {
    locks,
    refused: others.map(([name]) => ({
      why: 'dependent',
      message: `PostgreSQL does not drop the view ${views.join(', ')}: the view ${name} reads it.`,
    })),
  };
}

/** REFRESH MATERIALIZED VIEW: nobody reads it meanwhile; with CONCURRENTLY only writers of the view wait, and there are none. */
export function refreshView({ view, concurrently }: Of<'refresh-view'>, { schema }: Context): EffectPart {
  const reads = (schema.views.get(view) ?? []).map(relation => ({
    relation,
    mode: 'access-share' as const,
    role: 'target' as const,
  }));
  if (concurrently)
    return {
      locks: [{ relation: view, mode: 'exclusive', role: 'target' }, ...reads],
      writes: [{ table: view, rows: 'some' }],
    };
  return {
    locks: [{ relation: view, mode: 'access-exclusive', role: 'target' }, ...reads],
    rewrites: [{ table: view, why: 'the view is filled anew' }],
  };
}

/** nextval() waits for an ALTER SEQUENCE, so whoever inserts a row does. */
export function sequence({ what, name }: Of<'sequence'>): EffectPart {
  if (what === 'create') return {};
  const mode = what === 'alter' ? 'share-row-exclusive' : 'access-exclusive';
  return { locks: [{ relation: name, mode, role: 'target' }] };
}

export function dropExtension({ names }: Of<'drop-extension'>): EffectPart {
  return {
    unknown: [
      `What uses the extension ${names.join(', ')} is not known; PostgreSQL refuses to drop it, or drops that as well.`,
    ],
  };
}

export function schemaAct({ what, name }: Of<'schema'>, context: Context): EffectPart {
  if (what === 'create') return {};
  const within = [...context.schema.tables.keys()].filter(table => table.startsWith(`${name}.`));
  return {
    locks: what === 'drop' ? within.flatMap(table => lockTable(context, table, 'access-exclusive')) : [],
    unknown: [`Which tables are in the schema ${name}, and who uses them, is not known.`],
  };
}

export function database({ what, name }: Of<'database'>, context: Context): EffectPart {
  const statement = `${what.toUpperCase()} DATABASE`;
  return combine([
    refusedInTransaction(context, statement),
    what === 'drop' ? { unknown: [`What the database ${name} holds is not known.`] } : {},
  ]);
}

export function block({ language }: Of<'do'>): EffectPart {
  return { unknown: [`What a DO block of ${language} does is only seen when it runs.`] };
}

/** The lock is brief; the function may change or refuse what a release that does not know of it writes. Nobody writes to a new table yet. */
export function createTrigger({ table, name }: Of<'create-trigger'>, context: Context): EffectPart {
  const locks = lockTable(context, table, LOCK_OF['create-trigger']);
  if (tableOf(context, table)?.isNew === true) return { locks };
  return {
    locks,
    unknown: [`What the trigger ${name} makes of rows that a release writes to ${table} is only seen when it runs.`],
  };
}

/** They keep nobody who uses a table waiting, and touch no row: statistics, messages, roles, what a server shows of itself. */
const HARMLESS: ReadonlySet<string> = new Set([
  'CreateStatsStmt',
  'AlterStatsStmt',
  'NotifyStmt',
  'ListenStmt',
  'UnlistenStmt',
  'VariableShowStmt',
  'CreateRoleStmt',
  'SecLabelStmt',
  'CheckPointStmt',
]);

/** PostgreSQL understands it and we do not. */
export function other({ kind }: Of<'other'>, { statement }: Context): EffectPart {
  if (HARMLESS.has(kind.replace(/ .*/, ''))) return {};
  return { unknown: [`What this statement (${kind}) does is not known: "${firstWords(statement.text)}".`] };
}
