import type { Operation } from '../../facts.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { briefly } from '../remedies/lock-timeout.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { operationInWords, subjectOf, waitingInWords } from '../wording.ts';
import { strainedOperations } from './strains.ts';
import { strainHits } from './telling.ts';
import { ownWaiting, type Waiting } from './waiting.ts';

const QUEUE = 'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES';

export const hotTable = defineHazard({
  id: 'lock/hot-table',
  title: 'A hot table is not locked in passing',
  severity: 'medium',
  verdict: 'review',
  why: 'A lock that is held for a millisecond is waited for as long as the longest transaction on the table lasts, and every later query waits behind it.',
  remedy: 'Run it when the table is quiet, with a lock_timeout and another try.',
  source: [QUEUE],
  judge: played => briefHits(played, ({ role }) => role !== 'parent'),
});

export const parent = defineHazard({
  id: 'lock/parent',
  title: 'Foreign keys do not hold up the table they refer to',
  severity: 'medium',
  verdict: 'review',
  why: 'A foreign key locks the table it refers to as well: adding one keeps writers from it, dropping one keeps everybody from it, also where the other table is new and empty.',
  remedy:
    'Run it when the parent is quiet, with a lock_timeout and another try; add the key NOT VALID and validate it later.',
  source: [QUEUE, 'https://www.postgresql.org/docs/current/sql-altertable.html'],
  judge: played => [...strainHits(played, 'lock/parent'), ...briefHits(played, ({ role }) => role === 'parent')],
});

/** One hit for each hot table that an operation locks for a moment; operations that hold it longer are other rules'. */
function briefHits(played: Played, matters: (waiting: Waiting) => boolean): readonly HazardHit[] {
  const told = new Set(
    strainedOperations(played)
      .filter(({ worst }) => worst.large)
      .flatMap(({ migration, operation, worst }) =>
        worst.waiting.map(({ table }) => keyOf(migration, operation, worst.statement, table)),
      ),
  );
  const hits: HazardHit[] = [];
  for (const migration of played.migrations)
    for (const statement of migration.statements)
      for (const waiting of ownWaiting(statement)) {
        if (!played.tables.isHot(waiting.table) || !matters(waiting)) continue;
        const key = keyOf(migration, statement.operation, statement, waiting.table);
        if (told.has(key)) continue;
        told.add(key);
        hits.push(briefHit(played, migration, statement, waiting));
      }
  return hits;
}

function briefHit(
  played: Played,
  { migration }: PlayedMigration,
  statement: PlayedStatement,
  { table, mode, blocks, role }: Waiting,
): HazardHit {
  const { operation } = statement;
  const who = operationInWords(migration, operation, statement);
  const named =
    role === 'parent' ? `${table}, which is hot and which a foreign key of it refers to,` : `${table}, which is hot,`;
  return {
    migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(migration, `${operation?.text ?? operation?.kind ?? statement.text.slice(0, 80)} on ${table}`),
    table,
    lock: mode,
    blocks,
    message: `${who} locks ${named} for a moment: ${waitingInWords(blocks)} meanwhile, and while it waits for its turn behind a long transaction every later query waits behind it.`,
    remedy: briefly(played.facts.framework, table),
  };
}

function keyOf(
  { migration }: PlayedMigration,
  operation: Operation | undefined,
  { step }: PlayedStatement,
  table: string,
): string {
  return `${migration.id} ${operation === undefined ? `step ${step}` : operation.index} ${table}`;
}
