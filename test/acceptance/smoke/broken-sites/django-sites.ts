import { CACHE_AWAY, DATABASE_AWAY } from '../../../../lab/site/index.ts';
import type { BrokenSite } from './broken-site.ts';
import {
  altered,
  answered,
  configured,
  cookie,
  django,
  frontEndAt,
  HTML,
  header,
  page,
  text,
  TRUSTING_EDGE,
} from './faults.ts';

const LOGIN = /^\/login\//;
const SENT = { method: 'POST', path: LOGIN };
const DASHBOARD = /^\/dashboard\//;
const SOON = { 'wait-ready': '1s' };

/** The edge, and the certificates that it shows. */
export const EDGES: readonly BrokenSite[] = [
  { name: 'an expired certificate', at: django({ certificate: 'expired' }), code: 'not-ready', fails: ['https/certificate-time'], headline: /expired/ },
  { name: 'a certificate of tomorrow', at: django({ certificate: 'not-yet-valid' }), code: 'not-ready', fails: ['https/certificate-time'], headline: /not yet valid/ },
  { name: 'a certificate for another host', at: django({ certificate: 'wrong-host' }), code: 'not-ready', fails: ['https/certificate-host'], headline: /altnames/ },
  { name: 'a self-signed certificate', at: django({ certificate: 'self-signed' }), code: 'not-ready', fails: ['https/certificate-trusted'], headline: /self-signed/ },
  { name: 'a certificate of an unknown authority', at: django({ certificate: 'untrusted' }), code: 'not-ready', fails: ['https/certificate-trusted'], headline: /verify/ },
  { name: 'a certificate that is about to expire', at: django({ certificate: 'short-lived' }), fails: ['https/certificate-time'], headline: /left of 90 days/ },
  { name: 'an edge that speaks TLS 1.0', at: django({ minTls: 'TLSv1' }), fails: ['https/tls-versions'], headline: /TLS 1\.0/ },
  { name: 'a redirect that is not for good', at: django({ httpRedirect: '302' }), fails: ['https/redirect'], headline: /302/ },
  { name: 'plain HTTP all the way', at: django({ httpRedirect: 'none', environment: { SECURE_SSL_REDIRECT: '0' } }), fails: ['https/redirect'], headline: /200 over plain HTTP/ },
  { name: 'an edge that trusts its visitors', at: django(TRUSTING_EDGE), fails: ['https/forwarded-proto-spoof'], headline: /forwarded-proto-spoof/ },
  { name: 'an edge without a healthy container', at: altered(answered(/./, 'no available server\n', 'text/plain', 503)), inputs: SOON, code: 'not-ready', fails: [], headline: /503/ },
  { name: 'an edge that does not know the host', at: altered(answered(/./, '404 page not found\n', 'text/plain', 404)), code: 'not-ready', fails: [], headline: /404/ },
  { name: 'a maintenance page with status 200 everywhere', at: altered(answered(/./, page('<h1>Back soon</h1>'), HTML)), inputs: SOON, fails: [], headline: /./ },
  { name: 'a password in front of everything', at: altered({ on: { path: /./ }, answer: { status: 401, headers: { 'www-authenticate': 'Basic realm="staging"' }, body: 'Unauthorized' } }), code: 'not-ready', fails: [], headline: /401/ },
  { name: 'a proxy that does not say HTTPS', at: altered({ on: { path: /./ }, only: 'https', request: { headers: { 'x-forwarded-proto': 'http' } } }), inputs: SOON, fails: ['https/redirect-loop'], headline: /./ },
];

/** Releases that start, and settings that are wrong. */
export const RELEASES_AND_SETTINGS: readonly BrokenSite[] = [
  { name: 'a release that is healthy and dead', at: django({ release: 'healthy-but-dead' }), fails: ['django/login-page', 'login/web'], headline: /./ },
  { name: 'a release whose HTTPS redirects to itself', at: django({ release: 'redirect-loop' }), fails: ['https/redirect-loop'], headline: /./ },
  { name: 'the commit before the one that was deployed', at: django({ release: 'plain' }), inputs: { ...SOON, 'expected-sha': 'f00dfacef00dfacef00dfacef00dfacef00dface' }, code: 'not-ready', fails: [], headline: /f00dfac/ },
  { name: 'a database that went away', at: configured(DATABASE_AWAY), fails: ['health/ready', 'login/web'], headline: /./ },
  { name: 'a cache that went away', at: configured(CACHE_AWAY), parts: { checks: ['front', 'queue'] }, fails: ['health/ready', 'The queue answers'], headline: /./ },
  { name: 'a queue that nobody works on', at: django({ worker: false }), parts: { presets: [], checks: ['queue'] }, fails: ['The queue answers'], headline: /PENDING/ },
  { name: 'DEBUG in production', at: configured({ DJANGO_DEBUG: 'true' }), fails: ['leaks/debug-page', 'leaks/debug-on-bad-host'], headline: /leaks\/debug-page/ },
  { name: 'the settings of development', at: configured({ DJANGO_SETTINGS_MODULE: 'obc_management.settings.development' }), fails: ['leaks/debug-page', 'cookies/secure', 'headers/hsts'], headline: /./ },
  { name: 'session cookies without Secure', at: configured({ SESSION_COOKIE_SECURE: '0' }), fails: ['cookies/secure'], headline: /sessionid without Secure/ },
  { name: 'CSRF cookies without Secure', at: configured({ CSRF_COOKIE_SECURE: '0' }), fails: ['cookies/secure'], headline: /csrftoken without Secure/ },
  { name: 'HSTS switched off', at: configured({ SECURE_HSTS_SECONDS: '0' }), fails: ['headers/hsts'], headline: /no Strict-Transport-Security/ },
  { name: 'the HSTS of staging in production', at: configured({ SECURE_HSTS_SECONDS: '3600' }), fails: ['headers/hsts'], headline: /max-age=3600/ },
  { name: 'addresses told to other sites', at: configured({ SECURE_REFERRER_POLICY: 'unsafe-url' }), fails: ['headers/referrer-policy'], headline: /unsafe-url/ },
  { name: 'answers for every origin', at: configured({ CORS_ALLOW_ALL_ORIGINS: '1' }), fails: ['cors/foreign-origin', 'cors/null-origin', 'cors/near-misses'], headline: /cors\/foreign-origin/ },
  { name: 'answers for every origin, with cookies', at: configured({ CORS_ALLOW_ALL_ORIGINS: '1', CORS_ALLOW_CREDENTIALS: '1' }), fails: ['cors/foreign-origin', 'cors/credentials', 'cors/null-origin', 'cors/near-misses'], headline: /cors\/credentials/ },
  { name: 'a front end that was forgotten', at: configured({ CORS_ALLOWED_ORIGINS: '' }), fails: ['cors/allowed-origins'], headline: /app\.obcms\.example/ },
  { name: 'a site for every host', at: configured({ ALLOWED_HOSTS: '*' }), fails: ['https/wrong-host'], headline: /200, as for the site/ },
  { name: 'forms refused behind the proxy', at: django({ environment: { ALLOWED_HOSTS: 'localhost,internal.example' }, alterations: [{ on: { method: 'POST', path: /./ }, request: { headers: { 'x-forwarded-host': 'internal.example' } } }] }), fails: ['login/web', 'django/csrf-passes'], headline: /./ },
  { name: 'unhashed files kept for a year', at: { django: { environment: { STATIC_MAX_AGE: '31536000' }, alterations: [text(/./, body => body.replace(/(\/static\/[^"]*)\.[0-9a-f]{12}\./g, '$1.'))] } }, fails: ['static/hashed-names'], headline: /\/static\/css\/site\.css/ },
];

/** Answers that are not as they should be, where all else is. */
export const ANSWERS: readonly BrokenSite[] = [
  { name: 'a sign-in page that answers 503 while health is green', at: altered(answered(LOGIN, 'Service Unavailable', 'text/plain', 503)), fails: ['login/web', 'django/login-page'], headline: /./ },
  { name: 'a sign-in that takes nobody', at: altered({ on: SENT, status: 200, headers: { 'set-cookie': null, location: null } }), fails: ['login/web'], headline: /./ },
  { name: 'a sign-in that follows next anywhere', at: altered({ on: SENT, headers: { location: 'https://evil.example/' } }), fails: ['login/web', 'django/open-redirect'], headline: /./ },
  { name: 'a session that is forgotten at once', at: altered({ on: { path: DASHBOARD }, request: { headers: { cookie: null } } }), fails: ['The dashboard opens after signing in'], headline: /dashboard/i },
  { name: 'a dashboard for everybody', at: altered(answered(DASHBOARD, page('Sign out'), HTML)), fails: ['The dashboard asks to sign in'], headline: /dashboard/i },
  { name: 'a front page without its content', at: altered(text(/^\/$/, () => page(''))), fails: ['The front page shows the way in'], headline: /front page/ },
  { name: 'a form that saves nothing', at: altered({ on: { method: 'POST', path: /^\/communities\/add\// }, answer: { status: 200, headers: { 'content-type': HTML }, body: page('This field is required') } }), fails: ['A community comes and goes'], headline: /community/ },
  { name: 'what cannot be removed', at: altered({ on: { method: 'POST', path: /^\/communities\/\d+\/delete\// }, answer: { status: 500, body: 'Server Error (500)' } }), code: 'clean-up-failed', fails: ['clean-up/A community comes and goes'], headline: /./ },
  { name: 'every third answer of one replica a 500', at: altered({ on: { path: /^\/ready\/\?smoke=/ }, nth: count => count % 3 === 0, answer: { status: 500, body: 'Server Error (500)' } }), fails: ['health/steady'], headline: /1 of 5 failed: 500/ },
  { name: 'health that a cache answers', at: altered({ on: { path: /^\/health\/$/ }, headers: { age: '31', 'cache-control': 'max-age=60' } }), fails: ['health/not-cached'], headline: /Age: 31/ },
  { name: 'a front end in the place of every page', at: altered(frontEndAt(/^(?!\/(?:static|admin|api|metrics|ready|login|dashboard|communities|ops|logout)\/)/)), inputs: SOON, fails: [], headline: /./ },
  { name: 'readiness that asks nothing', at: altered(text(/^\/ready\//, () => '{"status": "ready"}')), fails: ['health/constant-readiness', 'health/ready'], headline: /constant-readiness/ },
  { name: 'readiness that tells where the database is', at: altered(text(/^\/ready\//, body => body.replace('}', ', "error": "connection refused: db:5432"}'))), fails: ['health/ready-details'], headline: /the text of an error/ },
  { name: 'no Content-Security-Policy', at: altered(header('content-security-policy', null)), fails: ['headers/csp'], headline: /no Content-Security-Policy/ },
  { name: 'no security headers at all', at: altered({ on: { path: /./ }, headers: { 'content-security-policy': null, 'x-frame-options': null, 'x-content-type-options': null, 'referrer-policy': null, 'cross-origin-opener-policy': null, 'permissions-policy': null, 'strict-transport-security': null } }), fails: ['headers/hsts', 'headers/content-type-options', 'headers/frame-options', 'headers/referrer-policy', 'headers/coop', 'headers/csp', 'headers/permissions-policy'], headline: /7 of \d+ checks/ },
  { name: 'session cookies for scripts and for strangers', at: altered(cookie('sessionid', line => line.replace('; HttpOnly', '').replace('SameSite=Lax', 'SameSite=None'))), fails: ['cookies/http-only', 'cookies/same-site'], headline: /cookies\/http-only/ },
  { name: 'stylesheets that are gone', at: altered({ on: { path: /^\/static\/css\// }, status: 404 }), fails: ['static/assets-load'], headline: /static\/css\/site/ },
  { name: 'no static files at all', at: altered({ on: { path: /^\/static\// }, status: 404 }), fails: ['static/assets-load', 'django/admin-css'], headline: /static\/assets-load/ },
  { name: 'HTML in the place of a script', at: altered(answered(/^\/static\/js\//, page(''), HTML)), fails: ['static/assets-load'], headline: /static\/js\/site/ },
  { name: 'no compression', at: altered({ on: { path: /^\/static\// }, request: { headers: { 'accept-encoding': null } } }), fails: ['static/compressed'], headline: /not compressed/ },
  { name: 'documentation for everybody', at: altered(answered(/^\/api\/docs\/?$/, page('<div id="swagger-ui"></div>'), HTML)), fails: ['leaks/api-docs'], headline: /Swagger UI/ },
  { name: 'a .env to fetch', at: altered(answered(/^\/\.env$/, 'SECRET_KEY=not-a-secret\nDEBUG=0\n')), fails: ['leaks/dotfiles'], headline: /\/\.env/ },
  { name: 'a repository to fetch', at: altered(answered(/^\/\.git\/config$/, '[core]\n\trepositoryformatversion = 0\n')), fails: ['leaks/dotfiles'], headline: /\.git\/config/ },
  { name: 'metrics for everybody', at: altered(answered(/^\/metrics\//, 'obcms_communities 3\n')), fails: ['leaks/metrics'], headline: /Prometheus/ },
  { name: 'tracebacks in the answers of the API', at: altered({ on: { path: /^\/api\// }, answer: { status: 500, body: 'Traceback (most recent call last):\n  File "/app/api.py"\n' } }), fails: ['leaks/traceback'], headline: /./ },
  { name: 'TRACE', at: altered({ on: { method: 'TRACE', path: /./ }, answer: ({ headers }) => ({ status: 200, headers: { 'content-type': 'message/http' }, body: JSON.stringify(headers) }) }), fails: ['leaks/trace'], headline: /sent back/ },
  { name: 'a link that signs people out', at: altered({ on: { method: 'GET', path: /^\/logout\// }, answer: { status: 302, headers: { location: '/login/' } } }), fails: ['django/logout-get'], headline: /302/ },
];
