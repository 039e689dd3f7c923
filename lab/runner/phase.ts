/** One program under the runner: an action's `main` or `post`, or a script. What the runner makes of it comes out. */
import { join } from 'node:path';
import { createCommandFiles, type FileCommands } from './command-files.ts';
import type { WorkflowCommand } from './command-line.ts';
import type { StepResult } from './composite.ts';
import { defaultVariables, machineVariables } from './context.ts';
import type { Job, Status } from './job.ts';
import type { Masks } from './masks.ts';
import { type ProgramEnd, runnerPatience, runProgram } from './process.ts';
import type { Annotation, StepLog } from './step-log.ts';

export interface Program {
  readonly program: string;
  readonly words: readonly string[];
  readonly directory: string;
  /** `env:`, inputs and state. The variables of the run win over them. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of the composite the program stands in. */
  readonly actionPath?: string | undefined;
  /** Reported when it exits with another code than 0; actions say themselves what was wrong, scripts do not. */
  readonly complaint?: (exitCode: number | null) => string;
}

export interface Interruptions {
  readonly cancel?: AbortSignal | undefined;
  readonly kill?: AbortSignal | undefined;
  readonly killWhen?: ((line: string) => boolean) | undefined;
  /** The time limit of the step this one is a part of. Without it, the job's `timeoutMs` from now on. */
  readonly timeout?: AbortSignal | undefined;
}

export interface PhaseResult {
  /** Of a composite: those of the first step that failed it, else of the last that ran; null when none ran. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly conclusion: Status;
  /** As the next step gets them: not masked. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Masked; empty when it was too big to be uploaded. Of a composite: those of its steps, in order. */
  readonly summary: string;
  /** As the action wrote it. */
  readonly rawSummary: string;
  readonly annotations: readonly Annotation[];
  /** Masked: what a user sees. */
  readonly log: string;
  readonly rawLog: string;
  readonly commands: readonly WorkflowCommand[];
  /** Every value that was masked by the end of this phase, the token's first. */
  readonly masks: readonly string[];
  /** What `post` will see as STATE_*. A composite has none: it is kept by step. */
  readonly state: Readonly<Record<string, string>>;
  readonly exportedEnv: Readonly<Record<string, string>>;
  readonly addedPath: readonly string[];
  readonly signalsSent: ProgramEnd['signalsSent'];
  readonly durationMs: number;
  /** Of a composite: its steps, skipped ones too. Of its `post`: the posts that ran, in the order they did. */
  readonly steps: readonly StepResult[];
}

/** A step's summary may have 1 MiB; more is not uploaded, and the step stays green. */
const summaryLimitBytes = 1024 * 1024;

export async function runPhase(
  job: Job,
  program: Program,
  log: StepLog,
  interruptions: Interruptions = {},
): Promise<PhaseResult> {
  const startedAt = performance.now();
  job.started += 1;
  const files = createCommandFiles(join(job.folders.temp, '_runner_file_commands'), String(job.started));
  const crash = new AbortController();
  const timeout = interruptions.timeout ?? AbortSignal.timeout(job.timeoutMs);
  const cancel = interruptions.cancel ?? new AbortController().signal;

  const end = await runProgram(
    {
      program: program.program,
      words: program.words,
      directory: program.directory,
      environment: {
        ...machineVariables(job.folders, job.path),
        ...program.environment,
        RUNNER_TRACKING_ID: job.trackingId,
        ...defaultVariables(job.context, job.folders),
        ...(program.actionPath === undefined ? {} : { GITHUB_ACTION_PATH: program.actionPath }),
        ...files.environment,
      },
      line(text) {
        job.onLine(text);
        log.line(text);
        if (interruptions.killWhen?.(text)) crash.abort();
      },
      cancel: AbortSignal.any([cancel, timeout]),
      kill: interruptions.kill === undefined ? crash.signal : AbortSignal.any([interruptions.kill, crash.signal]),
    },
    { ...runnerPatience, ...job.patience },
  );

  const written = files.read();
  for (const message of written.errors) log.report('error', message);
  const wasCancelled = cancel.aborted && end.signalsSent.length > 0;
  const timedOut = !wasCancelled && timeout.aborted && end.signalsSent.length > 0;
  if (wasCancelled) log.report('error', 'The operation was canceled.');
  else if (timedOut) log.report('error', `The action has timed out after ${job.timeoutMs} ms.`);
  else if (end.exitCode !== 0 && program.complaint) log.report('error', program.complaint(end.exitCode));
  if (end.outputStayedOpen) {
    log.say(
      'The process did not close its output within 5 seconds after it ended; a process it started still holds it.',
    );
  }
  const failed = end.exitCode !== 0 || timedOut || log.failed || written.errors.length > 0;
  for (const [name, value] of Object.entries(written.environment)) job.exported.set(name, value);
  job.path.unshift(...written.path);

  return {
    exitCode: end.exitCode,
    signal: end.signal,
    conclusion: wasCancelled ? 'cancelled' : failed ? 'failure' : 'success',
    outputs: { ...log.outputs, ...written.outputs },
    summary: uploadedSummary(written, job.masks, log),
    rawSummary: written.summary,
    annotations: log.annotations,
    log: log.lines.join('\n'),
    rawLog: log.rawLines.join('\n'),
    commands: log.commands,
    masks: [...job.masks.values],
    state: { ...log.state, ...written.state },
    exportedEnv: written.environment,
    addedPath: written.path,
    signalsSent: end.signalsSent,
    durationMs: performance.now() - startedAt,
    steps: [],
  };
}

/** Masked line by line, as before the upload: a secret that spans lines is hidden by the masks of its lines. */
function uploadedSummary(written: FileCommands, masks: Masks, log: StepLog): string {
  const size = Buffer.byteLength(written.summary);
  if (size > summaryLimitBytes) {
    log.report(
      'error',
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.floor(size / 1024)}k.`,
    );
    return '';
  }
  return written.summary
    .split('\n')
    .map(line => masks.apply(line))
    .join('\n');
}
