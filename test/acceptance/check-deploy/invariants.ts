import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RunResult } from '../../../lab/runner/index.ts';
import { ROOT } from '../../../scripts/root.ts';
import { CHECK_DEPLOY_OUTPUTS } from '../../../src/actions/check-deploy-inputs.ts';
import { COMMON_OUTPUTS } from '../../../src/core/action.ts';
import { SEVERITIES } from '../../../src/core/findings.ts';
import type { FindingJson, ReportJson, ResultJson } from './reported.ts';
import { placeOf, type SarifLog } from './sarif-log.ts';

/** What is promised of every run, however it ends. */

export interface Written {
  readonly run: RunResult;
  readonly result: ResultJson;
  readonly report: ReportJson;
  readonly sarif: SarifLog | undefined;
}

const OUTPUTS = Object.keys({ ...COMMON_OUTPUTS, ...CHECK_DEPLOY_OUTPUTS }).sort();

const schemaFile = readFileSync(join(ROOT, 'schema/check-deploy-result.schema.json'), 'utf8');
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(schemaFile));

/** The promises that a run breaks, each in a line. */
export function broken({ run, result, report, sarif }: Written): readonly string[] {
  const { outputs } = run;
  const problems: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) problems.push(what);
  };
  must(
    validate(result),
    `the schema of the result: ${(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')}`,
  );
  must(
    JSON.stringify(Object.keys(outputs).sort()) === JSON.stringify(OUTPUTS),
    `outputs are ${Object.keys(outputs).sort().join(', ')} instead of ${OUTPUTS.join(', ')}`,
  );
  must(outputs['outcome'] === result.outcome, 'the output outcome is not the one of the result');
  must(outputs['reason-code'] === result['reason-code'], 'the output reason-code is not the one of the result');
  must(
    run.conclusion === 'cancelled' || (run.conclusion === 'success') === (result.outcome === 'passed'),
    `the step ended with ${run.conclusion} and the outcome is ${result.outcome}`,
  );
  must(run.orphans.length === 0, 'a process was left behind');
  must(result['reason-code'] !== 'internal-error', 'a defect of ours ended the run');
  must(run.rawSummary !== '', 'there is no summary');
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

/** A finding points at a line that exists. */
function placeProblems(findings: readonly FindingJson[], workspace: string): readonly string[] {
  return findings.flatMap(({ rule, file, line }) => {
    if (file === null) return line === null ? [] : [`${rule} has a line and no file`];
    const length = linesOf(join(workspace, file));
    return line !== null && length !== undefined && line >= 1 && line <= length
      ? []
      : [`${rule} points at ${file}:${line}, which does not exist`];
  });
}

function linesOf(path: string): number | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n').length;
  } catch {
    return undefined;
  }
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
