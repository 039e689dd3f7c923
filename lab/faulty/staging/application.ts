import type { Fault } from '../fault.ts';
import { STAGING_ENVIRONMENT_FILE } from '../ground.ts';

const PRODUCTION = 'src/obc_management/settings/production.py';
const DOCKERFILE = 'Dockerfile';
const ENTRYPOINT = 'docker/entrypoint.sh';
const LOCKED = 'requirements/production.txt';

export const SETTINGS_FAULTS: readonly Fault[] = [
  {
    name: 'Every host is allowed',
    edits: [{ file: PRODUCTION, find: 'required_list("ALLOWED_HOSTS") + HEALTH_CHECK_HOSTS', replace: '["*"]' }],
    expect: [{ rule: 'settings/hosts-wildcard', file: PRODUCTION, at: 'ALLOWED_HOSTS = ' }],
  },
  {
    name: 'Debugging is on while staging is looked at',
    edits: [
      { file: STAGING_ENVIRONMENT_FILE, find: 'LOG_LEVEL=INFO\n', replace: 'LOG_LEVEL=INFO\nDJANGO_DEBUG=True\n' },
      {
        file: 'docker-compose.prod.yml',
        find: 'LOG_LEVEL: ${LOG_LEVEL:-INFO}',
        replace: 'LOG_LEVEL: ${LOG_LEVEL:-INFO}\n    DJANGO_DEBUG: ${DJANGO_DEBUG:-}',
      },
    ],
    expect: [
      { rule: 'settings/debug', file: PRODUCTION, at: 'env.bool("DJANGO_DEBUG"' },
      { rule: 'env/debug', file: STAGING_ENVIRONMENT_FILE, at: 'DJANGO_DEBUG=True' },
    ],
  },
  {
    name: 'Messages are asked for before there is a session',
    edits: [
      {
        file: 'src/obc_management/settings/base.py',
        find: '    "django.contrib.messages.middleware.MessageMiddleware",\n',
        replace: '',
      },
      {
        file: 'src/obc_management/settings/base.py',
        find: '    "corsheaders.middleware.CorsMiddleware",\n',
        replace:
          '    "django.contrib.messages.middleware.MessageMiddleware",\n    "corsheaders.middleware.CorsMiddleware",\n',
      },
    ],
    expect: [
      { rule: 'settings/middleware-order', file: 'src/obc_management/settings/base.py', at: 'MIDDLEWARE = [' },
      // What it does to the one page that is visited.
      { rule: 'django/health-fails', file: 'src/core/views.py', at: 'def health(' },
    ],
  },
  {
    name: 'The storages are half written',
    edits: [
      {
        file: 'src/obc_management/settings/base.py',
        find: '    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},\n',
        replace: '',
      },
    ],
    expect: [{ rule: 'settings/storages-whole', file: 'src/obc_management/settings/base.py', at: 'STORAGES = {' }],
  },
];

export const DOCKER_FAULTS: readonly Fault[] = [
  {
    name: 'The base image is whatever Python is today',
    edits: [
      { file: DOCKERFILE, find: 'FROM python:3.13-slim-bookworm AS build', replace: 'FROM python:slim AS build' },
      {
        file: DOCKERFILE,
        find: 'FROM python:3.13-slim-bookworm AS production',
        replace: 'FROM python:slim AS production',
      },
    ],
    expect: [
      { rule: 'docker/base-unpinned', file: DOCKERFILE, at: 'AS build' },
      { rule: 'docker/base-unpinned', file: DOCKERFILE, at: 'AS production' },
    ],
  },
  {
    name: 'Packages are installed by a user who may not',
    edits: [
      {
        file: DOCKERFILE,
        find: 'USER app\n',
        replace: 'USER app\nRUN apt-get update && apt-get install --yes --no-install-recommends gettext\n',
      },
    ],
    expect: [{ rule: 'docker/needs-root', file: DOCKERFILE, at: 'gettext' }],
  },
  {
    name: 'Static files are collected by the settings of developers',
    edits: [
      {
        file: DOCKERFILE,
        find: '    python src/manage.py collectstatic',
        replace:
          '    DJANGO_SETTINGS_MODULE=obc_management.settings.development \\\n    python src/manage.py collectstatic',
      },
    ],
    expect: [{ rule: 'docker/collectstatic-settings', file: DOCKERFILE, at: 'RUN SECRET_KEY' }],
  },
];

export const START_FAULTS: readonly Fault[] = [
  {
    name: 'The site is served by the server of developers',
    edits: [
      {
        file: ENTRYPOINT,
        find: 'exec gunicorn --config gunicorn.conf.py',
        replace: 'exec python src/manage.py runserver 0.0.0.0:8000',
      },
    ],
    expect: [{ rule: 'server/runserver', file: ENTRYPOINT, at: 'runserver' }],
  },
];

export const REQUIREMENTS_FAULTS: readonly Fault[] = [
  {
    name: 'The lock is given up for names without versions',
    edits: [
      { file: LOCKED, remove: true },
      {
        file: DOCKERFILE,
        find: 'COPY requirements/production.txt /tmp/requirements.txt',
        replace: 'COPY requirements/latest.txt /tmp/requirements.txt',
      },
      { file: DOCKERFILE, find: '--require-hashes --only-binary :all: ', replace: '' },
      {
        file: 'requirements/latest.txt',
        content: `Django==5.2.17
celery[redis]
django-cors-headers
django-environ
djangorestframework
djangorestframework-simplejwt
gunicorn
obcms-forms @ git+https://git.example.org/obcms/forms.git@main
psycopg[binary]
pytest==9.0.1
whitenoise
-r extra.txt
`,
      },
    ],
    expect: [
      { rule: 'requirements/unpinned', file: 'requirements/latest.txt', at: 'celery[redis]' },
      { rule: 'requirements/moving-source', file: 'requirements/latest.txt', at: 'git+https' },
      { rule: 'requirements/development', file: 'requirements/latest.txt', at: 'pytest' },
      { rule: 'requirements/unreadable', file: 'requirements/latest.txt', at: '-r extra.txt' },
    ],
  },
];

export const SOURCE_FAULTS: readonly Fault[] = [
  {
    name: 'PgBouncer’s users are in git, with their passwords',
    edits: [{ file: 'pgbouncer/userlist.txt', content: '"obcms" "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"\n' }],
    expect: [{ rule: 'source/userlist', file: 'pgbouncer/userlist.txt', at: '"obcms"' }],
  },
  {
    name: 'A workflow that nobody can read',
    edits: [
      { file: '.github/workflows/nightly.yml', content: 'name: Nightly\non:\n  schedule\n    - cron: "0 3 * * *"\n' },
    ],
    expect: [{ rule: 'source/workflow', file: '.github/workflows/nightly.yml', at: 'schedule' }],
  },
];
