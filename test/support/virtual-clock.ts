import type { Clock } from '../../src/core/clock.ts';
import { Cancelled } from '../../src/core/errors.ts';

/** A moment that looks like one in a log. */
const EPOCH = Date.UTC(2026, 10, 20, 12);

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/**
 * Time that costs nothing: it jumps to the earliest moment somebody waits for as soon as everybody waits. Hours pass in
 * milliseconds, and in the same order every time.
 */
export class VirtualClock implements Clock {
  #elapsed = 0;
  #sleepers: Sleeper[] = [];
  #scheduled = false;

  now(): number {
    return EPOCH + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  sleep(duration: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Cancelled());
      const sleeper: Sleeper = {
        at: this.#elapsed + Math.max(0, duration),
        wake: () => {
          signal.removeEventListener('abort', cancel);
          resolve();
        },
      };
      const cancel = () => {
        this.#sleepers = this.#sleepers.filter(other => other !== sleeper);
        reject(new Cancelled());
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.#sleepers.push(sleeper);
      this.#schedule();
    });
  }

  /** Lets something happen at a moment: aborting a signal, changing what a server says. */
  at(moment: number, happening: () => void): void {
    this.#sleepers.push({ at: moment, wake: happening });
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // After every promise that is ready has run: only then does everybody wait.
    setImmediate(() => {
      this.#scheduled = false;
      this.#jump();
    });
  }

  #jump(): void {
    const next = this.#sleepers.reduce<Sleeper | undefined>(
      (first, other) => (first === undefined || other.at < first.at ? other : first),
      undefined,
    );
    if (next === undefined) return;
    this.#sleepers = this.#sleepers.filter(other => other !== next);
    this.#elapsed = Math.max(this.#elapsed, next.at);
    next.wake();
    if (this.#sleepers.length > 0) this.#schedule();
  }
}
