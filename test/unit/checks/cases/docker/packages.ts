import type { RuleCases } from '../../../../support/rule-cases.ts';
import { image, PYTHON, projectOf, START } from './image-project.ts';

const FILE = 'Dockerfile';
const INSTALL = 'RUN pip install -r requirements.txt';
const needs = (requirements: string, ...lines: readonly string[]) =>
  projectOf({ Dockerfile: [...lines, ''].join('\n'), 'requirements.txt': requirements });
const apt = (...packages: readonly string[]) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*`;

export const PACKAGE_CASES: RuleCases = {
  'docker/apt': {
    fires: [
      {
        name: 'lists stay',
        project: image(PYTHON, 'RUN apt-get update && apt-get install -y --no-install-recommends curl', START),
        at: [[FILE, 2]],
      },
      {
        name: 'the list of another layer',
        project: image(
          PYTHON,
          'RUN apt-get update',
          'RUN apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*',
          START,
        ),
        at: [[FILE, 3]],
      },
    ],
    silent: [
      { name: 'all in one', project: image(PYTHON, apt('curl'), START) },
      {
        name: 'a cache mount',
        project: image(
          PYTHON,
          'RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update && apt-get install -y --no-install-recommends curl',
          START,
        ),
      },
      {
        name: 'in a stage that is thrown away',
        project: image(
          `${PYTHON} AS build`,
          'RUN apt-get update && apt-get install -y gcc',
          PYTHON,
          'COPY --from=build /v /v',
          START,
        ),
      },
    ],
  },
  'docker/apt-asks': {
    fires: [
      {
        name: 'no --yes',
        project: image(PYTHON, 'RUN apt-get update && apt-get install curl', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: '--yes in its forms',
        project: image(
          PYTHON,
          'RUN apt-get -qqy install curl && apt-get install --yes wget && apt-get install -y jq',
          START,
        ),
      },
      { name: 'apk does not ask', project: image('FROM python:3.13-alpine3.22', 'RUN apk add curl', START) },
    ],
  },
  'docker/pip-cache': {
    fires: [{ name: 'kept', project: image(PYTHON, INSTALL, START), at: [[FILE, 2]] }],
    silent: [
      { name: 'by variable', project: image(PYTHON, 'ENV PIP_NO_CACHE_DIR=1', INSTALL, START) },
      { name: 'by option', project: image(PYTHON, `${INSTALL} --no-cache-dir`, START) },
      {
        name: 'in a cache mount',
        project: image(PYTHON, INSTALL.replace('RUN', 'RUN --mount=type=cache,target=/root/.cache'), START),
      },
    ],
  },
  'docker/build-tools-left': {
    fires: [
      {
        name: 'a compiler in the only stage',
        project: image(PYTHON, apt('build-essential', 'libpq-dev'), START),
        at: [[FILE, 2]],
      },
      {
        name: 'removed in a later layer',
        project: image(PYTHON, apt('gcc'), INSTALL, 'RUN apt-get purge -y gcc', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'in a stage of its own',
        project: image(`${PYTHON} AS build`, apt('build-essential'), PYTHON, 'COPY --from=build /venv /venv', START),
      },
      {
        name: 'removed in the same layer',
        project: image(
          PYTHON,
          'RUN apt-get update && apt-get install -y gcc && pip install x && apt-get purge -y gcc',
          START,
        ),
      },
      {
        name: 'Alpine’s virtual package',
        project: image(
          'FROM python:3.13-alpine3.22',
          'RUN apk add --virtual .build gcc musl-dev && pip install x && apk del .build',
          START,
        ),
      },
    ],
  },
  'docker/remote-script': {
    fires: [
      {
        name: 'curl into sh',
        project: image(PYTHON, 'RUN apt-get update \\', ' && curl -LsSf https://astral.sh/uv/install.sh | sh', START),
        at: [[FILE, 3]],
      },
      {
        name: 'ADD from the network',
        project: image(PYTHON, 'ADD https://example.org/tool.tar.gz /tmp/', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'a checksum',
        project: image(PYTHON, `ADD --checksum=sha256:${'0'.repeat(64)} https://example.org/tool.tar.gz /tmp/`, START),
      },
      {
        name: 'compared before it is used',
        project: image(PYTHON, 'RUN curl -o x https://example.org/x && echo "abc  x" | sha256sum -c && sh x', START),
      },
      { name: 'only shown', project: image(PYTHON, 'RUN curl https://example.org/x | head', START) },
    ],
  },
  'docker/python-flags': {
    fires: [{ name: 'neither', project: image(PYTHON, START), at: [[FILE, 1]] }],
    silent: [
      { name: 'unbuffered', project: image(PYTHON, 'ENV PYTHONUNBUFFERED=1', START) },
      { name: 'another language', project: image('FROM nginx:1.28', 'CMD ["nginx"]') },
    ],
  },
  'docker/repeated': {
    fires: [
      {
        name: 'two HEALTHCHECK',
        project: image(PYTHON, 'HEALTHCHECK CMD a', 'HEALTHCHECK CMD b', START),
        at: [[FILE, 2]],
      },
      { name: 'two CMD', project: image(PYTHON, START, START), at: [[FILE, 2]] },
    ],
    silent: [{ name: 'one in each stage', project: image(`${PYTHON} AS base`, START, 'FROM base', START) }],
  },
  'docker/system-library': {
    fires: [
      {
        name: 'cairo for reportlab',
        project: needs(
          'reportlab[pycairo]==4.4.4\n',
          PYTHON,
          apt('gcc', 'libcairo2-dev', 'pkg-config').replace('libcairo2-dev', 'libfreetype-dev'),
          INSTALL,
          START,
        ),
        at: [[FILE, 3]],
      },
      {
        name: 'libpq headers for psycopg2',
        project: needs('psycopg2==2.9.10\n', PYTHON, INSTALL, START),
        at: [[FILE, 2]],
      },
      {
        name: 'built in one stage, the library missing in the other',
        project: needs(
          'psycopg2==2.9.10\n',
          `${PYTHON} AS build`,
          apt('gcc', 'libpq-dev'),
          INSTALL,
          PYTHON,
          'COPY --from=build /venv /venv',
          START,
        ),
        at: [[FILE, 4]],
      },
    ],
    silent: [
      {
        name: 'the wheel that brings it',
        project: needs('psycopg[binary]==3.2.10\nreportlab==4.4.4\n', PYTHON, INSTALL, START),
      },
      {
        name: 'built and run with it',
        project: needs(
          'psycopg2==2.9.10\n',
          `${PYTHON} AS build`,
          apt('gcc', 'libpq-dev'),
          INSTALL,
          PYTHON,
          apt('libpq5'),
          'COPY --from=build /venv /venv',
          START,
        ),
      },
      {
        name: 'the full image has headers',
        project: needs('psycopg2==2.9.10\n', 'FROM python:3.13-bookworm', INSTALL, START),
      },
    ],
  },
};
