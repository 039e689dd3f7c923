import type { ReleasesQuestion } from '../asked.ts';
import type { MigrationId, PendingMigration } from '../facts.ts';

/** What is to be applied to a scratch database, and where that is. */
export interface MeasureQuestion extends Pick<ReleasesQuestion, 'head' | 'python' | 'settings'> {
  readonly framework: 'django' | 'alembic';
  readonly pending: readonly PendingMigration[];
  /** What the running release has. */
  readonly baseNodes: readonly MigrationId[];
  /** DDL of the tables as they are before the first pending migration; only for Alembic, Django builds its own. */
  readonly schema?: readonly string[];
  /** The scratch database. */
  readonly traceUrl: string;
  readonly databaseUrl: string | undefined;
  /** `system_identifier/database` of `database-url`, as its server says it; undefined when the role may not know. */
  readonly databaseSystem: string | undefined;
  /** Synthetic rows in each table that pending migrations touch. */
  readonly rows?: number;
  /** Without it nobody reads beside the migrations, which is quicker. */
  readonly reader?: boolean;
}

/** JSON on stdin of `measured.py`. The address of the database is in no argument and no variable. */
export interface TracerQuestion {
  readonly framework: 'django' | 'alembic';
  /** Absolute: the folder of `manage.py`. */
  readonly directory: string;
  readonly settings: string | null;
  /** Variables that settings need and nobody gave: name, and how the project reads it. */
  readonly dummies: readonly (readonly [name: string, cast: string | null])[];
  readonly url: string;
  readonly baseNodes: readonly MigrationId[];
  readonly schema: readonly string[];
  readonly rows: number;
  /** Every table gets rows, not only those that pending migrations name. */
  readonly fillAll?: boolean;
  /** SQL for the rows, once they are there. */
  readonly prepare?: readonly string[];
  readonly reader: boolean;
  readonly pending: readonly {
    readonly id: MigrationId;
    readonly atomic: boolean;
    /** Where names of tables are looked for. */
    readonly texts: readonly string[];
    /** Statements in order; null ends a transaction. */
    readonly steps: readonly (string | null)[];
  }[];
}

/** A statement as the tracer tells it. Relations outside of `public` have their schema before a dot. */
export interface TracedStatement {
  readonly migration: MigrationId;
  /** Index of Django's operation; null for deferred SQL and for what is not Django's. */
  readonly operation: number | null;
  /** Empty when a migration ended with an error that no statement said. */
  readonly sql: string;
  readonly milliseconds: number;
  /** Taken by this statement, on tables that were there before it (of one that failed none: PostgreSQL lets go at once); modes as `pg_locks` has them: `AccessExclusiveLock`. */
  readonly locks: readonly TracedLock[];
  /** Held when it began. */
  readonly held: readonly TracedLock[];
  readonly rewritten: readonly string[];
  readonly scanned: readonly string[];
  /** Indexes that were built on tables that were there. */
  readonly built: readonly string[];
  readonly written: readonly (readonly [table: string, rows: number])[];
  readonly readerWaited: number;
  readonly error: string | null;
}

export interface TracedLock {
  readonly relation: string;
  readonly mode: string;
}

export type TracerAnswer =
  | {
      readonly schema: 'obcms-deploy/measured@1';
      readonly ok: true;
      readonly statements: readonly TracedStatement[];
      /** Tables that stayed empty, with PostgreSQL's reason. */
      readonly unfilled: readonly { readonly table: string; readonly why: string }[];
      /** Migrations that were not tried, because one that they need failed. */
      readonly left: readonly MigrationId[];
      /** Migrations that failed and were rolled back. */
      readonly notApplied: readonly MigrationId[];
    }
  | {
      readonly schema: 'obcms-deploy/measured@1';
      readonly ok: false;
      readonly reason: 'driver' | 'connection' | 'project' | 'base';
      readonly message: string;
    };
