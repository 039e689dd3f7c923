import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/checks/judge.ts';
import { RULES } from '../../../../src/checks/settings/index.ts';
import {
  database,
  FORWARDED,
  MIDDLEWARE,
  type More,
  REDIS,
  type Settings,
  secret,
  site,
  variation,
  WEB,
} from '../cases/settings/made.ts';

/** What a rule's findings are worth, in the order of the report. */
async function worth(rule: string, settings: Settings, more: More = {}): Promise<readonly string[]> {
  const { findings } = judge(await site(settings, more), RULES, new Set(['settings']));
  return findings.filter(finding => finding.rule === rule).map(({ severity }) => severity);
}

const CACHE = [
  'django.middleware.cache.UpdateCacheMiddleware',
  'django.middleware.cache.FetchFromCacheMiddleware',
] as const;
const MEMORY = { default: { BACKEND: 'django.core.cache.backends.locmem.LocMemCache' } };
const SQLITE = (name: string) => database({ ENGINE: 'django.db.backends.sqlite3', NAME: name, HOST: '' });
const LOGGING = (level: string) => ({ version: 1, disable_existing_loggers: false, root: { handlers: [], level } });
const API = ['django.contrib.sessions', 'rest_framework'];
const WITHOUT_CSRF = MIDDLEWARE.filter(name => !name.includes('csrf'));
const STAGING: More = { profile: 'staging' };

describe('a finding is worth what it costs', () => {
  const table: readonly (readonly [
    what: string,
    rule: string,
    settings: Settings,
    more: More,
    severities: readonly string[],
  ])[] = [
    ['debugging in production', 'settings/debug', { DEBUG: true }, {}, ['critical']],
    ['debugging on staging', 'settings/debug', { DEBUG: true }, STAGING, ['critical']],
    ['debugging on a developer’s machine', 'settings/debug', { DEBUG: true }, { profile: 'development' }, []],
    [
      'a variable that switches it on',
      'settings/debug-variable',
      { DEBUG: false },
      { answer: { variations: [variation('DEBUG', 'on', { DEBUG: [false, true] })] } },
      ['medium'],
    ],
    [
      'a redirect that loops, of a site whose start is known',
      'settings/proxy-header-missing',
      { SECURE_SSL_REDIRECT: true },
      { compose: WEB },
      ['critical'],
    ],
    [
      'a redirect that may loop, behind a server that no file shows',
      'settings/proxy-header-missing',
      { SECURE_SSL_REDIRECT: true },
      {},
      ['high'],
    ],
    [
      'a header of another name',
      'settings/proxy-header-shape',
      { SECURE_PROXY_SSL_HEADER: ['X-Forwarded-Proto', 'https'] },
      {},
      ['high'],
    ],
    [
      'the same, with the redirect on',
      'settings/proxy-header-shape',
      { SECURE_PROXY_SSL_HEADER: ['X-Forwarded-Proto', 'https'], SECURE_SSL_REDIRECT: true },
      {},
      ['critical'],
    ],
    [
      'no origin, and no header',
      'settings/csrf-origin-hosts',
      { CSRF_TRUSTED_ORIGINS: [] },
      { compose: WEB },
      ['high'],
    ],
    [
      'no origin, and a header',
      'settings/csrf-origin-hosts',
      { CSRF_TRUSTED_ORIGINS: [], SECURE_PROXY_SSL_HEADER: FORWARDED },
      { compose: WEB },
      ['low'],
    ],
    ['an entry for a whole top-level domain', 'settings/hosts-wildcard', { ALLOWED_HOSTS: ['.ph'] }, {}, ['high']],
    ['subdomains', 'settings/hosts-wildcard', { ALLOWED_HOSTS: ['.obcms.example'] }, {}, ['low']],
    [
      'the site’s own name, written so that it never matches',
      'settings/hosts-shape',
      { ALLOWED_HOSTS: ['https://obcms.example'] },
      {},
      ['critical'],
    ],
    ['session and CSRF cookies over plain HTTP', 'settings/cookies-secure', {}, {}, ['high', 'medium']],
    [
      'a cookie that browsers throw away',
      'settings/cookies-samesite',
      { SESSION_COOKIE_SAMESITE: 'None' },
      {},
      ['high'],
    ],
    [
      'a cookie that foreign pages send',
      'settings/cookies-samesite',
      { SESSION_COOKIE_SAMESITE: 'None', SESSION_COOKIE_SECURE: true },
      {},
      ['medium'],
    ],
    [
      'settings that no middleware reads',
      'settings/middleware-missing',
      { MIDDLEWARE: MIDDLEWARE.slice(1), SECURE_HSTS_SECONDS: 3600 },
      {},
      ['high'],
    ],
    ['no check of forms', 'settings/middleware-missing', { MIDDLEWARE: WITHOUT_CSRF }, {}, ['high']],
    [
      'no check of forms, where an API checks them itself',
      'settings/middleware-missing',
      { MIDDLEWARE: WITHOUT_CSRF, INSTALLED_APPS: API },
      {},
      ['medium'],
    ],
    [
      'pages kept before it is known for whom',
      'settings/cache-middleware',
      { MIDDLEWARE: [MIDDLEWARE[2] ?? '', CACHE[0], CACHE[1]] },
      {},
      ['high'],
    ],
    [
      'pages kept in the right order',
      'settings/cache-middleware',
      { MIDDLEWARE: [CACHE[0], ...MIDDLEWARE, CACHE[1]] },
      {},
      ['low'],
    ],
    [
      'pages that nobody fetches',
      'settings/cache-middleware',
      { MIDDLEWARE: [CACHE[0], ...MIDDLEWARE] },
      {},
      ['medium'],
    ],
    [
      'SQLite in the container',
      'settings/database-engine',
      { DATABASES: SQLITE('/app/db.sqlite3') },
      { compose: WEB },
      ['critical'],
    ],
    [
      'SQLite where people mount a volume',
      'settings/database-engine',
      { DATABASES: SQLITE('/data/db.sqlite3') },
      {},
      ['high'],
    ],
    [
      'SQLite on a volume',
      'settings/database-engine',
      { DATABASES: SQLITE('/data/db.sqlite3') },
      { compose: `${WEB}    volumes: ["data:/data"]\nvolumes:\n  data:\n` },
      ['medium'],
    ],
    [
      'plain text to a database across the internet',
      'settings/database-tls',
      { DATABASES: database({ HOST: 'db.provider.com', OPTIONS: { sslmode: 'disable' } }) },
      {},
      ['high'],
    ],
    [
      'plain text in the network of a cloud',
      'settings/database-tls',
      { DATABASES: database({ HOST: 'db.abc.eu-west-1.rds.amazonaws.com' }) },
      {},
      ['medium'],
    ],
    [
      'cursors behind a pooler of unknown mode',
      'settings/server-side-cursors',
      { DATABASES: database({ PORT: 6432 }) },
      {},
      ['medium'],
    ],
    ['a cache for each process', 'settings/cache-shared', { CACHES: MEMORY }, { compose: WEB }, ['high']],
    ['a cache for each process, if there are several', 'settings/cache-shared', { CACHES: MEMORY }, {}, ['medium']],
    ['a cache that nobody asked for', 'settings/cache-shared', {}, { compose: WEB }, ['low']],
    [
      'sessions for each process',
      'settings/session-store',
      { SESSION_ENGINE: 'django.contrib.sessions.backends.cache', CACHES: MEMORY },
      { compose: WEB },
      ['high'],
    ],
    [
      'a Redis without a password across the internet',
      'settings/cache-redis',
      {
        CACHES: {
          default: {
            BACKEND: 'django_redis.cache.RedisCache',
            LOCATION: { ...REDIS, scheme: 'rediss', host: 'r.provider.com' },
          },
        },
      },
      {},
      ['high'],
    ],
    [
      'one without in a network of its own',
      'settings/cache-redis',
      { CACHES: { default: { BACKEND: 'django_redis.cache.RedisCache', LOCATION: REDIS } } },
      {},
      ['low'],
    ],
    [
      'mail that is printed in production',
      'settings/mail-backend',
      { EMAIL_BACKEND: 'django.core.mail.backends.console.EmailBackend' },
      {},
      ['high'],
    ],
    [
      'mail that is printed on staging',
      'settings/mail-backend',
      { EMAIL_BACKEND: 'django.core.mail.backends.console.EmailBackend' },
      STAGING,
      ['low'],
    ],
    ['everything in production’s log', 'settings/log-level', { LOGGING: LOGGING('DEBUG') }, {}, ['medium']],
    ['everything in staging’s log', 'settings/log-level', { LOGGING: LOGGING('DEBUG') }, STAGING, ['low']],
    ['a level that stops the start', 'settings/log-level', { LOGGING: LOGGING('LOUD') }, {}, ['high']],
    [
      'a login in plain text, to a relay of the same network',
      'settings/mail-tls',
      { EMAIL_HOST: 'mail', EMAIL_HOST_USER: 'obcms' },
      {},
      ['medium'],
    ],
    [
      'attacks below the level of their logger',
      'settings/logs-lost',
      {
        LOGGING: { ...LOGGING('INFO'), loggers: { 'django.security': { handlers: ['console'], level: 'CRITICAL' } } },
      },
      {},
      ['medium'],
    ],
    [
      'attacks that are logged',
      'settings/logs-lost',
      { LOGGING: { ...LOGGING('INFO'), loggers: { 'django.security': { handlers: ['console'], level: 'INFO' } } } },
      {},
      [],
    ],
    [
      'a placeholder for a key',
      'settings/secret-key',
      { SECRET_KEY: secret({ placeholder: 'change-me' }) },
      {},
      ['critical'],
    ],
    ['a key that is written down', 'settings/secret-key', { SECRET_KEY: secret() }, {}, ['medium']],
    [
      'an access token for a week',
      'settings/token-life',
      { SIMPLE_JWT: { ACCESS_TOKEN_LIFETIME: { $: 'seconds', value: 604_800 } } },
      {},
      ['high'],
    ],
    [
      'an access token for an hour',
      'settings/token-life',
      { SIMPLE_JWT: { ACCESS_TOKEN_LIFETIME: { $: 'seconds', value: 3600 } } },
      {},
      ['low'],
    ],
  ];

  test.each(table)('%s', async (_what, rule, settings, more, severities) => {
    expect(await worth(rule, settings, more)).toEqual(severities);
  });
});
