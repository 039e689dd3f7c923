/** The commits of a local repository, bare or not. */
import { mkdir, rm } from 'node:fs/promises';
import { git, tryGit } from '../app/git.ts';
import type { Source } from './runtime.ts';

const SHA = /^[0-9a-f]{40}$/;

/** A source whose commits can be written to disk. */
export interface GitSource extends Source {
  /** Where the repository is. */
  readonly repository: string;
  /** Writes the files of a commit (40 hex) into a folder, which is made; the repository does not change. */
  checkout(commit: string, folder: string): Promise<void>;
}

export function createGitSource(repository: string): GitSource {
  const inside = { directory: repository };
  const has = async (commit: string): Promise<boolean> =>
    SHA.test(commit) && (await tryGit(['cat-file', '-e', `${commit}^{commit}`], inside)).exitCode === 0;

  return {
    repository,
    has,
    head: async branch => {
      const answer = await tryGit(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`], inside);
      if (answer.exitCode !== 0) throw new Error(`The repository has no branch "${branch}".`);
      return answer.output;
    },
    checkout: async (commit, folder) => {
      if (!(await has(commit))) throw new Error(`The repository has no commit ${commit}.`);
      await mkdir(folder, { recursive: true });
      const gitDirectory = await git(['rev-parse', '--absolute-git-dir'], inside);
      // An index of its own: checkouts of several commits run at the same time.
      const index = `${folder}.index`;
      const there = { directory: folder, environment: { GIT_INDEX_FILE: index } };
      const both = [`--git-dir=${gitDirectory}`, `--work-tree=${folder}`];
      await git([...both, 'read-tree', commit], there);
      await git([...both, 'checkout-index', '--all', '--force'], there);
      await rm(index);
    },
  };
}

export function isGitSource(source: Source): source is GitSource {
  return 'checkout' in source && typeof source.checkout === 'function';
}
