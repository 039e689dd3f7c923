import { pause } from '../clock.ts';
import type { Instance } from '../instance.ts';
import type { Application, HealthColumns, HealthWatch } from '../records.ts';
import type { Container } from '../runtime.ts';

type Check = Pick<
  HealthColumns,
  | 'health_check_type'
  | 'health_check_command'
  | 'health_check_path'
  | 'health_check_host'
  | 'health_check_port'
  | 'health_check_method'
  | 'health_check_interval'
  | 'health_check_timeout'
  | 'health_check_retries'
  | 'health_check_start_period'
>;

/**
 * Starts the health check of a container, or nothing when none is defined: Coolify's own is off by default (since
 * beta.318), and then only a HEALTHCHECK of the Dockerfile counts.
 */
export function watchHealth(
  instance: Instance,
  application: Application,
  container: Container,
): HealthWatch | undefined {
  const check = checkOf(application);
  if (check === undefined) return undefined;

  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, instance.lifetime]);
  const startedAt = Date.now();
  const second = instance.timings.secondMs;
  let state: HealthWatch['state'] = 'starting';
  let lastOutput = '';
  let failures = 0;

  const watch = async () => {
    while (container.state === 'running') {
      await pause(check.health_check_interval * second, signal);
      const inStartPeriod = Date.now() - startedAt < check.health_check_start_period * second;
      const failure = await runCheck(application, container, check, check.health_check_timeout * second);
      lastOutput = failure ?? 'ok';
      if (failure === undefined) {
        failures = 0;
        state = 'healthy';
      } else if (!inStartPeriod || state !== 'starting') {
        failures += 1;
        if (failures >= check.health_check_retries) state = 'unhealthy';
      }
    }
    state = 'unhealthy';
  };
  watch().catch((reason: unknown) => {
    if (!signal.aborted) lastOutput = String(reason);
  });

  return {
    get state() {
      return state;
    },
    get lastOutput() {
      return lastOutput;
    },
    startPeriod: check.health_check_start_period,
    interval: check.health_check_interval,
    retries: check.health_check_retries,
    stop: () => stopped.abort(new Error('the container is gone')),
  };
}

function checkOf({ columns, dockerfileHealthcheck }: Application): Check | undefined {
  if (columns.health_check_enabled) return columns;
  return dockerfileHealthcheck === undefined ? undefined : { ...columns, ...dockerfileHealthcheck };
}

/** Undefined when healthy, else what the check printed. */
async function runCheck(
  application: Application,
  container: Container,
  check: Check,
  timeoutMs: number,
): Promise<string | undefined> {
  if (check.health_check_type === 'cmd') {
    const lines: string[] = [];
    const { exitCode } = await container.exec(check.health_check_command ?? '', line => lines.push(line));
    return exitCode === 0 ? undefined : lines.join('\n') || `exit code ${exitCode}`;
  }
  if (!application.hasHttpClient) return 'sh: curl: not found\nsh: wget: not found';
  const port =
    check.health_check_port ?? container.port ?? Number.parseInt(application.columns.ports_exposes ?? '80', 10);
  const answer = await container.probe(check.health_check_path, {
    method: check.health_check_method,
    host: `${check.health_check_host}:${port}`,
    timeoutMs,
  });
  if ('error' in answer) return `curl: (7) ${answer.error}`;
  // curl -f: an error from 400 on; a redirect is not followed and counts as healthy.
  return answer.status < 400 ? undefined : `curl: (22) The requested URL returned error: ${answer.status}`;
}

/** What Coolify found when it waited for the new container. */
export type GateVerdict =
  | { readonly healthy: true; readonly checked: boolean }
  | { readonly healthy: false; readonly reason: 'unhealthy' | 'starting'; readonly lastOutput: string };

/**
 * Coolify's wait before it swaps: sleep the start period, then look at Docker's verdict up to `retries` times, one
 * interval apart. Still "starting" after the last look counts as unhealthy. Without any health check there is no wait.
 */
export async function healthGate(
  instance: Instance,
  application: Application,
  watch: HealthWatch | undefined,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<GateVerdict> {
  if (instance.traps.springs('failed-health', { application: application.uuid }) !== undefined) {
    return { healthy: false, reason: 'unhealthy', lastOutput: 'curl: (22) The requested URL returned error: 503' };
  }
  if (watch === undefined) return { healthy: true, checked: false };

  const second = instance.timings.secondMs;
  note(`Waiting for the start period (${watch.startPeriod} seconds) before starting healthcheck.`);
  await pause(watch.startPeriod * second, signal);
  for (let attempt = 1; attempt <= watch.retries; attempt += 1) {
    note(`Attempt ${attempt} of ${watch.retries} | Healthcheck status: "${watch.state}"`);
    if (watch.state === 'healthy') return { healthy: true, checked: true };
    if (watch.state === 'unhealthy') break;
    if (attempt < watch.retries) await pause(watch.interval * second, signal);
  }
  return {
    healthy: false,
    reason: watch.state === 'unhealthy' ? 'unhealthy' : 'starting',
    lastOutput: watch.lastOutput,
  };
}
