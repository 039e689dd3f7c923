import { deadlineIn } from '../../core/clock.ts';
import { inWords, type Milliseconds } from '../../core/duration.ts';
import { isEdgesOwn } from '../edges-own.ts';
import { capture, judge, NameUnknown, nameOf, type Seen } from '../expect/index.ts';
import type { ExchangeSeen, Problem } from '../result.ts';
import type { Expectation, Step } from '../suite/suite.ts';
import type { RunContext } from './context.ts';
import { excerptOf } from './excerpt.ts';
import { brokenPage, sentToSignIn } from './good-status.ts';
import { type Limit, pause } from './limit.ts';
import { neverArrived, noAnswerProblem } from './no-answer.ts';
import { visitOf } from './request.ts';
import { retryAfter } from './retry-after.ts';
import type { CheckScope } from './scope.ts';
import { targetOf, type Visit, type Visited, type Visitor } from './visitor.ts';

/** What the steps of a check share, and what they leave behind for whoever cleans up or reports. */
export interface StepsContext {
  readonly context: RunContext;
  readonly visitor: Visitor;
  readonly scope: CheckScope;
  readonly limit: Limit;
  readonly record: (seen: ExchangeSeen) => void;
  /** Worth telling although it decided nothing. */
  readonly notes: string[];
  readonly trace: Trace;
  /** Path of the login form, when the visitor is signed in by one. */
  readonly signInPath: string | undefined;
}

export interface Trace {
  /** What became of a request that may have created something which nobody can name: `the answer of POST /things/ never came`. */
  lost: string | undefined;
  /** The last request got no answer and cannot have reached the site. */
  silent: boolean;
}

/**
 * One step: sent, awaited when it says `until`, captured and judged.
 * @param enough statuses that are right whatever the step expects
 * @returns what was not as expected; empty when all was
 * @throws TimeIsUp, Cancelled
 */
export async function runStep(
  step: Step,
  parts: StepsContext,
  enough: readonly number[] = [],
): Promise<readonly Problem[]> {
  const visit = addressed(step, parts);
  if ('problem' in visit) return [visit.problem];
  const end =
    step.until === undefined ? await sendOnce(step, visit.visit, parts) : await poll(step, visit.visit, parts, enough);
  if ('problems' in end) return end.problems;
  const { seen } = end;
  if (isEnough(seen, enough)) return [];
  const uncaptured = await captureAll(step, seen, parts);
  noteUnnamed(visit.visit, seen.answer.status, uncaptured.length > 0, parts);
  const { context, signInPath } = parts;
  const asked = { as: askedAs(visit.visit, context), url: visit.visit.url, base: context.base, signInPath };
  const unmet = [...(await unmetOf(step.expect, seen, parts, visit.visit)), ...sentToSignIn(step, seen, asked)];
  // Clean-up asks whether something is gone, not whether a page is whole.
  if (unmet.length === 0 && enough.length === 0) unmet.push(...brokenPage(step, seen, asked));
  // A capture that finds nothing in a wrong answer says nothing new.
  return unmet.length > 0 ? unmet : uncaptured;
}

/** The edge's 404 says that it has no application, and nothing about what was left in it. */
function isEnough({ answer }: Seen, enough: readonly number[]): boolean {
  return enough.includes(answer.status) && !isEdgesOwn(answer);
}

function addressed(
  step: Step,
  { scope, context }: StepsContext,
): { readonly visit: Visit } | { readonly problem: Problem } {
  const { request } = step;
  const problem = (message: string, remedy: string): { readonly problem: Problem } => ({
    problem: { message, expected: undefined, actual: undefined, remedy, place: request.place, excerpt: [] },
  });
  try {
    const addressed = visitOf(request, scope, context);
    return addressed.ok ? { visit: addressed.visit } : problem(addressed.why, addressed.remedy);
  } catch (thrown) {
    if (!(thrown instanceof NameUnknown)) throw thrown;
    return problem(`The request cannot be made: ${thrown.message}`, 'The step that captures it did not find it.');
  }
}

type StepEnd = { readonly seen: Seen } | { readonly problems: readonly Problem[] };

async function sendOnce(step: Step, visit: Visit, parts: StepsContext): Promise<StepEnd> {
  const visited = await send(step, visit, parts);
  return visited.kind === 'answered'
    ? { seen: seenAt(visited, visit, parts) }
    : { problems: [unanswered(visited, visit, step, parts)] };
}

const FIRST_PAUSE: Milliseconds = 200;
const LONGEST_PAUSE: Milliseconds = 2_000;
/** The last request of a poll gets at least this, or every deadline would end with a request that was cut off. */
const SHORTEST_ANSWER: Milliseconds = 1_000;

async function poll(step: Step, visit: Visit, parts: StepsContext, enough: readonly number[]): Promise<StepEnd> {
  const { until } = step;
  if (until === undefined) return sendOnce(step, visit, parts);
  const deadline = deadlineIn(parts.limit.clock, until.within);
  let last: readonly Problem[] = [];
  let wait = FIRST_PAUSE;
  for (let times = 1; ; times += 1) {
    const over = deadline.passed();
    const timeout = Math.min(visit.timeout, Math.max(deadline.remaining(), SHORTEST_ANSWER));
    const visited = await send(step, { ...visit, timeout }, parts);
    if (visited.kind === 'answered') {
      const seen = seenAt(visited, visit, parts);
      if (isEnough(seen, enough)) return { seen };
      last = await unmetOf(until.expect, seen, parts, visit);
      if (last.length === 0) return { seen };
    } else if (last.length === 0) {
      last = [unanswered(visited, visit, step, parts)];
    }
    if (over || deadline.passed()) return { problems: last.map(problem => inTime(problem, until.within, times)) };
    const left = inWords(deadline.remaining());
    parts.context.world.host.progress(`${askedAs(visit, parts.context)}: not as it must be yet (${left} left)`);
    await pause(Math.min(wait, deadline.remaining()), parts.limit);
    wait = Math.min(wait * 2, LONGEST_PAUSE);
  }
}

function inTime(problem: Problem, within: Milliseconds, times: number): Problem {
  const asked = times === 1 ? 'asked once' : `asked ${times} times`;
  return { ...problem, message: `${problem.message}, not within ${inWords(within)} (${asked})` };
}

/** One visit; a 429 that says when to come again is waited for once, unless it is what the step is about. */
async function send(step: Step, visit: Visit, parts: StepsContext): Promise<Visited> {
  const { context, limit, notes } = parts;
  const first = await visitTraced(visit, parts);
  if (first.kind !== 'answered' || first.answer.status !== 429) return first;
  const wait = retryAfter(first.answer, context.world.clock.now());
  if (wait === undefined || wait >= limit.deadline.remaining()) return first;
  const wanted = step.until?.expect ?? step.expect;
  if ((await unmetOf(wanted, seenAt(first, visit, parts), parts, visit)).length === 0) return first;
  notes.push(`${askedAs(visit, context)} was answered 429 and sent again after ${inWords(wait)}, as Retry-After asked`);
  await pause(wait, limit);
  return visitTraced(visit, parts);
}

const CREATES: readonly string[] = ['POST', 'PUT'];

async function visitTraced(visit: Visit, { context, visitor, limit, record, trace }: StepsContext): Promise<Visited> {
  // Before it is sent: the end of the run may come while the answer is on its way.
  if (CREATES.includes(visit.method)) trace.lost = `the answer of ${askedAs(visit, context)} never came`;
  const visited = await visitor.visit(visit, limit, record);
  trace.silent = visited.kind === 'no-answer' && neverArrived(visited.failure);
  if (visited.kind !== 'no-answer' || trace.silent) trace.lost = undefined;
  return visited;
}

/** An edge answers for an application that went on working; and what was created without its name being told cannot be removed by it. */
function noteUnnamed(visit: Visit, status: number, uncaptured: boolean, { context, trace }: StepsContext): void {
  if (!CREATES.includes(visit.method)) return;
  if (status >= 500) trace.lost = `${askedAs(visit, context)} was answered ${status}`;
  else if (uncaptured && status < 400)
    trace.lost = `the answer of ${askedAs(visit, context)} did not name what it made`;
}

function seenAt(visited: Extract<Visited, { kind: 'answered' }>, visit: Visit, { context }: StepsContext): Seen {
  return { url: visited.url, answer: visited.answer, now: context.world.clock.now(), method: visit.method };
}

async function captureAll(step: Step, seen: Seen, { scope }: StepsContext): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const wanted of step.captures) {
    const found = await capture(wanted, seen);
    if (found.found) scope.keep(wanted.name, found.value);
    else
      problems.push({
        message: `\${${wanted.name}} was not captured`,
        expected: 'a value to go on with',
        actual: found.why,
        remedy: 'Check the place of the value in the answer.',
        place: wanted.place,
        excerpt: [],
      });
  }
  return problems;
}

async function unmetOf(
  expectations: readonly Expectation[],
  seen: Seen,
  { scope, context }: StepsContext,
  visit: Visit,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const expectation of expectations) {
    const verdict = await judge(expectation, seen, scope);
    if (verdict.holds) continue;
    problems.push({
      message: `${askedAs(visit, context)}: ${nameOf(expectation.subject)} is not as expected`,
      expected: verdict.expected,
      actual: verdict.actual,
      remedy: verdict.hint,
      place: expectation.place,
      // Once an answer is enough.
      excerpt: problems.length > 0 ? [] : excerptOf(seen.answer, text => context.world.host.redact(text)),
    });
  }
  return problems;
}

function unanswered(
  visited: Exclude<Visited, { kind: 'answered' }>,
  visit: Visit,
  step: Step,
  { context }: StepsContext,
): Problem {
  const { place } = step.request;
  if (visited.kind === 'no-answer') {
    return noAnswerProblem(`${visited.method} ${targetOf(visited.url, context.base)}`, visited.failure, place);
  }
  return {
    message: `${askedAs(visit, context)}: ${visited.why}`,
    expected: undefined,
    actual: undefined,
    remedy: visited.remedy,
    place,
    excerpt: [],
  };
}

function askedAs({ method, url }: Visit, { base }: RunContext): string {
  return `${method} ${targetOf(url, base)}`;
}
