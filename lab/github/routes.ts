/** The requests this GitHub knows: what each needs, and what it answers. A new family of requests is a new entry here. */

import type { Need } from './access.ts';
import { branchAnswer, commitAnswer, compareAnswer, type Links, refAnswer } from './answers.ts';
import { commentRoutes } from './comment-routes.ts';
import type { Comments } from './comments.ts';
import type { History } from './history.ts';
import { type RepositoryFacts, repositoryAnswer } from './repository-answer.ts';

export interface Repository {
  readonly facts: RepositoryFacts;
  readonly history: History;
  readonly comments: Comments;
}

export interface Call {
  /** This server's own address. */
  readonly api: string;
  readonly links: Links;
  readonly repository: Repository;
  /** What the route's pattern captured, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly accept: string;
  /** JSON of the request; undefined when it sends none. */
  readonly body: unknown;
}

export type Reply =
  | { readonly status: 200; readonly body: object; readonly next?: { readonly page: number; readonly last: number } }
  | { readonly status: 201; readonly body: object }
  | { readonly status: 200; readonly text: string }
  | { readonly status: 404 | 409 | 422; readonly message: string };

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Matched against the path below `/repos/{owner}/{repo}`. */
  readonly path: RegExp;
  readonly need: Need;
  readonly documentation: string;
  answer(call: Call): Promise<Reply>;
}

const metadata: Need = { permission: 'metadata', level: 'read' };
const contents: Need = { permission: 'contents', level: 'read' };
const notFound: Reply = { status: 404, message: 'Not Found' };

export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: /^$/,
    need: metadata,
    documentation: 'repos/repos#get-a-repository',
    answer: async ({ api, links, repository }) => ({
      status: 200,
      body: repositoryAnswer(api, links, repository.facts),
    }),
  },
  {
    method: 'GET',
    path: /^\/branches\/(.+)$/,
    need: contents,
    documentation: 'branches/branches#get-a-branch',
    async answer({ links, repository: { history }, parts: [branch = ''] }) {
      const ref = await history.ref(`refs/heads/${branch}`);
      if (ref === undefined) return { status: 404, message: 'Branch not found' };
      return { status: 200, body: branchAnswer(links, branch, await history.commit(ref.sha)) };
    },
  },
  {
    method: 'GET',
    path: /^\/git\/ref\/((?:heads|tags)\/.+)$/,
    need: contents,
    documentation: 'git/refs#get-a-reference',
    async answer({ links, repository: { history }, parts: [name = ''] }) {
      const ref = await history.ref(`refs/${name}`);
      return ref === undefined ? notFound : { status: 200, body: refAnswer(links, `refs/${name}`, ref) };
    },
  },
  {
    method: 'GET',
    path: /^\/commits\/(.+)$/,
    need: contents,
    documentation: 'commits/commits#get-a-commit',
    async answer({ links, repository: { history }, parts: [ref = ''], accept }) {
      const sha = await history.resolve(ref);
      if (sha === undefined) return { status: 422, message: `No commit found for SHA: ${ref}` };
      if (/application\/vnd\.github\.(?:v3\.)?sha/.test(accept)) return { status: 200, text: sha };
      const commit = await history.commit(sha);
      const [parent] = commit.parents;
      const files = parent === undefined ? undefined : await history.changes(parent, sha);
      return { status: 200, body: commitAnswer(links, commit, files) };
    },
  },
  {
    method: 'GET',
    path: /^\/compare\/(.+?)\.\.\.(.+)$/,
    need: contents,
    documentation: 'commits/commits#compare-two-commits',
    answer: compare,
  },
  ...commentRoutes,
];

/** The default is one page of 250 commits; whoever asks for pages gets 30 a page unless he says more, at most 100. */
async function compare({ links, repository: { facts, history }, parts, query }: Call): Promise<Reply> {
  const [baseName = '', headName = ''] = parts;
  // `owner:branch` names a fork; of the owner's own it is the branch.
  const named = [baseName, headName].map(name =>
    name.startsWith(`${facts.owner}:`) ? name.slice(facts.owner.length + 1) : name,
  );
  const [base, head] = await Promise.all(named.map(name => history.resolve(name)));
  if (base === undefined || head === undefined) return notFound;
  const mergeBase = await history.mergeBase(base, head);
  if (mergeBase === undefined) {
    return { status: 404, message: `No common ancestor between ${baseName} and ${headName}.` };
  }
  const [ahead, behind, files] = await Promise.all([
    history.between(base, head),
    history.between(head, base),
    history.changes(mergeBase, head),
  ]);
  const isPaged = query.has('page') || query.has('per_page');
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
  const perPage = isPaged ? Math.min(100, Math.max(1, Number(query.get('per_page') ?? 30) || 30)) : 250;
  const last = Math.max(1, Math.ceil(ahead.length / perPage));
  const [baseCommit, headCommit, mergeBaseCommit] = await Promise.all(
    [base, head, mergeBase].map(sha => history.commit(sha)),
  );
  if (baseCommit === undefined || headCommit === undefined || mergeBaseCommit === undefined) return notFound;
  const body = compareAnswer(links, `${encodeURIComponent(baseName)}...${encodeURIComponent(headName)}`, {
    base: baseCommit,
    head: headCommit,
    mergeBase: mergeBaseCommit,
    ahead,
    behindBy: behind.length,
    files,
    page,
    perPage,
  });
  return { status: 200, body, ...(page < last ? { next: { page, last } } : {}) };
}
