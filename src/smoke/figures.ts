import type { Milliseconds } from '../core/duration.ts';
import type { CheckResult, CheckState, ExchangeSeen } from './result.ts';

/** What a run amounts to in numbers. */
export interface Figures {
  readonly states: Readonly<Record<CheckState, number>>;
  /** Of all answered exchanges but those of load checks; absent when there was none. */
  readonly times: Times | undefined;
}

interface Times {
  readonly requests: number;
  readonly p50: Milliseconds;
  readonly p95: Milliseconds;
  readonly p99: Milliseconds;
  /** The longest one. */
  readonly slowest: ExchangeSeen;
}

export function figuresOf(results: readonly CheckResult[]): Figures {
  const states = { passed: 0, warned: 0, failed: 0, skipped: 0, unfinished: 0 };
  for (const { state } of results) states[state] += 1;
  return { states, times: timesOf(results.flatMap(({ exchanges }) => exchanges)) };
}

function timesOf(exchanges: readonly ExchangeSeen[]): Times | undefined {
  const answered = exchanges.filter(({ status }) => status !== undefined).sort((a, b) => a.total - b.total);
  const slowest = answered.at(-1);
  if (slowest === undefined) return undefined;
  const totals = answered.map(({ total }) => total);
  return {
    requests: answered.length,
    p50: percentile(totals, 0.5),
    p95: percentile(totals, 0.95),
    p99: percentile(totals, 0.99),
    slowest,
  };
}

/** The value that this share of all values does not exceed (nearest rank); `sorted` is ascending and not empty. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
