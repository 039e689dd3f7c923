import type { Act } from '../../sql/act.ts';
import { advise, runSql, sqlMigration, sqlName } from './code.ts';
import type { Target } from './target.ts';

/** What to do instead of maintenance that locks a table for as long as it takes. */
export function concurrentForm(target: Target, act: Act | undefined): string {
  const table = sqlName(target.table);
  switch (act?.act) {
    case 'reindex':
      return advise(
        'REINDEX can work beside the traffic, outside of a transaction.',
        sqlMigration(
          target,
          'a migration of its own',
          [`REINDEX ${act.kind.toUpperCase()} CONCURRENTLY ${sqlName(act.name)}`],
          { atomic: false },
        ),
      );
    case 'refresh-view':
      return advise(
        'With a unique index on it the view can be refreshed while it is read; better outside of migrations, on a schedule.',
        runSql(target, `REFRESH MATERIALIZED VIEW CONCURRENTLY ${sqlName(act.view)}`),
      );
    case 'vacuum':
    case 'cluster':
      return advise(
        'Give the space back with pg_repack, which works on a copy beside the traffic; it does not belong into a migration.',
        `pg_repack --table=${target.table} --no-order`,
      );
    case 'truncate':
      return advise(
        'Delete in batches as long as a release uses the table, or empty it after the new release no longer does.',
        `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} LIMIT 5000));  -- until nothing is left`,
      );
    case 'lock-table':
      return advise(
        'Leave the lock out: each statement takes the one it needs. If two steps must see the same rows, lock the rows.',
        `SELECT ... FROM ${table} WHERE ... FOR UPDATE;`,
      );
    default:
      return advise(
        'Make it a piece of maintenance with a time of its own, when nobody uses the table; not a part of a deployment.',
        `-- by hand: SET lock_timeout = '3s'; then the statement on ${table}`,
      );
  }
}
