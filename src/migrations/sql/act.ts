import type { AlterTableKind } from './alter-table-kind.ts';

/**
 * What one SQL statement does, taken from PostgreSQL's own parse tree and reduced to what decides locks, scans, rewrites and the schema after
 * it. Names are as PostgreSQL resolves them: unquoted ones in lower case, `public.` left out, other schemas kept (`audit.log`).
 */
export type Act =
  | {
      readonly act: 'create-table';
      readonly table: string;
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly ConstraintDefinition[];
      readonly partitionOf: string | undefined;
      readonly partitioned: boolean;
      readonly temporary: boolean;
      readonly ifNotExists: boolean;
      /** Tables whose columns it takes over: LIKE, INHERITS. */
      readonly like?: readonly string[];
      /** They come from a query, or from a type. */
      readonly columnsUnknown?: true;
    }
  | {
      readonly act: 'drop-table';
      readonly tables: readonly string[];
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | { readonly act: 'rename-table'; readonly table: string; readonly to: string }
  | { readonly act: 'rename-column'; readonly table: string; readonly column: string; readonly to: string }
  | { readonly act: 'rename-constraint'; readonly table: string; readonly name: string; readonly to: string }
  | { readonly act: 'rename-index'; readonly index: string; readonly to: string }
  | {
      readonly act: 'add-column';
      readonly table: string;
      readonly column: ColumnDefinition;
      readonly ifNotExists: boolean;
    }
  | {
      readonly act: 'drop-column';
      readonly table: string;
      readonly column: string;
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | {
      readonly act: 'alter-type';
      readonly table: string;
      readonly column: string;
      readonly type: SqlType;
      readonly using: Using | undefined;
      readonly collation: string | undefined;
    }
  | { readonly act: 'set-default'; readonly table: string; readonly column: string; readonly value: Expression }
  | { readonly act: 'drop-default'; readonly table: string; readonly column: string }
  | { readonly act: 'set-not-null'; readonly table: string; readonly column: string }
  | { readonly act: 'drop-not-null'; readonly table: string; readonly column: string }
  | { readonly act: 'add-identity'; readonly table: string; readonly column: string }
  | { readonly act: 'drop-identity'; readonly table: string; readonly column: string }
  | { readonly act: 'drop-expression'; readonly table: string; readonly column: string }
  | { readonly act: 'add-constraint'; readonly table: string; readonly constraint: ConstraintDefinition }
  | {
      readonly act: 'drop-constraint';
      readonly table: string;
      readonly name: string;
      readonly cascade: boolean;
      readonly ifExists: boolean;
    }
  | { readonly act: 'validate-constraint'; readonly table: string; readonly name: string }
  | { readonly act: 'alter-constraint'; readonly table: string; readonly name: string }
  | {
      readonly act: 'create-index';
      readonly index: IndexDefinition;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
      readonly only: boolean;
    }
  | {
      readonly act: 'drop-index';
      readonly indexes: readonly string[];
      readonly concurrently: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly act: 'reindex';
      readonly kind: 'table' | 'index' | 'schema' | 'database';
      readonly name: string;
      readonly concurrently: boolean;
    }
  | { readonly act: 'attach-partition'; readonly table: string; readonly partition: string }
  | {
      readonly act: 'detach-partition';
      readonly table: string;
      readonly partition: string;
      readonly concurrently: boolean;
    }
  /** Storage, statistics, triggers, RLS, owner, tablespace, logged, replica identity, cluster on: by what it is called in the grammar. */
  | { readonly act: 'alter-table'; readonly table: string; readonly what: AlterTableKind }
  | { readonly act: 'comment'; readonly on: 'table' | 'column' | 'other'; readonly table: string | undefined }
  | { readonly act: 'create-trigger'; readonly table: string; readonly name: string }
  | { readonly act: 'drop-trigger'; readonly table: string; readonly name: string }
  | {
      readonly act: 'create-view';
      readonly view: string;
      readonly reads: readonly string[];
      readonly replace: boolean;
      readonly query?: ViewQuery;
    }
  | {
      readonly act: 'drop-view';
      readonly views: readonly string[];
      readonly cascade: boolean;
      readonly materialized: boolean;
    }
  | { readonly act: 'refresh-view'; readonly view: string; readonly concurrently: boolean }
  | { readonly act: 'create-type'; readonly type: string; readonly values: readonly string[] }
  | { readonly act: 'add-enum-value'; readonly type: string; readonly value: string; readonly ifNotExists: boolean }
  | { readonly act: 'rename-enum-value'; readonly type: string; readonly value: string; readonly to: string }
  | { readonly act: 'drop-type'; readonly types: readonly string[] }
  | { readonly act: 'sequence'; readonly what: 'create' | 'alter' | 'drop'; readonly name: string }
  | { readonly act: 'create-extension'; readonly name: string; readonly ifNotExists: boolean }
  | { readonly act: 'drop-extension'; readonly names: readonly string[] }
  | { readonly act: 'create-function'; readonly name: string }
  | { readonly act: 'schema'; readonly what: 'create' | 'drop' | 'rename'; readonly name: string }
  | { readonly act: 'database'; readonly what: 'create' | 'drop'; readonly name: string }
  | {
      readonly act: 'insert';
      readonly table: string;
      readonly reads: readonly string[];
      /** VALUES: no more rows than somebody wrote down. */
      readonly values?: true;
    }
  | {
      readonly act: 'update';
      readonly table: string;
      readonly reads: readonly string[];
      readonly where: Where;
      /** Columns that get a value. */
      readonly sets?: readonly string[];
    }
  | { readonly act: 'delete'; readonly table: string; readonly reads: readonly string[]; readonly where: Where }
  | { readonly act: 'merge'; readonly table: string }
  | {
      readonly act: 'select';
      readonly reads: readonly string[] /** Functions it calls, for those that act: `setval`. */;
      readonly calls: readonly string[];
      readonly locking: boolean;
    }
  | { readonly act: 'truncate'; readonly tables: readonly string[]; readonly cascade: boolean }
  | { readonly act: 'lock-table'; readonly tables: readonly string[]; readonly mode: string }
  | {
      readonly act: 'vacuum';
      readonly tables: readonly string[];
      readonly full: boolean;
      readonly analyze: boolean /** ANALYZE without VACUUM: it may run in a transaction. */;
      readonly only?: 'analyze';
    }
  | { readonly act: 'cluster'; readonly table: string | undefined }
  | { readonly act: 'set'; readonly name: string; readonly value: string | undefined; readonly local: boolean }
  | { readonly act: 'set-constraints'; readonly immediate: boolean }
  | { readonly act: 'transaction'; readonly what: 'begin' | 'commit' | 'rollback' | 'savepoint' }
  | { readonly act: 'do'; readonly language: string; readonly body: string }
  | { readonly act: 'grant' }
  /** Understood by PostgreSQL and not by us: never harmless by silence. `kind` is the node of the parse tree. */
  | { readonly act: 'other'; readonly kind: string };

/** What the query of a view says of what is under it. */
export interface ViewQuery {
  /** Columns that it names, of whichever table; `all` when there is an asterisk in it. */
  readonly columns: readonly string[] | 'all';
  /** The one table that it shows as it is: every column, every row. PostgreSQL writes through such a view. */
  readonly mirrors: string | undefined;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: SqlType;
  readonly notNull: boolean;
  readonly default: Expression | undefined;
  readonly identity: boolean;
  /** `serial` and its kin: an integer with a sequence. */
  readonly serial: boolean;
  readonly generated: 'stored' | 'virtual' | undefined;
  /** What a generated column is computed from. */
  readonly generatedAs?: Computed;
  readonly collation: string | undefined;
  /** Written beside the column: UNIQUE, PRIMARY KEY, CHECK, REFERENCES. Each with the name PostgreSQL would give it. */
  readonly constraints: readonly ConstraintDefinition[];
}

/** `varchar(80)`: name as the catalogue has it (`int8`, `varchar`, `timestamptz`), with its modifiers. */
export interface SqlType {
  readonly name: string;
  /** `[80]`, `[10, 2]`; empty for none. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
}

export interface Expression {
  /** As it was written, on one line. */
  readonly text: string;
  /** Functions in it, lower case, schema left out. */
  readonly calls: readonly string[];
  /** A literal, maybe with a cast: never anything to evaluate. */
  readonly constant: boolean;
  /** It is the literal NULL. */
  readonly isNull: boolean;
}

/** The expression of a generated column, with the columns it reads. */
export interface Computed {
  readonly expression: Expression;
  readonly uses: readonly string[];
}

/** How a type is changed: `cast` is `column::type` and nothing else, as Django writes it. */
export interface Using {
  readonly kind: 'cast' | 'expression';
  readonly expression: Expression;
}

/** Which rows a statement is about. `missing-values`: `WHERE column IS NULL` alone, as Django fills a new default. */
export interface Where {
  readonly kind: 'all' | 'missing-values' | 'some';
  readonly text: string;
}

export type ConstraintDefinition = {
  /** Given, or the one PostgreSQL would make up. */
  readonly name: string;
  /** Made up, as if nothing else had that name: where one has, PostgreSQL appends a number, and so does the schema. */
  readonly made?: true;
  readonly deferrable: boolean;
  /** NOT VALID: rows that are there are not looked at. */
  readonly notValid: boolean;
  /** PostgreSQL 18: NOT ENFORCED. */
  readonly notEnforced: boolean;
} & (
  | {
      readonly kind: 'check';
      readonly columns: readonly string[];
      readonly text: string /** It says that this column is not null, and nothing else. */;
      readonly notNullOf: string | undefined;
    }
  | { readonly kind: 'not-null'; readonly column: string }
  | {
      readonly kind: 'unique' | 'primary';
      readonly columns: readonly string[] /** USING INDEX: made before. */;
      readonly using: string | undefined;
    }
  | {
      readonly kind: 'foreign-key';
      readonly columns: readonly string[];
      readonly table: string;
      readonly references: readonly string[];
      readonly onDelete: 'none' | 'cascade' | 'set-null' | 'set-default' | 'restrict';
    }
  | { readonly kind: 'exclusion'; readonly columns: readonly string[] }
);

export interface IndexDefinition {
  readonly name: string;
  /** Made up, as with constraints. */
  readonly made?: true;
  readonly table: string;
  readonly unique: boolean;
  /** Plain columns, in order; expressions are not in it. */
  readonly columns: readonly string[];
  /** Every column that any part of it uses: keys, expressions, predicate, INCLUDE. */
  readonly uses: readonly string[];
  readonly hasExpressions: boolean;
  /** WHERE, as it was written. */
  readonly predicate: string | undefined;
  /** `varchar_pattern_ops`, ... */
  readonly operatorClasses: readonly string[];
  readonly method: string;
}

/** One statement of a text of SQL, with what it does. */
export interface ParsedStatement {
  /** As it was written, without the semicolon. */
  readonly text: string;
  /** 1-based line of its first word in the text that was parsed. */
  readonly line: number;
  /** Several for ALTER TABLE with several actions: they share one lock and one pass over the table. */
  readonly acts: readonly Act[];
}

export type Parsed =
  | { readonly ok: true; readonly statements: readonly ParsedStatement[] }
  /** PostgreSQL's own words. */
  | { readonly ok: false; readonly message: string; readonly line: number };

/** The parser, loaded once a run and only when there is SQL. */
export type ParseSql = (text: string) => Parsed;
