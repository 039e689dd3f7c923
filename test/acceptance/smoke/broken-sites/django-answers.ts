import { type BrokenSite, HEADERS_OF_A_DEAD_PAGE, NOBODY_SIGNS_IN } from './broken-site.ts';
import { altered, answered, cookie, frontEndAt, HTML, header, page, text } from './faults.ts';

const LOGIN = /^\/login\//;
const SENT = { method: 'POST', path: /^\/login\// };
const DASHBOARD = /^\/dashboard\//;
const SOON = { 'wait-ready': '1s' };

/** Answers that are not as they should be, where all else is. */
export const ANSWERS: readonly BrokenSite[] = [
  {
    name: 'a sign-in page that answers 503 while health is green',
    at: altered({ ...answered(LOGIN, 'Service Unavailable', 'text/plain', 503), only: 'https' }),
    fails: [
      'https/redirect',
      'https/redirect-loop',
      'https/forwarded-proto-spoof',
      ...HEADERS_OF_A_DEAD_PAGE,
      'static/page',
      'django/login-page',
      'django/logout-get',
      'django/static-manifest',
      'login/web',
    ],
    outage: true,
    headline: / failed \d+ of \d+ checks/,
  },
  {
    name: 'a sign-in that takes nobody',
    at: altered({ on: SENT, status: 200, headers: { 'set-cookie': null, location: null } }),
    fails: ['login/web', 'django/csrf-enforced', 'django/csrf-origin'],
    so: NOBODY_SIGNS_IN,
    headline: /login\/web/,
  },
  {
    name: 'a sign-in that follows next anywhere',
    at: altered({ on: SENT, headers: { location: 'https://evil.example/' } }),
    fails: ['login/web', 'django/open-redirect'],
    headline: /./,
  },
  {
    name: 'a session that is forgotten at once',
    at: altered({ on: { path: DASHBOARD }, request: { headers: { cookie: null } } }),
    fails: ['The dashboard opens after signing in'],
    headline: /dashboard/i,
  },
  {
    name: 'a dashboard for everybody',
    at: altered(answered(DASHBOARD, page('Sign out'), HTML)),
    fails: ['The dashboard asks to sign in'],
    headline: /dashboard/i,
  },
  {
    name: 'a front page without its content',
    at: altered(text(/^\/$/, () => page(''))),
    fails: ['The front page shows the way in'],
    headline: /front page/,
  },
  {
    name: 'a form that saves nothing',
    at: altered({
      on: { method: 'POST', path: /^\/communities\/add\// },
      answer: { status: 200, headers: { 'content-type': HTML }, body: page('This field is required') },
    }),
    fails: ['A community comes and goes'],
    so: { 'clean-up/A community comes and goes': 'skipped' },
    headline: /community/,
  },
  {
    name: 'what cannot be removed',
    at: altered({
      on: { method: 'POST', path: /^\/communities\/\d+\/delete\// },
      answer: { status: 500, body: 'Server Error (500)' },
    }),
    code: 'clean-up-failed',
    fails: ['clean-up/A community comes and goes'],
    headline: /./,
  },
  {
    name: 'every third answer of one replica a 500',
    at: altered({
      on: { path: /^\/ready\/\?smoke=/ },
      nth: count => count % 3 === 0,
      answer: { status: 500, body: 'Server Error (500)' },
    }),
    fails: ['health/steady'],
    headline: /1 of 5 failed: 500/,
  },
  {
    name: 'health that a cache answers',
    at: altered({ on: { path: /^\/health\/$/ }, headers: { age: '31', 'cache-control': 'max-age=60' } }),
    fails: ['health/not-cached'],
    headline: /Age: 31/,
  },
  {
    name: 'a front end in the place of every page',
    at: altered(frontEndAt(/^(?!\/(?:static|admin|api|metrics|ready|login|dashboard|communities|ops|logout)\/)/)),
    inputs: SOON,
    fails: [
      ...HEADERS_OF_A_DEAD_PAGE.slice(0, 5),
      'health/answers',
      'health/not-cached',
      'health/read-only',
      'health/constant-health',
      'The front page shows the way in',
    ],
    outage: true,
    headline: / failed 10 of/,
  },
  {
    name: 'readiness that asks nothing',
    at: altered(text(/^\/ready\//, () => '{"status": "ready"}')),
    fails: ['health/constant-readiness', 'health/ready'],
    headline: /constant-readiness/,
  },
  {
    name: 'readiness that tells where the database is',
    at: altered(text(/^\/ready\//, body => body.replace('}', ', "error": "connection refused: db:5432"}'))),
    fails: ['health/ready-details'],
    headline: /the text of an error/,
  },
  {
    name: 'no Content-Security-Policy',
    at: altered(header('content-security-policy', null)),
    fails: ['headers/csp'],
    headline: /no Content-Security-Policy/,
  },
  {
    name: 'no security headers at all',
    at: altered({
      on: { path: /./ },
      headers: {
        'content-security-policy': null,
        'x-frame-options': null,
        'x-content-type-options': null,
        'referrer-policy': null,
        'cross-origin-opener-policy': null,
        'permissions-policy': null,
        'strict-transport-security': null,
      },
    }),
    fails: [
      'headers/hsts',
      'headers/content-type-options',
      'headers/frame-options',
      'headers/referrer-policy',
      'headers/coop',
      'headers/csp',
      'headers/permissions-policy',
    ],
    headline: /7 of \d+ checks/,
  },
  {
    name: 'session cookies for scripts and for strangers',
    at: altered(cookie('sessionid', line => line.replace('; HttpOnly', '').replace('SameSite=Lax', 'SameSite=None'))),
    fails: ['cookies/http-only', 'cookies/same-site'],
    headline: /cookies\/http-only/,
  },
  {
    name: 'stylesheets that are gone',
    at: altered({ on: { path: /^\/static\/css\// }, status: 404 }),
    fails: ['static/assets-load'],
    so: { 'static/css-references': 'skipped', 'static/compressed': 'skipped' },
    headline: /static\/css\/site/,
  },
  {
    name: 'no static files at all',
    at: altered({ on: { path: /^\/static\// }, status: 404 }),
    fails: ['static/assets-load', 'django/admin-css'],
    so: { 'static/css-references': 'skipped', 'static/cached-far': 'skipped', 'static/compressed': 'skipped' },
    headline: /static\/assets-load/,
  },
  {
    name: 'HTML in the place of a script',
    at: altered(answered(/^\/static\/js\//, page(''), HTML)),
    fails: ['static/assets-load', 'static/cached-far'],
    headline: /static\/assets-load/,
  },
  {
    name: 'no compression',
    at: altered({ on: { path: /^\/static\// }, request: { headers: { 'accept-encoding': null } } }),
    fails: ['static/compressed'],
    headline: /not compressed/,
  },
  {
    name: 'documentation for everybody',
    at: altered(answered(/^\/api\/docs\/?$/, page('<div id="swagger-ui"></div>'), HTML)),
    fails: ['leaks/api-docs'],
    headline: /Swagger UI/,
  },
  {
    name: 'a .env to fetch',
    at: altered(answered(/^\/\.env$/, 'SECRET_KEY=not-a-secret\nDEBUG=0\n')),
    fails: ['leaks/dotfiles'],
    headline: /\/\.env/,
  },
  {
    name: 'a repository to fetch',
    at: altered(answered(/^\/\.git\/config$/, '[core]\n\trepositoryformatversion = 0\n')),
    fails: ['leaks/dotfiles'],
    headline: /\.git\/config/,
  },
  {
    name: 'metrics for everybody',
    at: altered(answered(/^\/metrics\//, 'obcms_communities 3\n')),
    fails: ['leaks/metrics'],
    headline: /Prometheus/,
  },
  {
    name: 'tracebacks in the answers of the API',
    at: altered({
      on: { path: /^\/api\// },
      answer: { status: 500, body: 'Traceback (most recent call last):\n  File "/app/api.py"\n' },
    }),
    fails: ['leaks/traceback', 'leaks/debug-page', 'leaks/api-docs', 'leaks/browsable-api', 'cors/allowed-origins'],
    so: {
      'cors/foreign-origin': 'skipped',
      'cors/credentials': 'skipped',
      'cors/null-origin': 'skipped',
      'cors/near-misses': 'skipped',
      'cors/vary': 'skipped',
    },
    headline: /leaks\/traceback/,
  },
  {
    name: 'TRACE',
    at: altered({
      on: { method: 'TRACE', path: /./ },
      answer: ({ headers }) => ({
        status: 200,
        headers: { 'content-type': 'message/http' },
        body: JSON.stringify(headers),
      }),
    }),
    fails: ['leaks/trace'],
    headline: /sent back/,
  },
  {
    name: 'a link that signs people out',
    at: altered({
      on: { method: 'GET', path: /^\/logout\// },
      answer: { status: 302, headers: { location: '/login/' } },
    }),
    fails: ['django/logout-get'],
    headline: /302/,
  },
];
