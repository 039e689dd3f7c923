/** One run of the committed bundle on a checkout, with all that it left for others to read. */
import { join } from 'node:path';
import { provisionPython } from '../../../../lab/python/provision.ts';
import { type RunOptions, type RunResult, runAction } from '../../../../lab/runner/index.ts';
import { ROOT } from '../../../../scripts/root.ts';
import { broken } from '../../check-deploy/invariants.ts';
import { parseReport, parseResult, type ReportJson } from '../../check-deploy/reported.ts';
import { parseSarif } from '../../check-deploy/sarif-log.ts';
import { COMPILE_CACHE, everythingIn, textAt } from '../left-behind.ts';

export interface Trial {
  readonly run: RunResult;
  readonly report: ReportJson;
  /** Texts of the files that were written, as they are; empty when there are none. */
  readonly reportText: string;
  readonly sarifText: string;
  /** `failed/unfit` */
  readonly ended: string;
  readonly headline: string;
  /** Texts of whatever else lies in the step's temporary folder. */
  readonly leftBehind: string;
  /** Promises that hold for every run, and were broken. */
  readonly broken: readonly string[];
}

export interface TrialOptions extends Partial<Omit<RunOptions, 'action' | 'with'>> {
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

export async function tryOut({ inputs = {}, env, ...options }: TrialOptions): Promise<Trial> {
  const { python } = await provisionPython();
  const run = await runAction({
    action: join(ROOT, 'check-deploy'),
    with: { python, 'github-token': '', sarif: 'check-deploy.sarif', ...inputs },
    ...options,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
  });
  try {
    const { outputs } = run;
    const result = parseResult(outputs['result'] ?? '{"findings":[]}');
    const reportText = textAt(outputs['report-path']);
    const sarifText = textAt(outputs['sarif-path']);
    const report = parseReport(reportText || '{}');
    const problems =
      outputs['result'] === undefined
        ? [`no result; it ended with ${run.exitCode ?? run.signal}: ${run.log.slice(-800)}`]
        : broken({ run, result, report, sarif: sarifText === '' ? undefined : parseSarif(sarifText) });
    return {
      run,
      report,
      reportText,
      sarifText,
      ended: `${outputs['outcome']}/${outputs['reason-code']}`,
      headline: result.headline,
      leftBehind: everythingIn(run.tempDirectory),
      broken: problems,
    };
  } finally {
    run.dispose();
  }
}
