/**
 * A `run:` step with `shell: bash`.
 *
 * Source: actions/runner, ScriptHandler and ScriptHandlerHelpers: the text goes to a file, which bash reads without its
 * start-up files, stopping at the first command that fails, also inside a pipe. Expressions were put into the text
 * before: what an input says becomes code there.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { machineVariables } from './context.ts';
import type { Job } from './job.ts';
import { type Interruptions, type PhaseResult, runPhase } from './phase.ts';
import { printScriptHead } from './step-head.ts';
import { createStepLog } from './step-log.ts';

const BASH_WORDS = ['--noprofile', '--norc', '-e', '-o', 'pipefail'];

export interface Script {
  readonly text: string;
  /** Relative to the workspace. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly actionPath: string;
}

export function runScript(job: Job, script: Script, interruptions: Interruptions): Promise<PhaseResult> {
  const log = createStepLog(job.masks);
  const bash = locateBash(job);
  printScriptHead(log, script.text, [bash, ...BASH_WORDS, '{0}'].join(' '), script.environment);
  const file = join(job.folders.temp, `${randomUUID()}.sh`);
  writeFileSync(file, script.text);
  return runPhase(
    job,
    {
      program: bash,
      words: [...BASH_WORDS, file],
      directory: resolve(job.folders.workspace, script.directory),
      environment: script.environment,
      actionPath: script.actionPath,
      complaint: exitCode => `Process completed with exit code ${exitCode ?? 'unknown'}.`,
    },
    log,
    interruptions,
  );
}

function locateBash(job: Job): string {
  const folders = (machineVariables(job.folders, job.path)['PATH'] ?? '').split(delimiter);
  const found = folders.map(folder => join(folder, 'bash')).find(path => existsSync(path));
  if (found === undefined) throw new Error('There is no bash on the PATH, which a "run" step needs.');
  return found;
}
