import type { RunResult } from '../../../lab/runner/index.ts';
import { CHECK_DEPLOY_OUTPUTS } from '../../../src/actions/check-deploy-inputs.ts';
import { COMMON_OUTPUTS } from '../../../src/core/action.ts';
import { SEVERITIES } from '../../../src/core/findings.ts';
import { brokenPromises, placeProblems } from '../kept-promises.ts';
import type { ReportJson, ResultJson } from './reported.ts';
import { placeOf, type SarifLog } from './sarif-log.ts';

/** What is promised of every run of the action beside what all actions promise. */

export interface Written {
  readonly run: RunResult;
  readonly result: ResultJson;
  readonly report: ReportJson;
  readonly sarif: SarifLog | undefined;
}

const promises = brokenPromises({
  action: 'check-deploy',
  outputs: Object.keys({ ...COMMON_OUTPUTS, ...CHECK_DEPLOY_OUTPUTS }),
});

/** The promises that a run breaks, each in a line. */
export function broken({ run, result, report, sarif }: Written): readonly string[] {
  const { outputs } = run;
  const problems = [...promises(run, result)];
  problems.push(...countProblems(outputs, result, report), ...placeProblems(report.findings, run.workspace));
  if (sarif !== undefined) problems.push(...sarifProblems(sarif, report));
  return problems;
}

/** Outputs, result and report count the same findings, and the outcome follows from them. */
function countProblems(outputs: RunResult['outputs'], result: ResultJson, report: ReportJson): readonly string[] {
  if (result.rules === undefined) {
    const told = SEVERITIES.filter(severity => outputs[severity] !== '');
    return told.map(severity => `nothing was judged, and the output ${severity} is not empty`);
  }
  const problems = SEVERITIES.flatMap(severity => {
    const amount = report.findings.filter(finding => finding.severity === severity).length;
    const said = [outputs[severity], String(result[severity]), String(report[severity])];
    return said.every(text => text === String(amount))
      ? []
      : [`the report has ${amount} ${severity} findings; output, result and report say ${said.join(', ')}`];
  });
  const left = report.findings.length - result.findings.length;
  if (result['findings-left-out'] !== left) problems.push(`the result leaves out ${left} and says otherwise`);
  const decisive = SEVERITIES.slice(0, SEVERITIES.indexOf(result['fail-on'] ?? 'high') + 1);
  const unfit = report.findings.some(({ severity }) => decisive.includes(severity));
  if (unfit !== (result.outcome === 'failed'))
    problems.push(
      `it ended ${result.outcome}, and findings at ${result['fail-on']} ${unfit ? 'are' : 'are not'} there`,
    );
  return problems;
}

/** Code scanning is told of the same findings, in the same places. */
function sarifProblems({ runs }: SarifLog, { findings }: ReportJson): readonly string[] {
  const results = (runs[0]?.results ?? []).filter(
    ({ baselineState = 'new', suppressions }) => baselineState === 'new' && suppressions === undefined,
  );
  const there = results.map(placeOf).sort();
  const wanted = findings.map(({ rule, file, line }) => `${rule} ${file ?? '-'}:${line ?? '-'}`).sort();
  return JSON.stringify(there) === JSON.stringify(wanted)
    ? []
    : [`the SARIF report has ${there.length} results, the report ${wanted.length} findings, or not the same ones`];
}
