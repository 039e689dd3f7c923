import { oneLine } from '../../../core/text.ts';
import { broken, doubtful, holds } from '../judgements.ts';
import type { HeadersOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { framing, parseCsp } from './csp.ts';
import { bothPages, judgePages, ON_DOCUMENTS, ON_EACH_DOCUMENT, ON_EVERY_ANSWER, type Pages } from './pages.ts';
import { listItems, parameters, parsePermissions } from './values.ts';

export const contentTypeOptions = defineCheck<HeadersOptions, Pages>({
  id: 'headers/content-type-options',
  title: 'Browsers must not guess content types',
  why: 'A browser that guesses runs an uploaded text or picture as a script of this site.',
  accepts: ['X-Content-Type-Options: nosniff'],
  remedy:
    "In Django: `SECURE_CONTENT_TYPE_NOSNIFF = True` (the default) and `'django.middleware.security.SecurityMiddleware'` first in MIDDLEWARE. At the edge: the label `traefik.http.middlewares.<name>.headers.contentTypeNosniff=true`.",
  source: 'Mozilla Observatory, -5 without; Fetch, "determine nosniff"',
  severity: 'failure',
  collect: bothPages,
  judge: pages => judgePages(pages, ON_EVERY_ANSWER, judgeContentTypeOptions),
});

function judgeContentTypeOptions(answer: SiteAnswer): Judgement {
  const expected = 'X-Content-Type-Options: nosniff';
  const items = itemsOf(answer, 'x-content-type-options');
  const [first] = items;
  if (first === undefined) return broken(expected, 'no X-Content-Type-Options');
  // Of several values browsers take the first.
  if (first.toLowerCase() !== 'nosniff') return broken(expected, said(items));
  return items.length === 1 ? holds('nosniff') : doubtful(expected, said(items), ONCE);
}

export const frameOptions = defineCheck<HeadersOptions, Pages>({
  id: 'headers/frame-options',
  title: 'Other sites cannot show the page in a frame',
  why: 'A stranger’s page that shows this one invisibly lets visitors click on buttons they do not see (clickjacking).',
  accepts: [
    "Content-Security-Policy with frame-ancestors 'none' or 'self', which goes before X-Frame-Options",
    'X-Frame-Options: DENY or SAMEORIGIN',
  ],
  remedy:
    "In Django: `X_FRAME_OPTIONS = 'DENY'` (the default) and `'django.middleware.clickjacking.XFrameOptionsMiddleware'` in MIDDLEWARE. At the edge: the label `traefik.http.middlewares.<name>.headers.frameDeny=true`.",
  source: 'Mozilla Observatory, -20 without; Django’s default DENY',
  severity: 'failure',
  collect: bothPages,
  judge: pages => judgePages(pages, ON_DOCUMENTS, judgeFraming),
});

function judgeFraming(answer: SiteAnswer): Judgement {
  const expected = "X-Frame-Options: DENY or SAMEORIGIN, or frame-ancestors 'none' or 'self'";
  // Browsers ignore X-Frame-Options where a policy in force has frame-ancestors.
  const policy = framing(parseCsp(answer.headers['content-security-policy'] ?? []));
  if (policy === 'own') return holds('frame-ancestors of this site only');
  if (policy === 'others')
    return broken(expected, 'frame-ancestors lets other sites in, and goes before X-Frame-Options');
  const items = itemsOf(answer, 'x-frame-options');
  if (items.length === 0) return broken(expected, 'neither X-Frame-Options nor frame-ancestors');
  const distinct = new Set(items.map(item => item.toUpperCase()));
  const [only] = distinct;
  if (distinct.size > 1 || only === undefined || !['DENY', 'SAMEORIGIN'].includes(only))
    return broken(expected, said(items));
  return items.length === 1 ? holds(only) : doubtful(expected, `${only}, sent ${items.length} times`, ONCE);
}

const GOOD_REFERRER = ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'];
const OTHER_REFERRER = ['no-referrer-when-downgrade', 'origin', 'origin-when-cross-origin', 'unsafe-url'];

export const referrerPolicy = defineCheck<HeadersOptions, Pages>({
  id: 'headers/referrer-policy',
  title: 'Other sites do not learn which page a visitor comes from',
  why: 'Addresses of inner pages hold ids, search words and reset tokens, and go to every site that is linked or loaded.',
  accepts: [...GOOD_REFERRER, 'in a list for older browsers the last known value counts'],
  remedy:
    "In Django: `SECURE_REFERRER_POLICY = 'same-origin'` (the default). `no-referrer` is accepted, but makes Django’s CSRF check depend on the Origin header alone. At the edge: the label `traefik.http.middlewares.<name>.headers.referrerPolicy=same-origin`.",
  source: 'Mozilla Observatory, +5 for these and -5 for the others; W3C Referrer Policy 8.1',
  severity: 'failure',
  collect: bothPages,
  judge: pages => judgePages(pages, ON_DOCUMENTS, judgeReferrer),
});

function judgeReferrer(answer: SiteAnswer): Judgement {
  const expected = `Referrer-Policy: ${GOOD_REFERRER.join(', ')}`;
  const items = itemsOf(answer, 'referrer-policy').map(item => item.toLowerCase());
  if (items.length === 0) return broken(expected, 'no Referrer-Policy');
  const known = items.filter(item => GOOD_REFERRER.includes(item) || OTHER_REFERRER.includes(item));
  const last = known.at(-1);
  if (last === undefined) return broken(expected, `${said(items)}, which no browser knows`);
  return GOOD_REFERRER.includes(last) ? holds(last) : broken(expected, last);
}

const GOOD_OPENERS = ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'];

export const openerPolicy = defineCheck<HeadersOptions, Pages>({
  id: 'headers/coop',
  title: 'Windows of other sites are cut off from this one (COOP)',
  why: 'A page that opened this one, or was opened by it, keeps a handle: it can lead the window elsewhere (a false sign-in page) and measure it.',
  accepts: GOOD_OPENERS.map(value => `Cross-Origin-Opener-Policy: ${value}`),
  remedy:
    "In Django: `SECURE_CROSS_ORIGIN_OPENER_POLICY = 'same-origin'` (the default since 4.0) with `'django.middleware.security.SecurityMiddleware'`; `'same-origin-allow-popups'` where a sign-in opens a window of another site.",
  source: 'Mozilla Observatory, +10; HTML, "cross-origin opener policies"; Django’s default same-origin',
  severity: 'failure-in-production',
  collect: bothPages,
  judge: pages => judgePages(pages, ON_DOCUMENTS, judgeOpener),
});

function judgeOpener(answer: SiteAnswer): Judgement {
  const expected = `Cross-Origin-Opener-Policy: ${GOOD_OPENERS.join(', ')}`;
  const items = itemsOf(answer, 'cross-origin-opener-policy');
  if (items.length === 0) return broken(expected, 'no Cross-Origin-Opener-Policy');
  // One token, written exactly so (a structured header): two values, or capitals, are as good as none.
  const [token] = parameters(items[0] ?? '');
  if (items.length > 1) return broken(expected, `${said(items)}, sent more than once, which browsers ignore`);
  return token !== undefined && GOOD_OPENERS.includes(token) ? holds(token) : broken(expected, said(items));
}

export const permissionsPolicy = defineCheck<HeadersOptions, Pages>({
  id: 'headers/permissions-policy',
  title: 'The page says which of a browser’s abilities it uses (Permissions-Policy)',
  why: 'A script that got into the page, or a frame in it, cannot ask for camera, microphone or place under this site’s name.',
  accepts: ['Permissions-Policy in a form that browsers read, such as `camera=(), microphone=(), geolocation=()`'],
  remedy:
    'Send `Permissions-Policy: camera=(), microphone=(), geolocation=()`: in Django by a middleware of a few lines or the package django-permissions-policy, at the edge by the label `traefik.http.middlewares.<name>.headers.permissionsPolicy=camera=(), microphone=(), geolocation=()`.',
  source: 'W3C Permissions Policy (a structured dictionary, RFC 8941)',
  severity: 'failure-in-production',
  collect: bothPages,
  judge: pages => judgePages(pages, ON_EACH_DOCUMENT, judgePermissions),
});

function judgePermissions(answer: SiteAnswer): Judgement {
  const expected = 'Permissions-Policy: camera=(), microphone=(), geolocation=() or the like';
  const values = answer.headers['permissions-policy'] ?? [];
  const isOldName = answer.headers['feature-policy'] !== undefined;
  if (values.join('').trim() === '')
    return broken(
      expected,
      `no Permissions-Policy${isOldName ? ', only the older Feature-Policy, which browsers no longer read' : ''}`,
    );
  const names = parsePermissions(values);
  if (names === undefined) return broken(expected, `${said(values)}, which browsers ignore as malformed`);
  return holds(oneLine(names.join(', '), 120));
}

const ONCE = 'Application and edge both set it: leave it to one of them.';

function itemsOf(answer: SiteAnswer, name: string): readonly string[] {
  return listItems(answer.headers[name] ?? []).filter(item => item !== '');
}

function said(items: readonly string[]): string {
  return `"${oneLine(items.join(', '), 120)}"`;
}
