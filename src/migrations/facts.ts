import type { Place } from '../core/findings.ts';
import type { Upsert } from './upsert.ts';

/**
 * What is known of two releases of one project, from Django or from Alembic alike. Collected in `collect.ts`; everything after it is pure.
 */
export interface MigrationFacts {
  readonly framework: 'django' | 'alembic';
  /** `5.2.17`; of Alembic its own version. Undefined when the project could not be asked. */
  readonly version: string | undefined;
  /** The release that is running: what it will go on sending to the database. */
  readonly base: Release;
  /** The release that is to come. */
  readonly head: Release;
  /** What head has and the running release (or the database) has not, in the order in which they run. */
  readonly pending: readonly PendingMigration[];
  /**
   * DDL of the tables that pending migrations touch, as they are before the first of them: from the models' state, or from Alembic's own
   * history. It is read by the same parser as the migrations.
   */
  readonly schema: readonly string[];
  /**
   * SQL that people wrote in migrations that are applied already, in its order: `schema` of Django knows what its models tell, and not the
   * constraints, indexes, types, views and tables that were made by hand.
   */
  readonly history?: readonly string[];
  readonly database: DatabaseFacts | undefined;
  /** Models that head changed without a migration. */
  readonly drift: readonly Drift[];
  readonly server: ServerVersion;
  /** Of the session that migrates, as the framework sets it; undefined when it leaves that to the server. */
  readonly timeZone?: string | undefined;
  /** Where this project's migrations run today, as far as its files say. */
  readonly places: readonly MigratingPlace[];
  /** Whether `places` holds what is typed into Coolify as well. */
  readonly coolifyAsked?: boolean;
  /** What could not be known. Each makes the verdict `review` at best. */
  readonly unknown: readonly Unread[];
  /** Measured instead of predicted, by migration and statement; empty without a scratch database. */
  readonly measured: readonly MeasuredStatement[];
}

/** `communities.0002_community_municipality`; of Alembic the revision. */
export type MigrationId = string;

export interface Release {
  readonly side: 'base' | 'head';
  /** 40 hex; undefined for files that are not committed. */
  readonly commit: string | undefined;
  readonly nodes: readonly MigrationNode[];
  /** Apps with more than one leaf; of Alembic one entry with all heads. */
  readonly conflicts: readonly { readonly app: string; readonly leaves: readonly MigrationId[] }[];
  /** Dependencies on migrations that do not exist. */
  readonly dangling: readonly {
    readonly id: MigrationId;
    readonly needs: MigrationId;
    readonly place: Place | undefined;
  }[];
  readonly models: readonly UsedModel[];
  /** Lines of its own code that write with ON CONFLICT on columns they name (`update_conflicts`, `on_conflict_do_update`, SQL text). */
  readonly upserts: readonly Upsert[];
}

export interface MigrationNode {
  readonly id: MigrationId;
  readonly app: string;
  readonly name: string;
  /** Relative to the checkout; absolute outside of it. */
  readonly file: string | undefined;
  /** SHA-256 of the syntax tree of its file, without comments and layout: whether it was edited. */
  readonly digest: string | undefined;
  readonly replaces: readonly MigrationId[];
  readonly dependencies: readonly MigrationId[];
  /** The installed distribution it belongs to, as PEP 503 writes it; undefined for the project's own. */
  readonly distribution: string | undefined;
}

/** A model as a release uses it: its SELECT names every column, its INSERT every column that it writes. */
export interface UsedModel {
  /** `communities.Community`; of SQLAlchemy the class, else the table. Tables of many-to-many relations are models as well. */
  readonly label: string;
  /** `communities_community`, or `schema.table` outside of the search path. */
  readonly table: string;
  /** Django makes and changes the table. */
  readonly managed: boolean;
  readonly columns: readonly UsedColumn[];
}

export interface UsedColumn {
  readonly field: string;
  readonly column: string;
  /** As PostgreSQL is told: `varchar(80)`, `numeric(10, 2)`. */
  readonly type: string;
  readonly nullable: boolean;
  /**
   * What an INSERT does with it: `names` it always; leaves it to the database (`database`: identity, generated, a default of the database that
   * the ORM asks for with the word DEFAULT).
   */
  readonly insert: 'names' | 'database';
  /** What an INSERT writes when nobody gave a value: NULL, a value of the model's, or nothing is possible without one. */
  readonly omitted: 'null' | 'value' | 'required';
  /** The table and column of its foreign key, also where the database has no constraint. */
  readonly references: { readonly table: string; readonly column: string } | undefined;
}

export interface PendingMigration {
  readonly id: MigrationId;
  readonly app: string;
  readonly name: string;
  readonly file: string | undefined;
  /** Of the class, or of the revision's first statement. 1-based. */
  readonly line: number;
  /** Runs in one transaction. */
  readonly atomic: boolean;
  /** Ids of pending migrations among its dependencies, also through migrations that are not pending. */
  readonly dependencies: readonly MigrationId[];
  readonly replaces: readonly MigrationId[];
  readonly distribution: string | undefined;
  /** django-safemigrate's mark. */
  readonly mark: { readonly when: 'before' | 'after' | 'always'; readonly place: Place | undefined } | undefined;
  readonly operations: readonly Operation[];
  /** What the database gets, in this order. */
  readonly steps: readonly Step[];
  /** What going back would send, in this order; undefined when an operation cannot be reversed or that is not known. */
  readonly backwards: readonly string[] | undefined;
}

export interface Operation {
  /** 0-based, as in `operations`; parts of SeparateDatabaseAndState have the index of the whole. */
  readonly index: number;
  /** `AddField`, `RunPython`; of Alembic `add_column`. */
  readonly kind: string;
  /** Django's own words: "Add field municipality to community". */
  readonly text: string;
  /** 1-based, in the migration's file. */
  readonly line: number;
  /** `communities.Community` */
  readonly model: string | undefined;
  readonly field: string | undefined;
  /** Changes only what Django believes, not the database. */
  readonly stateOnly: boolean;
  /** `noop`: it says that it can be reversed and does nothing then. */
  readonly reverse: 'real' | 'noop' | 'none';
  /** Of the operation's field, before and after; undefined when it has none. */
  readonly before: FieldFacts | undefined;
  readonly after: FieldFacts | undefined;
  /** Of RunPython, or of Python in a revision that is not DDL. */
  readonly code: CodeFacts | undefined;
}

export interface FieldFacts {
  /** `PositiveIntegerField` */
  readonly kind: string;
  /** Column type; undefined for a field without a column. */
  readonly type: string | undefined;
  readonly column: string | undefined;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  /** A Python default: its source as far as it can be shown, and whether it is called for each row. */
  readonly default: { readonly text: string; readonly callable: boolean } | undefined;
  /** The database's default, as SQL. */
  readonly dbDefault: string | undefined;
  readonly references: string | undefined;
  /** The field as one line of Python, to be shown in remedies: `models.CharField(max_length=80, null=True)`. */
  readonly source: string;
}

/** What is seen in the source of a function that a migration runs. Not run. */
export interface CodeFacts {
  readonly name: string;
  readonly place: Place | undefined;
  /** Tables whose models it asks for. */
  readonly tables: readonly string[];
  /** It changes rows: no, some of them, or as many as there are. `unknown` where it cannot be seen. */
  readonly writes: 'none' | 'some' | 'all' | 'unknown';
  /** It goes through rows in pieces (`iterator`, slices, `bulk_update` with a size, a loop around a limited query). */
  readonly batched: boolean;
  /** A model of today's code is imported instead of `apps.get_model`. */
  readonly live: { readonly name: string; readonly place: Place } | undefined;
  /** SQL it sends itself. */
  readonly sql: readonly string[];
}

export type Step =
  | {
      readonly step: 'sql';
      /** Index of the operation; undefined for what belongs to none. */
      readonly operation: number | undefined;
      readonly sql: string;
      /** Who wrote it: the framework, or a person (RunSQL, `op.execute`). */
      readonly by: 'framework' | 'person';
      /** The name of a constraint or sequence in it was worked out, not read from the database. */
      readonly guessed: boolean;
    }
  /** Python that does what only running it shows. */
  | { readonly step: 'code'; readonly operation: number }
  /** Alembic's `autocommit_block`, or a transaction that a person ends. */
  | { readonly step: 'commit'; readonly operation: number | undefined };

export interface DatabaseFacts {
  /** Applied migrations, as ids. */
  readonly applied: readonly MigrationId[];
  /** By table. */
  readonly tables: ReadonlyMap<string, TableSize>;
  readonly constraints: readonly {
    readonly table: string;
    readonly name: string;
    /** `pg_get_constraintdef` */
    readonly definition: string;
    readonly validated: boolean;
  }[];
  /** Indexes that an interrupted CONCURRENTLY left behind. */
  readonly invalidIndexes: readonly { readonly table: string; readonly name: string }[];
  /** Views and rules that use a column. */
  readonly dependents: readonly { readonly table: string; readonly column: string; readonly name: string }[];
  /** Of the role: `0` is none. Undefined when it could not be asked. */
  readonly lockTimeout: string | undefined;
  readonly timeZone: string | undefined;
}

export interface TableSize {
  /** As the planner knows it; undefined before the first ANALYZE. */
  readonly rows: number | undefined;
  readonly bytes: number;
}

export interface ServerVersion {
  /** 12 to 18. */
  readonly major: number;
  /** Undefined when only the major version is known. */
  readonly minor: number | undefined;
  /** `scratch`: nothing else says it, and it was measured there. */
  readonly from: 'database' | 'input' | 'scratch' | 'assumed';
}

export interface Drift {
  readonly app: string;
  /** Django's own words. */
  readonly text: string;
  /** As it would stand in a migration. */
  readonly operation: string;
  readonly place: Place | undefined;
}

/** A place in the project's files, or in Coolify, that runs migrations. */
export interface MigratingPlace {
  readonly kind:
    | 'entrypoint'
    | 'compose-service'
    | 'pre-deployment'
    | 'post-deployment'
    | 'scheduled-task'
    | 'workflow';
  /** In the repository; not there for what stands in Coolify. */
  readonly place?: Place;
  /** Where it stands when that is no file: `Coolify, application web`. */
  readonly where?: string;
  readonly command: string;
  /** A command that waits for its turn (a lock of the project's own): two of them do no harm. */
  readonly takesTurns?: boolean;
  /** Of a Compose service. */
  readonly service?: string;
  /** Of a Compose service that only migrates: services of the same image that do not wait until it has succeeded. */
  readonly unawaitedBy?: readonly string[];
  /** Of Coolify's commands, the container that is named for them in a Compose application. */
  readonly container?: string;
}

export interface Unread {
  /** Stable: `third-party`, `base-not-read`, `operation-not-read`, `sql-not-parsed`, `stand-in`, `data-step`, `other-database`. */
  readonly code: string;
  readonly about: string;
  readonly why: string;
  readonly remedy: string;
  readonly place?: Place;
}

/** One statement as the scratch database took it. */
export interface MeasuredStatement {
  readonly migration: MigrationId;
  /** Index into `PendingMigration.steps`; undefined when the statement was not predicted. */
  readonly step: number | undefined;
  readonly sql: string;
  readonly milliseconds: number;
  /** Taken by this statement on tables that were there before it: `access-exclusive`. */
  readonly locks: readonly { readonly relation: string; readonly mode: string }[];
  /** Held by its transaction when it began. */
  readonly held?: readonly { readonly relation: string; readonly mode: string }[];
  readonly rewritten: readonly string[];
  readonly scanned: readonly string[];
  /** Indexes built on tables that were there. */
  readonly built?: readonly string[];
  /** Rows that were inserted, updated or deleted. */
  readonly written?: readonly { readonly table: string; readonly rows: number }[];
  /** Milliseconds an innocent reader of the touched tables waited. */
  readonly readerWaited: number;
  /** PostgreSQL's own words when it refused. */
  readonly error: string | undefined;
}
