import { inSequence } from '../../../core/text.ts';
import type { Played } from '../../played.ts';
import { inBatches } from '../remedies/batches.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';
import { type DataStep, dataSteps } from './steps.ts';

export const unknownCost = defineHazard({
  id: 'data/unknown',
  title: 'What each data step does can be seen',
  severity: 'medium',
  verdict: 'review',
  why: 'Nobody can say how many rows it changes or how long it takes from its source: it may be nothing, and it may keep a table locked for an hour.',
  remedy: 'Have a person look at it; try it on a copy of the data, and go through large tables in batches.',
  source: ['https://docs.djangoproject.com/en/stable/ref/migration-operations/#runpython'],
  judge: played =>
    dataSteps(played)
      .filter(step => !isSeen(played, step))
      .map(({ migration, statement, code }) => {
        const { operation } = statement;
        const about = code === undefined || code.tables.length === 0 ? '' : ` (it asks for ${inSequence(code.tables)})`;
        const who = operationInWords(migration.migration, operation, statement);
        const name = code === undefined || code.name === '' ? '' : ` (${code.name})`;
        const held =
          statement.held.length > 0
            ? ' Locks that were taken before it in the same transaction are held meanwhile.'
            : '';
        return {
          migration: migration.migration,
          ...(operation === undefined ? {} : { operation }),
          statement,
          subject: subjectOf(migration.migration, `${operation?.text ?? 'code'} ${code?.name ?? ''}`.trim()),
          message: `How many rows ${who}${name} changes cannot be seen in its source${about}.${held}`,
          remedy: inBatches(targetOf(played, migration.migration, operation, code?.tables[0] ?? '<table>'), 'code'),
        };
      }),
});

/** Code whose tables are all new has nothing to go through, and what the scratch database took was seen. */
function isSeen({ facts }: Played, { statement, code, migration }: DataStep): boolean {
  if (statement.by !== 'code') return !statement.acts.some(({ act }) => act === 'do');
  if (code === undefined) return statement.operation === undefined;
  if (code.writes !== 'unknown') return true;
  const fresh = (table: string) => statement.before.tables.get(table)?.isNew === true;
  if (code.tables.length > 0 && code.tables.every(fresh)) return true;
  return facts.measured.some(
    ({ migration: id, step, error }) => id === migration.migration.id && step === statement.step && error === undefined,
  );
}
