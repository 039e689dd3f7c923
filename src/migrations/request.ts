import type { MigratingPlace, MigrationId } from './facts.ts';
import type { MigrateMode } from './phases/plan.ts';

/** What is to be compared and where it is found: inputs and configuration, read and checked. */
export interface MigrationRequest {
  /** Folder of `manage.py` or `alembic.ini`, relative to the root; undefined: it is looked for. */
  readonly directory: string | undefined;
  readonly framework: 'auto' | 'django' | 'alembic';
  readonly settings: string | undefined;
  readonly python: string | undefined;
  readonly base: BaseRef;
  readonly applied: Applied;
  /** Facts are read from it, and nothing is written. */
  readonly databaseUrl: string | undefined;
  /** A scratch database, emptied at each run. */
  readonly traceDatabaseUrl: string | undefined;
  readonly postgres: { readonly major: number; readonly minor: number | undefined } | undefined;
  /** Table names, `*` allowed. */
  readonly hotTables: readonly string[];
  readonly smallTables: readonly string[];
  readonly mode: MigrateMode;
  /** Honour the marks of django-safemigrate, and say where they are wrong. */
  readonly safemigrate: boolean;
  /** What Coolify says of the environment's applications; undefined when it was not asked. */
  readonly coolify?: CoolifyPlaces;
}

export interface CoolifyPlaces {
  readonly places: readonly MigratingPlace[];
  /** Start commands typed there: what they name is run. */
  readonly starts: readonly string[];
  /** The applications that answered. */
  readonly applications: readonly string[];
  /** What could not be read, in one sentence each. */
  readonly notes: readonly string[];
}

export interface BaseRef {
  /** Commit, branch or tag. */
  readonly ref: string;
  /** Who says so: for messages. */
  readonly from: 'input' | 'pull-request' | 'deployment';
}

/** What is already applied: all of base's migrations, what the database says, or what a file lists. */
export type Applied =
  | { readonly from: 'base' }
  | { readonly from: 'database' }
  | { readonly from: 'file'; readonly file: string; readonly ids: readonly MigrationId[] };
