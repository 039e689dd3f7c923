import type { DatabaseFacts } from '../facts.ts';
import type { ConstraintDefinition, ParseSql } from '../sql/act.ts';
import { applyAct } from './apply.ts';
import { renameConstraint } from './renaming.ts';
import { type Constraint, changedTable, type Schema } from './schema.ts';

/**
 * The schema, corrected by what the database says of its constraints: their names, whether they are valid, and those that nobody's migrations
 * tell of. Tables that the schema does not have are left out: no pending statement touches them.
 */
export function withDatabase(schema: Schema, database: Pick<DatabaseFacts, 'constraints'>, parse: ParseSql): Schema {
  return database.constraints.reduce((before, { table, name, definition, validated }) => {
    if (!before.tables.has(table)) return before;
    const named = withName(before, table, name, definition, parse);
    const constraint = named.tables.get(table)?.constraints.get(name);
    return constraint === undefined ? named : marked(named, table, constraint, validated);
  }, schema);
}

function withName(schema: Schema, table: string, name: string, definition: string, parse: ParseSql): Schema {
  const constraints = schema.tables.get(table)?.constraints;
  if (constraints?.has(name) === true) return schema;
  // Constraint triggers have no definition that ALTER TABLE takes.
  const parsed = parse(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
  const act = parsed.ok ? parsed.statements[0]?.acts[0] : undefined;
  if (act?.act !== 'add-constraint') return schema;
  const same = [...(constraints?.values() ?? [])].find(each => isSame(each, act.constraint));
  if (same !== undefined) return renameConstraint(schema, table, same.name, name);
  return applyAct(schema, act, { isNew: false });
}

/** The same key under another name: the schema's was worked out. Conditions are not compared, PostgreSQL words them anew. */
function isSame(one: Constraint, other: ConstraintDefinition): boolean {
  if (one.kind === 'unique' || one.kind === 'exclusion' || one.kind === 'primary') {
    return one.kind === other.kind && one.columns.join() === other.columns.join();
  }
  if (one.kind !== 'foreign-key' || other.kind !== 'foreign-key') return false;
  return one.columns.join() === other.columns.join() && one.table === other.table;
}

function marked(schema: Schema, table: string, constraint: Constraint, valid: boolean): Schema {
  if (constraint.valid === valid) return schema;
  return changedTable(schema, table, each => ({
    ...each,
    constraints: new Map(each.constraints).set(constraint.name, { ...constraint, valid, notValid: !valid }),
  }));
}

/** A name as SQL, with the schema it may begin with. */
function quoted(name: string): string {
  return name
    .split('.')
    .map(part => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}
