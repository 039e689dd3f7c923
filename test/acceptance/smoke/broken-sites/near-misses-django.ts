import { altered, alteredFastapi, answered, configured, django, fastapi, header, text } from './faults.ts';
import type { NearMiss } from './near-miss.ts';

const LOGIN = /^\/login\//;
const SENT = { method: 'POST', path: LOGIN };

export const DJANGO: readonly NearMiss[] = [
  {
    check: 'django/login-page',
    what: 'a form that puts the password into addresses',
    at: altered(text(LOGIN, body => body.replace('<form method="post">', '<form method="get">'))),
    expected: /^200 with a form that has a password field and a CSRF token$/,
    actual: /^\/login\/: the form is sent by GET$/,
  },
  {
    check: 'django/csrf-enforced',
    what: 'a view that is exempt from the protection',
    at: altered({ on: SENT, status: 200 }),
    expected: /^403 without a token$/,
    actual: /^200/,
    so: { 'django/csrf-origin': 'failed' },
  },
  {
    check: 'django/csrf-passes',
    what: 'forms that are refused because the proxy names another host',
    at: django({
      environment: { ALLOWED_HOSTS: 'localhost,internal.example' },
      alterations: [{ on: SENT, request: { headers: { 'x-forwarded-host': 'internal.example' } } }],
    }),
    expected: /^anything but 403, such as the form again$/,
    actual: /^403.* to the empty form with its token$/,
    so: { 'django/csrf-origin': 'skipped' },
  },
  {
    check: 'django/csrf-origin',
    what: 'trust in every origin of a whole ending',
    at: configured({ CSRF_TRUSTED_ORIGINS: 'https://*.invalid' }),
    expected: /^403 with Origin: https:\/\/smoke-test\.invalid$/,
    actual: /^200/,
  },
  {
    check: 'django/open-redirect',
    what: 'a sign-in that leads wherever next says',
    at: altered({ on: SENT, headers: { location: 'https://evil.example/' } }),
    login: true,
    expected: /^a page of localhost:\d+$/,
    actual: /^web led to https:\/\/evil\.example$/,
    so: { 'login/web': 'failed' },
  },
  {
    check: 'django/logout-get',
    what: 'a link that signs people out',
    at: altered({
      on: { method: 'GET', path: /^\/logout\// },
      answer: { status: 302, headers: { location: '/login/' } },
    }),
    expected: /^405 to GET$/,
    actual: /^\/logout\/: 302 to /,
  },
  {
    check: 'django/admin-css',
    what: 'an admin without its stylesheets',
    at: altered({ on: { path: /^\/static\/admin\/css\/base\./ }, status: 404 }),
    expected: /^each 200, text\/css, not empty$/,
    actual: /^\/static\/admin\/css\/base\.[0-9a-f]{12}\.css: 404$/,
  },
  {
    check: 'django/static-manifest',
    what: 'a front page that fails on its way',
    at: altered(answered(/^\/$/, 'Server Error (500)', 'text/html', 500)),
    expected: /^an answer below 500 on each$/,
    actual: /^\/: 500$/,
  },
];

export const FASTAPI: readonly NearMiss[] = [
  {
    check: 'fastapi/docs-closed',
    what: 'documentation that nobody switched off',
    at: fastapi({ environment: { API_DOCS: 'true' } }),
    expected: /^401, 403, 404 or a sign-in page$/,
    actual: /\/docs: 200, Swagger UI/,
  },
  {
    check: 'fastapi/not-found-json',
    what: "the proxy's own 404",
    at: alteredFastapi(answered(/nothing-here/, '404 page not found\n', 'text/plain; charset=utf-8', 404)),
    expected: /^404 with \{"detail": "Not Found"\}$/,
    actual: /^the proxy's own 404: the request did not get to the application$/,
  },
  {
    check: 'fastapi/method-not-allowed',
    what: 'a route that takes any method',
    at: alteredFastapi({ on: { method: 'PROPFIND', path: /^\/healthz/ }, status: 200 }),
    expected: /^405 to PROPFIND$/,
    actual: /^\/healthz: 200/,
  },
  {
    check: 'fastapi/redirect-scheme',
    what: 'uvicorn that does not learn of HTTPS',
    at: alteredFastapi({ on: { path: /^\/healthz\/$/ }, request: { headers: { 'x-forwarded-proto': 'http' } } }),
    expected: /^a redirect to https:\/\/localhost:\d+$/,
    actual: /^\/healthz\/: 307 to http:\/\/localhost:\d+\/healthz$/,
  },
  {
    check: 'fastapi/debug-traceback',
    what: 'an error that is explained to everybody',
    at: fastapi({ environment: { API_DEBUG: 'true', API_BROKEN_PAGE: 'true' } }),
    options: '{ docs: [/broken] }',
    expected: /^no traceback$/,
    actual: /^at \/broken \(500\)$/,
    so: { 'fastapi/docs-closed': 'failed' },
  },
  {
    check: 'fastapi/server-header',
    what: 'a server that tells its version, as a warning',
    at: alteredFastapi(header('server', 'uvicorn/0.30.1')),
    state: 'warned',
    expected: /^no version$/,
    actual: /^server: uvicorn\/0\.30\.1$/,
  },
];
