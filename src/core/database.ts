import type { Milliseconds } from './duration.ts';

/** A row by column name; numbers that do not fit a double come as text. */
export type Row = Readonly<Record<string, unknown>>;

/** One session of a PostgreSQL server. */
export interface DatabaseSession {
  /**
   * Sends one statement. Throws PostgreSQL's error, with its `code` (SQLSTATE), and `Cancelled` when the run ends.
   * @param values for `$1`, `$2`, ...: never part of the text
   */
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Ends the session; never throws. */
  end(): Promise<void>;
}

export interface DatabaseOptions {
  /** For opening it, and for each statement. */
  readonly timeout: Milliseconds;
  readonly signal: AbortSignal;
}

export type OpenedDatabase =
  | { readonly ok: true; readonly session: DatabaseSession }
  /** In the words of the driver or the server; the address and the password are not in it. */
  | { readonly ok: false; readonly why: string };

/** @param url `postgres://user:password@host:port/database`, with `sslmode` and its kin as libpq knows them */
export type OpenDatabase = (url: string, options: DatabaseOptions) => Promise<OpenedDatabase>;
