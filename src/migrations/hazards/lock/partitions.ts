import { count } from '../../../core/text.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { briefly } from '../remedies/lock-timeout.ts';
import { detachConcurrently } from '../remedies/partitions.ts';
import { targetOf } from '../remedies/target.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { isInUse, operationInWords, subjectOf } from '../wording.ts';
import { effectiveOf } from './effective.ts';
import { strainHits } from './telling.ts';
import { blockedBy } from './waiting.ts';

export const partitions = defineHazard({
  id: 'lock/partitions',
  title: 'Partitions are attached, detached and changed without closing all of them',
  severity: 'medium',
  verdict: 'review',
  why: 'ALTER TABLE on a partitioned table locks every partition; ATTACH PARTITION reads the whole new partition, DETACH PARTITION keeps everybody from the parent.',
  remedy:
    'A validated CHECK before ATTACH, DETACH ... CONCURRENTLY from PostgreSQL 14 on, a lock_timeout for the rest.',
  source: ['https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE'],
  judge: played => [
    ...strainHits(played, 'lock/partitions'),
    ...played.migrations.flatMap(migration =>
      migration.statements.flatMap(statement => [
        ...detached(played, migration, statement),
        ...lockedAll(played, migration, statement),
      ]),
    ),
  ],
});

function detached(played: Played, { migration }: PlayedMigration, statement: PlayedStatement): readonly HazardHit[] {
  return statement.acts.flatMap(act => {
    if (act.act !== 'detach-partition' || act.concurrently || !isInUse(statement.before, act.table)) return [];
    const { operation } = statement;
    return [
      {
        migration,
        ...(operation === undefined ? {} : { operation }),
        statement,
        subject: subjectOf(migration, `detach ${act.partition}`),
        table: act.table,
        lock: 'access-exclusive',
        blocks: 'everybody',
        message: `${operationInWords(migration, operation, statement)} takes ${act.partition} out of ${act.table} under ACCESS EXCLUSIVE: nobody can read or write the whole partitioned table until it has its lock and is done.`,
        remedy: detachConcurrently(targetOf(played, migration, operation, act.table), act.partition),
      },
    ];
  });
}

/** A change of the parent that reaches all partitions: a moment, but of all of them at once. */
function lockedAll(played: Played, { migration }: PlayedMigration, statement: PlayedStatement): readonly HazardHit[] {
  const { locks, rewrites, scans, builds } = effectiveOf(statement);
  if (rewrites.length > 0 || scans.length > 0 || builds.length > 0) return [];
  if (statement.acts.some(({ act }) => act === 'detach-partition' || act === 'attach-partition')) return [];
  const closed = locks.filter(
    ({ role, mode, relation }) =>
      role === 'partition' && blockedBy(mode) === 'everybody' && isInUse(statement.before, relation),
  );
  const table = locks.find(({ role }) => role === 'target')?.relation;
  if (closed.length === 0 || table === undefined || played.tables.isHot(table)) return [];
  const { operation } = statement;
  return [
    {
      migration,
      ...(operation === undefined ? {} : { operation }),
      statement,
      subject: subjectOf(migration, `${operation?.text ?? statement.text.slice(0, 80)} on partitions of ${table}`),
      table,
      lock: 'access-exclusive',
      blocks: 'everybody',
      message: `${operationInWords(migration, operation, statement)} locks ${table} and ${count(closed.length, 'partition')} of it at once: it waits until none of them is in use, and all of them wait for it.`,
      remedy: briefly(played.facts.framework, table),
      verdict: 'safe',
      severity: 'low',
    },
  ];
}
