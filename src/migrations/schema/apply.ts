import type { Act } from '../sql/act.ts';
import { dropColumn, dropConstraint, dropIndex, dropTables } from './dropping.ts';
import { addColumn, addConstraint, addIndex } from './making.ts';
import { forPartitions, withPartition } from './partitions.ts';
import { renameColumn, renameConstraint, renameIndex, renameTable } from './renaming.ts';
import { changedColumn, changedTable, type Origin, type Schema, withTable } from './schema.ts';
import { createTable } from './tables.ts';

/**
 * The schema after one act, as PostgreSQL 18 would leave it. The one before stays as it is. A table that nobody defined is made with what the
 * act says of it, and is not `complete`.
 */
export function applyAct(schema: Schema, act: Act, origin: Origin): Schema {
  return forPartitions(schema, act).reduce((after, each) => applyAct(after, each, origin), apply(schema, act, origin));
}

function apply(schema: Schema, act: Act, origin: Origin): Schema {
  switch (act.act) {
    case 'create-table':
      return createTable(schema, act, origin);
    case 'drop-table':
      return dropTables(schema, act.tables);
    case 'rename-table':
      return renameTable(schema, act.table, act.to);
    case 'rename-column':
      return renameColumn(schema, act.table, act.column, act.to);
    case 'rename-constraint':
      return renameConstraint(schema, act.table, act.name, act.to);
    case 'rename-index':
      return renameIndex(schema, act.index, act.to);
    case 'add-column':
      return addColumn(schema, act.table, act.column, act.ifNotExists, origin);
    case 'drop-column':
      return dropColumn(schema, act.table, act.column, act.cascade);
    case 'add-constraint':
      return addConstraint(schema, act.table, act.constraint, origin);
    case 'drop-constraint':
      return dropConstraint(schema, act.table, act.name, act.cascade);
    case 'validate-constraint':
      return validateConstraint(schema, act.table, act.name);
    case 'create-index':
      return addIndex(schema, act.index, act.ifNotExists, origin);
    case 'drop-index':
      return act.indexes.reduce((before, index) => dropIndex(before, index), schema);
    default:
      return applyToColumn(schema, act) ?? applyToRest(schema, act);
  }
}

/** `ALTER COLUMN`: one property of one column. */
function applyToColumn(schema: Schema, act: Act): Schema | undefined {
  switch (act.act) {
    case 'alter-type': {
      const collation = act.collation;
      return changedColumn(schema, act.table, act.column, column => ({ ...column, type: act.type, collation }));
    }
    case 'set-default':
      return changedColumn(schema, act.table, act.column, column => ({
        ...column,
        // A default of NULL is none.
        default: act.value.isNull ? undefined : act.value,
      }));
    case 'drop-default':
      return changedColumn(schema, act.table, act.column, column => ({
        ...column,
        default: undefined,
        filledBy: column.filledBy === 'serial' ? undefined : column.filledBy,
      }));
    case 'set-not-null':
      return changedColumn(schema, act.table, act.column, column => ({ ...column, notNull: true }));
    case 'drop-not-null':
      return dropNotNull(schema, act.table, act.column);
    case 'add-identity':
      return changedColumn(schema, act.table, act.column, column => ({ ...column, filledBy: 'identity' }));
    case 'drop-identity':
    case 'drop-expression':
      return changedColumn(schema, act.table, act.column, ({ generatedAs: _, ...column }) => ({
        ...column,
        filledBy: undefined,
      }));
    default:
      return undefined;
  }
}

/** On PostgreSQL 18 a named NOT NULL is a constraint, and goes as well. */
function dropNotNull(schema: Schema, table: string, column: string): Schema {
  const nullable = changedColumn(schema, table, column, before => ({ ...before, notNull: false }));
  return changedTable(nullable, table, before => ({
    ...before,
    constraints: new Map(
      [...before.constraints].filter(([, each]) => !(each.kind === 'not-null' && each.column === column)),
    ),
  }));
}

function validateConstraint(schema: Schema, table: string, name: string): Schema {
  const before = schema.tables.get(table)?.constraints.get(name);
  if (before === undefined) return schema;
  const valid = changedTable(schema, table, each => ({
    ...each,
    constraints: new Map(each.constraints).set(name, { ...before, valid: true }),
  }));
  return before.kind === 'not-null'
    ? changedColumn(valid, table, before.column, column => ({ ...column, notNull: true }))
    : valid;
}

function applyToRest(schema: Schema, act: Act): Schema {
  switch (act.act) {
    case 'attach-partition':
      return withPartition(schema, act.table, act.partition);
    case 'detach-partition':
      return changedTable(schema, act.table, table => ({
        ...table,
        partitions: table.partitions.filter(each => each !== act.partition),
      }));
    case 'create-view':
      return withView(schema, act);
    case 'drop-view':
      return { ...schema, views: new Map([...schema.views].filter(([view]) => !act.views.includes(view))) };
    case 'create-type':
      return { ...schema, enums: new Map(schema.enums).set(act.type, act.values) };
    case 'add-enum-value':
      return { ...schema, enums: new Map(schema.enums).set(act.type, withValue(schema, act.type, act.value)) };
    case 'rename-enum-value': {
      const values = (schema.enums.get(act.type) ?? []).map(value => (value === act.value ? act.to : value));
      return { ...schema, enums: new Map(schema.enums).set(act.type, values) };
    }
    case 'drop-type':
      return { ...schema, enums: new Map([...schema.enums].filter(([type]) => !act.types.includes(type))) };
    case 'insert':
      return act.values === true ? schema : filled(schema, act.table);
    case 'merge':
      return filled(schema, act.table);
    case 'truncate':
      return act.tables.reduce(emptied, schema);
    case 'schema':
      return act.what === 'drop' ? dropTables(schema, inSchema(schema, act.name)) : schema;
    default:
      return schema;
  }
}

function withView(schema: Schema, { view, reads, query }: Extract<Act, { act: 'create-view' }>): Schema {
  const views = new Map(schema.views).set(view, reads);
  return query === undefined
    ? { ...schema, views }
    : { ...schema, views, queries: new Map(schema.queries).set(view, query) };
}

function withValue(schema: Schema, type: string, value: string): readonly string[] {
  const values = schema.enums.get(type) ?? [];
  return values.includes(value) ? values : [...values, value];
}

function filled(schema: Schema, name: string): Schema {
  const table = schema.tables.get(name);
  return table === undefined || table.filled || !table.isNew ? schema : withTable(schema, { ...table, filled: true });
}

function emptied(schema: Schema, name: string): Schema {
  const table = schema.tables.get(name);
  return table?.filled === true ? withTable(schema, { ...table, filled: false }) : schema;
}

function inSchema(schema: Schema, name: string): readonly string[] {
  return [...schema.tables.keys()].filter(table => table.startsWith(`${name}.`));
}
