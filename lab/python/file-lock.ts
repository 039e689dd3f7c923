/** A lock between processes of one machine, held by whoever could create a file. */
import { open, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { systemErrorCode } from './system-error.ts';

const POLL_MS = 100;
const HEARTBEAT_MS = 2_000;
/** Five missed heartbeats: the holder was killed, or its machine slept; a build it left behind is redone. */
const STALE_MS = 10_000;

/**
 * Runs `work` while no other process holds `file`; waits for it as long as its holder lives.
 *
 * The holder touches the file; one that stopped doing so is taken for dead and its lock for free.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!(await create(file))) {
    if (await isStale(file)) await breakLock(file);
    else await wait(POLL_MS);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A touch that fails means the lock was broken from outside; the work ends the same.
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function create(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(`${process.pid}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Moves a dead holder's lock aside. Of several that saw it dead one may be late and move a living lock: it sees that
 * by the fresh time and puts it back.
 */
async function breakLock(file: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
    if (await isStale(aside)) await rm(aside);
    else await rename(aside, file);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
  } catch {
    // Gone in between: the next attempt to create it decides.
    return false;
  }
}
