import type { Reply } from '../coolify/client.ts';
import { explain } from '../coolify/explain.ts';
import { patiently } from '../coolify/patience.ts';
import { isPassing, type Problem } from '../coolify/problems.ts';
import { deadlineIn } from '../core/clock.ts';
import { inWords, type Milliseconds } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import type { ReleaseRequest } from './request.ts';

/** How long a Coolify that does not answer is asked again before anything was triggered. */
const SURVEY_PATIENCE: Milliseconds = 60_000;
/** A name that does not exist rarely starts to exist; resolvers hiccup for seconds. */
const DNS_PATIENCE: Milliseconds = 4_000;

/** Asks until Coolify answers; everything that stays wrong is the user's to mend. */
export async function insist<Value>(
  doing: string,
  call: () => Promise<Reply<Value>>,
  request: ReleaseRequest,
  world: World,
): Promise<Value> {
  const reply = await askPatiently(call, world);
  if (reply.ok) return reply.value;
  throw asUserError(reply.problem, doing, request);
}

/** Asks for as long as it is worth while, and gives what came of it. */
export function askPatiently<Value>(call: () => Promise<Reply<Value>>, world: World): Promise<Reply<Value>> {
  const { clock, random, signal, host } = world;
  const began = clock.elapsed();
  return patiently(call, {
    clock,
    random,
    signal,
    deadline: deadlineIn(clock, SURVEY_PATIENCE),
    again: problem => {
      const noSuchName = problem.kind === 'unreachable' && problem.failure.kind === 'dns';
      return noSuchName ? clock.elapsed() - began < DNS_PATIENCE : isPassing(problem);
    },
    waiting: () => host.progress(`Coolify does not answer; asking again for up to ${inWords(SURVEY_PATIENCE)}`),
  });
}

function asUserError(problem: Problem, doing: string, request: ReleaseRequest): UserError {
  const { reasonCode, message, remedy } = explain(problem, { doing, home: request.coolify.home });
  return new UserError(message, { reasonCode, remedy });
}
