/** PostgreSQL's table lock modes, weakest first; the words of its manual in lower case with hyphens. */
export const LOCK_MODES = [
  'access-share',
  'row-share',
  'row-exclusive',
  'share-update-exclusive',
  'share',
  'share-row-exclusive',
  'exclusive',
  'access-exclusive',
] as const;
export type LockMode = (typeof LOCK_MODES)[number];

/** Whom a lock keeps waiting: nobody who matters, those who write, or those who only read as well. */
export type Blocked = 'nobody' | 'writers' | 'everybody';

/** What PostgreSQL does to carry out one statement on a given schema, by its version. */
export interface Effect {
  readonly locks: readonly HeldLock[];
  /** Tables whose rows are all written anew, with all their indexes. */
  readonly rewrites: readonly { readonly table: string; readonly why: string }[];
  /** Tables that are read to the end while the statement's locks are held. */
  readonly scans: readonly { readonly table: string; readonly why: string }[];
  /** Indexes that are built: on the whole table, while the statement's locks are held. */
  readonly builds: readonly {
    readonly table: string;
    readonly index: string;
    readonly concurrently: boolean;
    readonly why: string;
  }[];
  /** Rows that are changed: all of a table, those without a value, or some. */
  readonly writes: readonly { readonly table: string; readonly rows: 'all' | 'missing-values' | 'some' }[];
  /**
   * It can fail on rows that are there: `null` in a column, `duplicates`, `violation` of a check, `orphans`, a value that does not fit (`cast`),
   * one constant for all rows of a unique column (`same-value`).
   */
  readonly fails: readonly { readonly table: string; readonly columns: readonly string[]; readonly on: RowFailure }[];
  /** It cannot run at all where it stands. */
  readonly refused: readonly { readonly why: Refusal; readonly message: string }[];
  /** What else goes without being named: views and foreign keys of others that CASCADE takes along. */
  readonly alsoDropped?: readonly {
    readonly kind: 'view' | 'foreign-key';
    readonly name: string;
    readonly of: string;
  }[];
  /** Columns whose values are cut or rounded without a word where they do not fit. */
  readonly cuts?: readonly { readonly table: string; readonly column: string; readonly why: string }[];
  /** What cannot be known of it, in one sentence each. */
  readonly unknown: readonly string[];
  /** The version range that this behaviour belongs to, when another one behaves differently. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/**
 * Why PostgreSQL does not take a statement: `in-transaction` (it must run outside of one), `outside-transaction` (it must run in one),
 * `unsupported` (by this version, or at all), `dependent` (something else needs it), `pending-events` (rows were written and their foreign keys
 * are not checked yet), `enum-value` (it is usable only after the COMMIT), `no-cast` (there is no way from one type to the other without USING).
 */
export type Refusal =
  | 'in-transaction'
  | 'outside-transaction'
  | 'unsupported'
  | 'dependent'
  | 'pending-events'
  | 'enum-value'
  | 'no-cast';

export type RowFailure = 'null' | 'duplicates' | 'violation' | 'orphans' | 'cast' | 'same-value';

export interface HeldLock {
  readonly relation: string;
  readonly mode: LockMode;
  /** Other tables are locked because they are referred to, refer to it, or are parts of it. Of an index, `relation` is its own name. */
  readonly role: 'target' | 'parent' | 'child' | 'partition' | 'index';
}

/** What decides an effect beside the statement and the schema. */
export interface Circumstances {
  /** 12 to 18. */
  readonly major: number;
  readonly inTransaction: boolean;
  /** Of the session that migrates; `UTC` for Django with USE_TZ. Undefined when it is not known. */
  readonly timeZone: string | undefined;
  /** Enum values that were added in the same transaction, as `type.value`. */
  readonly freshEnumValues: ReadonlySet<string>;
  /** New tables that a pending migration put a few rows into. */
  readonly populated?: ReadonlySet<string>;
  /** Views and rules that use a column, as a database told; undefined when none was asked. */
  readonly dependents?:
    | readonly { readonly table: string; readonly column: string; readonly name: string }[]
    | undefined;
}
