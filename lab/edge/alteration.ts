/**
 * What a broken proxy or a broken application would do to exactly some requests of a site.
 *
 * Nothing of the application changes, so that one running release serves as many broken sites as a test can think of.
 */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';
import type { Visit } from './visit.ts';

/** Header names in any case; null takes the header away. */
export type HeaderChanges = Readonly<Record<string, string | null>>;

export interface Alteration {
  /** Which requests: the method (default: every one), and the path as it was asked for, with its query. */
  readonly on: { readonly method?: string; readonly path: RegExp };
  /** Of plain HTTP or of HTTPS only. Default: both. */
  readonly only?: 'https' | 'http';
  /** Which of the requests that match, counted from 1 since the site was opened: this one, or those it holds for. */
  readonly nth?: number | ((count: number) => boolean);
  /** How long the request waits at the edge before anything else happens. */
  readonly delayMs?: number;
  /** What the application sees instead. `x-forwarded-*` and `host` may be changed too: the edge sets them before. */
  readonly request?: { readonly headers?: HeaderChanges };
  /** The answer's status instead of the application's. */
  readonly status?: number;
  /** Of the answer. A name given here replaces all values of the application's header. */
  readonly headers?: HeaderChanges;
  /** Each line of Set-Cookie by itself; null drops the cookie. */
  readonly cookies?: (line: string) => string | null;
  /** The decoded text of the answer. The application is asked for it uncompressed; Content-Length is set anew. */
  readonly body?: (text: string) => string;
  /** Answered by the edge; the application never sees the request. The changes above do not apply to it. */
  readonly answer?: Answer | ((visit: Visit) => Answer);
}

/** All alterations that one request met, as one. */
export interface Altered {
  readonly delayMs: number;
  readonly answer: Answer | undefined;
  /** Whether the whole text of the answer is needed before any of it can be sent. */
  readonly rewritesBody: boolean;
  requestHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders;
  status(status: number): number;
  headers(headers: OutgoingHttpHeaders): OutgoingHttpHeaders;
  body(text: string): string;
}

/** Gives for each request what to do with it. Counts, so there is one for the life of a site. */
export function createAlterations(alterations: readonly Alteration[]): (visit: Visit) => Altered {
  const counts = new Map<Alteration, number>();
  const meets = (alteration: Alteration, visit: Visit): boolean => {
    const { on, only, nth } = alteration;
    if (only !== undefined && only !== visit.scheme) return false;
    if (on.method !== undefined && on.method.toUpperCase() !== visit.method) return false;
    // A regular expression with the flag g or y remembers where it stopped.
    on.path.lastIndex = 0;
    if (!on.path.test(visit.path)) return false;
    const count = (counts.get(alteration) ?? 0) + 1;
    counts.set(alteration, count);
    if (nth === undefined) return true;
    return typeof nth === 'number' ? nth === count : nth(count);
  };
  return visit =>
    altered(
      // Every one is asked, also behind one that answers: each counts the requests that match it.
      alterations.filter(alteration => meets(alteration, visit)),
      visit,
    );
}

/** In the order they were given: a later one sees what an earlier one left; the first `answer` is the answer. */
function altered(met: readonly Alteration[], visit: Visit): Altered {
  const answer = met.find(alteration => alteration.answer !== undefined)?.answer;
  return {
    delayMs: met.reduce((sum, { delayMs = 0 }) => sum + delayMs, 0),
    answer: typeof answer === 'function' ? answer(visit) : answer,
    rewritesBody: met.some(({ body }) => body !== undefined),
    requestHeaders: headers => met.reduce((changed, { request }) => change(changed, request?.headers), headers),
    status: status => met.reduce((changed, alteration) => alteration.status ?? changed, status),
    headers: headers =>
      met.reduce(
        (changed, alteration) => change(withCookies(changed, alteration.cookies), alteration.headers),
        headers,
      ),
    body: text => met.reduce((changed, { body }) => body?.(changed) ?? changed, text),
  };
}

function change(headers: OutgoingHttpHeaders, changes: HeaderChanges | undefined): OutgoingHttpHeaders {
  if (changes === undefined) return headers;
  const changed = { ...headers };
  for (const [name, value] of Object.entries(changes)) {
    const key = name.toLowerCase();
    if (value === null) delete changed[key];
    else changed[key] = value;
  }
  return changed;
}

function withCookies(headers: OutgoingHttpHeaders, rewrite: Alteration['cookies']): OutgoingHttpHeaders {
  const cookies = headers['set-cookie'];
  if (rewrite === undefined || cookies === undefined) return headers;
  const lines = [cookies].flat().map(line => rewrite(String(line)));
  const kept = lines.filter(line => line !== null);
  const { 'set-cookie': _, ...others } = headers;
  return kept.length === 0 ? others : { ...others, 'set-cookie': kept };
}

/** Whether an answer with this status, to this method, has a body at all (RFC 9110 6.4.1). */
export function hasBody(method: IncomingMessage['method'], status: number): boolean {
  return method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
}
