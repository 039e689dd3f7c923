import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type SiteOptions, startEdge } from '../../../lab/edge/index.ts';
import type { Visited } from './scene.ts';

/** Sites behind the real TLS edge whose application is a script: for what a good application cannot do on purpose. */

/** A request as the application got it. */
export interface Received {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Reply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** Instead of a body. */
  readonly json?: unknown;
  readonly afterMs?: number;
}

/** `hangs`: the request is taken and never answered. `breaks`: the connection is broken off. */
export type Answer = Reply | 'hangs' | 'breaks';
/** `nth` counts the requests of the same route from 1. */
export type Route = Answer | ((request: Received, nth: number) => Answer);
/** By method and path, `GET /login/`; `*` answers everything else, which is 404 otherwise. */
export type Routes = Readonly<Record<string, Route>>;

export interface ScriptedSite extends Visited {
  /** Every request that reached the application, in the order of arrival. */
  readonly requests: readonly Received[];
  /** Those of one route, `POST /things/`. */
  asked(route: string): readonly Received[];
  stop(): Promise<void>;
}

export interface Stage {
  readonly caFile: string;
  open(routes: Routes, options?: Omit<SiteOptions, 'name'>): Promise<ScriptedSite>;
  stop(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const edge = await startEdge();
  return {
    caFile: edge.caFile,
    async open(routes, options = {}) {
      const site = await edge.site({ name: 'script', ...options });
      const application = await serve(routes);
      site.target(application.port);
      const { origin, httpOrigin } = site;
      const { requests } = application;
      return {
        origin,
        httpOrigin,
        caFile: edge.caFile,
        requests,
        asked: route => requests.filter(({ method, path }) => `${method} ${path}` === route),
        async stop() {
          await site.stop();
          await application.stop();
        },
      };
    },
    stop: () => edge.stop(),
  };
}

export interface Scenes {
  /** Opens a site for one story, and closes it whatever happens. */
  at(routes: Routes, story: (site: ScriptedSite) => Promise<void>, options?: Omit<SiteOptions, 'name'>): Promise<void>;
  stop(): Promise<void>;
}

/** The stories of one test file share an edge, which is opened when it is first needed. */
export function scenes(): Scenes {
  let stage: Promise<Stage> | undefined;
  return {
    async at(routes, story, options) {
      stage ??= openStage();
      const site = await (await stage).open(routes, options);
      try {
        await story(site);
      } finally {
        await site.stop();
      }
    },
    stop: async () => (await stage)?.stop(),
  };
}

interface Application {
  readonly port: number;
  readonly requests: readonly Received[];
  stop(): Promise<void>;
}

async function serve(routes: Routes): Promise<Application> {
  const requests: Received[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await readRequest(request);
    requests.push(received);
    const name = `${received.method} ${received.path}`;
    const key = Object.hasOwn(routes, name) ? name : '*';
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    const route = routes[key] ?? { status: 404, body: 'there is no such page' };
    await send(typeof route === 'function' ? route(received, nth) : route, response);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    requests,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const at = Date.now();
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const { method = 'GET', headers } = request;
  return { method, path, query, headers, body: Buffer.concat(pieces).toString(), at };
}

async function send(reply: Answer, response: ServerResponse): Promise<void> {
  if (reply === 'hangs') return;
  if (reply === 'breaks') {
    response.destroy();
    return;
  }
  if (reply.afterMs !== undefined) await wait(reply.afterMs, undefined, { ref: false });
  const json = 'json' in reply;
  const headers: Record<string, string | string[]> = {
    'content-type': json ? 'application/json' : 'text/html; charset=utf-8',
  };
  for (const [name, value] of Object.entries(reply.headers ?? {}))
    headers[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  response.writeHead(reply.status ?? 200, headers);
  response.end(json ? JSON.stringify(reply.json) : (reply.body ?? 'fine'));
}
