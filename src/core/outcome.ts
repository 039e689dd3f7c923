import type { Finding, Severity } from './findings.ts';

/**
 * How an action ends.
 *
 * - `passed`: what was asked for is true, and was seen to be true.
 * - `failed`: the thing looked at is bad.
 * - `inconclusive`: it could not be known (no data, no permission, no time). Never a pass.
 * - `error`: we, or what we were given, broke before the question could be asked.
 */
export type OutcomeKind = 'passed' | 'failed' | 'inconclusive' | 'error';

/** Plain JSON with a fixed key order; what an action puts into `result`. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The end of an action, as a value. Presented by the host, read by later steps. */
export interface Outcome {
  readonly outcome: OutcomeKind;
  /** A code of the action's reason table. */
  readonly reasonCode: string;
  /** One sentence a tired person understands. */
  readonly headline: string;
  /** What to do now, in sentences or exact YAML; empty when nothing is to be done. */
  readonly remedy: string;
  readonly findings: readonly Finding[];
  /** The log has shown them where they belong; a terminal need not say them again at the end. */
  readonly findingsTold?: boolean;
  /** How many findings are annotated, the worst first, low ones only when those decide; all of them unless it says so. */
  readonly mostAnnotations?: number;
  /** Findings from this severity upwards decided it, and are annotated as errors; critical ones unless it says so. */
  readonly decisive?: Severity;
  /** The action's own part of `result`. Holds no secret. */
  readonly facts: JsonObject;
  /** What only the report file holds, after all of `result`: too much for an output. Holds no secret. */
  readonly evidence?: JsonObject;
}

/** What one reason code of an action means. The table is the only place where codes are made. */
export interface Reason {
  readonly outcome: OutcomeKind;
  /** One sentence for the docs: when this code is given. */
  readonly meaning: string;
  /** One or two sentences for the docs: what to do about it. */
  readonly remedy: string;
}

export type ReasonTable = Readonly<Record<string, Reason>>;

/** Exit status of the terminal door: 0 passed, 1 failed, 2 error in what was given, 3 inconclusive. */
export const EXIT_CODES: Readonly<Record<OutcomeKind, number>> = { passed: 0, failed: 1, error: 2, inconclusive: 3 };
