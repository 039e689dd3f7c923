import { inWords, type Milliseconds } from '../../core/duration.ts';
import type { HandshakeResult, TlsVersion, WireAnswer, WireResult } from '../../core/wire.ts';
import { parseSetCookie, type SetCookie } from '../cookies.ts';
import type { LoginSeen, Profile, Question, Site, SiteAnswer } from '../presets/preset.ts';
import type { ExchangeSeen } from '../result.ts';
import { type RunContext, USER_AGENT } from './context.ts';
import { learnFrom } from './learning.ts';
import { exchange, handshake, pause } from './limit.ts';
import { NoAnswer } from './no-answer.ts';
import { retryAfter } from './retry-after.ts';
import { seenOf } from './visitor.ts';

const ANSWER_TIMEOUT: Milliseconds = 10_000;
/** Probes look at pages, never at downloads. */
const LARGEST_PAGE = 2 * 1024 * 1024;
/** As many as a visitor's patience: a page that redirects further has a check of its own. */
const MOST_HOPS = 5;

interface SiteParts {
  readonly plain: URL | undefined;
  readonly profile: Profile;
  readonly logins: readonly LoginSeen[];
}

/**
 * The site as presets ask it: without cookies and credentials, each question once in a run. Questions that are asked while the same one is
 * on its way wait for its answer.
 */
export class AskedSite {
  readonly #context: RunContext;
  readonly #parts: SiteParts;
  readonly #answers = new Map<string, Promise<WireResult>>();
  readonly #handshakes = new Map<string, Promise<HandshakeResult>>();

  constructor(context: RunContext, parts: SiteParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * The site for one check: an exchange is recorded by the check that needed it first.
   * @param mistrust told of every answer that says nothing about the application, also when another check asked for it
   */
  seenBy(record: (seen: ExchangeSeen) => void, mistrust: (doubt: string) => void = () => undefined): Site {
    const { base, run } = this.#context;
    const { plain, profile, logins } = this.#parts;
    const trusted = async (question: Question) => {
      const result = await this.#attempt(question, record);
      const doubt = result.ok && !namesAHost(question) ? doubtOf(result.answer) : undefined;
      if (doubt !== undefined) mistrust(`${askedAs(question)} ${doubt}`);
      return result;
    };
    const attempt = (question: Question) => heeded(trusted(question));
    const answerTo = async (question: Question): Promise<SiteAnswer> => {
      const result = await attempt(question);
      if (!result.ok) throw new NoAnswer(askedAs(question), result.failure);
      return siteAnswer(this.#addressOf(question), result.answer);
    };
    const ask = (question: Question) => heeded(answerTo(question));
    return {
      base,
      plain,
      profile,
      run,
      now: this.#context.world.clock.now(),
      logins,
      ask,
      attempt,
      page: path => heeded(pageOf(path, base, ask)),
      handshake: only => heeded(this.#handshake(only)),
    };
  }

  #attempt(question: Question, record: (seen: ExchangeSeen) => void): Promise<WireResult> {
    const key = keyOf(question);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const asked = this.#send(question, record);
    this.#answers.set(key, asked);
    return asked;
  }

  /** A 429 that says when to come again is waited for once: so many questions at a time are not what a visitor asks. */
  async #send(question: Question, record: (seen: ExchangeSeen) => void): Promise<WireResult> {
    const { limits, world } = this.#context;
    const first = await this.#exchange(question, record);
    if (!first.ok || first.answer.status !== 429) return first;
    const wait = retryAfter(first.answer, world.clock.now());
    if (wait === undefined || wait >= limits.run.deadline.remaining()) return first;
    world.host.line(
      `${askedAs(question)} was answered 429 and is sent again after ${inWords(wait)}, as Retry-After asks.`,
    );
    await pause(wait, limits.run);
    return this.#exchange(question, record);
  }

  async #exchange(question: Question, record: (seen: ExchangeSeen) => void): Promise<WireResult> {
    const { wire, limits, world, base } = this.#context;
    const url = this.#addressOf(question);
    const method = question.method ?? 'GET';
    const began = world.clock.elapsed();
    const result = await exchange(
      wire,
      {
        method,
        url,
        headers: { 'User-Agent': USER_AGENT, Accept: '*/*', ...question.headers },
        timeout: ANSWER_TIMEOUT,
        maxBytes: LARGEST_PAGE,
        ...(question.body === undefined ? {} : { body: question.body }),
      },
      limits.run,
    );
    record(seenOf(method, url, base, result, world.clock.elapsed() - began));
    if (result.ok) learnFrom(result.answer, secret => world.host.mask(secret));
    return result;
  }

  #addressOf({ path, plain }: Question): URL {
    const { base } = this.#context;
    const side = plain === true ? this.#parts.plain : base;
    // Presets ask only when there is one: another question is a defect of ours.
    if (side === undefined) throw new Error('the plain side of this site is not known');
    // Not by `new URL(path, side)`: `//host/` would be another host.
    return addressed(side, path);
  }

  async #handshake(only: TlsVersion | undefined): Promise<HandshakeResult | undefined> {
    const { wire, limits, base } = this.#context;
    if (base.protocol !== 'https:') return undefined;
    const key = only ?? '';
    const known = this.#handshakes.get(key);
    if (known !== undefined) return known;
    const shaken = handshake(
      wire,
      {
        host: base.hostname,
        port: base.port === '' ? 443 : Number(base.port),
        ...(only === undefined ? {} : { only }),
        timeout: ANSWER_TIMEOUT,
      },
      limits.run,
    );
    this.#handshakes.set(key, shaken);
    return shaken;
  }
}

/** A check that fails on one question may leave others behind; that nobody waits for them any more must not end the process. */
function heeded<Answer>(asked: Promise<Answer>): Promise<Answer> {
  asked.catch(() => undefined);
  return asked;
}

function addressed(side: URL, path: string): URL {
  const url = new URL(side.origin);
  const [, pathname = '/', search = ''] = /^([^?#]*)(\?[^#]*)?/.exec(path) ?? [];
  url.pathname = pathname;
  url.search = search;
  return url;
}

async function pageOf(path: string, base: URL, ask: (question: Question) => Promise<SiteAnswer>): Promise<SiteAnswer> {
  let answer = await ask({ path });
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const location = answer.header('location');
    if (answer.status < 300 || answer.status > 399 || location === undefined) return answer;
    const next = URL.parse(location, answer.url.href);
    if (next === null || next.origin !== base.origin) return answer;
    answer = await ask({ path: `${next.pathname}${next.search}` });
  }
  return answer;
}

function siteAnswer(url: URL, answer: WireAnswer): SiteAnswer {
  const { status, headers, body, truncated } = answer;
  return {
    url,
    status,
    headers,
    header(name) {
      const key = name.toLowerCase();
      return Object.hasOwn(headers, key) ? headers[key]?.join(', ') : undefined;
    },
    cookies: cookiesOf(answer),
    body,
    truncated,
  };
}

/** Statuses of whoever stands before the application. */
const NOT_THE_APPLICATION: readonly number[] = [429, 502, 504];

/** Why nothing about the application follows from an answer; undefined when something may. */
function doubtOf({ status, headers, damage }: WireAnswer): string | undefined {
  if (damage !== undefined) return `was not answered to its end: ${damage}`;
  // A readiness page that says what is away is an answer; an edge without a server says so in plain text.
  const says = headers['content-type']?.[0] ?? '';
  const isEdge = NOT_THE_APPLICATION.includes(status) || (status === 503 && !/[/+]json\b/i.test(says));
  return isEdge ? `was answered ${status}, as if by somebody before the application` : undefined;
}

/** Whoever asks for another host asks the edge: that there is no such site is its answer (Coolify's says so with 503). */
function namesAHost({ headers = {} }: Question): boolean {
  return Object.keys(headers).some(name => name.toLowerCase() === 'host');
}

function cookiesOf(answer: WireAnswer): readonly SetCookie[] {
  return (answer.headers['set-cookie'] ?? []).map(parseSetCookie).filter(cookie => cookie !== undefined);
}

function askedAs({ method = 'GET', path, plain }: Question): string {
  return `${method} ${path}${plain === true ? ' over plain HTTP' : ''}`;
}

/** Equal questions have equal keys, however their headers are spelled. */
function keyOf({ method = 'GET', path, headers = {}, body, plain }: Question): string {
  const sorted = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify([method, path, sorted, body ?? null, plain === true]);
}
