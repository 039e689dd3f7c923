import type { MeasuredStatement, MigrationId } from '../facts.ts';

/** Finds how the scratch database took a statement. */
export type FindMeasured = (
  migration: MigrationId,
  step: number,
  statement: { readonly text: string; readonly nth: number; readonly of: number },
) => MeasuredStatement | undefined;

/** By migration and step; where a step holds several statements, by their text, else by their order. */
export function findMeasured(measured: readonly MeasuredStatement[]): FindMeasured {
  const bySteps = Map.groupBy(measured, ({ migration, step }) => keyOf(migration, step));
  return (migration, step, { text, nth, of }) => {
    const all = bySteps.get(keyOf(migration, step)) ?? [];
    if (of === 1 && all.length === 1) return all[0];
    const plain = plainly(text);
    const same = all.filter(({ sql }) => plainly(sql) === plain);
    if (same.length === 1) return same[0];
    return all.length === of ? all[nth] : undefined;
  };
}

function keyOf(migration: MigrationId, step: number | undefined): string {
  return `${step ?? ''} ${migration}`;
}

function plainly(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .replace(/[;\s]+$/, '')
    .trim();
}
