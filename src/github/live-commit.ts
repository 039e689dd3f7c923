import { parseSha, type Sha } from '../core/commit.ts';
import { Cancelled, messageOf } from '../core/errors.ts';
import type { GithubAccess } from './octokit.ts';

/** What GitHub Deployments say is live on an environment. */
export type LiveCommit =
  | { readonly found: true; readonly commit: Sha }
  /** `none`: nothing was deployed there with success. `refused`: the token may not read deployments. */
  | { readonly found: false; readonly reason: 'none' | 'refused' | 'failed'; readonly why: string };

/** Deployments that are looked at, newest first: those before them are no longer what runs. */
const MOST = 30;
const AGAIN = { request: { retries: 1 } } as const;

/**
 * The commit of the newest deployment of an environment whose newest status is `success`. One that is still going on, or has failed, left
 * the one before it running. Needs `deployments: read`; never throws but for a cancel.
 */
export async function liveCommit(
  environment: string,
  options: GithubAccess & { readonly repository: string },
): Promise<LiveCommit> {
  const [owner = '', repo = ''] = options.repository.split('/');
  try {
    const { octokitFor } = await import('./octokit.ts');
    const octokit = octokitFor(options);
    const { data } = await octokit.rest.repos.listDeployments({ owner, repo, environment, per_page: MOST, ...AGAIN });
    for (const { id, sha } of data) {
      const { data: statuses } = await octokit.rest.repos.listDeploymentStatuses({
        owner,
        repo,
        deployment_id: id,
        per_page: 1,
        ...AGAIN,
      });
      const commit = parseSha(sha);
      // Newest first. What a later success made inactive is not running any more, and that later one was looked at before.
      if (statuses[0]?.state === 'success' && commit !== undefined) return { found: true, commit };
    }
    return { found: false, reason: 'none', why: `GitHub knows no successful deployment to ${environment}` };
  } catch (thrown) {
    if (options.signal.aborted) throw new Cancelled();
    const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? Number(thrown.status) : 0;
    // Whoever may not see the repository's deployments is told that there is no such page.
    if (status === 403 || status === 404)
      return { found: false, reason: 'refused', why: 'GitHub does not let the token read deployments' };
    const why = status === 401 ? 'GitHub does not accept the token' : messageOf(thrown);
    return { found: false, reason: 'failed', why };
  }
}
