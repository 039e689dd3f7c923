import type { Finding, Severity } from '../core/findings.ts';
import type { CheckResult, Problem, SmokeRun } from '../smoke/result.ts';
import type { SuiteSource } from '../smoke/suite/suite.ts';

/** What did not hold, and what holds with a warning, each on its line of the suite. */
export function findingsOf(run: SmokeRun, source: SuiteSource): readonly Finding[] {
  return run.results.flatMap(result => {
    const severity = severityOf(result);
    return severity === undefined ? [] : result.problems.map(problem => finding(result, problem, severity, source));
  });
}

/** A failed check decided the outcome; a warning did not. */
function severityOf({ state }: CheckResult): Severity | undefined {
  if (state === 'failed') return 'critical';
  return state === 'warned' ? 'medium' : undefined;
}

function finding(result: CheckResult, problem: Problem, severity: Severity, source: SuiteSource): Finding {
  const place = problem.place ?? result.place;
  const seen = [
    problem.expected === undefined ? '' : `expected: ${problem.expected}`,
    problem.actual === undefined ? '' : `actual: ${problem.actual}`,
  ].filter(line => line !== '');
  return {
    rule: result.group === 'presets' ? result.id : `smoke/${result.group}`,
    severity,
    subject: result.title,
    // The text of an input has no file that an annotation could stand on.
    ...(place === undefined || source.file === '' || source.file === 'suite'
      ? {}
      : { place: { file: source.file, ...place } }),
    message: [problem.message, ...seen].filter(line => line !== '').join('\n'),
    evidence: problem.actual ?? '',
    remedy: problem.remedy,
  };
}
