import type { Fault } from '../fault.ts';

const BASE = 'src/obc_management/settings/base.py';
const STACK = 'docker-compose.prod.yml';

export const CELERY_FAULTS: readonly Fault[] = [
  {
    name: 'The schedule names a task that was renamed',
    edits: [{ file: BASE, find: '"core.tasks.clear_expired_sessions"', replace: '"core.tasks.clear_sessions"' }],
    expect: [{ rule: 'celery/scheduled-task-missing', file: BASE, at: '"clear-expired-sessions": {' }],
  },
  {
    name: 'Workers take pickled messages',
    edits: [
      { file: BASE, find: 'CELERY_ACCEPT_CONTENT = ["json"]', replace: 'CELERY_ACCEPT_CONTENT = ["json", "pickle"]' },
    ],
    expect: [{ rule: 'celery/serializers', file: BASE, at: 'CELERY_ACCEPT_CONTENT' }],
  },
  {
    name: 'Redis hands a task out again while it still runs',
    edits: [
      {
        file: 'src/obc_management/services.py',
        find: 'VISIBILITY_TIMEOUT_SECONDS = 3600',
        replace: 'VISIBILITY_TIMEOUT_SECONDS = 120',
      },
    ],
    expect: [{ rule: 'celery/visibility-timeout', file: BASE, at: 'CELERY_BROKER_TRANSPORT_OPTIONS =' }],
  },
  {
    name: 'The schedule is in another zone than the site',
    edits: [{ file: BASE, find: 'CELERY_TIMEZONE = TIME_ZONE', replace: 'CELERY_TIMEZONE = "UTC"' }],
    expect: [{ rule: 'celery/timezone', file: BASE, at: 'CELERY_TIMEZONE' }],
  },
  {
    name: 'Two beats send the schedule twice',
    edits: [
      {
        file: STACK,
        find: '    command: ["beat"]\n',
        replace: '    command: ["beat"]\n    deploy:\n      replicas: 2\n',
      },
    ],
    expect: [{ rule: 'celery/one-beat', file: STACK, at: 'replicas: 2' }],
  },
  {
    name: 'The soft shutdown is never asked for',
    edits: [
      {
        file: 'docker/entrypoint.sh',
        find: '    REMAP_SIGTERM=SIGQUIT\n    export REMAP_SIGTERM\n',
        replace: '',
      },
    ],
    expect: [{ rule: 'celery/soft-shutdown', file: BASE, at: 'CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT =' }],
  },
  {
    name: 'Flower is open to whoever finds it, and told the wrong name of the app',
    edits: [
      {
        file: STACK,
        find: 'volumes:\n  media:\n',
        replace:
          '  flower:\n    <<: *application\n    entrypoint: []\n    command: ["celery", "--workdir", "src", "--app", "obc_managment", "flower", "--port=5555"]\n    healthcheck:\n      disable: true\n\nvolumes:\n  media:\n',
      },
    ],
    expect: [
      { rule: 'celery/flower-open', file: STACK, at: '"flower", "--port=5555"' },
      { rule: 'celery/target', file: STACK, at: '"flower", "--port=5555"' },
    ],
  },
];
