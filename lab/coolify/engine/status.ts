import type { Instance } from '../instance.ts';
import type { Application, RunningContainer } from '../records.ts';

/**
 * The status a container scan finds. Without a health check the health is unknown (since beta.445); a stopped
 * application reads back as exited:unhealthy.
 */
export function scannedStatus(current: RunningContainer | undefined): string {
  if (current === undefined || current.container.state === 'exited') return 'exited:unhealthy';
  if (current.watch === undefined) return 'running:unknown';
  return current.watch.state === 'starting' ? 'starting:unknown' : `running:${current.watch.state}`;
}

/** One container scan over all applications. */
export function scanContainers(instance: Instance): void {
  for (const application of instance.applications) scanOne(instance, application);
}

function scanOne(instance: Instance, application: Application): void {
  if (instance.traps.springs('status-lags', { application: application.uuid }) !== undefined) return;
  application.status = scannedStatus(application.current);
}
