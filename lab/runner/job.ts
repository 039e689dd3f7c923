/** What all steps of one job share, and what each of them leaves to the next. */
import type { GithubContext, RunFolders } from './context.ts';
import type { Masks } from './masks.ts';
import type { Patience } from './process.ts';

export type Status = GithubContext['job_status'];

export interface Job {
  readonly context: GithubContext;
  readonly folders: RunFolders;
  readonly masks: Masks;
  readonly node: string;
  readonly timeoutMs: number;
  readonly patience: Partial<Patience>;
  readonly onLine: (line: string) => void;
  /** Marks every process of the job. */
  readonly trackingId: string;
  /** Written to GITHUB_ENV so far. */
  readonly exported: Map<string, string>;
  /** Written to GITHUB_PATH so far, last written first. */
  readonly path: string[];
  /** `job.status`: changes when the job is cancelled, and when its step has ended. */
  status: Status;
  /** How many programs were started: keeps their command files apart. */
  started: number;
}

/** Where an action stands. */
export interface Surroundings {
  /** The root of the repository the action belongs to: where `$/` starts. */
  readonly repository: string;
  /** The folder of the composite that calls; none for the step of the workflow itself. */
  readonly actionPath?: string | undefined;
  /** How many composites are around it. */
  readonly depth: number;
}

/**
 * The environment of a step without what the machine and the run bring. `env:` of the calling steps wins over
 * GITHUB_ENV (actions/runner, StepEnvironmentOverrides); the lab's callers give the `env:` of the workflow with it.
 */
export function stepEnvironment(job: Job, environment: Readonly<Record<string, string>>): Record<string, string> {
  return { ...Object.fromEntries(job.exported), ...environment };
}
