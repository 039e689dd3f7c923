import type { Instance } from '../instance.ts';
import { hostsOf } from '../instance.ts';
import type { DeploymentLog } from '../logs.ts';
import type { Application, Deployment, RunningContainer, StoredImage } from '../records.ts';
import { runtimeEnvironment } from './configuration.ts';
import { DeploymentFailure } from './failure.ts';
import { healthGate, watchHealth } from './health.ts';

const CONTAINER_LOG_LINES = 100;

/**
 * Puts the new container in the old one's place. A rolling update starts the new one beside the old one and waits for
 * its health; everything else removes the old one first and asks nobody.
 */
export async function swapContainers(
  instance: Instance,
  deployment: Deployment,
  stored: StoredImage,
  log: DeploymentLog,
  signal: AbortSignal,
): Promise<void> {
  const obstacle = rollingObstacle(deployment);
  if (obstacle === undefined) {
    await rollingUpdate(instance, deployment, stored, log, signal);
    return;
  }
  log.milestone('----------------------------------------');
  log.milestone(`${obstacle} Rolling update is not supported.`);
  await replaceContainer(instance, deployment, stored, log);
}

/** Why this deployment cannot roll, or undefined when it can. */
function rollingObstacle({ application, pullRequest }: Deployment): string | undefined {
  const { columns, settings } = application;
  if (pullRequest > 0) return 'Pull request deployment.';
  if (columns.build_pack === 'dockercompose') return 'Docker Compose application.';
  if (columns.ports_mappings !== null && columns.ports_mappings !== '') {
    return 'Application has ports mapped to the host system.';
  }
  if (settings.is_consistent_container_name_enabled) return 'Consistent container name feature enabled.';
  if (columns.custom_internal_name !== null) return 'Custom internal name is set.';
  return undefined;
}

async function rollingUpdate(
  instance: Instance,
  deployment: Deployment,
  stored: StoredImage,
  log: DeploymentLog,
  signal: AbortSignal,
): Promise<void> {
  const { application } = deployment;
  log.milestone('Rolling update started.');
  const next = await startContainer(instance, deployment, stored);
  try {
    log.milestone('New container started.');
    const verdict = await healthGate(instance, application, next.watch, signal, line => log.milestone(line));
    if (!verdict.healthy) {
      log.milestone('New container is not healthy.', 'stderr');
      if (!application.hasHttpClient) {
        log.milestone('WARNING: the health check needs curl or wget inside the container.', 'stderr');
      }
      log.milestone(`Healthcheck logs: ${verdict.lastOutput}`);
      log.milestone(`Container logs:\n${next.container.logs(CONTAINER_LOG_LINES)}`);
      log.milestone('Removing the new container; the old container keeps running.');
      // Printed whatever the outcome was: nobody should decide from this line.
      log.milestone('Rolling update completed.');
      throw new DeploymentFailure('New container is not healthy, rolling back to the old container.', 'after-gate');
    }
    signal.throwIfAborted();
  } catch (reason) {
    await stopContainer(next);
    throw reason;
  }
  const old = application.current;
  application.current = next;
  announce(instance, application);
  if (old !== undefined) {
    log.milestone('Removing old containers.');
    await stopContainer(old);
  }
  // The job writes a bare `running`, which reads back as running:unhealthy until the next container scan.
  application.status = 'running:unhealthy';
  log.milestone('Rolling update completed.');
}

async function replaceContainer(
  instance: Instance,
  deployment: Deployment,
  stored: StoredImage,
  log: DeploymentLog,
): Promise<void> {
  const { application, pullRequest } = deployment;
  const old = pullRequest > 0 ? application.previews.get(pullRequest) : application.current;
  log.milestone('Removing old containers.');
  if (pullRequest === 0) {
    application.current = undefined;
    announce(instance, application);
  }
  if (old !== undefined) await stopContainer(old);
  const next = await startContainer(instance, deployment, stored);
  log.milestone('New container started.');
  if (pullRequest > 0) {
    application.previews.set(pullRequest, next);
    return;
  }
  application.current = next;
  announce(instance, application);
}

async function startContainer(
  instance: Instance,
  deployment: Deployment,
  stored: StoredImage,
): Promise<RunningContainer> {
  const { application } = deployment;
  const container = await instance.runtime.run({
    image: stored.image,
    name: containerName(deployment),
    command: application.startCommand,
    environment: runtimeEnvironment(deployment),
    web: application.web,
  });
  return { container, tag: stored.tag, watch: watchHealth(instance, application, container) };
}

function containerName({ id, application, pullRequest }: Deployment): string {
  if (pullRequest > 0) return `${application.uuid}-pr-${pullRequest}`;
  if (application.settings.is_consistent_container_name_enabled) return application.uuid;
  return `${application.columns.custom_internal_name ?? application.uuid}-${String(Date.now()).slice(-9)}${id}`;
}

/** Stops a container and its health check. */
export async function stopContainer({ container, watch }: RunningContainer): Promise<void> {
  watch?.stop();
  await container.stop();
}

/** Tells the edge which port each host name of the application leads to. */
export function announce(instance: Instance, application: Application): void {
  const port = application.current?.container.port;
  for (const host of hostsOf(application)) instance.publish(host, port, application.uuid);
}
