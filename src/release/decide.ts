import { type DeploymentRow, hasEnded } from '../coolify/answers.ts';
import type { Capabilities } from '../coolify/capabilities.ts';
import { abbreviate, type Sha } from '../core/commit.ts';
import { liveCommit, type ResourceSurvey } from './facts.ts';
import type { ReleaseReason } from './reasons.ts';
import type { ReleaseRequest } from './request.ts';

/** What is to be done with one application. Made of facts only, so that `dry-run` shows exactly what a run does. */
export type Decision =
  | { readonly kind: 'refuse'; readonly reasonCode: ReleaseReason; readonly headline: string; readonly remedy: string }
  /** Coolify's rows say it is live: three reads of the version decide. */
  | { readonly kind: 'confirm'; readonly row: DeploymentRow }
  /** A deployment of exactly this is under way: follow it instead of queueing another. */
  | { readonly kind: 'adopt'; readonly row: DeploymentRow }
  | Deploy;

export interface Deploy {
  readonly kind: 'deploy';
  /** What `git_commit_sha` is now and has to be put back to; undefined when no pin is needed. */
  readonly pin: { readonly previous: string } | undefined;
  /** The image tag to set, and the one it replaces; undefined when it is set already or there is no image. */
  readonly image: { readonly previous: string; readonly tag: string } | undefined;
  readonly force: boolean;
  /** Whether the commit is certain before the deployment, or only compared afterwards. */
  readonly guaranteed: boolean;
}

/** @param mayBeLive whether it is still possible that nothing has to be done: false once the live site has said otherwise */
export function decide(
  facts: ResourceSurvey,
  request: ReleaseRequest,
  capabilities: Capabilities,
  mayBeLive = true,
): Decision {
  const confirmable = mayBeLive && !request.force && facts.witness !== undefined;
  return facts.application.buildPack === 'dockerimage'
    ? decideImage(facts, request, confirmable)
    : decideCommit(facts, request, capabilities, confirmable);
}

function decideCommit(
  facts: ResourceSurvey,
  request: ReleaseRequest,
  capabilities: Capabilities,
  confirmable: boolean,
): Decision {
  const { sha, force } = request;
  if (sha === undefined) return noCommit(facts);
  const running = facts.rows.filter(row => !hasEnded(row));
  const finished = facts.rows.find(row => row.status === 'finished');
  if (confirmable && running.length === 0 && finished?.commit === sha) {
    return { kind: 'confirm', row: finished };
  }
  const stale = staleness(facts, sha);
  if (stale !== undefined) return stale;
  const same = running.find(row => row.commit === sha && (!force || row.forced));
  if (same !== undefined) return { kind: 'adopt', row: same };
  return pinning(facts, request, sha, capabilities);
}

function noCommit(facts: ResourceSurvey): Decision {
  return {
    kind: 'refuse',
    reasonCode: 'invalid-input',
    headline: `Which commit ${facts.resource.name} should run is not known: there is no workflow run and no checkout to take it from.`,
    remedy: 'with:\n  sha: 0123456789abcdef0123456789abcdef01234567',
  };
}

function staleness(facts: ResourceSurvey, sha: Sha): Decision | undefined {
  const live = facts.comparedWith ?? liveCommit(facts.rows);
  if (live === undefined || !facts.relation.known || facts.relation.value !== 'older') return undefined;
  return {
    kind: 'refuse',
    reasonCode: 'stale-run',
    headline: `${abbreviate(sha)} is older than ${abbreviate(live)}, which is ${live === liveCommit(facts.rows) ? 'live' : 'being deployed'} on ${facts.resource.name}; deploying it would go back.`,
    remedy:
      'If an old run was repeated by mistake, there is nothing to do. To go back on purpose, use a rollback, which also looks at the database.',
  };
}

/**
 * Coolify builds what `git_commit_sha` says when it honours pins, and the head of the branch at the moment the job starts in all
 * other cases. A pin is needed exactly when that is not, or may not be, the wanted commit.
 */
function pinning(facts: ResourceSurvey, request: ReleaseRequest, sha: Sha, capabilities: Capabilities): Decision {
  const { application, head } = facts;
  const deploy = (pin: Deploy['pin'], guaranteed: boolean): Deploy => ({
    kind: 'deploy',
    pin,
    image: undefined,
    force: request.force,
    guaranteed,
  });
  const headIsWanted = head.known && head.value === sha;

  if (!capabilities.honoursPin) {
    if (request.pin === 'always')
      return cannotPin(facts, sha, 'This version of Coolify ignores pins (4.2 is the first that honours them).');
    if (head.known && !headIsWanted) {
      return cannotPin(
        facts,
        sha,
        `The head of ${application.branch} is ${abbreviate(head.value)}, and this version of Coolify always builds the head (4.2 is the first that honours pins).`,
      );
    }
    return deploy(undefined, headIsWanted);
  }
  // An abbreviated pin builds the same commit, but then the row names the abbreviation and proves nothing.
  if (application.pin === sha) return deploy(undefined, true);
  const needed = application.pin !== 'HEAD' || !headIsWanted;
  if (request.pin === 'always' || (request.pin === 'auto' && needed))
    return deploy({ previous: application.pin }, true);
  if (application.pin !== 'HEAD')
    return cannotPin(
      facts,
      sha,
      `The application is pinned to ${abbreviate(application.pin)}, and pin: never forbids to change that.`,
    );
  if (head.known && !headIsWanted) {
    return cannotPin(
      facts,
      sha,
      `The head of ${application.branch} is ${abbreviate(head.value)}, and pin: never forbids to pin another commit.`,
    );
  }
  return deploy(undefined, headIsWanted);
}

function cannotPin(facts: ResourceSurvey, sha: Sha, why: string): Decision {
  return {
    kind: 'refuse',
    reasonCode: 'commit-not-guaranteed',
    headline: `${facts.resource.name} would not run ${abbreviate(sha)}: ${why} Nothing was triggered on it.`,
    remedy: 'Deploy the head of the branch, or let Coolify 4.2 or later pin the commit:\nwith:\n  pin: auto',
  };
}

/** Rows of docker images never name a tag, so only the application and the live version can tell what runs. */
function decideImage(facts: ResourceSurvey, request: ReleaseRequest, confirmable: boolean): Decision {
  const { application, rows } = facts;
  const tag = request.imageTag ?? application.imageTag;
  const change = tag === application.imageTag ? undefined : { previous: application.imageTag, tag };
  const running = rows.find(row => !hasEnded(row));
  const finished = rows.find(row => row.status === 'finished');
  if (!request.force && change === undefined) {
    // It may be for this tag, when an earlier run of this job was killed: what it leaves live decides.
    if (running !== undefined && request.wait) return { kind: 'adopt', row: running };
    if (finished !== undefined && confirmable) return { kind: 'confirm', row: finished };
  }
  // While one runs, or begins before we ask, Coolify would take the new request for the same as that one ("HEAD") and drop it; with
  // `force` it compares nothing, and that costs an image nothing because nothing is built.
  return {
    kind: 'deploy',
    pin: undefined,
    image: change,
    force: request.force || running !== undefined || change !== undefined,
    guaranteed: true,
  };
}

/** Who or what the live version must name, for one application. */
export function wantedVersion(facts: ResourceSurvey, request: ReleaseRequest): string | undefined {
  if (facts.application.buildPack !== 'dockerimage') return request.sha;
  return request.expectedVersion ?? request.imageTag ?? facts.application.imageTag;
}
