import type { Clock } from './clock.ts';
import type { OpenDatabase } from './database.ts';
import type { Http, Trust } from './http.ts';
import type { Json } from './outcome.ts';
import type { Processes } from './process.ts';
import type { Tree } from './tree.ts';
import type { OpenWire } from './wire.ts';

/** What is known about the workflow run, or the laptop, that we are part of. Empty text is never used: absent is undefined. */
export interface RunContext {
  /** `owner/name` on GitHub. */
  readonly repository: string | undefined;
  /** Base of GitHub's REST API, without a trailing slash. */
  readonly githubApi: string;
  /** Base of GitHub's pages, without a trailing slash. */
  readonly githubServer: string;
  /** The checkout, absolute. */
  readonly workspace: string;
}

export type AnnotationLevel = 'error' | 'warning' | 'notice';

export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
  readonly place?: { readonly file: string; readonly line: number; readonly column?: number };
}

/**
 * Where we run: a workflow step or a terminal. Every text that passes through is redacted and made harmless here,
 * so that no caller can forget it.
 */
export interface Host {
  readonly kind: 'runner' | 'terminal';
  readonly context: RunContext;
  /** From now on `secret` and its encoded forms are shown as `***`. */
  mask(secret: string): void;
  /** Takes the known secrets out of a text that leaves by another way than this host. */
  redact(text: string): string;
  /** The same for every text in a value that becomes JSON, but for the words of ours in it. */
  redactJson(value: Json): Json;
  line(text: string): void;
  /** What a wait is waiting for, replaced by the next one where the display can. */
  progress(text: string): void;
  /** Everything printed until `body` has ended belongs to this chapter. */
  chapter<Result>(title: string, body: () => Promise<Result>): Promise<Result>;
  annotate(annotation: Annotation): void;
  /** @param safe the value is made of our own words, or redacted already: it passes as it is, whatever a secret looks like */
  output(name: string, value: string, safe?: 'safe'): void;
  /** Markdown for people, on the run's page. */
  summary(markdown: string): void;
  /** Kept for the action's post step; nowhere on a terminal. */
  state(name: string, value: string): void;
  /** Writes the report file and gives its absolute path. */
  report(name: string, content: Json): Promise<string>;
}

export interface TemporaryFolder {
  /** Absolute, without links in it. */
  readonly path: string;
  /** Removes it and all that is in it. May be called again. */
  remove(): Promise<void>;
}

/** Everything an action may touch. Handed in, so that a test can hand in another. */
export interface World {
  readonly host: Host;
  readonly clock: Clock;
  /** Opens a way to send requests that trusts the system's authorities and these. */
  readonly http: (trust: Trust) => Http;
  /** Opens a way to visit a site as a browser does. */
  readonly wire: OpenWire;
  readonly processes: Processes;
  /** Opens a session of a PostgreSQL server. */
  readonly database: OpenDatabase;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a file of the workspace or of the machine; undefined when it does not exist. */
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** The same, as it is: for files that are passed on. */
  readonly readBytes: (path: string) => Promise<Uint8Array | undefined>;
  /** Looks at the files of a checkout, and never out of it. */
  readonly tree: Tree;
  /** Writes a file that was asked for, and the folders above it. */
  readonly writeFile: (path: string, content: string) => Promise<void>;
  /** An empty folder of our own, outside of the checkout. Whoever asks for it removes it. */
  readonly temporaryFolder: () => Promise<TemporaryFolder>;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
  /** Aborts when the run is cancelled. */
  readonly signal: AbortSignal;
}
