import type { Clock } from '../core/clock.ts';
import { deadlineIn } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { CoolifyClient, Reply } from './client.ts';
import { isPassingOnceKnown, patiently } from './patience.ts';
import type { Problem } from './problems.ts';

/** Below this, a run is ending and requests are hurried. */
const UNHURRIED: Milliseconds = 10_000;

/** A pin that this run set and has to take back. */
export interface Pin {
  readonly application: string;
  /** What `git_commit_sha` was before, most often `HEAD`. */
  readonly previous: string;
  readonly pinned: string;
}

export interface PinOptions {
  readonly client: CoolifyClient;
  readonly clock: Clock;
  readonly random: () => number;
  /** Keeps the open pins where a later step finds them even when this process is killed. */
  readonly remember: (open: readonly Pin[]) => void;
}

/**
 * The pins this run holds. A forgotten pin freezes every later deployment of the application, so each one is remembered
 * before it is set and forgotten only after it was taken back.
 */
export class Pins {
  readonly #options: PinOptions;
  readonly #open = new Map<string, Pin>();

  constructor(options: PinOptions, open: readonly Pin[] = []) {
    this.#options = options;
    for (const pin of open) this.#open.set(pin.application, pin);
  }

  get open(): readonly Pin[] {
    return [...this.#open.values()];
  }

  /** Sets a pin. Setting it twice is the same as once, so a request of unknown fate is repeated. */
  async set(pin: Pin, patience: Milliseconds, signal: AbortSignal): Promise<Reply<true>> {
    this.#open.set(pin.application, pin);
    this.#remember();
    const { reply, mayHaveActed } = await this.#patch(pin.application, pin.pinned, patience, signal);
    if (!reply.ok && !mayHaveActed) {
      this.#open.delete(pin.application);
      this.#remember();
    }
    return reply;
  }

  /** Puts back what was there before, unless somebody has changed it since. */
  async restore(application: string, patience: Milliseconds, signal: AbortSignal): Promise<Problem | undefined> {
    const pin = this.#open.get(application);
    if (pin === undefined) return undefined;
    const { clock, random } = this.#options;
    const client = patience < UNHURRIED ? this.#options.client.hurried() : this.#options.client;
    const deadline = deadlineIn(clock, patience);
    const current = await patiently(() => client.application(application, signal), {
      clock,
      random,
      signal,
      deadline,
      again: isPassingOnceKnown,
    });
    if (!current.ok) return current.problem;
    if (current.value.pin === pin.pinned) {
      const reply = await patiently(() => client.change(application, { git_commit_sha: pin.previous }, signal), {
        clock,
        random,
        signal,
        deadline,
        again: isPassingOnceKnown,
      });
      if (!reply.ok) return reply.problem;
    }
    this.#open.delete(application);
    this.#remember();
    return undefined;
  }

  /** `mayHaveActed`: some attempt, not only the last one, may have changed the application. */
  async #patch(
    application: string,
    value: string,
    patience: Milliseconds,
    signal: AbortSignal,
  ): Promise<{ readonly reply: Reply<true>; readonly mayHaveActed: boolean }> {
    const { client, clock, random } = this.#options;
    const deadline = deadlineIn(clock, patience);
    let mayHaveActed = false;
    const reply = await patiently(() => client.change(application, { git_commit_sha: value }, signal), {
      clock,
      random,
      signal,
      deadline,
      again: isPassingOnceKnown,
      waiting: problem => {
        mayHaveActed ||= problem.acted === 'unknown';
      },
    });
    return { reply, mayHaveActed: mayHaveActed || reply.ok || reply.problem.acted === 'unknown' };
  }

  #remember(): void {
    this.#options.remember(this.open);
  }
}
