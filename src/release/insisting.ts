import type { Reply } from '../coolify/client.ts';
import { explain } from '../coolify/explain.ts';
import { patiently } from '../coolify/patience.ts';
import { isPassing } from '../coolify/problems.ts';
import { deadlineIn } from '../core/clock.ts';
import { inWords, type Milliseconds } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import type { ReleaseRequest } from './request.ts';

/** How long a Coolify that does not answer is asked again before anything was triggered. */
export const SURVEY_PATIENCE: Milliseconds = 60_000;
/** A name that does not exist rarely starts to exist; resolvers hiccup for seconds. */
const DNS_PATIENCE: Milliseconds = 4_000;

/** Asks until Coolify answers; everything that stays wrong is the user's to mend. */
export async function insist<Value>(
  doing: string,
  call: () => Promise<Reply<Value>>,
  request: ReleaseRequest,
  world: World,
): Promise<Value> {
  const { clock, random, signal, host } = world;
  const began = clock.elapsed();
  const reply = await patiently(call, {
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
  if (reply.ok) return reply.value;
  const { reasonCode, message, remedy } = explain(reply.problem, { doing, home: request.coolify.home });
  throw new UserError(message, { reasonCode, remedy });
}
