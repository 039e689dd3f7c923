/**
 * What Celery's queue, its results and Django's cache live in, for one environment: a Redis of its own where the machine
 * has one, else a folder. Nothing of either is kept.
 */
import { mkdir } from 'node:fs/promises';
import { startRedis } from './redis.ts';
import { findRedis } from './redis-program.ts';

export interface Broker {
  readonly kind: 'redis' | 'folder';
  /** The variable that tells the project in `lab/app` where it is: `REDIS_URL` or `LOCAL_QUEUE_DIRECTORY`. */
  readonly environment: Readonly<Record<string, string>>;
  /** One sentence for people who watch: which of the two it is, and why. */
  readonly notice: string;
  /** Ends the server, if there is one. The folder stays: it belongs to the caller. May be called again. */
  stop(): Promise<void>;
}

/**
 * Makes the folder and starts a broker in it: `redis-server` when one that starts is on the path, else Celery's filesystem
 * broker. Two brokers share nothing. Throws with the server's log when a Redis that can say its version does not come up.
 *
 * @param folder which must not be another broker's
 * @param path where programs are looked for. Default: `PATH`
 */
export async function startBroker(folder: string, path = process.env['PATH'] ?? ''): Promise<Broker> {
  await mkdir(folder, { recursive: true });
  const { program, missing } = await findRedis(path);
  if (program === undefined) {
    return {
      kind: 'folder',
      environment: { LOCAL_QUEUE_DIRECTORY: folder },
      notice: `${missing}: Celery uses its filesystem broker.`,
      stop: () => Promise.resolve(),
    };
  }
  const redis = await startRedis(program, folder, path);
  return {
    kind: 'redis',
    environment: { REDIS_URL: redis.url },
    notice: 'Celery runs over Redis.',
    stop: redis.stop,
  };
}
