import { pause } from '../clock.ts';
import type { Instance } from '../instance.ts';
import type { DeploymentLog } from '../logs.ts';
import { deploymentLog } from '../logs.ts';
import type { Deployment, DeploymentStatus } from '../records.ts';
import { runPostCommand, runPreCommand } from './commands.ts';
import { resolveCommit } from './commit.ts';
import { DeploymentFailure, JobAborted } from './failure.ts';
import { obtainImage } from './images.ts';
import { pruneImages } from './retention.ts';
import { swapContainers } from './swap.ts';

/** How long a restart forced in the middle of a deployment keeps Coolify away, unless the trap says otherwise. */
const RESTART_DOWN_MS = 200;

/**
 * One deployment from in_progress to its end. The status is written first; the post-deployment command follows; then
 * finished_at. Never rejects.
 *
 * @returns whether the queue may move on. A cancelled job leaves it standing up to 4.3.6.
 */
export async function runJob(instance: Instance, deployment: Deployment, signal: AbortSignal): Promise<boolean> {
  const log = deploymentLog(instance, deployment);
  let runsPostCommand = true;
  try {
    await deploy(instance, deployment, log, signal);
    settle(instance, deployment, 'finished');
  } catch (reason) {
    if (signal.aborted) return endAborted(instance, deployment, signal);
    runsPostCommand = reason instanceof DeploymentFailure && reason.stage === 'after-gate';
    settle(instance, deployment, 'failed');
    log.milestone('========================================', 'stderr');
    log.milestone(`Deployment failed: ${reason instanceof Error ? reason.message : String(reason)}`, 'stderr');
  }
  return conclude(instance, deployment, log, signal, runsPostCommand);
}

async function deploy(
  instance: Instance,
  deployment: Deployment,
  log: DeploymentLog,
  signal: AbortSignal,
): Promise<void> {
  const { application } = deployment;
  const subject = { application: application.uuid };
  await pause(instance.timings.jobStartMs, signal);
  const restart = instance.traps.springs('restart-marks-failed', subject);
  if (restart !== undefined) void instance.restart(restart.durationMs ?? RESTART_DOWN_MS);
  signal.throwIfAborted();
  if (instance.traps.springs('stuck-in-progress', subject) !== undefined) await untilAborted(signal);

  log.milestone(`Starting deployment of ${application.columns.name} to localhost.`);
  log.milestone('Preparing container with helper image.');
  await runPreCommand(deployment, log);
  signal.throwIfAborted();
  await resolveCommit(instance, deployment, log, signal);
  const stored = await obtainImage(instance, deployment, log, signal);
  signal.throwIfAborted();
  await swapContainers(instance, deployment, stored, log, signal);
  application.configHash = deployment.configHash;
}

async function conclude(
  instance: Instance,
  deployment: Deployment,
  log: DeploymentLog,
  signal: AbortSignal,
  runsPostCommand: boolean,
): Promise<boolean> {
  try {
    if (runsPostCommand) {
      await pause(instance.timings.postCommandDelayMs, signal);
      await runPostCommand(instance, deployment, log);
    }
    const late = instance.traps.springs('finished-before-finished-at', { application: deployment.application.uuid });
    if (late !== undefined) await pause(late.delayMs ?? 0, signal);
    signal.throwIfAborted();
    await pruneImages(instance, deployment.application);
  } catch (reason) {
    // A restart of Coolify after the status was written: it stays, and finished_at never comes.
    if (signal.aborted) return false;
    log.milestone(`Post-deployment step failed: ${String(reason)}`, 'stderr');
  }
  close(instance, deployment);
  return true;
}

function endAborted(instance: Instance, deployment: Deployment, signal: AbortSignal): boolean {
  const reason: unknown = signal.reason;
  if (!(reason instanceof JobAborted) || reason.by === 'restart') return false;
  close(instance, deployment);
  return reason.advancesQueue;
}

/** Writes a status, unless the row is terminal already: that never changes. */
export function settle(instance: Instance, deployment: Deployment, status: DeploymentStatus): void {
  if (deployment.status !== 'queued' && deployment.status !== 'in_progress') return;
  deployment.status = status;
  deployment.updatedAt = instance.clock.now();
}

function close(instance: Instance, deployment: Deployment): void {
  deployment.finishedAt = instance.clock.now();
  deployment.updatedAt = deployment.finishedAt;
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
