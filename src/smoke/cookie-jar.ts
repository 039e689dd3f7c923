import { parseSetCookie, type SetCookie } from './cookies.ts';

/** RFC 6265 6.1 asks for at least these; a site that needs more has other problems, and a hostile one must not fill our memory. */
const MOST_COOKIES_A_HOST = 50;
const MOST_BYTES_A_COOKIE = 4_096;

interface Kept {
  readonly cookie: SetCookie;
  /** Without a leading dot, lower case. */
  readonly domain: string;
  /** Set without `Domain`: goes back to exactly this host. */
  readonly hostOnly: boolean;
  readonly path: string;
  /** Epoch milliseconds; Infinity: until the jar is thrown away. */
  readonly expires: number;
  /** Counts up; a cookie that is set again keeps its place. */
  readonly order: number;
}

/**
 * The cookies of one visitor, kept and sent as RFC 6265 5.3 and 5.4 say, with the prefixes `__Host-` and `__Secure-` of its successor.
 *
 * There is no list of public suffixes: a site on `app.example` may set a cookie for `example`'s other sites even where browsers know that
 * strangers live there (`github.io`). A domain of one label is refused, as browsers do. SameSite is kept and not acted upon: every request
 * of a check is one that the visitor makes on the site itself.
 */
export class CookieJar {
  readonly #kept = new Map<string, Kept>();
  #order = 0;

  /**
   * Takes the `Set-Cookie` lines of an answer of `url`.
   * @returns the cookies that were accepted, deletions among them; see `refusalOf` for the others
   */
  store(url: URL, lines: readonly string[], now: number): readonly SetCookie[] {
    const cookies = lines.map(parseSetCookie).filter(cookie => cookie !== undefined);
    return cookies.filter(cookie => this.#accept(url, cookie, now));
  }

  /** The value of the `Cookie` header for a request to `url`; undefined when there is none to send. */
  header(url: URL, now: number): string | undefined {
    const pairs = this.#matching(url, now).map(({ cookie }) => `${cookie.name}=${cookie.value}`);
    return pairs.length === 0 ? undefined : pairs.join('; ');
  }

  /** The value that a request to `url` would send first under this name. */
  get(name: string, url: URL, now: number): string | undefined {
    return this.#matching(url, now).find(({ cookie }) => cookie.name === name)?.cookie.value;
  }

  /** Names in the order in which a request to `url` would send them. */
  names(url: URL, now: number): readonly string[] {
    return this.#matching(url, now).map(({ cookie }) => cookie.name);
  }

  /** A jar of its own with the same cookies. */
  copy(): CookieJar {
    const jar = new CookieJar();
    for (const [key, kept] of this.#kept) jar.#kept.set(key, kept);
    jar.#order = this.#order;
    return jar;
  }

  #accept(url: URL, cookie: SetCookie, now: number): boolean {
    if (refusalOf(cookie, url) !== undefined) return false;
    const domain = cookie.domain ?? url.hostname;
    const path = cookie.path ?? defaultPath(url);
    if (!isSecure(url) && this.#coversSecure(cookie.name, domain, path)) return false;
    const key = JSON.stringify([cookie.name, domain, path]);
    const expires = expiryOf(cookie, now);
    if (expires <= now) {
      this.#kept.delete(key);
      return true;
    }
    const order = this.#kept.get(key)?.order ?? this.#order++;
    this.#kept.set(key, { cookie, domain, hostOnly: cookie.domain === undefined, path, expires, order });
    this.#makeRoom(domain, now);
    return true;
  }

  /** Plain HTTP, where anybody on the way can write, must not replace or hide what came over TLS. */
  #coversSecure(name: string, domain: string, path: string): boolean {
    return [...this.#kept.values()].some(
      other =>
        other.cookie.secure &&
        other.cookie.name === name &&
        (domainMatches(domain, other.domain) || domainMatches(other.domain, domain)) &&
        pathMatches(path, other.path),
    );
  }

  #makeRoom(domain: string, now: number): void {
    const ofDomain = [...this.#kept].filter(([, kept]) => kept.domain === domain);
    if (ofDomain.length <= MOST_COOKIES_A_HOST) return;
    const first = ofDomain.reduce((a, b) => (leavesBefore(b[1], a[1], now) ? b : a));
    this.#kept.delete(first[0]);
  }

  #matching(url: URL, now: number): readonly Kept[] {
    return [...this.#kept.values()]
      .filter(
        ({ cookie, domain, hostOnly, path, expires }) =>
          expires > now &&
          (hostOnly ? url.hostname === domain : domainMatches(url.hostname, domain)) &&
          pathMatches(url.pathname, path) &&
          (!cookie.secure || isSecure(url)),
      )
      .sort((a, b) => b.path.length - a.path.length || a.order - b.order);
  }
}

/** Why a browser would not take this cookie from `url`, as the end of a sentence that begins with its name; undefined when it would. */
export function refusalOf(cookie: SetCookie, url: URL): string | undefined {
  const { name, value, secure, domain, path } = cookie;
  if (Buffer.byteLength(name) + Buffer.byteLength(value) > MOST_BYTES_A_COOKIE) {
    return `is longer than ${MOST_BYTES_A_COOKIE} bytes`;
  }
  if (domain !== undefined && !domainMatches(url.hostname, domain)) {
    return `is for the domain ${domain}, which ${url.hostname} is not part of`;
  }
  if (domain !== undefined && domain !== url.hostname && !domain.includes('.')) {
    return `is for the domain ${domain}, which is a whole top-level domain`;
  }
  if (secure && !isSecure(url)) return 'is Secure and was set over plain HTTP';
  const prefix = /^__(?:host|secure)-/i.exec(name)?.[0].toLowerCase();
  if (prefix !== undefined && !secure) return `begins with ${name.slice(0, prefix.length)} and is not Secure`;
  if (prefix === '__host-' && domain !== undefined) return 'begins with __Host- and has a Domain';
  if (prefix === '__host-' && path !== '/') return 'begins with __Host- and has no Path=/';
  return undefined;
}

function isSecure(url: URL): boolean {
  return url.protocol === 'https:';
}

/** RFC 6265 5.1.3: the same, or a name below it. An address has no names below it. */
function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !isAddress(host));
}

/** As `URL` writes hosts: IPv6 in brackets, IPv4 as four decimal numbers. */
function isAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** RFC 6265 5.1.4. */
function pathMatches(path: string, ofCookie: string): boolean {
  return path === ofCookie || path.startsWith(ofCookie.endsWith('/') ? ofCookie : `${ofCookie}/`);
}

function defaultPath(url: URL): string {
  return url.pathname.slice(0, url.pathname.lastIndexOf('/')) || '/';
}

function expiryOf({ maxAge, expires }: SetCookie, now: number): number {
  if (maxAge !== undefined) return maxAge <= 0 ? Number.NEGATIVE_INFINITY : now + maxAge * 1_000;
  return expires ?? Number.POSITIVE_INFINITY;
}

function leavesBefore(a: Kept, b: Kept, now: number): boolean {
  const expired = (kept: Kept) => kept.expires <= now;
  return expired(a) === expired(b) ? a.order < b.order : expired(a);
}
