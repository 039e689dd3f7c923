import type { LoadLimit, OrderOperator } from '../suite/suite.ts';
import type { LoadFigures } from './load.ts';

/** A limit that did not hold. */
interface LoadBreach {
  /** The limit; undefined for what holds without being asked for: that the load was there at all. */
  readonly limit: LoadLimit | undefined;
  readonly expected: string;
  readonly actual: string;
  readonly hint: string;
}

/** Below this share of the planned requests, the limits were judged under another load than the one that was asked for. */
const ENOUGH = 0.9;

const COMPARED: Readonly<Record<OrderOperator, (actual: number, bound: number) => boolean>> = {
  '<': (actual, bound) => actual < bound,
  '<=': (actual, bound) => actual <= bound,
  '>': (actual, bound) => actual > bound,
  '>=': (actual, bound) => actual >= bound,
};

/**
 * Holds the figures of a load against its limits; empty when all of them hold. Without a limit of its own for errors, a load none of whose
 * requests worked is a breach: percentiles of refusals prove nothing.
 */
export function judgeLoad(limits: readonly LoadLimit[], figures: LoadFigures): readonly LoadBreach[] {
  const breaches = limits
    .filter(({ measure, operator, bound }) => !COMPARED[operator](measured(measure, figures), bound))
    .map(limit => breachOf(limit, figures));
  const limitedErrors = limits.some(({ measure }) => measure === 'errors');
  const allWrong = figures.errors >= figures.requests && !limitedErrors ? [nothingWorked(figures)] : [];
  const shortfall = figures.requests < figures.planned * ENOUGH ? [tooFew(figures)] : [];
  return [...breaches, ...allWrong, ...shortfall];
}

/** One line for people: `300 requests, 20.0/s, p50 18 ms, p95 41 ms, p99 66 ms, max 80 ms, no errors`. */
export function describeLoad(figures: LoadFigures): string {
  const { requests, rate, errors, unsent } = figures;
  const times = (['p50', 'p95', 'p99', 'max'] as const).map(measure => `${measure} ${milliseconds(figures[measure])}`);
  const wrong =
    errors === 0 ? 'no errors' : `${errors} ${errors === 1 ? 'error' : 'errors'} (${percent(errorShare(figures))})`;
  const parts = [`${requests} requests`, `${rate.toFixed(1)}/s`, ...times, wrong];
  return [...parts, ...(unsent === 0 ? [] : [`${unsent} could not be sent in time`])].join(', ');
}

/** Milliseconds, or for `errors` per cent of the requests. */
function measured(measure: LoadLimit['measure'], figures: LoadFigures): number {
  return measure === 'errors' ? errorShare(figures) : figures[measure];
}

function errorShare({ errors, requests }: LoadFigures): number {
  return requests === 0 ? 100 : (errors * 100) / requests;
}

function breachOf(limit: LoadLimit, figures: LoadFigures): LoadBreach {
  const { measure, operator, bound } = limit;
  const value = measured(measure, figures);
  if (measure === 'errors') {
    const count = `${figures.errors} of ${figures.requests} requests`;
    return {
      limit,
      expected: `errors ${operator} ${bound}%`,
      actual: `${percent(value)} (${count})`,
      hint: kindsOf(figures),
    };
  }
  const late = figures.unsent > 0 ? waiting(figures) : '';
  return {
    limit,
    expected: `${measure} ${operator} ${bound} ms`,
    actual: milliseconds(value, bound),
    hint: late,
  };
}

function nothingWorked(figures: LoadFigures): LoadBreach {
  return {
    limit: undefined,
    expected: 'at least one request that works',
    actual: `${figures.errors} of ${figures.requests} requests ended in errors`,
    hint: kindsOf(figures),
  };
}

function tooFew(figures: LoadFigures): LoadBreach {
  return {
    limit: undefined,
    expected: `${figures.planned} requests in the time given`,
    actual: `${figures.requests}; the limits were judged under a smaller load than the one asked for`,
    hint: waiting(figures),
  };
}

function waiting({ unsent }: LoadFigures): string {
  return `${unsent} requests were due and could not be sent, because all connections were still waiting for answers: the site is too slow for this rate, or \`concurrency\` is too small for it.`;
}

function kindsOf({ kinds }: LoadFigures): string {
  return kinds.map(({ what, count }) => `${count} x ${what}`).join('; ');
}

/** Never rounded to the other side of the bound: `500 ms` is no answer to "why does < 500 ms not hold". */
function milliseconds(value: number, bound?: number): string {
  const rounded = Math.round(value);
  const confusing = rounded === 0 || (bound !== undefined && Math.abs(value - bound) < 1);
  return confusing ? `${value.toFixed(2)} ms` : `${rounded} ms`;
}

function percent(value: number): string {
  return `${Number(value.toFixed(value < 10 ? 2 : 1))}%`;
}
