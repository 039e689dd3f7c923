import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { command } from '../command.ts';
import { act, pathWith } from './tools.ts';

export interface ActOptions {
  /** The checkout, a git repository; the workflow stands in it. */
  readonly checkout: string;
  /** Relative to the checkout. */
  readonly workflow: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  readonly secrets: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** `owner/name@ref` of actions, and the folder that stands for each. */
  readonly repositories: Readonly<Record<string, string>>;
}

export interface ActStep {
  readonly id: string;
  readonly result: string;
}

export interface ActRun {
  /** Exit status of act: 0 when every job was green. */
  readonly status: number;
  /** By job id: `success` or `failure`. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Every step that ended, in order. */
  readonly steps: readonly ActStep[];
  /** What the steps printed and act said, without act's own trimmings. */
  readonly log: string;
  /** Outputs that steps set, by step id, as act reports them. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The job summaries, in order. */
  readonly summaries: readonly string[];
}

/** Runs one workflow file on this machine: no container, no network of its own, no state of earlier runs. */
export async function actRun(options: ActOptions): Promise<ActRun> {
  const home = await mkdtemp(join(tmpdir(), 'act-home-'));
  try {
    const payload = join(home, 'event.json');
    await writeFile(payload, JSON.stringify(options.event.payload));
    const pairs = (flag: string, values: Readonly<Record<string, string>>) =>
      Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
    const words = [
      ...[options.event.name, '--workflows', options.workflow, '--eventpath', payload, '--json'],
      // A label without a mapping would be skipped, and the run would be green.
      ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'ubuntu-24.04=-self-hosted'],
      ...['--no-cache-server', '--rm'],
      ...pairs('--local-repository', options.repositories),
      ...pairs('--env', options.environment),
      ...pairs('--secret', options.secrets),
    ];
    const { status, output } = await command(await act(), words, {
      cwd: options.checkout,
      // Nothing of this machine's environment may reach the steps.
      env: { HOME: home, PATH: pathWith(dirname(process.execPath)), GIT_PAGER: 'cat', PAGER: 'cat' },
    });
    return { status, ...readRecords(output) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** act's `--json`: one record a line; lines that are none are act's own words. */
function readRecords(output: string): Omit<ActRun, 'status'> {
  const jobs: Record<string, string> = {};
  const steps: ActStep[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  const summaries: string[] = [];
  const log: string[] = [];
  for (const line of output.split('\n')) {
    const record = recordOf(line);
    if (record === undefined) {
      log.push(line);
      continue;
    }
    const field = (name: string) => String(record[name] ?? '');
    log.push(field('msg').trimEnd());
    if (record['jobResult'] !== undefined) jobs[field('jobID')] = field('jobResult');
    if (record['stepResult'] !== undefined) steps.push({ id: stepId(record['stepID']), result: field('stepResult') });
    if (field('command') === 'set-output') {
      const id = stepId(record['stepID']);
      outputs[id] = { ...outputs[id], [field('name')]: field('arg') };
    }
    if (field('command') === 'summary') summaries.push(field('content'));
  }
  return { jobs, steps, outputs, summaries, log: log.join('\n') };
}

/** A list, because a step of a composite action has its parents' ids before its own. */
function stepId(value: unknown): string {
  return Array.isArray(value) ? String(value.at(-1)) : '';
}

function recordOf(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
