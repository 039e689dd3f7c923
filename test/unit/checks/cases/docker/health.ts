import { evaluationWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { image, PYTHON, projectOf, START } from './image-project.ts';

const FILE = 'Dockerfile';
const CURL = 'RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*';
const asks = (check: string, options = '--start-period=30s') =>
  image(PYTHON, CURL, `HEALTHCHECK ${options} CMD ${check}`, START);
const GOOD = 'curl -f http://localhost:8000/health/';

export const HEALTH_CASES: RuleCases = {
  'docker/healthcheck': {
    fires: [
      { name: 'none', project: image(PYTHON, START), at: [[FILE, 1]] },
      { name: 'switched off', project: image(PYTHON, 'HEALTHCHECK NONE', START), at: [[FILE, 2]] },
    ],
    silent: [
      { name: 'one is there', project: asks(GOOD) },
      {
        name: 'one of the stage before',
        project: image(`${PYTHON} AS base`, `HEALTHCHECK CMD ${GOOD}`, 'FROM base', START),
      },
      { name: 'a worker', project: image(PYTHON, 'CMD ["celery", "-A", "config", "worker"]') },
    ],
  },
  'docker/healthcheck-tool': {
    fires: [
      {
        name: 'curl in a slim image',
        project: image(PYTHON, `HEALTHCHECK CMD ${GOOD} || exit 1`, START),
        at: [[FILE, 2]],
      },
      {
        name: 'two programs in a group, and neither is there',
        project: image(
          PYTHON,
          'HEALTHCHECK CMD { curl -f http://localhost:8000/ || wget -q http://localhost:8000/; } || exit 1',
          START,
        ),
        at: [[FILE, 2]],
      },
      {
        name: 'curl in Alpine',
        project: image('FROM python:3.13-alpine3.22', `HEALTHCHECK CMD ${GOOD}`, START),
        at: [[FILE, 2]],
      },
      {
        name: 'installed, and removed when it had served',
        project: image(
          PYTHON,
          'RUN apt-get install -y curl && curl -o /x https://example.org/x && apt-get purge -y curl',
          `HEALTHCHECK CMD ${GOOD}`,
          START,
        ),
        at: [[FILE, 3]],
      },
      {
        name: 'installed in the stage that is thrown away',
        project: image(
          `${PYTHON} AS build`,
          CURL,
          PYTHON,
          'COPY --from=build /venv /venv',
          `HEALTHCHECK CMD ${GOOD}`,
          START,
        ),
        at: [[FILE, 5]],
      },
    ],
    silent: [
      { name: 'installed', project: asks(GOOD) },
      { name: 'the full image has it', project: image('FROM python:3.13-bookworm', `HEALTHCHECK CMD ${GOOD}`, START) },
      {
        name: 'wget of Alpine',
        project: image(
          'FROM python:3.13-alpine3.22',
          'HEALTHCHECK CMD wget -q -O- http://localhost:8000/health/',
          START,
        ),
      },
      {
        name: 'a second way to ask, in a group',
        project: image(
          PYTHON,
          'HEALTHCHECK CMD { curl -f http://localhost:8000/ || python -m health; } || exit 1',
          START,
        ),
      },
      {
        name: 'an image that is not known',
        project: image('FROM registry.example/base:1.2', `HEALTHCHECK CMD ${GOOD}`, START),
      },
    ],
  },
  'docker/healthcheck-verdict': {
    fires: [
      { name: 'curl without --fail', project: asks('curl -s http://localhost:8000/health/'), at: [[FILE, 3]] },
      { name: 'never fails', project: asks(`${GOOD} || true`), at: [[FILE, 3]] },
      { name: 'exit 0 whatever happened', project: asks(`${GOOD}; exit 0`), at: [[FILE, 3]] },
    ],
    silent: [
      { name: 'fails with curl', project: asks(`${GOOD} || exit 1`) },
      { name: 'flags in one word', project: asks('["curl", "-fsS", "http://localhost:8000/health/"]') },
      {
        name: 'urlopen raises',
        project: asks(`python -c "import urllib.request as r; r.urlopen('http://localhost:8000/health/')"`),
      },
    ],
  },
  'docker/healthcheck-address': {
    fires: [
      { name: 'the login page', project: asks('curl -f http://localhost:8000/admin/login/'), at: [[FILE, 3]] },
      { name: 'the public site', project: asks('curl -f https://obcms.example/health/'), at: [[FILE, 3]] },
      {
        name: 'TLS inside of the container',
        project: asks('curl -fk https://localhost:8000/health/'),
        at: [[FILE, 3]],
      },
      { name: 'no slash at the end', project: asks('curl -f http://localhost:8000/health'), at: [[FILE, 3]] },
    ],
    silent: [
      { name: 'a page for it', project: asks(GOOD) },
      {
        name: 'a port by variable',
        project: asks(`["sh", "-c", "exec curl --fail http://localhost:\${PORT:-8000}/health/"]`),
      },
      {
        name: 'Django was asked itself',
        project: projectOf(
          {
            Dockerfile: `${PYTHON}\n${CURL}\nHEALTHCHECK --start-period=30s CMD curl -f http://localhost:8000/health\n${START}\n`,
          },
          {
            evaluations: [
              evaluationWith({
                answer: {
                  visits: [
                    {
                      path: '/health',
                      host: 'localhost:8000',
                      forwardedProto: null,
                      view: 'v',
                      place: null,
                      status: 200,
                      location: null,
                      contentType: null,
                      keys: null,
                      refused: [],
                      error: null,
                    },
                  ],
                },
              }),
            ],
          },
        ),
      },
    ],
  },
  'docker/healthcheck-times': {
    fires: [
      { name: 'gives up after nine seconds', project: asks(GOOD, '--interval=3s --retries=3'), at: [[FILE, 3]] },
      { name: 'counts from five seconds on', project: asks(GOOD, '--interval=30s --start-period=5s'), at: [[FILE, 3]] },
    ],
    silent: [
      { name: 'half a minute', project: asks(GOOD, '--interval=10s --start-period=30s --retries=3') },
      { name: 'no check', project: image(PYTHON, START) },
    ],
  },
};
