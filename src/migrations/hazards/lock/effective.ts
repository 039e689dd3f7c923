import type { MeasuredStatement } from '../../facts.ts';
import type { PlayedStatement } from '../../played.ts';
import { type Effect, type HeldLock, LOCK_MODES, type LockMode } from '../../postgres/effect.ts';

/**
 * What a statement does, as a scratch database took it where there was one, else as PostgreSQL is known to behave. Of a measured statement
 * rewrites, scans and locks are the measured ones: a prediction that did not come true is no finding, and what was not predicted is one.
 */
export function effectiveOf(statement: PlayedStatement): Effect {
  const { effect, measured } = statement;
  if (measured === undefined || measured.error !== undefined || measured.step === undefined) return effect;
  const locks = measured.locks.flatMap(({ relation, mode }) => lockOf(statement, relation, mode));
  const rewritten = exchangesFile(statement) ? effect.rewrites.map(({ table }) => table) : tablesOf(measured.rewritten);
  const built = new Set(effect.builds.map(({ table }) => table));
  // Whoever looks for rows to change, or builds an index, reads them: that is no scan of its own.
  const scanned = isAboutRows(statement) ? [] : tablesOf(measured.scanned).filter(table => !built.has(table));
  return {
    ...effect,
    rewrites: rewritten.map(table => effect.rewrites.find(known => known.table === table) ?? { table, why: MEASURED }),
    scans: scanned.map(table => effect.scans.find(known => known.table === table) ?? { table, why: MEASURED }),
    locks: locks.length === 0 ? effect.locks : locks,
  };
}

/** TRUNCATE and REFRESH give the table a new file without writing its rows anew. */
function exchangesFile({ acts }: PlayedStatement): boolean {
  return acts.some(({ act }) => act === 'truncate' || act === 'refresh-view');
}

function isAboutRows({ acts, by }: PlayedStatement): boolean {
  return by === 'code' || acts.some(({ act }) => ROWS.has(act));
}

const ROWS: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge', 'select', 'do']);

/** Why, where nothing but the measurement says so. */
const MEASURED = 'the scratch database was seen doing it';

function lockOf({ effect }: PlayedStatement, relation: string, mode: string): readonly HeldLock[] {
  const known = lockMode(mode);
  if (known === undefined) return [];
  const name = withoutPublic(relation);
  const role = effect.locks.find(lock => lock.relation === name)?.role ?? 'target';
  return [{ relation: name, mode: known, role }];
}

/** `AccessExclusiveLock` as `pg_locks` has it, or the words of the manual. */
function lockMode(text: string): LockMode | undefined {
  const plain = letters(text).replace(/lock$/, '');
  return LOCK_MODES.find(mode => letters(mode) === plain);
}

/** Names of what a measured statement went through. */
export function tablesOf(relations: MeasuredStatement['rewritten']): readonly string[] {
  return [...new Set(relations.map(withoutPublic))];
}

function withoutPublic(name: string): string {
  return name.startsWith('public.') ? name.slice('public.'.length) : name;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}
