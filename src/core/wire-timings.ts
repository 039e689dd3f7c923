import type { Socket } from 'node:net';
import type { Milliseconds } from './duration.ts';
import type { WireTimings } from './wire.ts';

/** Watches the phases of one exchange. A phase whose events never come (an address needs no look-up, a kept connection nothing) is absent. */
export class PhaseWatch {
  readonly #secure: boolean;
  readonly #started = performance.now();
  #lookedUp: number | undefined;
  #connected: number | undefined;
  #secured: number | undefined;
  /** When a kept connection was handed over. */
  #taken: number | undefined;
  #sent: number | undefined;
  #firstByte: number | undefined;
  #reused = false;

  constructor(secure: boolean) {
    this.#secure = secure;
  }

  socket(socket: Socket, reused: boolean): void {
    this.#reused = reused;
    // Before the HTTP parser's own listener, so that the first byte counts and not the last one of the headers.
    socket.prependOnceListener('data', () => this.answerBegan());
    if (reused) {
      this.#taken = performance.now();
      return;
    }
    socket.once('lookup', () => {
      this.#lookedUp ??= performance.now();
    });
    socket.once('connect', () => {
      this.#connected ??= performance.now();
    });
    socket.once('secureConnect', () => {
      this.#secured ??= performance.now();
    });
  }

  requestSent(): void {
    this.#sent ??= performance.now();
  }

  answerBegan(): void {
    this.#firstByte ??= performance.now();
  }

  /** Something came back, be it half a header. */
  get answered(): boolean {
    return this.#firstByte !== undefined;
  }

  /** The request can have left: before, there was no connection to send it over. */
  get connected(): boolean {
    return this.#reused || (this.#secure ? this.#secured : this.#connected) !== undefined || this.#sent !== undefined;
  }

  ended(): WireTimings {
    const now = performance.now();
    const firstByte = this.#firstByte ?? now;
    const sent = this.#begunBy(firstByte);
    return {
      ...phase('dns', this.#started, this.#lookedUp),
      ...phase('connect', this.#lookedUp ?? this.#started, this.#connected),
      ...phase('tls', this.#connected ?? this.#started, this.#secured),
      firstByte: firstByte - sent,
      transfer: now - firstByte,
      total: now - this.#started,
    };
  }

  /**
   * From when on the site could answer. `finish` comes in the same tick as a quick answer, or behind it, and a server may answer before it has
   * read the whole request: then the wait began when the connection was there.
   */
  #begunBy(firstByte: Milliseconds): Milliseconds {
    if (this.#sent !== undefined && this.#sent < firstByte) return this.#sent;
    const ready = this.#taken ?? (this.#secure ? this.#secured : this.#connected) ?? this.#started;
    return Math.min(ready, firstByte);
  }
}

function phase<Name extends 'dns' | 'connect' | 'tls'>(
  name: Name,
  from: number,
  to: number | undefined,
): { readonly [key in Name]?: Milliseconds } {
  const measured: { [key in Name]?: Milliseconds } = {};
  if (to !== undefined) measured[name] = Math.max(0, to - from);
  return measured;
}
