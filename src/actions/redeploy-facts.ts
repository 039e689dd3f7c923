import { parseSha } from '../core/commit.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { Json, JsonObject, Outcome } from '../core/outcome.ts';
import type { Release } from '../release/release.ts';
import type { ResourceResult } from '../release/result.ts';

/** A release, and what of it goes into `result`. */
export interface RedeployFacts {
  readonly release: Release;
  readonly duration: Milliseconds;
  readonly json: JsonObject;
}

export interface RedeployOutcome extends Outcome {
  readonly details: RedeployFacts;
}

/** The action's part of `result`, in its fixed order. */
export function releaseFacts(release: Release, duration: Milliseconds): RedeployFacts {
  const { request, resources } = release;
  const json: JsonObject = {
    environment: request.environment ?? null,
    sha: request.sha ?? null,
    'image-tag': request.imageTag ?? null,
    'coolify-url': request.coolify.home,
    'coolify-version': release.coolifyVersion,
    url: siteOf(release),
    'duration-seconds': seconds(duration),
    'dry-run': request.dryRun,
    resources: resources.map(resourceJson),
  };
  return { release, duration, json };
}

function resourceJson(result: ResourceResult): JsonObject {
  const { facts, deployment, gating } = result;
  return {
    name: facts.resource.name,
    uuid: facts.resource.uuid,
    application: facts.application.name,
    state: result.state,
    'reason-code': result.failure?.reasonCode ?? null,
    'deployment-uuid': deployment?.uuid ?? null,
    'started-by': deployment?.startedBy ?? null,
    'deployment-status': deployment?.status ?? null,
    commit: liveCommitOf(result) || null,
    image: liveImageOf(result) || null,
    'health-gated': gating.gated,
    pinned: result.pinned,
    'version-proved': result.versionProved ?? false,
    'live-version': result.liveVersion ?? null,
    status: result.status || null,
    'duration-seconds': deployment === undefined ? null : seconds(deployment.duration),
    plan: result.plan || null,
    tasks: result.tasks.map(({ task, status, output }) => ({ task, status, output: [...output] })),
  };
}

/** The action's own outputs. */
export function outputsOf({ release, duration }: RedeployFacts): Readonly<Record<string, string>> {
  const { resources } = release;
  const deployments: Json = resources.map(result => ({
    name: result.facts.resource.name,
    uuid: result.facts.resource.uuid,
    'deployment-uuid': result.deployment?.uuid ?? null,
    state: result.state,
    commit: liveCommitOf(result) || null,
    image: liveImageOf(result) || null,
  }));
  return {
    'deployment-uuid': resources.find(({ deployment }) => deployment !== undefined)?.deployment?.uuid ?? '',
    deployments: JSON.stringify(deployments),
    'deployed-sha': resources.map(liveCommitOf).find(commit => commit !== '') ?? '',
    'deployed-image': resources.map(liveImageOf).find(image => image !== '') ?? '',
    'coolify-version': release.coolifyVersion,
    url: siteOf(release),
    'duration-seconds': String(seconds(duration)),
  };
}

/** The commit that runs after this release, as far as it is known. */
function liveCommitOf(result: ResourceResult): string {
  if (result.facts.application.buildPack === 'dockerimage') return '';
  if (result.state === 'already-live')
    return result.facts.rows.find(({ status }) => status === 'finished')?.commit ?? '';
  const { deployment } = result;
  return deployment?.status === 'finished' ? (parseSha(deployment.commit) ?? '') : '';
}

function liveImageOf(result: ResourceResult): string {
  const { application } = result.facts;
  if (application.buildPack !== 'dockerimage') return '';
  const live =
    result.state === 'live' ||
    result.state === 'already-live' ||
    (result.deployment?.status === 'finished' && result.deployment.startedBy !== 'someone-else');
  if (!live) return '';
  return `${application.imageName}:${result.imageTag ?? application.imageTag}`;
}

function siteOf(release: Release): string {
  return (
    release.request.site?.href ??
    release.resources.find(({ facts }) => facts.application.address !== undefined)?.facts.application.address ??
    ''
  );
}

function seconds(duration: Milliseconds): number {
  return Math.round(duration / 1_000);
}
