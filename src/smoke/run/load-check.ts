import type { CheckItem } from '../plan.ts';
import type { CheckResult, CheckState, Problem } from '../result.ts';
import type { Load } from '../suite/suite.ts';
import type { RunContext } from './context.ts';
import { endsByLimit, type Limit, TimeIsUp } from './limit.ts';
import type { LoadFigures, LoadPlan } from './load.ts';
import { visitOf } from './request.ts';
import type { CheckScope } from './scope.ts';
import type { Visitor } from './visitor.ts';

/** Who asks: a visitor of its own, signed in by a form or not. */
interface Loading {
  readonly visitor: Visitor;
  readonly signInPath: string | undefined;
}

/** A check that is a load. Its requests are counted, not recorded one by one. */
export async function runLoadCheck(
  item: CheckItem,
  load: Load,
  { visitor, signInPath }: Loading,
  scope: CheckScope,
  context: RunContext,
): Promise<CheckResult> {
  const { clock } = context.world;
  const began = clock.elapsed();
  const ended = (state: CheckState, note: string, problems: readonly Problem[] = []): CheckResult => ({
    id: item.id,
    group: 'checks',
    title: item.title,
    tags: item.tags,
    state,
    note,
    problems,
    duration: clock.elapsed() - began,
    place: item.place,
    exchanges: [],
  });
  const addressed = visitOf(load.request, scope, context);
  if (!addressed.ok) return ended('failed', '', [problemAt(load.request.place, addressed.why, addressed.remedy)]);
  const request = visitor.prepare(addressed.visit);
  const { rate, concurrency, duration } = load;
  try {
    const figures = await loaded({ request, rate, concurrency, duration, signInPath }, context);
    const { judgeLoad, describeLoad } = await import('./load-limits.ts');
    const problems = judgeLoad(load.limits, figures).map(
      ({ limit, expected, actual, hint }): Problem => ({
        message:
          limit === undefined ? 'The load was not what it should be' : `The limit for ${limit.measure} does not hold`,
        expected,
        actual,
        remedy: hint,
        place: limit?.place ?? load.place,
        excerpt: [],
      }),
    );
    return ended(problems.length > 0 ? 'failed' : 'passed', describeLoad(figures), problems);
  } catch (thrown) {
    if (!endsByLimit(thrown)) throw thrown;
    return ended('unfinished', thrown.message);
  }
}

/** @throws TimeIsUp also when there is not enough time for the whole load: half of one would strain the site for nothing */
async function loaded(plan: LoadPlan, context: RunContext): Promise<LoadFigures> {
  const limit: Limit = context.limits.run;
  const { clock } = context.world;
  if (limit.deadline.remaining() < plan.duration) throw new TimeIsUp();
  const { runLoad } = await import('./load.ts');
  const over = new AbortController();
  const done = new AbortController();
  clock.sleep(limit.deadline.remaining(), done.signal).then(
    () => over.abort(),
    () => undefined,
  );
  try {
    return await runLoad(plan, context.wire, clock, AbortSignal.any([limit.signal, over.signal]));
  } catch (thrown) {
    throw over.signal.aborted && !limit.signal.aborted ? new TimeIsUp() : thrown;
  } finally {
    done.abort();
  }
}

function problemAt(place: Problem['place'], message: string, remedy: string): Problem {
  return { message, expected: undefined, actual: undefined, remedy, place, excerpt: [] };
}
