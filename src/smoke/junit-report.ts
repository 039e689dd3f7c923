import type { JunitCase, JunitReport } from '../report/junit.ts';
import { failureLines } from './failure-lines.ts';
import type { CheckGroup, CheckResult, SmokeRun } from './result.ts';
import type { SuiteSource } from './suite/suite.ts';

/** One suite an origin, one case a check. A part without a check has no suite. */
const SUITES: readonly CheckGroup[] = ['presets', 'logins', 'checks', 'clean-up'];

/**
 * A run as a JUnit report.
 * @param redact hides secrets in a text: here and not in the finished XML, where a user called `test` would take the tags apart
 */
export function junitReport(run: SmokeRun, source: SuiteSource, redact: (text: string) => string): JunitReport {
  const suites = SUITES.map(name => ({
    name,
    cases: run.results.filter(({ group }) => group === name).map(result => redacted(caseOf(result, source), redact)),
  }));
  return { suites: suites.filter(({ cases }) => cases.length > 0) };
}

function redacted(of: JunitCase, redact: (text: string) => string): JunitCase {
  const { failure, error, skipped } = of;
  return {
    ...of,
    name: redact(of.name),
    ...(failure === undefined ? {} : { failure: { message: redact(failure.message), text: redact(failure.text) } }),
    ...(error === undefined ? {} : { error: { message: redact(error.message) } }),
    ...(skipped === undefined ? {} : { skipped: { message: redact(skipped.message) } }),
  };
}

function caseOf(result: CheckResult, source: SuiteSource): JunitCase {
  const { group, id, title, place, duration } = result;
  return {
    name: group === 'presets' ? `${id}: ${title}` : title,
    classname: group,
    seconds: duration / 1_000,
    ...(source.file === '' ? {} : { file: source.file }),
    ...(place === undefined ? {} : { line: place.line }),
    ...endOf(result, source),
  };
}

function endOf(
  { state, title, note, problems }: CheckResult,
  source: SuiteSource,
): Pick<JunitCase, 'failure' | 'error' | 'skipped'> {
  switch (state) {
    case 'passed':
    case 'warned':
      return {};
    case 'failed': {
      const [problem] = problems;
      const text = problems.flatMap(each => failureLines(each, source.file === '' ? undefined : source)).join('\n');
      return { failure: { message: problem?.message || title, text } };
    }
    case 'skipped':
      return { skipped: { message: note } };
    // Not green, and no failure of the site either.
    case 'unfinished':
      return { error: { message: note } };
  }
}
