import type { Act, ConstraintDefinition } from '../sql/act.ts';
import { PARENT } from './add-column.ts';
import { combine, type EffectPart } from './combine.ts';
import { type Context, lockTable, tableOf, unsupported } from './context.ts';

type CreateTable = Extract<Act, { act: 'create-table' }>;

/** CREATE TABLE: nobody sees the table yet, but those that it refers to, or is a part of, are locked. */
export function createTable(act: CreateTable, context: Context): EffectPart {
  if (act.temporary || (act.ifNotExists && tableOf(context, act.table) !== undefined)) return {};
  const constraints = [...act.constraints, ...act.columns.flatMap(column => column.constraints)];
  const parents = constraints.flatMap(constraint => parentOf(act.table, constraint));
  return combine([
    { locks: parents.flatMap(parent => lockTable(context, parent, PARENT, 'parent')) },
    partOf(act, context),
    act.columns.some(({ generated }) => generated === 'virtual')
      ? unsupported(context, 18, 'A virtual generated column')
      : {},
    constraints.some(({ notEnforced }) => notEnforced) ? unsupported(context, 18, 'NOT ENFORCED') : {},
  ]);
}

function parentOf(table: string, constraint: ConstraintDefinition): readonly string[] {
  return constraint.kind === 'foreign-key' && constraint.table !== table ? [constraint.table] : [];
}

/** PARTITION OF locks the parent; rows of a DEFAULT partition are looked at, because they may belong to the new one. */
function partOf({ partitionOf: parent }: CreateTable, context: Context): EffectPart {
  if (parent === undefined) return {};
  const locks = [{ relation: parent, mode: 'access-exclusive' as const, role: 'parent' as const }];
  const rest = tableOf(context, parent)?.partitions.find(name => /(^|_)default$/i.test(name));
  if (rest === undefined) return { locks };
  return {
    locks: [...locks, { relation: rest, mode: 'access-exclusive', role: 'partition' }],
    scans: [{ table: rest, why: `rows of ${rest} may belong to the new partition` }],
    fails: [{ table: rest, columns: [], on: 'violation' }],
  };
}
