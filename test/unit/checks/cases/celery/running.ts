import { SETTINGS_FILE } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { running, stack } from '../../server/running.ts';
import { APP, worker } from './starting.ts';

const WORKER = 'celery -A proj worker -l info -c 2';
const BEAT = (more = '') => `  beat:\n    build: .\n    command: celery -A proj beat\n${more}`;
const SCHEDULE = { beat: [{ name: 'nightly', task: 'core.tasks.clean', place: { file: SETTINGS_FILE, line: 3 } }] };
const FILE = 'docker-compose.prod.yml';

export const RUNNING: RuleCases = {
  'celery/one-beat': {
    fires: [
      {
        name: 'two processes of a Procfile',
        project: running({ Procfile: 'worker: celery -A proj worker -B\nclock: celery -A proj beat\n' }),
        at: [['Procfile', 2]],
      },
      {
        name: 'two replicas of a worker that holds one',
        project: worker('celery -A proj worker -B', {}, {}, '    deploy:\n      replicas: 2\n'),
        at: [[FILE, 6]],
      },
      { name: 'inside of a worker', project: worker('celery -A proj worker -c 2 -B'), at: [[FILE, 4]] },
      {
        name: 'two services of a stack',
        project: stack(`${BEAT()}${BEAT().replace('  beat:', '  scheduler:')}`),
        at: [[FILE, 7]],
      },
      {
        name: 'two replicas of a beat',
        project: stack(BEAT('    deploy:\n      replicas: 2\n')),
        at: [[FILE, 6]],
      },
    ],
    silent: [
      { name: 'one', project: stack(`${BEAT()}  worker:\n    build: .\n    command: ${WORKER}\n`) },
      {
        name: 'two that share a lock',
        project: running({
          Procfile:
            'a: celery -A proj beat -S redbeat.RedBeatScheduler\nb: celery -A proj beat -S redbeat.RedBeatScheduler\n',
        }),
      },
    ],
  },
  'celery/beat-missing': {
    fires: [
      {
        name: 'a worker alone, in a Procfile',
        project: running({ Procfile: `worker: ${WORKER}\n` }, { settings: {}, celery: SCHEDULE }),
        at: [[SETTINGS_FILE, 3]],
      },
      { name: 'a worker alone, in a stack', project: worker(WORKER, SCHEDULE), at: [[SETTINGS_FILE, 3]] },
      {
        name: 'the schedule stands in the settings',
        project: stack(
          `  worker:\n    build: .\n    command: ${WORKER}\n`,
          {},
          { settings: { settings: { CELERY_BEAT_SCHEDULE: { nightly: { task: 'a.b' } } } } },
        ),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      {
        name: 'there is one',
        project: running(
          { Procfile: `worker: ${WORKER}\nbeat: celery -A proj beat\n` },
          { settings: {}, celery: SCHEDULE },
        ),
      },
      {
        name: 'the worker holds it',
        project: running({ Procfile: `worker: ${WORKER} -B\n` }, { settings: {}, celery: SCHEDULE }),
      },
      {
        name: 'nothing is scheduled',
        project: running({ Procfile: `worker: ${WORKER}\n` }, { settings: {}, celery: {} }),
      },
      {
        name: 'another application of the environment may run it',
        project: running({ Procfile: `worker: ${WORKER}\n` }, { settings: {}, celery: SCHEDULE }).then(project => ({
          ...project,
          siblings: new Map([['beat', project.given]]),
        })),
      },
    ],
  },
  'celery/scheduled-task-missing': {
    fires: [
      {
        name: 'a task that was renamed',
        project: worker(WORKER, {
          beat: [{ name: 'nightly', task: 'core.tasks.cleanup', place: { file: SETTINGS_FILE, line: 3 } }],
        }),
        at: [[SETTINGS_FILE, 3]],
      },
    ],
    silent: [
      { name: 'it is registered', project: worker(WORKER, SCHEDULE) },
      {
        name: 'a stubbed module may hold it',
        project: worker(
          WORKER,
          { beat: [{ name: 'x', task: 'other.task', place: null }] },
          { settings: { answer: { stubs: ['other'] } } },
        ),
      },
    ],
  },
  'celery/schedule-file': {
    fires: [
      { name: 'in a folder of root', project: stack(BEAT()), at: [[FILE, 4]] },
      {
        name: 'lost with the container',
        project: stack(BEAT().replace('beat\n', 'beat -s /tmp/celerybeat-schedule\n')),
        at: [[FILE, 4]],
      },
    ],
    silent: [
      {
        name: 'a volume where its folder is by then',
        project: stack(
          `${BEAT('    volumes:\n      - beat:/srv/src\n').replace('celery -A', "sh -c 'cd /srv/src && exec celery -A").replace('beat\n', "beat'\n")}volumes:\n  beat:\n`,
        ),
      },
      {
        name: 'in a volume',
        project: stack(
          `${BEAT('    volumes:\n      - beat:/var/lib/beat\n').replace('beat\n', 'beat --schedule=/var/lib/beat/schedule\n')}volumes:\n  beat:\n`,
        ),
      },
      {
        name: 'in the database',
        project: stack(
          BEAT().replace('proj beat\n', 'proj beat --scheduler django_celery_beat.schedulers:DatabaseScheduler\n'),
        ),
      },
    ],
  },
  'celery/scheduler-not-installed': {
    fires: [
      {
        name: 'the app is missing',
        project: stack(
          BEAT().replace('proj beat\n', 'proj beat -S django\n'),
          {},
          { settings: { settings: { INSTALLED_APPS: ['django.contrib.auth'] } } },
        ),
        at: [[FILE, 4]],
      },
    ],
    silent: [
      {
        name: 'it is there',
        project: stack(
          BEAT().replace('proj beat\n', 'proj beat -S django\n'),
          {},
          { settings: { settings: { INSTALLED_APPS: ['django_celery_beat'] } } },
        ),
      },
      { name: 'another scheduler', project: stack(BEAT(), {}, { settings: { settings: { INSTALLED_APPS: [] } } }) },
    ],
  },
  'celery/concurrency': {
    fires: [
      {
        name: 'as many as the machine has cores',
        project: worker('celery -A proj worker', { configuration: { worker_concurrency: null } }),
        at: [[FILE, 4]],
      },
      {
        name: 'more than the memory holds',
        project: worker('celery -A proj worker -c 8', {}, {}, '    mem_limit: 512m\n'),
        at: [[FILE, 4]],
      },
    ],
    silent: [
      { name: 'two', project: worker(WORKER, {}, {}, '    mem_limit: 512m\n') },
      {
        name: 'by a variable',
        project: worker('celery -A proj worker -c $$WORKERS', { configuration: { worker_concurrency: null } }),
      },
      {
        name: 'nobody could read the configuration',
        project: worker('celery -A proj worker', { problem: 'x', configuration: {} }),
      },
    ],
  },
  'celery/force-root': {
    fires: [
      {
        name: 'as root',
        project: worker(WORKER, {}, {}, '    user: root\n    environment:\n      C_FORCE_ROOT: "1"\n'),
        at: [[FILE, 7]],
      },
    ],
    silent: [
      {
        name: 'left over, and not root',
        project: worker(WORKER, {}, {}, '    environment:\n      C_FORCE_ROOT: "1"\n'),
      },
    ],
  },
  'celery/events': {
    fires: [
      {
        name: 'flower watches and hears nothing',
        project: worker(
          WORKER,
          { configuration: { worker_send_task_events: false } },
          {},
          '  flower:\n    build: .\n    command: celery -A proj flower --basic-auth=a:b\n',
        ),
        at: APP,
      },
    ],
    silent: [
      {
        name: '-E',
        project: worker(
          `${WORKER} -E`,
          { configuration: { worker_send_task_events: false } },
          {},
          '  flower:\n    build: .\n    command: celery -A proj flower --basic-auth=a:b\n',
        ),
      },
      { name: 'nobody watches', project: worker(WORKER, { configuration: { worker_send_task_events: false } }) },
    ],
  },
  'celery/flower-open': {
    fires: [
      {
        name: 'a published port',
        project: stack(
          '  flower:\n    build: .\n    command: celery -A proj flower\n    ports:\n      - "5555:5555"\n',
        ),
        at: [[FILE, 6]],
      },
      {
        name: 'inside of the network',
        project: stack('  flower:\n    build: .\n    command: celery -A proj flower --port=5555\n'),
        at: [[FILE, 4]],
      },
    ],
    silent: [
      {
        name: 'a login',
        project: stack(
          '  flower:\n    build: .\n    command: celery -A proj flower --basic_auth=a:b\n    ports:\n      - "5555:5555"\n',
        ),
      },
      {
        name: 'a login in the environment',
        project: stack(
          '  flower:\n    build: .\n    command: celery -A proj flower\n    environment:\n      FLOWER_BASIC_AUTH: ${FLOWER_BASIC_AUTH:-}\n',
        ),
      },
    ],
  },
  'celery/ping': {
    fires: [
      {
        name: 'all workers',
        project: worker(WORKER, {}, {}, '    healthcheck:\n      test: celery -A proj inspect ping\n'),
        at: [[FILE, 6]],
      },
    ],
    silent: [
      {
        name: 'this one',
        project: worker(
          WORKER,
          {},
          {},
          '    healthcheck:\n      test: ["CMD-SHELL", "celery -A proj inspect ping -d celery@$$HOSTNAME"]\n',
        ),
      },
      { name: 'none', project: worker(WORKER) },
    ],
  },
  'celery/log-level': {
    fires: [{ name: 'debug', project: worker('celery -A proj worker --loglevel=DEBUG'), at: [[FILE, 4]] }],
    silent: [
      { name: 'info', project: worker(WORKER) },
      { name: 'a Procfile’s worker', project: running({ Procfile: 'worker: celery -A proj worker -l info\n' }) },
    ],
  },
};
