import { typeInWords } from '../../compare/type-family.ts';
import type { Played } from '../../played.ts';
import { advise, sqlName } from '../remedies/code.ts';
import { typeThroughNewColumn } from '../remedies/new-column.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { clause, operationInWords, subjectOf } from '../wording.ts';
import { failureHits } from './failures.ts';

export const cast = defineHazard({
  id: 'rows/cast',
  title: 'Every value fits the new type of its column',
  severity: 'medium',
  verdict: 'review',
  why: 'One value that is too long, too large or not to be read as the new type is enough: the migration fails and the deployment stops half-way.',
  remedy: 'Count the values that do not fit before the deployment, and settle them in a migration before.',
  source: ['https://www.postgresql.org/docs/current/sql-altertable.html'],
  judge: played => [
    ...failureHits(played, 'cast', failure => {
      const { table, columns, who, statement } = failure;
      const [column = ''] = columns;
      const change = statement.acts.find(act => act.act === 'alter-type' && act.table === table);
      const type = change?.act === 'alter-type' ? change.type : undefined;
      const [length] = type?.modifiers ?? [];
      const name = type === undefined ? 'the new type' : typeInWords(type);
      const isShorter = length !== undefined && (type?.name === 'varchar' || type?.name === 'bpchar');
      return {
        message: `${who} fails if a single value of ${table}.${column} does not fit ${name}.`,
        remedy: isShorter
          ? advise(
              'Count them before: the answer must be 0.',
              `SELECT count(*) FROM ${sqlName(table)} WHERE length(${sqlName(column)}) > ${length};`,
            )
          : advise(
              'Try it on a copy of the data before, or look at the values.',
              `SELECT DISTINCT ${sqlName(column)} FROM ${sqlName(table)} ORDER BY 1 DESC LIMIT 50;`,
            ),
      };
    }),
    ...cutValues(played),
  ],
});

/** Values that PostgreSQL makes fit without a word: nothing fails, and what was cut off is gone. */
function cutValues(played: Played): readonly HazardHit[] {
  return played.migrations.flatMap(({ migration, statements }) =>
    statements.flatMap(statement =>
      (statement.effect.cuts ?? []).map(({ table, column, why }): HazardHit => {
        const { operation } = statement;
        return {
          migration,
          ...(operation === undefined ? {} : { operation }),
          statement,
          subject: subjectOf(migration, `${table}.${column}: cut`),
          table,
          column,
          message: `${operationInWords(migration, operation, statement)} changes values of ${table}.${column} without a word: ${clause(why)}. What is lost does not come back.`,
          remedy: typeThroughNewColumn(targetOf(played, migration, operation, table, [column])),
        };
      }),
    ),
  );
}
