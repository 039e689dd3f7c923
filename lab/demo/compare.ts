/** The job of a pull request: the migrations between the release that runs and the new one, judged by the committed action. */
import type { ReleaseName } from '../app/history.ts';
import { type RunResult, runAction } from '../runner/index.ts';
import type { EnvironmentName } from './environment.ts';
import { type JobOptions, jobOf } from './job.ts';
import { inWorkspace } from './workspace.ts';
import type { World } from './world.ts';

/** Runs `migration-safety` on a checkout of `next`, `running` being what serves. */
export async function compare(
  world: World,
  name: EnvironmentName,
  { running, next }: { readonly running: ReleaseName; readonly next: ReleaseName },
  options: JobOptions = {},
): Promise<RunResult> {
  const { releases } = world.history;
  const { sha } = releases[next];
  return inWorkspace(world, sha, async workspace => {
    const run = await runAction({
      ...jobOf(world, { action: 'migration-safety', environment: name, sha, workspace }, options),
      with: { environment: name, python: world.python.python, base: releases[running].sha, ...options.inputs },
    });
    run.dispose();
    return run;
  });
}
