import type { ColumnDefinition, ConstraintDefinition, IndexDefinition } from '../sql/act.ts';
import { bare, besides, clipped, LONGEST_NAME } from '../sql/names.ts';
import { grown } from './grown.ts';
import { type Column, changedTable, type Index, type Origin, type Schema, type Table, tableOfIndex } from './schema.ts';

export function addColumn(
  schema: Schema,
  table: string,
  definition: ColumnDefinition,
  ifNotExists: boolean,
  origin: Origin,
): Schema {
  const existing = schema.tables.get(table)?.columns.get(definition.name);
  // In CREATE TABLE ... PARTITION OF and with LIKE, what is written out replaces what was taken over.
  if (ifNotExists && existing !== undefined && schema.tables.get(table)?.isNew !== true) return schema;
  const { name, type, notNull, collation } = definition;
  const column: Column = {
    name,
    type,
    notNull,
    default: definition.default?.isNull === true ? undefined : definition.default,
    filledBy: filledBy(definition),
    ...(definition.generatedAs === undefined ? {} : { generatedAs: definition.generatedAs }),
    collation,
    isNew: origin.isNew,
  };
  const added = changedTable(schema, table, each => ({ ...each, columns: new Map(each.columns).set(name, column) }));
  return definition.constraints.reduce((made, constraint) => addConstraint(made, table, constraint, origin), added);
}

function filledBy({ identity, serial, generated }: ColumnDefinition): Column['filledBy'] {
  if (generated !== undefined) return 'generated';
  if (identity) return 'identity';
  return serial ? 'serial' : undefined;
}

export function addConstraint(
  schema: Schema,
  tableName: string,
  definition: ConstraintDefinition,
  { isNew }: Origin,
): Schema {
  const given = resolved(schema, tableName, definition);
  const constraint = { ...given, name: freeName(schema, tableName, given) };
  const valid = !constraint.notValid && !constraint.notEnforced;
  return changedTable(schema, tableName, table => ({
    ...table,
    constraints: grown(table.constraints, constraint.name, { ...constraint, valid, isNew }),
    indexes: withIndexOf(table, constraint, isNew),
    columns: withNotNull(table, constraint),
  }));
}

/** With what it only refers to: the columns of the index it takes over, those of the other table's primary key. */
function resolved(schema: Schema, table: string, constraint: ConstraintDefinition): ConstraintDefinition {
  if ((constraint.kind === 'unique' || constraint.kind === 'primary') && constraint.using !== undefined) {
    const columns = schema.tables.get(table)?.indexes.get(bare(constraint.using))?.columns ?? constraint.columns;
    return { ...constraint, columns };
  }
  if (constraint.kind === 'foreign-key' && constraint.references.length === 0) {
    return { ...constraint, references: primaryKey(schema.tables.get(constraint.table)) };
  }
  return constraint;
}

function primaryKey(table: Table | undefined): readonly string[] {
  for (const constraint of table?.constraints.values() ?? [])
    if (constraint.kind === 'primary') return constraint.columns;
  return [];
}

/** Of a made-up name that is taken, PostgreSQL takes the next number. */
function freeName(
  schema: Schema,
  beside: string,
  { name, made }: { readonly name: string; readonly made?: true },
): string {
  if (made !== true) return name;
  const taken = takenIn(schema, beside);
  let free = name;
  for (let count = 1; taken.has(free); count += 1)
    free = `${clipped(name, LONGEST_NAME - String(count).length)}${count}`;
  return free;
}

/** Names that PostgreSQL would not make up again in the schema of this table. */
function takenIn(schema: Schema, beside: string): { has(name: string): boolean } {
  return {
    has(name) {
      if (schema.tables.has(besides(beside, name))) return true;
      for (const table of schema.tables.values()) {
        if (table.constraints.has(name) || table.indexes.has(name)) return true;
      }
      return false;
    },
  };
}

function withIndexOf(table: Table, constraint: ConstraintDefinition, isNew: boolean): Table['indexes'] {
  if (constraint.kind !== 'unique' && constraint.kind !== 'primary' && constraint.kind !== 'exclusion')
    return table.indexes;
  const { name } = constraint;
  const using = constraint.kind === 'exclusion' ? undefined : constraint.using;
  const taken = using === undefined ? undefined : table.indexes.get(bare(using));
  if (taken !== undefined && using !== undefined) {
    const others = new Map(table.indexes);
    others.delete(bare(using));
    return others.set(name, { ...taken, name, constraint: name });
  }
  const index: Index = {
    name,
    table: table.name,
    unique: constraint.kind !== 'exclusion',
    columns: constraint.columns,
    uses: constraint.columns,
    hasExpressions: false,
    predicate: undefined,
    operatorClasses: [],
    method: constraint.kind === 'exclusion' ? 'gist' : 'btree',
    constraint: name,
    isNew,
  };
  return grown(table.indexes, name, index);
}

/** A primary key makes its columns NOT NULL; so does a constraint that says so, for new rows even while it is not valid. */
function withNotNull(table: Table, constraint: ConstraintDefinition): Table['columns'] {
  const columns =
    constraint.kind === 'primary' ? constraint.columns : constraint.kind === 'not-null' ? [constraint.column] : [];
  const changed = new Map(table.columns);
  for (const name of columns) {
    const column = changed.get(name);
    if (column !== undefined) changed.set(name, { ...column, notNull: true });
  }
  return columns.length === 0 ? table.columns : changed;
}

export function addIndex(schema: Schema, definition: IndexDefinition, ifNotExists: boolean, { isNew }: Origin): Schema {
  if (ifNotExists && tableOfIndex(schema, besides(definition.table, definition.name)) !== undefined) return schema;
  const name = freeName(schema, definition.table, definition);
  return changedTable(schema, definition.table, table => ({
    ...table,
    indexes: grown(table.indexes, name, { ...definition, name, constraint: undefined, isNew }),
  }));
}
