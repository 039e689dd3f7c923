import type { ForeignProject } from './project.ts';
import { secretOf } from './random.ts';

export const LEDGER: ForeignProject = {
  name: 'ledger',
  layout: 'switched by DJANGO_ENV in settings/__init__.py, python-decouple, below src/',
  environment: {
    DJANGO_ENV: 'production',
    SECRET_KEY: secretOf('ledger key', 128),
    ALLOWED_HOSTS: 'ledger.example',
    CSRF_TRUSTED_ORIGINS: 'https://ledger.example',
    DB_NAME: 'ledger',
    DB_USER: 'ledger',
    DB_PASSWORD: secretOf('ledger database', 48),
    DB_HOST: 'db.ledger.example',
    REDIS_URL: `rediss://:${secretOf('ledger cache', 48)}@cache.ledger.example:6379/0`,
    EMAIL_HOST: 'smtp.ledger.example',
    EMAIL_HOST_USER: 'ledger',
    EMAIL_HOST_PASSWORD: secretOf('ledger mail', 48),
    DEFAULT_FROM_EMAIL: 'ledger@ledger.example',
  },
  directory: 'src',
  settings: 'ledger.settings',
  services: ['deploy/compose.production.yaml: web', 'deploy/compose.production.yaml: migrate'],
  missing: 'decouple',
  reader: 'decouple',
  demands: 'DJANGO_ENV',
  faults: [
    {
      edit: {
        file: 'src/ledger/settings/common.py',
        find: 'config("DEBUG", default=False, cast=bool)',
        replace: 'config("DEBUG", default=True, cast=bool)',
      },
      expect: { rule: 'settings/debug', file: 'src/ledger/settings/common.py', marker: 'DEBUG = config(' },
    },
    {
      edit: {
        file: 'src/ledger/settings/deployed.py',
        find: 'django.core.cache.backends.redis.RedisCache',
        replace: 'django.core.cache.backends.locmem.LocMemCache',
      },
      expect: { rule: 'settings/cache-shared', file: 'src/ledger/settings/deployed.py', marker: 'CACHES = {' },
    },
    {
      edit: {
        file: 'src/ledger/settings/production.py',
        find: 'SECURE_HSTS_SECONDS = 31_536_000\n',
        replace: 'SESSION_COOKIE_SECURE = False\nSECURE_HSTS_SECONDS = 31_536_000\n',
      },
      expect: {
        rule: 'settings/cookies-secure',
        file: 'src/ledger/settings/production.py',
        marker: 'SESSION_COOKIE_SECURE = False',
      },
    },
  ],
};
