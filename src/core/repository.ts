import { askGit, type GitWorld } from './git.ts';
import type { World } from './world.ts';

/** The files of the checkout, as the rules may look at them. Paths are relative to its root, with `/`. */
export interface Repository {
  /** Absolute. */
  readonly root: string;
  /**
   * Every file that git tracks or would track, sorted; without git, every file that is no build product or dependency. Links are left out.
   */
  readonly files: readonly string[];
  /** Those that git tracks; undefined when git did not answer, so that nothing can be said about what is committed. */
  readonly tracked: ReadonlySet<string> | undefined;
  /** Those that may be executed, as git keeps it; undefined when git did not answer. */
  readonly executable: ReadonlySet<string> | undefined;
  /** The text of a file of the checkout, tracked or not; undefined when it does not exist, is no text, or is larger than 2 MB. */
  read(path: string): Promise<string | undefined>;
  /** Whether something with this path is there: a file or a folder, tracked or not. */
  has(path: string): Promise<boolean>;
}

/** Larger files are data, not configuration. */
const LARGEST_FILE = 2 * 1024 * 1024;
const GIT_TIMEOUT = 20_000;
const LARGEST_LISTING = 64 * 1024 * 1024;

/** Looks at a checkout through git, or through the file system where git does not answer. */
export async function openRepository(root: string, world: GitWorld & Pick<World, 'tree'>): Promise<Repository> {
  const [staged, others] = await Promise.all([
    git(root, ['ls-files', '-z', '--stage'], world),
    git(root, ['ls-files', '-z', '--others', '--exclude-standard'], world),
  ]);
  const entries = staged?.map(entryOf).filter(entry => entry !== undefined);
  const listed =
    entries === undefined || others === undefined
      ? await world.tree.list(root)
      : [...entries.filter(({ mode }) => isFile(mode)).map(({ path }) => path), ...others];
  const texts = new Map<string, Promise<string | undefined>>();
  return {
    root,
    files: [...new Set(listed)].sort(),
    tracked: entries && new Set(entries.map(({ path }) => path)),
    executable: entries && new Set(entries.filter(({ mode }) => mode === EXECUTABLE).map(({ path }) => path)),
    read(path) {
      const known = texts.get(path) ?? world.tree.read(root, path, LARGEST_FILE);
      texts.set(path, known);
      return known;
    },
    has: async path => (await world.tree.kind(root, path)) !== undefined,
  };
}

const EXECUTABLE = '100755';
const isFile = (mode: string) => mode === EXECUTABLE || mode === '100644';

/** `<mode> <object> <stage>\t<path>`; links have the mode 120000, submodules 160000. */
function entryOf(line: string): { readonly mode: string; readonly path: string } | undefined {
  const tab = line.indexOf('\t');
  return tab === -1 ? undefined : { mode: line.slice(0, 6), path: line.slice(tab + 1) };
}

/** The names that git lists; undefined when it is not there, or when this is no repository of its own. */
async function git(root: string, args: readonly string[], world: GitWorld): Promise<readonly string[] | undefined> {
  const answer = await askGit(args, { directory: root, timeout: GIT_TIMEOUT, mostOutput: LARGEST_LISTING }, world);
  return answer.ok ? answer.stdout.split('\0').filter(name => name !== '') : undefined;
}
