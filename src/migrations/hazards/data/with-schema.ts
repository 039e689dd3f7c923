import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { strainHits } from '../lock/telling.ts';
import { ownWaiting, waitingFor } from '../lock/waiting.ts';
import { separateMigrations } from '../remedies/separate.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { operationInWords, subjectOf, waitingInWords } from '../wording.ts';
import { type DataStep, dataSteps } from './steps.ts';

export const withSchema = defineHazard({
  id: 'data/with-schema',
  title: 'Rows and schema are changed in different transactions',
  severity: 'high',
  verdict: 'blocked',
  why: 'The lock of an ALTER TABLE lasts to the end of its transaction: a data step behind it keeps the table closed for as long as it works. In the other order the ALTER TABLE waits with all changed rows locked.',
  remedy: 'Two migrations: first the schema, then the rows (or the other way round), each in its own transaction.',
  source: [
    'https://docs.djangoproject.com/en/stable/howto/writing-migrations/',
    'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
  ],
  judge: played => {
    const strained = strainHits(played, 'data/with-schema');
    const told = new Set(strained.map(({ statement }) => statement));
    return [...strained, ...unknowable(played, told), ...rowsFirst(played)];
  },
});

/** Behind a lock, and nobody knows for how long. */
function unknowable(played: Played, told: ReadonlySet<PlayedStatement | undefined>): readonly HazardHit[] {
  return dataSteps(played).flatMap(({ migration, statement, code }) => {
    if (told.has(statement) || statement.by !== 'code' || code?.writes === 'none') return [];
    const [closed] = waitingFor(played, statement).filter(({ since }) => since !== undefined);
    if (closed === undefined) return [];
    const { operation } = statement;
    const who = operationInWords(migration.migration, operation, statement);
    const holder = closed.since;
    const from =
      holder === undefined
        ? 'an earlier step'
        : operationInWords(holder.migration.migration, holder.statement.operation, holder.statement);
    const seen = code?.writes === 'some' ? 'works on some rows' : 'runs for as long as it runs';
    return [
      {
        ...about(migration, statement, `${operation?.text ?? 'code'} under the lock of ${closed.table}`),
        table: closed.table,
        lock: closed.mode,
        blocks: closed.blocks,
        message: `${who} ${seen} in the transaction in which ${from} has locked ${closed.table}: ${waitingInWords(closed.blocks)} until both are done.`,
        remedy: separateMigrations(
          targetOf(played, migration.migration, operation, closed.table),
          unquoted(from),
          unquoted(who),
        ),
        verdict: 'review',
        severity: 'medium',
      },
    ];
  });
}

/** First rows, then the schema of a table in use: it works, and the rows stay locked while the ALTER TABLE waits for its turn. */
function rowsFirst(played: Played): readonly HazardHit[] {
  const steps = dataSteps(played).filter(({ statement }) => statement.transaction !== undefined);
  const told = new Set<PlayedMigration>();
  return steps.flatMap(step => {
    const { migration, statement } = step;
    if (told.has(migration)) return [];
    const written = writtenTables(step);
    const later = migration.statements.find(
      other =>
        other.step > statement.step &&
        other.transaction === statement.transaction &&
        other.by !== 'code' &&
        other.effect.refused.length === 0 &&
        ownWaiting(other).some(({ table, role }) => role === 'target' && written.has(table)),
    );
    if (later === undefined) return [];
    told.add(migration);
    const [closed] = ownWaiting(later);
    const first = operationInWords(migration.migration, statement.operation, statement);
    const second = operationInWords(migration.migration, later.operation, later);
    const table = closed?.table ?? '';
    return [
      {
        ...about(migration, later, `rows of ${table} before its schema`),
        table,
        message: `${first} and ${second} share a transaction: the rows that the first one changes stay locked while the second one waits for ${table}.`,
        remedy: separateMigrations(
          targetOf(played, migration.migration, later.operation, table),
          unquoted(first),
          unquoted(second),
        ),
        verdict: 'safe' as const,
        severity: 'low' as const,
      },
    ];
  });
}

function writtenTables({ statement, code }: DataStep): ReadonlySet<string> {
  const written = statement.effect.writes.map(({ table }) => table);
  const asked = statement.by === 'code' && code !== undefined && code.writes !== 'none' ? code.tables : [];
  return new Set([...written, ...asked]);
}

function about(
  { migration }: PlayedMigration,
  statement: PlayedStatement,
  what: string,
): Pick<HazardHit, 'migration' | 'operation' | 'statement' | 'subject'> {
  const { operation } = statement;
  return {
    migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(migration, what),
  };
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}
