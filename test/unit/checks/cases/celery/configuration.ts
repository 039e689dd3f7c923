import type { SettingJson } from '../../../../../src/django/answer.ts';
import { SETTINGS_FILE } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { stack } from '../../server/running.ts';
import { APP, worker } from './starting.ts';

const WORKER = 'celery -A proj worker -l info -c 2';
const url = (scheme: string, host: string): SettingJson => ({
  $: 'url',
  scheme,
  host,
  port: 6379,
  user: null,
  password: null,
  path: '/0',
  query: '',
});

/** The worker with this effective configuration. */
const conf = (configuration: Readonly<Record<string, SettingJson>>, version = '5.6.3') =>
  worker(WORKER, { configuration, version });

export const CONFIGURATION: RuleCases = {
  'celery/broker': {
    fires: [
      { name: 'none', project: conf({ broker_url: null }), at: APP },
      { name: 'localhost in a container', project: conf({ broker_url: url('redis', 'localhost') }), at: APP },
      { name: 'in the memory of one process', project: conf({ broker_url: 'memory://' }), at: APP },
      {
        name: 'set in the settings, of a site that only sends tasks',
        project: stack(
          '  web:\n    build: .\n',
          {},
          { settings: { settings: { CELERY_BROKER_URL: url('redis', '127.0.0.1') } } },
        ),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      { name: 'another container', project: conf({ broker_url: url('redis', 'redis') }) },
      {
        name: 'a variable says it, which env/loopback tells',
        project: worker(
          WORKER,
          { configuration: { broker_url: url('redis', 'localhost') } },
          {},
          '    environment:\n      REDIS_URL: redis://localhost:6379/0\n',
        ),
      },
      { name: 'nobody could read it', project: conf({ broker_url: { $: 'unknown', why: 'stub' } }) },
      {
        name: 'a network it shares',
        project: worker(
          WORKER,
          { configuration: { broker_url: url('redis', 'localhost') } },
          {},
          '    network_mode: host\n',
        ),
      },
    ],
  },
  'celery/result-backend': {
    fires: [
      {
        name: 'none, and nothing says so',
        project: conf({ result_backend: null, task_ignore_result: false }),
        at: APP,
      },
      { name: 'localhost', project: conf({ result_backend: url('redis', 'localhost') }), at: APP },
    ],
    silent: [
      { name: 'none, and none wanted', project: conf({ result_backend: null, task_ignore_result: true }) },
      { name: 'the database', project: conf({ result_backend: 'django-db' }) },
      {
        name: 'a variable says it, which env/loopback tells',
        project: worker(
          WORKER,
          { configuration: { result_backend: url('redis', 'localhost') } },
          {},
          '    environment:\n      REDIS_URL: redis://localhost:6379/0\n',
        ),
      },
    ],
  },
  'celery/serializers': {
    fires: [
      { name: 'pickle is accepted', project: conf({ accept_content: ['json', 'pickle'] }), at: APP },
      {
        name: 'set in the settings',
        project: worker(
          WORKER,
          { configuration: { task_serializer: 'pickle' } },
          { settings: { settings: { CELERY_TASK_SERIALIZER: 'pickle' } } },
        ),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      {
        name: 'JSON only',
        project: conf({ accept_content: ['json'], task_serializer: 'json', result_serializer: 'json' }),
      },
    ],
  },
  'celery/eager': {
    fires: [{ name: 'on', project: conf({ task_always_eager: true }), at: APP }],
    silent: [{ name: 'off', project: conf({ task_always_eager: false }) }],
  },
  'celery/timezone': {
    fires: [
      {
        name: 'UTC by default, the site in Manila',
        project: worker(
          WORKER,
          { configuration: { timezone: null } },
          { settings: { settings: { TIME_ZONE: 'Asia/Manila' } } },
        ),
        at: APP,
      },
    ],
    silent: [
      {
        name: 'the same',
        project: worker(
          WORKER,
          { configuration: { timezone: 'Asia/Manila' } },
          { settings: { settings: { TIME_ZONE: 'Asia/Manila' } } },
        ),
      },
      {
        name: 'two names of UTC',
        project: worker(
          WORKER,
          { configuration: { timezone: null } },
          { settings: { settings: { TIME_ZONE: 'Etc/UTC' } } },
        ),
      },
    ],
  },
  'celery/startup-retry': {
    fires: [
      { name: 'left to the default', project: conf({ broker_connection_retry_on_startup: null }), at: APP },
      { name: 'off', project: conf({ broker_connection_retry_on_startup: false }), at: APP },
    ],
    silent: [
      { name: 'on', project: conf({ broker_connection_retry_on_startup: true }) },
      { name: 'Celery 5.2 has no such setting', project: conf({ broker_connection_retry_on_startup: null }, '5.2.7') },
    ],
  },
  'celery/time-limits': {
    fires: [
      { name: 'none', project: conf({ task_time_limit: null, task_soft_time_limit: null }), at: APP },
      {
        name: 'the soft one comes too late',
        project: conf({ task_time_limit: 300, task_soft_time_limit: 300 }),
        at: APP,
      },
      {
        name: 'the command line undercuts the soft one',
        project: worker(`${WORKER} --time-limit 60`, {
          configuration: { task_time_limit: 300, task_soft_time_limit: 240 },
        }),
        at: APP,
      },
    ],
    silent: [
      { name: 'soft below hard', project: conf({ task_time_limit: 300, task_soft_time_limit: 240 }) },
      { name: 'on the command line', project: worker(`${WORKER} --time-limit=300 --soft-time-limit=240`) },
      { name: 'nobody knows', project: worker(WORKER, { problem: 'ImproperlyConfigured', configuration: {} }) },
    ],
  },
  'celery/visibility-timeout': {
    fires: [
      {
        name: 'tasks may run for two hours',
        project: conf({ broker_url: url('redis', 'redis'), task_acks_late: true, task_time_limit: 7200 }),
        at: APP,
      },
      {
        name: 'the timeout was made short',
        project: conf({
          broker_url: url('rediss', 'redis'),
          task_acks_late: true,
          task_time_limit: 300,
          broker_transport_options: { visibility_timeout: 120 },
        }),
        at: APP,
      },
    ],
    silent: [
      {
        name: 'five minutes',
        project: conf({ broker_url: url('redis', 'redis'), task_acks_late: true, task_time_limit: 300 }),
      },
      {
        name: 'acknowledged at the start',
        project: conf({ broker_url: url('redis', 'redis'), task_acks_late: false, task_time_limit: 7200 }),
      },
      {
        name: 'RabbitMQ has no such timeout',
        project: conf({ broker_url: url('amqp', 'rabbit'), task_acks_late: true, task_time_limit: 7200 }),
      },
    ],
  },
  'celery/pool-limits': {
    fires: [
      {
        name: 'threads',
        project: worker(`${WORKER} --pool threads`, { configuration: { task_time_limit: 300 } }),
        at: [['docker-compose.prod.yml', 4]],
      },
    ],
    silent: [
      { name: 'prefork', project: worker(`${WORKER} -P prefork`, { configuration: { task_time_limit: 300 } }) },
      {
        name: 'threads without limits',
        project: worker(`${WORKER} -P threads`, { configuration: { task_time_limit: null } }),
      },
    ],
  },
  'celery/prefetch': {
    fires: [
      { name: 'four long tasks', project: conf({ worker_prefetch_multiplier: 4, task_time_limit: 3600 }), at: APP },
      { name: 'without an end', project: conf({ worker_prefetch_multiplier: 0 }), at: APP },
    ],
    silent: [
      { name: 'four short ones', project: conf({ worker_prefetch_multiplier: 4, task_time_limit: 300 }) },
      { name: 'one long one', project: conf({ worker_prefetch_multiplier: 1, task_time_limit: 3600 }) },
    ],
  },
  'celery/max-tasks': {
    fires: [
      {
        name: 'never',
        project: conf({ worker_max_tasks_per_child: null, worker_max_memory_per_child: null }),
        at: APP,
      },
    ],
    silent: [
      { name: 'after a thousand', project: conf({ worker_max_tasks_per_child: 1000 }) },
      { name: 'by memory', project: conf({ worker_max_tasks_per_child: null, worker_max_memory_per_child: 200_000 }) },
      { name: 'on the command line', project: worker(`${WORKER} --max-tasks-per-child=1000`) },
    ],
  },
  'celery/acks-late': {
    fires: [{ name: 'at the start', project: conf({ task_acks_late: false }), at: APP }],
    silent: [{ name: 'at the end', project: conf({ task_acks_late: true }) }],
  },
  'celery/soft-shutdown': {
    fires: [
      { name: 'SIGTERM does not start it', project: conf({ worker_soft_shutdown_timeout: 45 }), at: APP },
      {
        name: 'Celery 5.4 does not know it',
        project: worker(
          WORKER,
          { configuration: { worker_soft_shutdown_timeout: 45 }, version: '5.4.0' },
          {},
          '    environment:\n      REMAP_SIGTERM: SIGQUIT\n',
        ),
        at: APP,
      },
    ],
    silent: [
      {
        name: 'the signal is mapped',
        project: worker(
          WORKER,
          { configuration: { worker_soft_shutdown_timeout: 45 } },
          {},
          '    environment:\n      REMAP_SIGTERM: SIGQUIT\n',
        ),
      },
      {
        name: 'the container is stopped by SIGQUIT',
        project: worker(
          WORKER,
          { configuration: { worker_soft_shutdown_timeout: 45 } },
          {},
          '    stop_signal: SIGQUIT\n',
        ),
      },
      { name: 'none is asked for', project: conf({ worker_soft_shutdown_timeout: 0 }) },
    ],
  },
  'celery/idle-shutdown': {
    fires: [
      {
        name: 'a minute for nothing',
        project: conf({ worker_soft_shutdown_timeout: 60, worker_enable_soft_shutdown_on_idle: true }),
        at: APP,
      },
    ],
    silent: [
      {
        name: 'only with tasks',
        project: conf({ worker_soft_shutdown_timeout: 60, worker_enable_soft_shutdown_on_idle: false }),
      },
    ],
  },
};
