import type { RunResult } from '../../../lab/runner/index.ts';
import { MIGRATION_SAFETY_OUTPUTS } from '../../../src/actions/migration-safety-inputs.ts';
import { COMMON_OUTPUTS } from '../../../src/core/action.ts';
import { sarifProblems as schemaProblems } from '../../support/sarif-schema.ts';
import { placeOf, type SarifLog } from '../check-deploy/sarif-log.ts';
import { brokenPromises, placeProblems } from '../kept-promises.ts';
import type { FindingJson, ReportJson, ResultJson } from './reported.ts';

/** What is promised of every run of the action beside what all actions promise. */

export interface Written {
  readonly run: RunResult;
  readonly result: ResultJson;
  readonly report: ReportJson;
  readonly sarif: SarifLog | undefined;
}

const OWN = Object.keys(MIGRATION_SAFETY_OUTPUTS);
const WORST = ['safe', 'review', 'blocked'];

const promises = brokenPromises({ action: 'migration-safety', outputs: [...Object.keys(COMMON_OUTPUTS), ...OWN] });

/** The promises that a run breaks, each in a line. */
export function broken({ run, result, report, sarif }: Written): readonly string[] {
  const { outputs } = run;
  const problems = [...promises(run, result)];
  if (run.annotations.length > 10)
    problems.push(`${run.annotations.length} annotations, and GitHub shows ten of a kind`);
  problems.push(...verdictProblems(outputs, result, report), ...placeProblems(report.findings ?? [], run.workspace));
  if (sarif !== undefined) problems.push(...schemaProblems(sarif), ...sarifProblems(sarif, report.findings ?? []));
  return problems;
}

/** Outputs, result and report say the same, and the verdict is the worst of its parts. */
function verdictProblems(outputs: RunResult['outputs'], result: ResultJson, report: ReportJson): readonly string[] {
  if (result.verdict === undefined)
    return OWN.filter(name => outputs[name] !== '').map(
      name => `nothing was judged, and the output ${name} is "${outputs[name]}"`,
    );
  const problems: string[] = [];
  const said = ['verdict', 'pending', 'backward-compatible', 'rollback-safe'] as const;
  for (const name of said)
    if (outputs[name] !== String(result[name]) || result[name] !== report[name])
      problems.push(`${name}: output ${outputs[name]}, result ${result[name]}, report ${report[name]}`);
  const phases: unknown = JSON.parse(outputs['phases'] ?? '{}');
  if (JSON.stringify(phases) !== JSON.stringify(report.phases)) problems.push('the output phases is not the report’s');
  const verdicts = [...(report.migrations ?? []), ...(report.general ?? [])].map(({ verdict }) => verdict);
  if ((report.unknown ?? []).length > 0) verdicts.push('review');
  const worst = WORST.findLast(verdict => verdicts.includes(verdict)) ?? 'safe';
  if (worst !== result.verdict) problems.push(`the verdict is ${result.verdict}, and its worst part ${worst}`);
  for (const { name, verdict, hazards } of report.migrations ?? []) {
    const own = WORST.findLast(each => hazards.some(hazard => hazard.verdict === each)) ?? 'safe';
    if (own !== verdict) problems.push(`${name} is ${verdict}, and its worst hazard ${own}`);
  }
  const passes = result.verdict === 'safe' || (result.verdict === 'review' && result.allow === 'review');
  if (passes !== (result.outcome === 'passed')) problems.push(`${result.verdict} ended ${result.outcome}`);
  return problems;
}

/** Code scanning is told of the same findings, in the same places. */
function sarifProblems({ runs }: SarifLog, findings: readonly FindingJson[]): readonly string[] {
  const results = (runs[0]?.results ?? []).filter(
    ({ baselineState = 'new', suppressions }) => baselineState === 'new' && suppressions === undefined,
  );
  const there = results.map(placeOf).sort();
  const wanted = findings.map(({ rule, file, line }) => `${rule} ${file ?? '-'}:${line ?? '-'}`).sort();
  return JSON.stringify(there) === JSON.stringify(wanted)
    ? []
    : [`the SARIF report has ${there.join(', ')}; the report ${wanted.join(', ')}`];
}
