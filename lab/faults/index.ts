/**
 * A proxy that can fail on purpose, at the request it is told to, in front of any HTTP server.
 *
 * Every answer closes its connection, so that one connection carries one request and a fault hits exactly the request it
 * was planned for. The price: the client's connection reuse is not exercised through this proxy.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ForeignRequest, startForeignHost } from './foreign.ts';
import { createPlan, type FaultName, type FaultRule, faultsThatAct } from './plan.ts';
import { type Answer, ask } from './upstream.ts';

export { type FaultName, type FaultRule, faultNames, faultsThatAct } from './plan.ts';

export interface RecordedRequest {
  /** Position since the last `clear()`, 0-based. */
  readonly index: number;
  /** Empty for a `refuse` that struck before anything was read. */
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The name it was asked by, without a port. */
  readonly host: string;
  /** When it arrived, in milliseconds since the epoch. */
  readonly at: number;
  readonly fault: FaultName | undefined;
  /** What the server answered; undefined when it never saw the request or has not answered yet. */
  readonly serverStatus: number | undefined;
  /** What the client was answered; undefined when it got no complete answer. */
  readonly status: number | undefined;
}

export interface FaultsOptions {
  /** PEM of the root of an HTTPS target. */
  readonly ca?: string;
}

export interface Faults {
  /** Stands in for the target: same path below it. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** What arrived at the host that the `redirect` fault points to. */
  readonly foreignRequests: readonly ForeignRequest[];
  readonly foreignUrl: string;
  /** Called when a request has arrived, before anything is done with it: the place for a crash between two requests. */
  onRequest: ((request: RecordedRequest) => void) | undefined;
  /** Replaces the plan and starts every rule's count anew. */
  plan(rules: readonly FaultRule[]): void;
  /** No faults, no records, counts from 0. */
  clear(): void;
  /** Really closes the port (ECONNREFUSED) until `up()`. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

type Entry = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/**
 * `refuse`: by the time a proxy can see a connection, the kernel has accepted it. A rule without `match` therefore resets
 * the connection on arrival, before a byte is read (the client sees ECONNRESET while connecting); one with `match` has to
 * read the request's head first. `down()` is the real ECONNREFUSED.
 */
export async function startFaults(target: URL, options: FaultsOptions = {}): Promise<Faults> {
  const foreign = await startForeignHost();
  const requests: Entry[] = [];
  let plan = createPlan([]);

  const record = (method: string, path: string, fault: FaultName | undefined, host = ''): Entry => {
    const entry: Entry = {
      index: requests.length,
      method,
      path,
      host,
      at: Date.now(),
      fault,
      serverStatus: undefined,
      status: undefined,
    };
    requests.push(entry);
    return entry;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const rule = plan.next(method, url.replace(/\?.*$/s, ''));
    const entry = record(method, url, rule?.fault, request.headers.host?.replace(/:\d+$/, ''));
    faults.onRequest?.(entry);
    if (rule?.fault === 'refuse' || rule?.fault === 'reset-before') return reset(request.socket);
    const body = await readAll(request);
    if (rule?.fault === 'delay') await sleep(rule.delayMs ?? 200);

    let answer: Answer;
    if (rule === undefined || faultsThatAct.has(rule.fault)) {
      answer = await ask(target, options.ca, request, body);
      entry.serverStatus = answer.status;
    } else {
      answer = cannedAnswer(rule, `${foreign.url}${url}`);
    }

    if (rule?.fault === 'reset-after') return reset(request.socket);
    if (rule?.fault === 'delay-answer') await sleep(rule.delayMs ?? 200);
    if (rule?.fault === 'truncate') return truncate(request.socket, answer);
    const sent = rule?.fault === '502-after' ? badGatewayPage : answer;
    entry.status = sent.status;
    write(response, sent);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => reset(request.socket));
  });
  server.prependListener('connection', (socket: Socket) => {
    if (!plan.refusesNext()) return;
    record('', '', 'refuse');
    reset(socket);
  });
  let port = 0;
  const up = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The faults proxy listens on no port.');
    port = address.port;
  };
  const down = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await up();

  const faults: Faults = {
    url: `http://127.0.0.1:${port}${target.pathname.replace(/\/$/, '')}`,
    requests,
    foreignRequests: foreign.requests,
    foreignUrl: foreign.url,
    onRequest: undefined,
    plan(rules) {
      plan = createPlan(rules);
    },
    clear() {
      plan = createPlan([]);
      requests.splice(0);
      foreign.clear();
    },
    up,
    down,
    async stop() {
      await Promise.all([down(), foreign.stop()]);
    },
  };
  return faults;
}

function reset(socket: Socket): void {
  if (!socket.destroyed) socket.resetAndDestroy();
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const html = (title: string) =>
  Buffer.from(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`);
const htmlHeaders = ['Content-Type', 'text/html; charset=utf-8'];
const badGatewayPage: Answer = {
  status: 502,
  reason: 'Bad Gateway',
  rawHeaders: htmlHeaders,
  body: html('502 Bad Gateway'),
};

/** The answers that the server has no part in. */
function cannedAnswer(rule: FaultRule, foreignUrl: string): Answer {
  const json = ['Content-Type', 'application/json'];
  switch (rule.fault) {
    case '429':
      return {
        status: 429,
        reason: 'Too Many Requests',
        rawHeaders: [...json, 'Retry-After', String(rule.retryAfterSeconds ?? 1)],
        body: Buffer.from('{"message":"Too Many Attempts."}'),
      };
    case '500':
      return {
        status: 500,
        reason: 'Internal Server Error',
        rawHeaders: json,
        body: Buffer.from('{"message":"Server Error"}'),
      };
    case '503':
      return {
        status: 503,
        reason: 'Service Unavailable',
        rawHeaders: ['Content-Type', 'text/plain; charset=utf-8'],
        body: Buffer.from('no available server\n'),
      };
    case 'redirect':
      return { status: 302, reason: 'Found', rawHeaders: ['Location', foreignUrl], body: Buffer.alloc(0) };
    case 'garbage':
      return { status: 200, reason: 'OK', rawHeaders: htmlHeaders, body: html('Welcome') };
    default:
      return badGatewayPage;
  }
}

function write(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.reason, [...answer.rawHeaders, 'Connection', 'close']);
  response.end(answer.body);
}

/** The head promises the whole body, half of it follows; an answer without a body loses half of its head instead. */
function truncate(socket: Socket, answer: Answer): void {
  const head = [`HTTP/1.1 ${answer.status} ${answer.reason}`];
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
    const name = answer.rawHeaders[i] ?? '';
    if (name.toLowerCase() !== 'content-length') head.push(`${name}: ${answer.rawHeaders[i + 1] ?? ''}`);
  }
  head.push(`Content-Length: ${answer.body.length}`, 'Connection: close', '', '');
  const whole = Buffer.concat([Buffer.from(head.join('\r\n')), answer.body]);
  const keep = answer.body.length > 1 ? whole.length - Math.ceil(answer.body.length / 2) : Math.floor(whole.length / 2);
  socket.end(whole.subarray(0, keep));
}
