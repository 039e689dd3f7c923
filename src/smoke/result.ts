import type { Milliseconds } from '../core/duration.ts';
import type { SuitePlace } from './suite/suite.ts';

/** How one check of a run ended. */
export type CheckState =
  | 'passed'
  /** Accepted, with something worth knowing. Counts as passed. */
  | 'warned'
  | 'failed'
  /** Was not run: left out by the user, or cannot be known from here. Never counts as passed. */
  | 'skipped'
  /** The time limit or a cancel came first. */
  | 'unfinished';

/** The part of the report a check belongs to; JUnit's suites are these. */
export type CheckGroup = 'presets' | 'logins' | 'checks' | 'clean-up';

export interface CheckResult {
  /** `https/certificate` of a preset, `login/<name>`, `<name>` of a suite's check, `clean-up/<name of its check>`. Unique within a run. */
  readonly id: string;
  readonly group: CheckGroup;
  /** The sentence people read. */
  readonly title: string;
  readonly tags: readonly string[];
  readonly state: CheckState;
  /** What was seen, or why it was skipped; one line, may be empty. */
  readonly note: string;
  readonly problems: readonly Problem[];
  readonly duration: Milliseconds;
  /** Where it stands in the suite; absent for presets named by the input. */
  readonly place: SuitePlace | undefined;
  /** Every exchange it needed, in order. */
  readonly exchanges: readonly ExchangeSeen[];
}

/** One thing that was not as expected. Texts are untrusted and not yet redacted. */
export interface Problem {
  /** One sentence; without expected and actual when it says everything, empty when the check's title does. */
  readonly message: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  /** What it may mean and what to do; may be empty. */
  readonly remedy: string;
  /** The suite's line it is about. */
  readonly place: SuitePlace | undefined;
  /** Part of the answer that helps: the first lines of the body. */
  readonly excerpt: readonly string[];
}

/** One exchange, for the report and the percentiles. */
export interface ExchangeSeen {
  readonly method: string;
  /** Path and query, or the whole address of another host. */
  readonly target: string;
  /** undefined: no answer. */
  readonly status: number | undefined;
  readonly dns: Milliseconds | undefined;
  readonly connect: Milliseconds | undefined;
  readonly tls: Milliseconds | undefined;
  readonly firstByte: Milliseconds | undefined;
  readonly transfer: Milliseconds | undefined;
  readonly total: Milliseconds;
}

/** What waiting for the site showed. */
export type Readiness =
  | {
      readonly kind: 'ready';
      readonly path: string;
      readonly waited: Milliseconds;
      readonly version: string | undefined;
    }
  /** It answered, but not as it must. */
  | {
      readonly kind: 'wrong';
      readonly path: string;
      readonly waited: Milliseconds;
      readonly why: string;
      readonly final: boolean;
    }
  | { readonly kind: 'silent'; readonly path: string; readonly waited: Milliseconds; readonly why: string }
  /** There is no page to ask: no health path and no version path. */
  | { readonly kind: 'not-asked' };

export interface SmokeRun {
  readonly readiness: Readiness;
  readonly results: readonly CheckResult[];
  /** Why the run ended before everything was run; undefined when it did not. */
  readonly cutShort: 'timeout' | 'cancelled' | undefined;
  readonly duration: Milliseconds;
}
