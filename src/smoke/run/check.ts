import { namesInStep, withoutValue } from '../expect/index.ts';
import type { CheckItem } from '../plan.ts';
import type { CheckResult, CheckState, ExchangeSeen, Problem } from '../result.ts';
import type { Step } from '../suite/suite.ts';
import type { RunContext } from './context.ts';
import { endsByLimit } from './limit.ts';
import { runLoadCheck } from './load-check.ts';
import { type CheckScope, scopeOf } from './scope.ts';
import { Session } from './session.ts';
import { runStep, type StepsContext, type Trace } from './steps.ts';
import { Visitor } from './visitor.ts';

interface CheckEnd {
  readonly result: CheckResult;
  /** Of a check that has `always`. */
  readonly cleanUp: CheckResult | undefined;
  /** Nothing of it reached the site. */
  readonly silent: boolean;
}

/** Whose session the steps of a check use. */
export interface SignedIn {
  /** Of the login itself; each check goes on with a copy. */
  readonly session: Session;
  /** Path of the login form, to which a site sends visitors who are not signed in. */
  readonly signInPath: string | undefined;
}

/** What a check left behind for its clean-up. */
interface Leavings {
  readonly visitor: Visitor;
  readonly scope: CheckScope;
  readonly trace: Trace;
  readonly signInPath: string | undefined;
}

/**
 * Runs one check of the suite and then, whatever happened, its clean-up.
 * @param login of the check that says `as`
 */
export async function runCheck(item: CheckItem, login: SignedIn | undefined, context: RunContext): Promise<CheckEnd> {
  const leavings: Leavings = {
    visitor: new Visitor(context, login?.session.copy() ?? new Session()),
    scope: scopeOf(context),
    trace: { lost: undefined, silent: false },
    signInPath: login?.signInPath,
  };
  const { check } = item;
  const result = await (check.load === undefined
    ? stepsOf(item, leavings, context)
    : runLoadCheck(item, check.load, leavings, leavings.scope, context));
  const answered = result.exchanges.some(({ status }) => status !== undefined);
  return {
    result: check.always.length === 0 ? withLost(result, leavings.trace) : result,
    cleanUp: check.always.length === 0 ? undefined : await cleanUp(item, leavings, login, context),
    silent: result.state === 'failed' && leavings.trace.silent && !answered,
  };
}

async function stepsOf(item: CheckItem, leavings: Leavings, context: RunContext): Promise<CheckResult> {
  const exchanges: ExchangeSeen[] = [];
  const notes: string[] = [];
  const parts: StepsContext = {
    ...leavings,
    context,
    limit: context.limits.run,
    record: seen => void exchanges.push(seen),
    notes,
  };
  const { clock } = context.world;
  const began = clock.elapsed();
  const ended = (state: CheckState, problems: readonly Problem[], why?: string): CheckResult => ({
    id: item.id,
    group: 'checks',
    title: item.title,
    tags: item.tags,
    state,
    note: [...(why === undefined ? [] : [why]), ...notes].join('; '),
    problems,
    duration: clock.elapsed() - began,
    place: item.place,
    exchanges,
  });
  try {
    for (const step of item.check.steps) {
      const problems = await runStep(step, parts);
      if (problems.length > 0) return ended('failed', problems);
    }
    return ended('passed', []);
  } catch (thrown) {
    if (!endsByLimit(thrown)) throw thrown;
    return ended('unfinished', [], thrown.message);
  }
}

/** Nobody cleans up after this check; that something may be left is at least said. */
function withLost(result: CheckResult, { lost }: Trace): CheckResult {
  return lost === undefined ? result : { ...result, note: joined(result.note, leftover(lost)) };
}

const leftover = (lost: string): string => `${lost}: it may have created something that this run cannot name`;

const joined = (...notes: readonly string[]): string => notes.filter(note => note !== '').join('; ');

/**
 * Runs the `always` steps, each whatever became of the others, in a time of their own. What was never created needs no clean-up: a step whose
 * captures never happened is left out, and 404 and 410 mean that it is gone already.
 */
async function cleanUp(
  item: CheckItem,
  leavings: Leavings,
  login: SignedIn | undefined,
  context: RunContext,
): Promise<CheckResult> {
  const { clock } = context.world;
  const began = clock.elapsed();
  const exchanges: ExchangeSeen[] = [];
  const notes: string[] = [];
  const problems: Problem[] = [];
  const { lost } = leavings.trace;
  if (lost !== undefined) notes.push(leftover(lost));
  const parts: StepsContext = {
    ...leavings,
    context,
    limit: context.limits.cleanUp(),
    record: seen => void exchanges.push(seen),
    notes,
  };
  let done = 0;
  for (const step of item.check.always) {
    const missing = namesInStep(step).filter(name => !leavings.scope.has(name));
    if (missing.length > 0) {
      notes.push(`${step.request.method} was left out: ${withoutValue(missing)}`);
      continue;
    }
    done += 1;
    const left = await cleanUpStep(step, parts);
    // The check may have lost its session on the way: it signed out, or a page overwrote its cookies.
    const again =
      left.length === 0 || login === undefined
        ? left
        : await cleanUpStep(step, { ...parts, visitor: new Visitor(context, login.session.copy()) });
    problems.push(...again);
  }
  return {
    id: `clean-up/${item.id}`,
    group: 'clean-up',
    title: `Clean-up of "${item.title}"`,
    tags: item.tags,
    state: problems.length > 0 ? 'failed' : done === 0 ? 'skipped' : 'passed',
    note: notes.join('; '),
    problems,
    duration: clock.elapsed() - began,
    place: item.check.always[0]?.place ?? item.place,
    exchanges,
  };
}

async function cleanUpStep(step: Step, parts: StepsContext): Promise<readonly Problem[]> {
  try {
    return await runStep(step, parts, GONE);
  } catch (thrown) {
    if (!endsByLimit(thrown)) throw thrown;
    return [
      {
        message: `${step.request.method} was not finished in the time that clean-up has`,
        expected: undefined,
        actual: undefined,
        remedy: 'See by hand whether something with the name of this run is left.',
        place: step.place,
        excerpt: [],
      },
    ];
  }
}

const GONE: readonly number[] = [404, 410];
