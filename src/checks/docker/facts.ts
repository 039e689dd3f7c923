import type { Place } from '../../core/findings.ts';
import type { Command } from '../shell/facts.ts';

export interface Dockerfile {
  readonly file: string;
  /** Folder the build starts in, relative to the root: where `COPY` takes from. */
  readonly context: string;
  /** Targets that Compose, the configuration or nobody (then the last one) builds. */
  readonly targets: readonly string[];
  readonly stages: readonly Stage[];
  /** Lines that are no instruction, or instructions Docker does not know. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  readonly ignore: IgnoreFile | undefined;
  readonly checkout: Checkout;
}

/** What lies in the repository, as far as an image takes it over. */
export interface Checkout {
  readonly files: ReadonlySet<string>;
  /** Files and their folders: what a COPY can name. */
  readonly paths: ReadonlySet<string>;
  /** As git keeps it; undefined when git did not answer. */
  readonly executable: ReadonlySet<string> | undefined;
  /** Env files with values and private keys, by their names. */
  readonly secretFiles: readonly string[];
  /** Shell scripts and entrypoints: what their first line asks for, and whether lines end in CRLF. */
  readonly scripts: ReadonlyMap<string, { readonly interpreter: string | undefined; readonly windows: boolean }>;
}

export interface IgnoreFile {
  readonly file: string;
  readonly patterns: readonly { readonly line: number; readonly pattern: string }[];
  /** Whether a path of the context is left out of it, as Docker decides. */
  excludes(path: string): boolean;
}

/** A stage with what it inherits from the stages it is made from. */
export interface Stage {
  /** `AS name` in lower case, or its index as text. */
  readonly name: string;
  readonly line: number;
  /** Image it is made from, arguments expanded: `python:3.13-slim-bookworm`; the base's name when it is another stage. */
  readonly from: { readonly image: string; readonly stage: string | undefined; readonly line: number };
  /** `FROM` of the first stage of its chain. */
  readonly base: ImageName;
  /** Own and inherited, in order of the files. */
  readonly instructions: readonly Instruction[];
  /** Effective values: own, else inherited from a stage of this file. */
  readonly user: Located<string> | undefined;
  readonly workdir: string;
  readonly environment: ReadonlyMap<string, Located<string>>;
  readonly entrypoint: Located<CommandForm> | undefined;
  readonly command: Located<CommandForm> | undefined;
  readonly healthcheck: Located<Healthcheck | 'none'> | undefined;
  readonly exposed: readonly Located<string>[];
  readonly stopSignal: Located<string> | undefined;
  /** Every RUN as the commands it comes to, with where they run and as whom. */
  readonly runs: readonly Run[];
  /** The programs that HEALTHCHECK starts. */
  readonly healthCommands: readonly Command[];
  /** Every COPY and ADD, own and inherited. */
  readonly copies: readonly Copied[];
  /** ARG, own and inherited; undefined where nothing gives it a value. */
  readonly arguments: ReadonlyMap<string, Located<string | undefined>>;
  /** Every ENV and ARG as it is written: a later one hides an earlier one from `environment`, not from the image's history. */
  readonly assigned: readonly Assigned[];
  /** Names of the stages it is made from, its own last. */
  readonly chain: readonly string[];
}

/** What COPY or ADD takes, and where it puts it. */
export interface Copied {
  readonly keyword: 'COPY' | 'ADD';
  readonly line: number;
  /** Stage or image of `--from`, in lower case; undefined for the context. */
  readonly from: string | undefined;
  /** As written, expanded: `.`, `requirements/*.txt`, `https://...`; without the files that heredocs hold. */
  readonly paths: readonly string[];
  /** Absolute; a folder when it ends in `/` or is one already. */
  readonly target: string;
  readonly intoFolder: boolean;
  readonly owner: string | undefined;
  readonly mode: string | undefined;
  /** `--checksum` is given. */
  readonly checked: boolean;
}

export interface Assigned {
  readonly keyword: 'ENV' | 'ARG';
  readonly name: string;
  /** Expanded; undefined for an ARG without a default. */
  readonly value: string | undefined;
  /** Before expansion. */
  readonly written: string | undefined;
  readonly line: number;
}

export interface Located<Value> {
  readonly value: Value;
  readonly line: number;
}

export interface ImageName {
  readonly text: string;
  /** `python`, `docker.io/library/python`: as written, without tag and digest. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  readonly text: string;
  readonly line: number;
  readonly stage: string;
}

/** Variables that are set but not known stand in it as written: `$PATH`, `${TAG}`. */
export interface Run {
  readonly line: number;
  readonly user: string;
  readonly directory: string;
  /** The text of the shell form and of heredocs, the words of the exec form. */
  readonly text: string;
  readonly commands: readonly Command[];
  /** `--mount=type=secret` and others. */
  readonly mounts: readonly string[];
  /** Variables as they are when it runs: ARG and ENV so far. */
  readonly environment: ReadonlyMap<string, string>;
}

export type CommandForm =
  | { readonly form: 'exec'; readonly words: readonly string[] }
  | { readonly form: 'shell'; readonly text: string };

/** Of an image or of a Compose service. Durations in milliseconds; undefined where Docker's default holds. */
export interface Healthcheck {
  readonly test: CommandForm;
  readonly interval: number | undefined;
  readonly timeout: number | undefined;
  readonly retries: number | undefined;
  readonly startPeriod: number | undefined;
  readonly place: Place;
}
