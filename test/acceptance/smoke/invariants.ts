import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import type { RunResult } from '../../../lab/runner/index.ts';
import { ROOT } from '../../../scripts/root.ts';
import { SMOKE_TEST_OUTPUTS } from '../../../src/actions/smoke-test-inputs.ts';
import { COMMON_OUTPUTS } from '../../../src/core/action.ts';
import { brokenPromises, resultSchemaOf } from '../kept-promises.ts';

/** What is promised of every run, however it ends. */

/** The line of `result`, as its published schema has it. What an early end leaves out is optional. */
export interface ResultJson {
  readonly outcome: string;
  readonly 'reason-code': string;
  readonly headline: string;
  readonly remedy: string;
  readonly environment?: string | null;
  readonly url?: string;
  readonly suite?: string | null;
  readonly readiness?: {
    readonly state: string;
    readonly path: string | null;
    readonly 'waited-ms': number;
    readonly version: string | null;
    readonly why: string | null;
  };
  readonly 'cut-short'?: string | null;
  readonly passed?: number;
  readonly warned?: number;
  readonly failed?: number;
  readonly skipped?: number;
  readonly unfinished?: number;
  readonly requests?: number;
  readonly 'p50-ms'?: number | null;
  readonly 'p95-ms'?: number | null;
  readonly 'p99-ms'?: number | null;
  readonly checks?: readonly {
    readonly id: string;
    readonly group: string;
    readonly title: string;
    readonly tags: readonly string[];
    readonly state: string;
    readonly note: string;
    readonly 'duration-ms': number;
    readonly line: number | null;
    readonly problems: readonly {
      readonly message: string;
      readonly expected: string | null;
      readonly actual: string | null;
      readonly remedy: string;
      readonly line: number | null;
    }[];
  }[];
  readonly findings: readonly { readonly rule: string; readonly file: string | null; readonly line: number | null }[];
}

export interface ReportJson extends ResultJson {
  readonly exchanges?: readonly {
    readonly check: string;
    readonly method: string;
    readonly target: string;
    readonly status: number | null;
    readonly 'dns-ms': number | null;
    readonly 'connect-ms': number | null;
    readonly 'tls-ms': number | null;
    readonly 'first-byte-ms': number | null;
    readonly 'transfer-ms': number | null;
    readonly 'total-ms': number;
  }[];
}

export interface Written {
  readonly run: RunResult;
  readonly result: ResultJson;
  readonly report: ReportJson;
  readonly junit: string;
}

const xsd = readFileSync(join(ROOT, 'test/support/junit.xsd'));

/** What the published schema has against a result; empty when it accepts it. */
export const schemaProblems = resultSchemaOf('smoke-test');

const promises = brokenPromises({
  action: 'smoke-test',
  outputs: Object.keys({ ...COMMON_OUTPUTS, ...SMOKE_TEST_OUTPUTS }),
  withoutSummary: ['listed'],
});

/** The promises that a run breaks, each in a line. */
export function broken({ run, result, report, junit }: Written): readonly string[] {
  const { outputs } = run;
  const problems = [...promises(run, result)];
  const { exchanges: _, ...common } = report;
  if (JSON.stringify(common) !== JSON.stringify(result)) problems.push('the report does not begin with the result');
  problems.push(...countProblems(outputs, result));
  if (junit !== '') problems.push(...junitProblems(junit, result));
  return problems;
}

function countProblems(outputs: RunResult['outputs'], result: ResultJson): readonly string[] {
  const { checks } = result;
  if (checks === undefined) {
    const told = ['passed', 'failed', 'skipped', 'p95-ms', 'junit-path'].filter(name => outputs[name] !== '');
    return told.map(name => `nothing was run, and the output ${name} is not empty`);
  }
  const amount = (...states: readonly string[]) => checks.filter(({ state }) => states.includes(state)).length;
  const wanted: Readonly<Record<string, number>> = {
    passed: amount('passed', 'warned'),
    failed: amount('failed'),
    skipped: amount('skipped', 'unfinished'),
  };
  const wrong = Object.entries(wanted).filter(([name, value]) => outputs[name] !== String(value));
  const ids = new Set(checks.map(({ id }) => id));
  return [
    ...wrong.map(([name, value]) => `the output ${name} is ${outputs[name]} and not ${value}`),
    ...(ids.size === checks.length ? [] : ['an id stands twice in the result']),
    ...(outputs['outcome'] === 'passed' && (wanted['failed'] !== 0 || wanted['passed'] === 0)
      ? ['it passed, and something failed or nothing was checked']
      : []),
  ];
}

/** What readers of JUnit have against the report, and where it says something else than the result. */
export function junitProblems(xml: string, { checks = [] }: ResultJson): readonly string[] {
  const schema = XmlDocument.fromBuffer(xsd);
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    const cases = (inside: string) => document.root.find(`testsuite/testcase${inside}`).length;
    const wanted: readonly (readonly [string, number, number])[] = [
      ['cases', cases(''), checks.length],
      ['failures', cases('[failure]'), checks.filter(({ state }) => state === 'failed').length],
      ['skipped', cases('[skipped]'), checks.filter(({ state }) => state === 'skipped').length],
      ['errors', cases('[error]'), checks.filter(({ state }) => state === 'unfinished').length],
    ];
    return wanted
      .filter(([, seen, expected]) => seen !== expected)
      .map(([what, seen, expected]) => `the JUnit report has ${seen} ${what} and not ${expected}`);
  } catch (thrown) {
    return [`the JUnit report is refused: ${String(thrown)}`];
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}
