import type { Place } from '../../core/findings.ts';
import type { SecretFacts } from '../secrets/facts.ts';

/** Where the value of a variable came from. Later ones win: file, lines of the input, Coolify. */
export type Origin = 'env-file' | 'env' | 'coolify' | 'dummy';

/** The environment everything is judged with: what the inputs and Coolify say, before an image or a Compose file adds its own. */
export interface GivenEnvironment {
  readonly variables: ReadonlyMap<string, GivenVariable>;
  /** Names that exist and whose values may not be read (no `read:sensitive`, shown once). Never treated as absent or empty. */
  readonly unreadable: readonly string[];
  /** Nothing was given: no file, no lines, no resource. */
  readonly empty: boolean;
}

export interface GivenVariable {
  readonly name: string;
  /** Held in memory only; a finding shows it only when `isPublic(name)`. */
  readonly value: string;
  readonly origin: Origin;
  readonly place?: Place;
}

/** A file of `NAME=value` lines in the repository, or the one of the input `env-file`. */
export interface EnvironmentFile {
  readonly file: string;
  /** `template` is for copying (`.env.example`, `*.template`, `env.sample`); `values` is meant to be used. */
  readonly kind: 'template' | 'values';
  /** By its name: `.env.production.example`; undefined when it says nothing. */
  readonly profile: 'development' | 'staging' | 'production' | undefined;
  /** In git. */
  readonly tracked: boolean;
  readonly entries: readonly EnvironmentEntry[];
  /** Lines that are neither blank, comment nor assignment. */
  readonly unreadable: readonly { readonly line: number; readonly text: string }[];
  /** Names that its comments write as assignments: `# SENTRY_DSN=`. */
  readonly mentions?: readonly string[];
  /** It begins with a byte order mark, which python-dotenv takes for part of the first name. */
  readonly bom?: boolean;
  /** Its lines end in CRLF, which `source` and `export $(cat ...)` keep at the end of every value. */
  readonly carriageReturns?: boolean;
  /** The first such line. */
  readonly carriageReturnAt?: number | undefined;
}

export type EnvironmentReader = 'docker' | 'compose' | 'dotenv';

export interface EnvironmentEntry {
  readonly name: string;
  readonly line: number;
  readonly exported: boolean;
  /** As each reader understands it; they differ on inline comments, quotes and `$`. Held in memory only. */
  readonly values: { readonly docker: string; readonly compose: string; readonly dotenv: string };
  readonly quote: 'none' | 'single' | 'double';
  /** A `#` comment after the value, which `docker run --env-file` takes for part of it. */
  readonly inlineComment: boolean;
  /** Of the value, where the name is a secret's. */
  readonly secret: SecretFacts | undefined;
  /** Readers that refuse the line, and with it the file: `export` and blanks before `=` for Docker. */
  readonly refusedBy?: readonly EnvironmentReader[];
  readonly multiline?: boolean;
}
