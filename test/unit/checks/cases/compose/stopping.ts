import type { CeleryFacts } from '../../../../../src/checks/celery/facts.ts';
import type { Project } from '../../../../../src/checks/project.ts';
import type { ServerFacts } from '../../../../../src/checks/server/facts.ts';
import type { Json } from '../../../../../src/core/outcome.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { DOCKERFILE, fires, STACK, silent } from './stack-project.ts';

/** What the celery room would say of the worker of a stack. */
export function workerSays(configuration: Readonly<Record<string, Json>>) {
  return (project: Project): Partial<Project> => {
    const service = project.services.find(({ role }) => role === 'worker');
    const facts: CeleryFacts = {
      program: 'worker',
      service,
      place: { file: STACK, line: 1 },
      directory: '/app',
      target: 'app',
      options: new Map(),
      command: 'worker',
      targetLate: false,
      evaluation: undefined,
      answer: {
        target: 'app',
        problem: null,
        version: '5.5.3',
        configuration,
        tasks: [],
        beat: [],
        place: null,
        defaultSettings: null,
        loaded: true,
      },
    };
    return { celery: [facts] };
  };
}

/** What the server room would say of the web of a stack. */
export function gunicornSays(values: Readonly<Record<string, number>>, from: 'default' | 'file' = 'file') {
  return (project: Project): Partial<Project> => {
    const service = project.services.find(({ role }) => role === 'web');
    const facts: ServerFacts = {
      program: 'gunicorn',
      service,
      place: { file: STACK, line: 1 },
      config: undefined,
      application: undefined,
      values: new Map([
        [0, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, from }]))],
      ]),
      unknownOptions: [],
      unit: undefined,
      problem: undefined,
    };
    return { servers: [facts] };
  };
}

const WORKER = 'services:\n  worker: # <-\n    build: .\n    command: celery -A app worker\n';
const PATIENT = 'services:\n  worker:\n    build: .\n    command: celery -A app worker\n    stop_grace_period: 1m30s\n';
const SCRIPT = DOCKERFILE.replace('CMD', 'ENTRYPOINT ["/app/start.sh"]\nCMD');

export const STOPPING: RuleCases = {
  'compose/stop-grace': {
    fires: [
      fires('a worker with Docker’s ten seconds', WORKER),
      fires(
        'shorter than a task may take',
        WORKER.replace(' # <-', '').concat('    stop_grace_period: 30s # <-\n'),
        workerSays({ task_time_limit: 300 }),
      ),
      fires(
        'no longer than the soft shutdown',
        WORKER.replace(' # <-', '').concat(
          '    environment: { REMAP_SIGTERM: SIGQUIT }\n    stop_grace_period: 60s # <-\n',
        ),
        workerSays({ worker_soft_shutdown_timeout: 60, task_time_limit: 300 }),
      ),
      fires(
        'shorter than gunicorn’s',
        'services:\n  web: # <-\n    build: .\n',
        gunicornSays({ graceful_timeout: 30 }),
      ),
    ],
    silent: [
      silent('longer than a task may take', PATIENT, workerSays({ task_time_limit: 80 })),
      silent(
        'longer than the soft shutdown',
        PATIENT.concat('    environment: { REMAP_SIGTERM: SIGQUIT }\n'),
        workerSays({ worker_soft_shutdown_timeout: 60, task_time_limit: 300 }),
      ),
      silent(
        'longer than gunicorn’s',
        'services:\n  web:\n    build: .\n    stop_grace_period: 40s\n',
        gunicornSays({ graceful_timeout: 30 }),
      ),
      silent('a minute, and nobody knows the tasks', PATIENT),
    ],
  },
  'compose/signals': {
    fires: [
      fires(
        'dash stays in front',
        'services:\n  worker:\n    build: .\n    command: sh -c "cd src && celery -A app worker" # <-\n',
      ),
    ],
    silent: [
      silent('exec', 'services:\n  worker:\n    build: .\n    command: sh -c "cd src && exec celery -A app worker"\n'),
      silent(
        'no shell',
        'services:\n  worker:\n    build: .\n    command: celery -A app worker\n    working_dir: /app/src\n',
      ),
      silent('the image’s own script', {
        Dockerfile: SCRIPT,
        'start.sh': '#!/bin/sh\n"$@"\n',
        [STACK]: 'services:\n  worker:\n    build: .\n    command: celery -A app worker\n',
      }),
    ],
  },
  'compose/swallowed-command': {
    fires: [
      fires('a script that knows one program', {
        Dockerfile: SCRIPT,
        'start.sh': '#!/bin/sh\npython manage.py migrate\nexec gunicorn app.wsgi\n',
        [STACK]: 'services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: celery -A app worker # <-\n',
      }),
      fires('an entrypoint in shell form', {
        Dockerfile: DOCKERFILE.replace('CMD ["gunicorn", "app.wsgi"]', 'ENTRYPOINT gunicorn app.wsgi'),
        [STACK]: 'services:\n  worker:\n    build: .\n    command: celery -A app worker # <-\n',
      }),
    ],
    silent: [
      silent('exec "$@"', {
        Dockerfile: SCRIPT,
        'start.sh': '#!/bin/sh\nexec "$@"\n',
        [STACK]: 'services:\n  worker:\n    build: .\n    command: celery -A app worker\n',
      }),
      silent('the same program', {
        Dockerfile: SCRIPT,
        'start.sh': '#!/bin/sh\nexec gunicorn app.wsgi\n',
        [STACK]: 'services:\n  web:\n    build: .\n    command: gunicorn app.wsgi\n',
      }),
      silent('its own entrypoint', {
        Dockerfile: SCRIPT,
        'start.sh': '#!/bin/sh\nexec gunicorn app.wsgi\n',
        [STACK]:
          'services:\n  worker:\n    build: .\n    entrypoint: ["celery", "-A", "app"]\n    command: ["worker"]\n',
      }),
      silent('roles by word', {
        Dockerfile: SCRIPT,
        'start.sh': '#!/bin/sh\ncase "$1" in\nworker) exec celery -A app worker;;\n*) exec gunicorn app.wsgi;;\nesac\n',
        [STACK]: 'services:\n  worker:\n    build: .\n    command: worker\n',
      }),
    ],
  },
  'compose/restart': {
    fires: [
      fires(
        'none, and "no"',
        'services:\n  web: # <-\n    build: .\n  worker:\n    build: .\n    command: celery -A app worker\n    restart: "no" # <-\n',
      ),
    ],
    silent: [
      silent(
        'kept running, or meant to end',
        'services:\n  web:\n    build: .\n    restart: unless-stopped\n  worker:\n    build: .\n    command: celery -A app worker\n    restart: always\n  beat:\n    build: .\n    command: celery -A app beat\n    restart: on-failure:5\n  migrate:\n    build: .\n    command: python manage.py migrate\n    restart: "no"\n',
      ),
    ],
  },
  'compose/memory-limit': {
    fires: [fires('none', 'services:\n  web: # <-\n    build: .\n')],
    silent: [
      silent(
        'in both spellings',
        'services:\n  web:\n    build: .\n    mem_limit: 512m\n  worker:\n    build: .\n    command: celery -A app worker\n    deploy: { resources: { limits: { memory: 2G } } }\n  db:\n    image: postgres:17\n',
      ),
    ],
  },
};
