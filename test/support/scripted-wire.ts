import type { Clock } from '../../src/core/clock.ts';
import { Cancelled } from '../../src/core/errors.ts';
import type {
  Certificate,
  HandshakeRequest,
  HandshakeResult,
  Wire,
  WireAnswer,
  WireFailure,
  WireRequest,
  WireResult,
} from '../../src/core/wire.ts';

export interface Visit {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly origin: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As text, whatever it was sent as. */
  readonly body: string;
  readonly at: number;
  readonly request: WireRequest;
}

export interface ScriptedSite {
  /** May wait on the clock; a result later than the request's timeout becomes one. */
  answer(visit: Visit): WireResult | Promise<WireResult>;
  /** Default: TLS 1.3 with a good certificate, every other version refused. */
  handshake?(request: HandshakeRequest): HandshakeResult;
}

export interface ScriptedWire extends Wire {
  readonly visits: readonly Visit[];
  /** `GET /login/`, `POST /login/` ... in order. */
  readonly calls: readonly string[];
  readonly closed: boolean;
}

/** A site that is a function. Keeps every request with the moment it was sent, and keeps to timeouts and cancels as the real wire does. */
export function scriptedWire(clock: Clock, site: ScriptedSite | ScriptedSite['answer']): ScriptedWire {
  const { answer, handshake = goodHandshake } = typeof site === 'function' ? { answer: site } : site;
  const visits: Visit[] = [];
  let closed = false;
  return {
    visits,
    get calls() {
      return visits.map(({ method, path }) => `${method} ${path}`);
    },
    get closed() {
      return closed;
    },
    async exchange(request) {
      if (request.signal.aborted) throw new Cancelled();
      const visit = visitOf(request, clock.elapsed());
      visits.push(visit);
      return within(request, clock, answer(visit));
    },
    async handshake(request) {
      if (request.signal.aborted) throw new Cancelled();
      return handshake(request);
    },
    close() {
      closed = true;
    },
  };
}

function visitOf(request: WireRequest, at: number): Visit {
  const { url, method, headers, body = '' } = request;
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method,
    path: url.pathname + url.search,
    origin: url.origin,
    headers: Object.fromEntries(lower),
    body: typeof body === 'string' ? body : new TextDecoder().decode(body),
    at,
    request,
  };
}

async function within(
  request: WireRequest,
  clock: Clock,
  answering: WireResult | Promise<WireResult>,
): Promise<WireResult> {
  // Without a wait on the clock for an answer that is already there: it would let time jump.
  if (!(answering instanceof Promise)) return answering;
  const answered = new AbortController();
  const over = clock.sleep(request.timeout, AbortSignal.any([request.signal, answered.signal])).then(
    () => noAnswer('timeout', { message: `no answer within ${request.timeout / 1_000} s` }),
    (): WireResult => {
      if (request.signal.aborted) throw new Cancelled();
      return noAnswer('other');
    },
  );
  const first = await Promise.race([answering, over]);
  answered.abort();
  await over;
  return first;
}

/** Name, or several values of one name. */
export type ScriptedHeaders = Readonly<Record<string, string | readonly string[]>>;

/** An answer that took 20 ms over a connection that was kept. */
export function answered(
  status: number,
  body = '',
  headers: ScriptedHeaders = {},
  more: Partial<WireAnswer> = {},
): WireResult {
  const entries = Object.entries({ 'content-type': 'text/html; charset=utf-8', ...headers });
  return {
    ok: true,
    answer: {
      status,
      headers: Object.fromEntries(
        entries.map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value]),
      ),
      body,
      bytes: Buffer.byteLength(body),
      truncated: false,
      damage: undefined,
      timings: { firstByte: 15, transfer: 5, total: 20 },
      certificate: GOOD_CERTIFICATE,
      ...more,
    },
  };
}

export function answeredJson(status: number, value: unknown, headers: ScriptedHeaders = {}): WireResult {
  return answered(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

export function noAnswer(kind: WireFailure['kind'], more: Partial<WireFailure> = {}): WireResult {
  const requestSeen = ['dns', 'refused', 'tls'].includes(kind) ? 'no' : 'unknown';
  return { ok: false, failure: { kind, message: `scripted ${kind}`, requestSeen, code: '', ...more } };
}

const DAY = 24 * 60 * 60 * 1_000;

/** Around the day on which the virtual clock begins: 90 days long, 60 left. */
export const GOOD_CERTIFICATE: Certificate = {
  subject: 'site.example',
  issuer: 'A good authority',
  names: ['site.example'],
  notBefore: Date.UTC(2026, 10, 20, 12) - 30 * DAY,
  notAfter: Date.UTC(2026, 10, 20, 12) + 60 * DAY,
};

function goodHandshake({ only }: HandshakeRequest): HandshakeResult {
  if (only === 'TLSv1' || only === 'TLSv1.1') {
    const code = 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION';
    return {
      ok: false,
      refusedVersion: true,
      failure: { kind: 'tls', message: 'tlsv1 alert protocol version', requestSeen: 'no', code },
    };
  }
  return {
    ok: true,
    version: only ?? 'TLSv1.3',
    certificate: GOOD_CERTIFICATE,
    distrust: undefined,
    otherHost: undefined,
  };
}
