import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../../../lab/app/git.ts';
import { provisionPython } from '../../../lab/python/provision.ts';
import { type RunOptions, type RunResult, runAction } from '../../../lab/runner/index.ts';
import { ROOT } from '../../../scripts/root.ts';
import { parseSarif, type SarifLog } from '../check-deploy/sarif-log.ts';
import { type Checkout, checkoutOf, commit, type Files, type Inputs } from '../check-deploy/scene.ts';
import { broken } from './invariants.ts';
import {
  type FindingJson,
  type HazardJson,
  type MigrationJson,
  parseReport,
  parseResult,
  type ReportJson,
  type ResultJson,
} from './reported.ts';

export type { Checkout, Files, Inputs };
export { commit };

/** A run of the action as its users see it. */
export interface Compared {
  readonly run: RunResult;
  readonly outputs: Readonly<Record<string, string>>;
  readonly result: ResultJson;
  /** With everything that the output `result` may have no room for. */
  readonly report: ReportJson;
  readonly findings: readonly FindingJson[];
  readonly migrations: readonly MigrationJson[];
  readonly hazards: readonly HazardJson[];
  /** Undefined when none was asked for, or none was written. */
  readonly sarif: SarifLog | undefined;
  /** Hazards of migrations as `verdict rule`, in their order. */
  readonly lines: readonly string[];
  /** What the step shows as errors, warnings and notices. */
  readonly shown: string;
}

export interface CompareOptions extends Partial<Omit<RunOptions, 'action' | 'with' | 'workspace'>> {
  /** Whether a SARIF report is written and held against the findings. Default true. */
  readonly sarif?: boolean;
}

const SARIF = 'reports/migration-safety.sarif';
/** The tag of the running release in `checkoutOfTwo`. */
export const RUNNING = 'running';
/** A bundle under test beside the committed one, which is how each of these tests was seen failing. */
const BUNDLE = process.env['MIGRATION_SAFETY_ROOT'] ?? ROOT;

/** A checkout of a release whose predecessor, tagged `running`, has the first files alone. */
export async function checkoutOfTwo(running: Files, next: Files): Promise<Checkout> {
  const checkout = await checkoutOf(running);
  await git(['tag', RUNNING], checkout);
  if (Object.keys(next).length > 0) await commit(checkout, next);
  return checkout;
}

/**
 * Runs the committed bundle on a checkout as the runner does, with the lab's Python unless an input says otherwise. An input of '' takes
 * one away. Throws when a run breaks a promise that holds for every run.
 */
export async function compare(
  { directory }: Pick<Checkout, 'directory'>,
  inputs: Inputs = {},
  { sarif = true, ...options }: CompareOptions = {},
): Promise<Compared> {
  const { python } = await provisionPython();
  const run = await runAction({
    action: join(BUNDLE, 'migration-safety'),
    with: { python, base: RUNNING, 'github-token': '', ...(sarif ? { sarif: SARIF } : {}), ...inputs },
    workspace: directory,
    ...options,
  });
  try {
    return await seen(run);
  } finally {
    run.dispose();
  }
}

/** One comparison in a checkout of its own. */
export async function compareFiles(
  running: Files,
  next: Files,
  inputs: Inputs = {},
  options: CompareOptions = {},
): Promise<Compared> {
  const checkout = await checkoutOfTwo(running, next);
  try {
    return await compare(checkout, inputs, options);
  } finally {
    await checkout.dispose();
  }
}

async function seen(run: RunResult): Promise<Compared> {
  const { outputs } = run;
  const result = parseResult(outputs['result'] ?? '{}');
  const report = parseReport(await readFile(outputs['report-path'] ?? '', 'utf8'));
  const path = outputs['sarif-path'] ?? '';
  const sarif = path === '' ? undefined : parseSarif(await readFile(path, 'utf8'));
  const problems = broken({ run, result, report, sarif });
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\n\n${run.log}`);
  const migrations = report.migrations ?? [];
  const hazards = migrations.flatMap(migration => migration.hazards);
  return {
    run,
    outputs,
    result,
    report,
    findings: report.findings ?? [],
    migrations,
    hazards,
    sarif,
    lines: hazards.map(({ verdict, rule }) => `${verdict} ${rule}`),
    shown: run.annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
  };
}
