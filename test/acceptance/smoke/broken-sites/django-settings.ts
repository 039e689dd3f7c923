import { CACHE_AWAY, DATABASE_AWAY } from '../../../../lab/site/index.ts';
import { type BrokenSite, HEADERS_OF_A_DEAD_PAGE, NOBODY_SIGNS_IN } from './broken-site.ts';
import { configured, django, text } from './faults.ts';

const SOON = { 'wait-ready': '1s' };

/** Releases that start, and settings that are wrong. */
export const RELEASES_AND_SETTINGS: readonly BrokenSite[] = [
  {
    name: 'a release that is healthy and dead',
    at: django({ release: 'healthy-but-dead' }),
    fails: [
      'https/redirect-loop',
      ...HEADERS_OF_A_DEAD_PAGE,
      'leaks/debug-page',
      'leaks/api-docs',
      'leaks/admin',
      'leaks/media-listing',
      'static/page',
      'django/login-page',
      'django/admin-css',
      'django/static-manifest',
      'login/web',
      'The front page shows the way in',
    ],
    outage: true,
    headline: / failed \d+ of \d+ checks/,
  },
  {
    name: 'a release whose HTTPS redirects to itself',
    at: django({ release: 'redirect-loop' }),
    fails: [
      'https/redirect-loop',
      'headers/hsts',
      'cors/allowed-origins',
      'static/page',
      'django/login-page',
      'login/web',
      'The front page shows the way in',
      'The dashboard asks to sign in',
    ],
    outage: true,
    headline: / failed 8 of \d+ checks/,
  },
  {
    name: 'the commit before the one that was deployed',
    at: django({ release: 'plain' }),
    inputs: { ...SOON, 'expected-sha': 'f00dfacef00dfacef00dfacef00dfacef00dface' },
    code: 'not-ready',
    fails: [],
    headline: /f00dfac/,
  },
  {
    name: 'a database that went away',
    at: configured(DATABASE_AWAY),
    fails: ['health/ready', 'login/web'],
    so: NOBODY_SIGNS_IN,
    headline: /login\/web and health\/ready/,
  },
  {
    name: 'a cache that went away',
    at: configured(CACHE_AWAY),
    parts: { checks: ['front', 'queue'] },
    fails: ['health/ready', 'The queue answers'],
    headline: /./,
  },
  {
    name: 'a queue that nobody works on',
    at: django({ worker: false }),
    parts: { presets: [], checks: ['queue'] },
    fails: ['The queue answers'],
    headline: /PENDING/,
  },
  {
    name: 'DEBUG in production',
    at: configured({ DJANGO_DEBUG: 'true' }),
    fails: ['leaks/debug-page', 'leaks/debug-on-bad-host'],
    so: {
      // With DEBUG Django names files as they are.
      'static/hashed-names': 'failed',
      'static/wrong-hash-404': 'skipped',
      'static/cached-far': 'skipped',
    },
    headline: /leaks\/debug-page/,
  },
  {
    name: 'the settings of development',
    at: configured({ DJANGO_SETTINGS_MODULE: 'obc_management.settings.development' }),
    fails: [
      'headers/hsts',
      'cookies/secure',
      'cors/allowed-origins',
      'leaks/debug-page',
      'leaks/debug-on-bad-host',
      'static/hashed-names',
      'static/compressed',
      'django/csrf-passes',
      'login/web',
    ],
    outage: true,
    headline: / failed 9 of/,
  },
  {
    name: 'session cookies without Secure',
    at: configured({ SESSION_COOKIE_SECURE: '0' }),
    fails: ['cookies/secure'],
    headline: /sessionid without Secure/,
  },
  {
    name: 'CSRF cookies without Secure',
    at: configured({ CSRF_COOKIE_SECURE: '0' }),
    fails: ['cookies/secure'],
    headline: /csrftoken without Secure/,
  },
  {
    name: 'HSTS switched off',
    at: configured({ SECURE_HSTS_SECONDS: '0' }),
    fails: ['headers/hsts'],
    headline: /no Strict-Transport-Security/,
  },
  {
    name: 'the HSTS of staging in production',
    at: configured({ SECURE_HSTS_SECONDS: '3600' }),
    fails: ['headers/hsts'],
    headline: /max-age=3600/,
  },
  {
    name: 'addresses told to other sites',
    at: configured({ SECURE_REFERRER_POLICY: 'unsafe-url' }),
    fails: ['headers/referrer-policy'],
    headline: /unsafe-url/,
  },
  {
    name: 'answers for every origin',
    at: configured({ CORS_ALLOW_ALL_ORIGINS: '1' }),
    fails: ['cors/foreign-origin', 'cors/null-origin', 'cors/near-misses'],
    so: { 'cors/allowed-origins': 'failed', 'cors/vary': 'skipped' },
    headline: /cors\/foreign-origin/,
  },
  {
    name: 'answers for every origin, with cookies',
    at: configured({ CORS_ALLOW_ALL_ORIGINS: '1', CORS_ALLOW_CREDENTIALS: '1' }),
    fails: ['cors/foreign-origin', 'cors/credentials', 'cors/null-origin', 'cors/near-misses'],
    headline: /cors\/credentials/,
  },
  {
    name: 'a front end that was forgotten',
    at: configured({ CORS_ALLOWED_ORIGINS: '' }),
    fails: ['cors/allowed-origins'],
    so: { 'cors/vary': 'skipped' },
    headline: /app\.obcms\.example/,
  },
  {
    name: 'a site for every host',
    at: configured({ ALLOWED_HOSTS: '*' }),
    fails: ['https/wrong-host'],
    headline: /200, as for the site/,
  },
  {
    name: 'forms refused behind the proxy',
    at: django({
      environment: { ALLOWED_HOSTS: 'localhost,internal.example' },
      alterations: [
        { on: { method: 'POST', path: /./ }, request: { headers: { 'x-forwarded-host': 'internal.example' } } },
      ],
    }),
    fails: ['login/web', 'django/csrf-passes'],
    so: { ...NOBODY_SIGNS_IN, 'django/csrf-origin': 'skipped' },
    headline: /login\/web and django\/csrf-passes/,
  },
  {
    name: 'unhashed files kept for a year',
    at: {
      django: {
        environment: { STATIC_MAX_AGE: '31536000' },
        alterations: [text(/./, body => body.replace(/(\/static\/[^"]*)\.[0-9a-f]{12}\./g, '$1.'))],
      },
    },
    fails: ['static/hashed-names', 'static/compressed'],
    so: { 'static/wrong-hash-404': 'skipped', 'static/cached-far': 'warned' },
    headline: /static\/hashed-names/,
  },
];
