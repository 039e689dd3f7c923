import type { Octokit } from '@octokit/rest';
import { Cancelled, messageOf } from '../core/errors.ts';
import type { GithubAccess } from './octokit.ts';

/** What became of the comment. */
export type Commented =
  | { readonly done: 'created' | 'updated' | 'unchanged' }
  /** GitHub does not let this token write. */
  | { readonly done: 'refused' }
  | { readonly done: 'failed'; readonly why: string };

export interface StickyComment extends GithubAccess {
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  /** Tells this comment from all others; words of ours. Stands at its beginning, where nobody sees it. */
  readonly marker: string;
}

/** A comment that was made although the answer got lost would be made twice; and a refusal stays one. */
const ONCE = { request: { retries: 0 } } as const;
/** Pages are worth asking again for once: servers hiccup. */
const AGAIN = { request: { retries: 1 } } as const;

/** GitHub takes no more characters of a comment. */
export const LONGEST_COMMENT = 65_536;

/** Writes the one comment of a pull request that carries the marker, or makes it. Needs `pull-requests: write`; never throws but for a cancel. */
export async function stickyComment(options: StickyComment, markdown: string): Promise<Commented> {
  const [owner = '', repo = ''] = options.repository.split('/');
  const first = firstLine(options.marker);
  const body = `${first}\n${markdown}`;
  try {
    const { octokitFor } = await import('./octokit.ts');
    const octokit = octokitFor(options);
    const mine = await own(octokit, { owner, repo, issue_number: options.pullRequest }, first);
    if (mine === undefined) {
      await octokit.rest.issues.createComment({ owner, repo, issue_number: options.pullRequest, body, ...ONCE });
      return { done: 'created' };
    }
    if (mine.body === body) return { done: 'unchanged' };
    await octokit.rest.issues.updateComment({ owner, repo, comment_id: mine.id, body, ...ONCE });
    return { done: 'updated' };
  } catch (thrown) {
    if (options.signal.aborted) throw new Cancelled();
    const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? Number(thrown.status) : 0;
    // Whoever may not see that the pull request exists is told that there is none.
    if (status === 403 || status === 404) return { done: 'refused' };
    return { done: 'failed', why: status === 401 ? 'GitHub does not accept the token' : messageOf(thrown) };
  }
}

/** A comment of HTML ends at `--`; the marker is made of letters, digits and single hyphens. */
function firstLine(marker: string): string {
  return `<!-- ${marker.replace(/[^A-Za-z0-9 ._/-]/g, '_').replace(/-{2,}/g, '-')} -->`;
}

interface Where {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
}

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly login: string;
  readonly isBot: boolean;
}

/** The first of ours, over all pages. Anyone can write the marker, so that its author counts as well. */
async function own(octokit: Octokit, where: Where, first: string): Promise<Comment | undefined> {
  const candidates: Comment[] = [];
  for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listComments, {
    ...where,
    ...AGAIN,
    per_page: 100,
  })) {
    for (const { id, body, user } of data) {
      if (body === undefined || !startsWith(body, first)) continue;
      candidates.push({ id, body, login: user?.login ?? '', isBot: user?.type === 'Bot' });
    }
  }
  if (candidates.length === 0) return undefined;
  const login = await loginOf(octokit);
  return candidates.find(candidate => (login === undefined ? candidate.isBot : candidate.login === login));
}

function startsWith(body: string, first: string): boolean {
  return body === first || body.startsWith(`${first}\n`) || body.startsWith(`${first}\r\n`);
}

/** Whose token it is; undefined for the token of a job or an app, which are no users and write as bots. */
async function loginOf(octokit: Octokit): Promise<string | undefined> {
  try {
    return (await octokit.rest.users.getAuthenticated(ONCE)).data.login;
  } catch {
    return undefined;
  }
}
