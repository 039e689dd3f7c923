import type { RuleCases } from '../../../../support/rule-cases.ts';
import { image, PYTHON, projectOf, START } from './image-project.ts';

const FILE = 'Dockerfile';
const ENTRY = 'ENTRYPOINT ["/app/docker/entrypoint.sh"]';
const WITH = [PYTHON, 'WORKDIR /app', 'COPY . .', ENTRY, START].join('\n');
const SCRIPT = '#!/bin/sh\nset -e\nexec "$@"\n';

export const STARTING_CASES: RuleCases = {
  'docker/start-missing': {
    fires: [
      { name: 'nowhere in the repository', project: projectOf({ Dockerfile: WITH }), at: [[FILE, 4]] },
      {
        name: 'left out by .dockerignore',
        project: projectOf({ Dockerfile: WITH, 'docker/entrypoint.sh': SCRIPT, '.dockerignore': '.git\ndocker\n' }),
        at: [[FILE, 4]],
      },
      {
        name: 'not executable',
        project: projectOf({ Dockerfile: WITH.replace('entrypoint.sh', 'entrypoint'), 'docker/entrypoint': SCRIPT }),
        at: [[FILE, 4]],
      },
      {
        name: 'lines of Windows',
        project: projectOf({ Dockerfile: WITH, 'docker/entrypoint.sh': SCRIPT.replaceAll('\n', '\r\n') }),
        at: [[FILE, 4]],
      },
      {
        name: 'manage.py is elsewhere',
        project: projectOf({
          Dockerfile: `${PYTHON}\nWORKDIR /app\nCOPY . .\nCMD ["python", "src/manage.py", "migrate"]\n`,
        }),
        at: [[FILE, 4]],
      },
    ],
    silent: [
      { name: 'there and executable', project: projectOf({ Dockerfile: WITH, 'docker/entrypoint.sh': SCRIPT }) },
      {
        name: 'made executable by COPY, somewhere else',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY --chmod=755 docker/entrypoint /entrypoint\nENTRYPOINT ["/entrypoint"]\n${START}\n`,
          'docker/entrypoint': SCRIPT,
        }),
      },
      {
        name: 'on a PATH of the image’s own',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY scripts /scripts\nENV PATH="/scripts:$PATH"\nCMD ["run.sh"]\n`,
          'scripts/run.sh': SCRIPT,
        }),
      },
      {
        name: 'read by a shell',
        project: projectOf({
          Dockerfile: WITH.replace('["/app', '["sh", "/app').replace('entrypoint.sh', 'entrypoint'),
          'docker/entrypoint': SCRIPT,
        }),
      },
      { name: 'written by a RUN', project: image(PYTHON, 'RUN echo exec gunicorn > /start.sh', 'CMD ["/start.sh"]') },
      {
        name: 'a program of the base image',
        project: image('FROM postgres:17', 'ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["postgres"]'),
      },
    ],
  },
  'docker/start-wrapper': {
    fires: [
      { name: 'tini in a slim image', project: image(PYTHON, 'ENTRYPOINT ["tini", "--"]', START), at: [[FILE, 2]] },
      {
        name: 'uv only in the stage that is thrown away',
        project: image(
          'FROM ghcr.io/astral-sh/uv:0.9.8-python3.13-bookworm-slim AS build',
          'RUN uv sync --locked',
          PYTHON,
          'COPY --from=build /app /app',
          'CMD ["uv", "run", "gunicorn", "config.wsgi"]',
        ),
        at: [[FILE, 5]],
      },
    ],
    silent: [
      {
        name: 'installed',
        project: image(PYTHON, 'RUN apt-get install -y tini', 'ENTRYPOINT ["tini", "--"]', START),
      },
      {
        name: 'copied out of its image',
        project: image(
          PYTHON,
          'COPY --from=ghcr.io/astral-sh/uv:0.9.8 /uv /bin/',
          'CMD ["uv", "run", "gunicorn", "config.wsgi"]',
        ),
      },
      {
        name: 'a wrapper that every image has',
        project: image(PYTHON, 'CMD ["env", "A=1", "gunicorn", "config.wsgi"]'),
      },
      {
        name: 'an image that is not known',
        project: image('FROM registry.example/base:1.2', 'ENTRYPOINT ["tini", "--"]', START),
      },
    ],
  },
  'docker/starts-nothing': {
    fires: [{ name: 'no CMD', project: image(PYTHON, 'COPY . .'), at: [[FILE, 1]] }],
    silent: [
      { name: 'a CMD of the stage before', project: image(`${PYTHON} AS base`, START, 'FROM base') },
      {
        name: 'Compose gives the command',
        project: projectOf({
          Dockerfile: `${PYTHON}\n`,
          'docker-compose.prod.yml': 'services:\n  web:\n    build: .\n    command: gunicorn config.wsgi\n',
        }),
      },
      { name: 'an image with a command of its own', project: image('FROM nginx:1.28', 'COPY . .') },
    ],
  },
  'docker/signals': {
    fires: [
      { name: 'shell form', project: image(PYTHON, 'CMD gunicorn config.wsgi'), at: [[FILE, 2]] },
      {
        name: 'sh -c with cd',
        project: image(PYTHON, 'CMD ["sh", "-c", "cd src && gunicorn config.wsgi"]'),
        at: [[FILE, 2]],
      },
      {
        name: 'a script without exec',
        project: projectOf({
          Dockerfile: WITH,
          'docker/entrypoint.sh': '#!/bin/sh\npython manage.py migrate\ngunicorn config.wsgi\n',
        }),
        at: [['docker/entrypoint.sh', 3]],
      },
    ],
    silent: [
      { name: 'exec form', project: image(PYTHON, START) },
      { name: 'exec in the shell', project: image(PYTHON, 'CMD cd src && exec gunicorn config.wsgi') },
      { name: 'bash takes its place', project: image(PYTHON, 'CMD ["bash", "-c", "cd src && gunicorn config.wsgi"]') },
      {
        name: 'an init that signals the group',
        project: image(PYTHON, 'ENTRYPOINT ["dumb-init", "--"]', 'CMD ["sh", "-c", "gunicorn config.wsgi"]'),
      },
      { name: 'exec "$@"', project: projectOf({ Dockerfile: WITH, 'docker/entrypoint.sh': SCRIPT }) },
    ],
  },
  'docker/stop-signal': {
    fires: [
      { name: 'SIGQUIT for gunicorn', project: image(PYTHON, 'STOPSIGNAL SIGQUIT', START), at: [[FILE, 2]] },
      { name: 'SIGKILL', project: image(PYTHON, 'STOPSIGNAL 9', START), at: [[FILE, 2]] },
    ],
    silent: [
      { name: 'SIGTERM', project: image(PYTHON, 'STOPSIGNAL SIGTERM', START) },
      { name: 'SIGQUIT for nginx', project: image('FROM nginx:1.28', 'STOPSIGNAL SIGQUIT', 'CMD ["nginx"]') },
    ],
  },
  'docker/migrate-in-build': {
    fires: [
      {
        name: 'migrate',
        project: image(PYTHON, 'RUN cd src \\', ' && python manage.py migrate --noinput', START),
        at: [[FILE, 3]],
      },
      { name: 'makemigrations', project: image(PYTHON, 'RUN python manage.py makemigrations', START), at: [[FILE, 2]] },
    ],
    silent: [
      { name: 'only asked', project: image(PYTHON, 'RUN python manage.py makemigrations --check', START) },
      {
        name: 'at the start',
        project: image(PYTHON, 'CMD ["sh", "-c", "python manage.py migrate && exec gunicorn config.wsgi"]'),
      },
    ],
  },
};
