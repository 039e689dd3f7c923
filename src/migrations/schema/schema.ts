import type { Computed, ConstraintDefinition, Expression, IndexDefinition, SqlType, ViewQuery } from '../sql/act.ts';
import { bare, besides } from '../sql/names.ts';

/**
 * The schema as it would stand in the database at one moment, as far as the migrations that led there say it. Never changed: `applyAct` gives a
 * new one. What nobody told is not in it, which is not the same as not existing: see `Table.complete`.
 */
export interface Schema {
  readonly tables: ReadonlyMap<string, Table>;
  /** Enum types and their values. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** Views and materialised views, with the tables they read. */
  readonly views: ReadonlyMap<string, readonly string[]>;
  /** What their queries say, of those that were made by SQL. */
  readonly queries?: ReadonlyMap<string, ViewQuery>;
}

export interface Table {
  readonly name: string;
  /** What it was called before a pending migration renamed it. */
  readonly formerly?: string;
  /** Made by a pending migration: nobody uses it yet, and it has the rows that pending migrations put in. */
  readonly isNew: boolean;
  /** A pending migration inserted or copied rows into it. */
  readonly filled: boolean;
  /** All of it is known; false for a table that a statement names and nobody defined. */
  readonly complete: boolean;
  readonly columns: ReadonlyMap<string, Column>;
  /** By name, with those of columns. Not-null is a property of the column; on PostgreSQL 18 also a constraint here when it was named. */
  readonly constraints: ReadonlyMap<string, Constraint>;
  /** By name, with those that constraints own (`constraint` says whose). */
  readonly indexes: ReadonlyMap<string, Index>;
  readonly partitioned: boolean;
  readonly partitions: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly type: SqlType;
  readonly notNull: boolean;
  readonly default: Expression | undefined;
  /** The database fills it: identity, serial, generated. */
  readonly filledBy: 'identity' | 'serial' | 'generated' | undefined;
  /** Of a generated column. */
  readonly generatedAs?: Computed;
  readonly collation: string | undefined;
  /** Added by a pending migration. */
  readonly isNew: boolean;
}

/** `valid`: rows that are there were looked at. */
export type Constraint = ConstraintDefinition & { readonly valid: boolean; readonly isNew: boolean };

export interface Index extends IndexDefinition {
  /** Name of the constraint it carries. */
  readonly constraint: string | undefined;
  readonly isNew: boolean;
}

export const EMPTY_SCHEMA: Schema = { tables: new Map(), enums: new Map(), views: new Map() };

/** A table of which nothing is known but that somebody names it. */
export function unknownTable(name: string): Table {
  return {
    name,
    isNew: false,
    filled: false,
    complete: false,
    columns: new Map(),
    constraints: new Map(),
    indexes: new Map(),
    partitioned: false,
    partitions: [],
  };
}

export function withTable(schema: Schema, table: Table): Schema {
  return { ...schema, tables: new Map(schema.tables).set(table.name, table) };
}

/** One table changed; when nobody defined it, it is there from now on as one that is not known completely. */
export function changedTable(schema: Schema, name: string, change: (table: Table) => Table): Schema {
  return withTable(schema, change(schema.tables.get(name) ?? unknownTable(name)));
}

/** One column changed. Of one that is not known nothing is made up: its type would be a guess. */
export function changedColumn(schema: Schema, table: string, name: string, change: (column: Column) => Column): Schema {
  return changedTable(schema, table, before => {
    const column = before.columns.get(name);
    return column === undefined ? before : { ...before, columns: new Map(before.columns).set(name, change(column)) };
  });
}

/** The table that has an index of this name, in the schema that the name says. */
export function tableOfIndex(schema: Schema, index: string): Table | undefined {
  const name = bare(index);
  for (const table of schema.tables.values()) {
    if (table.indexes.has(name) && besides(table.name, name) === index) return table;
  }
  return undefined;
}

/** A copy without some entries. */
export function without<Value>(
  map: ReadonlyMap<string, Value>,
  gone: (value: Value, name: string) => boolean,
): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([name, value]) => !gone(value, name)));
}

/** A copy with every value changed, under the same names or under new ones, in the same order. */
export function mapped<Value>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value) => Value,
  rename: (name: string) => string = name => name,
): ReadonlyMap<string, Value> {
  return new Map([...map].map(([name, value]) => [rename(name), change(value)]));
}

/** Who does it: a pending migration makes things new, history does not. */
export interface Origin {
  readonly isNew: boolean;
}
