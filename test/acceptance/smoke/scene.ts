import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Annotation, type RunOptions, type RunResult, runAction } from '../../../lab/runner/index.ts';
import { ROOT } from '../../../scripts/root.ts';
import { broken, type ReportJson, type ResultJson } from './invariants.ts';

/** Whatever can be visited: a site of the lab, or one whose application is a script. */
export interface Visited {
  readonly origin: string;
  readonly httpOrigin: string;
  /** Whom to trust for its certificate. */
  readonly caFile: string;
}

export interface SmokeOptions extends Partial<Omit<RunOptions, 'action' | 'with' | 'workspace'>> {
  /** What the job has checked out, by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export type Inputs = Readonly<Record<string, string>>;
export type CheckJson = NonNullable<ResultJson['checks']>[number];

/** A run of the action as its users see it. */
export interface Smoke {
  readonly run: RunResult;
  readonly outputs: Readonly<Record<string, string>>;
  readonly result: ResultJson;
  readonly report: ReportJson;
  /** The JUnit report; empty when there is none. */
  readonly junit: string;
  /** How each check ended, by its id. */
  readonly states: Readonly<Record<string, string>>;
  /** Throws when the run has no such check. */
  check(id: string): CheckJson;
  readonly annotations: readonly Annotation[];
  /** What the step shows as errors, warnings and notices. */
  readonly shown: string;
}

/** The file that suites are checked out as. */
export const SUITE = 'smoke.yml';
const JUNIT = 'reports/junit.xml';

/** Runs the committed bundle as the runner does; throws when a run breaks a promise that holds for every run. */
export async function runSmoke(inputs: Inputs, { files = {}, ...options }: SmokeOptions = {}): Promise<Smoke> {
  const workspace = await mkdtemp(join(tmpdir(), 'obcms-deploy-smoke-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), content);
    }
    const run = await runAction({ action: join(ROOT, 'smoke-test'), with: inputs, workspace, ...options });
    const smoke = await seen(run);
    run.dispose();
    return smoke;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function seen(run: RunResult): Promise<Smoke> {
  const { outputs } = run;
  const result: ResultJson = JSON.parse(outputs['result'] ?? '{}');
  const report: ReportJson = JSON.parse(await readFile(outputs['report-path'] ?? '', 'utf8'));
  const path = outputs['junit-path'] ?? '';
  const junit = path === '' ? '' : await readFile(path, 'utf8');
  const problems = broken({ run, result, report, junit });
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\n\n${run.log}`);
  const checks = result.checks ?? [];
  return {
    run,
    outputs,
    result,
    report,
    junit,
    states: Object.fromEntries(checks.map(({ id, state }) => [id, state])),
    check(id) {
      const found = checks.find(check => check.id === id);
      if (found === undefined) throw new Error(`there is no check "${id}"; ${run.log}`);
      return found;
    },
    annotations: run.annotations,
    shown: run.annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
  };
}

/** What a run needs to visit a site that is there, beside what is to be checked. An input of '' takes one away. */
export function inputsFor(site: Visited): Inputs {
  return {
    'base-url': site.origin,
    'http-url': site.httpOrigin,
    'ca-file': site.caFile,
    junit: JUNIT,
    'wait-ready': '0s',
  };
}

/** Runs a suite, checked out as {@link SUITE}, against a site. */
export function visit(site: Visited, suite: string, inputs: Inputs = {}, options: SmokeOptions = {}): Promise<Smoke> {
  return runSmoke(
    { ...inputsFor(site), suite: SUITE, ...inputs },
    { ...options, files: { [SUITE]: suite, ...options.files } },
  );
}

/** A suite of these checks, each as the lines below its name. */
export function suiteOf(checks: Readonly<Record<string, string>>, head = ''): string {
  const items = Object.entries(checks).map(([name, lines]) => `  - name: ${name}\n${indented(lines)}`);
  return `version: 1\n${head}checks:\n${items.join('')}`;
}

function indented(lines: string): string {
  return lines
    .trim()
    .split('\n')
    .map(line => `    ${line}\n`)
    .join('');
}
