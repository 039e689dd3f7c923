import { parseSha, type Sha } from '../core/commit.ts';
import { askGit, type GitWorld } from '../core/git.ts';
import type { Known } from './repository.ts';

export interface CheckoutOptions extends GitWorld {
  /** Folder of the checkout, absolute. */
  readonly directory: string;
}

const LS_REMOTE_TIMEOUT = 20_000;

/** The head of a branch on the checkout's `origin`, for repositories that are not on GitHub or when no token is given. */
export async function remoteHead(branch: string, options: CheckoutOptions): Promise<Known<Sha>> {
  const result = await askGit(
    ['ls-remote', '--exit-code', '--', 'origin', `refs/heads/${branch}`],
    { directory: options.directory, timeout: LS_REMOTE_TIMEOUT },
    options,
  );
  if (!result.ok && result.reason === 'absent') {
    return { known: false, why: `git could not be asked: ${result.message}` };
  }
  const sha = result.ok ? parseSha(result.stdout.split(/\s/)[0] ?? '') : undefined;
  return sha === undefined
    ? { known: false, why: "the checkout's origin has no such branch or cannot be reached" }
    : { known: true, value: sha };
}

/** The commit that is checked out: the default of `sha` on a laptop. */
export async function checkedOutCommit(options: CheckoutOptions): Promise<Sha | undefined> {
  const result = await askGit(
    ['rev-parse', '--verify', 'HEAD'],
    { directory: options.directory, timeout: 5_000 },
    options,
  );
  return result.ok ? parseSha(result.stdout) : undefined;
}
