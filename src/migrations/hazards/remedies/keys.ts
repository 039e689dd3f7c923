import { advise, sqlMigration, sqlName, sqlNames, steps } from './code.ts';
import type { Target } from './target.ts';

/** A primary key over an index that was built beside the traffic. */
export function keyThroughIndex(target: Target, name: string, using: string | undefined): string {
  const table = sqlName(target.table);
  const index = using ?? name;
  const build = [`CREATE UNIQUE INDEX CONCURRENTLY ${sqlName(index)} ON ${table} (${sqlNames(target.columns)})`];
  return advise(
    'Make the columns NOT NULL first (a validated CHECK saves the scan), build the index with CONCURRENTLY, and let the key take it over.',
    steps(
      ...(using === undefined ? [sqlMigration(target, '1. a migration of its own', build, { atomic: false })] : []),
      sqlMigration(
        target,
        'NOT NULL, proven before it is set',
        target.columns.flatMap(column => [
          `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(`${column}_not_null`)} CHECK (${sqlName(column)} IS NOT NULL) NOT VALID`,
        ]),
      ),
      sqlMigration(
        target,
        'the next migration',
        target.columns.map(column => `ALTER TABLE ${table} VALIDATE CONSTRAINT ${sqlName(`${column}_not_null`)}`),
      ),
      sqlMigration(target, 'the last one', [
        ...target.columns.map(column => `ALTER TABLE ${table} ALTER COLUMN ${sqlName(column)} SET NOT NULL`),
        `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} PRIMARY KEY USING INDEX ${sqlName(index)}`,
      ]),
    ),
  );
}

/** EXCLUDE has no form that works beside the traffic. */
export function exclusionByHand(target: Target, name: string): string {
  const table = sqlName(target.table);
  return advise(
    'An exclusion constraint can be neither NOT VALID nor built with CONCURRENTLY. Give it to a new table that takes over in batches, or add it by hand while nobody writes.',
    `SET lock_timeout = '3s';`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} EXCLUDE ...;  -- in a maintenance window`,
  );
}
