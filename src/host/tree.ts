import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Tree } from '../core/tree.ts';

/** Folders that hold what tools made or fetched: nobody's source, and most of the files of a machine. */
const NOT_SOURCE: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  '.venv',
  '__pycache__',
  'node_modules',
  'site-packages',
  'venv',
]);

/** A listing longer than this says nothing to anybody, and takes memory. */
const MOST_FILES = 200_000;

/** The file system, kept within a root. */
export const systemTree: Tree = {
  async list(root) {
    const found: string[] = [];
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined && found.length < MOST_FILES; folder = folders.pop()) {
      for (const entry of await entriesOf(join(root, folder))) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isFile()) found.push(path);
        else if (entry.isDirectory() && !NOT_SOURCE.has(entry.name)) folders.push(path);
      }
    }
    return found.sort();
  },

  async read(root, path, most) {
    const real = await within(root, path);
    if (real === undefined) return undefined;
    const found = await stat(real).catch(() => undefined);
    if (found?.isFile() !== true || found.size > most) return undefined;
    const bytes = await readFile(real).catch(() => undefined);
    return bytes === undefined || bytes.includes(0) ? undefined : bytes.toString('utf8');
  },

  async kind(root, path) {
    const real = await within(root, path);
    if (real === undefined) return undefined;
    const found = await stat(real).catch(() => undefined);
    if (found?.isFile() === true) return 'file';
    return found?.isDirectory() === true ? 'folder' : undefined;
  },
};

async function entriesOf(folder: string) {
  // A folder that may not be read, or that is gone by now, has nothing for us.
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** Where `path` really is; undefined when it is not there, or outside of `root`. */
async function within(root: string, path: string): Promise<string | undefined> {
  try {
    const [base, real] = await Promise.all([realpath(root), realpath(join(root, path))]);
    return real === base || real.startsWith(`${base}${sep}`) ? real : undefined;
  } catch {
    return undefined;
  }
}
