import type { RuleCases } from '../../../../support/rule-cases.ts';
import { served, stack } from '../../server/running.ts';

/** gunicorn with a file of these lines; the first line is line 1. */
const file = (text: string, options: Parameters<typeof served>[2] = {}) =>
  served('gunicorn -c gunicorn.conf.py proj.wsgi', { 'gunicorn.conf.py': text }, options);
const AT = (line: number): [string, number][] => [['gunicorn.conf.py', line]];

export const TUNING: RuleCases = {
  'server/workers-too-many': {
    fires: [
      { name: 'four a core', project: file('threads = 2\nworkers = 4 * cores\n'), at: AT(2) },
      { name: 'the cores of the machine, without a ceiling', project: file('workers = 2 * cores + 1\n'), at: AT(1) },
      {
        name: 'more than the container’s share of the cores',
        project: stack(
          '  web:\n    build: .\n    command: gunicorn -b :8000 -w 9 proj.wsgi\n    deploy:\n      resources:\n        limits:\n          cpus: "1.0"\n',
        ),
        at: [['docker-compose.prod.yml', 4]],
      },
      {
        name: 'more than its memory holds',
        project: stack('  web:\n    build: .\n    command: gunicorn -b :8000 -w 9 proj.wsgi\n    mem_limit: 512m\n'),
        at: [['docker-compose.prod.yml', 4]],
      },
      {
        name: 'WEB_CONCURRENCY',
        project: served('gunicorn -b :8000 proj.wsgi', {}, { given: { WEB_CONCURRENCY: '64' } }),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      { name: 'a ceiling', project: file('workers = min(2 * cores + 1, 5)\n') },
      { name: 'three', project: served('gunicorn -b :8000 -w 3 proj.wsgi') },
      {
        name: 'it fits',
        project: stack('  web:\n    build: .\n    command: gunicorn -b :8000 -w 3 proj.wsgi\n    mem_limit: 512m\n'),
      },
    ],
  },
  'server/one-worker': {
    fires: [
      { name: 'gunicorn’s default', project: served('gunicorn -b :8000 proj.wsgi'), at: [['Dockerfile', 6]] },
      { name: 'said in the file', project: file('timeout = 60\nworkers = 1\n'), at: AT(2) },
    ],
    silent: [
      { name: 'one with threads', project: file('workers = 1\nthreads = 4\n') },
      { name: 'two', project: served('gunicorn -w2 -b :8000 proj.wsgi') },
      {
        name: 'one in each of three replicas',
        project: stack('  web:\n    build: .\n    deploy:\n      replicas: 3\n'),
      },
      {
        name: 'WEB_CONCURRENCY',
        project: served('gunicorn -b :8000 proj.wsgi', {}, { given: { WEB_CONCURRENCY: '3' } }),
      },
      { name: 'asynchronous', project: served('gunicorn -k gevent -b :8000 proj.wsgi') },
    ],
  },
  'server/threads': {
    fires: [{ name: 'thirty-two', project: file('threads = 32\n'), at: AT(1) }],
    silent: [{ name: 'four', project: file('threads = 4\n') }],
  },
  'server/timeout': {
    fires: [
      { name: 'left alone', project: file('workers = 2\n'), at: AT(1) },
      { name: 'none at all', project: file('workers = 2\ntimeout = 0\n'), at: AT(2) },
      { name: 'five seconds', project: served('gunicorn -t 5 -b :8000 proj.wsgi'), at: [['Dockerfile', 6]] },
      { name: 'an hour', project: file('timeout = 3600\n'), at: AT(1) },
    ],
    silent: [
      { name: 'two minutes', project: file('timeout = 120\n') },
      { name: 'thirty seconds, decided', project: file('timeout = 30\n') },
    ],
  },
  'server/graceful-timeout': {
    fires: [
      { name: 'one second', project: file('graceful_timeout = 1\n'), at: AT(1) },
      {
        name: 'uvicorn',
        project: served('uvicorn --host 0.0.0.0 --timeout-graceful-shutdown 0 proj.asgi:application'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [{ name: 'the default', project: file('timeout = 60\n') }],
  },
  'server/keepalive': {
    fires: [{ name: 'ten minutes', project: file('keepalive = 600\n'), at: AT(1) }],
    silent: [{ name: 'five seconds', project: served('gunicorn --keep-alive 5 -b :8000 proj.wsgi') }],
  },
  'server/max-requests': {
    fires: [
      { name: 'never', project: file('workers = 2\n'), at: AT(1) },
      { name: 'all at the same request', project: file('workers = 2\nmax_requests = 1000\n'), at: AT(2) },
      { name: 'after every ten', project: file('max_requests = 10\nmax_requests_jitter = 5\n'), at: AT(1) },
    ],
    silent: [{ name: 'now and then', project: file('max_requests = 1000\nmax_requests_jitter = 100\n') }],
  },
  'server/access-log': {
    fires: [
      { name: 'none', project: file('workers = 2\n'), at: AT(1) },
      { name: 'without the time a request took', project: file('workers = 2\naccesslog = "-"\n'), at: AT(2) },
      {
        name: 'uvicorn’s switched off',
        project: served('uvicorn --host 0.0.0.0 --no-access-log proj.asgi:application'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      { name: 'with the time', project: file('accesslog = "-"\naccess_log_format = "%(h)s %(r)s %(s)s %(D)s"\n') },
      { name: 'a logging configuration of its own', project: file('logconfig = "logging.ini"\n') },
      { name: 'uvicorn writes one by itself', project: served('uvicorn --host 0.0.0.0 proj.asgi:application') },
    ],
  },
  'server/log-files': {
    fires: [
      { name: 'errors', project: file('accesslog = "-"\nerrorlog = "/var/log/gunicorn/error.log"\n'), at: AT(2) },
      {
        name: 'requests',
        project: served('gunicorn --access-logfile logs/access.log -b :8000 proj.wsgi'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [{ name: 'standard output, by its path', project: file('accesslog = "/dev/stdout"\nerrorlog = "-"\n') }],
  },
  'server/log-level': {
    fires: [
      { name: 'debug', project: served('gunicorn --log-level debug -b :8000 proj.wsgi'), at: [['Dockerfile', 6]] },
      { name: 'errors only', project: file('loglevel = "error"\n'), at: AT(1) },
    ],
    silent: [{ name: 'info', project: file('loglevel = "info"\n') }],
  },
  'server/daemon': {
    fires: [
      { name: 'in the file', project: file('workers = 2\ndaemon = True\n'), at: AT(2) },
      { name: 'among short flags', project: served('gunicorn -Dw3 -b :8000 proj.wsgi'), at: [['Dockerfile', 6]] },
    ],
    silent: [{ name: 'False', project: file('daemon = False\n') }],
  },
  'server/user-switch': {
    fires: [{ name: 'the image runs as another', project: file('workers = 2\nuser = "www-data"\n'), at: AT(2) }],
    silent: [
      { name: 'the same user', project: file('user = "app"\n') },
      {
        name: 'the container runs as root',
        project: stack(
          '  web:\n    build: .\n    user: root\n    command: gunicorn --user www-data -b :8000 proj.wsgi\n',
        ),
      },
    ],
  },
  'server/preload': {
    fires: [{ name: 'without closing anything', project: file('preload_app = True\n'), at: AT(1) }],
    silent: [
      { name: 'off', project: file('preload_app = False\n') },
      { name: 'a hook after the fork', project: file('preload_app = True\npost_fork = "function"\n') },
    ],
  },
  'server/worker-tmp-dir': {
    fires: [
      { name: 'on the container’s disk', project: file('workers = 2\n'), at: AT(1) },
      { name: '/tmp is the same disk', project: file('worker_tmp_dir = "/tmp"\n'), at: AT(1) },
    ],
    silent: [{ name: 'in memory', project: file('worker_tmp_dir = "/dev/shm"\n') }],
  },
  'server/request-limits': {
    fires: [
      { name: 'no limit of the line', project: file('workers = 2\nlimit_request_line = 0\n'), at: AT(2) },
      { name: 'a megabyte a header', project: file('limit_request_field_size = 1048576\n'), at: AT(1) },
    ],
    silent: [
      {
        name: 'gunicorn’s own',
        project: file('limit_request_line = 4094\nlimit_request_fields = 100\nlimit_request_field_size = 8190\n'),
      },
    ],
  },
  'server/backlog': {
    fires: [
      { name: 'sixteen', project: file('backlog = 16\n'), at: AT(1) },
      {
        name: 'ten connections a worker',
        project: file('worker_class = "gevent"\nworker_connections = 10\n'),
        at: AT(2),
      },
    ],
    silent: [{ name: 'gunicorn’s own', project: file('backlog = 2048\nworker_connections = 1000\n') }],
  },
};
