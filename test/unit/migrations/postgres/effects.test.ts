import { describe, expect, it } from '@jest/globals';
import { ORPHANS_LOOKED_FOR } from '../../../../src/migrations/postgres/combine.ts';
import type { Effect } from '../../../../src/migrations/postgres/effect.ts';
import { effectOf } from '../../../../src/migrations/postgres/statement.ts';
import { readSchema } from '../../../../src/migrations/schema/read.ts';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';
import { type Measured, SCHEMA } from './measured.ts';
import { ADDING } from './measured-adding.ts';
import { ALTERING } from './measured-altering.ts';
import { TABLES } from './measured-constraints.ts';
import { OTHERS } from './measured-others.ts';

const parse = await loadParser();

/** On the rows that were there. */
const FAILED = 'fails: ';

describe('What PostgreSQL 18 was seen doing is what is said of', () => {
  it.each([...ADDING, ...ALTERING, ...TABLES, ...OTHERS].map(one => [titleOf(one), one] as const))('%s', (_, one) => {
    const effect = predicted(one);
    if (one.does.startsWith(FAILED)) expect(effect.fails.map(({ on }) => `${FAILED}${on}`)).toContain(one.does);
    else expect(workOf(effect)).toBe(one.does);
    if (one.locks !== undefined) expect(locksOf(effect)).toBe(one.locks);
  });
});

function titleOf({ sql, after, timeZone }: Measured): string {
  return [
    sql,
    ...(after === undefined ? [] : [`after ${after}`]),
    ...(timeZone === undefined ? [] : [`in ${timeZone}`]),
  ].join(', ');
}

function predicted({ sql, after, alone, timeZone = 'UTC' }: Measured): Effect {
  const { schema } = readSchema(after === undefined ? [SCHEMA] : [SCHEMA, after], parse);
  const parsed = parse(sql);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new Error(`"${sql}" was not read`);
  return effectOf(statement, schema, {
    major: 18,
    inTransaction: alone !== true,
    timeZone,
    freshEnumValues: new Set(),
  });
}

/** Where a statement does not come to its end, only why is to be seen. */
function workOf({ rewrites, scans, builds, refused }: Effect): string {
  if (refused.length > 0) return [...new Set(refused.map(({ why }) => `refused: ${why}`))].join('; ');
  const keys = scans.filter(({ why }) => why === ORPHANS_LOOKED_FOR).length;
  const tables = (all: readonly { readonly table: string }[]) => [...new Set(all.map(({ table }) => table))].sort();
  const work = [
    ...tables(rewrites).map(table => `rewrites ${table}`),
    ...tables(scans.filter(({ why }) => why !== ORPHANS_LOOKED_FOR)).map(table => `scans ${table}`),
    ...(keys === 0 ? [] : [keys === 1 ? 'looks up keys' : `looks up keys ${keys} times`]),
    ...[...new Set(builds.map(({ index }) => index))].sort().map(index => `builds ${index}`),
  ];
  return work.length === 0 ? 'nothing more' : work.join('; ');
}

function locksOf({ locks }: Effect): string {
  return locks
    .filter(({ role, mode }) => role !== 'index' && mode !== 'access-share')
    .map(({ relation, mode }) => `${relation}:${mode}`)
    .sort()
    .join(' ');
}
