import type { Operation } from '../../facts.ts';
import type { Played, PlayedStatement } from '../../played.ts';
import { batches } from '../remedies/batches.ts';
import { advise, sqlName } from '../remedies/code.ts';
import { targetOf } from '../remedies/target.ts';
import { uniqueColumnInSteps } from '../remedies/unique.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { isInUse, operationInWords, subjectOf } from '../wording.ts';
import { failureHits } from './failures.ts';

export const sameValue = defineHazard({
  id: 'rows/same-value',
  title: 'A new unique column does not get one value for all rows',
  severity: 'high',
  verdict: 'blocked',
  why: 'Django asks a Python default once, also a callable like uuid.uuid4, and PostgreSQL gives that one value to every row that is there: the second row is a duplicate.',
  remedy:
    'Add the column nullable and without UNIQUE, fill each row with its own value, and make it unique afterwards.',
  source: ['https://docs.djangoproject.com/en/stable/howto/writing-migrations/#migrations-that-add-unique-fields'],
  judge: played => [
    ...failureHits(played, 'same-value', failure => {
      const { migration, operation, table, columns, who } = failure;
      const given = operation?.after?.default;
      const asked = given?.callable === true ? ` (${given.text} is asked once, not once a row)` : '';
      return {
        message: `${who} gives every row of ${table} that is there the same ${columns[0] ?? 'value'}${asked}, and the column is unique: with two rows it fails.`,
        remedy: uniqueColumnInSteps(targetOf(played, migration.migration, operation, table, columns)),
        verdict: 'blocked',
      };
    }),
    ...oneForAll(played),
  ],
});

/**
 * A callable that is made to give another value each time, on a column that need not be unique: nothing fails, and all rows that are there
 * share one value. Callables such as now() and dict are meant to.
 */
function oneForAll(played: Played): readonly HazardHit[] {
  return played.migrations.flatMap(({ migration, statements }) =>
    statements.flatMap((statement): readonly HazardHit[] => {
      const { operation } = statement;
      const table = addedTo(statement);
      if (operation === undefined || table === undefined || !differs(operation)) return [];
      if (statement.effect.fails.some(({ on }) => on === 'same-value')) return [];
      const column = operation.after?.column ?? operation.field ?? '';
      const target = targetOf(played, migration, operation, table, [column]);
      return [
        {
          migration,
          operation,
          statement,
          subject: subjectOf(migration, `${table}.${column}: one value for all`),
          table,
          column,
          message: `${operationInWords(migration, operation, statement)} asks ${operation.after?.default?.text ?? 'its default'} once: every row of ${table} that is there gets the same ${column}.`,
          remedy: advise(
            'Add the column nullable, and give each row a value of its own.',
            batches(target, `SET ${sqlName(column)} = gen_random_uuid()`, `${sqlName(column)} IS NULL`, 'after it'),
          ),
          verdict: 'review',
          severity: 'medium',
        },
      ];
    }),
  );
}

function addedTo({ acts, before }: PlayedStatement): string | undefined {
  const act = acts.find(one => one.act === 'add-column' && one.column.default !== undefined);
  return act?.act === 'add-column' && isInUse(before, act.table) ? act.table : undefined;
}

function differs({ after }: Operation): boolean {
  if (after?.default?.callable !== true) return false;
  return after.type === 'uuid' || /uuid|random|secret|token/i.test(after.default.text);
}
