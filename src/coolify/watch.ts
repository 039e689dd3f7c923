import type { Clock } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { DeploymentRow } from './answers.ts';
import type { CoolifyClient, Reply } from './client.ts';

/** From this many deployments on, one list of everything that runs replaces a read of each. */
const SHARED_FROM = 4;
/** A list this young serves every follower. */
const SHARED_FOR: Milliseconds = 4_000;

export interface Sight {
  readonly row: DeploymentRow;
  /** Queued deployments before this one on its server, and those in progress there; undefined when not looked at. */
  readonly ahead: { readonly queued: number; readonly running: number } | undefined;
}

/**
 * Reads the state of many deployments with few calls. Few deployments: each is read on its own. A queued one, or many: the
 * list of running deployments is read once for all, and only what is no longer in it is read on its own.
 */
export class DeploymentWatch {
  readonly #client: CoolifyClient;
  readonly #clock: Clock;
  #followers = 0;
  #list: { readonly at: number; readonly reply: Promise<Reply<readonly DeploymentRow[]>> } | undefined;

  constructor(client: CoolifyClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  async following<Result>(body: () => Promise<Result>): Promise<Result> {
    this.#followers += 1;
    try {
      return await body();
    } finally {
      this.#followers -= 1;
    }
  }

  /** @param since when this follower looked last: it is not given a list that is older than that */
  async look(uuid: string, queued: boolean, since: number, signal: AbortSignal): Promise<Reply<Sight>> {
    if (queued || this.#followers >= SHARED_FROM) {
      const list = await this.#running(since, signal);
      if (!list.ok) return list;
      const row = list.value.find(entry => entry.uuid === uuid);
      if (row !== undefined) return { ok: true, value: { row, ahead: aheadOf(row, list.value) } };
    }
    const reply = await this.#client.deployment(uuid, signal);
    return reply.ok ? { ok: true, value: { row: reply.value, ahead: undefined } } : reply;
  }

  #running(since: number, signal: AbortSignal): Promise<Reply<readonly DeploymentRow[]>> {
    const now = this.#clock.elapsed();
    if (this.#list === undefined || this.#list.at <= since || now - this.#list.at >= SHARED_FOR) {
      this.#list = { at: now, reply: this.#client.running(signal) };
    }
    return this.#list.reply;
  }
}

function aheadOf(row: DeploymentRow, rows: readonly DeploymentRow[]): { queued: number; running: number } {
  const before = rows.filter(other => other.serverName === row.serverName && other.uuid !== row.uuid);
  return {
    queued: before.filter(other => other.status === 'queued' && other.id < row.id).length,
    running: before.filter(other => other.status === 'in_progress').length,
  };
}
