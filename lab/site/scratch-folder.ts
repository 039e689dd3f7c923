/** A folder that is gone when we are, however we end. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervise } from '../coolify/runtime-process-supervised.ts';

export interface ScratchFolder {
  readonly path: string;
  /** Removes it with all there is in it. */
  remove(): Promise<void>;
}

/** @param prefix of the folder's name, below the machine's folder for temporary files */
export async function createScratchFolder(prefix: string): Promise<ScratchFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  // A process that does nothing but outlive us by a moment: killed, we could not remove anything ourselves.
  const watcher = supervise({
    command: ['tail', '-f', '/dev/null'],
    directory: tmpdir(),
    environment: { PATH: process.env['PATH'] ?? '' },
    output: () => undefined,
    removeAtEnd: path,
  });
  return { path, remove: () => watcher.stop() };
}
