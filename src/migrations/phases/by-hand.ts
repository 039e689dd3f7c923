import type { PlayedMigration, PlayedStatement, TableKnowledge } from '../played.ts';

/**
 * Work that takes as long as a large table is large, or nobody knows how long, and holds no lock that others wait for: better started by a
 * person who looks on than by a container that is killed when its health check runs out of patience.
 */
export function isByHand(played: PlayedMigration | undefined, tables: TableKnowledge): boolean {
  return played?.statements.some(statement => isLong(statement, tables)) === true;
}

function isLong(statement: PlayedStatement, tables: TableKnowledge): boolean {
  const { effect, acts, operation, before, by } = statement;
  const large = (table: string): boolean => tables.isLarge(table, before);
  if (effect.builds.some(({ table, concurrently }) => concurrently && large(table))) return true;
  if (acts.some(act => act.act === 'validate-constraint' && large(act.table))) return true;
  if (effect.writes.some(({ table, rows }) => rows !== 'some' && large(table))) return true;
  if (by !== 'code') return false;
  const code = operation?.code;
  if (code === undefined || code.writes === 'unknown') return true;
  return code.writes === 'all' && (code.tables.length === 0 || code.tables.some(large));
}
