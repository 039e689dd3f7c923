import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { HeldLock, LockMode } from '../../postgres/effect.ts';
import { LOCK_MODES } from '../../postgres/effect.ts';
import { isInUse } from '../wording.ts';
import { effectiveOf } from './effective.ts';

/** A table in use that somebody waits for while a statement runs. */
export interface Waiting {
  readonly table: string;
  readonly mode: LockMode;
  readonly blocks: 'writers' | 'everybody';
  readonly role: HeldLock['role'];
  /** The earlier statement of the same transaction that took the lock; undefined when this one does. */
  readonly since: Taker | undefined;
}

/** Whom a lock of this mode keeps from an ordinary SELECT or from INSERT, UPDATE and DELETE. */
export function blockedBy(mode: LockMode): 'nobody' | 'writers' | 'everybody' {
  if (mode === 'access-exclusive') return 'everybody';
  return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf('share') ? 'writers' : 'nobody';
}

/** Tables of a release that are locked while this statement runs, each with its strongest lock, the statement's own ones first. */
export function waitingFor(played: Played, statement: PlayedStatement): readonly Waiting[] {
  const own = effectiveOf(statement).locks.flatMap(lock => waiting(statement, lock, undefined));
  const earlier = statement.held.flatMap(lock => waiting(statement, lock, takenBy(played, statement, lock)));
  const strongest = new Map<string, Waiting>();
  for (const one of [...own, ...earlier]) {
    const known = strongest.get(one.table);
    if (known === undefined || LOCK_MODES.indexOf(one.mode) > LOCK_MODES.indexOf(known.mode))
      strongest.set(one.table, one);
  }
  return [...strongest.values()];
}

/** Only what the statement itself locks. */
export function ownWaiting(statement: PlayedStatement): readonly Waiting[] {
  return effectiveOf(statement).locks.flatMap(lock => waiting(statement, lock, undefined));
}

function waiting({ before }: PlayedStatement, lock: HeldLock, since: Waiting['since']): readonly Waiting[] {
  const blocks = blockedBy(lock.mode);
  if (blocks === 'nobody' || !isInUse(before, lock.relation)) return [];
  return [{ table: lock.relation, mode: lock.mode, blocks, role: lock.role, since }];
}

/** Who took a lock first in a transaction, by transaction, relation and mode. Made once for all rules. */
const TAKERS = new WeakMap<Played, ReadonlyMap<string, Taker>>();

interface Taker {
  readonly migration: PlayedMigration;
  readonly statement: PlayedStatement;
}

function takenBy(played: Played, statement: PlayedStatement, lock: HeldLock): Waiting['since'] {
  let takers = TAKERS.get(played);
  if (takers === undefined) {
    takers = takersOf(played);
    TAKERS.set(played, takers);
  }
  const taker = takers.get(key(statement, lock));
  return taker?.statement === statement ? undefined : taker;
}

function takersOf(played: Played): ReadonlyMap<string, Taker> {
  const takers = new Map<string, Taker>();
  for (const migration of played.migrations)
    for (const statement of migration.statements)
      for (const lock of effectiveOf(statement).locks) {
        const name = key(statement, lock);
        if (!takers.has(name)) takers.set(name, { migration, statement });
      }
  return takers;
}

function key({ transaction }: PlayedStatement, { relation, mode }: HeldLock): string {
  return `${transaction ?? ''} ${mode} ${relation}`;
}
