import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request as send } from 'undici';
import { Cancelled } from './errors.ts';
import type { Http, HttpFailure, HttpRequest, HttpResult, Trust } from './http.ts';
import { failureOf } from './http-failure.ts';

const CONNECT_TIMEOUT = 10_000;
const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

/** `Http` over undici: one connection a request, so that every read reaches whatever the edge serves now. */
export function undiciHttp(trust: Trust, environment: Readonly<Record<string, string | undefined>>): Http {
  let dispatcher: Dispatcher | undefined;
  return {
    async send(request) {
      dispatcher ??= dispatcherFor(trust, environment);
      return exchange(dispatcher, request);
    },
  };
}

function dispatcherFor(trust: Trust, environment: Readonly<Record<string, string | undefined>>): Dispatcher {
  const connect = {
    timeout: CONNECT_TIMEOUT,
    ...(trust.authorities.length > 0 ? { ca: [...getCACertificates('default'), ...trust.authorities] } : {}),
  };
  // Pipelining 0 closes the connection after each exchange: during a rolling swap a kept connection stays with the
  // old container and would report the old release for ever.
  const options = { connect, pipelining: 0 };
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some(name => environment[name]);
  return proxied ? new EnvHttpProxyAgent({ ...options, requestTls: connect }) : new Agent(options);
}

async function exchange(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpResult> {
  const timeout = AbortSignal.timeout(request.timeout);
  const signal = AbortSignal.any([timeout, request.signal]);
  try {
    const response = await send(request.url, {
      dispatcher,
      method: request.method,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal,
    });
    const { text, truncated } = await readBody(response.body, request.maxBytes ?? DEFAULT_MAX_BYTES);
    return {
      ok: true,
      answer: { status: response.statusCode, headers: flatten(response.headers), body: text, truncated },
    };
  } catch (thrown) {
    if (request.signal.aborted) throw new Cancelled();
    return { ok: false, failure: timeout.aborted ? timedOut(request.timeout) : failureOf(thrown) };
  }
}

async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<{ text: string; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      chunks.push(chunk.subarray(0, chunk.length - (size - maxBytes)));
      return { text: Buffer.concat(chunks).toString('utf8'), truncated: true };
    }
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), truncated: false };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function timedOut(timeout: number): HttpFailure {
  return { kind: 'timeout', message: `no answer within ${timeout / 1_000} s`, requestSeen: 'unknown' };
}
