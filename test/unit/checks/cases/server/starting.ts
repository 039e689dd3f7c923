import type { RuleCases } from '../../../../support/rule-cases.ts';
import { running, served } from '../../server/running.ts';

const GOOD = 'gunicorn --bind 0.0.0.0:8000 proj.wsgi:application';

export const STARTING: RuleCases = {
  'server/config-missing': {
    fires: [
      {
        name: 'the path counts from --chdir, not from the working directory',
        project: served('gunicorn --chdir src --config ../gunicorn.conf.py proj.wsgi:application', {
          'gunicorn.conf.py': 'timeout = 60\n',
        }),
        at: [['Dockerfile', 6]],
      },
      {
        name: 'GUNICORN_CMD_ARGS names a file that is not there',
        project: served(GOOD, {}, { given: { GUNICORN_CMD_ARGS: '--config conf/gunicorn.py' } }),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      {
        name: 'the same file, named from the working directory',
        project: served('gunicorn --chdir src --config gunicorn.conf.py proj.wsgi:application', {
          'gunicorn.conf.py': 'timeout = 60\n',
        }),
      },
      {
        name: 'an absolute path into the image',
        project: served('gunicorn -c/app/gunicorn.conf.py proj.wsgi', { 'gunicorn.conf.py': 'timeout = 60\n' }),
      },
      {
        name: 'a path outside of what the repository holds',
        project: served('gunicorn -c /etc/gunicorn/conf.py proj.wsgi'),
      },
      { name: 'no --config and no gunicorn.conf.py', project: served(GOOD) },
    ],
  },
  'server/config-fails': {
    fires: [
      {
        name: 'a syntax error',
        project: served(
          'gunicorn -c gunicorn.conf.py proj.wsgi',
          { 'gunicorn.conf.py': 'workers = 2\ntimeout == = 3\n' },
          {
            gunicorn: { problem: 'SyntaxError: invalid syntax (gunicorn.conf.py, line 2)' },
          },
        ),
        at: [['gunicorn.conf.py', 2]],
      },
    ],
    silent: [
      {
        name: 'a module that is installed in the image only',
        project: served(
          'gunicorn -c gunicorn.conf.py proj.wsgi',
          { 'gunicorn.conf.py': 'import psutil\n' },
          {
            gunicorn: { problem: "ModuleNotFoundError: No module named 'psutil'" },
          },
        ),
      },
      {
        name: 'nobody evaluated it',
        project: served(
          'gunicorn -c gunicorn.conf.py proj.wsgi',
          { 'gunicorn.conf.py': 'timeout = 60\n' },
          { gunicorn: 'not asked' },
        ),
      },
    ],
  },
  'server/application-missing': {
    fires: [
      {
        name: 'the package lies in src and nothing says so',
        project: running({
          Dockerfile:
            'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi:application"]\n',
          'src/shop/wsgi.py': 'application = 1\n',
        }),
        at: [['Dockerfile', 4]],
      },
      {
        name: 'the module exists under another name',
        project: served('uvicorn --host 0.0.0.0 shop.asgi:application'),
        at: [['Dockerfile', 6]],
      },
      {
        name: 'the file has no such name',
        project: served('gunicorn -b :8000 proj.wsgi:app'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      {
        name: '--chdir leads to it',
        project: running({
          Dockerfile:
            'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "--chdir=src", "--bind", "0.0.0.0:8000", "shop.wsgi:application"]\n',
          'src/shop/wsgi.py': 'application = 1\n',
        }),
      },
      {
        name: 'PYTHONPATH leads to it',
        project: running({
          Dockerfile:
            'FROM python:3.13\nWORKDIR /app\nENV PYTHONPATH=/app/src\nCOPY . .\nCMD ["gunicorn", "shop.wsgi:application"]\n',
          'src/shop/wsgi.py': 'application = 1\n',
        }),
      },
      {
        name: 'the image copies src to where it starts',
        project: running({
          Dockerfile: 'FROM python:3.13\nWORKDIR /code\nCOPY src/ /code/\nCMD ["gunicorn", "shop.wsgi"]\n',
          'src/shop/wsgi.py': 'application = 1\n',
        }),
      },
      { name: 'it may come with a package', project: served('uvicorn superset.app:create_app') },
    ],
  },
  'server/unknown-option': {
    fires: [
      {
        name: 'the file’s spelling on the command line',
        project: served('gunicorn --keepalive 5 --bind 0.0.0.0:8000 proj.wsgi'),
        at: [['Dockerfile', 6]],
      },
      {
        name: 'an underscore',
        project: served('uvicorn --host 0.0.0.0 --proxy_headers proj.asgi:application'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      {
        name: 'argparse takes long names cut short',
        project: served('gunicorn --max-requests-j 50 --bind 0.0.0.0:8000 proj.wsgi'),
      },
      { name: 'an option that may be newer', project: served('gunicorn --quantum-tunnel 5 proj.wsgi') },
    ],
  },
  'server/interface-differs': {
    fires: [
      {
        name: 'an ASGI module with gunicorn’s own workers',
        project: served('gunicorn -b :8000 proj.asgi:application'),
        at: [['Dockerfile', 6]],
      },
      {
        name: 'a WSGI module with uvicorn’s workers',
        project: served('gunicorn -k uvicorn.workers.UvicornWorker -b :8000 proj.wsgi:application'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      {
        name: 'ASGI with uvicorn’s workers',
        project: served('gunicorn -k uvicorn.workers.UvicornWorker -b :8000 proj.asgi:application'),
      },
      {
        name: 'a class of the project’s own',
        project: served('gunicorn -k proj.workers.Own -b :8000 proj.asgi:application'),
      },
      {
        name: 'the class may be in a file nobody evaluated',
        project: served(
          'gunicorn -c gunicorn.conf.py proj.asgi:application',
          { 'gunicorn.conf.py': 'timeout = 60\n' },
          { gunicorn: 'not asked' },
        ),
      },
    ],
  },
  'server/worker-class': {
    fires: [
      {
        name: 'sync with threads',
        project: served('gunicorn -c gunicorn.conf.py proj.wsgi', {
          'gunicorn.conf.py': 'worker_class = "sync"\nthreads = 2\n',
        }),
        at: [['gunicorn.conf.py', 2]],
      },
      {
        name: 'threads for asynchronous workers',
        project: served('gunicorn -k gevent --threads 4 proj.wsgi'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      { name: 'gthread is named', project: served('gunicorn -k gthread --threads 4 proj.wsgi') },
      { name: 'sync with one thread', project: served('gunicorn -k sync --threads 1 proj.wsgi') },
    ],
  },
  'server/runserver': {
    fires: [
      {
        name: 'as the image’s command',
        project: served('python manage.py runserver 0.0.0.0:8000'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      {
        name: 'a developer’s machine',
        project: served('python manage.py runserver 0.0.0.0:8000', {}, { profile: 'development' }).then(project => ({
          ...project,
          servers: [],
        })),
      },
      {
        name: 'the branch of an entrypoint that is for development',
        project: running({
          Dockerfile: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/start.sh"]\n',
          'start.sh':
            '#!/bin/sh\nif [ "$RELOAD" = yes ]; then\n  exec python manage.py runserver 0.0.0.0:8000\nelse\n  exec gunicorn --bind 0.0.0.0:8000 proj.wsgi\nfi\n',
          'proj/wsgi.py': 'application = 1\n',
        }),
      },
      { name: 'gunicorn', project: served(GOOD) },
    ],
  },
  'server/reload': {
    fires: [
      { name: 'gunicorn’s flag', project: served('gunicorn --reload -b :8000 proj.wsgi'), at: [['Dockerfile', 6]] },
      {
        name: 'FastAPI’s command for developers',
        project: served('fastapi dev --host 0.0.0.0 main.py'),
        at: [['Dockerfile', 6]],
      },
      {
        name: 'uvicorn, by the environment',
        project: served('uvicorn --host 0.0.0.0 proj.asgi:application', {}, { given: { UVICORN_RELOAD: 'true' } }),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      {
        name: 'the file switches it off',
        project: served('gunicorn -c gunicorn.conf.py proj.wsgi', { 'gunicorn.conf.py': 'reload = False\n' }),
      },
      { name: 'FastAPI’s command for production', project: served('fastapi run main.py') },
    ],
  },
};
