/**
 * Starts an action as the GitHub runner does, and tells what a user, the next step and an attacker would see of it.
 *
 * Modelled: JavaScript and composite actions, inputs and their defaults, the environment, command files, workflow
 * commands, masks, annotations, `post`, cancellation, orphans. Not modelled: problem matchers, containers, `pre`, the
 * upload of logs.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { actionRun } from './action-run.ts';
import { completeContext, type GithubContext, type RunFolders } from './context.ts';
import type { Job } from './job.ts';
import { readManifest } from './manifest.ts';
import { createMasks } from './masks.ts';
import type { PhaseResult } from './phase.ts';
import type { Patience } from './process.ts';
import { endCarriersOf, type Orphan } from './process-tree.ts';

export type { StepResult } from './composite.ts';
export type { GithubContext } from './context.ts';
export type { PhaseResult } from './phase.ts';
export type { Annotation } from './step-log.ts';

export interface RunOptions {
  /** Folder with the `action.yml`. */
  readonly action: string;
  /** What `$/` means in a composite. Default: the nearest folder from `action` upwards with a `.git`, else `action`. */
  readonly repository?: string;
  /** As in the workflow, after its own expressions were replaced. */
  readonly with?: Readonly<Record<string, string>>;
  /** `env:` of the workflow, job and step. Cannot replace GITHUB_* and RUNNER_* variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly context?: Partial<GithubContext>;
  /** Masked from the start, as the secrets of a workflow are. */
  readonly secrets?: readonly string[];
  /** Default: a fresh, empty folder. */
  readonly workspace?: string;
  /** The `node` binary. Default: the one that runs this. */
  readonly node?: string;
  /** The user cancels the run: after this time, or when the signal says so. Concerns `main` only. */
  readonly cancelAfterMs?: number;
  readonly cancel?: AbortSignal;
  /** `timeout-minutes` of the step, in milliseconds: the same ladder of signals, and a failure. Default 120,000. */
  readonly timeoutMs?: number;
  /** kill -9 of the process of `main` (of a composite: of the step that runs) as soon as it printed such a line, or when the signal says so. */
  readonly killWhen?: (line: string) => boolean;
  readonly kill?: AbortSignal;
  /** `skip`: the machine is lost together with `main`, so `post` never runs. Default `run`. */
  readonly post?: 'run' | 'skip';
  /** Every line as it is printed, unmasked. */
  readonly onLine?: (line: string) => void;
  /** Shorter waits between the signals, for tests of the lab. */
  readonly patience?: Partial<Patience>;
}

export interface RunResult extends PhaseResult {
  /** Absent when the action has none, its `post-if` says no, or it was skipped. */
  readonly post?: PhaseResult;
  /** RUNNER_TEMP of this run. */
  readonly tempDirectory: string;
  readonly workspace: string;
  /** Processes that outlived the job, which the runner kills at its end. Linux only. */
  readonly orphans: readonly Orphan[];
  /** Removes the run's folders. */
  dispose(): void;
}

export async function runAction(options: RunOptions): Promise<RunResult> {
  const manifest = readManifest(resolve(options.action));
  const context = completeContext(options.context ?? {});
  const root = mkdtempSync(join(tmpdir(), 'lab-runner-'));
  const folders = createFolders(root, options.workspace, context);
  const masks = createMasks();
  for (const secret of [context.token, ...(options.secrets ?? [])]) masks.add(secret);
  const job: Job = {
    context,
    folders,
    masks,
    node: options.node ?? process.execPath,
    timeoutMs: options.timeoutMs ?? 120_000,
    patience: options.patience ?? {},
    onLine: options.onLine ?? (() => {}),
    trackingId: `github_${randomUUID()}`,
    exported: new Map(),
    path: [],
    status: context.job_status,
    started: 0,
  };

  try {
    const repository = options.repository === undefined ? repositoryOf(manifest.folder) : resolve(options.repository);
    const action = actionRun(manifest, job, { repository, depth: 0 });
    const call = { with: options.with ?? {}, environment: options.env ?? {} };
    const cancel = withTimer(options.cancel, options.cancelAfterMs);
    const cancelJob = () => {
      job.status = 'cancelled';
    };
    if (cancel?.aborted) cancelJob();
    cancel?.addEventListener('abort', cancelJob, { once: true });
    const main = await action.main(call, { cancel, kill: options.kill, killWhen: options.killWhen });
    cancel?.removeEventListener('abort', cancelJob);
    job.status = main.conclusion === 'success' ? context.job_status : main.conclusion;
    const post = options.post === 'skip' ? undefined : await action.post(call);
    return {
      ...main,
      ...(post === undefined ? {} : { post }),
      tempDirectory: folders.temp,
      workspace: folders.workspace,
      // The runner recognises what a job left behind by this variable.
      orphans: await endCarriersOf('RUNNER_TRACKING_ID', job.trackingId),
      dispose: () => rmSync(root, { recursive: true, force: true }),
    };
  } catch (error) {
    await endCarriersOf('RUNNER_TRACKING_ID', job.trackingId);
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

function repositoryOf(action: string): string {
  for (let folder = action; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return action;
  }
}

function createFolders(root: string, workspace: string | undefined, context: GithubContext): RunFolders {
  const name = context.repository.split('/')[1] ?? 'app';
  const folders = {
    home: join(root, 'home'),
    temp: join(root, '_temp'),
    toolCache: join(root, '_tool'),
    workspace: workspace === undefined ? join(root, name, name) : resolve(workspace),
    eventFile: join(root, '_temp', '_github_workflow', 'event.json'),
  };
  for (const folder of [folders.home, folders.toolCache, folders.workspace, join(folders.eventFile, '..')]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(folders.eventFile, JSON.stringify(context.event, null, 2));
  return folders;
}

function withTimer(cancel: AbortSignal | undefined, afterMs: number | undefined): AbortSignal | undefined {
  const signals = [cancel, afterMs === undefined ? undefined : AbortSignal.timeout(afterMs)];
  const given = signals.filter(signal => signal !== undefined);
  return given.length === 0 ? undefined : AbortSignal.any(given);
}
