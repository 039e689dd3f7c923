import type { Fault } from '../fault.ts';

const GUNICORN = 'gunicorn.conf.py';

export const SERVER_FAULTS: readonly Fault[] = [
  {
    name: 'gunicorn watches its files, as on a laptop',
    edits: [{ file: GUNICORN, find: 'keepalive = 5\n', replace: 'keepalive = 5\nreload = True\n' }],
    expect: [{ rule: 'server/reload', file: GUNICORN, at: 'reload = True' }],
  },
  {
    name: 'gunicorn listens on another port than everybody asks',
    edits: [
      {
        file: GUNICORN,
        find: `os.environ.get('PORT', '8000')`,
        replace: `os.environ.get('PORT', '8080')`,
      },
    ],
    expect: [
      { rule: 'server/port-differs', file: 'docker-compose.prod.yml', at: 'http://localhost:8000/health/' },
      { rule: 'proxy/upstream-missing', file: 'nginx/site.conf', at: 'proxy_pass http://application' },
    ],
  },
  {
    name: 'More workers than a small container can hold',
    edits: [
      {
        file: GUNICORN,
        find: 'int(os.environ.get("WEB_CONCURRENCY") or min(multiprocessing.cpu_count(), 4))',
        replace: 'multiprocessing.cpu_count() * 8 + 1',
      },
    ],
    expect: [{ rule: 'server/workers-too-many', file: GUNICORN, at: 'workers = ' }],
  },
  {
    name: 'All workers are replaced at once',
    edits: [{ file: GUNICORN, find: 'max_requests_jitter = 100\n', replace: '' }],
    expect: [{ rule: 'server/max-requests', file: GUNICORN, at: 'max_requests = 1000' }],
  },
  {
    name: 'Nobody sees which requests were answered',
    edits: [{ file: GUNICORN, find: 'accesslog = "-"', replace: 'accesslog = None' }],
    expect: [{ rule: 'server/access-log', file: GUNICORN, at: 'accesslog' }],
  },
  {
    name: 'Errors go into a file of the container',
    edits: [{ file: GUNICORN, find: 'errorlog = "-"', replace: 'errorlog = "/tmp/gunicorn-error.log"' }],
    expect: [{ rule: 'server/log-files', file: GUNICORN, at: 'errorlog' }],
  },
  {
    name: 'Request lines have no limit',
    edits: [{ file: GUNICORN, find: 'keepalive = 5\n', replace: 'keepalive = 5\nlimit_request_line = 0\n' }],
    expect: [{ rule: 'server/request-limits', file: GUNICORN, at: 'limit_request_line' }],
  },
];
