import type { ApplicationAnswer, DeploymentRow, TaskAnswer } from '../coolify/answers.ts';
import type { Capabilities, CoolifyVersion } from '../coolify/capabilities.ts';
import { parseSha, type Sha } from '../core/commit.ts';
import type { Known, Relation } from '../github/repository.ts';
import type { VersionSource } from '../smoke/version-source.ts';
import type { AfterTask, ResourceRequest } from './request.ts';

/** What was known of one application before anything was done. */
export interface ResourceSurvey {
  readonly resource: ResourceRequest;
  readonly application: ApplicationAnswer;
  /** Newest first. */
  readonly rows: readonly DeploymentRow[];
  /** The branch head Coolify would build; not asked for docker images. */
  readonly head: Known<Sha>;
  /** How the wanted commit stands to `comparedWith`; not asked when nothing else is live or under way. */
  readonly relation: Known<Relation>;
  /** A commit that is being deployed and newer, else the live one. */
  readonly comparedWith: Sha | undefined;
  /** Whether the values that must never be shown are known, or hidden from this token; false: nothing of its output is shown. */
  readonly secretsKnown: boolean;
  /** Where the live site can be asked which commit runs: by this resource, or by another one of the same release. */
  readonly witness: Witness | undefined;
  readonly tasks: readonly { readonly asked: AfterTask; readonly task: TaskAnswer }[];
}

/** A page that names the commit that is live. */
export interface Witness {
  readonly source: VersionSource;
  /** Address of the application it belongs to, as Coolify has it. */
  readonly address: string | undefined;
}

export interface Survey {
  readonly version: CoolifyVersion;
  readonly capabilities: Capabilities;
  readonly steps: readonly (readonly ResourceSurvey[])[];
}

/** The commit of the newest deployment that finished: what runs, as far as Coolify knows. */
export function liveCommit(rows: readonly DeploymentRow[]): Sha | undefined {
  const newest = rows.find(row => row.status === 'finished');
  return newest === undefined ? undefined : parseSha(newest.commit);
}
