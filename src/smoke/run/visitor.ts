import { Buffer } from 'node:buffer';
import type { Milliseconds } from '../../core/duration.ts';
import type { WireAnswer, WireFailure, WireRequest, WireResult } from '../../core/wire.ts';
import type { SetCookie } from '../cookies.ts';
import type { ExchangeSeen } from '../result.ts';
import { LARGEST_BODY, type RunContext, USER_AGENT } from './context.ts';
import { learnFrom, learnFromRequest } from './learning.ts';
import { exchange, type Limit } from './limit.ts';
import type { Session } from './session.ts';

export interface Visit {
  readonly method: string;
  readonly url: URL;
  /** Of the suite; they win over what a visitor sends by default. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeout: Milliseconds;
  readonly follow?: boolean;
  readonly fresh?: boolean;
}

export type Visited =
  | {
      readonly kind: 'answered';
      /** Of the last hop. */
      readonly url: URL;
      readonly answer: WireAnswer;
      /** Accepted on the way, of the site's own origin. */
      readonly cookies: readonly SetCookie[];
    }
  | { readonly kind: 'no-answer'; readonly url: URL; readonly method: string; readonly failure: WireFailure }
  /** Redirects that cannot be followed to an end. */
  | {
      readonly kind: 'astray';
      readonly answer: WireAnswer;
      readonly url: URL;
      readonly why: string;
      readonly remedy: string;
    };

const MOST_HOPS = 10;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * A visitor of the site: sends what a browser would send, and remembers what a browser would remember.
 * Cookies, tokens and credentials go to the site's own origin only, whatever the suite asks of other hosts.
 */
export class Visitor {
  readonly session: Session;
  readonly #context: RunContext;

  constructor(context: RunContext, session: Session) {
    this.#context = context;
    this.session = session;
  }

  /** @throws TimeIsUp, Cancelled */
  async visit(visit: Visit, limit: Limit, record: (seen: ExchangeSeen) => void): Promise<Visited> {
    let hop = visit;
    const cookies: SetCookie[] = [];
    const path: string[] = [];
    for (;;) {
      const { world } = this.#context;
      const carried = this.#cookiesFor(hop.url);
      const began = world.clock.elapsed();
      const result = await exchange(this.#context.wire, this.prepare(hop), limit);
      record(seenOf(hop.method, hop.url, this.#context.base, result, world.clock.elapsed() - began));
      if (!result.ok) return { kind: 'no-answer', url: hop.url, method: hop.method, failure: result.failure };
      const { answer } = result;
      const mask = (secret: string) => world.host.mask(secret);
      if (this.#own(hop.url)) cookies.push(...this.session.take(hop.url, answer, world.clock.now(), mask));
      else learnFrom(answer, mask);
      const next = visit.follow === true ? nextHop(hop, answer) : undefined;
      if (next === undefined) return { kind: 'answered', url: hop.url, answer, cookies };
      const astray = (why: string, remedy: string): Visited => ({ kind: 'astray', answer, url: hop.url, why, remedy });
      const elsewhere = this.#elsewhere(next.url);
      if (elsewhere !== undefined) return astray(elsewhere.why, elsewhere.remedy);
      if (next.body !== undefined && next.url.origin !== hop.url.origin)
        return astray(`a redirect that would send the form to another host, ${next.url.href}`, FORM_REMEDY);
      // The same page with the same cookies gives the same answer for ever.
      const step = `${hop.method} ${targetOf(hop.url, this.#context.base)} ${carried ?? ''}`;
      if (path.includes(step)) return astray(`a redirect loop: ${route([...path, step])}`, LOOP_REMEDY);
      path.push(step);
      if (path.length > MOST_HOPS) return astray(`more than ${MOST_HOPS} redirects: ${route(path)}`, LOOP_REMEDY);
      hop = next;
    }
  }

  #cookiesFor(url: URL): string | undefined {
    return this.#own(url) ? this.session.cookieHeader(url, this.#context.world.clock.now()) : undefined;
  }

  #own(url: URL): boolean {
    return url.origin === this.#context.base.origin;
  }

  #elsewhere(url: URL): { readonly why: string; readonly remedy: string } | undefined {
    const { base, hosts } = this.#context;
    if (isAllowed(url, base, hosts)) return undefined;
    if (url.hostname === base.hostname && url.protocol === 'http:') {
      return {
        why: `a redirect away from HTTPS, to ${url.href}`,
        remedy:
          'The application believes that it is asked over plain HTTP. Let the edge send X-Forwarded-Proto, and Django believe it:\nSECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")',
      };
    }
    return {
      why: `a redirect to another host, ${url.href}`,
      remedy: `If that is meant, allow the host in the suite:\nhosts: ['${url.host}']`,
    };
  }

  /** The request as it goes out: what the suite says, and what a visitor adds. */
  prepare(visit: Visit): Omit<WireRequest, 'signal'> {
    const { method, url, body, timeout, fresh } = visit;
    const { clock } = this.#context.world;
    const defaults: Record<string, string> = {
      'User-Agent': USER_AGENT,
      Accept: '*/*',
      'Accept-Encoding': 'gzip, deflate, br',
    };
    const own = this.#own(url);
    const cookie = this.#cookiesFor(url);
    if (cookie !== undefined) defaults['Cookie'] = cookie;
    if (own && this.session.authorization !== undefined) defaults['Authorization'] = this.session.authorization;
    if (!SAFE.has(method)) {
      const { base } = this.#context;
      // Django wants Origin to be its own host over HTTPS, and looks at Referer only when there is none.
      defaults['Origin'] = base.origin;
      defaults['Referer'] = own ? this.session.referrer(url) : `${base.origin}/`;
      const token = own ? this.session.csrfToken(url, clock.now()) : undefined;
      if (token !== undefined) defaults['X-CSRFToken'] = token;
    }
    const headers = merged(defaults, visit.headers ?? {});
    learnFromRequest(headers, secret => this.#context.world.host.mask(secret));
    return {
      method,
      url,
      headers,
      timeout,
      maxBytes: LARGEST_BODY,
      ...(body === undefined ? {} : { body }),
      ...(fresh === undefined ? {} : { fresh }),
    };
  }
}

const LOOP_REMEDY =
  'Behind a proxy this is mostly a missing SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") with SECURE_SSL_REDIRECT on, or two redirects (www, trailing slash) that undo each other.';

const FORM_REMEDY =
  'What is sent may hold a password, and is for the host that the suite names. Ask the other host with a step of its own.';

/** `GET /a -> GET /b -> GET /a`, without what was carried. */
function route(path: readonly string[]): string {
  return path.map(step => step.split(' ').slice(0, 2).join(' ')).join(' -> ');
}

/** The request that a browser would send next; undefined when the answer is no redirect. */
function nextHop(hop: Visit, answer: WireAnswer): Visit | undefined {
  const location = answer.headers['location']?.[0];
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return undefined;
  const url = URL.parse(location, hop.url.href);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  const elsewhere = url.origin !== hop.url.origin;
  // What the suite writes is for the host that it wrote it for: any header may be a credential.
  const headers = elsewhere ? without(hop.headers, name => !HARMLESS.has(name.toLowerCase())) : hop.headers;
  if (SAFE.has(hop.method) || answer.status >= 307)
    return { ...hop, url, ...(headers === undefined ? {} : { headers }) };
  const { body: _, ...rest } = hop;
  return { ...rest, url, method: 'GET', headers: without(headers, name => /^content-/i.test(name)) ?? {} };
}

/** Headers that say what a visitor can read, and nothing about who it is. */
const HARMLESS = new Set(['accept', 'accept-language', 'accept-encoding', 'user-agent']);

function without(
  headers: Readonly<Record<string, string>> | undefined,
  isOut: (name: string) => boolean,
): Readonly<Record<string, string>> | undefined {
  return headers === undefined
    ? undefined
    : Object.fromEntries(Object.entries(headers).filter(([name]) => !isOut(name)));
}

/** Names are compared without regard to case; what is given wins. */
function merged(
  defaults: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = new Set(Object.keys(given).map(name => name.toLowerCase()));
  const kept = Object.entries(defaults).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...given };
}

/** Whether a request may go there: the site's own origin, or a host that the suite names. */
export function isAllowed(url: URL, base: URL, hosts: readonly string[]): boolean {
  if (url.origin === base.origin) return true;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && base.protocol === 'http:')) return false;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return hosts.some(host => {
    const entry = host.toLowerCase();
    return entry === `${url.hostname}:${port}` || (url.port === '' && entry === url.hostname);
  });
}

/** Path and query on the site; the whole address elsewhere. */
export function targetOf(url: URL, base: URL): string {
  return url.origin === base.origin ? `${url.pathname}${url.search}` : url.href;
}

/** @param took how long it was waited for, for exchanges without an answer */
export function seenOf(method: string, url: URL, base: URL, result: WireResult, took: Milliseconds): ExchangeSeen {
  const timings = result.ok ? result.answer.timings : undefined;
  return {
    method,
    target: targetOf(url, base),
    status: result.ok ? result.answer.status : undefined,
    dns: timings?.dns,
    connect: timings?.connect,
    tls: timings?.tls,
    firstByte: timings?.firstByte,
    transfer: timings?.transfer,
    total: timings?.total ?? took,
  };
}

/** The value of a `Basic` credential. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
