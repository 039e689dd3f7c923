import type { Operation } from '../../facts.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { LOCK_MODES } from '../../postgres/effect.ts';
import type { HazardRule } from '../rule.ts';
import { effectiveOf } from './effective.ts';
import { type Waiting, waitingFor } from './waiting.ts';

/** Long work while somebody waits: a table is gone through, and locks are held meanwhile. */
export interface Strain {
  readonly rule: HazardRule['id'];
  readonly migration: PlayedMigration;
  readonly statement: PlayedStatement;
  readonly work: 'rewrite' | 'scan' | 'build' | 'rows' | 'code';
  /** What is gone through. */
  readonly table: string;
  readonly index: string | undefined;
  readonly why: string;
  /** Never empty; the table itself first. */
  readonly waiting: readonly Waiting[];
  readonly large: boolean;
}

/** A table that is closed by an earlier operation while this one works on another: it has a remedy of its own, and so a finding of its own. */
export function closedMeanwhile({ worst }: Strained): readonly Waiting[] {
  if (worst.rule === 'lock/held' || worst.rule === 'data/with-schema') return [];
  return worst.waiting.filter(
    ({ table, since, blocks }) =>
      table !== worst.table &&
      blocks === 'everybody' &&
      since !== undefined &&
      (since.migration !== worst.migration || since.statement.operation !== worst.statement.operation),
  );
}

/** All of one operation, worst first: people see operations, not statements. */
export interface Strained {
  readonly migration: PlayedMigration;
  readonly operation: Operation | undefined;
  readonly worst: Strain;
  readonly others: readonly Strain[];
}

const KNOWN = new WeakMap<Played, readonly Strained[]>();

/** Long work under locks, by operation. Worked out once for all rules. */
export function strainedOperations(played: Played): readonly Strained[] {
  const known = KNOWN.get(played);
  if (known !== undefined) return known;
  const all = played.migrations.flatMap(migration => byOperation(played, migration));
  KNOWN.set(played, all);
  return all;
}

function byOperation(played: Played, migration: PlayedMigration): readonly Strained[] {
  const groups = new Map<string, Strain[]>();
  for (const statement of migration.statements)
    for (const strain of strainsOf(played, migration, statement)) {
      const key =
        statement.operation === undefined ? `step ${statement.step}` : `operation ${statement.operation.index}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [strain]);
      else group.push(strain);
    }
  return [...groups.values()].flatMap(group => {
    const [worst, ...others] = group.toSorted(byWeight);
    if (worst === undefined) return [];
    const { operation } = worst.statement;
    return [{ migration, operation, worst, others: others.filter(({ large }) => large === worst.large) }];
  });
}

function strainsOf(played: Played, migration: PlayedMigration, statement: PlayedStatement): readonly Strain[] {
  const works = worksOf(statement);
  if (works.length === 0) return [];
  const waiting = waitingFor(played, statement);
  if (waiting.length === 0) return [];
  return works.flatMap(work => {
    const sorted = waiting.toSorted((a, b) => Number(b.table === work.table) - Number(a.table === work.table));
    const strain = { ...work, migration, statement, waiting: sorted };
    const large = played.tables.isLarge(work.table, statement.before);
    // A new table is empty at first, and as large as any other once a pending migration has filled it.
    if (!large && statement.before.tables.get(work.table)?.isNew === true) return [];
    return [{ ...strain, large, rule: ruleOf(strain) }];
  });
}

type Work = Pick<Strain, 'work' | 'table' | 'index' | 'why'>;

function worksOf(statement: PlayedStatement): readonly Work[] {
  // TRUNCATE takes all rows and is done at once: nothing is gone through.
  if (statement.acts.some(({ act }) => act === 'truncate')) return [];
  const { rewrites, scans, builds, writes } = effectiveOf(statement);
  const rewritten = new Set(rewrites.map(({ table }) => table));
  const built = builds.filter(({ concurrently, table }) => !concurrently && !rewritten.has(table));
  return [
    ...rewrites.map(({ table, why }): Work => ({ work: 'rewrite', table, index: undefined, why })),
    ...scans
      .filter(({ table }) => !rewritten.has(table))
      .map(({ table, why }): Work => ({ work: 'scan', table, index: undefined, why })),
    ...built.map(({ table, index, why }): Work => ({ work: 'build', table, index, why })),
    ...writes
      .filter(({ rows }) => rows !== 'some')
      .map(
        ({ table }): Work => ({ work: statement.by === 'code' ? 'code' : 'rows', table, index: undefined, why: '' }),
      ),
  ];
}

const MAINTENANCE = new Set(['vacuum', 'cluster', 'reindex', 'refresh-view', 'truncate', 'lock-table']);

/** Which rule speaks for it: by the statement where that is an idea of its own, else by what is done to the table. */
function ruleOf({ work, migration, statement, table, waiting }: Omit<Strain, 'large' | 'rule'>): HazardRule['id'] {
  const { acts } = statement;
  if (acts.some(({ act }) => MAINTENANCE.has(act))) return 'lock/maintenance';
  if (acts.some(({ act }) => act === 'attach-partition')) return 'lock/partitions';
  if (work === 'code') return 'data/with-schema';
  if (work === 'rows') return isOwnWork(migration, statement, waiting) ? 'lock/update' : 'data/with-schema';
  const here = waiting.find(one => one.table === table);
  const adds = (one: Waiting) => one.since?.statement.acts.some(({ act }) => act === 'add-constraint') === true;
  if (acts.some(({ act }) => act === 'validate-constraint') && waiting.some(adds))
    return 'order/not-valid-then-validate';
  if (here === undefined) return waiting.every(isParent) ? 'lock/parent' : 'lock/held';
  const ownLock = here.since === undefined || ownsLock(statement, table);
  if (!ownLock) return 'lock/held';
  return work === 'rewrite' ? 'lock/rewrite' : work === 'scan' ? 'lock/scan' : 'lock/index-build';
}

function isParent({ role, since }: Waiting): boolean {
  return role === 'parent' && since === undefined;
}

/** Rows are updated by the same operation that took the lock, as Django fills a new default. */
function isOwnWork(migration: PlayedMigration, { operation }: PlayedStatement, waiting: readonly Waiting[]): boolean {
  return waiting.some(
    ({ since }) =>
      since === undefined || (since.migration === migration && since.statement.operation?.index === operation?.index),
  );
}

/** CREATE INDEX takes SHARE by itself also where an earlier statement holds more: the build alone would hurt as well. */
function ownsLock(statement: PlayedStatement, table: string): boolean {
  const modes = effectiveOf(statement).locks.filter(({ relation }) => relation === table);
  return modes.some(
    ({ mode }) =>
      mode === 'share' || mode === 'share-row-exclusive' || mode === 'exclusive' || mode === 'access-exclusive',
  );
}

const WORKS: readonly Strain['work'][] = ['rewrite', 'rows', 'code', 'scan', 'build'];

function byWeight(a: Strain, b: Strain): number {
  return (
    Number(b.large) - Number(a.large) ||
    Number(locksAll(b)) - Number(locksAll(a)) ||
    ownStrength(b) - ownStrength(a) ||
    WORKS.indexOf(a.work) - WORKS.indexOf(b.work) ||
    a.statement.step - b.statement.step
  );
}

function locksAll({ waiting }: Strain): boolean {
  return waiting.some(({ blocks }) => blocks === 'everybody');
}

/** How much it would lock without anything before it: what remains when it is moved into a migration of its own. */
function ownStrength({ statement, table, work }: Strain): number {
  // Rows that are updated under a lock are the reason why it lasts, whatever an UPDATE locks by itself.
  if (work === 'rows' || work === 'code') return LOCK_MODES.length;
  const modes = effectiveOf(statement).locks.filter(({ relation }) => relation === table);
  return Math.max(-1, ...modes.map(({ mode }) => LOCK_MODES.indexOf(mode)));
}
