import type { Demand } from '../demand.ts';

const LISTED =
  'migration-safety: its summary, log and report list every pending migration in its order, with what it does';

/** Of all documents: what they ask of migrations. Rules of migration-safety judge it. */
export const MIGRATIONS: readonly Demand[] = [
  { id: 'S0-031', says: 'Migrations run where the new release is' },
  { id: 'S0-053', says: 'There is a backup before large migrations' },
  { id: 'S0-073', says: 'Models, migrations and the database agree before a deployment' },
  { id: 'S1-078', says: 'Migrations run once for each deployment' },
  { id: 'S1-079', says: 'Pending migrations are listed', told: LISTED },
  { id: 'S1-080', says: 'No model changed without a migration' },
  { id: 'S1-081', says: 'The plan is shown before it runs', told: LISTED },
  {
    id: 'S1-082',
    says: 'Nullable columns, concurrent indexes and new tables pass as safe',
    told: 'migration-safety: they are no hazard, and the tests of its rules hold a harmless neighbour of every hazard',
  },
  { id: 'S1-083', says: 'A field is not removed while a release uses it' },
  { id: 'S1-084', says: 'A field is not renamed while a release uses it' },
  { id: 'S1-085', says: 'A column does not become NOT NULL while a release leaves it out' },
  { id: 'S1-087', says: 'What migrates ends well before the web starts' },
  { id: 'S1-088', says: 'Two migrations never run at the same time' },
  { id: 'S2-036', says: 'Migrations are no step that somebody has to remember' },
  { id: 'S3-023', says: 'Code and schema change in an order that both live with' },
  { id: 'S3-027', says: 'It can be seen which migrations are there and which are applied', told: LISTED },
];
