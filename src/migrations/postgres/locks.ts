import type { Act } from '../sql/act.ts';
import type { AlterTableKind } from '../sql/alter-table-kind.ts';
import { LOCK_MODES, type LockMode } from './effect.ts';

/**
 * The lock that an act takes on the table it is about, whatever else it does. PostgreSQL 12 to 18 agree on all of these (manual, ALTER TABLE
 * and 13.3.1; `pg_locks` of 15 and 18). Acts that lock no table, or whose lock depends on more than their kind, are not here.
 */
export const LOCK_OF = {
  'drop-table': 'access-exclusive',
  'rename-table': 'access-exclusive',
  'rename-column': 'access-exclusive',
  'rename-constraint': 'access-exclusive',
  'add-column': 'access-exclusive',
  'drop-column': 'access-exclusive',
  'alter-type': 'access-exclusive',
  'set-default': 'access-exclusive',
  'drop-default': 'access-exclusive',
  'set-not-null': 'access-exclusive',
  'drop-not-null': 'access-exclusive',
  'add-identity': 'access-exclusive',
  'drop-identity': 'access-exclusive',
  'drop-expression': 'access-exclusive',
  'drop-constraint': 'access-exclusive',
  'alter-constraint': 'access-exclusive',
  'validate-constraint': 'share-update-exclusive',
  'create-trigger': 'share-row-exclusive',
  'drop-trigger': 'access-exclusive',
  comment: 'share-update-exclusive',
  truncate: 'access-exclusive',
  cluster: 'access-exclusive',
} as const satisfies Partial<Record<Act['act'], LockMode>>;

/** ALTER TABLE, by its kind; `rewrites` for those that copy the whole table to another place or form. */
export const ALTER_TABLE: Readonly<Record<AlterTableKind, { readonly lock: LockMode; readonly rewrites: boolean }>> = {
  'set-storage': { lock: 'access-exclusive', rewrites: false },
  'set-compression': { lock: 'access-exclusive', rewrites: false },
  'set-statistics': { lock: 'share-update-exclusive', rewrites: false },
  'set-options': { lock: 'share-update-exclusive', rewrites: false },
  'enable-trigger': { lock: 'share-row-exclusive', rewrites: false },
  'disable-trigger': { lock: 'share-row-exclusive', rewrites: false },
  'enable-row-security': { lock: 'access-exclusive', rewrites: false },
  'disable-row-security': { lock: 'access-exclusive', rewrites: false },
  'force-row-security': { lock: 'access-exclusive', rewrites: false },
  'replica-identity': { lock: 'access-exclusive', rewrites: false },
  'set-tablespace': { lock: 'access-exclusive', rewrites: true },
  'set-logged': { lock: 'access-exclusive', rewrites: true },
  'set-unlogged': { lock: 'access-exclusive', rewrites: true },
  'set-access-method': { lock: 'access-exclusive', rewrites: true },
  'cluster-on': { lock: 'share-update-exclusive', rewrites: false },
  owner: { lock: 'access-exclusive', rewrites: false },
  inherit: { lock: 'access-exclusive', rewrites: false },
  'no-inherit': { lock: 'access-exclusive', rewrites: false },
  'set-schema': { lock: 'access-exclusive', rewrites: false },
  other: { lock: 'access-exclusive', rewrites: false },
};

/** The words of LOCK TABLE ... IN ... MODE, with or without them; without a mode it is the strongest. */
export function lockModeOf(words: string): LockMode {
  const name = words
    .trim()
    .toLowerCase()
    .replace(/\s+mode$/, '')
    .replace(/[\s_]+/g, '-');
  return LOCK_MODES.find(mode => mode === name) ?? 'access-exclusive';
}
