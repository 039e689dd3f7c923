/**
 * The lab's GitHub: its REST API for one repository, answered from a real git repository.
 *
 * Modelled: reading a repository, branches, refs, commits and comparisons; tokens and their permissions; the hourly and the
 * secondary limit; conditional requests; comments on issues and pull requests. Not modelled yet: everything else that writes,
 * checks, deployments, GraphQL.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  countRequest,
  createTokens,
  limitHeaders,
  type Refusal,
  refundRequest,
  refusePermission,
  type TokenRequest,
  type Visitor,
} from './access.ts';
import { type Comments, createComments } from './comments.ts';
import { emptyHistory, gitHistory } from './history.ts';
import { type Repository, type Route, routes } from './routes.ts';

export interface GithubOptions {
  /** `owner/name` */
  readonly repository: string;
  /** Folder of a git repository, bare or not. Without one the repository has no branches. */
  readonly git?: string;
  /** Default true. */
  readonly private?: boolean;
  /** Default `main`. */
  readonly defaultBranch?: string;
  /** Numbers of issues and pull requests that exist. */
  readonly pullRequests?: readonly number[];
}

export interface GithubRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  /** `token 1`, `anonymous` or `unknown`: who asked, without the token. */
  readonly visitor: string;
  readonly status: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface SecondaryLimit {
  /** GitHub answers either. Default 403. */
  readonly status?: 403 | 429;
  /** Default 60. */
  readonly retryAfterSeconds?: number;
  /** How many requests are refused. Default: all until it is lifted. */
  readonly times?: number;
}

export interface Github {
  /** What GITHUB_API_URL has to say. */
  readonly url: string;
  readonly requests: readonly GithubRequest[];
  /** What is written under issues and pull requests; a test may add what others wrote. */
  readonly comments: Comments;
  token(request?: TokenRequest): string;
  revoke(token: string): void;
  /** Refuses requests as GitHub does when it finds them too many at once; `undefined` lifts it. */
  secondaryLimit(limit: SecondaryLimit | undefined): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function startGithub(options: GithubOptions): Promise<Github> {
  const [owner = '', name = ''] = options.repository.split('/');
  const repository: Repository = {
    facts: {
      owner,
      name,
      isPrivate: options.private ?? true,
      defaultBranch: options.defaultBranch ?? 'main',
      createdAt: new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace('.000', ''),
    },
    history: options.git === undefined ? emptyHistory : gitHistory(options.git),
    comments: createComments(),
  };
  for (const number of options.pullRequests ?? []) repository.comments.issues.add(number);
  const tokens = createTokens();
  const requests: GithubRequest[] = [];
  let limit: { status: 403 | 429; retryAfterSeconds: number; left: number } | undefined;
  let url = '';

  async function answer(request: IncomingMessage, visitor: Visitor | undefined, body: string): Promise<Answer> {
    if (visitor === undefined) return failure({ status: 401, message: 'Bad credentials', headers: {} }, '');
    if (limit !== undefined && limit.left > 0) {
      limit.left -= 1;
      return failure(tooManyAtOnce(limit.status, limit.retryAfterSeconds), secondaryLimitDocumentation);
    }
    const exceeded = countRequest(visitor);
    if (exceeded !== undefined) return failure(exceeded, rateLimitDocumentation);
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    // Whose token it is, only people are told.
    if (pathname === '/user')
      return failure({ status: 403, message: 'Resource not accessible by integration', headers: {} }, '');
    const prefix = `/repos/${owner}/${name}`;
    const inside = pathname.toLowerCase().startsWith(prefix.toLowerCase()) ? pathname.slice(prefix.length) : undefined;
    const found = inside === undefined ? undefined : findRoute(request.method ?? 'GET', inside);
    if (found === undefined) return failure({ status: 404, message: 'Not Found', headers: {} }, '');
    const refusal = refusePermission(visitor, found.route.need, repository.facts.isPrivate);
    if (refusal !== undefined) return failure(refusal, found.route.documentation);

    const reply = await found.route.answer({
      api: url,
      links: { api: `${url}${prefix}`, html: `https://github.com/${owner}/${name}` },
      repository,
      parts: found.parts,
      query: searchParams,
      accept: request.headers.accept ?? '',
      body: jsonOf(body),
    });
    if (reply.status !== 200 && reply.status !== 201)
      return failure({ ...reply, headers: {} }, found.route.documentation);
    if ('text' in reply) return { status: 200, headers: { 'content-type': shaType }, body: reply.text };
    const headers: Record<string, string> = { 'content-type': jsonType };
    if (reply.status === 201) return { status: 201, headers, body: JSON.stringify(reply.body) };
    if (reply.next !== undefined) headers['link'] = linkHeader(`${url}${request.url}`, reply.next);
    return { status: 200, headers, body: JSON.stringify(reply.body) };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const visitor = tokens.identify(request.headers.authorization);
    const made = await answer(request, visitor, await text(request));
    const etag = `W/"${createHash('sha256').update(made.body).digest('hex')}"`;
    const unchanged = made.status === 200 && request.headers['if-none-match'] === etag;
    if (unchanged && visitor !== undefined) refundRequest(visitor);
    const status = unchanged ? 304 : made.status;
    const { pathname, search } = new URL(request.url ?? '/', url);
    requests.push({
      method: request.method ?? '',
      path: pathname,
      query: search.slice(1),
      visitor: visitor?.label ?? 'unknown',
      status,
      at,
    });
    response.writeHead(status, {
      ...made.headers,
      ...(made.status === 200 ? { etag } : {}),
      ...(visitor === undefined ? {} : limitHeaders(visitor)),
      server: 'github.com',
      'x-github-request-id': randomUUID(),
    });
    response.end(unchanged ? undefined : made.body);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A defect of the lab, not a situation of GitHub: say so where the test can see it.
      response
        .writeHead(500, { 'content-type': jsonType })
        .end(JSON.stringify({ message: `The lab's GitHub: ${error}` }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error("The lab's GitHub listens on no port.");
  url = `http://127.0.0.1:${bound.port}`;

  return {
    url,
    requests,
    comments: repository.comments,
    token: tokens.issue,
    revoke: tokens.revoke,
    secondaryLimit(wish) {
      limit = wish && {
        status: wish.status ?? 403,
        retryAfterSeconds: wish.retryAfterSeconds ?? 60,
        left: wish.times ?? Number.POSITIVE_INFINITY,
      };
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const jsonType = 'application/json; charset=utf-8';
const shaType = 'application/vnd.github.sha; charset=utf-8';
const rateLimitDocumentation = 'using-the-rest-api/rate-limits-for-the-rest-api';
const secondaryLimitDocumentation = `${rateLimitDocumentation}#about-secondary-rate-limits`;

function tooManyAtOnce(status: 403 | 429, retryAfterSeconds: number): Refusal {
  return {
    status,
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}

function failure(refusal: Refusal, documentation: string): Answer {
  const { status, message, headers } = refusal;
  const documentationUrl = `https://docs.github.com/rest${documentation === '' ? '' : `/${documentation}`}`;
  return {
    status,
    headers: { 'content-type': jsonType, ...headers },
    body: JSON.stringify({ message, documentation_url: documentationUrl, status: String(status) }),
  };
}

/** Decoded before it is matched: clients send a slash inside a name both as `/` and as `%2F`. */
function findRoute(method: string, path: string): { route: Route; parts: string[] } | undefined {
  const decoded = decode(path);
  if (decoded === undefined) return undefined;
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(decoded) : null;
    if (match !== null) return { route, parts: match.slice(1) };
  }
  return undefined;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function linkHeader(self: string, { page, last }: { page: number; last: number }): string {
  const at = (number: number) => {
    const target = new URL(self);
    target.searchParams.set('page', String(number));
    return target.href;
  };
  return `<${at(page + 1)}>; rel="next", <${at(last)}>; rel="last"`;
}
