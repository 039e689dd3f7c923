import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { git } from '../../../lab/app/git.ts';
import { createHistory, type ReleaseName } from '../../../lab/app/history.ts';
import { provisionPython } from '../../../lab/python/provision.ts';
import { type RunOptions, type RunResult, runAction } from '../../../lab/runner/index.ts';
import { ROOT } from '../../../scripts/root.ts';
import { broken } from './invariants.ts';
import { type FindingJson, parseReport, parseResult, type ReportJson, type ResultJson } from './reported.ts';
import { parseSarif, type SarifLog } from './sarif-log.ts';

export type Inputs = Readonly<Record<string, string>>;
/** Texts by path; undefined removes a file. */
export type Files = Readonly<Record<string, string | undefined>>;

/** A folder as `actions/checkout` leaves it: a git repository of its own, everything committed. */
export interface Checkout {
  readonly directory: string;
  dispose(): Promise<void>;
}

/** A run of the action as its users see it. */
export interface Checked {
  readonly run: RunResult;
  readonly outputs: Readonly<Record<string, string>>;
  readonly result: ResultJson;
  /** With every finding, also those the output `result` has no room for. */
  readonly report: ReportJson;
  readonly findings: readonly FindingJson[];
  /** Undefined when none was asked for, or none was written. */
  readonly sarif: SarifLog | undefined;
  /** Findings as `severity rule file:line (subject)`, in their order. */
  readonly lines: readonly string[];
  /** What the step shows as errors, warnings and notices. */
  readonly shown: string;
}

export interface CheckOptions extends Partial<Omit<RunOptions, 'action' | 'with' | 'workspace'>> {
  /** Whether a SARIF report is written and held against the findings. Default true. */
  readonly sarif?: boolean;
}

const SARIF = 'reports/check-deploy.sarif';

/** A committed checkout of these files. A script is what begins with `#!`; git ignores nothing of what is given. */
export async function checkoutOf(files: Files): Promise<Checkout> {
  const checkout = await emptyCheckout();
  await git(['init', '--quiet', '--template=', '--initial-branch=main'], checkout);
  await commit(checkout, files);
  return checkout;
}

/** A clone of the lab's project at that release, with these files changed in a commit of its own. */
export async function checkoutOfRelease(release: ReleaseName, changes: Files = {}): Promise<Checkout> {
  const checkout = await emptyCheckout();
  const repository = await mkdtemp(join(tmpdir(), 'check-deploy-history-'));
  try {
    const history = await createHistory(repository);
    await history.clone(checkout.directory, history.releases[release].sha);
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
  if (Object.keys(changes).length > 0) await commit(checkout, changes);
  return checkout;
}

async function emptyCheckout(): Promise<Checkout> {
  const directory = await mkdtemp(join(tmpdir(), 'check-deploy-'));
  return { directory, dispose: () => rm(directory, { recursive: true, force: true }) };
}

/** Writes files into a checkout and commits them. */
export async function commit({ directory }: Checkout, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, path);
    if (text === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      if (text.startsWith('#!')) await chmod(file, 0o755);
    }
  }
  await git(['add', '--all', '--force', '--', ...Object.keys(files)], { directory });
  const author = ['-c', 'user.name=Team', '-c', 'user.email=team@obcms.example', '-c', 'commit.gpgSign=false'];
  await git([...author, 'commit', '--quiet', '--no-verify', '--message=Change'], { directory });
}

/**
 * Runs the committed bundle on a checkout as the runner does, with the lab's Python unless an input says otherwise. An input of '' takes
 * one away. Throws when a run breaks a promise that holds for every run.
 */
export async function check(
  { directory }: Checkout,
  inputs: Inputs = {},
  { sarif = true, ...options }: CheckOptions = {},
): Promise<Checked> {
  const { python } = await provisionPython();
  const run = await runAction({
    action: join(ROOT, 'check-deploy'),
    with: { python, 'github-token': '', ...(sarif ? { sarif: SARIF } : {}), ...inputs },
    workspace: directory,
    ...options,
  });
  try {
    return await seen(run);
  } finally {
    run.dispose();
  }
}

async function seen(run: RunResult): Promise<Checked> {
  const { outputs } = run;
  const result = parseResult(outputs['result'] ?? '{}');
  const report = parseReport(await readFile(outputs['report-path'] ?? '', 'utf8'));
  const path = outputs['sarif-path'] ?? '';
  const sarif = path === '' ? undefined : parseSarif(await readFile(path, 'utf8'));
  const problems = broken({ run, result, report, sarif });
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\n\n${run.log}`);
  return {
    run,
    outputs,
    result,
    report,
    findings: report.findings,
    sarif,
    lines: report.findings.map(line),
    shown: run.annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
  };
}

function line({ severity, rule, file, line: at, subject }: FindingJson): string {
  return `${severity} ${rule} ${file ?? '-'}:${at ?? '-'} (${subject})`;
}
