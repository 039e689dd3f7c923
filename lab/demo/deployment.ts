/** One job of a workflow: a checkout of the commit with the configuration in it, and the committed action run on it. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { ROOT } from '../../scripts/root.ts';
import type { ReleaseName } from '../app/history.ts';
import { type RunOptions, type RunResult, runAction } from '../runner/index.ts';
import { ENVIRONMENTS, type EnvironmentName } from './environment.ts';
import { REPOSITORY, type World } from './world.ts';

export interface JobOptions {
  /** Each line as the action prints it. */
  readonly onLine?: (line: string) => void;
  /** Cancels the job as the user's click does. */
  readonly cancel?: AbortSignal;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** One after the other: `web` migrates, and a worker of a release whose pages do not start is not wanted. */
const RESOURCES = 'web\nworker';
const JOB_TIMEOUT_MS = 120_000;
/** Between the signals of a cancelled job: a person who pressed Ctrl-C waits for this. */
const PATIENCE = { sigintMs: 2_000, sigtermMs: 500, outputMs: 500 } as const;

/** Pushes the release to the environment's branch and runs `redeploy` for it, as the push would have started it. */
export async function deploy(
  world: World,
  name: EnvironmentName,
  release: ReleaseName,
  options: JobOptions = {},
): Promise<RunResult> {
  const { sha } = world.history.releases[release];
  await world.history.branch(name, sha);
  const workspace = join(world.directory, 'workspaces', `${name}-${release}-${world.coolify.deployments.length}`);
  await mkdir(dirname(workspace), { recursive: true });
  await world.history.clone(workspace, sha);
  await writeConfiguration(world, workspace);
  const job: RunOptions = {
    action: join(ROOT, 'redeploy'),
    with: {
      environment: name,
      'coolify-token': world.coolifyToken,
      resources: RESOURCES,
      'ca-file': world.edge.caFile,
      // The lab's Coolify answers on loopback, without TLS. The site has it, and its certificate is verified.
      'allow-insecure': 'true',
      timeout: '90s',
      'health-timeout': '30s',
      ...options.inputs,
    },
    context: {
      repository: REPOSITORY,
      sha,
      ref: `refs/heads/${name}`,
      api_url: world.github.url,
      token: world.github.token(),
      workflow: `Deploy to ${name}`,
    },
    secrets: [world.coolifyToken],
    workspace,
    timeoutMs: JOB_TIMEOUT_MS,
    patience: PATIENCE,
    ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    ...(options.cancel === undefined ? {} : { cancel: options.cancel }),
  };
  const run = await runAction(job);
  run.dispose();
  await rm(workspace, { recursive: true, force: true });
  return run;
}

/** The configuration a team would commit once; the addresses of the lab are known only now. */
async function writeConfiguration(world: World, workspace: string): Promise<void> {
  const environments = ENVIRONMENTS.map(name => {
    const { site, applications } = world.environments[name];
    const resources = {
      web: { uuid: applications.web.uuid, health: '/health/', version: '/health/#$.version' },
      worker: { uuid: applications.worker.uuid },
    };
    const follows = name === 'production' ? { 'promote-from': 'staging' } : {};
    return [
      name,
      { url: site.origin, branch: name, ...follows, coolify: { url: world.coolify.url, resources } },
    ] as const;
  });
  const file = join(workspace, '.github', 'obcms-deploy.yml');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, stringify({ version: 1, environments: Object.fromEntries(environments) }));
}
