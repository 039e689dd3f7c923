import type { RecordedRequest } from '../../../lab/faults/index.ts';
import { NEW_TAG, type Scenario } from './scenarios.ts';
import { openStage, type Stage } from './stage.ts';

/** Right before the server sees the request, or right after it acted and before its answer arrives. */
export type Moment = 'before' | 'after';

/** Long enough for a signal to arrive while the answer is still held back. */
const HELD_BACK = 1_500;
const LOOK_EVERY = 2;

/**
 * Calls `strike` at the `at`-th request, at that moment of it.
 * @returns what tells which request that was
 */
export function interrupt(
  stage: Stage,
  at: number,
  moment: Moment,
  strike: () => void,
): () => RecordedRequest | undefined {
  let struck: RecordedRequest | undefined;
  stage.faults.plan([
    moment === 'before' ? { fault: 'reset-before', at } : { fault: 'delay-answer', at, delayMs: HELD_BACK },
  ]);
  stage.faults.onRequest = request => {
    if (request.index !== at) return;
    struck = request;
    if (moment === 'before') return strike();
    const looking = setInterval(() => {
      if (request.serverStatus === undefined) return;
      clearInterval(looking);
      strike();
    }, LOOK_EVERY);
    looking.unref();
  };
  return () => struck;
}

/** Builds outlive the interruption, so that a deployment is under way when it comes. */
export const slowly = (scenario: Scenario, buildMs: number): Scenario => ({
  ...scenario,
  async prepare(ready) {
    await scenario.prepare?.(ready);
    for (const commit of [ready.commits.next, NEW_TAG]) ready.runtime.behave(commit, { buildMs });
  },
});

/** The requests of a good run. */
export async function recordRequests(scenario: Scenario): Promise<readonly RecordedRequest[]> {
  const stage = await openStage(scenario);
  try {
    const run = await stage.run();
    if (run.outputs['reason-code'] !== scenario.reason)
      throw new Error(`The good run of "${scenario.name}" ended as ${run.outputs['reason-code']}.`);
    return [...stage.faults.requests];
  } finally {
    await stage.stop();
  }
}

export function withoutIds(request: RecordedRequest | undefined): string {
  return request === undefined ? 'never came' : `${request.method} ${request.path.replace(/[a-z0-9]{20,}/g, '...')}`;
}
