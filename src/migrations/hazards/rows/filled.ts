import type { Played, PlayedStatement } from '../../played.ts';
import type { Failure } from './failures.ts';

/** Whether a pending migration gave the rows a value before: by SQL that leaves no NULL, by Python that only seems to, or not at all. */
export type Filled =
  | { readonly by: 'sql' | 'code'; readonly who: string }
  | { readonly by: 'nobody' }
  | { readonly by: 'maybe'; readonly who: string };

/** Looks at everything that runs before the statement. */
export function filledBefore(played: Played, { statement, table, columns }: Failure): Filled {
  let found: Filled = { by: 'nobody' };
  for (const { migration, statements } of played.migrations)
    for (const earlier of statements) {
      if (earlier === statement) return found;
      const who = earlier.operation?.text ?? migration.id;
      if (fillsBySql(earlier, table, columns)) found = { by: 'sql', who };
      else if (found.by !== 'sql' && earlier.by === 'code') {
        const writes = writesOf(earlier, table);
        if (writes === 'all') found = { by: 'code', who };
        else if (writes !== 'none' && found.by === 'nobody') found = { by: 'maybe', who };
      }
    }
  return found;
}

function fillsBySql({ acts }: PlayedStatement, table: string, columns: readonly string[]): boolean {
  return acts.some(act => {
    if (act.act !== 'update' || act.table !== table) return false;
    if (act.where.kind === 'all') return true;
    return act.where.kind === 'missing-values' && columns.some(column => act.where.text.includes(column));
  });
}

function writesOf({ operation, effect }: PlayedStatement, table: string): 'none' | 'some' | 'all' | 'unknown' {
  if (effect.writes.some(write => write.table === table && write.rows !== 'some')) return 'all';
  const code = operation?.code;
  if (code === undefined) return 'unknown';
  if (code.writes === 'none') return 'none';
  if (code.tables.length > 0 && !code.tables.includes(table)) return 'none';
  return code.writes;
}
