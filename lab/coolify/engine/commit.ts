import { pause } from '../clock.ts';
import type { Instance } from '../instance.ts';
import type { DeploymentLog } from '../logs.ts';
import type { Deployment } from '../records.ts';
import { DeploymentFailure } from './failure.ts';

/**
 * Decides which commit this deployment builds and rewrites the row with it.
 *
 * - rollback: the commit asked for, nothing is resolved
 * - Docker image applications: the row stays "HEAD" for the whole run
 * - "HEAD": the head of the branch, at this moment and not when the deployment was queued
 * - anything else (a pin, a webhook's commit): itself from 4.2.0; up to 4.1.2 the head of the branch overwrites it, so
 *   that the row shows the wanted commit for a moment and then another one is built
 */
export async function resolveCommit(
  instance: Instance,
  deployment: Deployment,
  log: DeploymentLog,
  signal: AbortSignal,
): Promise<void> {
  const { application, rollback } = deployment;
  const { columns, source } = application;
  if (columns.build_pack === 'dockerimage' || rollback) return;

  await pause(instance.timings.lsRemoteMs, signal);
  const pinIgnored =
    instance.profile.pin === 'ignored' ||
    (deployment.commit !== 'HEAD' &&
      instance.traps.springs('post-commit-head', { application: application.uuid }) !== undefined);
  if (deployment.commit === 'HEAD' || pinIgnored) deployment.commit = await headOf();
  deployment.updatedAt = instance.clock.now();
  log.milestone(`Importing ${columns.git_repository}:${columns.git_branch} (commit sha ${deployment.commit}).`);

  async function headOf(): Promise<string> {
    try {
      return await source.head(columns.git_branch);
    } catch (reason) {
      const detail = reason instanceof Error ? reason.message : String(reason);
      throw new DeploymentFailure(`git ls-remote found no branch ${columns.git_branch}: ${detail}`);
    }
  }
}
