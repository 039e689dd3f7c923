import type { Place } from '../../core/findings.ts';
import type { Command } from '../shell/facts.ts';

/** What lies in the repository beside the parts that have a family of their own. */
export interface SourceFacts {
  /** Tracked files (false when git did not answer: then nothing can be said about what is committed). */
  readonly tracked: boolean;
  readonly files: readonly string[];
  readonly workflows: readonly WorkflowFile[];
  /** Text of tracked files that rules look into (keys, dumps), by path; small ones only. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface WorkflowFile {
  readonly file: string;
  readonly commands: readonly WorkflowCommand[];
  /** Why it could not be read; undefined when it could. */
  readonly problem?: string;
  /** Where reading it stopped. */
  readonly line?: number;
}

/** A command of a `run:` step, with the environment of workflow, job and step. */
export interface WorkflowCommand {
  readonly job: string;
  readonly command: Command;
  /** `env:` of workflow, job and step; expressions as written. */
  readonly environment: ReadonlyMap<string, string>;
  readonly place: Place;
  /** `continue-on-error` of its step or job: it may fail and nothing is red. */
  readonly tolerated?: boolean;
  /** The whole `run:` text, for what stands round the command. */
  readonly script?: string;
  /** GitHub environment of the job, when it is plain text. */
  readonly deployment?: string;
}
