import type { Json, JsonObject, Outcome } from '../core/outcome.ts';
import type { Figures } from '../smoke/figures.ts';
import { figuresOf } from '../smoke/figures.ts';
import type { CheckResult, ExchangeSeen, Readiness, SmokeRun } from '../smoke/result.ts';
import type { SmokeTestSetup } from './smoke-test-setup.ts';

/** A run, and what of it goes into `result`, the report and the outputs. */
export interface SmokeFacts {
  readonly setup: SmokeTestSetup;
  readonly run: SmokeRun;
  readonly figures: Figures;
  /** Absolute path of the JUnit report; empty without one. */
  readonly junitPath: string;
}

export interface SmokeTestOutcome extends Outcome {
  /** Undefined when nothing was run: a list. */
  readonly details: SmokeFacts | undefined;
}

/** The action's part of `result`, in its fixed order. */
export function smokeFacts(setup: SmokeTestSetup, run: SmokeRun): JsonObject {
  const { states, times } = figuresOf(run.results);
  return {
    environment: setup.environment ?? null,
    url: setup.base.href,
    suite: setup.suite.source.file || null,
    'expected-sha': setup.expected ?? null,
    readiness: readinessJson(run.readiness),
    'cut-short': run.cutShort ?? null,
    'duration-seconds': Math.round(run.duration / 1_000),
    passed: states.passed + states.warned,
    warned: states.warned,
    failed: states.failed,
    skipped: states.skipped,
    unfinished: states.unfinished,
    requests: times?.requests ?? 0,
    'p50-ms': wholeOrNull(times?.p50),
    'p95-ms': wholeOrNull(times?.p95),
    'p99-ms': wholeOrNull(times?.p99),
    checks: run.results.map(checkJson),
  };
}

/** Beside it in the report: every exchange with the time of its phases. */
export function exchangesOf(run: SmokeRun): JsonObject {
  return {
    exchanges: run.results.flatMap(({ id, exchanges }) => exchanges.map(exchange => exchangeJson(id, exchange))),
  };
}

function readinessJson(readiness: Readiness): JsonObject {
  const asked = readiness.kind === 'not-asked' ? undefined : readiness;
  return {
    state: readiness.kind,
    path: asked?.path ?? null,
    'waited-ms': asked === undefined ? 0 : Math.round(asked.waited),
    version: readiness.kind === 'ready' ? (readiness.version ?? null) : null,
    why: readiness.kind === 'wrong' || readiness.kind === 'silent' ? readiness.why : null,
  };
}

function checkJson(result: CheckResult): Json {
  return {
    id: result.id,
    group: result.group,
    title: result.title,
    tags: [...result.tags],
    state: result.state,
    note: result.note,
    'duration-ms': Math.round(result.duration),
    line: result.place?.line ?? null,
    problems: result.problems.map(({ message, expected, actual, remedy, place }) => ({
      message,
      expected: expected ?? null,
      actual: actual ?? null,
      remedy,
      line: place?.line ?? null,
    })),
  };
}

function exchangeJson(check: string, exchange: ExchangeSeen): JsonObject {
  return {
    check,
    method: exchange.method,
    target: exchange.target,
    status: exchange.status ?? null,
    'dns-ms': tenthsOrNull(exchange.dns),
    'connect-ms': tenthsOrNull(exchange.connect),
    'tls-ms': tenthsOrNull(exchange.tls),
    'first-byte-ms': tenthsOrNull(exchange.firstByte),
    'transfer-ms': tenthsOrNull(exchange.transfer),
    'total-ms': tenthsOrNull(exchange.total),
  };
}

const wholeOrNull = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value));
const tenthsOrNull = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 10) / 10;

/** The action's own outputs. */
export function outputsOf(facts: SmokeFacts | undefined): Readonly<Record<string, string>> {
  if (facts === undefined) return {};
  const { states, times } = facts.figures;
  return {
    passed: String(states.passed + states.warned),
    failed: String(states.failed),
    skipped: String(states.skipped + states.unfinished),
    'p95-ms': times === undefined ? '' : String(Math.round(times.p95)),
    'junit-path': facts.junitPath,
  };
}
