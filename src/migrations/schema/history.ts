import type { Act, ParseSql } from '../sql/act.ts';
import { applyAct } from './apply.ts';
import type { Schema, Table } from './schema.ts';

/**
 * The schema with what people made by hand in migrations that ran before. The models' state is the newer word on what it knows: of its tables
 * and columns only what it cannot know is taken (constraints, indexes, defaults of the database, columns without a field). SQL that cannot be
 * read is passed over: what it made is not known, as if nobody had told of it.
 */
export function withHistory(schema: Schema, history: readonly string[], parse: ParseSql): Schema {
  const made: Made = { tables: new Set(), parts: new Set() };
  let now = schema;
  for (const sql of history) {
    const parsed = parse(sql);
    if (!parsed.ok) continue;
    for (const { acts } of parsed.statements)
      for (const act of acts) if (counts(act, now, made)) now = applyAct(now, act, { isNew: false });
  }
  return now;
}

/** By whom history tells: tables by name; columns, constraints and indexes as `table.name`. */
interface Made {
  readonly tables: Set<string>;
  readonly parts: Set<string>;
}

function counts(act: Act, schema: Schema, made: Made): boolean {
  switch (act.act) {
    case 'create-table': {
      if (schema.tables.has(act.table)) return false;
      if (act.partitionOf === undefined) made.tables.add(act.table);
      return true;
    }
    case 'drop-table':
      return act.tables.every(table => made.tables.delete(table));
    case 'create-type':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'drop-type':
    case 'create-view':
    case 'drop-view':
      return true;
    case 'create-index':
      return makes(act.index.table, act.index.name, act.index.uses, schema, made);
    case 'drop-index':
      return act.indexes.every(index => [...made.parts].some(part => part.endsWith(`.${index}`)));
    case 'rename-table': {
      if (!made.tables.delete(act.table)) return false;
      made.tables.add(act.to);
      return true;
    }
    default:
      return 'table' in act && typeof act.table === 'string' && changes(act, act.table, schema, made);
  }
}

function changes(act: Act, table: string, schema: Schema, made: Made): boolean {
  if (made.tables.has(table)) return true;
  if (!schema.tables.has(table)) return false;
  switch (act.act) {
    case 'add-column': {
      // What Django takes for a text may be an enumeration that was made by hand.
      const isEnum = schema.enums.has(act.column.type.name);
      return (
        (isEnum && schema.tables.get(table)?.columns.has(act.column.name) === true) ||
        makes(table, act.column.name, [], schema, made)
      );
    }
    case 'add-constraint':
      return makes(table, act.constraint.name, columnsOf(act), schema, made);
    case 'set-default':
    case 'drop-default':
      return schema.tables.get(table)?.columns.has(act.column) === true;
    case 'validate-constraint':
    case 'drop-constraint':
      return made.parts.has(`${table}.${act.name}`);
    case 'alter-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'drop-column':
      return made.parts.has(`${table}.${act.column}`);
    case 'attach-partition':
      return schema.tables.has(act.partition);
    default:
      return false;
  }
}

/** It is new, and what it rests on is still there. */
function makes(name: string, part: string, columns: readonly string[], schema: Schema, made: Made): boolean {
  const table = schema.tables.get(name);
  if (table === undefined || has(table, part)) return false;
  if (!columns.every(column => table.columns.has(column))) return false;
  made.parts.add(`${name}.${part}`);
  return true;
}

function has({ columns, constraints, indexes }: Table, part: string): boolean {
  return columns.has(part) || constraints.has(part) || indexes.has(part);
}

function columnsOf({ constraint }: Extract<Act, { act: 'add-constraint' }>): readonly string[] {
  return constraint.kind === 'not-null' ? [constraint.column] : constraint.columns;
}
