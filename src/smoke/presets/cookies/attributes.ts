import { oneLine } from '../../../core/text.ts';
import type { SetCookie } from '../../cookies.ts';
import { broken, holds, notKnowable } from '../judgements.ts';
import type { CookiesOptions } from '../options.ts';
import { defineCheck, type Judgement } from '../preset.ts';
import { type CookieSeen, type CookiesSeen, cookiesSeen } from './seen.ts';

const OBSERVATORY = 'Mozilla Observatory';

export const secure = defineCheck<CookiesOptions, CookiesSeen>({
  id: 'cookies/secure',
  title: 'Cookies travel over HTTPS only',
  why: 'A cookie without Secure goes over plain HTTP as well, where somebody in the same network reads it and is signed in.',
  accepts: ['Secure on every cookie'],
  remedy:
    'In Django: `SESSION_COOKIE_SECURE = True`, `CSRF_COOKIE_SECURE = True`, `LANGUAGE_COOKIE_SECURE = True`. For a sticky cookie of Traefik: the label `traefik.http.services.<name>.loadbalancer.sticky.cookie.secure=true`.',
  source: `${OBSERVATORY}, -40 for a session cookie without Secure and -20 for others; Django’s security.W010 to W012 and W016`,
  severity: 'failure',
  looksAtLogins: true,
  collect: cookiesSeen,
  judge(seen) {
    if (!seen.encrypted) return notKnowable('Secure is for HTTPS, and the site is asked over plain HTTP');
    return judgeCookies(seen, seen.cookies, 'cookie', 'Secure on every cookie', cookie =>
      cookie.secure ? undefined : 'without Secure',
    );
  },
});

export const httpOnly = defineCheck<CookiesOptions, CookiesSeen>({
  id: 'cookies/http-only',
  title: 'Scripts cannot read the session cookie',
  why: 'With HttpOnly a script that got into a page cannot carry the session away.',
  accepts: [
    'HttpOnly on cookies that carry a session (their name contains sess or login, or a login of the suite got them)',
  ],
  remedy: 'In Django: `SESSION_COOKIE_HTTPONLY = True` (the default).',
  source: `${OBSERVATORY}, -30 without; Django’s security.W013 to W015`,
  severity: 'failure',
  looksAtLogins: true,
  collect: cookiesSeen,
  judge: seen =>
    judgeCookies(seen, ofRole(seen, 'session'), 'session cookie', 'HttpOnly on session cookies', cookie =>
      cookie.httpOnly ? undefined : 'without HttpOnly',
    ),
});

export const sameSite = defineCheck<CookiesOptions, CookiesSeen>({
  id: 'cookies/same-site',
  title: 'The session cookie is not sent along with requests of other sites',
  why: 'It is what keeps a stranger’s page from acting in a visitor’s name, before any CSRF token is looked at.',
  accepts: ['SameSite=Lax or SameSite=Strict on cookies that carry a session'],
  remedy: "In Django: `SESSION_COOKIE_SAMESITE = 'Lax'` (the default).",
  source: `${OBSERVATORY}, -20 for a bad SameSite; RFC 6265bis 4.1.2.7`,
  severity: 'failure',
  looksAtLogins: true,
  collect: cookiesSeen,
  judge: seen =>
    judgeCookies(
      seen,
      ofRole(seen, 'session'),
      'session cookie',
      'SameSite=Lax or Strict on session cookies',
      laxOrStrict,
    ),
});

export const csrfSameSite = defineCheck<CookiesOptions, CookiesSeen>({
  id: 'cookies/csrf-same-site',
  title: 'The CSRF cookie is not sent along with requests of other sites',
  why: 'A CSRF cookie that travels with a stranger’s request is half of what that request needs to be taken for the visitor’s own.',
  accepts: ['SameSite=Lax or SameSite=Strict on cookies whose name contains csrf or xsrf'],
  remedy: "In Django: `CSRF_COOKIE_SAMESITE = 'Lax'` (the default).",
  source: `${OBSERVATORY}, -20 for a CSRF cookie without SameSite`,
  severity: 'failure',
  looksAtLogins: true,
  collect: cookiesSeen,
  judge: seen =>
    judgeCookies(seen, ofRole(seen, 'csrf'), 'CSRF cookie', 'SameSite=Lax or Strict on CSRF cookies', laxOrStrict),
});

const PREFIX_RULES = '__Host-: Secure, Path=/ and no Domain; __Secure-: Secure';

export const prefixes = defineCheck<CookiesOptions, CookiesSeen>({
  id: 'cookies/prefixes',
  title: 'Cookies with a __Host- or __Secure- name keep what it promises',
  why: 'Browsers drop a cookie that breaks the promise of its name: sign-in then fails in every browser and works in every tool.',
  accepts: [PREFIX_RULES, 'such names are optional'],
  remedy:
    "In Django: `SESSION_COOKIE_NAME = '__Host-sessionid'` needs `SESSION_COOKIE_SECURE = True`, `SESSION_COOKIE_PATH = '/'` and `SESSION_COOKIE_DOMAIN = None`; the same for CSRF_COOKIE_*.",
  source: 'RFC 6265bis 4.1.3',
  severity: 'failure',
  looksAtLogins: true,
  collect: cookiesSeen,
  judge(seen) {
    // Browsers compare the prefix without regard to case.
    const prefixed = seen.cookies.filter(({ cookie }) => /^__(?:Host|Secure)-/i.test(cookie.name));
    if (prefixed.length === 0 && seen.cookies.length > 0)
      return notKnowable(`none of ${names(seen.cookies)} has such a name`);
    return judgeCookies(seen, prefixed, 'cookie', PREFIX_RULES, brokenPromise);
  },
});

function brokenPromise({ name, secure, path, domain }: SetCookie): string | undefined {
  const faults = [
    ...(secure ? [] : ['without Secure']),
    ...(/^__Host-/i.test(name) && path !== '/' ? [path === undefined ? 'without Path=/' : `with Path=${path}`] : []),
    ...(/^__Host-/i.test(name) && domain !== undefined ? [`with Domain=${domain}`] : []),
  ];
  return faults.length === 0 ? undefined : faults.join(', ');
}

function laxOrStrict({ sameSite }: SetCookie): string | undefined {
  if (sameSite === undefined) return 'without SameSite';
  return sameSite === 'None' ? 'with SameSite=None' : undefined;
}

function ofRole({ cookies }: CookiesSeen, role: CookieSeen['role']): readonly CookieSeen[] {
  return cookies.filter(seen => seen.role === role);
}

/** `fault` says in words what is wrong with a cookie. Values are secrets and never shown. */
function judgeCookies(
  { looked, cookies: all }: CookiesSeen,
  chosen: readonly CookieSeen[],
  noun: string,
  expected: string,
  fault: (cookie: SetCookie) => string | undefined,
): Judgement {
  if (chosen.length === 0) {
    const beside = all.length === 0 ? '' : `, only ${names(all)}`;
    return notKnowable(
      `no ${noun} was set (${looked})${beside}: give a page that sets one as cookies.path, or a login`,
    );
  }
  const faults = chosen.flatMap(({ cookie, where }) => {
    const wrong = fault(cookie);
    return wrong === undefined ? [] : [`${oneLine(cookie.name, 60)} ${oneLine(wrong, 80)} (${where})`];
  });
  return faults.length === 0 ? holds(names(chosen)) : broken(expected, [...new Set(faults)].slice(0, 5).join('; '));
}

function names(seen: readonly CookieSeen[]): string {
  return oneLine([...new Set(seen.map(({ cookie }) => cookie.name))].join(', '), 160);
}
