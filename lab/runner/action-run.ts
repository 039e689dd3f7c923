/** One action in one job: `main` once, and afterwards its `post`, whichever way the action is made. */
import { compositeRun } from './composite.ts';
import type { Job, Surroundings } from './job.ts';
import type { Manifest } from './manifest.ts';
import { nodeRun } from './node-action.ts';
import type { Interruptions, PhaseResult } from './phase.ts';

/** How a step calls an action. */
export interface Call {
  readonly with: Readonly<Record<string, string>>;
  /** `env:` of the workflow, the job, the calling step and the composites between, the innermost last. */
  readonly environment: Readonly<Record<string, string>>;
  /** How the log names the action at the head of its lines; the step of the workflow itself has no such head here. */
  readonly title?: string | undefined;
}

export interface ActionRun {
  main(call: Call, interruptions: Interruptions): Promise<PhaseResult>;
  /** Asked only after `main`. Nothing when it has none, or its `post-if` says no. Inputs are evaluated anew. */
  post(call: Call): Promise<PhaseResult | undefined>;
}

export type StartAction = (manifest: Manifest, job: Job, surroundings: Surroundings) => ActionRun;

export const actionRun: StartAction = (manifest, job, surroundings) =>
  manifest.kind === 'node'
    ? nodeRun(manifest, job, surroundings)
    : compositeRun(manifest, job, surroundings, actionRun);
