import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './answer.ts';
import { htmlPage, redirect } from './answer.ts';
import type { Incoming } from './call.ts';
import { pause } from './clock.ts';
import { Throttle } from './gates.ts';
import type { Instance } from './instance.ts';
import { route } from './router.ts';

/** One request as the lab saw it, for assertions on what a client sent. */
export interface RecordedRequest {
  /** Milliseconds since the epoch, on our clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Without the value of the token: `authorization` is `token:<id>`, or `token:unknown`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly tokenId: number | undefined;
  readonly body: string;
  /** Undefined until answered, and for good when the connection was reset. */
  status: number | undefined;
  /** Whether a handler or gate saw the request: false for what a proxy or a reset swallowed. */
  acted: boolean;
}

export interface HttpFace {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Answers 502 pages until told otherwise. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

const LARGEST_BODY = 10 * 1024 * 1024;

/** The HTTP side of the lab's Coolify, on loopback. */
export async function openServer(instance: Instance, port: number): Promise<HttpFace> {
  const requests: RecordedRequest[] = [];
  const throttle = new Throttle(instance.rateLimit);
  let down = false;

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await readRequest(request);
    const tokenId = instance.tokens.find(incoming.headers['authorization'])?.id;
    const recorded = record(incoming, tokenId);
    requests.push(recorded);
    const subject = { method: incoming.method, path: incoming.path };
    const { traps } = instance;

    if (traps.springs('connection-reset-before', subject) !== undefined) return reset(request);
    const swallowed = down ? htmlPage(502, '502 Bad Gateway') : answerInstead(instance, subject);
    if (swallowed !== undefined) return send(response, recorded, swallowed);

    const slow = traps.springs('slow-answer', subject);
    if (slow?.when === 'before') await pause(slow.delayMs ?? 0, instance.lifetime);
    recorded.acted = true;
    const answer = route(instance, incoming, throttle);
    if (slow !== undefined && slow.when !== 'before') await pause(slow.delayMs ?? 0, instance.lifetime);
    if (traps.springs('connection-reset-after', subject) !== undefined) return reset(request);
    send(response, recorded, answer);
  }

  return {
    url: `http://127.0.0.1:${bound}`,
    requests,
    setDown: value => {
      down = value;
    },
    close: () => closeServer(server),
  };
}

/** What answers in Coolify's place: a proxy, an error page, a login page. */
function answerInstead(
  instance: Instance,
  subject: { readonly method: string; readonly path: string },
): Answer | undefined {
  const { traps } = instance;
  if (traps.springs('bad-gateway', subject) !== undefined) return htmlPage(502, '502 Bad Gateway');
  const failing = traps.springs('html-error', subject);
  if (failing !== undefined) return htmlPage(failing.status ?? 500, failing.text ?? 'Server Error');
  return traps.springs('login-redirect', subject) === undefined ? undefined : redirect('/login');
}

async function readRequest(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('the request body is too large');
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', 'http://coolify.invalid');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function record({ method, path, query, headers, body }: Incoming, tokenId: number | undefined): RecordedRequest {
  const { authorization, ...others } = headers;
  const shown = authorization === undefined ? {} : { authorization: `token:${tokenId ?? 'unknown'}` };
  return {
    at: Date.now(),
    method,
    path,
    query: query.toString(),
    headers: { ...others, ...shown },
    tokenId,
    body,
    status: undefined,
    acted: false,
  };
}

function send(response: ServerResponse, recorded: RecordedRequest, answer: Answer): void {
  recorded.status = answer.status;
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>(resolve => server.close(() => resolve()));
}
