import { type Effect, type HeldLock, LOCK_MODES, type LockMode } from './effect.ts';

/** What one act of a statement adds; what is left out is nothing. */
export type EffectPart = Partial<Effect>;

export const NO_EFFECT: Effect = {
  locks: [],
  rewrites: [],
  scans: [],
  builds: [],
  writes: [],
  fails: [],
  refused: [],
  alsoDropped: [],
  cuts: [],
  unknown: [],
  since: undefined,
  until: undefined,
};

/**
 * The parts of one statement as one effect. ALTER TABLE takes the strongest lock that any of its actions needs, and what is tested row by row
 * is tested while the table is written anew when that happens anyway.
 */
export function combine(parts: readonly EffectPart[]): Effect {
  const rewrites = onceBy(gather(parts, 'rewrites'), ({ table, why }) => `${table} ${why}`);
  const rewritten = new Set(rewrites.map(({ table }) => table));
  const scans = gather(parts, 'scans').filter(({ table, why }) => !rewritten.has(table) || why === ORPHANS_LOOKED_FOR);
  // A table that is written anew has all its indexes built anew; only those that are new are worth a word.
  const builds = onceBy(gather(parts, 'builds'), ({ table, index }) => `${table} ${index}`);
  return {
    locks: strongest(gather(parts, 'locks')),
    rewrites,
    scans: onceBy(scans, ({ table, why }) => `${table} ${why}`),
    builds,
    writes: onceBy(gather(parts, 'writes'), ({ table, rows }) => `${table} ${rows}`),
    fails: onceBy(gather(parts, 'fails'), ({ table, columns, on }) => `${table} ${columns.join()} ${on}`),
    refused: onceBy(gather(parts, 'refused'), ({ why, message }) => `${why} ${message}`),
    alsoDropped: onceBy(gather(parts, 'alsoDropped'), ({ kind, name, of }) => `${kind} ${of} ${name}`),
    cuts: onceBy(gather(parts, 'cuts'), ({ table, column }) => `${table} ${column}`),
    unknown: [...new Set(gather(parts, 'unknown'))],
    since: extreme(parts, 'since', Math.max),
    until: extreme(parts, 'until', Math.min),
  };
}

/** The one scan that is a query of its own and not part of going through the table: also beside a rewrite. */
export const ORPHANS_LOOKED_FOR = 'every row is looked up in the table that the foreign key refers to';

/** Of several locks on one relation the strongest, in the order in which they were first taken. */
export function strongest(locks: readonly HeldLock[]): readonly HeldLock[] {
  const found = new Map<string, HeldLock>();
  for (const lock of locks) {
    const known = found.get(lock.relation);
    if (known === undefined) found.set(lock.relation, lock);
    else if (strength(lock.mode) > strength(known.mode))
      found.set(lock.relation, { ...lock, role: known.role === 'target' ? 'target' : lock.role });
  }
  return [...found.values()];
}

function strength(mode: LockMode): number {
  return LOCK_MODES.indexOf(mode);
}

type Listed =
  | 'locks'
  | 'rewrites'
  | 'scans'
  | 'builds'
  | 'writes'
  | 'fails'
  | 'refused'
  | 'unknown'
  | 'alsoDropped'
  | 'cuts';

function gather<K extends Listed>(parts: readonly EffectPart[], key: K): NonNullable<Effect[K]>[number][] {
  return parts.flatMap((part): NonNullable<Effect[K]>[number][] => [...(part[key] ?? [])]);
}

function onceBy<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  const found = new Map<string, T>();
  for (const one of all) {
    const name = key(one);
    if (!found.has(name)) found.set(name, one);
  }
  return [...found.values()];
}

function extreme(parts: readonly EffectPart[], key: 'since' | 'until', pick: (...all: number[]) => number) {
  const all = parts.flatMap(part => part[key] ?? []);
  return all.length === 0 ? undefined : pick(...all);
}
