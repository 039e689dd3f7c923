/** One site of the edge: a TLS port, a plain port, and the application behind them, which can be swapped at any time. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { KeyAndCertificate } from '../certificates/authority.ts';
import { type Alteration, type Altered, createAlterations } from './alteration.ts';
import { sendAnswer } from './answer.ts';
import { forward } from './forward.ts';
import { recordVisit, type Visit } from './visit.ts';

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export interface SiteSettings {
  readonly name: string;
  readonly tls: KeyAndCertificate;
  readonly httpRedirect: true | '302' | 'none';
  readonly trustForwarded: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly minTls: TlsVersion;
  readonly sourceAddress: string;
  readonly alterations: readonly Alteration[];
}

export interface Site {
  readonly name: string;
  /** `https://localhost:<port>` */
  readonly origin: string;
  /** `http://localhost:<port>` */
  readonly httpOrigin: string;
  /**
   * The application's port on 127.0.0.1 from now on; `undefined`: none. Requests that are under way finish where they
   * began, every later one goes to the new port.
   */
  target(port: number | undefined): void;
  /** Where requests go now. */
  readonly port: number | undefined;
  /** Every request of either port so far, in the order of arrival. */
  readonly visits: readonly Visit[];
  stop(): Promise<void>;
}

export async function openSite(settings: SiteSettings): Promise<Site> {
  let port: number | undefined;
  const origins = { https: '', http: '' };
  const visits: Visit[] = [];
  const alterationsOf = createAlterations(settings.alterations);

  const listener =
    (scheme: 'http' | 'https'): RequestListener =>
    (request, response) => {
      const visit = recordVisit(scheme, request, response);
      visits.push(visit);
      answer(visit, request, response).catch(() => response.destroy());
    };

  const answer = async (visit: Visit, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const altered = alterationsOf(visit);
    if (altered.delayMs > 0) await wait(altered.delayMs, undefined, { ref: false });
    if (altered.answer !== undefined) {
      request.resume();
      await sendAnswer(altered.answer, response);
    } else if (visit.scheme === 'http' && settings.httpRedirect !== 'none') {
      redirect(request, response, { origin: origins.https, permanent: settings.httpRedirect === true, altered });
    } else if (port === undefined) noServer(response, altered);
    else forward(request, response, { ...settings, scheme: visit.scheme, port, altered, origins });
  };

  const secure = createTlsServer(tlsOptions(settings), listener('https'));
  // A client that refuses the certificate breaks off the handshake: that is the point of half of the kinds.
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  const plain = createServer(listener('http'));
  origins.https = `https://localhost:${await listen(secure)}`;
  origins.http = `http://localhost:${await listen(plain)}`;

  return {
    name: settings.name,
    origin: origins.https,
    httpOrigin: origins.http,
    visits,
    get port() {
      return port;
    },
    target(newPort) {
      port = newPort;
    },
    async stop() {
      await Promise.all([close(secure), close(plain)]);
    },
  };
}

/** OpenSSL 3 offers TLS 1.0 and 1.1 at security level 0 only. */
function tlsOptions({ tls, minTls }: SiteSettings): object {
  const old = minTls === 'TLSv1' || minTls === 'TLSv1.1';
  const options = { key: tls.key, cert: tls.certificate, minVersion: minTls };
  return old ? { ...options, ciphers: 'DEFAULT@SECLEVEL=0' } : options;
}

/** Traefik's answer for a service without a healthy server. */
function noServer(response: ServerResponse, altered: Altered): void {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  response.writeHead(altered.status(503), altered.headers(headers));
  response.end(altered.body('no available server\n'));
}

interface Redirect {
  readonly origin: string;
  readonly permanent: boolean;
  readonly altered: Altered;
}

/** As Traefik's redirectScheme does it: a method other than GET must be kept, so it gets 307 or 308. */
function redirect(request: IncomingMessage, response: ServerResponse, { origin, permanent, altered }: Redirect): void {
  const host = (request.headers.host ?? 'localhost').replace(/:\d+$/, '');
  const simple = request.method === 'GET' || request.method === 'HEAD';
  const status = permanent ? (simple ? 301 : 308) : simple ? 302 : 307;
  const location = `https://${host}:${new URL(origin).port}${request.url ?? '/'}`;
  response.writeHead(altered.status(status), altered.headers({ location }));
  response.end();
}

async function listen(server: Server | TlsServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The edge listens on no port.');
  return address.port;
}

async function close(server: Server | TlsServer): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
