import type { RuleCases } from '../../../../support/rule-cases.ts';
import { image, PYTHON, projectOf, START } from './image-project.ts';

const FILE = 'Dockerfile';

export const BASE_CASES: RuleCases = {
  'docker/unreadable': {
    fires: [
      { name: 'a line that is no instruction', project: image(PYTHON, 'RUN a', '  && b', START), at: [[FILE, 3]] },
      { name: 'an instruction before FROM', project: image('WORKDIR /app', PYTHON, START), at: [[FILE, 1]] },
      {
        name: 'a target that is no stage',
        project: projectOf({
          Dockerfile: `${PYTHON} AS web\n${START}\n`,
          'docker-compose.prod.yml': 'services:\n  web:\n    build:\n      context: .\n      target: production\n',
        }),
        at: [[FILE, 1]],
      },
    ],
    silent: [
      {
        name: 'continuations with comments between them, ARG before FROM',
        project: image('ARG V=3.13', 'FROM python:${V}-slim', 'RUN a \\', '  # why', '', '  && b', START),
      },
    ],
  },
  'docker/base-unpinned': {
    fires: [
      { name: 'no tag', project: image('FROM python', START), at: [[FILE, 1]] },
      {
        name: 'latest, in the stage that is copied from',
        project: image('FROM node:latest AS web', PYTHON, 'COPY --from=web /x /x', START),
        at: [[FILE, 1]],
      },
      { name: 'only the major version', project: image('FROM python:3-slim', START), at: [[FILE, 1]] },
      {
        name: 'a tool copied out of latest',
        project: image(PYTHON, 'COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      { name: 'a minor version', project: image(PYTHON, START) },
      { name: 'a digest', project: image(`FROM python@sha256:${'0'.repeat(64)}`, START) },
      {
        name: 'a stage of the same file, and one nobody uses',
        project: image(`${PYTHON} AS base`, 'FROM node AS unused', 'FROM base', START),
      },
      { name: 'a tag that the build gives', project: image('ARG IMAGE', 'FROM ${IMAGE}', START) },
    ],
  },
  'docker/old-base': {
    fires: [
      { name: 'Debian 11', project: image('FROM python:3.12-slim-bullseye', START), at: [[FILE, 1]] },
      { name: 'Python 3.9', project: image('FROM python:3.9-slim-bookworm', START), at: [[FILE, 1]] },
      {
        name: 'an old Alpine, by default of an ARG',
        project: image('ARG V=3.12-alpine3.18', 'FROM python:$V', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      { name: 'a supported release', project: image(PYTHON, START) },
      { name: 'Python 3.13 is not 3.1', project: image('FROM python:3.13.1-alpine3.22', START) },
      {
        name: 'an old stage that only builds',
        project: image('FROM python:3.12-slim-bullseye AS build', PYTHON, 'COPY --from=build /x /x', START),
      },
    ],
  },
  'docker/python-drift': {
    fires: [
      {
        name: 'another interpreter in a RUN',
        project: image('FROM python:3.11-slim', 'RUN python3.12 manage.py collectstatic', START),
        at: [[FILE, 2]],
      },
      {
        name: 'another interpreter as CMD',
        project: image('FROM python:3.11-slim', 'CMD ["python3.12", "-m", "gunicorn", "config.wsgi"]'),
        at: [[FILE, 2]],
      },
      {
        name: 'packages of another version',
        project: image(
          'FROM python:3.12-slim AS build',
          'RUN python -m venv /venv',
          PYTHON,
          'COPY --from=build /venv /venv',
          START,
        ),
        at: [[FILE, 4]],
      },
      {
        name: 'packages of another version, installed below a prefix',
        project: image(
          'FROM python:3.12-slim AS build',
          'RUN pip install --prefix=/install gunicorn',
          PYTHON,
          'COPY --from=build /install /usr/local',
          START,
        ),
        at: [[FILE, 4]],
      },
    ],
    silent: [
      {
        name: 'the same one by its full name',
        project: image(PYTHON, 'RUN python3.13 manage.py collectstatic', START),
      },
      {
        name: 'one that is installed',
        project: image('FROM debian:12-slim', 'RUN apt-get install -y python3.12', 'RUN python3.12 -V', START),
      },
      {
        name: 'a program that was built below a prefix of its own',
        project: image(
          'FROM python:3.12-slim AS build',
          'RUN ./configure --prefix=/opt/tool && make',
          PYTHON,
          'COPY --from=build /opt/tool/bin/tool /usr/local/bin/tool',
          START,
        ),
      },
      {
        name: 'only the reports come from another version',
        project: image('FROM python:3.12-slim AS docs', PYTHON, 'COPY --from=docs /site /site', START),
      },
    ],
  },
  'docker/root-user': {
    fires: [
      { name: 'no USER', project: image(PYTHON, START), at: [[FILE, 1]] },
      { name: 'back to root', project: image(PYTHON, 'USER 1000', 'USER root', START), at: [[FILE, 3]] },
      {
        name: 'by number, in a stage before',
        project: image(`${PYTHON} AS base`, 'USER 0:0', 'FROM base', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      { name: 'a number', project: image(PYTHON, 'USER 1000:1000', START) },
      { name: 'an entrypoint that drops root', project: image(PYTHON, 'ENTRYPOINT ["gosu", "app"]', START) },
      {
        name: 'Compose names a user',
        project: projectOf({
          Dockerfile: `${PYTHON}\n${START}\n`,
          'docker-compose.prod.yml': 'services:\n  web:\n    build: .\n    user: "1000"\n',
        }),
      },
      { name: 'an image that is not known', project: image('FROM registry.example/base:1.2', START) },
    ],
  },
  'docker/user-missing': {
    fires: [
      { name: 'nobody makes it', project: image(PYTHON, 'USER app', START), at: [[FILE, 2]] },
      {
        name: 'made after it is needed',
        project: image(PYTHON, 'COPY --chown=app:app . .', 'RUN useradd app', 'USER app', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'made in a stage before',
        project: image(`${PYTHON} AS base`, 'RUN useradd -m app', 'FROM base', 'USER app', START),
      },
      {
        name: 'made with Alpine’s words',
        project: image(
          'FROM python:3.13-alpine3.22',
          'RUN addgroup -S web && adduser -S -G web app',
          'USER app',
          START,
        ),
      },
      { name: 'one of Debian’s own', project: image(PYTHON, 'USER www-data', START) },
      { name: 'a number', project: image(PYTHON, 'USER 10001', START) },
      {
        name: 'passwd from another stage',
        project: image(
          `${PYTHON} AS build`,
          'RUN useradd app',
          PYTHON,
          'COPY --from=build /etc/passwd /etc/passwd',
          'USER app',
          START,
        ),
      },
    ],
  },
  'docker/needs-root': {
    fires: [
      {
        name: 'apt after USER',
        project: image(PYTHON, 'USER 1000', 'RUN apt-get update \\', ' && apt-get install -y curl', START),
        at: [[FILE, 3]],
      },
    ],
    silent: [
      { name: 'apt before USER', project: image(PYTHON, 'RUN apt-get update', 'USER 1000', START) },
      {
        name: 'root again, or sudo',
        project: image(
          PYTHON,
          'USER 1000',
          'RUN sudo apt-get update',
          'USER root',
          'RUN apt-get update',
          'USER 1000',
          START,
        ),
      },
    ],
  },
};
