import type { Clock, Deadline } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { Reply } from './client.ts';
import { isPassing, type Problem } from './problems.ts';

/** Waits between two attempts, growing: a restarting Coolify is back within seconds or within minutes. */
const WAITS: readonly Milliseconds[] = [500, 1_000, 2_000, 4_000, 8_000];

export function waitAfter(attempt: number, random: () => number): Milliseconds {
  const base = WAITS[Math.min(attempt, WAITS.length - 1)] ?? 0;
  return Math.round(base * (0.75 + random() / 2));
}

export interface Patience {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
  /** Which problems are worth asking again for. Default: the passing ones. */
  readonly again?: (problem: Problem) => boolean;
  /** Called before each wait. */
  readonly waiting?: (problem: Problem) => void;
}

/**
 * For everything after the first answer: who has been seen to be Coolify shows a page or a redirect only while it, or the proxy before
 * it, is being updated.
 */
export function isPassingOnceKnown(problem: Problem): boolean {
  return isPassing(problem) || problem.kind === 'not-coolify';
}

/** Asks until there is an answer, a problem that stays, or no time. For reads, and for writes that may be repeated. */
export async function patiently<Value>(ask: () => Promise<Reply<Value>>, patience: Patience): Promise<Reply<Value>> {
  const again = patience.again ?? isPassing;
  for (let attempt = 0; ; attempt += 1) {
    const reply = await ask();
    if (reply.ok || !again(reply.problem)) return reply;
    const wait = waitAfter(attempt, patience.random);
    if (patience.deadline.remaining() <= wait) return reply;
    patience.waiting?.(reply.problem);
    await patience.clock.sleep(wait, patience.signal);
  }
}
