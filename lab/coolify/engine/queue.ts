import { pause } from '../clock.ts';
import type { Instance } from '../instance.ts';
import { CONCURRENT_BUILDS, isTerminal, QUEUE_LIMIT } from '../instance.ts';
import type { Application, Deployment } from '../records.ts';
import { JobAborted } from './failure.ts';
import { runJob, settle } from './job.ts';

export interface DeploymentRequest {
  readonly application: Application;
  /** "HEAD", a pin, a webhook's commit, or what to roll back to. */
  readonly commit: string;
  readonly force?: boolean;
  readonly rollback?: boolean;
  readonly restartOnly?: boolean;
  readonly isApi?: boolean;
  readonly isWebhook?: boolean;
  readonly pullRequest?: number;
  readonly previewTag?: string | null;
  /** `instant_deploy` of /start: neither dedupe nor queue. */
  readonly instant?: boolean;
}

export type QueueAnswer =
  | { readonly outcome: 'queued'; readonly deployment: Deployment }
  | { readonly outcome: 'skipped'; readonly existing: Deployment }
  | { readonly outcome: 'queue-full' };

/**
 * Queues a deployment as Coolify does: refused at the limit of the server; skipped when the same application already
 * has a queued or running one for the same commit text, pull request and preview tag (unless forced, a rollback or
 * instant); else stored and, after a tick, started if the application is idle and the server has room.
 */
export function enqueue(instance: Instance, request: DeploymentRequest): QueueAnswer {
  const pullRequest = request.pullRequest ?? 0;
  const previewTag = request.previewTag ?? null;
  const waiting = instance.deployments.filter(each => each.status === 'queued');
  if (waiting.length >= QUEUE_LIMIT) return { outcome: 'queue-full' };

  const bypass = request.force === true || request.rollback === true || request.instant === true;
  const existing = instance.deployments.find(
    each =>
      !isTerminal(each) &&
      each.application === request.application &&
      each.commit === request.commit &&
      each.pullRequest === pullRequest &&
      each.previewTag === previewTag,
  );
  if (existing !== undefined && !bypass) return { outcome: 'skipped', existing };

  const deployment = newRow(instance, request, pullRequest, previewTag);
  instance.deployments.push(deployment);
  void considerAfterTick(instance, deployment, request.instant === true);
  return { outcome: 'queued', deployment };
}

/** Starts what can start now, oldest first. Called when a job ends; nothing else looks at the queue again. */
export function advanceQueue(instance: Instance): void {
  for (const deployment of instance.deployments.filter(each => each.status === 'queued'))
    consider(instance, deployment);
}

/** Cancels a queued or running deployment: the row at once, the job behind it as soon as it notices. */
export function cancelDeployment(
  instance: Instance,
  deployment: Deployment,
  options: { readonly stall: boolean },
): void {
  const job = instance.jobs.get(deployment.uuid);
  const advances = instance.profile.cancelAdvancesQueue && !options.stall;
  settle(instance, deployment, 'cancelled-by-user');
  job?.abort(new JobAborted('cancel', advances));
  if (job === undefined && advances) advanceQueue(instance);
}

/** What Coolify does to its queue when it starts: everything open is failed, without a word in any log. */
export function failOpenDeployments(instance: Instance): void {
  for (const deployment of instance.deployments) settle(instance, deployment, 'failed');
  for (const job of instance.jobs.values()) job.abort(new JobAborted('restart', false));
}

async function considerAfterTick(instance: Instance, deployment: Deployment, instant: boolean): Promise<void> {
  try {
    await pause(instance.timings.queueTickMs, instance.lifetime);
  } catch {
    return;
  }
  if (instant && deployment.status === 'queued') start(instance, deployment);
  else consider(instance, deployment);
}

function consider(instance: Instance, deployment: Deployment): void {
  if (deployment.status !== 'queued') return;
  const running = instance.deployments.filter(each => each.status === 'in_progress');
  if (running.length >= CONCURRENT_BUILDS) return;
  const { application, pullRequest } = deployment;
  if (running.some(each => each.application === application && each.pullRequest === pullRequest)) return;
  if (instance.traps.springs('queue-stuck', { application: application.uuid }) !== undefined) return;
  start(instance, deployment);
}

function start(instance: Instance, deployment: Deployment): void {
  const job = new AbortController();
  instance.jobs.set(deployment.uuid, job);
  deployment.status = 'in_progress';
  deployment.updatedAt = instance.clock.now();
  const signal = AbortSignal.any([job.signal, instance.lifetime]);
  void runJob(instance, deployment, signal).then(mayAdvance => {
    instance.jobs.delete(deployment.uuid);
    if (mayAdvance) advanceQueue(instance);
  });
}

function newRow(
  instance: Instance,
  request: DeploymentRequest,
  pullRequest: number,
  previewTag: string | null,
): Deployment {
  const now = instance.clock.now();
  return {
    id: instance.nextId(),
    uuid: instance.newUuid(),
    application: request.application,
    pullRequest,
    previewTag,
    force: request.force ?? false,
    rollback: request.rollback ?? false,
    restartOnly: request.restartOnly ?? false,
    isApi: request.isApi ?? false,
    isWebhook: request.isWebhook ?? false,
    createdAt: now,
    commit: request.commit,
    status: 'queued',
    updatedAt: now,
    finishedAt: null,
    configHash: null,
    entries: [],
  };
}
