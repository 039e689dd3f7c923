/** What a job checks out: the commit, and in it the configuration and the suites that a team commits once. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { ROOT } from '../../scripts/root.ts';
import { ENVIRONMENTS, type EnvironmentName } from './environment.ts';
import type { World } from './world.ts';

/** The examples that people copy, as they are. */
const EXAMPLES = join(ROOT, 'examples', 'smoke');

/** Paths as the configuration names them. */
export const SUITES: Readonly<Record<EnvironmentName, string>> = {
  staging: 'smoke/obcms.yml',
  production: 'smoke/obcms-production.yml',
};

/** Checks the commit out, does the job in that folder, and removes it. */
export async function inWorkspace<Result>(
  world: World,
  sha: string,
  work: (workspace: string) => Promise<Result>,
): Promise<Result> {
  const workspaces = join(world.directory, 'workspaces');
  await mkdir(workspaces, { recursive: true });
  const workspace = await mkdtemp(join(workspaces, 'job-'));
  try {
    await world.history.clone(workspace, sha);
    await writeConfiguration(world, workspace);
    await cp(EXAMPLES, join(workspace, 'smoke'), { recursive: true });
    return await work(workspace);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** The addresses of the lab are known only now. */
async function writeConfiguration(world: World, workspace: string): Promise<void> {
  const environments = ENVIRONMENTS.map(name => {
    const { site, applications } = world.environments[name];
    const resources = {
      web: { uuid: applications.web.uuid, health: '/health/', version: '/health/#$.version' },
      worker: { uuid: applications.worker.uuid },
    };
    const follows = name === 'production' ? { 'promote-from': 'staging' } : {};
    const coolify = { url: world.coolify.url, resources };
    return [name, { url: site.origin, branch: name, ...follows, coolify, smoke: SUITES[name] }] as const;
  });
  const file = join(workspace, '.github', 'obcms-deploy.yml');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, stringify({ version: 1, environments: Object.fromEntries(environments) }));
}
