import type { UsedColumn } from '../facts.ts';
import type { Break } from '../hazards/rule.ts';
import type { Schema, Table } from '../schema/schema.ts';
import { broken, brokenEach, type Comparison, primaryKeyOf } from './comparison.ts';

const EVERY_STATEMENT = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** The table of a model that is not there, under its name. */
export function goneTable(comparison: Comparison): readonly Break[] {
  const { model, schema, madeSchema, made, now } = comparison;
  if (now !== undefined) return [];
  const { label, table } = model;
  const wasView = madeSchema.views.has(table);
  if (schema.views.has(table)) {
    if (made === undefined || isMirrored(table, made, schema)) return [];
    return brokenEach(
      comparison,
      ['INSERT', 'UPDATE', 'DELETE'],
      undefined,
      false,
      `{} goes to ${table}, which is a view on this schema; whether that can be written, and has every column, is not known.`,
    );
  }
  if (wasView)
    return [
      broken(
        comparison,
        'SELECT',
        undefined,
        true,
        `SELECT of ${label} reads the view ${table}, which ${absent(comparison)}.`,
      ),
    ];
  if (made === undefined) return [];
  const name = otherNameOfTable(table, made, schema, madeSchema);
  return brokenEach(
    comparison,
    EVERY_STATEMENT,
    undefined,
    true,
    `{} uses the table ${table}, which ${absent(comparison, name)}.`,
  );
}

/** The view under the old name shows another table as the old one was: PostgreSQL reads and writes through it. */
function isMirrored(view: string, made: Table, { queries, tables }: Schema): boolean {
  const mirrored = tables.get(queries?.get(view)?.mirrors ?? '');
  if (mirrored === undefined || mirrored.columns.size !== made.columns.size) return false;
  return [...made.columns.values()].every(column => {
    const now = mirrored.columns.get(column.name);
    return now !== undefined && now.notNull === column.notNull && now.type.name === column.type.name;
  });
}

/** Columns that the model names and the table has not. */
export function goneColumns(comparison: Comparison): readonly Break[] {
  const { model, made, now } = comparison;
  if (made === undefined || now === undefined) return [];
  const key = primaryKeyOf(made);
  return model.columns
    .filter(({ column }) => isGone(comparison, column))
    .flatMap(({ column }) => {
      const statements = key.includes(column) ? EVERY_STATEMENT : EVERY_STATEMENT.slice(0, 3);
      const name = otherNameOfColumn(column, made, now);
      return brokenEach(
        comparison,
        statements,
        column,
        true,
        `{} names the column ${column} of ${model.table}, which ${absent(comparison, name)}.`,
      );
    });
}

/**
 * It was there on the schema the release was made for, and is not here. Of a table that nobody defined, a column that no pending migration
 * adds may well have been there all the time.
 */
function isGone({ release, made, now }: Pick<Comparison, 'release' | 'made' | 'now'>, column: string): boolean {
  const then = made?.columns.get(column);
  if (then === undefined || now === undefined || now.columns.has(column)) return false;
  return release === 'running' || now.complete || then.isNew;
}

function absent({ release }: Pick<Comparison, 'release'>, otherName?: string): string {
  if (release === 'new') return otherName === undefined ? 'is not there yet' : `is still called ${otherName}`;
  return otherName === undefined ? 'is gone' : `is called ${otherName} now`;
}

/** What a column that is gone is called here: a column that no migration added, and that the other schema has not. */
function otherNameOfColumn(column: string, made: Table, now: Table): string | undefined {
  const then = made.columns.get(column);
  if (then === undefined || then.isNew) return undefined;
  const candidates = [...now.columns.values()].filter(({ name, isNew }) => !isNew && !made.columns.has(name));
  const alike = candidates.filter(({ type }) => type.name === then.type.name);
  return alike.length === 1 ? alike[0]?.name : undefined;
}

function otherNameOfTable(table: string, then: Table, schema: Schema, madeSchema: Schema): string | undefined {
  if (then.isNew) return undefined;
  const renamed = [...schema.tables.values()].find(({ formerly }) => formerly === table)?.name;
  if (renamed !== undefined) return renamed;
  if (then.formerly !== undefined && schema.tables.has(then.formerly)) return then.formerly;
  const candidates = [...schema.tables.values()].filter(
    other => !other.isNew && other.complete && !madeSchema.tables.has(other.name) && sharesColumns(then, other),
  );
  return candidates.length === 1 && candidates[0]?.name !== table ? candidates[0]?.name : undefined;
}

/** A table that was renamed keeps most of its columns. */
function sharesColumns(a: Table, b: Table): boolean {
  const shared = [...a.columns.keys()].filter(name => b.columns.has(name)).length;
  return shared * 2 >= Math.max(a.columns.size, b.columns.size);
}

/** Whether the relation of this column can still be looked through when its parent is deleted. */
export function relationIsGone(comparison: Comparison, { column }: Pick<UsedColumn, 'column'>): boolean {
  return goneTable(comparison).some(({ certain }) => certain) || isGone(comparison, column);
}
