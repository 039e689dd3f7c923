import type { Visit } from '../../../../../src/django/answer.ts';
import { evaluationWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { DOCKERFILE, fires, STACK, silent } from './stack-project.ts';

const PROBE = 'HEALTHCHECK CMD ["curl", "-f", "http://localhost:8000/health/"]';
const CHECKED = DOCKERFILE.replace('CMD', `RUN apt-get update && apt-get install -y curl\n${PROBE}\nCMD`);
const files = (services: string, dockerfile = CHECKED) => ({
  Dockerfile: dockerfile,
  [STACK]: `services:\n${services}`,
});

const visit = (path: string, status: number): Visit => ({
  path,
  host: 'localhost:8000',
  forwardedProto: null,
  view: 'core.views.health',
  place: null,
  status,
  location: null,
  contentType: null,
  keys: null,
  refused: [],
  error: null,
});
const answers = () => ({
  evaluations: [evaluationWith({ services: [`${STACK}: web`], answer: { visits: [visit('/health/', 200)] } })],
});

export const HEALTH: RuleCases = {
  'compose/inherited-healthcheck': {
    fires: [
      fires(
        'worker and beat of the web’s image',
        files(
          '  web:\n    build: .\n  worker: # <-\n    build: .\n    command: celery -A app worker\n  beat: # <-\n    build: .\n    command: celery -A app beat\n',
        ),
      ),
      fires(
        'the same anchor',
        files(
          '  web:\n    build: .\n    healthcheck: &check\n      test: ["CMD", "curl", "-f", "http://localhost:8000/health/"] # <-\n  worker:\n    build: .\n    command: celery -A app worker\n    healthcheck: *check\n',
          DOCKERFILE,
        ),
      ),
    ],
    silent: [
      silent(
        'a question for workers, none for beat',
        files(
          '  web:\n    build: .\n  worker:\n    build: .\n    command: celery -A app worker\n    healthcheck: { test: ["CMD-SHELL", "celery -A app inspect ping"] }\n  beat:\n    build: .\n    command: celery -A app beat\n    healthcheck: { disable: true }\n',
        ),
      ),
      silent(
        'a port of its own',
        files(
          '  worker:\n    build: .\n    command: celery -A app worker\n    healthcheck: { test: ["CMD", "curl", "-f", "http://localhost:9540/"] }\n',
        ),
      ),
      silent('the web itself', files('  web:\n    build: .\n')),
    ],
  },
  'compose/healthcheck': {
    fires: [
      fires(
        'none at all',
        files(
          '  web: # <-\n    build: .\n  db: # <-\n    image: postgres:17\n  worker: # <-\n    build: .\n    command: celery -A app worker\n',
          DOCKERFILE,
        ),
      ),
      fires('switched off', files('  web:\n    build: .\n    healthcheck: # <-\n      disable: true\n')),
    ],
    silent: [
      silent(
        'the image’s own, and one for the database',
        files(
          '  web:\n    build: .\n  db:\n    image: postgres:17\n    healthcheck: { test: ["CMD-SHELL", "pg_isready"] }\n  beat:\n    build: .\n    command: celery -A app beat\n    healthcheck: { disable: true }\n',
        ),
      ),
    ],
  },
  'compose/healthcheck-tool': {
    fires: [
      fires(
        'curl in a slim image',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health/ # <-\n',
          DOCKERFILE,
        ),
      ),
      fires(
        'curl in Alpine',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8000/"] # <-\n',
          DOCKERFILE.replace('slim', 'alpine'),
        ),
      ),
    ],
    silent: [
      silent(
        'installed',
        files('  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health/\n'),
      ),
      silent(
        'BusyBox has a wget',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: wget -q -O- http://localhost:8000/\n',
          DOCKERFILE.replace('slim', 'alpine'),
        ),
      ),
      silent(
        'an image that is not slim',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/\n',
          DOCKERFILE.replace('3.13-slim', '3.13'),
        ),
      ),
      silent(
        'Python asks',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: ["CMD", "python", "-c", "import urllib.request as r; r.urlopen(\'http://localhost:8000/\')"]\n',
          DOCKERFILE,
        ),
      ),
    ],
  },
  'compose/healthcheck-verdict': {
    fires: [
      fires(
        'curl without -f',
        files('  web:\n    build: .\n    healthcheck:\n      test: curl -s http://localhost:8000/health/ # <-\n'),
      ),
      fires(
        '|| exit 0',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health/ || exit 0 # <-\n',
        ),
      ),
    ],
    silent: [
      silent(
        '-fsS',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -fsS http://localhost:8000/health/ || exit 1\n',
        ),
      ),
      silent(
        'the status is looked at',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -s http://localhost:8000/health/ | grep -q ok\n',
        ),
      ),
    ],
  },
  'compose/health-path': {
    fires: [
      fires(
        'the login page of the admin',
        files('  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/admin/login/ # <-\n'),
      ),
    ],
    silent: [
      silent(
        'as the project spells it',
        files('  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health/\n'),
        answers,
      ),
      silent(
        'no slash at the end, which the visits of the addresses tell',
        files('  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health\n'),
        answers,
      ),
      silent(
        'nobody knows how it is spelt',
        files('  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/healthz\n'),
        answers,
      ),
    ],
  },
  'compose/start-period': {
    fires: [
      fires(
        'web and database',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health/ # <-\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready # <-\n',
        ),
      ),
    ],
    silent: [
      silent(
        'given',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health/\n      start_period: 40s\n',
        ),
      ),
      silent(
        'the image’s holds for what is not given',
        files(
          '  web:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost:8000/health/\n',
          CHECKED.replace('HEALTHCHECK', 'HEALTHCHECK --start-period=30s'),
        ),
      ),
    ],
  },
  'compose/beat-healthcheck': {
    fires: [
      fires(
        'a ping',
        files(
          '  beat:\n    build: .\n    command: celery -A app beat\n    healthcheck:\n      test: celery -A app inspect ping # <-\n',
        ),
      ),
    ],
    silent: [
      silent(
        'a file that beat writes',
        files(
          '  beat:\n    build: .\n    command: celery -A app beat\n    healthcheck:\n      test: find /tmp/celerybeat-schedule -mmin -5\n',
        ),
      ),
      silent(
        'a worker',
        files(
          '  worker:\n    build: .\n    command: celery -A app worker\n    healthcheck:\n      test: celery -A app inspect ping\n',
        ),
      ),
    ],
  },
};
