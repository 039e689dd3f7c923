import { advise, sqlMigration, sqlName, steps } from './code.ts';
import type { Target } from './target.ts';

/** A table that becomes a partition: a check that says what the bounds say saves the scan. */
export function attachChecked(target: Target, partition: string): string {
  const name = sqlName(partition);
  return advise(
    'Prove the bounds by a validated CHECK first: ATTACH PARTITION believes it and reads nothing.',
    steps(
      sqlMigration(target, '1. first migration', [
        `ALTER TABLE ${name} ADD CONSTRAINT ${sqlName(`${partition}_bounds`)} CHECK (<the bounds, with IS NOT NULL>) NOT VALID`,
      ]),
      sqlMigration(target, '2. the next migration', [
        `ALTER TABLE ${name} VALIDATE CONSTRAINT ${sqlName(`${partition}_bounds`)}`,
      ]),
      sqlMigration(target, '3. the next migration', [
        `ALTER TABLE ${sqlName(target.table)} ATTACH PARTITION ${name} <bounds>`,
      ]),
    ),
  );
}

export function detachConcurrently(target: Target, partition: string): string {
  if (target.postgres < 14)
    return advise(
      'PostgreSQL 14 can detach beside the traffic; until then give it a lock_timeout and another try.',
      sqlMigration(target, 'a migration of its own', [
        "SET LOCAL lock_timeout = '2s'",
        `ALTER TABLE ${sqlName(target.table)} DETACH PARTITION ${sqlName(partition)}`,
      ]),
    );
  return advise(
    'Detach beside the traffic, outside of a transaction.',
    sqlMigration(
      target,
      'a migration of its own',
      [`ALTER TABLE ${sqlName(target.table)} DETACH PARTITION ${sqlName(partition)} CONCURRENTLY`],
      { atomic: false },
    ),
  );
}
