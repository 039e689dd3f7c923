import type { Act, ColumnDefinition, ConstraintDefinition } from '../sql/act.ts';
import { combine, type EffectPart, ORPHANS_LOOKED_FOR } from './combine.ts';
import { type Context, columnOf, isEnum, lockTable, unsupported } from './context.ts';
import type { LockMode } from './effect.ts';
import { LOCK_OF } from './locks.ts';
import { isKnownType } from './types.ts';
import { volatilityOf } from './volatility.ts';

type AddColumn = Extract<Act, { act: 'add-column' }>;

/** ALTER TABLE ... ADD COLUMN. */
export function addColumn(act: AddColumn, context: Context): EffectPart {
  const { table, column } = act;
  const locks = lockTable(context, table, LOCK_OF['add-column']);
  if (act.ifNotExists && columnOf(context, table, column.name) !== undefined) return { locks };
  const parts = [fillRows(table, column, context), refuseNull(table, column), ...inline(table, column, context)];
  return combine([{ locks }, ...parts]);
}

/** What every row that is there gets as its value, and whether that has to be written into each. */
function fillRows(table: string, column: ColumnDefinition, context: Context): EffectPart {
  if (column.generated === 'virtual') return unsupported(context, 18, 'A virtual generated column');
  if (column.generated === 'stored') return rewrite(table, 'a stored generated column is worked out for every row');
  if (column.identity) return rewrite(table, 'an identity column gives every row a number of its own');
  if (column.serial) return rewrite(table, 'a serial column gives every row a number of its own');
  const { default: value, type } = column;
  const strange = !isKnownType(type.name) && !isEnum(context, type.name);
  if (strange)
    return {
      unknown: [
        `Whether ${type.name} is a domain with a constraint is not known; adding a column of one to ${table} writes the whole table anew.`,
      ],
    };
  if (!hasValue(column) || value === undefined) return {};
  const { per, because } = volatilityOf(value);
  if (per === 'statement') return {};
  if (per === 'row') return rewrite(table, `${because}() gives every row a value of its own`);
  return {
    ...rewrite(table, `${because}() may give every row a value of its own`),
    unknown: [
      `Whether ${because}() gives every row of ${table} the same value is not known: it is not one of PostgreSQL's own functions.`,
    ],
  };
}

function rewrite(table: string, why: string): EffectPart {
  return { rewrites: [{ table, why }] };
}

/** Rows that are there get something else than NULL. */
function hasValue({ default: value, identity, serial, generated }: ColumnDefinition): boolean {
  return identity || serial || generated !== undefined || (value !== undefined && !value.isNull);
}

/** PostgreSQL looks at the rows for nothing but this when there is no value to give them, and stops at the first one. */
function refuseNull(table: string, column: ColumnDefinition): EffectPart {
  const required = column.notNull || column.constraints.some(({ kind }) => kind === 'primary' || kind === 'not-null');
  if (!required || hasValue(column)) return {};
  return {
    scans: [{ table, why: 'rows that are there have no value for the new column, and NULL is refused' }],
    fails: [{ table, columns: [column.name], on: 'null' }],
  };
}

/** Constraints that are written beside the column. */
function inline(table: string, column: ColumnDefinition, context: Context): readonly EffectPart[] {
  return column.constraints.map(constraint => inlineConstraint(table, column, constraint, context));
}

function inlineConstraint(
  table: string,
  column: ColumnDefinition,
  constraint: ConstraintDefinition,
  context: Context,
): EffectPart {
  switch (constraint.kind) {
    case 'check':
      if (constraint.notEnforced) return unsupported(context, 18, 'NOT ENFORCED');
      return {
        scans: [{ table, why: 'the CHECK that comes with the new column is tested on every row' }],
        ...violations(table, column, constraint),
      };
    case 'unique':
    case 'primary': {
      const why = constraint.kind === 'unique' ? 'the new column is UNIQUE' : 'the new column is the primary key';
      const sameForAll = column.default?.isNull === false && volatilityOf(column.default).per === 'statement';
      return {
        builds: [{ table, index: constraint.name, concurrently: false, why }],
        fails: sameForAll && !column.serial ? [{ table, columns: [column.name], on: 'same-value' }] : [],
      };
    }
    case 'foreign-key': {
      const parent = constraint.table === table ? [] : lockTable(context, constraint.table, PARENT, 'parent');
      if (constraint.notEnforced) return { ...unsupported(context, 18, 'NOT ENFORCED'), locks: parent };
      // A column without any DEFAULT is NULL in every row, and NULL refers to nothing.
      if (!givesDefault(column) && !besidesDefault(context)) return { locks: parent };
      const orphans = hasValue(column) ? [{ table, columns: [column.name], on: 'orphans' as const }] : [];
      return { locks: parent, scans: [{ table, why: ORPHANS_LOOKED_FOR }], fails: orphans };
    }
    default:
      return {};
  }
}

function givesDefault({ default: value, serial }: ColumnDefinition): boolean {
  return value !== undefined || serial;
}

/** PostgreSQL 12 looks rows up as soon as any column of the same statement has a DEFAULT. */
function besidesDefault({ major, statement }: Context): boolean {
  return major < 13 && statement.acts.some(act => act.act === 'add-column' && givesDefault(act.column));
}

/** A new foreign key keeps those from writing to the table it refers to. */
export const PARENT: LockMode = 'share-row-exclusive';

/** NULL passes every CHECK but the one against it; with other columns in it, rows decide. */
function violations(
  table: string,
  column: ColumnDefinition,
  constraint: Extract<ConstraintDefinition, { kind: 'check' }>,
): EffectPart {
  const others = constraint.columns.filter(name => name !== column.name);
  const refusesNull = constraint.notNullOf === column.name && !hasValue(column);
  if (others.length === 0 && !refusesNull) return {};
  return { fails: [{ table, columns: constraint.columns, on: 'violation' }] };
}
