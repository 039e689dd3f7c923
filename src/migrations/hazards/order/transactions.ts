import { count } from '../../../core/text.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import { strainHits } from '../lock/telling.ts';
import { advise, djangoMigration } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';

export const notValidThenValidate = defineHazard({
  id: 'order/not-valid-then-validate',
  title: 'A constraint is added and validated in different transactions',
  severity: 'high',
  verdict: 'blocked',
  why: 'VALIDATE itself lets everybody work on, but the lock of the ADD CONSTRAINT before it is kept to the end of the transaction: together they lock as long as a plain ADD CONSTRAINT.',
  remedy: 'VALIDATE CONSTRAINT in the next migration, alone.',
  source: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  judge: played => strainHits(played, 'order/not-valid-then-validate'),
});

export const transactionInSql = defineHazard({
  id: 'order/transaction-in-sql',
  title: 'SQL in a migration leaves its transaction alone',
  severity: 'medium',
  verdict: 'review',
  why: 'A COMMIT ends the transaction that Django or Alembic opened: what comes after it is not undone when something fails, and the migration is half applied and not recorded.',
  remedy: 'Leave BEGIN and COMMIT out, and say atomic = False where several transactions are wanted.',
  source: ['https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations'],
  judge: played =>
    played.migrations.flatMap(migration => {
      const found = migration.statements.filter(({ by, acts }) => by === 'person' && acts.some(isEnd));
      const open = migration.statements.filter(({ by, acts }) => by === 'person' && acts.some(isBegin));
      const [first] = migration.migration.atomic
        ? [...found, ...open]
        : open.length > found.length
          ? open.slice(-1)
          : [];
      return first === undefined ? [] : [transactionHit(played, migration, first)];
    }),
});

type Act = PlayedStatement['acts'][number];

function isEnd(act: Act): boolean {
  return act.act === 'transaction' && (act.what === 'commit' || act.what === 'rollback');
}

function isBegin(act: Act): boolean {
  return act.act === 'transaction' && act.what === 'begin';
}

function transactionHit({ facts }: Played, { migration }: PlayedMigration, statement: PlayedStatement): HazardHit {
  const { operation } = statement;
  const who = operationInWords(migration, operation, statement);
  const word = statement.text.trim().split(/\s/)[0]?.toUpperCase() ?? 'COMMIT';
  const ends = statement.acts.some(isEnd);
  const harm = ends
    ? 'ends the transaction of the migration: what runs after it is neither undone nor recorded when something fails'
    : migration.atomic
      ? 'is without effect, for the migration is in a transaction already'
      : 'opens a transaction that nothing ends';
  return {
    migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(migration, word),
    message: `${who} sends ${word}, which ${harm}.`,
    remedy:
      facts.framework === 'alembic'
        ? advise(
            'Leave it out; for statements outside of the transaction there is autocommit_block().',
            'with op.get_context().autocommit_block():',
            '    op.execute("...")',
          )
        : advise(
            'Leave it out; where several transactions are wanted, say so.',
            djangoMigration(`${migration.app}/migrations/${migration.name}.py`, ['...'], { atomic: false }),
          ),
    ...(ends || !migration.atomic ? {} : { verdict: 'safe', severity: 'low' }),
  };
}

export const notAtomic = defineHazard({
  id: 'order/not-atomic',
  title: 'A migration without a transaction does one thing',
  severity: 'medium',
  verdict: 'review',
  why: 'When the second of several steps fails, the first one stays and the migration is not recorded: the next try fails on what is already there, and somebody has to mend it by hand.',
  remedy: 'One operation a migration, or SQL that can be run again (IF NOT EXISTS, IF EXISTS).',
  source: ['https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations'],
  judge: played => played.migrations.flatMap(migration => notAtomicHits(played, migration)),
});

function notAtomicHits({ facts }: Played, { migration, statements }: PlayedMigration): readonly HazardHit[] {
  if (migration.atomic || facts.framework === 'alembic') return [];
  const changing = statements.filter(statement => changes(statement));
  const operations = new Set(changing.map(({ operation, step }) => operation?.index ?? `step ${step}`));
  const stuck = changing.slice(0, -1).filter(statement => !canRunAgain(statement));
  const [first] = stuck;
  if (operations.size < 2 || first === undefined) return [];
  const last = changing.at(-1);
  if (first.operation !== undefined && first.operation === last?.operation) return [];
  // An index that a second one follows is dropped by hand in a moment; a half of a table's change is not.
  const onlyIndexes = stuck.every(({ acts }) =>
    acts.every(({ act }) => act === 'create-index' || act === 'drop-index'),
  );
  const { operation } = first;
  return [
    {
      migration,
      ...(operation === undefined ? {} : { operation }),
      statement: first,
      subject: subjectOf(migration, 'several operations'),
      message: `${migration.id} is not atomic and has ${count(operations.size, 'operation')}: if one fails after ${operationInWords(migration, operation, first)}, that stays, the migration is not recorded, and the next try fails on it.`,
      remedy: advise(
        'Give each operation its own migration.',
        djangoMigration('this one', [`...  # ${operation?.text ?? 'the first operation'}`], { atomic: false }),
        '',
        djangoMigration('the next one', [`...  # ${last?.operation?.text ?? 'the second operation'}`], {
          atomic: false,
        }),
      ),
      ...(onlyIndexes ? { verdict: 'safe', severity: 'low' } : {}),
    },
  ];
}

/** What only sets something up for the session leaves nothing behind. */
function changes({ acts, by }: PlayedStatement): boolean {
  return by === 'code' || acts.some(({ act }) => !PASSING.has(act));
}

const PASSING: ReadonlySet<string> = new Set([
  'set',
  'select',
  'transaction',
  'set-constraints',
  'comment',
  'lock-table',
  'vacuum',
]);

/** A second run finds it done, or does it again without harm. Data steps are taken to go on where they stopped. */
function canRunAgain({ acts, by }: PlayedStatement): boolean {
  if (by === 'code') return true;
  return acts.every(act => {
    if ('ifNotExists' in act) return act.ifNotExists;
    if ('ifExists' in act) return act.ifExists;
    return REPEATABLE.has(act.act);
  });
}

const REPEATABLE: ReadonlySet<string> = new Set([
  ...PASSING,
  'update',
  'delete',
  'validate-constraint',
  'set-default',
  'drop-default',
  'set-not-null',
  'drop-not-null',
  'reindex',
  'refresh-view',
  'create-function',
  'grant',
  'truncate',
  'alter-table',
]);
