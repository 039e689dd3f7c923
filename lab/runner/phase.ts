/** One phase of an action, `main` or `post`: inputs and environment in, what the runner makes of the process out. */
import { join } from 'node:path';
import { createCommandFiles, type FileCommands } from './command-files.ts';
import type { WorkflowCommand } from './command-line.ts';
import {
  defaultVariables,
  expressionContexts,
  type GithubContext,
  inputVariable,
  machineVariables,
  type RunFolders,
} from './context.ts';
import { evaluateTemplate } from './expressions.ts';
import type { Manifest } from './manifest.ts';
import type { Masks } from './masks.ts';
import { type NodeEnd, type Patience, runNode, runnerPatience } from './process.ts';
import { type Annotation, createStepLog, type StepLog } from './step-log.ts';

export interface PhaseStart {
  readonly manifest: Manifest;
  readonly context: GithubContext;
  readonly folders: RunFolders;
  readonly masks: Masks;
  readonly with: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly pathBefore: readonly string[];
  readonly state: Readonly<Record<string, string>>;
  readonly node: string;
  readonly timeoutMs: number;
  readonly patience: Partial<Patience>;
  readonly onLine: (line: string) => void;
}

export interface Phase extends PhaseStart {
  readonly phase: 'main' | 'post';
  readonly file: string;
  /** What `job.status` says in this phase. */
  readonly jobStatus: GithubContext['job_status'];
}

export interface Interruptions {
  readonly cancel?: AbortSignal | undefined;
  readonly kill?: AbortSignal | undefined;
  readonly killWhen?: ((line: string) => boolean) | undefined;
}

export interface PhaseResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly conclusion: 'success' | 'failure' | 'cancelled';
  /** As the next step gets them: not masked. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Masked; empty when it was too big to be uploaded. */
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
  /** What `post` will see as STATE_*. */
  readonly state: Readonly<Record<string, string>>;
  readonly exportedEnv: Readonly<Record<string, string>>;
  readonly addedPath: readonly string[];
  readonly signalsSent: NodeEnd['signalsSent'];
  readonly durationMs: number;
}

/** A step's summary may have 1 MiB; more is not uploaded, and the step stays green. */
const summaryLimitBytes = 1024 * 1024;

export async function runPhase(phase: Phase, interruptions: Interruptions = {}): Promise<PhaseResult> {
  const startedAt = performance.now();
  const log = createStepLog(phase.masks);
  const files = createCommandFiles(join(phase.folders.temp, '_runner_file_commands'), phase.phase);
  const inputs = inputVariables(phase, log);
  const crash = new AbortController();
  const timeout = AbortSignal.timeout(phase.timeoutMs);
  const cancel = interruptions.cancel ?? new AbortController().signal;

  const end = await runNode(
    {
      node: phase.node,
      file: phase.file,
      directory: phase.folders.workspace,
      environment: {
        ...machineVariables(phase.folders, phase.pathBefore),
        ...phase.environment,
        ...inputs,
        ...stateVariables(phase.state),
        ...defaultVariables(phase.context, phase.folders),
        ...files.environment,
      },
      line(text) {
        phase.onLine(text);
        log.line(text);
        if (interruptions.killWhen?.(text)) crash.abort();
      },
      cancel: AbortSignal.any([cancel, timeout]),
      kill: interruptions.kill === undefined ? crash.signal : AbortSignal.any([interruptions.kill, crash.signal]),
    },
    { ...runnerPatience, ...phase.patience },
  );

  const written = files.read();
  for (const message of written.errors) log.report('error', message);
  const wasCancelled = cancel.aborted && end.signalsSent.length > 0;
  const timedOut = !wasCancelled && timeout.aborted && end.signalsSent.length > 0;
  if (wasCancelled) log.report('error', 'The operation was canceled.');
  if (timedOut) log.report('error', `The action has timed out after ${phase.timeoutMs} ms.`);
  if (end.outputStayedOpen) {
    log.say(
      'The process did not close its output within 5 seconds after it ended; a process it started still holds it.',
    );
  }
  const failed = end.exitCode !== 0 || timedOut || log.failed || written.errors.length > 0;

  return {
    exitCode: end.exitCode,
    signal: end.signal,
    conclusion: wasCancelled ? 'cancelled' : failed ? 'failure' : 'success',
    outputs: { ...log.outputs, ...written.outputs },
    summary: uploadedSummary(written, phase.masks, log),
    rawSummary: written.summary,
    annotations: log.annotations,
    log: log.lines.join('\n'),
    rawLog: log.rawLines.join('\n'),
    commands: log.commands,
    masks: [...phase.masks.values],
    state: { ...phase.state, ...log.state, ...written.state },
    exportedEnv: written.environment,
    addedPath: written.path,
    signalsSent: end.signalsSent,
    durationMs: performance.now() - startedAt,
  };
}

/** Given inputs win over defaults; unknown ones only warn; nobody checks `required`. */
function inputVariables(phase: Phase, log: StepLog): Record<string, string> {
  const declared = Object.entries(phase.manifest.inputs);
  const given = new Map(Object.entries(phase.with).map(([name, value]) => [name.toLowerCase(), value]));
  const unknown = Object.keys(phase.with).filter(
    name => !declared.some(([known]) => known.toLowerCase() === name.toLowerCase()),
  );
  if (phase.phase === 'main' && unknown.length > 0) {
    const names = (list: readonly string[]) => list.map(name => `'${name}'`).join(', ');
    log.report(
      'warning',
      `Unexpected input(s) ${names(unknown)}, valid inputs are [${names(declared.map(([name]) => name))}]`,
    );
  }
  const scope = {
    contexts: expressionContexts(phase.context, phase.folders, phase.jobStatus),
    status: phase.jobStatus,
  };
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(phase.with)) variables[inputVariable(name)] = value;
  for (const [name, input] of declared) {
    const value = given.get(name.toLowerCase());
    variables[inputVariable(name)] = value ?? evaluateTemplate(input.default ?? '', scope);
    if (phase.phase === 'main' && value !== undefined && input.deprecationMessage !== undefined) {
      log.report('warning', `Input '${name}' has been deprecated with message: ${input.deprecationMessage}`);
    }
  }
  return variables;
}

function stateVariables(state: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
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
