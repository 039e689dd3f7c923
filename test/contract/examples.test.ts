import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { ROOT } from '../../scripts/root.ts';
import type { SmokeTestOutcome } from '../../src/actions/smoke-test-facts.ts';
import { smokeTestSummary } from '../../src/actions/smoke-test-summary.ts';
import { junit } from '../../src/report/junit.ts';
import { figuresOf } from '../../src/smoke/figures.ts';
import { junitReport } from '../../src/smoke/junit-report.ts';
import type { CheckGroup, CheckResult, CheckState, Readiness } from '../../src/smoke/result.ts';

const kept = (name: string): string => readFileSync(join(ROOT, 'docs/examples', name), 'utf8');

const EXCHANGE = { method: 'GET', target: '/', status: 200, total: 5 };
const PROBLEM = { message: 'Not so.', expected: 'a', actual: 'b', remedy: 'Mend it.', excerpt: [] };

function result(group: CheckGroup, state: CheckState): CheckResult {
  const exchanges = state === 'unfinished' ? [] : [EXCHANGE];
  const problems = state === 'failed' || state === 'warned' ? [PROBLEM] : [];
  return JSON.parse(
    JSON.stringify({
      id: `${group}/${state}`,
      group,
      title: 'It holds',
      tags: [],
      state,
      note: '',
      problems,
      duration: 5,
      exchanges,
    }),
  );
}

const READY: Readiness = { kind: 'ready', path: '/health/', waited: 1_500, version: undefined };
const SILENT: Readiness = { kind: 'silent', path: '/health/', waited: 3_000, why: 'refused' };

/** The smallest runs that have every part which the kept ones have. */
const RUNS = {
  passed: [result('presets', 'passed'), result('presets', 'warned'), result('presets', 'skipped')],
  failed: [result('presets', 'warned'), result('presets', 'skipped'), result('checks', 'failed')],
  inconclusive: [result('presets', 'unfinished')],
} as const;
const OUTCOMES = ['passed', 'failed', 'inconclusive'] as const;

function summaryOf(outcome: (typeof OUTCOMES)[number]): string {
  const results = RUNS[outcome];
  const made: SmokeTestOutcome = {
    outcome,
    reasonCode: 'x',
    headline: 'A sentence.',
    remedy: outcome === 'inconclusive' ? 'Look.' : '',
    findings: [],
    facts: {},
    details: {
      // Only what a summary reads of it.
      setup: JSON.parse(
        '{"environment":"staging","base":{"href":"https://a.example/"},"suite":{"source":{"file":"","lines":[]}}}',
      ),
      run: { readiness: outcome === 'inconclusive' ? SILENT : READY, results, cutShort: undefined, duration: 9_000 },
      figures: figuresOf(results),
      junitPath: '',
    },
  };
  return smokeTestSummary(made);
}

/** Headings, columns and folded parts in their order, each once; numbers and what a run says are left out. */
function structureOf(summary: string): readonly string[] {
  const lines = summary.replace(/^```[\s\S]*?^```/gm, '').split('\n');
  const parts = lines.flatMap((line, index) => {
    if (/^\|(?: -+ \|)+$/.test(lines[index + 1] ?? '')) return [line.trim()];
    const [, mark] = /^(### [\w ]+: \w+|\*\*[\w -]+(?=[:*])|<details><summary>[\w ]+)/.exec(line) ?? [];
    return mark === undefined ? [] : [mark.trim()];
  });
  return [...new Set(parts)];
}

describe('the kept summaries of smoke-test', () => {
  test.each(OUTCOMES)('%s: has the headings, columns and parts that the code makes now, in the same order', outcome => {
    const structure = structureOf(summaryOf(outcome));
    expect(structure.length).toBeGreaterThan(3);
    expect(structureOf(kept(`smoke-summary-${outcome}.md`))).toEqual(structure);
  });

  test('would be found out with another column, another heading or a part less', () => {
    const summary = kept('smoke-summary-failed.md');
    const structure = structureOf(summaryOf('failed'));
    for (const [right, wrong] of [
      ['| First byte |', '| Wait |'],
      ['### Smoke test of', '### Visit of'],
      ['**Warnings**', ''],
      ['<summary>Every check', '<summary>All checks'],
    ] as const) {
      expect(summary).toContain(right);
      expect(structureOf(summary.replace(right, wrong))).not.toEqual(structure);
    }
  });
});

describe('the kept log and JUnit report of smoke-test', () => {
  test('have the chapters and suites of the failed run in the order of the code', () => {
    const chapters = [...kept('smoke-log-failed.txt').matchAll(/^##\[group\]([\w-]+) \(/gm)].map(([, name]) => name);
    expect(chapters).toEqual(['Presets', 'Logins', 'Checks', 'Clean-up']);
    const suites = [...kept('smoke-junit-failed.xml').matchAll(/<testsuite name="([\w-]+)"/g)].map(([, name]) => name);
    expect(suites).toEqual(['presets', 'logins', 'checks', 'clean-up']);
  });

  test('the JUnit report has the elements and attributes that the code writes now', () => {
    const results = [result('presets', 'passed'), result('presets', 'skipped'), ...RUNS.failed];
    const run = { readiness: READY, results: results.map(placed), cutShort: undefined, duration: 9_000 };
    const made = junit(junitReport(run, { file: 'smoke/x.yml', lines: [] }, text => text));
    expect(tagsOf(kept('smoke-junit-failed.xml'))).toEqual(tagsOf(made));
  });

  test('a JUnit schema accepts the report', () => {
    const schema = XmlDocument.fromBuffer(readFileSync(join(ROOT, 'test/support/junit.xsd')));
    const report = XmlDocument.fromString(kept('smoke-junit-failed.xml'));
    expect(() => XsdValidator.fromDoc(schema).validate(report)).not.toThrow();
    report.dispose();
  });
});

const placed = (check: CheckResult): CheckResult => ({ ...check, place: { line: 1, column: 1 } });

/** Every element with the attributes it has somewhere. */
function tagsOf(xml: string): readonly string[] {
  const attributes = new Map<string, Set<string>>();
  for (const [, name = '', rest = ''] of xml.matchAll(/<([a-z]+)((?: [a-z]+="[^"]*")*)/g)) {
    const known = attributes.get(name) ?? new Set();
    for (const [, attribute = ''] of rest.matchAll(/ ([a-z]+)="/g)) known.add(attribute);
    attributes.set(name, known);
  }
  return [...attributes].map(([name, known]) => `${name}: ${[...known].sort().join(' ')}`).sort();
}
