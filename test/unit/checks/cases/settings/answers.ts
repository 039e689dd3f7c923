import type { RuleCases } from '../../../../support/rule-cases.ts';
import { APPS, fires, line, MIDDLEWARE, silent } from './made.ts';

const CSP = 'django.middleware.csp.ContentSecurityPolicyMiddleware';
const REST = [...APPS, 'rest_framework'];
const CORS = {
  INSTALLED_APPS: [...APPS, 'corsheaders'],
  MIDDLEWARE: ['corsheaders.middleware.CorsMiddleware', ...MIDDLEWARE],
};
const CLOSED = {
  DEFAULT_PERMISSION_CLASSES: ['rest_framework.permissions.IsAuthenticated'],
  DEFAULT_RENDERER_CLASSES: ['rest_framework.renderers.JSONRenderer'],
  DEFAULT_THROTTLE_CLASSES: ['rest_framework.throttling.AnonRateThrottle'],
};

const HEADER = 'add_header X-Content-Type-Options nosniff always;';
/** nginx before the web, with these lines in its server. */
const behindNginx = (lines: string) => ({
  compose:
    'services:\n  web:\n    build: .\n    command: gunicorn app.wsgi\n  proxy:\n    image: nginx:1.28\n    volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]\n',
  files: { 'nginx.conf': `server {\n  location / {\n    proxy_pass http://web:8000;\n  }\n  ${lines}\n}\n` },
});

/** Cookies, headers, the API and passwords. */
export const CASES: RuleCases = {
  'settings/cookies-secure': {
    fires: [
      fires('both over plain HTTP', { SESSION_COOKIE_SECURE: false, CSRF_COOKIE_SECURE: false }, {}, [
        line(1),
        line(2),
      ]),
      fires('by default, at the head of the file', { INSTALLED_APPS: APPS, CSRF_USE_SESSIONS: true }),
    ],
    silent: [
      silent('both over HTTPS only', { SESSION_COOKIE_SECURE: true, CSRF_COOKIE_SECURE: true }),
      silent('there are none', { INSTALLED_APPS: [], MIDDLEWARE: [] }),
      silent('the token is kept in the session', { SESSION_COOKIE_SECURE: true, CSRF_USE_SESSIONS: true }),
    ],
  },
  'settings/session-httponly': {
    fires: [fires('scripts can read it', { SESSION_COOKIE_HTTPONLY: false })],
    silent: [silent('they cannot, by default', {})],
  },
  'settings/cookies-samesite': {
    fires: [
      fires('None without Secure', { SESSION_COOKIE_SAMESITE: 'None', SESSION_COOKIE_SECURE: false }),
      fires('not sent', { CSRF_COOKIE_SAMESITE: false }),
    ],
    silent: [silent('lax and strict', { SESSION_COOKIE_SAMESITE: 'Lax', CSRF_COOKIE_SAMESITE: 'Strict' })],
  },
  'settings/cookie-domain': {
    fires: [
      fires(
        'the parent of the site',
        { SESSION_COOKIE_DOMAIN: '.obcms.example' },
        { project: { site: new URL('https://app.obcms.example') } },
      ),
      fires('somebody else’s', { SESSION_COOKIE_DOMAIN: 'other.example' }),
    ],
    silent: [
      silent('the site’s own', { SESSION_COOKIE_DOMAIN: 'obcms.example' }),
      silent('none', { SESSION_COOKIE_DOMAIN: null }),
    ],
  },
  'settings/csrf-cookie-httponly': {
    fires: [fires('scripts need the token', { CSRF_COOKIE_HTTPONLY: true, INSTALLED_APPS: [...APPS, 'django_htmx'] })],
    silent: [silent('nothing here needs it', { CSRF_COOKIE_HTTPONLY: true })],
  },
  'settings/frames': {
    fires: [
      fires('the middleware is missing', { MIDDLEWARE: MIDDLEWARE.filter(name => !name.includes('clickjacking')) }),
      fires('an option that browsers do not know', { X_FRAME_OPTIONS: 'ALLOWALL' }),
    ],
    silent: [
      silent('denied', { X_FRAME_OPTIONS: 'deny' }),
      silent('the content security policy says it', {
        X_FRAME_OPTIONS: 'ALLOWALL',
        SECURE_CSP: { 'frame-ancestors': ["'none'"] },
      }),
    ],
  },
  'settings/nosniff': {
    fires: [
      fires('off', { SECURE_CONTENT_TYPE_NOSNIFF: false }),
      fires(
        'nginx sends it with uploads only',
        { SECURE_CONTENT_TYPE_NOSNIFF: false },
        behindNginx(`location /media/ {\n    alias /srv/media/;\n    ${HEADER}\n  }`),
      ),
    ],
    silent: [
      silent('on', { SECURE_CONTENT_TYPE_NOSNIFF: true }),
      silent('nginx sends it with every page', { SECURE_CONTENT_TYPE_NOSNIFF: false }, behindNginx(HEADER)),
    ],
  },
  'settings/referrer-policy': {
    fires: [
      fires('not sent', { SECURE_REFERRER_POLICY: null }),
      fires('no policy', { SECURE_REFERRER_POLICY: 'same-site' }),
      fires('everything is told', { SECURE_REFERRER_POLICY: ['no-referrer', 'unsafe-url'] }),
    ],
    silent: [
      silent('a list with a fallback', { SECURE_REFERRER_POLICY: 'no-referrer, strict-origin-when-cross-origin' }),
    ],
  },
  'settings/opener-policy': {
    fires: [
      fires('off', { SECURE_CROSS_ORIGIN_OPENER_POLICY: null }),
      fires('no policy', { SECURE_CROSS_ORIGIN_OPENER_POLICY: 'same-site' }),
    ],
    silent: [
      silent('with popups', { SECURE_CROSS_ORIGIN_OPENER_POLICY: 'same-origin-allow-popups' }),
      silent('a Django that does not know it', { SECURE_CROSS_ORIGIN_OPENER_POLICY: null }, { django: '3.2.25' }),
    ],
  },
  'settings/content-policy': {
    fires: [
      fires('a Django that does not read it', { SECURE_CSP: { 'default-src': ["'self'"] } }),
      fires('no middleware sends it', { SECURE_CSP: { 'default-src': ["'self'"] } }, { django: '6.0.1' }),
      fires(
        'inline scripts',
        { SECURE_CSP: { 'script-src': ["'self'", "'unsafe-inline'"] }, MIDDLEWARE: [CSP] },
        { django: '6.0.1' },
      ),
    ],
    silent: [
      silent(
        'inline scripts that older browsers get only',
        { SECURE_CSP: { 'script-src': ["'unsafe-inline'", 'nonce-csp'] }, MIDDLEWARE: [CSP] },
        { django: '6.0.1' },
      ),
      silent('no policy', {}, { django: '6.0.1' }),
    ],
  },
  'settings/rest-framework': {
    fires: [
      fires('nothing is set', { REST_FRAMEWORK: {}, INSTALLED_APPS: REST }, {}, [line(1), line(1), line(1)]),
      fires('open by default', {
        REST_FRAMEWORK: { ...CLOSED, DEFAULT_PERMISSION_CLASSES: ['rest_framework.permissions.AllowAny'] },
        INSTALLED_APPS: REST,
      }),
    ],
    silent: [
      silent('closed, limited, data only', { REST_FRAMEWORK: CLOSED, INSTALLED_APPS: REST }),
      silent('not installed', { REST_FRAMEWORK: {} }),
    ],
  },
  'settings/token-life': {
    fires: [
      fires('an hour', { SIMPLE_JWT: { ACCESS_TOKEN_LIFETIME: { $: 'seconds', value: 3600 } } }),
      fires('a refresh token for a year', {
        SIMPLE_JWT: { REFRESH_TOKEN_LIFETIME: { $: 'seconds', value: 31_536_000 } },
      }),
      fires('a list of refused tokens that is not kept', {
        SIMPLE_JWT: { ROTATE_REFRESH_TOKENS: true, BLACKLIST_AFTER_ROTATION: true },
      }),
    ],
    silent: [
      silent('a quarter of an hour, a month', {
        SIMPLE_JWT: {
          ACCESS_TOKEN_LIFETIME: { $: 'seconds', value: 900 },
          REFRESH_TOKEN_LIFETIME: { $: 'seconds', value: 2_592_000 },
        },
      }),
    ],
  },
  'settings/cors': {
    fires: [
      fires('everybody, with credentials', { CORS_ALLOW_ALL_ORIGINS: true, CORS_ALLOW_CREDENTIALS: true, ...CORS }),
      fires('plain HTTP, and null', { CORS_ALLOWED_ORIGINS: ['http://app.obcms.example', 'null'], ...CORS }, {}, [
        line(1),
        line(1),
      ]),
      fires('a pattern without an end', {
        CORS_ALLOWED_ORIGIN_REGEXES: [{ $: 'pattern', value: '^https://\\w+\\.obcms\\.example' }],
        ...CORS,
      }),
    ],
    silent: [
      silent('one origin, and a pattern bound at both ends', {
        CORS_ALLOWED_ORIGINS: ['https://app.obcms.example'],
        CORS_ALLOWED_ORIGIN_REGEXES: ['^https://\\w+\\.obcms\\.example$'],
        ...CORS,
      }),
      silent('the package is not installed', { CORS_ALLOW_ALL_ORIGINS: true }),
    ],
  },
  'settings/password-hasher': {
    fires: [
      fires('the tests’ fast hasher comes first', {
        PASSWORD_HASHERS: [
          'django.contrib.auth.hashers.MD5PasswordHasher',
          'django.contrib.auth.hashers.PBKDF2PasswordHasher',
        ],
      }),
    ],
    silent: [
      silent('a slow one first, an old one last', {
        PASSWORD_HASHERS: [
          'django.contrib.auth.hashers.Argon2PasswordHasher',
          'django.contrib.auth.hashers.MD5PasswordHasher',
        ],
      }),
    ],
  },
  'settings/password-validators': {
    fires: [fires('none', { AUTH_PASSWORD_VALIDATORS: [] })],
    silent: [
      silent('one', { AUTH_PASSWORD_VALIDATORS: [{ NAME: 'x.MinimumLengthValidator' }] }),
      silent('nobody logs in', { INSTALLED_APPS: [], MIDDLEWARE: [] }),
    ],
  },
};
