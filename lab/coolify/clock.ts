/** Time inside the lab's Coolify: its own clock, and pauses that end at once when their signal does. */

export interface Clock {
  /** Coolify's idea of now: ours plus the skew. */
  now(): Date;
}

export function skewedClock(skewMs: number): Clock {
  return { now: () => new Date(Date.now() + skewMs) };
}

/** Resolves after `ms`; rejects with the signal's reason when it is aborted first. Keeps no process alive. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Laravel's serialisation of a model's date: whole seconds with six zeros, `2026-08-22T09:00:00.000000Z`. */
export function modelDate(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, '.000000Z');
}

/** The timestamp of a log entry: microseconds, UTC. */
export function logDate(date: Date): string {
  return date.toISOString().replace(/Z$/, '000Z');
}
