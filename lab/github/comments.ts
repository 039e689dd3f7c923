/**
 * Comments on issues and pull requests: what GitHub keeps, and the JSON it answers with.
 *
 * Source: GitHub REST documentation, "Issue comments". A token of a job writes as `github-actions[bot]`.
 */
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Links, nodeId } from './answers.ts';

export type CommentAnswer = RestEndpointMethodTypes['issues']['getComment']['response']['data'];

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: Author;
  body: string;
  /** ISO 8601. */
  readonly createdAt: string;
  updatedAt: string;
}

export interface Author {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

export const JOB: Author = { login: 'github-actions[bot]', type: 'Bot' };

/** GitHub takes no more characters. */
export const LONGEST_BODY = 65_536;

export interface Comments {
  /** Issues and pull requests that exist; their numbers. */
  readonly issues: Set<number>;
  of(issue: number): readonly Comment[];
  find(id: number): Comment | undefined;
  add(issue: number, body: string, author?: Author): Comment;
  change(comment: Comment, body: string): void;
}

export function createComments(): Comments {
  const all: Comment[] = [];
  const now = () => new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace('.000', '');
  return {
    issues: new Set(),
    of: issue => all.filter(comment => comment.issue === issue),
    find: id => all.find(comment => comment.id === id),
    add(issue, body, author = JOB) {
      const comment = { id: 1_000 + all.length, issue, author, body, createdAt: now(), updatedAt: now() };
      all.push(comment);
      return comment;
    },
    change(comment, body) {
      comment.body = body;
      comment.updatedAt = now();
    },
  };
}

export function commentAnswer(links: Links, comment: Comment): CommentAnswer {
  const { id, issue, author, body, createdAt, updatedAt } = comment;
  return {
    id,
    node_id: nodeId('IssueComment', String(id)),
    url: `${links.api}/issues/comments/${id}`,
    html_url: `${links.html}/pull/${issue}#issuecomment-${id}`,
    issue_url: `${links.api}/issues/${issue}`,
    body,
    user: userAnswer(links, author),
    created_at: createdAt,
    updated_at: updatedAt,
    author_association: author.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
  };
}

function userAnswer(links: Links, { login, type }: Author): NonNullable<CommentAnswer['user']> {
  const url = `${new URL(links.api).origin}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: 41,
    node_id: nodeId(type, login),
    avatar_url: 'https://avatars.githubusercontent.com/u/41?v=4',
    gravatar_id: '',
    url,
    html_url: `https://github.com/${login}`,
    type,
    site_admin: false,
    events_url: `${url}/events{/privacy}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    organizations_url: `${url}/orgs`,
    received_events_url: `${url}/received_events`,
    repos_url: `${url}/repos`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
  };
}
