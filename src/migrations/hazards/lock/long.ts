import { defineHazard } from '../rule.ts';
import { closedHits, strainHits } from './telling.ts';

const ALTER_TABLE = 'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES';
const LOCKS = 'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES';

export const rewrite = defineHazard({
  id: 'lock/rewrite',
  title: 'No statement writes a whole table anew while it is in use',
  severity: 'high',
  verdict: 'blocked',
  why: 'PostgreSQL copies every row and builds every index again under ACCESS EXCLUSIVE: for as long as that takes, no release can read or write the table.',
  remedy:
    'Let a new column take over: add it empty, fill it in batches, read from it, drop the old one in a later release.',
  source: [ALTER_TABLE],
  judge: played => strainHits(played, 'lock/rewrite'),
});

export const scan = defineHazard({
  id: 'lock/scan',
  title: 'No statement reads a whole table while it keeps others from it',
  severity: 'high',
  verdict: 'blocked',
  why: 'A new constraint is checked against every row under the lock of ALTER TABLE; the release that serves waits for as long as that takes.',
  remedy:
    'Add the constraint NOT VALID and validate it in the next migration: VALIDATE lets readers and writers go on.',
  source: [ALTER_TABLE],
  judge: played => strainHits(played, 'lock/scan'),
});

export const indexBuild = defineHazard({
  id: 'lock/index-build',
  title: 'Indexes of tables in use are built with CONCURRENTLY',
  severity: 'high',
  verdict: 'blocked',
  why: 'CREATE INDEX keeps everybody from writing until it is done, and a unique constraint or a column added before it in the same transaction keeps readers away as well.',
  remedy:
    'AddIndexConcurrently in a migration of its own with atomic = False; a unique constraint takes over a unique index that was built so.',
  source: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],
  judge: played => strainHits(played, 'lock/index-build'),
});

export const update = defineHazard({
  id: 'lock/update',
  title: 'No rows are updated while their table is locked',
  severity: 'high',
  verdict: 'blocked',
  why: 'Django fills a new NOT NULL by an UPDATE of the whole table after the first ALTER TABLE has already taken ACCESS EXCLUSIVE: reading waits for all of it.',
  remedy: 'Fill the rows in batches in a migration before, and then change the column.',
  source: [LOCKS, 'SQL of AlterField(null=False, default=...) in Django 3.2 to 6.1'],
  judge: played => strainHits(played, 'lock/update'),
});

export const held = defineHazard({
  id: 'lock/held',
  title: 'Nothing slow runs while a lock from before is held',
  severity: 'high',
  verdict: 'blocked',
  why: 'A lock is kept to the end of its transaction: a short ALTER TABLE with something slow behind it keeps its table closed for as long as the slow step takes.',
  remedy: 'Move the slow step into the next migration; of Alembic, let each revision have its own transaction.',
  source: [LOCKS],
  judge: played => [...strainHits(played, 'lock/held'), ...closedHits(played)],
});
