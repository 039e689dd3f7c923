/** Test results for the CI tools that read JUnit's XML. */
export interface JunitReport {
  readonly suites: readonly JunitSuite[];
}

interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** Passed unless one of `failure`, `error` and `skipped` says otherwise; of several the first in this order counts. */
export interface JunitCase {
  readonly name: string;
  /** What tools group by. */
  readonly classname: string;
  readonly seconds: number;
  /** What was tested is bad. `message` is a line, `text` may be many. */
  readonly failure?: { readonly message: string; readonly text: string };
  /** The test came to no end of its own. */
  readonly error?: { readonly message: string };
  readonly skipped?: { readonly message: string };
  /** Where the test is written: shown by GitLab, CircleCI and the usual actions. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}

/**
 * The report as XML 1.0, with a line break at the end. Whatever the texts hold, it can be parsed: characters that XML cannot carry become
 * U+FFFD, line breaks in attributes survive. Times of suites are sums of their cases; empty reports and suites stay, with zero tests.
 */
export function junit({ suites }: JunitReport): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${totals(all, ['tests', 'failures', 'errors', 'time'])}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines({ name, cases }: JunitSuite): readonly string[] {
  const head = `${attributes({ name })}${totals(cases, ['tests', 'failures', 'errors', 'skipped', 'time'])}`;
  return [`  <testsuite${head}>`, ...cases.flatMap(caseLines), '  </testsuite>'];
}

function caseLines(of: JunitCase): readonly string[] {
  const { name, classname, seconds, file, line } = of;
  const head = attributes({ name, classname, time: time(seconds), file, line });
  const end = endElement(of);
  return end === undefined ? [`    <testcase${head}/>`] : [`    <testcase${head}>`, `      ${end}`, '    </testcase>'];
}

function endElement(of: JunitCase): string | undefined {
  const { failure, error, skipped } = of;
  switch (endOf(of)) {
    case 'failures':
      return `<failure${attributes({ message: failure?.message, type: 'failure' })}>${content(failure?.text ?? '')}</failure>`;
    case 'errors':
      return `<error${attributes({ message: error?.message, type: 'error' })}/>`;
    case 'skipped':
      return `<skipped${attributes({ message: skipped?.message })}/>`;
    case 'passed':
      return undefined;
  }
}

type End = 'passed' | 'failures' | 'errors' | 'skipped';

function endOf({ failure, error, skipped }: JunitCase): End {
  if (failure !== undefined) return 'failures';
  if (error !== undefined) return 'errors';
  return skipped === undefined ? 'passed' : 'skipped';
}

type Total = 'tests' | 'failures' | 'errors' | 'skipped' | 'time';

/** The root has no `skipped`: the schema of Jenkins does not know it there. */
function totals(cases: readonly JunitCase[], wanted: readonly Total[]): string {
  const counted = (end: End) => cases.filter(each => endOf(each) === end).length;
  const amounts: Readonly<Record<Total, () => number | string>> = {
    tests: () => cases.length,
    failures: () => counted('failures'),
    errors: () => counted('errors'),
    skipped: () => counted('skipped'),
    time: () => written(cases.reduce((sum, { seconds }) => sum + milliseconds(seconds), 0)),
  };
  return attributes(Object.fromEntries(wanted.map(name => [name, amounts[name]()])));
}

function time(seconds: number): string {
  return written(milliseconds(seconds));
}

/** Whole ones, so that a sum is the sum of what is shown. */
function milliseconds(seconds: number): number {
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1_000) : 0;
}

/** `0.120` */
function written(whole: number): string {
  return (whole / 1_000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${attribute(String(value))}"`))
    .join('');
}

/** Parsers turn bare line breaks and tabs in attributes into spaces (XML 1.0, 3.3.3). */
function attribute(text: string): string {
  return escaped(text)
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]/g, character => `&#${character.charCodeAt(0)};`);
}

/** Parsers read a bare carriage return as a line feed (XML 1.0, 2.11). */
function content(text: string): string {
  return escaped(text).replace(/\r/g, '&#13;');
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** What XML 1.0, 2.2 forbids, and the controls it advises against. */
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;
