/** Which fault, if any, strikes which request: pure matching, no sockets. */

/**
 * Every fault, in the order a sweep walks them. "Acts" says whether the server behind the proxy sees the request.
 *
 * | fault | acts | what the client sees |
 * |---|---|---|
 * | `refuse` | no | the connection is reset before a byte was read |
 * | `reset-before` | no | the connection is reset after the request was sent |
 * | `reset-after` | yes | the connection is reset instead of an answer |
 * | `delay` | yes | the request arrives late, and so does the answer |
 * | `delay-answer` | yes | the server acted at once, the answer is late |
 * | `truncate` | yes | the right head, half of the body, end of connection |
 * | `429` | no | too many requests, with Retry-After |
 * | `500` | no | a JSON error |
 * | `502-html` | no | a gateway's HTML page |
 * | `502-after` | yes | the same page although the server acted |
 * | `503` | no | "no available server", as plain text |
 * | `redirect` | no | 302 to another host, which records what arrives |
 * | `garbage` | no | 200 and an HTML page where JSON was due |
 */
export const faultNames = [
  'refuse',
  'reset-before',
  'reset-after',
  'delay',
  'delay-answer',
  'truncate',
  '429',
  '500',
  '502-html',
  '502-after',
  '503',
  'redirect',
  'garbage',
] as const;

export type FaultName = (typeof faultNames)[number];

/** The faults after which the server has done what it was asked, whatever the client believes. */
export const faultsThatAct: ReadonlySet<FaultName> = new Set([
  'reset-after',
  'delay',
  'delay-answer',
  'truncate',
  '502-after',
]);

export interface RequestPattern {
  readonly method?: string;
  /** The path without the query: whole, or a pattern. */
  readonly path?: string | RegExp;
}

/**
 * Strikes the `at`-th request (0-based, default 0) of those that `match` (default: all), and the ones that follow until
 * it struck `times` times (default 1; `Infinity`: from there on always). Requests are counted since the last `clear()`.
 */
export interface FaultRule {
  readonly fault: FaultName;
  readonly at?: number;
  readonly match?: RequestPattern;
  readonly times?: number;
  /** For `delay` and `delay-answer`. Default 200. */
  readonly delayMs?: number;
  /** For `429`. Default 1. */
  readonly retryAfterSeconds?: number;
}

export interface Plan {
  /** The rule that strikes this request. Every request has to be shown once, in order. */
  next(method: string, path: string): FaultRule | undefined;
  /** Whether `refuse` strikes the next request, whatever it will be. Such a request is counted by this call. */
  refusesNext(): boolean;
}

export function createPlan(rules: readonly FaultRule[]): Plan {
  const states = rules.map(rule => ({ rule, seen: 0, struck: 0 }));

  /** Counts the request for every rule it matches; the first rule that is due wins. */
  function next(matches: (rule: FaultRule) => boolean): FaultRule | undefined {
    let winner: FaultRule | undefined;
    for (const state of states) {
      if (!matches(state.rule)) continue;
      const position = state.seen++;
      if (winner !== undefined || position < (state.rule.at ?? 0) || state.struck >= (state.rule.times ?? 1)) continue;
      state.struck += 1;
      winner = state.rule;
    }
    return winner;
  }

  return {
    next: (method, path) => next(rule => matchesPattern(rule.match, method, path)),
    refusesNext() {
      const due = states.find(
        ({ rule, seen, struck }) => rule.match === undefined && seen >= (rule.at ?? 0) && struck < (rule.times ?? 1),
      );
      if (due?.rule.fault !== 'refuse') return false;
      next(rule => rule.match === undefined);
      return true;
    },
  };
}

function matchesPattern(pattern: RequestPattern | undefined, method: string, path: string): boolean {
  if (pattern?.method !== undefined && pattern.method !== method) return false;
  if (pattern?.path === undefined) return true;
  return typeof pattern.path === 'string' ? pattern.path === path : pattern.path.test(path);
}
