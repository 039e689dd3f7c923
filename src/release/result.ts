import type { Transition } from '../coolify/follow.ts';
import type { Gating } from '../coolify/gating.ts';
import type { StartedBy } from '../coolify/trigger.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { ResourceSurvey } from './facts.ts';
import type { ReleaseReason } from './reasons.ts';

/** Why a resource, and with it the release, did not end well. */
export interface Failure {
  readonly reasonCode: ReleaseReason;
  readonly headline: string;
  readonly remedy: string;
}

/** What became of one resource. */
export interface ResourceResult {
  readonly facts: ResourceSurvey;
  /** `not-reached`: an earlier step ended the release. */
  readonly state: 'live' | 'already-live' | 'triggered' | 'planned' | 'failed' | 'unknown' | 'not-reached';
  readonly failure: Failure | undefined;
  /** The deployment that was followed; undefined when there was none. */
  readonly deployment: DeploymentFacts | undefined;
  readonly gating: Gating;
  readonly pinned: boolean;
  /** For docker images: the tag that was deployed. */
  readonly imageTag: string | undefined;
  /** Whether the live site showed the wanted version; undefined when it was not asked. */
  readonly versionProved: boolean | undefined;
  /** What the live site showed last. */
  readonly liveVersion: string | undefined;
  /** Coolify's word on the application afterwards; empty when it was not asked. */
  readonly status: string;
  readonly plan: string;
  /** Visible log lines for people; empty unless asked for or failed. */
  readonly log: readonly string[];
  /** Whether the token may read deployment logs; undefined when no deployment was read. */
  readonly logReadable: boolean | undefined;
  readonly tasks: readonly TaskResult[];
}

export interface DeploymentFacts {
  readonly uuid: string;
  readonly startedBy: StartedBy;
  readonly status: string;
  readonly commit: string;
  /** On Coolify's clock, as it writes it; undefined until it has ended. */
  readonly finishedAt: string | undefined;
  /** Its page in Coolify; empty when unknown. */
  readonly page: string;
  readonly transitions: readonly Transition[];
  readonly duration: Milliseconds;
}

export interface TaskResult {
  readonly resource: string;
  readonly task: string;
  /** `already-run`: it succeeded after this release went live, in an earlier run. */
  readonly status: 'success' | 'failed' | 'already-run' | 'unknown';
  readonly output: readonly string[];
}
