import type { CodeFacts } from '../facts.ts';
import { foreignKeysOf, referencesTo } from '../postgres/context.ts';
import { mentions } from '../postgres/dependents.ts';
import type { Effect } from '../postgres/effect.ts';
import type { Schema } from '../schema/schema.ts';
import type { Act, ParsedStatement } from '../sql/act.ts';
import type { Transaction } from './session.ts';

/**
 * Rows whose deferred foreign keys are looked at only at the COMMIT. Until then PostgreSQL refuses to change their table: "cannot ALTER TABLE
 * because it has pending trigger events".
 */
export function pendingAfter(
  statement: ParsedStatement,
  schema: Schema,
  transaction: Transaction,
): Partial<Transaction> {
  let { pending, possible, immediate } = transaction;
  for (const act of statement.acts) {
    if (act.act === 'set-constraints') {
      if (!act.immediate) {
        immediate = new Set();
        continue;
      }
      const named = constraintsNamed(statement.text);
      immediate = named === undefined || immediate === 'all' ? 'all' : new Set([...immediate, ...named]);
      pending = named === undefined ? new Map() : without(pending, named);
      if (named === undefined) possible = new Map();
      continue;
    }
    for (const [table, keys] of writtenFor(act, statement.text, schema)) {
      const waiting = keys.filter(name => immediate !== 'all' && !immediate.has(name));
      if (waiting.length > 0)
        pending = new Map(pending).set(table, new Set([...(pending.get(table) ?? []), ...waiting]));
    }
  }
  return { pending, possible, immediate };
}

/** After Python code: nobody knows whether it inserted rows, or changed what foreign keys are about. */
export function possibleAfter(
  { name, tables, writes }: Pick<CodeFacts, 'name' | 'tables' | 'writes'>,
  schema: Schema,
  { possible, immediate }: Transaction,
): Partial<Transaction> {
  if (writes === 'none' || immediate === 'all') return {};
  const after = new Map(possible);
  for (const table of tables) {
    const referred = referencesTo({ schema }, table).filter(({ key }) => key.deferrable);
    const keys = [...deferred(schema, table).map(key => key.name), ...referred.map(({ key }) => key.name)];
    if (keys.some(key => !immediate.has(key))) after.set(table, name);
  }
  return { possible: after };
}

/** Statements that PostgreSQL may refuse after Python code, in words. */
export function doubtedByPending(statement: ParsedStatement, transaction: Transaction | undefined): readonly string[] {
  if (transaction === undefined || transaction.possible.size === 0) return [];
  const tables = new Set(statement.acts.flatMap(changedBy));
  return [...tables].flatMap(table => {
    const who = transaction.possible.get(table);
    if (who === undefined || transaction.pending.has(table)) return [];
    return [
      `When ${who}() inserted rows of ${table} in the same transaction, or changed their keys, PostgreSQL refuses this statement: the table has pending trigger events.`,
    ];
  });
}

/** Statements that PostgreSQL refuses because rows of their table wait for a check. */
export function refusedByPending(statement: ParsedStatement, transaction: Transaction | undefined): Effect['refused'] {
  if (transaction === undefined || transaction.pending.size === 0) return [];
  const tables = new Set(statement.acts.flatMap(changedBy));
  return [...tables].flatMap(table => {
    const keys = transaction.pending.get(table);
    if (keys === undefined) return [];
    const [first = ''] = keys;
    const message = `Rows of ${table} were written in the same transaction and ${first} is checked only at its end: PostgreSQL does not change a table that has pending trigger events.`;
    return [{ why: 'pending-events' as const, message }];
  });
}

/** Tables that an act changes in a way that needs nobody else to be at work on them, this session included. */
function changedBy(act: Act): readonly string[] {
  if (act.act === 'drop-table' || act.act === 'truncate') return act.tables;
  // A rename and a new schema are changes of the catalogue alone.
  if (act.act === 'alter-table' && act.what === 'set-schema') return [];
  if (act.act === 'create-index') return act.concurrently ? [] : [act.index.table];
  if (ALTERING.has(act.act) && 'table' in act && act.table !== undefined) return [act.table];
  return [];
}

const ALTERING: ReadonlySet<Act['act']> = new Set([
  'add-column',
  'drop-column',
  'alter-type',
  'set-default',
  'drop-default',
  'set-not-null',
  'drop-not-null',
  'add-identity',
  'drop-identity',
  'drop-expression',
  'add-constraint',
  'drop-constraint',
  'validate-constraint',
  'alter-constraint',
  'attach-partition',
  'detach-partition',
  'alter-table',
  'cluster',
]);

/** Deferred foreign keys whose check a statement puts off, by the table whose rows wait. */
function writtenFor(
  act: Act,
  text: string,
  schema: Schema,
): readonly (readonly [table: string, keys: readonly string[]])[] {
  if (act.act === 'insert' || act.act === 'merge')
    return [[act.table, deferred(schema, act.table).map(({ name }) => name)]];
  if (act.act === 'update') {
    const set = assignedPart(text);
    const keys = deferred(schema, act.table).filter(key => key.columns.some(column => mentions(set, column)));
    const referred = referencesTo({ schema }, act.table).filter(
      ({ key }) => key.deferrable && key.references.some(column => mentions(set, column)),
    );
    return [[act.table, [...keys.map(({ name }) => name), ...referred.map(({ key }) => key.name)]]];
  }
  if (act.act === 'delete') {
    const referred = referencesTo({ schema }, act.table).filter(({ key }) => key.deferrable);
    return [[act.table, referred.filter(({ key }) => key.onDelete === 'none').map(({ key }) => key.name)]];
  }
  return [];
}

function deferred(schema: Schema, table: string) {
  return foreignKeysOf({ schema }, table).filter(({ deferrable, notEnforced }) => deferrable && !notEnforced);
}

/** What stands left of the equals signs between SET and WHERE, as near as text tells: a value that has a column's name counts as well. */
function assignedPart(sql: string): string {
  const from = sql.search(/\bset\b/i);
  const rest = from < 0 ? sql : sql.slice(from);
  const to = rest.search(/\bwhere\b/i);
  return to < 0 ? rest : rest.slice(0, to);
}

/** Names after SET CONSTRAINTS; undefined for ALL. */
function constraintsNamed(sql: string): readonly string[] | undefined {
  const list = /\bset\s+constraints\s+(.+?)\s+(?:immediate|deferred)\b/is.exec(sql)?.[1];
  if (list === undefined || /^all$/i.test(list.trim())) return undefined;
  return list.split(',').map(name => {
    const plain = name.trim().split('.').at(-1) ?? '';
    return plain.startsWith('"') ? plain.slice(1, -1).replaceAll('""', '"') : plain.toLowerCase();
  });
}

function without(pending: Transaction['pending'], names: readonly string[]): Transaction['pending'] {
  const left = [...pending].map(
    ([table, keys]) => [table, new Set([...keys].filter(key => !names.includes(key)))] as const,
  );
  return new Map(left.filter(([, keys]) => keys.size > 0));
}
