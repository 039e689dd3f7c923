import type { Clock, Deadline } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import { inWords } from '../core/duration.ts';
import { count, cut } from '../core/text.ts';
import { type DeploymentRow, hasEnded } from './answers.ts';
import { visibleLines } from './logs.ts';
import { isPassing, type Problem } from './problems.ts';
import type { DeploymentWatch, Sight } from './watch.ts';

/** How following a deployment ended. */
export interface Followed {
  /** `ended`: the row says how. `started`: it runs, and no more was asked. `timeout`: it may still finish. `unreadable`: its state could no longer be read. */
  readonly end: 'ended' | 'started' | 'timeout' | 'unreadable';
  readonly row: DeploymentRow | undefined;
  readonly problem: Problem | undefined;
  /** How long Coolify had not answered right before the end was seen; 0 when it had. */
  readonly outage: Milliseconds;
  /** Each state with the moment it was first seen, on the clock's `now`. */
  readonly transitions: readonly Transition[];
}

export interface Transition {
  readonly state: string;
  readonly at: number;
}

export interface FollowOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
  /** `started`: it is enough that the deployment has left the queue. */
  readonly until: 'ended' | 'started';
  /** Whether the progress may show the newest visible log line. */
  readonly showLastLine: boolean;
  readonly progress: (text: string) => void;
  /** Called with each new visible log line, when the log can be read. */
  readonly logLine: (line: string) => void;
}

/** A deployment is read every 2.4 s at first, when it may be over soon, and every 5.2 s later: at most 20 reads in its first minute, 12 a minute after. */
const EAGER: Milliseconds = 2_400;
const STEADY: Milliseconds = 5_200;
const EAGER_FOR: Milliseconds = 20_000;
const JITTER = 0.1;

/** `finished` is written before the post-deployment command ran, `finished_at` after it. Some early exits never write it. */
const FINISHED_AT_PATIENCE: Milliseconds = 60_000;
/** A row that is gone for this long is gone for good. */
const MISSING_PATIENCE: Milliseconds = 30_000;

/** Follows one deployment to its end, over minutes in which Coolify does not answer (it restarts to update itself). */
export async function follow(uuid: string, watch: DeploymentWatch, options: FollowOptions): Promise<Followed> {
  return watch.following(() => followAlone(uuid, watch, options));
}

async function followAlone(uuid: string, watch: DeploymentWatch, options: FollowOptions): Promise<Followed> {
  const { clock, deadline, signal } = options;
  const began = clock.elapsed();
  const transitions: Transition[] = [];
  let row: DeploymentRow | undefined;
  let problem: Problem | undefined;
  let lastSeen = began;
  let lookedAt = began;
  let endedAt: number | undefined;
  let missingSince: number | undefined;
  let shownLines = 0;
  const result = (end: Followed['end'], outage = 0): Followed => ({ end, row, problem, outage, transitions });

  for (;;) {
    const since = lookedAt;
    lookedAt = clock.elapsed();
    const reply = await watch.look(uuid, row?.status === 'queued' || row === undefined, since, signal);
    const now = clock.elapsed();
    if (reply.ok) {
      // A slow answer, or waiting for a turn, is no outage.
      const outage = problem === undefined || problem.kind === 'throttled' ? 0 : now - lastSeen;
      row = reply.value.row;
      lastSeen = now;
      problem = undefined;
      missingSince = undefined;
      if (transitions.at(-1)?.state !== row.status) transitions.push({ state: row.status, at: clock.now() });
      const lines = visibleLines(row.log);
      for (const line of lines.slice(shownLines)) options.logLine(line);
      shownLines = Math.max(shownLines, lines.length);
      if (hasEnded(row)) {
        endedAt ??= now;
        const complete = row.status !== 'finished' || row.finishedAt !== undefined;
        if (complete || now - endedAt >= FINISHED_AT_PATIENCE) return result('ended', outage);
        options.progress('finished; waiting for the post-deployment command');
      } else {
        if (options.until === 'started' && row.status !== 'queued') return result('started');
        options.progress(describe(reply.value, now - began, options.showLastLine ? lines.at(-1) : undefined));
      }
    } else {
      problem = reply.problem;
      missingSince = problem.kind === 'not-found' ? (missingSince ?? now) : undefined;
      if (endedAt !== undefined && now - endedAt >= FINISHED_AT_PATIENCE) return result('ended');
      if (!mayPass(problem, now - (missingSince ?? now))) return result('unreadable', now - lastSeen);
      options.progress(`Coolify does not answer (${inWords(now - lastSeen)}); the deployment goes on without it`);
    }
    if (deadline.passed())
      return endedAt !== undefined ? result('ended') : result(problem === undefined ? 'timeout' : 'unreadable');
    await clock.sleep(Math.min(interval(now - began, options.random), Math.max(100, deadline.remaining())), signal);
  }
}

function interval(elapsed: Milliseconds, random: () => number): Milliseconds {
  const base = elapsed < EAGER_FOR ? EAGER : STEADY;
  return Math.round(base * (1 + random() * JITTER));
}

function mayPass(problem: Problem, missingFor: Milliseconds): boolean {
  if (isPassing(problem) || problem.kind === 'not-coolify') return true;
  return problem.kind === 'not-found' && missingFor < MISSING_PATIENCE;
}

function describe(sight: Sight, elapsed: Milliseconds, lastLine: string | undefined): string {
  const { row, ahead } = sight;
  const latest = lastLine === undefined ? '' : ` (${cut(lastLine.trim(), 80)})`;
  if (row.status !== 'queued') return `${row.status.replace(/_/g, ' ')}, ${inWords(elapsed)}${latest}`;
  if (ahead === undefined) return `queued, ${inWords(elapsed)}`;
  const before = ahead.running === 0 ? '' : ` behind ${count(ahead.running, 'running deployment')}`;
  return `queued, place ${ahead.queued + 1} in line${before}, ${inWords(elapsed)}`;
}
