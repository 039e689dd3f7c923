import type { HttpFailure } from '../../src/core/http.ts';
import type { Certificate, HandshakeResult, TlsVersion, WireFailure, WireResult } from '../../src/core/wire.ts';
import { parseSetCookie } from '../../src/smoke/cookies.ts';
import type { LoginSeen, Profile, Question, Site, SiteAnswer } from '../../src/smoke/presets/preset.ts';

/** A moment that looks like one in a log; the same as the virtual clock's first. */
export const NOW = Date.UTC(2026, 10, 20, 12);
export const DAY = 86_400_000;

/** An answer; status 200 without headers and with an empty body unless said. `set-cookie` may be a list of lines. */
export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly truncated?: boolean;
}

/** A question as it was asked: everything filled in, names of headers in lower case. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly plain: boolean;
}

export type Saying = Said | WireFailure | ((asked: Asked) => Said | WireFailure);

export interface SiteScript {
  /** Default: `https://obcms.example/`. */
  readonly base?: string;
  /** Default: the same host's port 80; `null`: not known. */
  readonly plain?: string | null;
  readonly profile?: Profile;
  readonly run?: string;
  readonly now?: number;
  /**
   * What is answered, by `/path` (GET), `METHOD /path`, and `plain /path` or `plain METHOD /path` for the plain side. A path with a query
   * is looked up as it is, then without its query. HEAD is answered like GET unless it has a line of its own.
   */
  readonly answers?: Readonly<Record<string, Saying>>;
  /** For everything else; default: 404. */
  readonly otherwise?: Saying;
  /** Default: a trusted certificate of 90 days over TLS 1.2 and 1.3, older versions refused. */
  readonly handshake?: (only: TlsVersion | undefined) => HandshakeResult;
  readonly logins?: readonly LoginSeen[];
}

export interface ScriptedSite extends Site {
  /** Every question that was sent, in order; equal ones once, as the real site does. */
  readonly asked: readonly Asked[];
  /** `GET /login/`, `plain GET /` ... */
  readonly calls: readonly string[];
}

/** The presets' view of a site that is a table. */
export function scriptedSite(script: SiteScript = {}): ScriptedSite {
  const base = new URL(script.base ?? 'https://obcms.example/');
  const plain = plainSide(script, base);
  const asked: Asked[] = [];
  const remembered = new Map<string, WireResult>();

  function attempt(question: Question): Promise<WireResult> {
    const full = filledIn(question);
    if (full.plain && plain === undefined) throw new Error('the plain side is not known, and was asked');
    const key = JSON.stringify(full);
    const known = remembered.get(key);
    if (known !== undefined) return Promise.resolve(known);
    asked.push(full);
    const result = resultOf(sayingFor(script, full));
    remembered.set(key, result);
    return Promise.resolve(result);
  }

  async function ask(question: Question): Promise<SiteAnswer> {
    const result = await attempt(question);
    if (!result.ok) throw Object.assign(new Error(result.failure.message), { name: 'NoAnswer' });
    const side = question.plain === true && plain !== undefined ? plain : base;
    return siteAnswer(new URL(question.path, side), result.answer);
  }

  return {
    base,
    plain,
    profile: script.profile ?? 'production',
    run: script.run ?? 'r4f2k9',
    now: script.now ?? NOW,
    logins: script.logins ?? [],
    asked,
    get calls() {
      return asked.map(({ method, path, plain }) => `${plain ? 'plain ' : ''}${method} ${path}`);
    },
    ask,
    attempt,
    async page(path) {
      let answer = await ask({ path });
      for (let hop = 0; hop < 5; hop += 1) {
        const location = answer.header('location');
        if (answer.status < 300 || answer.status > 399 || location === undefined) break;
        const next = new URL(location, answer.url);
        if (next.origin !== base.origin) break;
        answer = await ask({ path: `${next.pathname}${next.search}` });
      }
      return answer;
    },
    handshake(only) {
      if (base.protocol !== 'https:') return Promise.resolve(undefined);
      return Promise.resolve((script.handshake ?? modernHandshake)(only));
    },
  };
}

/** An answer for tests that call `judge` themselves. */
export function answered(said: Said, url = 'https://obcms.example/'): SiteAnswer {
  const result = resultOf(said);
  if (!result.ok) throw new Error('not an answer');
  return siteAnswer(new URL(url), result.answer);
}

/** No answer. */
export function silence(kind: HttpFailure['kind'], code = ''): WireFailure {
  const requestSeen = ['dns', 'refused', 'tls'].includes(kind) ? 'no' : 'unknown';
  return { kind, message: `scripted ${kind}`, requestSeen, code };
}

/** A certificate for `obcms.example` that began ten days ago and is good for 90. */
export function certificate(changes: Partial<Certificate> = {}): Certificate {
  return {
    subject: 'obcms.example',
    issuer: "R11, Let's Encrypt",
    names: ['obcms.example'],
    notBefore: NOW - 10 * DAY,
    notAfter: NOW + 80 * DAY,
    ...changes,
  };
}

export function shaken(changes: Partial<Extract<HandshakeResult, { ok: true }>> = {}): HandshakeResult {
  return {
    ok: true,
    version: 'TLSv1.3',
    certificate: certificate(),
    distrust: undefined,
    otherHost: undefined,
    ...changes,
  };
}

/** What a server answers that does not speak the version offered. */
export function refusedHandshake(): HandshakeResult {
  return { ok: false, refusedVersion: true, failure: silence('tls', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION') };
}

export function modernHandshake(only: TlsVersion | undefined): HandshakeResult {
  if (only === 'TLSv1' || only === 'TLSv1.1') return refusedHandshake();
  return shaken({ version: only ?? 'TLSv1.3' });
}

/** A login that worked, unless it is said otherwise. */
export function loginSeen(changes: Partial<LoginSeen> = {}): LoginSeen {
  return {
    name: 'web',
    kind: 'django-form',
    worked: true,
    cookies: [],
    sessionCookies: [],
    ledTo: new URL('https://obcms.example/dashboard/'),
    ...changes,
  };
}

function plainSide(script: SiteScript, base: URL): URL | undefined {
  if (script.plain === null) return undefined;
  return new URL(script.plain ?? `http://${base.hostname}/`);
}

function filledIn(question: Question): Asked {
  return {
    method: question.method ?? 'GET',
    path: question.path,
    headers: lowerNames(question.headers ?? {}),
    body: question.body,
    plain: question.plain ?? false,
  };
}

function lowerNames<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function sayingFor(script: SiteScript, asked: Asked): Said | WireFailure {
  const answers = script.answers ?? {};
  const saying = lookUps(asked)
    .map(key => answers[key])
    .find(found => found !== undefined);
  const chosen = saying ?? script.otherwise ?? { status: 404 };
  return typeof chosen === 'function' ? chosen(asked) : chosen;
}

function lookUps({ method, path, plain }: Asked): readonly string[] {
  const methods = method === 'GET' ? ['', 'GET '] : method === 'HEAD' ? ['HEAD ', '', 'GET '] : [`${method} `];
  const [bare = path] = path.split('?');
  const side = plain ? 'plain ' : '';
  return [...new Set([path, bare])].flatMap(target => methods.map(verb => `${side}${verb}${target}`));
}

function resultOf(saying: Said | WireFailure): WireResult {
  if ('requestSeen' in saying) return { ok: false, failure: saying };
  const headers = Object.entries(saying.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value] as const,
  );
  const body = saying.body ?? '';
  return {
    ok: true,
    answer: {
      status: saying.status ?? 200,
      headers: Object.fromEntries(headers),
      body,
      bytes: body.length,
      truncated: saying.truncated ?? false,
      damage: undefined,
      timings: { firstByte: 10, transfer: 1, total: 11 },
      certificate: undefined,
    },
  };
}

function siteAnswer(url: URL, answer: Extract<WireResult, { ok: true }>['answer']): SiteAnswer {
  return {
    url,
    status: answer.status,
    headers: answer.headers,
    header: name => answer.headers[name.toLowerCase()]?.join(', '),
    cookies: (answer.headers['set-cookie'] ?? []).flatMap(line => parseSetCookie(line) ?? []),
    body: answer.body,
    truncated: answer.truncated,
  };
}
