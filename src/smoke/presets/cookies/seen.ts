import { oneLine } from '../../../core/text.ts';
import type { SetCookie } from '../../cookies.ts';
import { travel } from '../https/journey.ts';
import type { CookiesOptions } from '../options.ts';
import type { LoginSeen, Site } from '../preset.ts';

/** A cookie that the site keeps in the browser, and where it was met. */
export interface CookieSeen {
  readonly cookie: SetCookie;
  readonly role: 'session' | 'csrf' | 'other';
  /** `/login/` or `login web`. */
  readonly where: string;
}

export interface CookiesSeen {
  readonly cookies: readonly CookieSeen[];
  /** Whether the site is asked over HTTPS: `Secure` is for that only. */
  readonly encrypted: boolean;
  /** Where cookies were looked for, for people. */
  readonly looked: string;
}

/** Redirects on the way to the page; each may set a cookie. */
const MOST_HOPS = 5;

export async function cookiesSeen(site: Site, { path }: CookiesOptions): Promise<CookiesSeen> {
  const journey = await travel(site, path, MOST_HOPS);
  const lasting = (cookies: readonly SetCookie[]) => cookies.filter(cookie => !isDeletion(cookie, site.now));
  const sessions = new Set(site.logins.flatMap(({ sessionCookies }) => sessionCookies));
  const seen = (cookie: SetCookie, where: string): CookieSeen => ({
    cookie,
    role: roleOf(cookie.name, sessions),
    where,
  });
  return {
    cookies: [
      ...journey.answers.flatMap(({ cookies, url }) =>
        lasting(cookies).map(cookie => seen(cookie, oneLine(url.pathname, 80))),
      ),
      ...site.logins.flatMap(({ name, cookies }) => lasting(cookies).map(cookie => seen(cookie, `login ${name}`))),
    ],
    encrypted: site.base.protocol === 'https:',
    looked: lookedAt(path, site.logins),
  };
}

function lookedAt(path: string, logins: readonly LoginSeen[]): string {
  if (logins.length === 0) return `${oneLine(path, 80)}; the suite has no login`;
  const tried = logins.map(({ name, worked }) => `login ${name}${worked ? '' : ' (which did not work)'}`);
  return `${oneLine(path, 80)}, ${tried.join(', ')}`;
}

/** By name, as Mozilla's Observatory tells them apart, and by what a login of the suite showed. */
function roleOf(name: string, sessions: ReadonlySet<string>): CookieSeen['role'] {
  if (/[cx]srf/i.test(name)) return 'csrf';
  return sessions.has(name) || /sess|login/i.test(name) ? 'session' : 'other';
}

/** A cookie that is only being removed need not be protected. */
function isDeletion({ maxAge, expires }: SetCookie, now: number): boolean {
  // Max-Age goes before Expires (RFC 6265 4.1.2.2).
  return maxAge === undefined ? expires !== undefined && expires <= now : maxAge <= 0;
}
