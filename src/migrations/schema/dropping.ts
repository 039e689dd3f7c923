import { bare } from '../sql/names.ts';
import { referring } from './renaming.ts';
import {
  type Constraint,
  changedColumn,
  changedTable,
  type Schema,
  type Table,
  tableOfIndex,
  without,
  withTable,
} from './schema.ts';

/** With their partitions, and with what refers to them: PostgreSQL would refuse otherwise, or was told CASCADE. */
export function dropTables(schema: Schema, names: readonly string[]): Schema {
  const gone = new Set(names.flatMap(name => withPartitions(schema, name)));
  const left = [...schema.tables].filter(([name]) => !gone.has(name));
  return {
    ...schema,
    tables: new Map(left.map(([name, table]) => [name, parted(table, gone)])),
    views: withoutReaders(schema.views, gone),
  };
}

function withPartitions(schema: Schema, name: string): readonly string[] {
  return [name, ...(schema.tables.get(name)?.partitions ?? []).flatMap(each => withPartitions(schema, each))];
}

function parted(table: Table, gone: ReadonlySet<string>): Table {
  const refers = (each: Constraint) => each.kind === 'foreign-key' && gone.has(each.table);
  const isTouched = [...table.constraints.values()].some(refers) || table.partitions.some(each => gone.has(each));
  if (!isTouched) return table;
  return {
    ...table,
    partitions: table.partitions.filter(each => !gone.has(each)),
    constraints: without(table.constraints, refers),
  };
}

function withoutReaders(views: Schema['views'], gone: ReadonlySet<string>): Schema['views'] {
  const names = new Set(gone);
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const [view, reads] of views) if (reads.some(each => names.has(each))) names.add(view);
  }
  return names.size === gone.size ? views : without(views, (_, view) => names.has(view));
}

/**
 * PostgreSQL takes along every index and every constraint of the table that uses the column, those of several columns too; with CASCADE also
 * the foreign keys of other tables that point at it (manual, ALTER TABLE, DROP COLUMN).
 */
export function dropColumn(schema: Schema, tableName: string, column: string, cascade: boolean): Schema {
  const dropped = changedTable(schema, tableName, table => {
    const keys = new Set(
      [...table.constraints.values()].filter(each => usesColumn(each, column)).map(({ name }) => name),
    );
    return {
      ...table,
      columns: without(table.columns, (_, name) => name === column),
      constraints: without(table.constraints, (_, name) => keys.has(name)),
      indexes: without(
        table.indexes,
        index => index.uses.includes(column) || (index.constraint !== undefined && keys.has(index.constraint)),
      ),
    };
  });
  return cascade ? withoutForeignKeys(dropped, tableName, columns => columns.includes(column)) : dropped;
}

function usesColumn(constraint: Constraint, column: string): boolean {
  return constraint.kind === 'not-null' ? constraint.column === column : constraint.columns.includes(column);
}

/** Foreign keys of other tables that point at such columns of this one. */
function withoutForeignKeys(schema: Schema, name: string, points: (columns: readonly string[]) => boolean): Schema {
  return referring(schema, name).reduce(
    (before, table) =>
      changedTable(before, table.name, each => ({
        ...each,
        constraints: without(
          each.constraints,
          constraint => constraint.kind === 'foreign-key' && constraint.table === name && points(constraint.references),
        ),
      })),
    schema,
  );
}

/** Of a primary key the columns stay NOT NULL. */
export function dropConstraint(schema: Schema, tableName: string, name: string, cascade: boolean): Schema {
  const constraint = schema.tables.get(tableName)?.constraints.get(name);
  if (constraint === undefined) return schema;
  const dropped = changedTable(schema, tableName, table => ({
    ...table,
    constraints: without(table.constraints, (_, each) => each === name),
    indexes: without(table.indexes, index => index.constraint === name),
  }));
  if (constraint.kind === 'not-null') {
    return changedColumn(dropped, tableName, constraint.column, column => ({ ...column, notNull: false }));
  }
  const isKey = constraint.kind === 'unique' || constraint.kind === 'primary';
  if (!isKey || !cascade) return dropped;
  const key = constraint.columns.join();
  return withoutForeignKeys(dropped, tableName, columns => columns.join() === key);
}

export function dropIndex(schema: Schema, index: string): Schema {
  const table = tableOfIndex(schema, index);
  if (table === undefined) return schema;
  return withTable(schema, { ...table, indexes: without(table.indexes, (_, name) => name === bare(index)) });
}
