import { inSequence } from '../../../core/text.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { separateMigrations } from '../remedies/separate.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';
import { strainedOperations } from './strains.ts';
import { ownWaiting } from './waiting.ts';

export const severalTables = defineHazard({
  id: 'lock/several-tables',
  title: 'A transaction locks one table in use at a time',
  severity: 'low',
  verdict: 'safe',
  why: 'Locks add up to the end of the transaction: while it waits for the last table, nobody uses the first, and a release that takes them in another order ends in a deadlock.',
  remedy: 'One table a migration; of Alembic, transaction_per_migration=True.',
  source: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],
  judge: played => [...byTransaction(played).values()].flatMap(taken => several(played, taken)),
});

interface Taken {
  readonly migration: PlayedMigration;
  readonly statement: PlayedStatement;
  readonly table: string;
}

/** Tables that operations lock for themselves (not parents and partitions), so that nobody can read them, in order. */
function byTransaction(played: Played): ReadonlyMap<number, readonly Taken[]> {
  const transactions = new Map<number, Taken[]>();
  for (const migration of played.migrations)
    for (const statement of migration.statements)
      for (const { table, role, blocks } of ownWaiting(statement)) {
        if (statement.transaction === undefined || role !== 'target' || blocks !== 'everybody') continue;
        const taken = transactions.get(statement.transaction) ?? [];
        if (!taken.some(known => known.table === table)) taken.push({ migration, statement, table });
        transactions.set(statement.transaction, taken);
      }
  return transactions;
}

function several(played: Played, taken: readonly Taken[]): readonly HazardHit[] {
  const tables = taken.map(({ table }) => table);
  const last = taken.at(-1);
  const first = taken[0];
  if (last === undefined || first === undefined || tables.length < 2) return [];
  const hot = tables.find(table => played.tables.isHot(table));
  if (
    strainedOperations(played).some(
      ({ worst }) => worst.large && worst.statement.transaction === last.statement.transaction,
    )
  )
    return [];
  const { migration, statement } = last;
  const { operation } = statement;
  const named = tables.length > 5 ? [...tables.slice(0, 5), `${tables.length - 5} more`] : tables;
  const who = operationInWords(migration.migration, operation, statement);
  return [
    {
      migration: migration.migration,
      ...(operation === undefined ? {} : { operation }),
      statement,
      subject: subjectOf(migration.migration, `locks ${tables.slice(0, 5).join(', ')}`),
      table: last.table,
      message: `With ${who} one transaction holds ${inSequence(named)}: while it waits for the last of them nobody can read or write the others${hot === undefined ? '' : `, and ${hot} is hot`}.`,
      remedy: separateMigrations(
        targetOf(played, migration.migration, operation, last.table),
        `what changes ${first.table}`,
        `what changes ${last.table}`,
      ),
      ...(hot === undefined ? {} : { verdict: 'review', severity: 'medium' }),
    },
  ];
}
