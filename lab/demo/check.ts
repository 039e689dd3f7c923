/** The job of a pull request: the release judged as production would run it, by the committed action, before anything is deployed. */
import type { ReleaseName } from '../app/history.ts';
import { STACK_VARIABLES } from '../faulty/variables.ts';
import { type RunResult, runAction } from '../runner/index.ts';
import type { EnvironmentName } from './environment.ts';
import { type JobOptions, jobOf } from './job.ts';
import { inWorkspace } from './workspace.ts';
import type { World } from './world.ts';

/** Runs `check-deploy` on a checkout of the release, with the variables that its production stack asks for. */
export async function check(
  world: World,
  name: EnvironmentName,
  release: ReleaseName,
  options: JobOptions = {},
): Promise<RunResult> {
  const { sha } = world.history.releases[release];
  return inWorkspace(world, sha, async workspace => {
    const run = await runAction({
      ...jobOf(world, { action: 'check-deploy', environment: name, sha, workspace }, options),
      with: { environment: name, python: world.python.python, env: variablesOf(world, name), ...options.inputs },
    });
    run.dispose();
    return run;
  });
}

/** Those of the stack, for visitors of this environment's site. */
function variablesOf(world: World, name: EnvironmentName): string {
  const { origin } = world.environments[name].site;
  return STACK_VARIABLES.replace(/^ALLOWED_HOSTS=.*$/m, `ALLOWED_HOSTS=${new URL(origin).hostname}`).replace(
    /^CSRF_TRUSTED_ORIGINS=.*$/m,
    `CSRF_TRUSTED_ORIGINS=${origin}`,
  );
}
