/** One program that a command line, a script or an exec form starts. */
export interface Command {
  /** The words, with variables expanded where their values are known; a word that is not known holds its text as written (`$PORT`, `${PORT:-8000}`). */
  readonly words: readonly string[];
  /** Assignments before it: `A=1 python ...`. */
  readonly assignments: Readonly<Record<string, string>>;
  /** Folder it starts in, absolute in the container, after `cd` and WORKDIR; undefined when unknown. */
  readonly directory: string | undefined;
  /** It takes the place of the shell (`exec`, an exec form, or the last command where the shell does that by itself). */
  readonly replacesShell: boolean;
  /** It can only be reached when an earlier one succeeded (`&&`), always (`;`), or failed (`||`). */
  readonly after: 'start' | 'success' | 'always' | 'failure';
  /** In the background (`&`), or a part of a pipe. */
  readonly role: 'foreground' | 'background' | 'piped';
  /** Where it is written: in a script its own line, else the line of the instruction. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** It stands in a branch of a condition that is not known, or in a loop: it may never run. */
  readonly conditional?: true;
  /** Its failure is thrown away where it stands: `... || true`. */
  readonly forgiven?: true;
  /** What the scripts before it exported; a value that is not known holds its text as written. */
  readonly exports?: Readonly<Record<string, string>>;
  /** Wrappers that were looked through to find it, outermost first: `tini`, `gosu`, `poetry run`. */
  readonly through?: readonly string[];
  /** The user that a wrapper among them switches to. */
  readonly user?: string;
}

/** What a container's start comes to, after entrypoint, command and the scripts they name were read. */
export interface Start {
  readonly commands: readonly Command[];
  /** Who is PID 1 when the last command runs, and whether it passes SIGTERM on: a shell does not. */
  readonly pid1: { readonly program: string; readonly passesSignals: boolean };
  /** Scripts that were looked through, relative to the root. */
  readonly scripts: readonly string[];
  /** Why it could not be followed to its end (a script that is not in the repository); undefined when it could. */
  readonly unknown?: string;
}
