import type { Fault } from '../fault.ts';
import { IMAGE_ENVIRONMENT_FILE } from '../ground.ts';
import { secretFrom } from '../variables.ts';

const PRODUCTION = 'src/obc_management/settings/production.py';
const BASE = 'src/obc_management/settings/base.py';
const VARIABLES = IMAGE_ENVIRONMENT_FILE;
const TEMPLATE = '.env.production.example';

export const DJANGO_FAULTS: readonly Fault[] = [
  {
    name: 'The probe’s host is not allowed',
    edits: [
      {
        file: PRODUCTION,
        find: 'required_list("ALLOWED_HOSTS") + HEALTH_CHECK_HOSTS',
        replace: 'required_list("ALLOWED_HOSTS")',
      },
    ],
    expect: [{ rule: 'django/health-host', file: PRODUCTION, at: 'ALLOWED_HOSTS = ' }],
  },
];

export const ENV_FAULTS: readonly Fault[] = [
  {
    name: 'Redis is looked for in the web’s own container',
    edits: [
      {
        file: VARIABLES,
        find: `REDIS_URL=rediss://:${secretFrom('queue of the image', 48)}@redis.obcms.example:6379/0`,
        replace: 'REDIS_URL=redis://localhost:6379/0',
      },
    ],
    expect: [{ rule: 'env/loopback', file: VARIABLES, at: 'REDIS_URL=' }],
  },
  {
    name: 'A number of workers that is no number',
    edits: [{ file: VARIABLES, find: 'WEB_CONCURRENCY=3', replace: 'WEB_CONCURRENCY=0' }],
    expect: [{ rule: 'env/workers', file: VARIABLES, at: 'WEB_CONCURRENCY=' }],
  },
  {
    name: 'The log says everything, passwords of requests included',
    edits: [{ file: VARIABLES, find: 'LOG_LEVEL=WARNING', replace: 'LOG_LEVEL=DEBUG' }],
    expect: [{ rule: 'settings/log-level', file: BASE, at: 'LOGGING = {' }],
  },
  {
    name: 'Half of a line',
    edits: [{ file: VARIABLES, find: 'SITE_NAME=OBCMS\n', replace: 'SITE_NAME OBCMS\n' }],
    expect: [{ rule: 'env/unreadable-line', file: VARIABLES, at: 'SITE_NAME OBCMS' }],
  },
  {
    name: 'The template starts as it is',
    edits: [
      {
        file: TEMPLATE,
        find: 'SECRET_KEY=\n',
        replace: 'SECRET_KEY=please-put-a-very-long-and-random-value-in-this-place-1234\n',
      },
    ],
    expect: [{ rule: 'env/template-boots', file: TEMPLATE, at: 'SECRET_KEY=' }],
  },
];

export const CELERY_FAULTS: readonly Fault[] = [
  {
    name: 'Tasks run in the request, as in the tests',
    edits: [
      {
        file: BASE,
        find: 'CELERY_TASK_ACKS_LATE = True',
        replace: 'CELERY_TASK_ACKS_LATE = True\nCELERY_TASK_ALWAYS_EAGER = True',
      },
    ],
    expect: [{ rule: 'celery/eager', file: BASE, at: 'CELERY_TASK_ALWAYS_EAGER' }],
  },
];

export const REQUIREMENTS_FAULTS: readonly Fault[] = [
  {
    name: 'The server is not installed',
    edits: [
      { file: 'requirements/production.txt', find: 'gunicorn==26.2.0 \\\n', replace: 'waitress==3.0.2 \\\n' },
      { file: 'requirements/production.in', find: 'gunicorn>=26,<27\n', replace: 'waitress>=3,<4\n' },
    ],
    expect: [{ rule: 'requirements/missing', file: 'docker/entrypoint.sh', at: 'gunicorn --config' }],
  },
];

export const SOURCE_FAULTS: readonly Fault[] = [
  {
    name: 'git would take .env',
    edits: [{ file: '.gitignore', find: '.env\n.env.*\n!.env*.example\n', replace: '' }],
    expect: [{ rule: 'source/gitignore', file: '.gitignore', at: '.venv/' }],
  },
  {
    name: 'The pipeline migrates production',
    edits: [
      {
        file: '.github/workflows/deploy.yml',
        content: `name: Deploy
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  migrate:
    runs-on: ubuntu-latest
    environment: production
    env:
      DATABASE_URL: \${{ secrets.DATABASE_URL }}
      DJANGO_SETTINGS_MODULE: obc_management.settings.production
    steps:
      - uses: actions/checkout@v6
      - run: python src/manage.py migrate --noinput
`,
      },
    ],
    expect: [{ rule: 'source/migrate-in-workflow', file: '.github/workflows/deploy.yml', at: 'manage.py migrate' }],
  },
];
