import type { Answer } from '../answer.ts';
import { bareError, json, message } from '../answer.ts';
import type { Call } from '../call.ts';
import { input, textInput, truthy } from '../call.ts';
import { enqueue } from '../engine/queue.ts';
import type { Application, PlainResource } from '../records.ts';

interface Outcome {
  readonly message: string;
  readonly deployment_uuid?: string;
}

interface Arguments {
  readonly force: boolean;
  readonly pullRequest: number;
  readonly dockerTag: string | undefined;
}

/** The body of the 429, whatever asked for a deployment. */
const QUEUE_FULL = 'Deployment queue is full. Please wait for existing deployments to complete.';
const QUEUE_FULL_RETRY_SECONDS = 60;

/**
 * POST /deploy. HTTP 200 is not success: what happened to each resource stands in its `message`, and the uuid of a
 * skipped deployment was never stored.
 */
export function deploy(call: Call): Answer {
  const asked = input(call, 'uuid');
  // A JSON list where PHP expects a text is a type error.
  if (Array.isArray(asked)) return bareError();
  const uuids = textInput(call, 'uuid');
  const tags = textInput(call, 'tag');
  const dockerTag = textInput(call, 'docker_tag');
  const pullRequest = Number.parseInt(textInput(call, 'pull_request_id') ?? textInput(call, 'pr') ?? '0', 10) || 0;

  if (uuids !== undefined && tags !== undefined) return message(400, 'You can only use uuid or tag, not both.');
  if (tags !== undefined && pullRequest !== 0) return message(400, 'You can only use tag or pr, not both.');
  if (tags !== undefined && dockerTag !== undefined)
    return message(400, 'You can only use tag or docker_tag, not both.');
  if (dockerTag !== undefined && pullRequest === 0) return message(400, 'docker_tag requires pull_request_id.');
  const options = { force: forceOf(call), pullRequest, dockerTag };
  if (tags !== undefined) return deployByTag(call, list(tags), options);
  if (uuids !== undefined) return deployByUuid(call, list(uuids), options);
  return message(400, 'You must provide uuid or tag.');
}

/** Nothing was queued for this resource; ask again later. */
interface QueueFull {
  readonly retryAfterSeconds: number;
}

function deployByUuid(call: Call, uuids: readonly string[], options: Arguments): Answer {
  const dropped = call.instance.traps.springs('dropped-uuid', call) === undefined ? uuids : uuids.slice(1);
  const deployments: (Outcome & { readonly resource_uuid: string })[] = [];
  for (const uuid of dropped) {
    const resource = findResource(call, each => each.uuid === uuid)[0];
    if (resource === undefined) continue;
    const outcome = deployResource(call, resource, options);
    // Earlier resources of the list stay queued: nothing is rolled back.
    if ('retryAfterSeconds' in outcome) return queueFull(outcome);
    deployments.push({ resource_uuid: uuid, ...outcome });
  }
  return deployments.length === 0 ? message(404, 'No resources found.') : json(200, { deployments });
}

function deployByTag(call: Call, tags: readonly string[], options: Arguments): Answer {
  const messages: string[] = [];
  const details: { readonly resource_uuid: string; readonly deployment_uuid: string }[] = [];
  const resources = tags.flatMap(tag => findResource(call, each => each.tags.includes(tag)));
  for (const resource of resources) {
    const outcome = deployResource(call, resource, options);
    if ('retryAfterSeconds' in outcome) return queueFull(outcome);
    messages.push(outcome.message);
    if (outcome.deployment_uuid !== undefined) {
      details.push({ resource_uuid: resource.uuid, deployment_uuid: outcome.deployment_uuid });
    }
  }
  if (resources.length === 0) return message(404, 'No resources found with this tag.');
  return json(200, details.length === 0 ? { message: messages } : { message: messages, details });
}

function deployResource(call: Call, resource: Application | PlainResource, options: Arguments): Outcome | QueueFull {
  if (!('columns' in resource)) {
    const kind = call.instance.services.includes(resource) ? 'Service' : 'Database';
    resource.status = 'running:healthy';
    return { message: `${kind} ${resource.name} started. It could take a while, be patient.` };
  }
  const { instance } = call;
  if (instance.traps.springs('unauthorised-entry', call) !== undefined) {
    return { message: 'Unauthorized to deploy this application.' };
  }
  const full = instance.traps.springs('queue-full', call);
  if (full !== undefined) return { retryAfterSeconds: full.retryAfterSeconds ?? QUEUE_FULL_RETRY_SECONDS };
  const { pullRequest, dockerTag, force } = options;
  if (dockerTag !== undefined && resource.columns.build_pack !== 'dockerimage') {
    return { message: 'docker_tag can only be used with Docker Image applications.' };
  }
  if (pullRequest > 0 && !resource.previews.has(pullRequest)) {
    if (dockerTag === undefined) return { message: `Pull request ${pullRequest} not found for this resource.` };
    resource.previews.set(pullRequest, undefined);
  }
  const phantom = { message: 'Deployment already queued for this commit.', deployment_uuid: instance.newUuid() };
  if (instance.traps.springs('phantom-uuid', call) !== undefined) return phantom;

  const answer = enqueue(instance, {
    application: resource,
    commit: resource.columns.git_commit_sha,
    force,
    pullRequest,
    previewTag: dockerTag ?? null,
    isApi: true,
  });
  if (answer.outcome === 'queue-full') return { retryAfterSeconds: QUEUE_FULL_RETRY_SECONDS };
  // The real uuid of the deployment that is already queued is at hand and dropped (since beta.408).
  if (answer.outcome === 'skipped') return phantom;
  return {
    message: `Application ${resource.columns.name} deployment queued.`,
    deployment_uuid: answer.deployment.uuid,
  };
}

/** Up to 4.1.2 the text "false" is a non-empty text and so true: `force=false` rebuilds without cache. */
export function forceOf(call: Call): boolean {
  const force = input(call, 'force');
  if (call.instance.profile.force === 'boolean') return truthy(force);
  return typeof force === 'string' ? force !== '0' : Boolean(force);
}

function queueFull({ retryAfterSeconds }: QueueFull): Answer {
  return message(429, QUEUE_FULL, { 'retry-after': String(retryAfterSeconds) });
}

function findResource(
  { instance }: Call,
  wanted: (each: { readonly uuid: string; readonly tags: readonly string[] }) => boolean,
): readonly (Application | PlainResource)[] {
  return [
    ...instance.applications.filter(wanted),
    ...instance.services.filter(wanted),
    ...instance.databases.filter(wanted),
  ];
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '');
}
