import { parseSha, type Sha } from '../../core/commit.ts';
import { askGit, type GitAnswer } from '../../core/git.ts';
import { oneLine } from '../../core/text.ts';
import type { World } from '../../core/world.ts';
import type { BaseRef } from '../request.ts';

export type BaseWorld = Pick<World, 'processes' | 'environment' | 'signal' | 'temporaryFolder'>;

export type BaseTree =
  | {
      readonly ok: true;
      readonly commit: Sha;
      /** Absolute: what the checkout's root is in the commit that is checked out. */
      readonly root: string;
      /** Takes the files away again. */
      remove(): Promise<void>;
    }
  | {
      readonly ok: false;
      readonly reason: 'shallow' | 'unknown' | 'no-repository';
      readonly message: string;
      readonly remedy: string;
    };

const TIMEOUT = 60_000;
const LARGEST_LISTING = 64 * 1024 * 1024;
/** Larger files are data or media, and no Python project needs them to load. */
const LARGEST_FILE = 2 * 1024 * 1024;

/**
 * The files of the running release in a folder of their own, through git's own index in a file beside them: nothing of the checkout is
 * touched, no hook runs, and nothing is fetched.
 */
export async function openBaseTree(base: BaseRef, root: string, world: BaseWorld): Promise<BaseTree> {
  const ask = (args: readonly string[], more: Partial<Parameters<typeof askGit>[1]> = {}) =>
    askGit(args, { directory: root, timeout: TIMEOUT, mostOutput: LARGEST_LISTING, ...more }, world);
  const where = await ask(['rev-parse', '--show-prefix', '--show-toplevel']);
  if (!where.ok) return noRepository(where.message);
  const [prefix = '', top = root] = where.stdout.split('\n');
  const commit = await resolved(base.ref, ask);
  if (commit === undefined) return notThere(base, await ask(['rev-parse', '--is-shallow-repository']));
  const folder = await world.temporaryFolder();
  try {
    const variables = { GIT_INDEX_FILE: `${folder.path}/index` };
    const [listed, indexed] = await Promise.all([
      ask(['ls-tree', '-r', '-l', '-z', '--full-tree', commit]),
      ask(['read-tree', commit], { variables }),
    ]);
    const written =
      listed.ok && indexed.ok
        ? await ask(
            [...WITHOUT_FILTERS, 'checkout-index', '-f', '-q', '-z', '--stdin', `--prefix=${folder.path}/tree/`],
            {
              // It takes names from the folder in which it runs.
              directory: top,
              variables,
              input: wanted(listed.stdout),
            },
          )
        : listed.ok
          ? indexed
          : listed;
    if (!written.ok) {
      await folder.remove();
      return notThere(base, written);
    }
  } catch (thrown) {
    await folder.remove();
    throw thrown;
  }
  const inside = prefix.replace(/\/$/, '');
  return {
    ok: true,
    commit,
    root: inside === '' ? `${folder.path}/tree` : `${folder.path}/tree/${inside}`,
    remove: folder.remove,
  };
}

/** Large files kept elsewhere would be fetched; their pointers do as well here. */
const WITHOUT_FILTERS = ['-c', 'filter.lfs.smudge=', '-c', 'filter.lfs.process=', '-c', 'filter.lfs.required=false'];

async function resolved(ref: string, ask: (args: readonly string[]) => Promise<GitAnswer>): Promise<Sha | undefined> {
  // A name that begins with a hyphen would be an option; git forbids such names as well.
  if (ref === '' || ref.startsWith('-')) return undefined;
  for (const name of [ref, `refs/remotes/origin/${ref}`]) {
    const answer = await ask(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    const sha = answer.ok ? parseSha(answer.stdout.trim()) : undefined;
    if (sha !== undefined) return sha;
  }
  return undefined;
}

/** `<mode> <type> <object> <size>\t<path>`, NUL between them; submodules have no files here. */
function wanted(listing: string): string {
  const paths = listing.split('\0').flatMap(line => {
    const tab = line.indexOf('\t');
    const [, type, , size] = line.slice(0, tab).split(/ +/);
    return tab > 0 && type === 'blob' && Number(size) <= LARGEST_FILE ? [line.slice(tab + 1)] : [];
  });
  return paths.map(path => `${path}\0`).join('');
}

const FROM = {
  input: 'the input base',
  'pull-request': 'the base of the pull request',
  deployment: 'the commit that is live according to GitHub Deployments',
} as const;

function notThere({ ref, from }: BaseRef, answer: GitAnswer): BaseTree {
  const name = oneLine(ref, 80);
  if (answer.ok && answer.stdout.trim() === 'true') {
    return {
      ok: false,
      reason: 'shallow',
      message: `The checkout is shallow and does not hold ${name} (${FROM[from]}), so the two releases cannot be compared.`,
      remedy: `Fetch the history in the step that checks out:\nsteps:\n  - uses: actions/checkout@v6\n    with:\n      fetch-depth: 0`,
    };
  }
  const said = answer.ok || answer.message === '' ? '' : ` git said: ${oneLine(answer.message, 200)}`;
  return {
    ok: false,
    reason: 'unknown',
    message: `The repository has no commit, branch or tag ${name} (${FROM[from]}).${said}`,
    remedy: `Name a commit, branch or tag that the checkout holds:\nwith:\n  base: origin/production`,
  };
}

function noRepository(said: string): BaseTree {
  return {
    ok: false,
    reason: 'no-repository',
    message: `The checkout is no git repository, so there is no earlier release to compare with. git said: ${oneLine(said, 200)}`,
    remedy:
      'Check the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6\n    with:\n      fetch-depth: 0',
  };
}
