import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RunResult } from '../../lab/runner/index.ts';
import { ROOT } from '../../scripts/root.ts';

/** What is promised of every run of every action, however it ends. */

export interface CommonResult {
  readonly outcome: string;
  readonly 'reason-code': string;
}

export interface Promised {
  /** The name of the action: its result has the schema `schema/<action>-result.schema.json`. */
  readonly action: string;
  /** Names of all outputs, the common ones included. */
  readonly outputs: readonly string[];
  /** Reason codes of runs that have nothing to summarise. */
  readonly withoutSummary?: readonly string[];
}

/** Made once for an action: tells the promises that a run breaks, each in a line. */
export function brokenPromises({
  action,
  outputs: names,
  withoutSummary = [],
}: Promised): (run: RunResult, result: CommonResult) => readonly string[] {
  const schemaProblems = resultSchemaOf(action);
  const wanted = [...names].sort();
  return (run, result) => {
    const { outputs } = run;
    const problems = [...schemaProblems(result)];
    const must = (holds: boolean, what: string) => {
      if (!holds) problems.push(what);
    };
    const given = Object.keys(outputs).sort();
    must(
      JSON.stringify(given) === JSON.stringify(wanted),
      `outputs are ${given.join(', ')} instead of ${wanted.join(', ')}`,
    );
    must(outputs['outcome'] === result.outcome, 'the output outcome is not the one of the result');
    must(outputs['reason-code'] === result['reason-code'], 'the output reason-code is not the one of the result');
    must(
      run.conclusion === 'cancelled' || (run.conclusion === 'success') === (result.outcome === 'passed'),
      `the step ended with ${run.conclusion} and the outcome is ${result.outcome}`,
    );
    must(run.orphans.length === 0, 'a process was left behind');
    must(result['reason-code'] !== 'internal-error', 'a defect of ours ended the run');
    must(run.rawSummary !== '' || withoutSummary.includes(result['reason-code']), 'there is no summary');
    return problems;
  };
}

/** What the published schema has against a result of the action; empty when it accepts it. */
export function resultSchemaOf(action: string): (result: unknown) => readonly string[] {
  const schema: object = JSON.parse(readFileSync(join(ROOT, `schema/${action}-result.schema.json`), 'utf8'));
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
  return result =>
    validate(result)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) =>
            `the schema of the result: ${instancePath} ${message} ${JSON.stringify(params)}`,
        );
}

export interface Placed {
  readonly rule: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** A finding points at a line that exists. */
export function placeProblems(findings: readonly Placed[], workspace: string): readonly string[] {
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
