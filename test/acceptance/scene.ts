import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type Application,
  type ApplicationSpec,
  type Coolify,
  startCoolify,
  type Timings,
  type TokenSpec,
  type Version,
} from '../../lab/coolify/index.ts';
import {
  type Behaviour,
  type LightRuntime,
  type LightSource,
  lightRuntime,
  lightSource,
} from '../../lab/coolify/runtime-light.ts';
import { type Edge, type Site, startEdge } from '../../lab/edge/index.ts';
import { type Github, startGithub } from '../../lab/github/index.ts';
import { type RunOptions, type RunResult, runAction } from '../../lab/runner/index.ts';
import { ROOT } from '../../scripts/root.ts';

export interface SceneOptions {
  readonly version?: Version;
  /** The first application; `false` for none. Named `web`, with a health check and a domain. */
  readonly web?: Partial<ApplicationSpec>;
  readonly token?: Partial<TokenSpec>;
  readonly timings?: Partial<Timings>;
  readonly clockSkewMs?: number;
  readonly behaviour?: Behaviour;
  /** Whether the old release is deployed before the story begins. Default true. */
  readonly live?: boolean;
}

/** One application on a light Coolify behind the TLS edge, and the committed bundle that deploys to it. */
export interface Scene {
  readonly coolify: Coolify;
  readonly runtime: LightRuntime;
  readonly source: LightSource;
  readonly edge: Edge;
  readonly site: Site;
  readonly web: Application;
  readonly token: string;
  /** Commits in order: the one that is live, the one to deploy, a later one. */
  readonly old: string;
  readonly next: string;
  readonly later: string;
  /** Runs `redeploy` as the runner does, by default with all that a good run needs. An input of '' takes one away. */
  run(inputs?: Readonly<Record<string, string>>, options?: Partial<RunOptions>): Promise<RunResult>;
  inputs(): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const HEALTHY = { health_check_enabled: true, health_check_path: '/health/' } as const;

export const freshCommit = (): string => randomBytes(20).toString('hex');

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const [old, next, later] = [freshCommit(), freshCommit(), freshCommit()];
  const source = lightSource({ main: old });
  for (const commit of [next, later, old]) source.move('main', commit);
  const runtime = lightRuntime(options.behaviour);
  const edge = await startEdge();
  const site = await edge.site({ name: 'web' });
  const coolify = await startCoolify({
    version: options.version ?? '4.3.10',
    runtime,
    publish: (_domain, port) => site.target(port),
    ...(options.timings === undefined ? {} : { timings: options.timings }),
    ...(options.clockSkewMs === undefined ? {} : { clockSkewMs: options.clockSkewMs }),
  });
  const web = coolify.addApplication({ name: 'web', source, domain: site.origin, health: HEALTHY, ...options.web });
  const token = coolify.token({ abilities: ['deploy', 'read', 'read:sensitive', 'write'], ...options.token });
  if (options.live !== false) await coolify.deploy(web);
  source.move('main', next);

  const inputs = () => ({
    'coolify-url': coolify.url,
    'coolify-token': token,
    resources: `web=${web.uuid}`,
    sha: next,
    version: '/health/#$.version',
    'ca-file': edge.caFile,
    'allow-insecure': 'true',
    'health-timeout': '20s',
    timeout: '2m',
    'github-token': '',
  });
  return {
    coolify,
    runtime,
    source,
    edge,
    site,
    web,
    token,
    old,
    next,
    later,
    inputs,
    run: (given = {}, more = {}) => runRedeploy({ ...inputs(), ...given }, { secrets: [token], ...more }),
    async stop() {
      await coolify.stop();
      await edge.stop();
    },
  };
}

/** The action as users start it: the door's `action.yml`, the committed bundle. */
export function runRedeploy(
  inputs: Readonly<Record<string, string>>,
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  return runAction({ action: join(ROOT, 'redeploy'), with: inputs, ...options });
}

/** The one line of JSON every run writes. */
export function resultOf(run: RunResult): Record<string, unknown> {
  const value: unknown = JSON.parse(run.outputs['result'] ?? '{}');
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** How often a deployment was asked for. */
export function triggers(coolify: Coolify): number {
  return coolify.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/deploy')).length;
}

export type { Github };
export { startGithub };

/** A scene for one test, stopped whatever happens. */
export async function inScene(options: SceneOptions, story: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await openScene(options);
  try {
    await story(scene);
  } finally {
    await scene.stop();
  }
}

/** The resources of a result, by name. */
export function resourcesOf(run: RunResult): Record<string, Record<string, unknown>> {
  const { resources } = resultOf(run);
  const list: unknown[] = Array.isArray(resources) ? resources : [];
  return Object.fromEntries(
    list
      .filter((entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null)
      .map(entry => [String(entry['name']), entry]),
  );
}

/** What the step showed as its error, warning or notice. */
export function shown(run: RunResult): string {
  return run.annotations.map(({ title, message }) => `${title}\n${message}`).join('\n');
}
