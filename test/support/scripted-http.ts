import type { Clock } from '../../src/core/clock.ts';
import { Cancelled } from '../../src/core/errors.ts';
import type { Http, HttpFailure, HttpRequest, HttpResult } from '../../src/core/http.ts';

export interface Sent {
  readonly method: string;
  /** Path below `/api/v1/`, or the whole path, with the query string. */
  readonly path: string;
  readonly at: number;
  readonly request: HttpRequest;
}

export type Answering = (sent: Sent) => HttpResult | Promise<HttpResult>;

export interface ScriptedHttp extends Http {
  readonly sent: readonly Sent[];
  /** `POST deploy`, `GET version` ... with their moments left out. */
  readonly calls: readonly string[];
}

/** A server that is a function. Keeps every request with the moment it was sent. */
export function scriptedHttp(clock: Clock, answering: Answering): ScriptedHttp {
  const sent: Sent[] = [];
  return {
    sent,
    get calls() {
      return sent.map(({ method, path }) => `${method} ${path}`);
    },
    async send(request) {
      if (request.signal.aborted) throw new Cancelled();
      const { pathname, search } = request.url;
      const entry = {
        method: request.method,
        path: `${pathname.replace(/^\/api\/v1\//, '')}${search}`,
        at: clock.elapsed(),
        request,
      };
      sent.push(entry);
      return answering(entry);
    },
  };
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return {
    ok: true,
    answer: {
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      truncated: false,
    },
  };
}

export function page(status: number, body: string, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { ok: true, answer: { status, headers: { 'content-type': 'text/html', ...headers }, body, truncated: false } };
}

export function broken(kind: HttpFailure['kind']): HttpResult {
  const requestSeen = ['dns', 'refused', 'tls'].includes(kind) ? 'no' : 'unknown';
  return { ok: false, failure: { kind, message: `scripted ${kind}`, requestSeen } };
}
