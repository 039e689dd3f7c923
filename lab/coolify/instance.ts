import type { Clock } from './clock.ts';
import type { Profile } from './profiles.ts';
import type { Application, Deployment, PlainResource } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { TokenStore } from './tokens.ts';
import type { Traps } from './traps.ts';

/** Delays of the engine, all in milliseconds. */
export interface Timings {
  /** From the request to the queue's decision. */
  readonly queueTickMs: number;
  /** From in_progress to the first thing the job does. */
  readonly jobStartMs: number;
  /** How long asking git for the head of the branch takes. */
  readonly lsRemoteMs: number;
  /** Between two container scans, which correct the status of applications. */
  readonly scanIntervalMs: number;
  /** From status finished to the post-deployment command; finished_at follows that. */
  readonly postCommandDelayMs: number;
  /** How long a second of a health check lasts. 1000 is real time: set that for processes that take seconds to boot. */
  readonly secondMs: number;
}

export const DEFAULT_TIMINGS: Timings = {
  queueTickMs: 20,
  jobStartMs: 60,
  lsRemoteMs: 60,
  scanIntervalMs: 300,
  postCommandDelayMs: 60,
  secondMs: 50,
};

/** Deployments that may run at once on the server (Coolify's default of `concurrent_builds`). */
export const CONCURRENT_BUILDS = 2;
/** Queued deployments after which /deploy answers 429 (Coolify's default, since beta.454). */
export const QUEUE_LIMIT = 25;

/** One running Coolify: what its API and its engine share. */
export interface Instance {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly timings: Timings;
  readonly runtime: Runtime;
  readonly traps: Traps;
  readonly tokens: TokenStore;
  /** Requests a minute a user. */
  readonly rateLimit: number;
  readonly applications: Application[];
  readonly services: PlainResource[];
  readonly databases: PlainResource[];
  readonly deployments: Deployment[];
  /** The running jobs by deployment uuid; aborting one is what a cancel or a restart of Coolify does. */
  readonly jobs: Map<string, AbortController>;
  /** Aborted when the lab's Coolify stops for good. */
  readonly lifetime: AbortSignal;
  /** Tells the edge which port serves a host name of an application (its uuid) now. */
  publish(host: string, port: number | undefined, application: string): void;
  /** Coolify goes away for `downMs` and comes back: what an update of itself looks like. */
  restart(downMs: number): Promise<void>;
  /** Numeric row ids, one sequence for all tables. */
  nextId(): number;
  newUuid(): string;
}

export function isTerminal(deployment: Deployment): boolean {
  return deployment.status !== 'queued' && deployment.status !== 'in_progress';
}

/** The image name Coolify tags an application's builds with. */
export function imageName(application: Application): string {
  return application.columns.docker_registry_image_name ?? application.uuid;
}

/** Host names of an application, without scheme, port and path. */
export function hostsOf(application: Application): readonly string[] {
  const urls = (application.columns.fqdn ?? '').split(',').map(url => url.trim());
  return urls.filter(url => url !== '').map(url => (URL.canParse(url) ? new URL(url).hostname : url));
}
