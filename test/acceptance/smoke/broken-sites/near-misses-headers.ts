import { altered, configured, cookie, header, STAGING } from './faults.ts';
import type { NearMiss } from './near-miss.ts';

const POLICY = "default-src 'self'; frame-ancestors 'none'";

export const HEADERS: readonly NearMiss[] = [
  {
    check: 'headers/hsts',
    what: 'a day of HSTS',
    at: configured({ SECURE_HSTS_SECONDS: '86400' }),
    expected: /max-age=31536000 or more$/,
    actual: /^max-age=86400; includeSubDomains; preload on \/login\/ \(200\)$/,
  },
  {
    check: 'headers/hsts',
    what: 'no HSTS at all',
    at: altered(header('strict-transport-security', null)),
    expected: /max-age=31536000 or more$/,
    actual: /^no Strict-Transport-Security on \/login\/ \(200\)$/,
  },
  {
    check: 'headers/content-type-options',
    what: 'a word that no browser knows',
    at: altered(header('x-content-type-options', 'no-sniff')),
    expected: /^X-Content-Type-Options: nosniff$/,
    actual: /^"no-sniff" on \/login\//,
  },
  {
    check: 'headers/content-type-options',
    what: 'a header that the page for errors lacks',
    at: altered(header('x-content-type-options', null, /nothing-here/)),
    expected: /^X-Content-Type-Options: nosniff$/,
    actual: /^no X-Content-Type-Options on \/smoke-\w+-nothing-here\/ \(404\)$/,
  },
  {
    check: 'headers/frame-options',
    what: 'frames allowed to everybody by the policy, which goes before X-Frame-Options: DENY',
    at: altered(header('content-security-policy', "default-src 'self'; frame-ancestors *")),
    expected: /^X-Frame-Options: DENY or SAMEORIGIN/,
    actual: /^frame-ancestors lets other sites in/,
  },
  {
    check: 'headers/referrer-policy',
    what: 'a policy whose last known word gives the whole address away',
    at: altered(header('referrer-policy', 'same-origin, unsafe-url, made-up')),
    expected: /^Referrer-Policy: no-referrer, /,
    actual: /^unsafe-url on \/login\//,
  },
  {
    check: 'headers/coop',
    what: 'unsafe-none',
    at: altered(header('cross-origin-opener-policy', 'unsafe-none')),
    expected: /^Cross-Origin-Opener-Policy: same-origin/,
    actual: /^"unsafe-none" on \/login\//,
  },
  {
    check: 'headers/csp',
    what: "'unsafe-inline' for scripts",
    at: altered(header('content-security-policy', `${POLICY}; script-src 'self' 'unsafe-inline'`)),
    expected: /^a Content-Security-Policy in force/,
    actual: /^a policy with 'unsafe-inline' on \/login\//,
  },
  {
    check: 'headers/csp',
    what: 'a policy that only reports',
    at: altered(header('content-security-policy', null), header('content-security-policy-report-only', POLICY)),
    expected: /^a Content-Security-Policy in force/,
    actual: /^a policy that only reports on \/login\//,
  },
  {
    check: 'headers/csp',
    what: 'no policy in staging, as a warning',
    at: { django: { environment: STAGING, alterations: [header('content-security-policy', null)] } },
    good: configured(STAGING),
    inputs: { environment: 'staging' },
    state: 'warned',
    expected: /^a Content-Security-Policy in force/,
    actual: /^no Content-Security-Policy on \/login\//,
  },
  {
    check: 'headers/permissions-policy',
    what: 'only the header of the old name',
    at: altered(header('permissions-policy', null), header('feature-policy', "camera 'none'")),
    expected: /^Permissions-Policy: camera=\(\)/,
    actual: /^no Permissions-Policy, only the older Feature-Policy/,
  },
  {
    check: 'headers/server',
    what: 'a server that tells its version, as a warning',
    at: altered(header('server', 'nginx/1.24.0')),
    state: 'warned',
    expected: /^no version in Server$/,
    actual: /^Server: nginx\/1\.24\.0 on \/login\//,
  },
  {
    check: 'headers/powered-by',
    what: 'a banner, as a warning',
    at: altered(header('x-powered-by', 'Django')),
    state: 'warned',
    expected: /^none$/,
    actual: /^x-powered-by: Django on \/login\//,
  },
  {
    check: 'headers/noindex',
    what: 'staging that search engines may keep',
    at: configured({ ...STAGING, ROBOTS_TAG: 'index, nofollow' }),
    good: configured(STAGING),
    inputs: { environment: 'staging' },
    expected: /^X-Robots-Tag: noindex, or a sign-in in front$/,
    actual: /^"index, nofollow" on \/login\//,
  },
];

export const COOKIES: readonly NearMiss[] = [
  {
    check: 'cookies/secure',
    what: 'the CSRF cookie without Secure',
    at: altered(cookie('csrftoken', line => line.replace('; Secure', ''))),
    login: true,
    expected: /^Secure on every cookie$/,
    actual: /^csrftoken without Secure \(\/login\/\)/,
  },
  {
    check: 'cookies/http-only',
    what: 'a session cookie that scripts can read',
    at: altered(cookie('sessionid', line => line.replace('; HttpOnly', ''))),
    login: true,
    expected: /^HttpOnly on session cookies$/,
    actual: /^sessionid without HttpOnly \(login web\)$/,
  },
  {
    check: 'cookies/same-site',
    what: 'a session cookie that goes along with every request',
    at: altered(cookie('sessionid', line => line.replace('SameSite=Lax', 'SameSite=None'))),
    login: true,
    expected: /^SameSite=Lax or Strict on session cookies$/,
    actual: /^sessionid with SameSite=None \(login web\)$/,
  },
  {
    check: 'cookies/csrf-same-site',
    what: 'a CSRF cookie without SameSite',
    at: altered(cookie('csrftoken', line => line.replace('; SameSite=Lax', ''))),
    login: true,
    expected: /^SameSite=Lax or Strict on CSRF cookies$/,
    actual: /^csrftoken without SameSite \(\/login\/\)/,
  },
  {
    check: 'cookies/prefixes',
    what: 'a __Host- cookie for a whole domain',
    at: altered(cookie('csrftoken', line => `__Host-${line}; Domain=obcms.example`)),
    good: altered(cookie('csrftoken', line => `__Host-${line}`)),
    expected: /^__Host-: Secure, Path=\/ and no Domain/,
    actual: /^__Host-csrftoken with Domain=obcms\.example \(\/login\/\)$/,
  },
];

const API = /^\/api\/v1\/communities\//;

export const CORS: readonly NearMiss[] = [
  {
    check: 'cors/foreign-origin',
    what: 'answers that everybody may read',
    at: configured({ CORS_ALLOW_ALL_ORIGINS: '1' }),
    expected: /^no Access-Control-Allow-Origin for https:\/\/evil-/,
    actual: /^OPTIONS \(200\): Access-Control-Allow-Origin: \*; GET \(401\): Access-Control-Allow-Origin: \*$/,
    so: {
      'cors/null-origin': 'failed',
      'cors/near-misses': 'failed',
      'cors/allowed-origins': 'failed',
      'cors/vary': 'skipped',
    },
  },
  {
    check: 'cors/credentials',
    what: 'every origin reflected, with credentials',
    at: configured({ CORS_ALLOW_ALL_ORIGINS: '1', CORS_ALLOW_CREDENTIALS: '1' }),
    expected: /^no credentials for a stranger$/,
    actual: /Access-Control-Allow-Origin: https:\/\/evil-\w+\.example, with credentials/,
    so: { 'cors/foreign-origin': 'failed', 'cors/null-origin': 'failed', 'cors/near-misses': 'failed' },
  },
  {
    check: 'cors/null-origin',
    what: 'a list that names null',
    at: configured({ CORS_ALLOWED_ORIGINS: 'https://app.obcms.example,null' }),
    expected: /^no Access-Control-Allow-Origin for null$/,
    actual: /^OPTIONS \(200\): Access-Control-Allow-Origin: null; GET \(401\): Access-Control-Allow-Origin: null$/,
  },
  {
    check: 'cors/near-misses',
    what: 'a list that is compared by "begins with"',
    at: altered({
      on: { path: API },
      answer: visit => {
        const origin = String(visit.headers.origin);
        const friend = origin.startsWith('https://app.obcms.example');
        return { status: 200, headers: friend ? { 'access-control-allow-origin': origin, vary: 'origin' } : {} };
      },
    }),
    expected: /^no Access-Control-Allow-Origin for neighbours of https:\/\/app\.obcms\.example$/,
    actual: /^https:\/\/app\.obcms\.example\.evil-\w+\.example, https:\/\/app\.obcms\.example:8443 let in/,
  },
  {
    check: 'cors/allowed-origins',
    what: 'a friend who is not on the list',
    at: configured({ CORS_ALLOWED_ORIGINS: 'https://www.obcms.example' }),
    expected: /^Access-Control-Allow-Origin with the origin that asks$/,
    actual: /^https:\/\/app\.obcms\.example: OPTIONS \(200\): no Access-Control-Allow-Origin; /,
    so: { 'cors/vary': 'skipped' },
  },
  {
    check: 'cors/vary',
    what: 'caches that are not told, as a warning',
    at: altered(header('vary', 'Accept, Cookie', API)),
    state: 'warned',
    expected: /^Vary: Origin$/,
    actual: /^Accept, Cookie for https:\/\/app\.obcms\.example$/,
  },
];
