import type { ProbePlace } from './probe-place.ts';

/**
 * What one release says of its migrations. The shapes of `src/migrations/facts.ts`, with null for undefined: it comes as JSON.
 */
export interface MigrationsAnswer {
  /** Of the session that migrates; null when the framework leaves it to the server. */
  readonly timeZone: string | null;
  readonly nodes: readonly NodeAnswer[];
  readonly conflicts: readonly { readonly app: string; readonly leaves: readonly string[] }[];
  readonly dangling: readonly { readonly id: string; readonly needs: string; readonly place: ProbePlace | null }[];
  readonly models: readonly ModelAnswer[];
  readonly upserts: readonly (ProbePlace & { readonly model?: string; readonly columns?: readonly string[] })[];
  /** Null of base. All that head has when nobody knew what is applied. */
  readonly pending: readonly PendingAnswer[] | null;
  readonly schema: readonly string[];
  readonly history?: readonly string[];
  readonly drift: readonly {
    readonly app: string;
    readonly text: string;
    readonly operation: string;
    readonly place: ProbePlace | null;
  }[];
  readonly unknown: readonly UnreadAnswer[];
  /** Of the migration tool, where it is not Django. */
  readonly version?: string;
}

export interface UnreadAnswer {
  readonly code: string;
  readonly about: string;
  readonly why: string;
  readonly remedy: string;
  readonly place?: ProbePlace | null;
}

export interface NodeAnswer {
  readonly id: string;
  readonly app: string;
  readonly name: string;
  readonly file: string | null;
  /** Equal in both releases when the syntax trees are: head takes base's where only comments, texts and layout differ. */
  readonly digest: string | null;
  readonly replaces: readonly string[];
  readonly dependencies: readonly string[];
  readonly distribution: string | null;
}

export interface ModelAnswer {
  readonly label: string;
  readonly table: string;
  readonly managed: boolean;
  readonly columns: readonly {
    readonly field: string;
    readonly column: string;
    readonly type: string;
    readonly nullable: boolean;
    readonly insert: 'names' | 'database';
    readonly omitted: 'null' | 'value' | 'required';
    readonly references: { readonly table: string; readonly column: string } | null;
  }[];
}

export interface PendingAnswer {
  readonly id: string;
  readonly app: string;
  readonly name: string;
  readonly file: string | null;
  readonly line: number;
  readonly atomic: boolean;
  readonly dependencies: readonly string[];
  readonly replaces: readonly string[];
  readonly distribution: string | null;
  readonly mark: { readonly when: 'before' | 'after' | 'always'; readonly place: ProbePlace | null } | null;
  readonly operations: readonly OperationAnswer[];
  readonly steps: readonly StepAnswer[];
  readonly backwards: readonly string[] | null;
}

export interface OperationAnswer {
  readonly index: number;
  readonly kind: string;
  readonly text: string;
  readonly line: number;
  readonly model: string | null;
  readonly field: string | null;
  readonly stateOnly: boolean;
  readonly reverse: 'real' | 'noop' | 'none';
  readonly before: FieldAnswer | null;
  readonly after: FieldAnswer | null;
  readonly code: CodeAnswer | null;
}

export interface FieldAnswer {
  readonly kind: string;
  readonly type: string | null;
  readonly column: string | null;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  readonly default: { readonly text: string; readonly callable: boolean } | null;
  readonly dbDefault: string | null;
  readonly references: string | null;
  readonly source: string;
}

export interface CodeAnswer {
  readonly name: string;
  readonly place: ProbePlace | null;
  readonly tables: readonly string[];
  readonly writes: 'none' | 'some' | 'all' | 'unknown';
  readonly batched: boolean;
  readonly live: { readonly name: string; readonly place: ProbePlace } | null;
  readonly sql: readonly string[];
}

export type StepAnswer =
  | {
      readonly step: 'sql';
      readonly operation: number | null;
      readonly sql: string;
      readonly by: 'framework' | 'person';
      readonly guessed: boolean;
    }
  | { readonly step: 'code'; readonly operation: number }
  | { readonly step: 'commit'; readonly operation: number | null };
