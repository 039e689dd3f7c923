import type { Fault } from '../fault.ts';

const DOCKERFILE = 'Dockerfile';
const ENTRYPOINT = 'docker/entrypoint.sh';
const GUNICORN = 'gunicorn.conf.py';

export const DOCKER_FAULTS: readonly Fault[] = [
  {
    name: 'The health check is content with any answer',
    edits: [{ file: DOCKERFILE, find: 'exec curl --fail --silent', replace: 'exec curl --silent' }],
    expect: [{ rule: 'docker/healthcheck-verdict', file: DOCKERFILE, at: 'HEALTHCHECK' }],
  },
  {
    name: 'The packages are those of another Python than the one that runs',
    edits: [
      {
        file: DOCKERFILE,
        find: 'FROM python:3.13-slim-bookworm AS build',
        replace: 'FROM python:3.12-slim-bookworm AS build',
      },
    ],
    expect: [{ rule: 'docker/python-drift', file: DOCKERFILE, at: 'COPY --from=build' }],
  },
  {
    name: 'The user that the image becomes is not there',
    edits: [{ file: DOCKERFILE, find: 'USER app\n', replace: 'USER django\n' }],
    expect: [{ rule: 'docker/user-missing', file: DOCKERFILE, at: 'USER django' }],
  },
  {
    name: 'The signal that stops the container stops the shell before gunicorn',
    edits: [{ file: ENTRYPOINT, find: '    exec gunicorn', replace: '    gunicorn' }],
    expect: [{ rule: 'docker/signals', file: ENTRYPOINT, at: 'gunicorn --config' }],
  },
  {
    name: 'apt brings more than was asked for, and leaves its lists',
    edits: [
      { file: DOCKERFILE, find: ' --no-install-recommends', replace: '' },
      { file: DOCKERFILE, find: '    && rm -rf /var/lib/apt/lists/* \\\n', replace: '' },
    ],
    expect: [{ rule: 'docker/apt', file: DOCKERFILE, at: 'apt-get update' }],
  },
  {
    name: 'Python keeps its log to itself until there is enough of it',
    edits: [{ file: DOCKERFILE, find: ' \\\n    PYTHONUNBUFFERED=1', replace: '' }],
    expect: [{ rule: 'docker/python-flags', file: DOCKERFILE, at: 'AS production' }],
  },
];

export const SERVER_FAULTS: readonly Fault[] = [
  {
    name: 'gunicorn listens where the proxy cannot reach it',
    edits: [
      { file: GUNICORN, find: `os.environ.get('HOST', '0.0.0.0')`, replace: `os.environ.get('HOST', '127.0.0.1')` },
    ],
    expect: [{ rule: 'server/bind-loopback', file: GUNICORN, at: 'bind = f' }],
  },
  {
    name: 'gunicorn is told the wrong name of the application',
    edits: [{ file: GUNICORN, find: 'obc_management.wsgi:application', replace: 'obc_management.wsgi:app' }],
    expect: [{ rule: 'server/application-missing', file: GUNICORN, at: 'wsgi_app' }],
  },
  {
    name: 'gunicorn goes into the background, and the container ends',
    edits: [{ file: GUNICORN, find: 'keepalive = 5\n', replace: 'keepalive = 5\ndaemon = True\n' }],
    expect: [{ rule: 'server/daemon', file: GUNICORN, at: 'daemon = True' }],
  },
  {
    name: 'A worker that hangs is never ended',
    edits: [{ file: GUNICORN, find: 'timeout = 60\n', replace: 'timeout = 0\n' }],
    expect: [{ rule: 'server/timeout', file: GUNICORN, at: 'timeout = 0' }],
  },
  {
    name: 'gunicorn logs as for its makers',
    edits: [{ file: GUNICORN, find: '"GUNICORN_LOG_LEVEL", "info"', replace: '"GUNICORN_LOG_LEVEL", "debug"' }],
    expect: [{ rule: 'server/log-level', file: GUNICORN, at: 'loglevel' }],
  },
];
