/** A pull request that nobody would call careless: each change was made for a reason, and does harm. */
import type { Edit } from '../../lab/faulty/fault.ts';

const PRODUCTION = 'src/obc_management/settings/production.py';
const STACK = 'docker-compose.prod.yml';

export const PROPOSAL: readonly Edit[] = [
  // So that a new machine starts at once.
  {
    file: PRODUCTION,
    find: 'env.bool("DJANGO_DEBUG", default=False)',
    replace: 'env.bool("DJANGO_DEBUG", default=True)',
  },
  // Somebody read that exemptions are a hole.
  { file: PRODUCTION, find: 'SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]\n', replace: '' },
  // An application on another domain could not log in.
  {
    file: PRODUCTION,
    find: 'CORS_ALLOW_ALL_ORIGINS = env.bool("CORS_ALLOW_ALL_ORIGINS", default=False)\nCORS_ALLOW_CREDENTIALS = env.bool("CORS_ALLOW_CREDENTIALS", default=False)',
    replace: 'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True',
  },
  // The tasks were moved to a module of their own; one place was forgotten.
  {
    file: 'src/obc_management/settings/base.py',
    find: '"task": "core.tasks.clear_expired_sessions"',
    replace: '"task": "core.tasks.cleanup.clear_expired_sessions"',
  },
  // The package cache could not be written as "app".
  { file: 'Dockerfile', find: 'USER app\nEXPOSE 8000', replace: 'EXPOSE 8000' },
  // The base image should always be the newest.
  {
    file: 'Dockerfile',
    find: 'FROM python:3.13-slim-bookworm AS production',
    replace: 'FROM python:slim AS production',
  },
  // Redis filled up.
  { file: STACK, find: '--maxmemory-policy noeviction', replace: '--maxmemory 256mb --maxmemory-policy allkeys-lru' },
  // The check of the worker was slow.
  {
    file: STACK,
    find: `    command: ["worker"]
    healthcheck:
      test: ["CMD-SHELL", "celery --workdir src --app obc_management inspect ping --destination celery@$$HOSTNAME --timeout 5"]
      interval: 30s
      timeout: 15s
      retries: 3
      start_period: 30s
    # Longer than CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT.
    stop_grace_period: 60s
`,
    replace: '    command: ["worker"]\n',
  },
  // To look at the database from a desk.
  {
    file: STACK,
    find: '    image: postgres:17-alpine\n    restart: unless-stopped\n',
    replace: '    image: postgres:17-alpine\n    restart: unless-stopped\n    ports:\n      - "5432:5432"\n',
  },
  // What the answers of a form said.
  {
    file: '.github/workflows/checks.yml',
    content: `name: Checks
on: pull_request
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - run: pip install -r requirements/production.txt
      - run: python src/manage.py check --deploy
        env:
          DJANGO_SETTINGS_MODULE: obc_management.settings.development
`,
  },
];
