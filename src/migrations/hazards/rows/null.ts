import type { Played } from '../../played.ts';
import { advise } from '../remedies/code.ts';
import { requiredInSteps } from '../remedies/new-column.ts';
import { countNulls, notNullInSteps } from '../remedies/not-null.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard } from '../rule.ts';
import { type Failure, failureHits, type Said } from './failures.ts';
import { filledBefore } from './filled.ts';

export const nulls = defineHazard({
  id: 'rows/null',
  title: 'No NULL stands where a migration forbids it',
  severity: 'high',
  verdict: 'blocked',
  why: 'NOT NULL is refused as long as one row has no value: the migration fails and the deployment stops half-way.',
  remedy: 'Give new columns a default of the database, and fill old ones in a migration before.',
  source: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL'],
  judge: played => failureHits(played, 'null', failure => said(played, failure)),
});

function said(played: Played, failure: Failure): Said | undefined {
  const { migration, operation, table, columns, statement, who } = failure;
  const [column = ''] = columns;
  const target = targetOf(played, migration.migration, operation, table, columns);
  if (statement.acts.some(act => act.act === 'add-column' && act.table === table))
    return {
      message: `${who} adds ${table}.${column} as NOT NULL and gives the rows that are there no value: with a single row in the table it fails.`,
      remedy: requiredInSteps(target),
      verdict: 'blocked',
    };
  const check = countNulls(target);
  const filled = filledBefore(played, failure);
  if (filled.by === 'sql') return undefined;
  if (filled.by === 'code')
    return {
      message: `${who} fails if ${table}.${column} is NULL in any row; "${filled.who}" is to have filled all of them before.`,
      remedy: advise('Count the rows without a value once it has run: the answer must be 0.', check),
      verdict: 'safe',
    };
  const known = statement.before.tables.get(table)?.columns.get(column);
  if (known?.isNew === true && known.default === undefined && known.filledBy === undefined && filled.by === 'nobody')
    return {
      message: `${who} fails: ${table}.${column} is new, so it is NULL in every row that is there, and no pending migration fills it.`,
      remedy: notNullInSteps(target),
      verdict: 'blocked',
    };
  const perhaps = filled.by === 'maybe' ? ` Whether "${filled.who}" fills all of them cannot be seen.` : '';
  return {
    message: `${who} fails if ${table}.${column} is NULL in a single row, and the deployment stops there.${perhaps}`,
    remedy: advise('Count them before: if it is more than 0, fill them in a migration before this one.', check),
  };
}
