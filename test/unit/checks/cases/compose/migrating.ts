import type { CoolifyApplication } from '../../../../../src/checks/project.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { DOCKERFILE, fires, STACK, silent, stackProject } from './stack-project.ts';

const APPLICATION: CoolifyApplication = {
  name: 'obcms',
  buildPack: 'dockerfile',
  startCommand: undefined,
  preDeployment: undefined,
  postDeployment: undefined,
  baseDirectory: '',
  dockerfile: undefined,
  composeFile: undefined,
  health: { enabled: true, path: '/health/', port: undefined },
  ports: [],
  domains: [],
};

const JOB = `services:
  migrate:
    build: .
    command: ["python", "manage.py", "migrate", "--noinput"]
    restart: "no"
  web:
    build: .
    depends_on:
      migrate: { condition: service_completed_successfully }
`;
const STARTS = `services:
  web:
    build: .
    command: ["sh", "-c", "python manage.py migrate && exec gunicorn app.wsgi"]
`;

export const MIGRATING: RuleCases = {
  'compose/migrations': {
    fires: [
      fires('nothing migrates', 'services:\n  web: # <-\n    build: .\n'),
      fires(
        'only by hand, with a profile',
        `services:\n  web: # <-\n    build: .\n  migrate:\n    build: .\n    profiles: [tools]\n    command: python manage.py migrate\n`,
      ),
      fires(
        'it only looks',
        'services:\n  web: # <-\n    build: .\n    command: ["sh", "-c", "python manage.py migrate --check && exec gunicorn app.wsgi"]\n',
      ),
    ],
    silent: [
      silent('a service of its own', JOB),
      silent('at the start of the web', STARTS),
      silent(
        'a script that is not in the repository',
        'services:\n  web:\n    build: .\n    entrypoint: ["/opt/start.sh"]\n',
      ),
      {
        name: 'Coolify’s command does',
        project: stackProject('services:\n  web:\n    build: .\n', () => ({
          application: { ...APPLICATION, postDeployment: 'python manage.py migrate' },
        })),
      },
    ],
  },
  'compose/migration-ignored': {
    fires: [
      fires(
        'thrown away',
        'services:\n  web:\n    build: .\n    command: ["sh", "-c", "set -e; python manage.py migrate || true; exec gunicorn app.wsgi"] # <-\n',
      ),
      fires(
        'a script that goes on',
        'services:\n  web:\n    build: .\n    command: ["sh", "-c", "python manage.py migrate; exec gunicorn app.wsgi"] # <-\n',
      ),
    ],
    silent: [
      silent('it goes on after success only', STARTS),
      silent(
        'it stops at a failure',
        'services:\n  web:\n    build: .\n    command: ["sh", "-c", "set -e; python manage.py migrate; exec gunicorn app.wsgi"]\n',
      ),
      silent(
        'a failure ends it',
        'services:\n  web:\n    build: .\n    command: ["sh", "-c", "set -e; python manage.py migrate || exit 1; exec gunicorn app.wsgi"]\n',
      ),
      silent('a service of its own', JOB),
    ],
  },
  'compose/migration-race': {
    fires: [
      fires('web and worker from the same script', {
        Dockerfile: DOCKERFILE.replace('CMD', 'ENTRYPOINT ["/app/start.sh"]\nCMD'),
        'start.sh': '#!/bin/sh\nset -e\npython manage.py migrate # <-\nexec "$@"\n',
        [STACK]: 'services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: celery -A app worker\n',
      }),
      fires('several copies of the web', `${STARTS.replace('wsgi"]', 'wsgi"] # <-')}    deploy: { replicas: 3 }\n`),
    ],
    silent: [
      silent('a job that the others wait for', JOB),
      silent('one copy', STARTS),
      silent('the web is healthy before the worker starts', {
        Dockerfile: DOCKERFILE,
        [STACK]: `${STARTS}    healthcheck: { test: ["CMD", "true"] }
  worker:
    build: .
    command: ["sh", "-c", "python manage.py migrate && exec celery -A app worker"]
    depends_on:
      web: { condition: service_healthy }
`,
      }),
      silent('with a lock in the database', {
        Dockerfile: DOCKERFILE,
        'core/management/commands/upgrade_schema.py': 'x\n',
        'core/management/commands/migrate_once.py': 'cursor.execute("select pg_advisory_lock(1)")\n',
        [STACK]: `services:
  web:
    build: .
    command: ["sh", "-c", "python manage.py migrate_once && exec gunicorn app.wsgi"]
    deploy: { replicas: 2 }
`,
      }),
    ],
  },
  'compose/needless-migration': {
    fires: [
      fires(
        'a job, and the web after it',
        JOB.replace(
          '    build: .\n    depends_on',
          '    build: .\n    command: ["sh", "-c", "python manage.py migrate && exec gunicorn app.wsgi"] # <-\n    depends_on',
        ),
      ),
    ],
    silent: [silent('a job only', JOB), silent('the web only', STARTS)],
  },
  'compose/coolify-migration': {
    fires: [
      {
        name: 'before the deployment',
        project: stackProject(STARTS, () => ({
          application: { ...APPLICATION, preDeployment: 'python manage.py migrate --noinput' },
        })),
        at: [null],
      },
      {
        name: 'after it',
        project: stackProject(STARTS, () => ({
          application: { ...APPLICATION, postDeployment: 'cd src && python manage.py migrate' },
        })),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'it looks only',
        project: stackProject(STARTS, () => ({
          application: { ...APPLICATION, preDeployment: 'python manage.py migrate --check' },
        })),
      },
      {
        name: 'another command',
        project: stackProject(STARTS, () => ({
          application: { ...APPLICATION, preDeployment: 'python manage.py showmigrations' },
        })),
      },
    ],
  },
  'compose/migrate-restart': {
    fires: [
      fires('always', JOB.replace('restart: "no"', 'restart: always # <-')),
      fires('on failure', JOB.replace('restart: "no"', 'restart: on-failure # <-')),
    ],
    silent: [
      silent('"no"', JOB),
      silent('no is a word to Compose', JOB.replace('"no"', 'no')),
      silent('the web migrates itself', `${STARTS}    restart: always\n`),
    ],
  },
};
