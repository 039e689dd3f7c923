/** Listing, making and changing comments of issues and pull requests. Needs `issues` or `pull_requests`, read or write. */
import type { Need } from './access.ts';
import { commentAnswer, LONGEST_BODY } from './comments.ts';
import type { Call, Reply, Route } from './routes.ts';

const read: Need = { permission: 'issues', level: 'read', or: 'pull_requests' };
const write: Need = { permission: 'issues', level: 'write', or: 'pull_requests' };
const notFound: Reply = { status: 404, message: 'Not Found' };
const path = /^\/issues\/(\d+)\/comments$/;
const documentation = 'issues/comments';

export const commentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    need: read,
    documentation: `${documentation}#list-issue-comments`,
    async answer({ links, repository: { comments }, parts: [issue = ''], query }) {
      if (!comments.issues.has(Number(issue))) return notFound;
      const all = comments.of(Number(issue));
      const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
      const perPage = Math.min(100, Math.max(1, Number(query.get('per_page') ?? 30) || 30));
      const last = Math.max(1, Math.ceil(all.length / perPage));
      const body = all.slice((page - 1) * perPage, page * perPage).map(comment => commentAnswer(links, comment));
      return { status: 200, body, ...(page < last ? { next: { page, last } } : {}) };
    },
  },
  {
    method: 'POST',
    path,
    need: write,
    documentation: `${documentation}#create-an-issue-comment`,
    async answer(call) {
      const { links, parts, repository } = call;
      const issue = Number(parts[0]);
      if (!repository.comments.issues.has(issue)) return notFound;
      const text = textOf(call);
      if (typeof text !== 'string') return text;
      return { status: 201, body: commentAnswer(links, repository.comments.add(issue, text)) };
    },
  },
  {
    method: 'PATCH',
    path: /^\/issues\/comments\/(\d+)$/,
    need: write,
    documentation: `${documentation}#update-an-issue-comment`,
    async answer(call) {
      const { links, parts, repository } = call;
      const comment = repository.comments.find(Number(parts[0]));
      if (comment === undefined) return notFound;
      const text = textOf(call);
      if (typeof text !== 'string') return text;
      repository.comments.change(comment, text);
      return { status: 200, body: commentAnswer(links, comment) };
    },
  },
];

function textOf({ body }: Call): string | Reply {
  const text =
    typeof body === 'object' && body !== null ? Object.getOwnPropertyDescriptor(body, 'body')?.value : undefined;
  if (typeof text !== 'string' || text.trim() === '') return { status: 422, message: 'Validation Failed' };
  if (text.length > LONGEST_BODY)
    return { status: 422, message: `Validation Failed: Body is too long (maximum is ${LONGEST_BODY} characters)` };
  return text;
}
