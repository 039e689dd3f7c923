import type { MeasuredStatement, MigrationFacts, Operation, PendingMigration } from './facts.ts';
import type { MigrateMode } from './phases/phase.ts';
import type { Effect, HeldLock } from './postgres/effect.ts';
import type { Schema } from './schema/schema.ts';
import type { Act } from './sql/act.ts';

/** All pending migrations, statement by statement, with the schema before and after each: what rules look at. */
export interface Played {
  readonly facts: MigrationFacts;
  /** As it is before the first one. */
  readonly first: Schema;
  /** As it will be after the last one. */
  readonly last: Schema;
  readonly migrations: readonly PlayedMigration[];
  /** Who is how large, and who is hot. */
  readonly tables: TableKnowledge;
  /** When this project runs its migrations: given by `judge`; `before` where nobody says. */
  readonly mode?: MigrateMode;
}

export interface PlayedMigration {
  readonly migration: PendingMigration;
  readonly before: Schema;
  readonly after: Schema;
  readonly statements: readonly PlayedStatement[];
}

export interface PlayedStatement {
  /** Index into `migration.steps`. */
  readonly step: number;
  /** Undefined for what belongs to no operation. */
  readonly operation: Operation | undefined;
  /** One statement; of Python code its name. */
  readonly text: string;
  readonly by: 'framework' | 'person' | 'code';
  readonly guessed: boolean;
  /** Empty for Python code, and for what PostgreSQL's parser refused (then `problem`). */
  readonly acts: readonly Act[];
  readonly problem: string | undefined;
  readonly effect: Effect;
  /** Number of the transaction it runs in, counted over all migrations; undefined outside of one. */
  readonly transaction: number | undefined;
  /** Locks that earlier statements of the same transaction took, still held. */
  readonly held: readonly HeldLock[];
  readonly before: Schema;
  readonly after: Schema;
  readonly measured: MeasuredStatement | undefined;
}

export interface TableKnowledge {
  /** Whether going through all of it matters. Unknown sizes count as large; new tables that nobody filled are not. */
  isLarge(table: string, schema: Schema): boolean;
  /** Named in `hot-tables`: even a short lock on it is worth a look. */
  isHot(table: string): boolean;
  /** `about 1,200,000 rows`, `of unknown size`. */
  sizeInWords(table: string): string;
}
