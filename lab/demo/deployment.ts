/** The job that deploys: a checkout of the commit with the configuration in it, and the committed action run on it. */
import type { ReleaseName } from '../app/history.ts';
import { type RunResult, runAction } from '../runner/index.ts';
import type { EnvironmentName } from './environment.ts';
import { type JobOptions, jobOf } from './job.ts';
import { inWorkspace } from './workspace.ts';
import type { World } from './world.ts';

/** One after the other: `web` migrates, and a worker of a release whose pages do not start is not wanted. */
const RESOURCES = 'web\nworker';

/** Pushes the release to the environment's branch and runs `redeploy` for it, as the push would have started it. */
export async function deploy(
  world: World,
  name: EnvironmentName,
  release: ReleaseName,
  options: JobOptions = {},
): Promise<RunResult> {
  const { sha } = world.history.releases[release];
  await world.history.branch(name, sha);
  return inWorkspace(world, sha, async workspace => {
    const run = await runAction({
      ...jobOf(world, { action: 'redeploy', environment: name, sha, workspace }, options),
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
      secrets: [world.coolifyToken],
    });
    run.dispose();
    return run;
  });
}
