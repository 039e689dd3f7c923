/**
 * Takes out of a kept visit what differs from run to run: addresses, ids, and every time, percentile and number of requests,
 * none of which was measured. Verdicts, checks and words stay as they were said.
 */
import { createHash } from 'node:crypto';
import type { ExampleExchange } from './smoke-scene.ts';

export interface SmokeTimes {
  readonly inAll: string;
  /** The input `wait-ready` of the run, as it was and as a reader may see it. */
  readonly limit?: readonly [here: string, shown: string];
}

const RUN = 'r7k2m9x4q1c8v';
const TASK = '3f0c8a52-6d1e-4b7a-9c35-2e8f41d07b96';
const COMMUNITY = 41;
const EXPIRES = '2027-01-19';
const FIGURES = '118 requests: p50 31 ms, p95 164 ms, p99 412 ms';
const LOAD = 'p50 9 ms, p95 38 ms, p99 57 ms, max 61 ms';

/** Order matters: what was an address must be one before numbers are looked at. */
export function smokeStandIns(
  text: string,
  addresses: readonly (readonly [here: string, shown: string])[],
  times: SmokeTimes,
): string {
  const run = /smoke-(?:page-)?(r[a-z0-9]{10,})\b/.exec(text)?.[1];
  const named = run === undefined ? text : text.replaceAll(run, RUN);
  const placed = addresses.reduce((told, [here, shown]) => told.replaceAll(here, shown), named);
  return withTimes(limited(placed, times), times)
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, TASK)
    .replace(/\/communities\/\d+\//g, `/communities/${COMMUNITY}/`)
    .replace(/127\.0\.0\.1:\d+/g, '203.0.113.10:443')
    .replace(/until \d{4}-\d\d-\d\d/g, `until ${EXPIRES}`);
}

function limited(text: string, { limit }: SmokeTimes): string {
  return limit === undefined ? text : text.replaceAll(`once in ${limit[0]}`, `once in ${limit[1]}`);
}

function withTimes(text: string, { inAll }: SmokeTimes): string {
  return (
    text
      .split('\n')
      // How often a page is asked until it holds depends on the moment.
      .filter(line => !/: not as it must be yet \(/.test(line))
      .map(line =>
        line
          .replace(/, (?:\d+ (?:s|min) ?)+in all/, `, ${inAll} in all`)
          .replace(/ready after \d+ (?:ms|s)/, 'ready after 2 s')
          .replace(/\d+ requests: p50 .* ms, p95 .* ms, p99 \d+ ms/, FIGURES)
          .replace(/p50 \d+ ms, p95 \d+ ms, p99 \d+ ms, max \d+ ms/, LOAD)
          .replace(/ \(\d+ ms\)/, ` (${milliseconds(line)} ms)`)
          .replace(/\| \d+ ms \|$/, `| ${milliseconds(line)} ms |`)
          // Whatever took less than a millisecond says nothing, on this machine and now.
          .replace(/^(passed|warning|FAILED) (.*?)(?: \(\d+ ms\))?(?=:|$)/, '$1 $2')
          .replace(/: \d+ ms( \||$)/, ': 31 ms$1')
          .replace(/ time="[\d.]+"/, ` time="${(milliseconds(line) / 1_000).toFixed(3)}"`),
      )
      .join('\n')
      .replace(/<testsuites[\s\S]*<\/testsuites>/, withSums)
  );
}

/** A JUnit report whose totals are those of its cases. */
function withSums(report: string): string {
  const sumOf = (text: string): string =>
    [...text.matchAll(/<testcase [^>]*? time="([\d.]+)"/g)].reduce((sum, [, time]) => sum + Number(time), 0).toFixed(3);
  return report
    .replace(
      /(<testsuite [^>]*? time=")[\d.]+("[\s\S]*?<\/testsuite>)/g,
      (suite, head: string, rest: string) => `${head}${sumOf(suite)}${rest}`,
    )
    .replace(/(<testsuites [^>]*? time=")[\d.]+/, (_, head: string) => `${head}${sumOf(report)}`);
}

const SHORTEST_MS = 12;
const SPREAD_MS = 140;

/** Some time that a request may take: the same for the same line, whatever it was in this run. */
function milliseconds(line: string): number {
  const words = line.replace(/[\d.]+/g, '');
  return SHORTEST_MS + ((createHash('sha256').update(words).digest()[0] ?? 0) % SPREAD_MS);
}

/**
 * The slowest requests are others in every run, so the whole table is a stand-in: requests that the run did send, with
 * the status they got, and times and an order that were not measured.
 */
const SHOWN = [
  'POST /api/v1/auth/token/',
  'POST /communities/add/',
  'GET /dashboard/',
  'GET /ready/',
  'GET /communities/add/',
];
const SLOWEST_MS = [412, 236, 187, 164, 143];

export function slowestStandIns(summary: string, exchanges: readonly ExampleExchange[]): string {
  const rows = SHOWN.flatMap((request, index) => {
    const seen = exchanges.find(({ method, target }) => `${method} ${target}` === request);
    const total = SLOWEST_MS[index] ?? 0;
    return seen === undefined
      ? []
      : [`| <code>${request}</code> | ${seen.status ?? 'none'} |  |  |  | ${total - 1} ms | 1 ms | ${total} ms |`];
  });
  return summary.replace(/(<summary>Slowest requests<\/summary>\n\n\|.*\n\|.*\n)(?:\|.*\n)+/, `$1${rows.join('\n')}\n`);
}
