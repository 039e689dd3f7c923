import { bare } from '../sql/names.ts';
import {
  type Column,
  type Constraint,
  changedTable,
  type Index,
  mapped,
  type Schema,
  type Table,
  tableOfIndex,
  unknownTable,
  withTable,
} from './schema.ts';

/** Everything that names the table follows. ALTER TABLE also renames views and indexes, which share the names of tables. */
export function renameTable(schema: Schema, from: string, to: string): Schema {
  const rename = (name: string) => (name === from ? to : name);
  const views = new Map([...schema.views].map(([view, reads]) => [rename(view), reads.map(rename)] as const));
  if (schema.views.has(from)) return { ...schema, views };
  if (!schema.tables.has(from) && tableOfIndex(schema, from) !== undefined) return renameIndex(schema, from, to);
  const own = schema.tables.get(from) ?? unknownTable(from);
  const tables = new Map(schema.tables).set(from, own);
  return {
    ...schema,
    views,
    tables: new Map([...tables].map(([name, table]) => [rename(name), following(table, rename)])),
  };
}

function following(table: Table, rename: (name: string) => string): Table {
  const name = rename(table.name);
  const refers = [...table.constraints.values()].some(
    each => each.kind === 'foreign-key' && rename(each.table) !== each.table,
  );
  const isParent = table.partitions.some(partition => rename(partition) !== partition);
  if (name === table.name && !refers && !isParent) return table;
  return {
    ...table,
    name,
    ...(name === table.name ? {} : { formerly: table.formerly ?? table.name }),
    partitions: table.partitions.map(rename),
    constraints: mapped(table.constraints, each =>
      each.kind === 'foreign-key' ? { ...each, table: rename(each.table) } : each,
    ),
    indexes: mapped(table.indexes, each => ({ ...each, table: name })),
  };
}

/** Keys, indexes and the foreign keys of other tables follow; the text of a check stays as it was written. */
export function renameColumn(schema: Schema, tableName: string, from: string, to: string): Schema {
  const rename = (name: string) => (name === from ? to : name);
  const renamed = changedTable(schema, tableName, table => ({
    ...table,
    columns: mapped(table.columns, column => renamedColumn(column, rename), rename),
    constraints: mapped(table.constraints, each => withColumns(each, rename)),
    indexes: mapped(
      table.indexes,
      (each): Index => ({ ...each, columns: each.columns.map(rename), uses: each.uses.map(rename) }),
    ),
  }));
  return referring(renamed, tableName).reduce(
    (before, { name }) =>
      changedTable(before, name, table => ({
        ...table,
        constraints: mapped(table.constraints, each =>
          each.kind === 'foreign-key' && each.table === tableName
            ? { ...each, references: each.references.map(rename) }
            : each,
        ),
      })),
    renamed,
  );
}

function renamedColumn(column: Column, rename: (name: string) => string): Column {
  const { generatedAs } = column;
  return {
    ...column,
    name: rename(column.name),
    ...(generatedAs === undefined ? {} : { generatedAs: { ...generatedAs, uses: generatedAs.uses.map(rename) } }),
  };
}

/** The tables with a foreign key to this one. */
export function referring(schema: Schema, name: string): readonly Table[] {
  return [...schema.tables.values()].filter(table =>
    [...table.constraints.values()].some(each => each.kind === 'foreign-key' && each.table === name),
  );
}

function withColumns(constraint: Constraint, rename: (name: string) => string): Constraint {
  if (constraint.kind === 'not-null') return { ...constraint, column: rename(constraint.column) };
  const columns = constraint.columns.map(rename);
  if (constraint.kind !== 'check') return { ...constraint, columns };
  const { notNullOf } = constraint;
  return { ...constraint, columns, notNullOf: notNullOf === undefined ? undefined : rename(notNullOf) };
}

/** The index of a key has its name, and keeps it. */
export function renameConstraint(schema: Schema, tableName: string, from: string, to: string): Schema {
  const rename = (name: string) => (name === from ? to : name);
  return changedTable(schema, tableName, table => ({
    ...table,
    constraints: mapped(table.constraints, each => ({ ...each, name: rename(each.name) }), rename),
    indexes: mapped(
      table.indexes,
      each => (each.constraint === from ? { ...each, name: to, constraint: to } : each),
      name => (table.indexes.get(name)?.constraint === from ? to : name),
    ),
  }));
}

export function renameIndex(schema: Schema, index: string, to: string): Schema {
  const table = tableOfIndex(schema, index);
  const [from, name] = [bare(index), bare(to)];
  if (table === undefined) return schema;
  if (table.indexes.get(from)?.constraint !== undefined) return renameConstraint(schema, table.name, from, name);
  const rename = (each: string) => (each === from ? name : each);
  return withTable(schema, {
    ...table,
    indexes: mapped(table.indexes, each => ({ ...each, name: rename(each.name) }), rename),
  });
}
