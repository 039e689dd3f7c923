import type { UsedModel } from '../facts.ts';
import type { Break } from '../hazards/rule.ts';
import type { Column, Constraint, Index, Table } from '../schema/schema.ts';
import type { Upsert } from '../upsert.ts';
import { brokenEach, type Comparison, primaryKeyOf } from './comparison.ts';
import { isLooser } from './looser.ts';

/** A rule about rows that holds on this schema: from a constraint, or from a unique index without one. */
interface Guard {
  readonly kind: 'unique' | 'check' | 'foreign-key' | 'exclusion';
  readonly columns: readonly string[];
  /** What makes two of them the same, whatever they are called. */
  readonly identity: string;
  /** Of a check, its condition. */
  readonly condition?: string;
  /** Unique for every row, by plain columns. */
  readonly whole: boolean;
  readonly why: string;
}

/** Rules about rows that did not hold before: values that the model lets pass are refused now. */
export function newGuards(comparison: Comparison): readonly Break[] {
  const { model, made, now } = comparison;
  if (made === undefined || now === undefined || made === now) return [];
  const before = guardsOf(made);
  const known = new Set(before.map(({ identity }) => identity));
  const keys = [primaryKeyOf(made), ...before.filter(({ whole }) => whole).map(({ columns }) => columns)];
  const named = new Set(model.columns.map(({ column }) => column));
  const seen = new Set<string>();
  return guardsOf(now)
    .filter(({ identity, condition }) => {
      if (known.has(identity) || seen.has(identity)) return false;
      seen.add(identity);
      return !before.some(
        held => condition !== undefined && held.condition !== undefined && isLooser(condition, held.condition),
      );
    })
    .flatMap(guard => broken(comparison, guard, keys, named, now));
}

function broken(
  comparison: Comparison,
  guard: Guard,
  keys: readonly (readonly string[])[],
  named: ReadonlySet<string>,
  now: Table,
): readonly Break[] {
  const { kind, columns } = guard;
  // Columns that were unique before are unique together with any others.
  if (kind === 'unique' && keys.some(key => key.length > 0 && key.every(column => columns.includes(column)))) return [];
  const unnamed = columns.filter(column => !named.has(column));
  const [column] = columns;
  if (unnamed.length === columns.length && columns.length > 0) {
    const alwaysSame = kind === 'unique' && guard.whole && columns.every(name => isConstant(now.columns.get(name)));
    if (!alwaysSame) return [];
    return brokenEach(
      comparison,
      ['INSERT'],
      column,
      true,
      `{} does not name ${columns.join(', ')}, so that every row gets the same default, and ${guard.why}.`,
    );
  }
  // NULL in any column of it leaves a row out of the rule, and that is what such a row gets.
  if (unnamed.some(name => isNullUnlessNamed(now.columns.get(name)))) return [];
  return brokenEach(
    comparison,
    ['INSERT', 'UPDATE'],
    column,
    false,
    `{} can write what the model lets pass and this schema refuses: ${guard.why}.`,
  );
}

function isConstant(column: Column | undefined): boolean {
  return column?.default?.constant === true && !column.default.isNull;
}

function isNullUnlessNamed(column: Column | undefined): boolean {
  if (column === undefined) return false;
  return column.filledBy === undefined && (column.default === undefined || column.default.isNull);
}

function guardsOf(table: Table): readonly Guard[] {
  return [
    ...[...table.constraints.values()].flatMap(constraint => guardOfConstraint(table, constraint)),
    ...[...table.indexes.values()].flatMap(index => guardOfIndex(table, index)),
  ];
}

function guardOfConstraint({ name: table }: Table, constraint: Constraint): readonly Guard[] {
  if (constraint.notEnforced) return [];
  switch (constraint.kind) {
    case 'unique':
    case 'primary':
      return constraint.columns.length === 0 ? [] : [unique(table, constraint.columns)];
    case 'check':
      if (constraint.notNullOf !== undefined) return [];
      return [
        {
          kind: 'check',
          columns: constraint.columns,
          identity: `check ${constraint.text.replace(/\s+/g, ' ')}`,
          condition: constraint.text,
          whole: false,
          why: `${table} takes only rows with ${constraint.text}`,
        },
      ];
    case 'foreign-key':
      return [
        {
          kind: 'foreign-key',
          columns: constraint.columns,
          identity: `foreign-key ${constraint.columns.join(',')} ${constraint.table}`,
          whole: false,
          why: `${constraint.columns.join(', ')} must name a row of ${constraint.table}`,
        },
      ];
    case 'exclusion':
      return [
        {
          kind: 'exclusion',
          columns: constraint.columns,
          identity: `exclusion ${constraint.columns.join(',')}`,
          whole: false,
          why: `${table} takes no two rows whose ${constraint.columns.join(', ')} overlap`,
        },
      ];
    case 'not-null':
      return [];
  }
}

function guardOfIndex({ name: table, constraints }: Table, index: Index): readonly Guard[] {
  if (!index.unique || (index.constraint !== undefined && constraints.has(index.constraint))) return [];
  if (!index.hasExpressions && index.predicate === undefined) return [unique(table, index.columns)];
  const columns = index.uses.length > 0 ? index.uses : index.columns;
  const keys = index.hasExpressions ? columns : index.columns;
  const which = index.predicate === undefined ? '' : ` where ${index.predicate}`;
  return [
    {
      kind: 'unique',
      columns,
      identity: `unique ${index.columns.join(',')} ${columns.join(',')} ${index.predicate ?? ''} ${index.hasExpressions ? index.name : ''}`,
      whole: false,
      why: `the index ${index.name} takes no two rows alike in ${keys.join(', ')}${which}`,
    },
  ];
}

function unique(table: string, columns: readonly string[]): Guard {
  return {
    kind: 'unique',
    columns,
    identity: `unique ${[...columns].sort().join(',')}`,
    whole: true,
    why: `${table} takes no two rows with the same ${columns.join(', ')}`,
  };
}

/** Unique rules that ON CONFLICT could name, and cannot any more. Only for a release whose code writes so. */
export function lostConflictTargets(comparison: Comparison, upserts: readonly Upsert[]): readonly Break[] {
  const { model, made, now } = comparison;
  if (made === undefined || now === undefined || made === now) return [];
  const here = new Set(guardsOf(now).map(({ identity }) => identity));
  return guardsOf(made)
    .filter(
      ({ kind, identity, columns }) =>
        kind === 'unique' &&
        !here.has(identity) &&
        columns.every(name => now.columns.has(name)) &&
        upserts.some(upsert => canName(upsert, model, columns)),
    )
    .flatMap(({ columns }) =>
      brokenEach(
        comparison,
        ['INSERT ON CONFLICT'],
        columns[0],
        false,
        `{} on ${columns.join(', ')} finds no unique index of ${model.table} with these columns on this schema.`,
      ),
    );
}

/** What the line does not show may be this model and these columns. */
function canName({ model, columns }: Upsert, { label, columns: used }: UsedModel, keys: readonly string[]): boolean {
  if (model !== undefined && label.slice(label.lastIndexOf('.') + 1) !== model) return false;
  if (columns === undefined) return true;
  const primary = columns.includes('pk');
  const named = columns.map(
    name => used.find(({ field, column }) => field === name || column === name)?.column ?? name,
  );
  return primary || (named.length === keys.length && keys.every(key => named.includes(key)));
}
