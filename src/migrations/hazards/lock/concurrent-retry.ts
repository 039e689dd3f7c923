import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { advise, runSql, sqlName } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';
import { isSet } from './no-timeout.ts';

type Build = Extract<PlayedStatement['acts'][number], { act: 'create-index' }>;

export const concurrentRetry = defineHazard({
  id: 'lock/concurrent-retry',
  title: 'An interrupted CREATE INDEX CONCURRENTLY can be run again',
  severity: 'medium',
  verdict: 'review',
  why: 'When it is cancelled, by a lock_timeout or by the end of a deployment, an invalid index stays behind: the next try fails because the name is taken, or takes the invalid one for the index it wants.',
  remedy: 'Switch lock_timeout off for it, drop what an interrupted try left behind, and build again.',
  source: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],
  judge: played => {
    const builds = played.migrations.flatMap(migration =>
      migration.statements.flatMap((statement, at) =>
        statement.acts.flatMap(act =>
          act.act === 'create-index' && act.concurrently ? [{ migration, statement, act, at }] : [],
        ),
      ),
    );
    const wanted = new Set(builds.map(({ act }) => act.index.name));
    const invalid = played.facts.database?.invalidIndexes ?? [];
    const dropped = new Set(
      played.migrations.flatMap(({ statements }) =>
        statements.flatMap(({ acts }) => acts.flatMap(act => (act.act === 'drop-index' ? act.indexes : []))),
      ),
    );
    return [
      ...invalid
        .filter(({ name }) => !wanted.has(name) && !dropped.has(name))
        .map(({ table, name }) => leftover(table, name)),
      ...builds.flatMap(({ migration, statement, act, at }) => {
        const isLeft = invalid.some(({ name }) => name === act.index.name) && !dropped.has(act.index.name);
        if (isLeft) return [taken(played, migration, statement, act)];
        if (act.ifNotExists && !dropped.has(act.index.name)) return [believed(played, migration, statement, act)];
        return timeLimited(played, migration, at) ? [cancelled(played, migration, statement, act)] : [];
      }),
    ];
  },
});

function leftover(table: string, name: string): HazardHit {
  return {
    subject: `${table}: ${name}`,
    table,
    message: `${name} on ${table} is invalid: an interrupted CREATE INDEX CONCURRENTLY left it behind. Every write keeps it up, and no query uses it.`,
    remedy: advise('Drop it by hand, and build it again if it is wanted.', `DROP INDEX CONCURRENTLY ${sqlName(name)};`),
    verdict: 'safe',
    severity: 'low',
  };
}

function taken(played: Played, migration: PlayedMigration, statement: PlayedStatement, act: Build): HazardHit {
  const kept = act.ifNotExists
    ? 'IF NOT EXISTS takes it for the index it wants, and no query will ever use it'
    : 'the name is taken, and the migration fails';
  return {
    ...base(played, migration, statement, act),
    message: `An interrupted try left ${act.index.name} on ${act.index.table} behind as an invalid index: ${kept}.`,
    verdict: 'blocked',
    severity: 'critical',
  };
}

function believed(played: Played, migration: PlayedMigration, statement: PlayedStatement, act: Build): HazardHit {
  return {
    ...base(played, migration, statement, act),
    message: `If this build is interrupted, ${act.index.name} stays behind invalid, and IF NOT EXISTS takes it for the index on the next try: the migration succeeds, and ${act.index.unique ? 'duplicates get in' : 'no query uses it'}.`,
    verdict: 'safe',
    severity: 'low',
  };
}

function cancelled(played: Played, migration: PlayedMigration, statement: PlayedStatement, act: Build): HazardHit {
  return {
    ...base(played, migration, statement, act),
    message: `${operationInWords(migration.migration, statement.operation, statement)} runs under a lock_timeout: CONCURRENTLY waits for every older transaction, so the limit may end it, and ${act.index.name} then stays behind as an invalid index whose name is taken.`,
    verdict: 'safe',
    severity: 'low',
  };
}

function base(
  { facts }: Played,
  { migration }: PlayedMigration,
  statement: PlayedStatement,
  { index }: Build,
): Pick<HazardHit, 'migration' | 'statement' | 'subject' | 'table' | 'remedy' | 'operation'> {
  const { operation } = statement;
  const lines = [
    runSql(facts, "SET lock_timeout = '0'"),
    runSql(facts, `DROP INDEX CONCURRENTLY IF EXISTS ${sqlName(index.name)}`),
  ];
  const where =
    facts.framework === 'django'
      ? 'in front of it, in the same migration with atomic = False'
      : 'in front of it, in the same autocommit_block()';
  return {
    migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(migration, index.name),
    table: index.table,
    remedy: advise(
      'Drop what an interrupted try may have left, without a limit for the locks.',
      `# ${where}`,
      ...lines,
    ),
  };
}

/** The last lock_timeout that the session got before this statement is a limit. */
function timeLimited({ facts, migrations }: Played, migration: PlayedMigration, at: number): boolean {
  const own = lastTimeout(migration.statements.slice(0, at));
  if (own !== undefined) return isSet(own);
  const earlier = migrations.slice(0, migrations.indexOf(migration)).flatMap(({ statements }) => statements);
  return isSet(
    lastTimeout(earlier.filter(({ acts }) => !acts.some(act => act.act === 'set' && act.local))) ??
      facts.database?.lockTimeout,
  );
}

function lastTimeout(statements: readonly PlayedStatement[]): string | undefined {
  const values = statements.flatMap(({ acts }) =>
    acts.flatMap(act => (act.act === 'set' && act.name.toLowerCase() === 'lock_timeout' ? [act.value ?? '0'] : [])),
  );
  return values.at(-1);
}
