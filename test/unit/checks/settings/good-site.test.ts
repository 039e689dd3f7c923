import { expect, test } from '@jest/globals';
import { judge } from '../../../../src/checks/judge.ts';
import { RULES } from '../../../../src/checks/settings/index.ts';
import { database, FORWARDED, REDIS, type Settings, secret, site, WEB } from '../cases/settings/made.ts';

test('a site made as the documents ask gives nothing above low', async () => {
  const good: Settings = {
    DEBUG: false,
    SECRET_KEY: secret(),
    ALLOWED_HOSTS: ['obcms.example', 'localhost'],
    CSRF_TRUSTED_ORIGINS: ['https://obcms.example'],
    SECURE_PROXY_SSL_HEADER: FORWARDED,
    SECURE_SSL_REDIRECT: true,
    SECURE_HSTS_SECONDS: 31_536_000,
    SECURE_HSTS_INCLUDE_SUBDOMAINS: true,
    SECURE_HSTS_PRELOAD: true,
    SESSION_COOKIE_SECURE: true,
    CSRF_COOKIE_SECURE: true,
    DATABASES: database(),
    CACHES: {
      default: {
        BACKEND: 'django.core.cache.backends.redis.RedisCache',
        LOCATION: { ...REDIS, password: secret({ tag: 'cd34' }) },
      },
    },
    STATIC_URL: '/static/',
    STATIC_ROOT: '/checkout/src/staticfiles',
    STORAGES: {
      default: { BACKEND: 'django.core.files.storage.FileSystemStorage' },
      staticfiles: { BACKEND: 'whitenoise.storage.CompressedManifestStaticFilesStorage' },
    },
    EMAIL_HOST: 'smtp.provider.com',
    EMAIL_PORT: 587,
    EMAIL_USE_TLS: true,
    EMAIL_TIMEOUT: 10,
    DEFAULT_FROM_EMAIL: 'site@obcms.example',
    TIME_ZONE: 'Asia/Manila',
    USE_TZ: true,
    AUTH_PASSWORD_VALIDATORS: [{ NAME: 'django.contrib.auth.password_validation.MinimumLengthValidator' }],
    LOGGING: {
      version: 1,
      disable_existing_loggers: false,
      handlers: { console: { class: 'logging.StreamHandler' } },
      root: { handlers: ['console'], level: 'INFO' },
      loggers: { django: { handlers: [], propagate: true } },
    },
  };
  const { findings } = judge(await site(good, { compose: WEB }), RULES, new Set(['settings']));
  // The key of this case comes from no variable.
  expect(findings.filter(({ severity, rule }) => severity !== 'low' && rule !== 'settings/secret-key')).toEqual([]);
});
