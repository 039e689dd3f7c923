import type { Clock } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';

/**
 * One scheduler for every call of this run. Coolify allows 200 requests a minute for a user, not for a token
 * (`API_RATE_LIMIT`, config/api.php), so parallel jobs share them: we take at most 160 and leave the rest to others.
 */
export const CALLS_A_MINUTE = 160;
const WINDOW: Milliseconds = 60_000;

export interface Pace {
  /** Resolves when a call may be sent. Calls leave in the order in which they asked. */
  turn(signal: AbortSignal): Promise<void>;
  /** The server asked everyone to wait. */
  pause(duration: Milliseconds): void;
}

export function paced(clock: Clock, callsAMinute: number = CALLS_A_MINUTE): Pace {
  const sent: number[] = [];
  let pausedUntil = 0;
  let queue: Promise<void> = Promise.resolve();
  const wait = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const now = clock.elapsed();
      while (sent[0] !== undefined && now - sent[0] >= WINDOW) sent.shift();
      const oldest = sent[0];
      const free = sent.length < callsAMinute || oldest === undefined ? now : oldest + WINDOW;
      const at = Math.max(free, pausedUntil);
      if (at <= now) break;
      await clock.sleep(at - now, signal);
    }
    sent.push(clock.elapsed());
  };
  return {
    turn(signal) {
      const mine = queue.then(() => wait(signal));
      queue = mine.catch(() => undefined);
      return mine;
    },
    pause(duration) {
      pausedUntil = Math.max(pausedUntil, clock.elapsed() + duration);
    },
  };
}
