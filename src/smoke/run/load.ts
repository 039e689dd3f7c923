import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Clock } from '../../core/clock.ts';
import type { Milliseconds } from '../../core/duration.ts';
import { Cancelled } from '../../core/errors.ts';
import type { Wire, WireAnswer, WireRequest, WireResult } from '../../core/wire.ts';

/** One request again and again, with names resolved and cookies and headers in it. */
export interface LoadPlan {
  /** A visitor keeps its connections: without `fresh`, at most `concurrency` are open. */
  readonly request: Omit<WireRequest, 'signal'>;
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once; when all of them wait for an answer, the next one is late. */
  readonly concurrency: number;
  readonly duration: Milliseconds;
  /** Path of the form by which the visitor signed in; undefined when he did not, or not by a form. */
  readonly signInPath?: string | undefined;
}

const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
type StatusClass = (typeof STATUS_CLASSES)[number];

/**
 * Times are milliseconds from the moment at which a request was due to the last byte of its answer: a site that stops for three seconds
 * kept everybody waiting who would have come in that time, not only the few whose requests were already sent ("coordinated omission").
 * Requests without an answer count with the time until that was known, those that were never sent with the time for which they were due.
 */
export interface LoadFigures {
  /** `rate` times `duration`. */
  readonly planned: number;
  /** Sent; all of them have ended. */
  readonly requests: number;
  /** Due, and not sent before the time was over, because `concurrency` others were still waiting. */
  readonly unsent: number;
  readonly answers: Readonly<Record<StatusClass, number>>;
  /** Requests without an answer, with a status from 400 on, with a broken body or sent to sign in although the visitor was signed in. */
  readonly errors: number;
  /** What went wrong, most frequent first: a failure's message, `HTTP 503`. At most eight. */
  readonly kinds: readonly { readonly what: string; readonly count: number }[];
  readonly p50: Milliseconds;
  readonly p95: Milliseconds;
  readonly p99: Milliseconds;
  readonly max: Milliseconds;
  /** Answers of any status a second, until the last one came. */
  readonly rate: number;
  /** Until the last answer came. */
  readonly elapsed: Milliseconds;
}

/** The histogram's unit is the microsecond; it holds an hour with three digits in less than 1 MB, however many requests there are. */
const MICROSECONDS = 1_000;
const LONGEST = 3_600_000 * MICROSECONDS;
const DIGITS = 3;

/** All bodies in flight together, and each one at least: load asks how fast a page comes, not what is in it. */
const BODIES = 64 * 1024 * 1024;
const LEAST_BODY = 256 * 1024;
const MOST_BODY = 4 * 1024 * 1024;

const MOST_KINDS = 8;

/**
 * Keeps `rate` requests a second going for `duration`, evenly spaced and never more than `concurrency` at once, then waits for the answers
 * that are still out. At least one request is sent.
 * @throws Cancelled as soon as `signal` aborts; nothing is in flight then
 */
export async function runLoad(plan: LoadPlan, wire: Wire, clock: Clock, signal: AbortSignal): Promise<LoadFigures> {
  const planned = Math.max(1, Math.floor((plan.rate * plan.duration) / 1_000));
  const tally = new Tally(plan);
  const started = clock.elapsed();
  const end = started + plan.duration;
  const dueAt = (turn: number) => started + (turn * 1_000) / plan.rate;
  const maxBytes = Math.min(MOST_BODY, Math.max(LEAST_BODY, Math.floor(BODIES / plan.concurrency)));
  // A worker that breaks must not leave the others running behind the caller's back.
  const over = new AbortController();
  const running = AbortSignal.any([signal, over.signal]);
  const request = { ...plan.request, maxBytes, signal: running };

  let next = 0;
  let finished = started;
  const work = async () => {
    while (next < planned) {
      // Taken before the wait: each turn has one worker, and the workers line up in the order of their turns.
      const turn = next++;
      const due = dueAt(turn);
      if (clock.elapsed() < due) await clock.sleep(due - clock.elapsed(), running);
      if (turn > 0 && clock.elapsed() >= end) {
        tally.unsent(end - due);
        continue;
      }
      const result = await wire.exchange(request);
      finished = clock.elapsed();
      tally.ended(result, finished - due);
    }
  };
  const workers = Array.from({ length: Math.min(plan.concurrency, planned) }, work);
  try {
    await Promise.all(workers);
  } catch (thrown) {
    over.abort();
    await Promise.allSettled(workers);
    if (signal.aborted) throw new Cancelled();
    throw thrown;
  }
  return tally.figures(planned, Math.max(plan.duration, finished - started));
}

class Tally {
  readonly #times: RecordableHistogram = createHistogram({ lowest: 1, highest: LONGEST, figures: DIGITS });
  readonly #answers: Record<StatusClass, number> = { '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
  readonly #kinds = new Map<string, number>();
  #requests = 0;
  #unsent = 0;
  #errors = 0;
  #longest = 0;
  readonly #plan: LoadPlan;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
  }

  ended(result: WireResult, took: Milliseconds): void {
    this.#requests += 1;
    this.#time(took);
    if (result.ok) this.#answered(result.answer);
    else this.#wrong(result.failure.message);
  }

  unsent(waited: Milliseconds): void {
    this.#unsent += 1;
    this.#time(waited);
  }

  #answered({ status, damage, headers }: WireAnswer): void {
    const hundreds = STATUS_CLASSES[Math.floor(status / 100) - 1];
    if (hundreds !== undefined) this.#answers[hundreds] += 1;
    if (status >= 400 || hundreds === undefined) this.#wrong(`HTTP ${status}`);
    else if (damage !== undefined) this.#wrong(damage);
    else if (status >= 300 && this.#leadsToSignIn(headers['location']?.[0]))
      this.#wrong(`HTTP ${status} to ${this.#plan.signInPath}, the sign-in page: the session was lost or never worked`);
  }

  /** Where Django sends visitors who are not signed in; as quick as the page itself, and not what was to be loaded. */
  #leadsToSignIn(location: string | undefined): boolean {
    const { request, signInPath } = this.#plan;
    if (location === undefined || signInPath === undefined) return false;
    const leads = URL.parse(location, request.url.href);
    return leads?.origin === request.url.origin && leads.pathname === signInPath;
  }

  #time(took: Milliseconds): void {
    this.#longest = Math.max(this.#longest, took);
    this.#times.record(Math.min(LONGEST, Math.max(1, Math.round(took * MICROSECONDS))));
  }

  #wrong(what: string): void {
    this.#errors += 1;
    // Messages may differ in every request (a port, a time); only the first kinds are kept.
    const known = this.#kinds.get(what);
    const key = known !== undefined || this.#kinds.size < MOST_KINDS - 1 ? what : 'others';
    this.#kinds.set(key, (this.#kinds.get(key) ?? 0) + 1);
  }

  figures(planned: number, elapsed: Milliseconds): LoadFigures {
    const at = (share: number) => Math.min(this.#longest, this.#times.percentile(share) / MICROSECONDS);
    const answered = Object.values(this.#answers).reduce((sum, count) => sum + count, 0);
    return {
      planned,
      requests: this.#requests,
      unsent: this.#unsent,
      answers: { ...this.#answers },
      errors: this.#errors,
      kinds: [...this.#kinds].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count),
      p50: at(50),
      p95: at(95),
      p99: at(99),
      max: this.#longest,
      rate: elapsed === 0 ? 0 : (answered * 1_000) / elapsed,
      elapsed,
    };
  }
}
