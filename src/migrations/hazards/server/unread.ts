import { oneLine } from '../../../core/text.ts';
import type { Played } from '../../played.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { clause, operationInWords } from '../wording.ts';
import { placedHit } from './statements.ts';

export const notUnderstood = defineHazard({
  id: 'server/not-understood',
  title: 'What each statement does to the database is known',
  severity: 'medium',
  verdict: 'review',
  why: 'A statement whose locks and effects are not known is not taken for a harmless one.',
  remedy:
    'Have a person look at it, or measure it: trace-database-url names a scratch database on which every statement is tried.',
  source: ['https://www.postgresql.org/docs/current/explicit-locking.html'],
  judge: played =>
    played.migrations.flatMap(migration =>
      migration.statements.flatMap((statement): readonly HazardHit[] => {
        const { problem, effect, measured } = statement;
        if (measured !== undefined && measured.error === undefined) return [];
        // Of a schema that goes server/drop-schema says enough.
        if (statement.acts.some(({ act }) => act === 'schema' || act === 'database')) return [];
        const why =
          problem === undefined ? effect.unknown[0] : `PostgreSQL's parser refuses it (${oneLine(problem, 200)})`;
        // Of code data/unknown speaks.
        if (why === undefined || (statement.by === 'code' && problem === undefined)) return [];
        const who = operationInWords(migration.migration, statement.operation, statement);
        return [
          {
            ...placedHit(migration, statement, statement.text.replace(/\s+/g, ' ').slice(0, 80)),
            message: `What ${who} does to the database is not known: ${clause(why)}.`,
            remedy: advise(
              'Have a person look at it, or let it be measured on a scratch database.',
              'with:',
              '  trace-database-url: ${{ secrets.SCRATCH_DATABASE_URL }}',
            ),
          },
        ];
      }),
    ),
});

export const refusedByScratch = defineHazard({
  id: 'server/refused',
  title: 'The scratch database takes every statement',
  severity: 'critical',
  verdict: 'blocked',
  why: 'What PostgreSQL refuses on a database that is built like the real one, it refuses there as well.',
  remedy: "Mend the statement; the message is PostgreSQL's own.",
  source: ['Measured on the database of trace-database-url'],
  judge: played => [...refusedStatements(played), ...refusedCode(played)],
});

function refusedStatements({ migrations }: Played): readonly HazardHit[] {
  return migrations.flatMap(migration =>
    migration.statements.flatMap((statement): readonly HazardHit[] => {
      const error = statement.measured?.error;
      // Its order, its rows and its server are other rules', and say more.
      if (error === undefined || statement.effect.refused.length > 0) return [];
      const onRows = statement.effect.fails.length > 0;
      const who = operationInWords(migration.migration, statement.operation, statement);
      return [
        {
          ...placedHit(migration, statement, statement.text.replace(/\s+/g, ' ').slice(0, 80)),
          message: `${who} was refused by the scratch database: ${clause(oneLine(error, 300))}.${onRows ? ' Its rows are made up; those of the real one may be better.' : ''}`,
          remedy: advise(
            'Mend the statement, or the rows it meets.',
            statement.text.replace(/\s+/g, ' ').slice(0, 200),
          ),
          ...(onRows ? { verdict: 'review', severity: 'medium' } : {}),
        },
      ];
    }),
  );
}

/** Statements that Python sent and nobody predicted. */
function refusedCode({ facts }: Played): readonly HazardHit[] {
  return facts.measured.flatMap(({ migration: id, step, error, sql }): readonly HazardHit[] => {
    const migration = facts.pending.find(known => known.id === id);
    if (step !== undefined || error === undefined || migration === undefined) return [];
    return [
      {
        migration,
        subject: `${id}: ${sql.replace(/\s+/g, ' ').slice(0, 80)}`,
        message: `${id} sent a statement that the scratch database refused: ${clause(oneLine(error, 300))}.`,
        remedy: advise('Mend the code that sends it.', oneLine(sql, 200)),
      },
    ];
  });
}
