/** Passing one request on to the application and its answer back, both as streams. */
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Altered, hasBody } from './alteration.ts';

export interface Route {
  readonly scheme: 'http' | 'https';
  /** The application's, on 127.0.0.1. */
  readonly port: number;
  readonly sourceAddress: string;
  readonly trustForwarded: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly altered: Altered;
  /** `http://localhost:<port>` and `https://localhost:<port>` of the site. */
  readonly origins: Origins;
}

export interface Origins {
  readonly http: string;
  readonly https: string;
}

/**
 * One connection a request: a gunicorn sync worker closes after each anyway, and a kept connection to a release that is
 * being stopped would turn the swap into a lottery.
 */
export function forward(request: IncomingMessage, response: ServerResponse, route: Route): void {
  const { altered } = route;
  const upstream = httpRequest({
    host: '127.0.0.1',
    port: route.port,
    localAddress: route.sourceAddress,
    method: request.method,
    path: request.url,
    headers: { ...altered.requestHeaders(askedHeaders(request, route)), connection: 'close' },
    agent: false,
  });

  upstream.on('response', answer => {
    const told = answer.statusCode ?? 502;
    const status = altered.status(told);
    const message = status === told ? answer.statusMessage : undefined;
    const headers = altered.headers(answerHeaders(answer, route));
    if (altered.rewritesBody && hasBody(request.method, told)) {
      rewrite(answer, altered).then(
        text => {
          const { 'content-length': _, ...others } = headers;
          writeHead(response, status, message, { ...others, 'content-length': String(Buffer.byteLength(text)) });
          response.end(text);
        },
        () => response.destroy(),
      );
      return;
    }
    writeHead(response, status, message, headers);
    // When the application breaks off in the middle, pipeline destroys the response: the client must not take the half
    // for the whole.
    pipeline(answer, response, () => {});
  });
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else badGateway(response);
  });
  // A client that went away is none of the application's business any more, as with Traefik.
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  pipeline(request, upstream, () => {});
}

function writeHead(
  response: ServerResponse,
  status: number,
  message: string | undefined,
  headers: OutgoingHttpHeaders,
): void {
  if (message === undefined) response.writeHead(status, headers);
  else response.writeHead(status, message, headers);
}

async function rewrite(answer: IncomingMessage, altered: Altered): Promise<string> {
  return altered.body(await text(answer));
}

function badGateway(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Bad Gateway');
}

/** Headers that belong to one connection only (RFC 9110 7.6.1). */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const forwardedHeaders = new Set([
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
]);

function askedHeaders(request: IncomingMessage, route: Route): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (connectionHeaders.has(name)) continue;
    if (forwardedHeaders.has(name) && !route.trustForwarded) continue;
    headers[name] = value;
  }
  // What is rewritten must not come compressed, and a part or "not modified" cannot be rewritten.
  if (route.altered.rewritesBody) {
    headers['accept-encoding'] = 'identity';
    for (const name of ['range', 'if-none-match', 'if-modified-since']) delete headers[name];
  }
  // A body of unknown length stays one; without this Node would send none with a GET or DELETE.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';

  const client = (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const host = request.headers.host ?? 'localhost';
  const said = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = said === undefined ? client : `${String(said)}, ${client}`;
  headers['x-forwarded-host'] ??= host;
  headers['x-forwarded-port'] ??= /:(\d+)$/.exec(host)?.[1] ?? (route.scheme === 'https' ? '443' : '80');
  headers['x-forwarded-proto'] ??= route.scheme;
  headers['x-forwarded-server'] ??= 'lab-edge';
  headers['x-real-ip'] ??= client;
  return headers;
}

/** Repeated headers (Set-Cookie above all) stay repeated. */
function answerHeaders(answer: IncomingMessage, { headers: added, origins }: Route): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    if (!connectionHeaders.has(name) && values !== undefined) headers[name] = values.length === 1 ? values[0] : values;
  }
  const { location } = headers;
  if (typeof location === 'string') headers['location'] = withPortOfScheme(location, origins);
  for (const [name, value] of Object.entries(added)) headers[name.toLowerCase()] = value;
  return headers;
}

/**
 * Ports stand in for 80 and 443 here. An application that sends a visitor of plain HTTP to the same host by https says
 * `https://` and the port it was asked on, which where it is really used would be none at all.
 */
function withPortOfScheme(location: string, origins: Origins): string {
  const wrong = origins.http.replace(/^http:/, 'https:');
  return location === wrong || location.startsWith(`${wrong}/`)
    ? `${origins.https}${location.slice(wrong.length)}`
    : location;
}
