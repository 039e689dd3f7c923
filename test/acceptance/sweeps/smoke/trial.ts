/** One run of the committed bundle, with all that it left for others to read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunOptions, type RunResult, runAction } from '../../../../lab/runner/index.ts';
import { ROOT } from '../../../../scripts/root.ts';
import { broken, type ReportJson, type ResultJson } from '../../smoke/invariants.ts';

export interface Trial {
  readonly run: RunResult;
  readonly result: ResultJson;
  readonly report: ReportJson;
  /** Empty when there is none. */
  readonly junit: string;
  /** `failed/checks-failed` */
  readonly ended: string;
  /** Promises that hold for every run, and were broken. */
  readonly broken: readonly string[];
}

export interface TrialOptions extends Partial<Omit<RunOptions, 'action' | 'with' | 'workspace'>> {
  readonly suite: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Hundreds of starts share the compiled bundle, as the steps of one job on one runner would. */
const COMPILE_CACHE = mkdtempSync(join(tmpdir(), 'sweep-compiled-'));
const NO_RESULT: ResultJson = { outcome: '', 'reason-code': '', headline: '', remedy: '', findings: [] };

export async function tryOut({ suite, inputs, env, ...options }: TrialOptions): Promise<Trial> {
  const workspace = mkdtempSync(join(tmpdir(), 'sweep-smoke-'));
  const kept = new DisposableStack();
  try {
    writeFileSync(join(workspace, 'smoke.yml'), suite);
    const run = await runAction({
      action: join(ROOT, 'smoke-test'),
      with: { suite: 'smoke.yml', junit: 'junit.xml', 'wait-ready': '15s', timeout: '25s', ...inputs },
      env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
      workspace,
      ...options,
    });
    kept.defer(() => run.dispose());
    const { outputs } = run;
    if (outputs['result'] === undefined) {
      const why = `the run wrote no result and ended with ${run.exitCode ?? run.signal}: ${run.log.slice(-800)}`;
      return { run, result: NO_RESULT, report: { ...NO_RESULT, exchanges: [] }, junit: '', ended: '/', broken: [why] };
    }
    const result: ResultJson = JSON.parse(outputs['result']);
    const report: ReportJson = JSON.parse(textAt(outputs['report-path']));
    const junit = textAt(outputs['junit-path']);
    return {
      run,
      result,
      report,
      junit,
      ended: `${outputs['outcome']}/${outputs['reason-code']}`,
      broken: broken({ run, result, report, junit }),
    };
  } finally {
    kept.dispose();
    rmSync(workspace, { recursive: true, force: true });
  }
}

const textAt = (path = ''): string => (path === '' ? '' : readFileSync(path, 'utf8'));
