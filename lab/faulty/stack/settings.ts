import type { Fault } from '../fault.ts';

const BASE = 'src/obc_management/settings/base.py';
const PRODUCTION = 'src/obc_management/settings/production.py';

export const SETTINGS_FAULTS: readonly Fault[] = [
  {
    name: 'Debugging is on until somebody switches it off',
    edits: [
      {
        file: PRODUCTION,
        find: 'env.bool("DJANGO_DEBUG", default=False)',
        replace: 'env.bool("DJANGO_DEBUG", default=True)',
      },
      {
        file: 'docker-compose.prod.yml',
        find: 'LOG_LEVEL: ${LOG_LEVEL:-INFO}',
        replace: 'LOG_LEVEL: ${LOG_LEVEL:-INFO}\n    DJANGO_DEBUG: ${DJANGO_DEBUG:-0}',
      },
    ],
    expect: [{ rule: 'settings/debug-default', file: PRODUCTION, at: 'env.bool("DJANGO_DEBUG"' }],
  },
  {
    name: 'The session cookie travels over plain HTTP, too',
    edits: [
      {
        file: PRODUCTION,
        find: 'SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=True)',
        replace: 'SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=False)',
      },
    ],
    expect: [{ rule: 'settings/cookies-secure', file: PRODUCTION, at: 'SESSION_COOKIE_SECURE' }],
  },
  {
    name: 'Scripts can read the session cookie',
    edits: [{ file: PRODUCTION, find: 'SESSION_COOKIE_HTTPONLY = True', replace: 'SESSION_COOKIE_HTTPONLY = False' }],
    expect: [{ rule: 'settings/session-httponly', file: PRODUCTION, at: 'SESSION_COOKIE_HTTPONLY' }],
  },
  {
    name: 'The session cookie goes with requests of other sites',
    edits: [{ file: PRODUCTION, find: 'SESSION_COOKIE_SAMESITE = "Lax"', replace: 'SESSION_COOKIE_SAMESITE = "None"' }],
    expect: [{ rule: 'settings/cookies-samesite', file: PRODUCTION, at: 'SESSION_COOKIE_SAMESITE' }],
  },
  {
    name: 'HSTS lasts for a minute, from the day it was tried out',
    edits: [{ file: PRODUCTION, find: 'default=31_536_000', replace: 'default=60' }],
    expect: [{ rule: 'settings/hsts', file: PRODUCTION, at: 'SECURE_HSTS_SECONDS' }],
  },
  {
    name: 'Foreign pages may frame the site',
    edits: [{ file: PRODUCTION, find: 'X_FRAME_OPTIONS = "DENY"', replace: 'X_FRAME_OPTIONS = "ALLOWALL"' }],
    expect: [{ rule: 'settings/frames', file: PRODUCTION, at: 'X_FRAME_OPTIONS' }],
  },
  {
    name: 'Browsers may guess what a file is',
    edits: [
      {
        file: PRODUCTION,
        find: 'SECURE_CONTENT_TYPE_NOSNIFF = True',
        replace: 'SECURE_CONTENT_TYPE_NOSNIFF = False',
      },
    ],
    expect: [{ rule: 'settings/nosniff', file: PRODUCTION, at: 'SECURE_CONTENT_TYPE_NOSNIFF' }],
  },
  {
    name: 'Addresses of pages are told to everybody',
    edits: [{ file: PRODUCTION, find: 'default="strict-origin-when-cross-origin"', replace: 'default="unsafe-url"' }],
    expect: [{ rule: 'settings/referrer-policy', file: PRODUCTION, at: 'SECURE_REFERRER_POLICY =' }],
  },
  {
    name: 'A connection is used again without looking whether it still stands',
    edits: [{ file: PRODUCTION, find: ', "CONN_HEALTH_CHECKS": True}', replace: '}' }],
    expect: [{ rule: 'settings/database-connections', file: PRODUCTION, at: 'DATABASES = {' }],
  },
  {
    name: 'Every process has a cache of its own',
    edits: [
      {
        file: BASE,
        find: 'CACHES = {"default": CACHE}',
        replace: 'CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}',
      },
    ],
    expect: [{ rule: 'settings/cache-shared', file: BASE, at: 'CACHES = {' }],
  },
  {
    name: 'Sessions live in that cache',
    edits: [
      {
        file: PRODUCTION,
        find: 'SESSION_COOKIE_SECURE =',
        replace: 'SESSION_ENGINE = "django.contrib.sessions.backends.cache"\nSESSION_COOKIE_SECURE =',
      },
    ],
    expect: [{ rule: 'settings/session-store', file: PRODUCTION, at: 'SESSION_ENGINE' }],
  },
  {
    name: 'Style sheets without a hash in their name are kept for a year',
    edits: [
      {
        file: BASE,
        find: 'whitenoise.storage.CompressedManifestStaticFilesStorage',
        replace: 'whitenoise.storage.CompressedStaticFilesStorage',
      },
      { file: BASE, find: '"STATIC_MAX_AGE", default=60', replace: '"STATIC_MAX_AGE", default=31_536_000' },
    ],
    expect: [{ rule: 'settings/static-hashed', file: BASE, at: 'WHITENOISE_MAX_AGE' }],
  },
  {
    name: 'WhiteNoise stands behind the sessions',
    edits: [
      { file: BASE, find: '    "whitenoise.middleware.WhiteNoiseMiddleware",\n', replace: '' },
      {
        file: BASE,
        find: '    "django.middleware.common.CommonMiddleware",\n',
        replace:
          '    "whitenoise.middleware.WhiteNoiseMiddleware",\n    "django.middleware.common.CommonMiddleware",\n',
      },
    ],
    expect: [{ rule: 'settings/whitenoise-order', file: BASE, at: 'MIDDLEWARE = [' }],
  },
  {
    name: 'The answer to other origins is written after the one who sends it',
    edits: [
      { file: BASE, find: '    "corsheaders.middleware.CorsMiddleware",\n', replace: '' },
      {
        file: BASE,
        find: '    "django.middleware.csrf.CsrfViewMiddleware",\n',
        replace: '    "corsheaders.middleware.CorsMiddleware",\n    "django.middleware.csrf.CsrfViewMiddleware",\n',
      },
    ],
    expect: [{ rule: 'settings/middleware-order', file: BASE, at: 'MIDDLEWARE = [' }],
  },
  {
    name: 'Mail is printed instead of sent',
    edits: [
      {
        file: PRODUCTION,
        find: 'django.core.mail.backends.smtp.EmailBackend',
        replace: 'django.core.mail.backends.console.EmailBackend',
      },
    ],
    expect: [{ rule: 'settings/mail-backend', file: PRODUCTION, at: 'EMAIL_BACKEND' }],
  },
  {
    name: 'Passwords are stored as MD5, as in the tests',
    edits: [
      {
        file: BASE,
        find: 'LOGIN_URL = "login"',
        replace: 'PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]\nLOGIN_URL = "login"',
      },
    ],
    expect: [{ rule: 'settings/password-hasher', file: BASE, at: 'PASSWORD_HASHERS' }],
  },
  {
    name: 'Any site may read the API with the visitor’s cookies',
    edits: [
      {
        file: PRODUCTION,
        find: 'env.bool("CORS_ALLOW_ALL_ORIGINS", default=False)',
        replace: 'True',
      },
    ],
    expect: [{ rule: 'settings/cors', file: PRODUCTION, at: 'CORS_ALLOW_ALL_ORIGINS' }],
  },
  {
    name: 'Times are stored without a zone',
    edits: [{ file: BASE, find: 'USE_TZ = True', replace: 'USE_TZ = False' }],
    expect: [{ rule: 'settings/time-zone', file: BASE, at: 'USE_TZ' }],
  },
  {
    name: 'A setting that Django has not read since version 4',
    edits: [
      {
        file: PRODUCTION,
        find: 'SECURE_CONTENT_TYPE_NOSNIFF =',
        replace: 'SECURE_BROWSER_XSS_FILTER = True\nSECURE_CONTENT_TYPE_NOSNIFF =',
      },
    ],
    expect: [{ rule: 'settings/dead', file: PRODUCTION, at: 'SECURE_BROWSER_XSS_FILTER' }],
  },
  {
    name: 'The settings make a folder whenever they are loaded',
    edits: [
      {
        file: BASE,
        find: 'SITE_TITLE =',
        replace: 'LOG_DIRECTORY = SOURCE_DIR / "logs"\nLOG_DIRECTORY.mkdir(exist_ok=True)\nSITE_TITLE =',
      },
    ],
    expect: [{ rule: 'settings/writes-at-import', file: BASE, at: 'LOG_DIRECTORY.mkdir' }],
  },
  {
    name: 'A request may be as large as it likes',
    edits: [
      {
        file: PRODUCTION,
        find: 'SIMPLE_JWT = {',
        replace: 'DATA_UPLOAD_MAX_MEMORY_SIZE = None\n\nSIMPLE_JWT = {',
      },
    ],
    expect: [{ rule: 'settings/uploads', file: PRODUCTION, at: 'DATA_UPLOAD_MAX_MEMORY_SIZE' }],
  },
  {
    name: 'An access token is good for a month',
    edits: [{ file: PRODUCTION, find: 'timedelta(minutes=15)', replace: 'timedelta(days=30)' }],
    expect: [{ rule: 'settings/token-life', file: PRODUCTION, at: 'SIMPLE_JWT' }],
  },
];
