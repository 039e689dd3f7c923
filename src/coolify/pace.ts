import type { Clock } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import { Cancelled } from '../core/errors.ts';

/**
 * One scheduler for every call of this run. Coolify allows 200 requests a minute for a user, not for a token
 * (`API_RATE_LIMIT`, config/api.php), so parallel jobs share them: we take at most 160 in any minute and leave the rest to others.
 */
export const CALLS_A_MINUTE = 160;
/** Calls that may leave at once. The others follow evenly, so that a fleet never stands still for the rest of a minute. */
export const BURST = 40;
const EVERY: Milliseconds = 60_000 / (CALLS_A_MINUTE - BURST);

export interface Pace {
  /**
   * Resolves when a call may be sent: urgent ones first, otherwise in the order in which they asked.
   * @param urgent whether somebody waits for news of a running deployment
   */
  turn(signal: AbortSignal, urgent?: boolean): Promise<void>;
  /** The server asked everyone to wait. */
  pause(duration: Milliseconds): void;
}

interface Waiter {
  readonly go: () => void;
}

export function paced(clock: Clock): Pace {
  return new TokenBucket(clock);
}

/** Fills with one call every `EVERY`, holds `BURST` of them. */
class TokenBucket implements Pace {
  readonly #clock: Clock;
  readonly #urgent: Waiter[] = [];
  readonly #ordinary: Waiter[] = [];
  #calls = BURST;
  #filledAt: number;
  #pausedUntil = 0;
  #serving = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#filledAt = clock.elapsed();
  }

  turn(signal: AbortSignal, urgent = false): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Cancelled());
      const line = urgent ? this.#urgent : this.#ordinary;
      const leave = () => {
        line.splice(line.indexOf(waiter), 1);
        reject(new Cancelled());
      };
      const waiter: Waiter = {
        go: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      line.push(waiter);
      void this.#serve();
    });
  }

  pause(duration: Milliseconds): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.elapsed() + duration);
  }

  async #serve(): Promise<void> {
    if (this.#serving) return;
    this.#serving = true;
    const { signal } = new AbortController();
    while (this.#urgent.length + this.#ordinary.length > 0) {
      const wait = this.#untilNext();
      if (wait > 0) await this.#clock.sleep(wait, signal);
      else this.#letOneGo();
    }
    this.#serving = false;
  }

  #letOneGo(): void {
    this.#calls -= 1;
    (this.#urgent.shift() ?? this.#ordinary.shift())?.go();
  }

  /** Fills up, and says how long it takes until the next call may leave. */
  #untilNext(): Milliseconds {
    const now = this.#clock.elapsed();
    this.#calls = Math.min(BURST, this.#calls + (now - this.#filledAt) / EVERY);
    this.#filledAt = now;
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    return this.#calls >= 1 ? 0 : Math.ceil((1 - this.#calls) * EVERY);
  }
}
