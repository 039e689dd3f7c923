import { type Column, type Constraint, type Index, type Schema, type Table, tableOfIndex } from '../schema/schema.ts';
import type { ParsedStatement } from '../sql/act.ts';
import { bare } from '../sql/names.ts';
import type { EffectPart } from './combine.ts';
import type { Circumstances, HeldLock, LockMode } from './effect.ts';

/** What an act is judged on: the schema as the acts before it in the same statement left it, and where the statement runs. */
export interface Context extends Circumstances {
  readonly schema: Schema;
  readonly statement: ParsedStatement;
}

export type ForeignKey = Extract<Constraint, { kind: 'foreign-key' }>;

export function tableOf({ schema }: Pick<Context, 'schema'>, name: string): Table | undefined {
  return schema.tables.get(name);
}

export function columnOf(context: Pick<Context, 'schema'>, table: string, column: string): Column | undefined {
  return tableOf(context, table)?.columns.get(column);
}

/** All of a table is known, so that what is not seen of it is not there. */
export function isComplete(context: Pick<Context, 'schema'>, table: string): boolean {
  return tableOf(context, table)?.complete === true;
}

/** Locks of a statement on a table: itself, and every partition of it. */
export function lockTable(
  context: Pick<Context, 'schema'>,
  table: string,
  mode: LockMode,
  role: HeldLock['role'] = 'target',
): readonly HeldLock[] {
  const partitions = partitionsOf(context, table).map((relation): HeldLock => ({ relation, mode, role: 'partition' }));
  return [{ relation: table, mode, role }, ...partitions];
}

/** Partitions of all levels. */
export function partitionsOf(context: Pick<Context, 'schema'>, table: string): readonly string[] {
  const direct = tableOf(context, table)?.partitions ?? [];
  return direct.flatMap(name => [name, ...partitionsOf(context, name)]);
}

/** Foreign keys of a table. */
export function foreignKeysOf(context: Pick<Context, 'schema'>, table: string): readonly ForeignKey[] {
  return [...(tableOf(context, table)?.constraints.values() ?? [])].filter(
    (constraint): constraint is ForeignKey => constraint.kind === 'foreign-key',
  );
}

/** Foreign keys of other tables that refer to this one. */
export function referencesTo(
  { schema }: Pick<Context, 'schema'>,
  table: string,
): readonly { readonly child: string; readonly key: ForeignKey }[] {
  const all = childrenIn(schema).get(table) ?? [];
  return all.filter(({ child }) => child !== table);
}

const CHILDREN = new WeakMap<Schema['tables'], Map<string, { child: string; key: ForeignKey }[]>>();

/** Made once for each state of the tables: many statements ask. */
function childrenIn(schema: Schema): Map<string, { child: string; key: ForeignKey }[]> {
  const known = CHILDREN.get(schema.tables);
  if (known !== undefined) return known;
  const children = new Map<string, { child: string; key: ForeignKey }[]>();
  for (const child of schema.tables.keys())
    for (const key of foreignKeysOf({ schema }, child)) {
      const list = children.get(key.table);
      if (list === undefined) children.set(key.table, [{ child, key }]);
      else list.push({ child, key });
    }
  CHILDREN.set(schema.tables, children);
  return children;
}

export function indexesOf(context: Pick<Context, 'schema'>, table: string): readonly Index[] {
  return [...(tableOf(context, table)?.indexes.values() ?? [])];
}

/** The index of this name, with the table that it belongs to. */
export function indexNamed({ schema }: Pick<Context, 'schema'>, name: string): Index | undefined {
  return tableOfIndex(schema, name)?.indexes.get(bare(name));
}

/** An enum with its values is known; the schema has other types by name only. */
export function isEnum({ schema }: Pick<Context, 'schema'>, type: string): boolean {
  return (schema.enums.get(type)?.length ?? 0) > 0;
}

/** A validated CHECK that says that the column has a value, which PostgreSQL takes as proof. */
function provenNotNull(context: Pick<Context, 'schema'>, table: string, column: string): boolean {
  const constraints = [...(tableOf(context, table)?.constraints.values() ?? [])];
  return constraints.some(
    constraint =>
      constraint.valid &&
      !constraint.notEnforced &&
      ((constraint.kind === 'check' && constraint.notNullOf === column) ||
        (constraint.kind === 'not-null' && constraint.column === column)),
  );
}

/** Rows that are there are known to have a value: the column says so, and not by a constraint of PostgreSQL 18 that was never validated. */
export function hasNoNull(context: Pick<Context, 'schema'>, table: string, column: string): boolean {
  const constraints = [...(tableOf(context, table)?.constraints.values() ?? [])];
  const unproven = constraints.some(one => one.kind === 'not-null' && one.column === column && !one.valid);
  if (provenNotNull(context, table, column)) return true;
  return columnOf(context, table, column)?.notNull === true && !unproven;
}

/** No row can be in it: made by a pending migration, and nothing was written into it. */
export function isEmpty(context: Pick<Context, 'schema' | 'populated'>, table: string): boolean {
  const known = tableOf(context, table);
  return known?.isNew === true && !known.filled && context.populated?.has(table) !== true;
}

/** What a version does not know yet. */
export function unsupported({ major }: Pick<Context, 'major'>, since: number, what: string): EffectPart {
  if (major >= since) return {};
  return {
    refused: [{ why: 'unsupported', message: `${what} needs PostgreSQL ${since}; this is ${major}.` }],
    since,
  };
}

export function refusedInTransaction({ inTransaction }: Pick<Context, 'inTransaction'>, what: string): EffectPart {
  if (!inTransaction) return {};
  return { refused: [{ why: 'in-transaction', message: `${what} cannot run inside of a transaction.` }] };
}
