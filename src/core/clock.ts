import { setTimeout as delay } from 'node:timers/promises';
import type { Milliseconds } from './duration.ts';
import { Cancelled } from './errors.ts';

/** Time, as far as the domain may know it. */
export interface Clock {
  /** Milliseconds since the epoch; for showing. */
  now(): number;
  /** Milliseconds that only go forward; for measuring and for deadlines. */
  elapsed(): number;
  /** Resolves after `duration`; throws `Cancelled` as soon as `signal` aborts. */
  sleep(duration: Milliseconds, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async sleep(duration, signal) {
    if (signal.aborted) throw new Cancelled();
    try {
      await delay(Math.max(0, duration), undefined, { signal });
    } catch {
      throw new Cancelled();
    }
  },
};

/** A point on a clock after which waiting ends. */
export interface Deadline {
  readonly at: number;
  remaining(): Milliseconds;
  passed(): boolean;
}

export function deadlineIn(clock: Clock, duration: Milliseconds): Deadline {
  const at = clock.elapsed() + duration;
  return {
    at,
    remaining: () => Math.max(0, at - clock.elapsed()),
    passed: () => clock.elapsed() >= at,
  };
}
