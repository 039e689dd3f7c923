/** A Coolify for tests: its API and deployment engine as behaviour, by version. See README.md beside this file. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApplicationSpec } from './application.ts';
import { createApplication } from './application.ts';
import { skewedClock } from './clock.ts';
import { advanceQueue, enqueue, failOpenDeployments } from './engine/queue.ts';
import { scanContainers } from './engine/status.ts';
import { resourceUuid } from './identifiers.ts';
import type { Instance, Timings } from './instance.ts';
import { DEFAULT_TIMINGS, isTerminal } from './instance.ts';
import type { Version } from './profiles.ts';
import { profileOf } from './profiles.ts';
import type { Application, Deployment, PlainResource } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { RecordedRequest } from './server.ts';
import { openServer } from './server.ts';
import type { TokenSpec } from './tokens.ts';
import { TokenStore } from './tokens.ts';
import { Traps } from './traps.ts';

export type { ApplicationSpec } from './application.ts';
export { DEFAULT_TIMINGS, type Timings } from './instance.ts';
export { VERSIONS, type Version } from './profiles.ts';
export type { Application, Deployment, LogEntry, PlainResource, ScheduledTask } from './records.ts';
export type { RecordedRequest } from './server.ts';
export type { Ability, TokenSpec } from './tokens.ts';
export { TRAP_NAMES, TRAPS, type TrapName, type TrapOptions, type Traps } from './traps.ts';

export interface CoolifyOptions {
  readonly version: Version;
  /** Owned from here on: `stop()` disposes it. */
  readonly runtime: Runtime;
  /**
   * The edge: which port serves a host name from now on; undefined when nothing does. Called at the swap. The uuid of the
   * application tells sites apart that share a host name and differ in their port only.
   */
  readonly publish?: (domain: string, port: number | undefined, application: string) => void;
  readonly timings?: Partial<Timings>;
  /** Added to our clock wherever Coolify writes a date. */
  readonly clockSkewMs?: number;
  readonly port?: number;
  /** Requests a minute a user; Coolify's default of 200. Raise it for clients that poll every few milliseconds. */
  readonly rateLimitPerMinute?: number;
}

/** What a push did. `ignored`: auto-deploy is off. */
export interface PushAnswer {
  readonly outcome: 'queued' | 'skipped' | 'queue-full' | 'ignored';
  readonly deployment: Deployment | undefined;
}

export interface Coolify {
  /** `http://127.0.0.1:<port>`, without `/api/v1`. */
  readonly url: string;
  readonly applications: readonly Application[];
  /** All rows, oldest first. */
  readonly deployments: readonly Deployment[];
  readonly requests: readonly RecordedRequest[];
  readonly traps: Traps;
  token(spec: TokenSpec): string;
  addApplication(spec: ApplicationSpec): Application;
  addService(spec: { readonly name: string; readonly uuid?: string; readonly tags?: readonly string[] }): PlainResource;
  addDatabase(spec: {
    readonly name: string;
    readonly uuid?: string;
    readonly tags?: readonly string[];
    readonly type?: string;
  }): PlainResource;
  /** Deploys as somebody in Coolify's own pages would, and waits for the end of it (10 minutes at
   * most, unless told otherwise): how a lab gets its first release. */
  deploy(
    application: Application,
    options?: { readonly force?: boolean; readonly timeoutMs?: number },
  ): Promise<Deployment>;
  /** The git webhook after a push of `commit` to the application's branch. Move the branch of the source first. */
  push(application: Application, commit: string): PushAnswer;
  /** Coolify updates itself: what is open fails without a word, then 502 pages for `downMs`. */
  restartCoolify(options: { readonly downMs: number }): Promise<void>;
  /** Resolves when no deployment is open and no job runs; rejects after `timeoutMs` (30 s). */
  settled(timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

const RATE_LIMIT_PER_MINUTE = 200;
const SETTLED_POLL_MS = 5;
const SETTLED_TIMEOUT_MS = 30_000;
/** Real processes build for minutes. */
const DEPLOY_TIMEOUT_MS = 600_000;
const STOP_TIMEOUT_MS = 10_000;

export async function startCoolify(options: CoolifyOptions): Promise<Coolify> {
  const lifetime = new AbortController();
  let lastId = 0;
  const profile = profileOf(options.version);
  const instance: Instance = {
    profile,
    clock: skewedClock(options.clockSkewMs ?? 0),
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
    runtime: options.runtime,
    traps: new Traps(),
    tokens: new TokenStore(),
    rateLimit: options.rateLimitPerMinute ?? RATE_LIMIT_PER_MINUTE,
    applications: [],
    services: [],
    databases: [],
    deployments: [],
    jobs: new Map(),
    lifetime: lifetime.signal,
    publish: options.publish ?? (() => {}),
    restart,
    nextId: () => {
      lastId += 1;
      return lastId;
    },
    newUuid: () => resourceUuid(profile.uuidShape),
  };
  const face = await openServer(instance, options.port ?? 0);
  const scan = setInterval(() => scanContainers(instance), instance.timings.scanIntervalMs);
  scan.unref();
  instance.traps.whenDisabled(name => {
    if (name === 'queue-stuck') advanceQueue(instance);
  });

  async function restart(downMs: number): Promise<void> {
    face.setDown(true);
    failOpenDeployments(instance);
    await sleep(downMs);
    face.setDown(false);
  }

  function addPlain(
    list: PlainResource[],
    spec: { name: string; uuid?: string; tags?: readonly string[] },
    type: string,
  ) {
    const { name, uuid = instance.newUuid(), tags = [] } = spec;
    const resource: PlainResource = { id: instance.nextId(), uuid, name, type, tags, status: 'running:healthy' };
    list.push(resource);
    return resource;
  }

  async function until(holds: () => boolean, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`deployments are still open after ${timeoutMs} ms`);
      await sleep(SETTLED_POLL_MS);
    }
  }

  const settled = (timeoutMs = SETTLED_TIMEOUT_MS) =>
    until(() => instance.jobs.size === 0 && instance.deployments.every(isTerminal), timeoutMs);

  return {
    url: face.url,
    applications: instance.applications,
    deployments: instance.deployments,
    requests: face.requests,
    traps: instance.traps,
    token: spec => instance.tokens.create(spec),
    addApplication(spec) {
      const application = createApplication(instance, spec);
      instance.applications.push(application);
      return application;
    },
    addService: spec => addPlain(instance.services, spec, 'service'),
    addDatabase: spec => addPlain(instance.databases, spec, spec.type ?? 'standalone-postgresql'),
    async deploy(application, { force = false, timeoutMs = DEPLOY_TIMEOUT_MS } = {}) {
      const answer = enqueue(instance, { application, commit: application.columns.git_commit_sha, force });
      if (answer.outcome === 'queue-full') throw new Error('the deployment queue is full');
      const deployment = answer.outcome === 'queued' ? answer.deployment : answer.existing;
      await until(() => isTerminal(deployment) && !instance.jobs.has(deployment.uuid), timeoutMs);
      return deployment;
    },
    push(application, commit) {
      if (!application.settings.is_auto_deploy_enabled) return { outcome: 'ignored', deployment: undefined };
      const answer = enqueue(instance, { application, commit, isWebhook: true });
      const deployment = answer.outcome === 'queued' ? answer.deployment : undefined;
      return { outcome: answer.outcome, deployment };
    },
    restartCoolify: ({ downMs }) => restart(downMs),
    settled,
    async stop() {
      clearInterval(scan);
      lifetime.abort(new Error('the lab stops'));
      await face.close();
      // A job in the middle of a swap would start its container after the runtime was disposed.
      const deadline = Date.now() + STOP_TIMEOUT_MS;
      while (instance.jobs.size > 0 && Date.now() < deadline) await sleep(SETTLED_POLL_MS);
      await options.runtime.dispose();
    },
  };
}
