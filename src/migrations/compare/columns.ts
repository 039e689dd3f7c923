import type { UsedColumn } from '../facts.ts';
import type { Break } from '../hazards/rule.ts';
import type { Column, Schema, Table } from '../schema/schema.ts';
import type { SqlType } from '../sql/act.ts';
import { broken, brokenEach, type Comparison, primaryKeyOf } from './comparison.ts';
import { sqlTypeOf, typeInWords } from './type-family.ts';
import { type TypeFit, typeFit } from './type-fit.ts';

/** Columns that the model names and the table has: does each take what is written? */
export function keptColumns(comparison: Comparison): readonly Break[] {
  const { model, made, now } = comparison;
  if (made === undefined || now === undefined) return [];
  return model.columns.flatMap(used => {
    const [then, here] = [made.columns.get(used.column), now.columns.get(used.column)];
    if (then === undefined || here === undefined || then === here) return [];
    const generated = refusesValues(comparison, used, then, here);
    if (generated.length > 0) return generated;
    return [...unfilled(comparison, used, then, here), ...misfit(comparison, used, then, here)];
  });
}

/** A column that has become generated takes no value at all. */
function refusesValues(comparison: Comparison, used: UsedColumn, then: Column, here: Column): readonly Break[] {
  if (used.insert !== 'names' || then.filledBy === here.filledBy) return [];
  const { table } = comparison.model;
  if (here.filledBy === 'generated')
    return brokenEach(
      comparison,
      ['INSERT', 'UPDATE'],
      used.column,
      true,
      `{} gives ${used.column} a value, and the column of ${table} is generated: PostgreSQL refuses any.`,
    );
  if (here.filledBy === 'identity' && then.filledBy !== 'serial')
    return brokenEach(
      comparison,
      ['INSERT'],
      used.column,
      false,
      `{} gives ${used.column} a value, which an identity column of ${table} refuses when it is GENERATED ALWAYS.`,
    );
  return [];
}

/** The model leaves the column to the database, and the database has nothing for it any more. */
function unfilled(comparison: Comparison, used: UsedColumn, then: Column, here: Column): readonly Break[] {
  if (used.insert !== 'database' || !fillsItself(then) || fillsItself(here) || !here.notNull) return [];
  return brokenEach(
    comparison,
    ['INSERT'],
    used.column,
    true,
    `{} leaves ${used.column} to the database, which has no default for it on this schema and takes no NULL.`,
  );
}

/** It gets a value other than NULL when nobody names it. */
function fillsItself({ default: value, filledBy }: Column): boolean {
  return filledBy !== undefined || (value !== undefined && !value.isNull);
}

function misfit(comparison: Comparison, used: UsedColumn, then: Column, here: Column): readonly Break[] {
  if (sameType(then.type, here.type) || here.filledBy === 'generated') return [];
  const fit = milder(typeFit(sqlTypeOf(used.type), here.type), typeFit(then.type, here.type));
  if (fit.fit === 'all') return [];
  const { model, now } = comparison;
  const [type, was] = [typeInWords(here.type), typeInWords(then.type)];
  const about = `${used.column} as ${was}; on this schema it is ${type}`;
  if (fit.fit === 'none')
    return brokenEach(comparison, ['INSERT', 'UPDATE'], used.column, true, `{} writes ${about}: ${fit.why}.`);
  // A key that became text is in the WHERE of every UPDATE and DELETE, whatever the values.
  const filters = fit.why.includes('in a filter');
  const isKey = filters && (primaryKeyOf(now).includes(used.column) || used.references !== undefined);
  if (filters)
    return brokenEach(
      comparison,
      isKey ? ['SELECT', 'UPDATE', 'DELETE'] : ['SELECT'],
      used.column,
      isKey,
      `{} looks for ${about}: ${fit.why}.`,
    );
  return brokenEach(
    comparison,
    ['INSERT', 'UPDATE'],
    used.column,
    false,
    `{} writes ${about}: ${fit.why}. The model of ${model.label} lets such values pass.`,
  );
}

function sameType(a: SqlType, b: SqlType): boolean {
  return a.name === b.name && a.array === b.array && String(a.modifiers) === String(b.modifiers);
}

const MILD = ['all', 'some', 'none'] as const;

function milder(a: TypeFit, b: TypeFit): TypeFit {
  return MILD.indexOf(a.fit) <= MILD.indexOf(b.fit) ? a : b;
}

/** NULL where it was taken before: NOT NULL, or a check that says the same and is looked at for new rows even when it is NOT VALID. */
export function refusedNulls(comparison: Comparison): readonly Break[] {
  const { model, made, now } = comparison;
  if (made === undefined || now === undefined) return [];
  return model.columns
    .filter(
      ({ column, nullable, insert }) =>
        nullable &&
        insert === 'names' &&
        refusesNull(now, column) &&
        made.columns.has(column) &&
        !refusesNull(made, column),
    )
    .flatMap(({ column, omitted }) => {
      const certain = omitted === 'null';
      const why = certain
        ? `{} writes NULL into ${column} when nobody gives a value, which ${model.table} refuses on this schema.`
        : `{} can write NULL into ${column}, because its model allows it, and ${model.table} refuses that on this schema.`;
      // An UPDATE writes NULL only to rows that had it, and there are none left.
      return [
        ...brokenEach(comparison, ['INSERT'], column, certain, why),
        ...brokenEach(
          comparison,
          ['UPDATE'],
          column,
          false,
          `{} can write NULL into ${column}, because its model allows it, and ${model.table} refuses that on this schema.`,
        ),
      ];
    });
}

function refusesNull(table: Table, column: string): boolean {
  if (table.columns.get(column)?.notNull === true) return true;
  for (const constraint of table.constraints.values()) {
    if (constraint.notEnforced) continue;
    if (constraint.kind === 'check' && constraint.notNullOf === column) return true;
    if (constraint.kind === 'not-null' && constraint.column === column) return true;
  }
  return false;
}

/** Columns that the release does not know: each must fill itself, or no row gets in. */
export function unknownColumns(comparison: Comparison): readonly Break[] {
  const { model, made, now } = comparison;
  if (made === undefined || now === undefined || made === now) return [];
  const named = new Set(model.columns.map(({ column }) => column));
  return [...now.columns.values()]
    .filter(column => !named.has(column.name) && mustBeNamed(now, column))
    .filter(({ name }) => !refusesSilence(made, name) && !isRenamed(comparison, name))
    .map(({ name }) =>
      broken(
        comparison,
        'INSERT',
        name,
        true,
        `INSERT of ${model.label} does not name the column ${name} of ${model.table}, which takes no NULL and has no default in the database.`,
      ),
    );
}

function mustBeNamed(table: Table, column: Column): boolean {
  return !fillsItself(column) && refusesNull(table, column.name);
}

function refusesSilence(table: Table, name: string): boolean {
  const column = table.columns.get(name);
  return column !== undefined && mustBeNamed(table, column);
}

/** A column that the release knows by another name: that it is gone under its own is the one thing to say. */
function isRenamed({ made, now, model }: Comparison, name: string): boolean {
  const here = now?.columns.get(name);
  if (made === undefined || now === undefined || here === undefined || here.isNew) return false;
  if (made.columns.has(name)) return false;
  return model.columns.some(({ column }) => made.columns.has(column) && !now.columns.has(column));
}

/** Values of enum types that are not there (any more, or yet): PostgreSQL refuses to write them. */
export function missingEnumValues(comparison: Comparison): readonly Break[] {
  const { model, made, now, schema, madeSchema } = comparison;
  if (made === undefined || now === undefined || schema.enums === madeSchema.enums) return [];
  return model.columns.flatMap(({ column }) => {
    const type = now.columns.get(column)?.type.name;
    if (type === undefined || made.columns.get(column)?.type.name !== type) return [];
    const missing = valuesOf(madeSchema, type).filter(value => !valuesOf(schema, type).includes(value));
    if (missing.length === 0 || !schema.enums.has(type)) return [];
    const values = missing.map(value => `'${value}'`).join(', ');
    return brokenEach(
      comparison,
      ['SELECT', 'INSERT', 'UPDATE'],
      column,
      false,
      `{} can name the value ${values} in ${column}, which the type ${type} does not have on this schema.`,
    );
  });
}

function valuesOf(schema: Schema, type: string): readonly string[] {
  return schema.enums.get(type) ?? [];
}
