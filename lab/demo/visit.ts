/** The job that visits: the suite of the environment, run by the committed action against its live site. */
import type { ReleaseName } from '../app/history.ts';
import { type RunResult, runAction } from '../runner/index.ts';
import type { EnvironmentName } from './environment.ts';
import { type JobOptions, jobOf } from './job.ts';
import { inWorkspace } from './workspace.ts';
import type { World } from './world.ts';

/** Runs `smoke-test` as the step behind `redeploy` would: for the commit that is said to be live. */
export async function visit(
  world: World,
  name: EnvironmentName,
  release: ReleaseName,
  options: JobOptions = {},
): Promise<RunResult> {
  const { sha } = world.history.releases[release];
  const { account, metricsToken, site } = world.environments[name];
  return inWorkspace(world, sha, async workspace => {
    const run = await runAction({
      ...jobOf(world, { action: 'smoke-test', environment: name, sha, workspace }, options),
      with: {
        environment: name,
        'expected-sha': sha,
        // What a site with the usual ports does not need.
        'http-url': site.httpOrigin,
        'ca-file': world.edge.caFile,
        ...options.inputs,
      },
      env: { SMOKE_PASSWORD: account.password, METRICS_TOKEN: metricsToken },
      secrets: [account.password, metricsToken],
    });
    run.dispose();
    return run;
  });
}
