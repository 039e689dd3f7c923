/** What every job of the demo has in common: how the runner starts it, and how it is watched and ended. */
import { join } from 'node:path';
import { ROOT } from '../../scripts/root.ts';
import type { RunOptions } from '../runner/index.ts';
import type { EnvironmentName } from './environment.ts';
import { REPOSITORY, type World } from './world.ts';

export interface JobOptions {
  /** Each line as the action prints it. */
  readonly onLine?: (line: string) => void;
  /** Cancels the job as the user's click does. */
  readonly cancel?: AbortSignal;
  readonly inputs?: Readonly<Record<string, string>>;
}

const JOB_TIMEOUT_MS = 120_000;
/** Between the signals of a cancelled job: a person who pressed Ctrl-C waits for this. */
const PATIENCE = { sigintMs: 2_000, sigtermMs: 500, outputMs: 500 } as const;

export interface Job {
  readonly action: 'redeploy' | 'smoke-test' | 'check-deploy' | 'migration-safety';
  readonly environment: EnvironmentName;
  /** 40 hex. */
  readonly sha: string;
  readonly workspace: string;
}

/** What the runner is told beside `with`, `env` and the secrets. */
export function jobOf(world: World, { action, environment, sha, workspace }: Job, options: JobOptions) {
  return {
    action: join(ROOT, action),
    context: {
      repository: REPOSITORY,
      sha,
      ref: `refs/heads/${environment}`,
      api_url: world.github.url,
      token: world.github.token(),
      workflow: `Deploy to ${environment}`,
    },
    workspace,
    timeoutMs: JOB_TIMEOUT_MS,
    patience: PATIENCE,
    ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    ...(options.cancel === undefined ? {} : { cancel: options.cancel }),
  } satisfies RunOptions;
}
