import type { Fault } from '../fault.ts';
import { IMAGE_ENVIRONMENT_FILE } from '../ground.ts';
import { secretFrom } from '../variables.ts';

const BASE = 'src/obc_management/settings/base.py';
const PRODUCTION = 'src/obc_management/settings/production.py';
const VARIABLES = IMAGE_ENVIRONMENT_FILE;

export const SETTINGS_FAULTS: readonly Fault[] = [
  {
    name: 'base.py computes from DEBUG what production.py does not set back',
    edits: [
      { file: BASE, find: 'DEBUG = False\n', replace: 'DEBUG = env.bool("DJANGO_DEBUG", default=True)\n' },
      { file: BASE, find: 'WHITENOISE_USE_FINDERS = False', replace: 'WHITENOISE_USE_FINDERS = DEBUG' },
      { file: PRODUCTION, find: 'DEBUG = env.bool("DJANGO_DEBUG", default=False)', replace: 'DEBUG = False' },
    ],
    expect: [{ rule: 'settings/depends-on-debug', file: BASE, at: 'WHITENOISE_USE_FINDERS' }],
  },
  {
    name: 'A key in the repository stands in for the one that is missing',
    edits: [
      {
        file: BASE,
        find: 'env.str("SECRET_KEY")',
        replace: 'env.str("SECRET_KEY", default="django-insecure-5k2v9x7q4w1z8r3t6y0u5i2o9p4a7s1d")',
      },
      { file: VARIABLES, find: `SECRET_KEY=${secretFrom('key of the image', 128)}\n`, replace: '' },
    ],
    expect: [{ rule: 'settings/secret-key', file: BASE, at: 'env.str("SECRET_KEY"' }],
  },
  {
    name: 'Forms take what other sites send',
    edits: [{ file: BASE, find: '    "django.middleware.csrf.CsrfViewMiddleware",\n', replace: '' }],
    expect: [{ rule: 'settings/middleware-missing', file: BASE, at: 'MIDDLEWARE = [' }],
  },
  {
    name: 'Nobody serves the static files',
    edits: [{ file: BASE, find: '    "whitenoise.middleware.WhiteNoiseMiddleware",\n', replace: '' }],
    expect: [{ rule: 'settings/static-served', file: BASE, at: 'MIDDLEWARE = [' }],
  },
  {
    name: 'The storage of static files is named as Django read it until 5.0',
    edits: [
      {
        file: PRODUCTION,
        find: 'SIMPLE_JWT = {',
        replace:
          'STATICFILES_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"\n\nSIMPLE_JWT = {',
      },
    ],
    expect: [{ rule: 'settings/storages-ignored', file: PRODUCTION, at: 'STATICFILES_STORAGE' }],
  },
  {
    name: 'Exceptions are thrown at the server',
    edits: [
      { file: PRODUCTION, find: 'SIMPLE_JWT = {', replace: 'DEBUG_PROPAGATE_EXCEPTIONS = True\n\nSIMPLE_JWT = {' },
    ],
    expect: [{ rule: 'settings/debug-propagation', file: PRODUCTION, at: 'DEBUG_PROPAGATE_EXCEPTIONS' }],
  },
  {
    name: 'The database is asked in the clear, and its password is its user’s name',
    edits: [
      {
        file: VARIABLES,
        find: `obcms:${secretFrom('database of the image', 48)}@db.obcms.example:5432/obcms?sslmode=require`,
        replace: 'records:records@db.obcms.example:5432/obcms',
      },
    ],
    expect: [
      { rule: 'settings/database-tls', file: PRODUCTION, at: 'DATABASES = {' },
      { rule: 'env/password-is-name', file: VARIABLES, at: 'DATABASE_URL=' },
    ],
  },
  {
    name: 'Mail goes to a server in the container, from a sender in the container',
    edits: [
      { file: VARIABLES, find: 'EMAIL_HOST=smtp.obcms.example\n', replace: '' },
      { file: VARIABLES, find: 'DEFAULT_FROM_EMAIL=obcms@obcms.example\n', replace: '' },
    ],
    expect: [
      { rule: 'settings/mail-server', file: PRODUCTION, at: 'EMAIL_HOST = ' },
      { rule: 'settings/mail-sender', file: PRODUCTION, at: 'DEFAULT_FROM_EMAIL' },
    ],
  },
  {
    name: 'Nothing that goes wrong is written anywhere',
    edits: [{ file: BASE, find: '        "handlers": ["console"],\n', replace: '        "handlers": [],\n' }],
    expect: [{ rule: 'settings/logs-stdout', file: BASE, at: 'LOGGING = {' }],
  },
  {
    name: 'Any password will do',
    edits: [{ file: PRODUCTION, find: 'SIMPLE_JWT = {', replace: 'AUTH_PASSWORD_VALIDATORS = []\n\nSIMPLE_JWT = {' }],
    expect: [{ rule: 'settings/password-validators', file: PRODUCTION, at: 'AUTH_PASSWORD_VALIDATORS' }],
  },
  {
    name: 'Loading the settings asks a server and prints what it said',
    edits: [
      {
        file: BASE,
        find: 'SITE_TITLE =',
        replace: `try:
    socket.create_connection(("10.20.30.40", 6379), timeout=1).close()
except OSError:
    print("Redis is away")

SITE_TITLE =`,
      },
      { file: BASE, find: 'from pathlib import Path\n', replace: 'import socket\nfrom pathlib import Path\n' },
    ],
    expect: [
      { rule: 'settings/connects-at-import', file: BASE, at: 'socket.create_connection' },
      { rule: 'settings/prints-at-import', file: BASE, at: 'print("Redis is away")' },
    ],
  },
];
