import { abbreviate } from '../core/commit.ts';
import { inWords } from '../core/duration.ts';
import { count } from '../core/text.ts';
import { block, code, folded, plain, table } from '../report/markdown.ts';
import { verdict } from '../report/verdict.ts';
import { failureLines } from '../smoke/failure-lines.ts';
import type { CheckGroup, CheckResult, CheckState, ExchangeSeen } from '../smoke/result.ts';
import { mostTellingFirst } from '../smoke/telling-order.ts';
import type { SmokeFacts, SmokeTestOutcome } from './smoke-test-facts.ts';

/** What is shown in full; the report has the rest. */
const MOST_PROBLEMS = 40;
const MOST_ROWS = 400;
const SLOWEST = 10;

/** The job summary; none for a list, which is in the log: verdict, figures, what failed with its lines, warnings, details folded. */
export function smokeTestSummary(outcome: SmokeTestOutcome): string {
  const { details } = outcome;
  const environment = details?.setup.environment;
  const title = environment === undefined ? 'Smoke test' : `Smoke test of ${plain(environment, 60)}`;
  if (details === undefined) return outcome.outcome === 'passed' ? '' : verdict(title, outcome);
  const { run } = details;
  const failed = mostTellingFirst(run.results.filter(({ state }) => state === 'failed'));
  const warned = run.results.filter(({ state }) => state === 'warned');
  const parts = [
    // What to do about a failed check stands beside it.
    verdict(title, failed.length === 0 ? outcome : { ...outcome, remedy: '' }),
    groupsTable(run.results),
    figuresLine(details),
    ...failed.slice(0, MOST_PROBLEMS).map(result => problemPart(result, details)),
    ...(failed.length > MOST_PROBLEMS ? [`${failed.length - MOST_PROBLEMS} more are in the report.`] : []),
    ...(warned.length === 0 ? [] : [warnings(warned)]),
    ...notRun(run.results),
    ...(run.results.length === 0 ? [] : [folded('Every check', checksTable(run.results))]),
    ...slowest(run.results),
  ];
  return parts.filter(part => part !== '').join('\n\n');
}

const GROUPS: Readonly<Record<CheckGroup, string>> = {
  presets: 'Presets',
  logins: 'Logins',
  checks: 'Checks',
  'clean-up': 'Clean-up',
};

function groupsTable(results: readonly CheckResult[]): string {
  const rows = Object.entries(GROUPS).flatMap(([group, title]) => {
    const own = results.filter(result => result.group === group);
    const amount = (...states: readonly CheckState[]) =>
      String(own.filter(({ state }) => states.includes(state)).length);
    return own.length === 0
      ? []
      : [[title, amount('passed'), amount('warned'), amount('failed'), amount('skipped', 'unfinished')]];
  });
  return rows.length === 0 ? '' : table(['', 'Passed', 'Warnings', 'Failed', 'Not run'], rows);
}

function figuresLine({ run, figures, setup }: SmokeFacts): string {
  const { times } = figures;
  const asked = `${code(setup.base.href)}, ${inWords(run.duration)} in all`;
  const waited =
    run.readiness.kind === 'ready'
      ? `; ready after ${inWords(run.readiness.waited)}${run.readiness.version === undefined ? '' : ` with version ${code(abbreviate(run.readiness.version), 60)}`}`
      : '';
  if (times === undefined) return `${asked}${waited}.`;
  const { p50, p95, p99 } = times;
  return `${asked}${waited}. ${count(times.requests, 'request')}: p50 ${inMs(p50)}, p95 ${inMs(p95)}, p99 ${inMs(p99)}.`;
}

const inMs = (value: number | undefined): string => (value === undefined ? '' : `${Math.round(value)} ms`);

function problemPart(result: CheckResult, { setup }: SmokeFacts): string {
  const { source } = setup.suite;
  const lines = result.problems.flatMap(problem => failureLines(problem, source.file === '' ? undefined : source));
  const kind = result.group === 'clean-up' ? 'Clean-up failed' : 'Failed';
  const id = result.title === result.id ? '' : ` (${code(result.id, 120)})`;
  return `**${kind}: ${plain(result.title, 200)}**${id}\n\n${block(lines)}`;
}

function warnings(results: readonly CheckResult[]): string {
  const items = results.slice(0, MOST_PROBLEMS).map(({ id, title, problems, note }) => {
    const [problem] = problems;
    const seen = problem?.actual === undefined ? note : `${problem.actual}; better: ${problem.expected ?? ''}`;
    return `- **${plain(title, 200)}** (${code(id, 120)}): ${plain(seen, 300)}`;
  });
  return ['**Warnings**', items.join('\n')].join('\n\n');
}

function notRun(results: readonly CheckResult[]): readonly string[] {
  const rows = results
    .filter(({ state }) => state === 'skipped' || state === 'unfinished')
    .map(({ id, state, note }) => [code(id, 120), state, plain(note, 300)]);
  return rows.length === 0
    ? []
    : [folded(`Not run (${rows.length})`, table(['Check', '', 'Why'], rows.slice(0, MOST_ROWS)))];
}

function checksTable(results: readonly CheckResult[]): string {
  const rows = results
    .slice(0, MOST_ROWS)
    .map(({ id, title, state, note, duration }) => [
      state,
      code(id, 120),
      plain(title === id ? note : `${title}${note === '' ? '' : `: ${note}`}`, 300),
      inMs(duration),
    ]);
  return table(['', 'Check', 'Seen', 'Time'], rows);
}

/** Where the time went: the slowest requests by phase. */
function slowest(results: readonly CheckResult[]): readonly string[] {
  const exchanges = results.flatMap(result => result.exchanges).sort((a, b) => b.total - a.total);
  if (exchanges.length === 0) return [];
  const rows = exchanges.slice(0, SLOWEST).map(exchangeRow);
  const headings = ['Request', 'Status', 'DNS', 'Connect', 'TLS', 'First byte', 'Transfer', 'Total'];
  return [folded('Slowest requests', table(headings, rows))];
}

function exchangeRow(exchange: ExchangeSeen): readonly string[] {
  const { method, target, status, dns, connect, tls, firstByte, transfer, total } = exchange;
  const phases = [dns, connect, tls, firstByte, transfer, total].map(inMs);
  return [code(`${method} ${target}`, 120), status === undefined ? 'none' : String(status), ...phases];
}
