/** What a suite is read against: all that must be known before anything is sent. */
export interface SuiteContext {
  /** Values of the input `variables`, by name. */
  readonly variables: ReadonlyMap<string, string>;
  /** An environment variable of the step; undefined when there is none. */
  readonly secrets: (name: string) => string | undefined;
  /** A file that the suite names, by the path that stands there; undefined when it does not exist. */
  readonly readFile: (path: string) => Promise<Uint8Array | string | undefined>;
  /** Ids of all preset checks, such as `headers/csp`. */
  readonly knownChecks: readonly string[];
}
