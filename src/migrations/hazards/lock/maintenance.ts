import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { Act } from '../../sql/act.ts';
import { concurrentForm } from '../remedies/concurrent-forms.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { isInUse, operationInWords, subjectOf } from '../wording.ts';
import { strainedOperations } from './strains.ts';
import { strainHits } from './telling.ts';

export const maintenance = defineHazard({
  id: 'lock/maintenance',
  title: 'No maintenance locks a table in use from within a migration',
  severity: 'high',
  verdict: 'blocked',
  why: 'VACUUM FULL, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW and a move to another tablespace lock their table for as long as they work; LOCK TABLE and TRUNCATE for as long as their transaction lasts.',
  remedy: 'The concurrent form where there is one, else a time of its own.',
  source: [
    'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
    'https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY',
  ],
  judge: played => {
    const told = new Set(
      strainedOperations(played).flatMap(({ worst, others }) => [worst, ...others].map(({ statement }) => statement)),
    );
    return [
      ...strainHits(played, 'lock/maintenance'),
      ...played.migrations.flatMap(migration =>
        migration.statements
          .filter(statement => !told.has(statement))
          .flatMap(statement => statement.acts.flatMap(act => judged(played, migration, statement, act))),
      ),
    ];
  },
});

interface Said {
  readonly table: string;
  readonly what: string;
  readonly verdict?: 'review' | 'safe';
}

function judged(
  played: Played,
  { migration }: PlayedMigration,
  statement: PlayedStatement,
  act: Act,
): readonly HazardHit[] {
  const { operation } = statement;
  return saidOf(played, statement, act).map(({ table, what, verdict }) => ({
    migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(migration, `${act.act} ${table}`),
    table,
    blocks: 'everybody',
    message: `${operationInWords(migration, operation, statement)} ${what}.`,
    remedy: concurrentForm(targetOf(played, migration, operation, table), act),
    ...(verdict === undefined ? {} : { verdict, severity: verdict === 'safe' ? 'low' : 'medium' }),
  }));
}

/** Statements of maintenance that no table in the schema shows as long work: views, whole databases, and locks that are short by themselves. */
function saidOf(played: Played, { before }: PlayedStatement, act: Act): readonly Said[] {
  switch (act.act) {
    case 'truncate':
      return act.tables
        .filter(table => isInUse(before, table))
        .map(table => ({
          table,
          what: `empties ${table}${act.cascade ? ' and every table that refers to it' : ''} under ACCESS EXCLUSIVE: nobody can read or write it to the end of the transaction, and the rows that the running release uses are gone`,
          verdict: 'review' as const,
        }));
    case 'lock-table':
      return act.tables
        .filter(
          table =>
            isInUse(before, table) && /exclusive$|^share$/i.test(act.mode) && !/^row|^share.update/i.test(act.mode),
        )
        .map(table => ({
          table,
          what: `locks ${table} (${act.mode.toLowerCase().replaceAll('-', ' ')}) to the end of its transaction, and the running release waits for it`,
          verdict: 'review' as const,
        }));
    case 'refresh-view': {
      const isNew = before.views.has(act.view) && !played.first.views.has(act.view);
      if (act.concurrently || isNew) return [];
      const what = `works the materialized view ${act.view} out again under ACCESS EXCLUSIVE: nobody can read it until that is done`;
      return [
        { table: act.view, what, ...(played.tables.isLarge(act.view, before) ? {} : { verdict: 'safe' as const }) },
      ];
    }
    case 'reindex':
      if (act.concurrently || act.kind === 'table') return [];
      return [
        {
          table: act.name,
          what: `builds ${act.kind === 'index' ? `the index ${act.name}` : `every index of the ${act.kind}`} again: writers wait, and so does every query that would use an index that is being built`,
        },
      ];
    case 'cluster':
    case 'vacuum':
      if (act.act === 'vacuum' ? !act.full || act.tables.length > 0 : act.table !== undefined) return [];
      return [{ table: 'every table', what: 'writes every table anew under ACCESS EXCLUSIVE, one after the other' }];
    default:
      return [];
  }
}
