import type { Operation } from '../../facts.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { Effect } from '../../postgres/effect.ts';
import { ownWaiting } from '../lock/waiting.ts';
import { advise, runSql } from '../remedies/code.ts';
import { outsideOfTransaction, separateMigrations } from '../remedies/separate.ts';
import { type Target, targetOf } from '../remedies/target.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { clause, operationInWords, subjectOf } from '../wording.ts';

type Refusal = Effect['refused'][number];

export const inTransaction = defineHazard({
  id: 'order/in-transaction',
  title: 'What works outside of transactions alone is not put into one',
  severity: 'critical',
  verdict: 'blocked',
  why: 'CONCURRENTLY, VACUUM and their kin commit by themselves; PostgreSQL refuses them inside of a transaction, and Django wraps every migration into one.',
  remedy: 'atomic = False on the migration, with nothing else in it; of Alembic, autocommit_block().',
  source: [
    'https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations',
    'https://www.postgresql.org/docs/current/sql-createindex.html',
  ],
  judge: played => [
    ...refusals(played, 'in-transaction', ({ target, who, operation, statement }) => ({
      message: `${who} cannot run inside of a transaction, and its migration is one: the deployment fails there.`,
      remedy: outsideOfTransaction(target, wordsOf(operation, statement)),
    })),
    ...refusals(played, 'outside-transaction', ({ target, who, refusal }) => ({
      message: `${who} fails: ${clause(refusal.message)}, and its migration has none.`,
      remedy: advise(
        'Let the migration have its transaction.',
        target.framework === 'alembic'
          ? '# outside of autocommit_block()'
          : 'class Migration(migrations.Migration):\n    atomic = True',
      ),
    })),
  ],
});

function wordsOf(operation: Operation | undefined, { text }: PlayedStatement): string {
  if (operation === undefined || operation.kind === 'RunSQL' || operation.text === '') return oneLineOf(text);
  return operation.text;
}

export const pendingEvents = defineHazard({
  id: 'order/pending-events',
  title: 'No table is altered while its deferred constraints wait to be checked',
  severity: 'high',
  verdict: 'blocked',
  why: 'Django checks its foreign keys at the end of the transaction: rows that were changed before wait for that, and PostgreSQL refuses to ALTER their table ("pending trigger events").',
  remedy:
    'Change rows and schema in two migrations, or check the constraints in between by SET CONSTRAINTS ALL IMMEDIATE.',
  source: ['https://www.postgresql.org/docs/current/sql-set-constraints.html'],
  judge: played =>
    refusals(played, 'pending-events', ({ target, who, migration, statement, table }) => {
      const writer = writerBefore(migration, statement);
      const first =
        writer === undefined ? 'a step before it' : operationInWords(migration.migration, writer.operation, writer);
      const certain = writer?.by !== 'code' || writer.operation?.code?.writes === 'all';
      return {
        message: `${who} alters ${table} after ${first} ${certain ? 'has changed' : 'may have changed'} rows in the same transaction, whose foreign keys are not checked yet: PostgreSQL refuses it ("pending trigger events").`,
        remedy: `${separateMigrations(target, first.replaceAll('"', ''), who.replaceAll('"', ''))}\n\n# or between the two:\n${runSql(target, 'SET CONSTRAINTS ALL IMMEDIATE')}`,
        ...(certain ? {} : { verdict: 'review' as const, severity: 'medium' as const }),
      };
    }),
});

export const enumValue = defineHazard({
  id: 'order/enum-value',
  title: 'A new enum value is used in a later transaction',
  severity: 'critical',
  verdict: 'blocked',
  why: 'PostgreSQL does not let a value be used in the transaction that added it ("unsafe use of new value").',
  remedy: 'Add the value in a migration of its own.',
  source: ['https://www.postgresql.org/docs/current/sql-altertype.html'],
  judge: played =>
    refusals(played, 'enum-value', ({ target, who, refusal }) => ({
      message: `${who} fails: ${clause(refusal.message)}.`,
      remedy: separateMigrations(target, 'ALTER TYPE ... ADD VALUE', who.replaceAll('"', '')),
    })),
});

export interface Refused {
  readonly migration: PlayedMigration;
  readonly statement: PlayedStatement;
  readonly operation: Operation | undefined;
  readonly refusal: Refusal;
  readonly target: Target;
  readonly who: string;
  readonly table: string;
}

/** One hit for each operation that PostgreSQL refuses for this reason. */
export function refusals(
  played: Played,
  why: Refusal['why'],
  say: (refused: Refused) => Pick<HazardHit, 'message' | 'remedy' | 'verdict' | 'severity'>,
): readonly HazardHit[] {
  const seen = new Set<string>();
  return played.migrations.flatMap(migration =>
    migration.statements.flatMap(statement =>
      statement.effect.refused.flatMap((refusal): readonly HazardHit[] => {
        const { operation } = statement;
        const key = `${migration.migration.id} ${operation?.index ?? `step ${statement.step}`}`;
        if (refusal.why !== why || seen.has(key)) return [];
        seen.add(key);
        const table = tableOf(statement);
        const target = targetOf(played, migration.migration, operation, table ?? '<table>');
        const who = operationInWords(migration.migration, operation, statement);
        return [
          {
            migration: migration.migration,
            ...(operation === undefined ? {} : { operation }),
            statement,
            subject: subjectOf(migration.migration, operation?.text || oneLineOf(statement.text)),
            ...(table === undefined ? {} : { table }),
            ...say({ migration, statement, operation, refusal, target, who, table: table ?? 'the table' }),
          },
        ];
      }),
    ),
  );
}

function tableOf(statement: PlayedStatement): string | undefined {
  for (const act of statement.acts) {
    if ('table' in act && typeof act.table === 'string') return act.table;
    if (act.act === 'create-index') return act.index.table;
  }
  return ownWaiting(statement)[0]?.table;
}

/** The last step before it that changed rows in its transaction. */
function writerBefore({ statements }: PlayedMigration, statement: PlayedStatement): PlayedStatement | undefined {
  return statements
    .slice(0, statements.indexOf(statement))
    .findLast(
      earlier =>
        earlier.transaction === statement.transaction &&
        (earlier.effect.writes.length > 0 || (earlier.by === 'code' && earlier.operation?.code?.writes !== 'none')),
    );
}

function oneLineOf(sql: string): string {
  return advise(sql.replace(/\s+/g, ' ').trim().slice(0, 120));
}
