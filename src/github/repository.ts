import type { Octokit } from '@octokit/rest';
import { parseSha, type Sha } from '../core/commit.ts';
import { Cancelled, messageOf } from '../core/errors.ts';
import type { GithubAccess } from './octokit.ts';

/** A fact from GitHub, or why it could not be had. */
export type Known<Value> =
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly why: string };

/** How `candidate` stands to `base` in history. */
export type Relation = 'identical' | 'newer' | 'older' | 'diverged';

/** What is asked of one repository. Needs `contents: read`. */
export interface Repository {
  /** The commit a branch points at. */
  head(branch: string): Promise<Known<Sha>>;
  /** How `candidate` stands to `base`. */
  relation(base: Sha, candidate: Sha): Promise<Known<Relation>>;
}

export interface RepositoryOptions extends GithubAccess {
  /** `owner/name`. */
  readonly repository: string;
}

const RELATIONS: Readonly<Record<string, Relation>> = {
  identical: 'identical',
  ahead: 'newer',
  behind: 'older',
  diverged: 'diverged',
};

export function githubRepository(options: RepositoryOptions): Repository {
  const [owner = '', repo = ''] = options.repository.split('/');
  let client: Promise<Octokit> | undefined;
  const ask = async <Value>(
    what: string,
    question: (octokit: Octokit) => Promise<Value | undefined>,
  ): Promise<Known<Value>> => {
    client ??= import('./octokit.ts').then(({ octokitFor }) => octokitFor(options));
    try {
      const value = await question(await client);
      return value === undefined
        ? { known: false, why: `GitHub's answer for ${what} was not understood` }
        : { known: true, value };
    } catch (thrown) {
      if (options.signal.aborted) throw new Cancelled();
      return { known: false, why: reasonOf(thrown, what) };
    }
  };
  return {
    head: branch =>
      ask(`the branch ${branch}`, async octokit => {
        const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` });
        return parseSha(data.object.sha);
      }),
    relation: (base, candidate) =>
      ask('the comparison', async octokit => {
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
          owner,
          repo,
          basehead: `${base}...${candidate}`,
          per_page: 1,
        });
        return RELATIONS[data.status];
      }),
  };
}

function reasonOf(thrown: unknown, what: string): string {
  const status = thrown instanceof Error && 'status' in thrown ? Number(thrown.status) : undefined;
  if (status === 401) return 'GitHub does not accept the token';
  if (status === 403)
    return `GitHub does not let the token read ${what} (add "contents: read" to the job's permissions)`;
  if (status === 404)
    return `GitHub does not know ${what}, or the token may not read the repository ("contents: read")`;
  return `GitHub could not be asked for ${what}: ${messageOf(thrown)}`;
}
