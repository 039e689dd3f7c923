import type * as z from 'zod/mini';

/** What a schema says about a value that it does not accept. */
export type Issue = z.core.$ZodIssue;

/** What is wrong with a place of a document, and what to do. Neither names the place. */
export interface Explanation {
  /** A sentence without its full stop. */
  readonly problem: string;
  /** What to do, with the exact YAML. */
  readonly remedy: string;
}

/** A kind of YAML file: its schema, and what is said about it. */
export interface DocumentFormat<Value> {
  readonly schema: z.ZodMiniType<Value>;
  /** Of everything that is wrong with the file. */
  readonly reasonCode: string;
  /** Of a file without anything in it. Default: `reasonCode`. */
  readonly emptyReasonCode?: string;
  /** Where the published JSON Schema is, for messages. */
  readonly schemaFile: string;
  /** How each key is written, for remedies. */
  readonly examples: Readonly<Record<string, string>>;
  /** The remedy when YAML trips and nothing better is known. */
  readonly quoting: string;
  /** A better word on a YAML error: its code, and the line it is on. */
  syntax?(code: string, line: string): string | undefined;
  /** A better word on a key that stands twice, in these lines. */
  twice?(key: string, first: number, second: number): Explanation;
  /** A better word on a key that does not exist, by what holds it (`"a.b"` or `the file`). */
  unknownKey?(where: string, key: string, path: readonly string[]): Explanation | undefined;
  /** A better word on a value, or a missing one, that the schema refuses. */
  wrongValue?(issue: Issue, where: string, path: readonly string[], value: unknown): Explanation | undefined;
}
