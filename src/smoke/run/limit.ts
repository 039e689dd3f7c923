import { type Clock, type Deadline, deadlineIn } from '../../core/clock.ts';
import type { Milliseconds } from '../../core/duration.ts';
import type { HandshakeRequest, HandshakeResult, Wire, WireRequest, WireResult } from '../../core/wire.ts';

/** How long something may go on: until a moment, and until a signal aborts. Nothing is sent and nothing is waited for beyond it. */
export interface Limit {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
}

/** The moment came. Ends every wait, as `Cancelled` does for a signal. */
export class TimeIsUp extends Error {
  override readonly name = 'TimeIsUp';
  constructor() {
    super('The time limit was over.');
  }
}

/** Both errors that a limit ends things with, whatever realm they come from. */
export function endsByLimit(thrown: unknown): thrown is Error {
  const name = typeof thrown === 'object' && thrown !== null && 'name' in thrown ? thrown.name : undefined;
  return name === 'TimeIsUp' || name === 'Cancelled';
}

type Bounded<Request> = Omit<Request, 'signal'>;

/** @throws TimeIsUp when the limit, and not the request's own timeout, ended it */
export async function exchange(wire: Wire, request: Bounded<WireRequest>, limit: Limit): Promise<WireResult> {
  const timeout = timeLeft(request.timeout, limit);
  const result = await wire.exchange({ ...request, timeout, signal: limit.signal });
  if (!result.ok && result.failure.kind === 'timeout' && limit.deadline.passed()) throw new TimeIsUp();
  return result;
}

/** @throws TimeIsUp as `exchange` does */
export async function handshake(
  wire: Wire,
  request: Bounded<HandshakeRequest>,
  limit: Limit,
): Promise<HandshakeResult> {
  const timeout = timeLeft(request.timeout, limit);
  const result = await wire.handshake({ ...request, timeout, signal: limit.signal });
  if (!result.ok && result.failure.kind === 'timeout' && limit.deadline.passed()) throw new TimeIsUp();
  return result;
}

function timeLeft(wanted: Milliseconds, { deadline }: Limit): Milliseconds {
  const remaining = deadline.remaining();
  if (remaining <= 0) throw new TimeIsUp();
  return Math.max(1, Math.ceil(Math.min(wanted, remaining)));
}

/** Waits; a wait that would go beyond the limit ends with it. */
export async function pause(duration: Milliseconds, { clock, deadline, signal }: Limit): Promise<void> {
  const remaining = deadline.remaining();
  await clock.sleep(Math.min(duration, remaining), signal);
  if (duration >= remaining) throw new TimeIsUp();
}

/** What clean-up gets when the time of the run is over. */
const GRACE: Milliseconds = 15_000;
/** GitHub's runner sends SIGTERM 7.5 s after SIGINT and kills 2.5 s later; what is left is for telling. */
const GRACE_AFTER_CANCEL: Milliseconds = 6_000;

/** The limit of a run, and the one that clean-up has beyond it. */
export interface Limits {
  readonly run: Limit;
  /** For a clean-up that begins now. */
  cleanUp(): Limit;
  /** Nothing waits any more. */
  close(): void;
}

export function limitsOf(clock: Clock, timeout: Milliseconds, cancelled: AbortSignal): Limits {
  const run: Limit = { clock, deadline: deadlineIn(clock, timeout), signal: cancelled };
  const closed = new AbortController();
  const graceOver = new AbortController();
  const startGrace = () => {
    clock.sleep(GRACE_AFTER_CANCEL, closed.signal).then(
      () => graceOver.abort(),
      () => undefined,
    );
  };
  if (cancelled.aborted) startGrace();
  else cancelled.addEventListener('abort', startGrace, { once: true, signal: closed.signal });
  return {
    run,
    cleanUp: () => ({
      clock,
      deadline: deadlineIn(clock, Math.max(GRACE, run.deadline.remaining())),
      signal: graceOver.signal,
    }),
    close: () => closed.abort(),
  };
}
