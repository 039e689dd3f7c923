import type { Act } from '../sql/act.ts';
import { combine, type EffectPart } from './combine.ts';
import { type Context, foreignKeysOf, referencesTo, unsupported } from './context.ts';
import type { HeldLock, LockMode } from './effect.ts';
import { isHarmlessCall } from './volatility.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

/** INSERT: rows that are referred to are locked one by one, so only their tables' weakest lock for writing. */
export function insert({ table, reads }: Of<'insert'>, context: Context): EffectPart {
  const parents = foreignKeysOf(context, table)
    .filter(({ deferrable }) => !deferrable)
    .map(key => key.table);
  return {
    locks: [...own(table), ...on(reads, 'access-share'), ...on(parents, 'row-share', 'parent')],
    writes: [{ table, rows: 'some' }],
  };
}

/** UPDATE: how many rows is what its WHERE says. */
export function update({ table, reads, where }: Of<'update'>): EffectPart {
  return { locks: [...own(table), ...on(reads, 'access-share')], writes: [{ table, rows: where.kind }] };
}

/** DELETE, with what the database deletes or clears along with it. */
export function deleteRows({ table, reads, where }: Of<'delete'>, context: Context): EffectPart {
  const children = referencesTo(context, table);
  const following = children.filter(({ key }) => key.onDelete !== 'none' && key.onDelete !== 'restrict');
  return {
    locks: [
      ...own(table),
      ...on(reads, 'access-share'),
      ...on(
        following.map(({ child }) => child),
        'row-exclusive',
        'child',
      ),
    ],
    writes: [{ table, rows: where.kind }, ...following.map(({ child }) => ({ table: child, rows: 'some' as const }))],
  };
}

export function merge({ table }: Of<'merge'>, context: Context): EffectPart {
  return combine([{ locks: own(table), writes: [{ table, rows: 'some' }] }, unsupported(context, 15, 'MERGE')]);
}

/** SELECT does nothing, unless a function in it does. */
export function select({ reads, calls, locking }: Of<'select'>): EffectPart {
  const strange = calls.filter(name => !isHarmlessCall(name));
  return {
    locks: on(reads, locking ? 'row-share' : 'access-share'),
    unknown: strange.map(name => `What the function ${name}() does is not known: it is not one of PostgreSQL's own.`),
  };
}

function own(table: string): readonly HeldLock[] {
  return on([table], 'row-exclusive', 'target');
}

function on(tables: readonly string[], mode: LockMode, role: HeldLock['role'] = 'target'): readonly HeldLock[] {
  return tables.map(relation => ({ relation, mode, role }));
}
