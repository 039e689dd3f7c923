import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run of an action leaves on the disk, for those who look through it. */

/** Dozens of starts share the compiled bundle, as the steps of one job on one runner would. */
export const COMPILE_CACHE = mkdtempSync(join(tmpdir(), 'sweep-compiled-'));

/** The text of a file that an output names; empty when it names none. */
export const textAt = (path = ''): string => (path === '' ? '' : readFileSync(path, 'utf8'));

/** The step's temporary folder, but for the event and the command files, which are the runner's own. */
export function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/_github_workflow|_runner_file_commands/.test(entry.parentPath))
    .map(entry => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
    .join('\n');
}
