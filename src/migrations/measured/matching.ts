import type { MeasuredStatement, MigrationId, PendingMigration, Step } from '../facts.ts';
import type { TracedLock, TracedStatement } from './question.ts';

/**
 * What was measured, in the order it ran, with the predicted step that each statement is. Equal text (but for spaces, quotes that need not
 * be and the semicolon) makes the pair; what is left between two pairs is paired in its order, because only names differ there. All
 * statements that one RunPython sent are one measurement: of its step.
 */
export function matchSteps(
  pending: readonly Pick<PendingMigration, 'id' | 'steps'>[],
  traced: readonly TracedStatement[],
): readonly MeasuredStatement[] {
  const byMigration = Map.groupBy(traced, ({ migration }) => migration);
  return pending.flatMap(({ id, steps }) => matched(id, steps, byMigration.get(id) ?? []));
}

function matched(
  migration: MigrationId,
  steps: readonly Step[],
  traced: readonly TracedStatement[],
): readonly MeasuredStatement[] {
  const code = new Map(
    steps.flatMap((step, index) => (step.step === 'code' ? [[step.operation, index] as const] : [])),
  );
  const isCode = ({ operation }: TracedStatement) => operation !== null && code.has(operation);
  const plain = traced.filter(statement => !isCode(statement));
  const place = pairs(steps, plain);
  const merged = Map.groupBy(traced.filter(isCode), ({ operation }) => operation);
  const told = new Set<number | null>();
  return traced.flatMap(statement => {
    if (!isCode(statement)) return [measured(migration, place.get(statement), [statement])];
    if (told.has(statement.operation)) return [];
    told.add(statement.operation);
    const all = merged.get(statement.operation) ?? [statement];
    return [measured(migration, code.get(statement.operation ?? -1), all)];
  });
}

function pairs(steps: readonly Step[], traced: readonly TracedStatement[]): ReadonlyMap<TracedStatement, number> {
  const found = new Map<TracedStatement, number>();
  const open = steps.flatMap((step, index) => (step.step === 'sql' ? [{ index, text: normalised(step.sql) }] : []));
  const taken = new Set<number>();
  for (const statement of traced) {
    const text = normalised(statement.sql);
    const same = open.find(({ index, text: predicted }) => !taken.has(index) && predicted === text);
    if (same === undefined) continue;
    taken.add(same.index);
    found.set(statement, same.index);
  }
  // Between its neighbours' steps, the next one that nobody has, if it begins alike.
  let after = -1;
  for (const [position, statement] of traced.entries()) {
    const own = found.get(statement);
    if (own !== undefined) {
      after = own;
      continue;
    }
    const next = traced.slice(position + 1).find(later => found.has(later));
    const before = next === undefined ? Number.POSITIVE_INFINITY : (found.get(next) ?? 0);
    const free = open.find(
      ({ index, text }) =>
        index > after && index < before && !taken.has(index) && beginsAlike(text, normalised(statement.sql)),
    );
    if (free === undefined) continue;
    taken.add(free.index);
    found.set(statement, free.index);
    after = free.index;
  }
  return found;
}

/** Spaces, quotes around names that need none, and the semicolon at the end mean nothing. */
function normalised(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .replace(/"([a-z_][a-z0-9_$]*)"/g, '$1')
    .replace(/\s*;\s*$/, '')
    .trim();
}

/** `ALTER TABLE orders` of both: then they differ in the name of a constraint, or in a value. */
function beginsAlike(one: string, other: string): boolean {
  const begin = (text: string) => text.split(' ').slice(0, 3).join(' ').toLowerCase();
  return other !== '' && begin(one) === begin(other);
}

const SHOWN = 5;

function measured(
  migration: MigrationId,
  step: number | undefined,
  statements: readonly TracedStatement[],
): MeasuredStatement {
  const names = (of: (statement: TracedStatement) => readonly string[]) => [...new Set(statements.flatMap(of))].sort();
  const shown = [...new Set(statements.map(({ sql }) => sql))];
  return {
    migration,
    step,
    sql: shown.length > SHOWN ? `${shown.slice(0, SHOWN).join(';\n')};\n...` : shown.join(';\n'),
    milliseconds: sum(statements.map(({ milliseconds }) => milliseconds)),
    locks: locksOf(statements.flatMap(({ locks }) => locks)),
    held: locksOf(statements[0]?.held ?? []),
    rewritten: names(({ rewritten }) => rewritten),
    scanned: names(({ scanned }) => scanned),
    built: names(({ built }) => built),
    written: writtenOf(statements),
    readerWaited: Math.max(...statements.map(({ readerWaited }) => readerWaited)),
    error: statements.find(({ error }) => error !== null)?.error ?? undefined,
  };
}

function locksOf(traced: readonly TracedLock[]): MeasuredStatement['locks'] {
  const found = new Map(traced.map(({ relation, mode }) => [`${relation} ${mode}`, { relation, mode: modeOf(mode) }]));
  return [...found.values()];
}

/** `AccessExclusiveLock` -> `access-exclusive` */
function modeOf(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

function writtenOf(
  statements: readonly TracedStatement[],
): readonly { readonly table: string; readonly rows: number }[] {
  const by = Map.groupBy(
    statements.flatMap(({ written }) => written),
    ([table]) => table,
  );
  return [...by].map(([table, all]) => ({ table, rows: sum(all.map(([, rows]) => rows)) }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
