import type { Act } from '../sql/act.ts';
import type { EffectPart } from './combine.ts';
import { type Context, hasNoNull, lockTable } from './context.ts';
import { LOCK_OF } from './locks.ts';

type SetNotNull = Extract<Act, { act: 'set-not-null' }>;

/** ALTER COLUMN ... SET NOT NULL: PostgreSQL 12 and newer take a validated CHECK as proof and do not look at the rows. */
export function setNotNull({ table, column }: SetNotNull, context: Context): EffectPart {
  const locks = lockTable(context, table, LOCK_OF['set-not-null']);
  if (hasNoNull(context, table, column)) return { locks };
  return {
    locks,
    scans: [{ table, why: `every row is looked at for a NULL in ${column}` }],
    fails: [{ table, columns: [column], on: 'null' }],
  };
}
