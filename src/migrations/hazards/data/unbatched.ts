import { inSequence } from '../../../core/text.ts';
import { strainedOperations } from '../lock/strains.ts';
import { inBatches } from '../remedies/batches.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard } from '../rule.ts';
import { operationInWords, subjectOf, tableInWords } from '../wording.ts';
import { dataSteps, onlyInserts, wholeTables } from './steps.ts';

export const unbatched = defineHazard({
  id: 'data/unbatched',
  title: 'Large tables are changed in pieces that each commit',
  severity: 'medium',
  verdict: 'review',
  why: 'One UPDATE or DELETE of all rows keeps every one of them locked until it commits, doubles the table, and holds up replicas; when it is cancelled, all of it was for nothing.',
  remedy:
    'Go through the rows in batches outside of a transaction, so that each piece commits and the step can be run again.',
  source: [
    'https://www.postgresql.org/docs/current/routine-vacuuming.html',
    'https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations',
  ],
  judge: played => {
    const worse = new Set(
      strainedOperations(played).flatMap(({ worst, others }) => [worst, ...others].map(({ statement }) => statement)),
    );
    return dataSteps(played).flatMap(step => {
      const { migration, statement, code } = step;
      const tables = wholeTables(step);
      const large = tables.filter(table => played.tables.isLarge(table, statement.before));
      const [table] = large;
      const inPieces = code?.batched === true && statement.transaction === undefined;
      if (table === undefined || worse.has(statement) || inPieces || onlyInserts(step)) return [];
      const { operation } = statement;
      const who = operationInWords(migration.migration, operation, statement);
      const where = inSequence(large.map(name => tableInWords(played, name)));
      const deletes = statement.acts.some(({ act }) => act === 'delete');
      const how = code?.batched === true ? 'in pieces, but in one transaction that ends with the migration' : 'at once';
      return [
        {
          migration: migration.migration,
          ...(operation === undefined ? {} : { operation }),
          statement,
          subject: subjectOf(migration.migration, `${operation?.text ?? operation?.kind ?? 'SQL'} on ${table}`),
          table,
          message: `${who} changes all rows of ${where} ${how}: every row stays locked until it is done, and the running release cannot write to it meanwhile.`,
          remedy: inBatches(
            targetOf(played, migration.migration, operation, table),
            statement.by === 'code' ? 'code' : deletes ? 'delete' : 'update',
          ),
        },
      ];
    });
  },
});
