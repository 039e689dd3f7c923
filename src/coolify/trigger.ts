import type { Clock, Deadline } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import { inWords } from '../core/duration.ts';
import { type DeployEntry, type DeploymentRow, hasEnded } from './answers.ts';
import type { CoolifyClient, Reply } from './client.ts';
import { isPassingOnceKnown, patiently, waitAfter } from './patience.ts';
import { isPassing, type Problem } from './problems.ts';

/** `unknown`: it appeared after we had asked, and the answer that would have named it was lost. */
export type StartedBy = 'this-run' | 'someone-else' | 'unknown';

/** What became of asking for a deployment. */
export type Triggered =
  /** A deployment exists. */
  | { readonly kind: 'following'; readonly row: DeploymentRow; readonly startedBy: StartedBy }
  /** Coolify refused and nothing was queued. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** A 200 whose entry says no. */
  | { readonly kind: 'declined'; readonly message: string }
  | { readonly kind: 'queue-full'; readonly message: string }
  /** Nobody can say whether something was queued. */
  | { readonly kind: 'unknown'; readonly problem: Problem | undefined };

export interface TriggerOptions {
  readonly client: CoolifyClient;
  readonly application: string;
  readonly force: boolean;
  /** The commit that is wanted: a new row with it is ours whoever started it. */
  readonly commit: string | undefined;
  /** What the row of our own request may name as its commit; undefined when that cannot be known beforehand. */
  readonly expected: readonly string[] | undefined;
  /** Deployments that existed before we asked. Rows are told apart by id: Coolify's clock may be minutes off. */
  readonly known: ReadonlySet<string>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
  readonly progress: (text: string) => void;
  /** Sends the request; another way of asking (a tag) can be handed in for the first attempt. */
  readonly ask?: () => Promise<Reply<readonly DeployEntry[]>>;
}

/** An accepted deployment can be read at once, as a rule; a phantom never. */
const PHANTOM_AFTER: Milliseconds = 10_000;
/** A request of unknown fate may still be on its way for a while: only a list this late proves that nothing was queued. */
const SETTLED_AFTER: Milliseconds = 10_000;
const LOOK_EVERY: Milliseconds = 1_500;
/** Coolify that keeps pointing to deployments that do not exist is not going to stop. */
const MOST_PHANTOMS = 5;
const HISTORY = 10;

/** Asks for one deployment and makes sure that it exists, exactly once. Never repeats a request whose fate is unknown. */
export async function trigger(options: TriggerOptions): Promise<Triggered> {
  const { client, clock, deadline, signal } = options;
  let phantoms = 0;
  for (let attempt = 0; ; attempt += 1) {
    const shared = attempt === 0 ? options.ask : undefined;
    const reply = await (shared ?? (() => client.deploy({ uuid: options.application }, options.force, signal)))();
    const answeredAt = clock.elapsed();
    const said = reply.ok ? readEntries(reply.value, options.application) : undefined;

    if (said?.kind === 'declined') return { kind: 'declined', message: said.message };
    if (said?.kind === 'accepted') {
      const row = await confirm(said.deployment, options);
      if (row !== undefined) return { kind: 'following', row, startedBy: 'this-run' };
    }
    if (said !== undefined || (!reply.ok && reply.problem.acted === 'unknown')) {
      // A phantom stands for one that is under way, more often than for none.
      const found = await settle(options, answeredAt, said !== undefined);
      if (found.kind !== 'nothing') return found;
      // Nothing was queued, and now that is known.
      phantoms += said === undefined ? 0 : 1;
      if (phantoms >= MOST_PHANTOMS || deadline.passed())
        return { kind: 'unknown', problem: reply.ok ? undefined : reply.problem };
      continue;
    }
    if (reply.ok) continue;
    const { problem } = reply;
    if (problem.kind !== 'queue-full' && !isPassing(problem)) return { kind: 'refused', problem };
    // A queue that fills up in the middle of a tag ends the call, but what was queued before stays queued.
    const before = shared === undefined ? undefined : await queuedSince(options);
    if (before !== undefined) return { kind: 'following', row: before, startedBy: 'unknown' };
    const wait = Math.min(
      problem.kind === 'queue-full' ? problem.retryAfter : waitAfter(attempt, options.random),
      deadline.remaining(),
    );
    if (deadline.passed()) {
      return problem.kind === 'queue-full'
        ? { kind: 'queue-full', message: problem.message }
        : { kind: 'refused', problem };
    }
    options.progress(await waitingFor(problem, wait, options));
    await clock.sleep(wait, signal);
  }
}

type Said =
  | { readonly kind: 'accepted'; readonly deployment: string }
  | { readonly kind: 'already-queued' }
  | { readonly kind: 'declined'; readonly message: string }
  /** Not in the answer: a tag's message without details. */
  | { readonly kind: 'silent' };

/** HTTP 200 is no success: what counts stands in the message of the entry. */
function readEntries(entries: readonly DeployEntry[], application: string): Said {
  const entry = entries.find(({ resource }) => resource === application);
  if (entry === undefined) {
    const anyone = entries.find(({ resource }) => resource === '');
    return anyone === undefined
      ? { kind: 'declined', message: 'Coolify left the resource out of its answer.' }
      : { kind: 'silent' };
  }
  if (/already queued/i.test(entry.message)) return { kind: 'already-queued' };
  if (entry.deployment === undefined) return { kind: 'declined', message: entry.message };
  return { kind: 'accepted', deployment: entry.deployment };
}

/** The row of a deployment that was promised, or undefined when it is a phantom (or cannot be read). */
async function confirm(uuid: string, options: TriggerOptions): Promise<DeploymentRow | undefined> {
  const { clock, signal } = options;
  const until = clock.elapsed() + PHANTOM_AFTER;
  const reply = await patiently(() => options.client.deployment(uuid, signal), {
    ...options,
    again: problem =>
      isPassing(problem) || problem.kind === 'not-coolify' || (problem.kind === 'not-found' && clock.elapsed() < until),
    waiting: () => options.progress('waiting for the deployment to appear'),
  });
  return reply.ok ? reply.value : undefined;
}

/** Finds out from the application's deployments whether something was queued. */
async function settle(
  options: TriggerOptions,
  answeredAt: number,
  takeRunning: boolean,
): Promise<Triggered | { readonly kind: 'nothing' }> {
  const { client, clock, signal } = options;
  for (;;) {
    let lookedAt = 0;
    const look = () => {
      lookedAt = clock.elapsed();
      return client.history(options.application, HISTORY, signal);
    };
    const reply = await patiently(look, {
      ...options,
      again: isPassingOnceKnown,
      waiting: () => options.progress('Coolify does not answer; finding out whether the deployment was queued'),
    });
    if (!reply.ok) return { kind: 'unknown', problem: reply.problem };
    const fresh = freshOf(reply.value, options);
    if (fresh !== undefined) return { kind: 'following', row: fresh, startedBy: starterOf(fresh, options) };
    const running = takeRunning ? reply.value.find(row => !hasEnded(row)) : undefined;
    if (running !== undefined) return { kind: 'following', row: running, startedBy: 'someone-else' };
    if (lookedAt - answeredAt >= SETTLED_AFTER) return { kind: 'nothing' };
    if (options.deadline.passed()) return { kind: 'unknown', problem: undefined };
    options.progress('finding out whether the deployment was queued');
    await clock.sleep(LOOK_EVERY, signal);
  }
}

/** Ours, most likely, when it is of a commit that ours can be of. */
function starterOf(row: DeploymentRow, { expected }: TriggerOptions): StartedBy {
  const possible = expected === undefined || expected.includes(row.commit);
  return row.startedBy === 'api' && possible ? 'unknown' : 'someone-else';
}

async function queuedSince(options: TriggerOptions): Promise<DeploymentRow | undefined> {
  const reply = await patiently(() => options.client.history(options.application, HISTORY, options.signal), options);
  return reply.ok ? freshOf(reply.value, options) : undefined;
}

function freshOf(rows: readonly DeploymentRow[], options: TriggerOptions): DeploymentRow | undefined {
  return rows.find(row => !options.known.has(row.uuid) && isOurs(row, options.commit));
}

function isOurs(row: DeploymentRow, commit: string | undefined): boolean {
  // Restarts and rollbacks are never what we ask for.
  return !row.restartOnly && !row.rollback && (row.startedBy === 'api' || row.commit === commit);
}

async function waitingFor(problem: Problem, wait: Milliseconds, options: TriggerOptions): Promise<string> {
  if (problem.kind !== 'queue-full') return `Coolify does not answer; asking again in ${inWords(wait)}`;
  const running = await options.client.running(options.signal);
  const queued = running.ok ? running.value.filter(row => row.status === 'queued').length : undefined;
  const length = queued === undefined ? '' : ` (${queued} waiting)`;
  return `the deployment queue of the server is full${length}; asking again in ${inWords(wait)}`;
}
