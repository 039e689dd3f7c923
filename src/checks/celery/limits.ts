import { defineRule } from '../rule.ts';
import { addressIn, count, member, text } from '../settings/values.ts';
import { type CeleryApp, faultsOf, limit, limitPlace } from './apps.ts';

const MANUAL = 'https://docs.celeryq.dev/en/stable/userguide/configuration.html';
/** Seconds after which Redis hands an unacknowledged task to another worker, unless told otherwise. */
const VISIBILITY = 3600;

export const timeLimits = defineRule({
  id: 'celery/time-limits',
  title: 'A task that hangs is ended: first asked, then killed',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'A task without a limit that waits for ever holds its worker for ever. A soft limit that is not below the hard one never lets a task clean up.',
  remedy: 'CELERY_TASK_SOFT_TIME_LIMIT = 240\nCELERY_TASK_TIME_LIMIT = 300',
  source: ['S1-076', 'S1-123', `${MANUAL}#task-time-limit, #task-soft-time-limit`],
  judge: project =>
    faultsOf(project, app => {
      if (app.facts?.program !== 'worker' || !knows(app, 'time-limit', 'task_time_limit')) return undefined;
      const hard = limit(app, 'time-limit', 'task_time_limit');
      const soft = limit(app, 'soft-time-limit', 'task_soft_time_limit');
      if (hard === undefined || hard === 0)
        return {
          on: 'task_time_limit',
          place: limitPlace(app, 'time-limit', 'task_time_limit'),
          message: who =>
            soft === undefined || soft === 0
              ? `Tasks of ${who} have no time limit: one that hangs holds its worker for ever.`
              : `Tasks of ${who} have a soft time limit only: one that catches it, or hangs in C code, holds its worker for ever.`,
          evidence: 'no task_time_limit, no --time-limit',
          ...(soft === undefined || soft === 0 ? {} : { severity: 'low' as const }),
        };
      if (soft === undefined || soft === 0 || soft < hard) return undefined;
      return {
        on: 'task_soft_time_limit',
        place: limitPlace(app, 'soft-time-limit', 'task_soft_time_limit'),
        message: who =>
          `Tasks of ${who} are killed after ${hard} seconds, before the soft limit of ${soft} asks them to end.`,
        evidence: `soft ${soft}, hard ${hard}`,
      };
    }),
});

export const visibility = defineRule({
  id: 'celery/visibility-timeout',
  title: 'Redis does not hand out a task that still runs',
  severity: { development: 'off', staging: 'medium', production: 'high' },
  why: 'With acks_late a task is acknowledged at its end. One that runs longer than the visibility timeout is given to a second worker, and runs twice at the same time.',
  remedy:
    'Keep the hard limit below the visibility timeout:\nCELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}\nCELERY_TASK_TIME_LIMIT = 300',
  source: [
    'S1-123',
    'S1-124',
    'https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html#visibility-timeout',
  ],
  judge: project =>
    faultsOf(project, app => {
      const scheme = addressIn(app.value('broker_url'))?.scheme;
      if (app.facts?.program !== 'worker' || app.value('task_acks_late') !== true) return undefined;
      if (scheme === undefined || !/^(rediss?|sentinel|sqs)$/.test(scheme)) return undefined;
      const hard = limit(app, 'time-limit', 'task_time_limit');
      const options = member(app.value('broker_transport_options'), 'visibility_timeout');
      const timeout =
        count(options) ?? count(app.value('visibility_timeout')) ?? (scheme === 'sqs' ? 1800 : VISIBILITY);
      if (hard === undefined || hard === 0 || hard < timeout) return undefined;
      return {
        on: 'visibility_timeout',
        place: app.place(options === undefined ? 'task_time_limit' : 'broker_transport_options'),
        message: who =>
          `Tasks of ${who} may run ${hard} seconds and are acknowledged at their end, while the broker hands them to another worker after ${timeout}: long ones run twice.`,
        evidence: `visibility_timeout ${timeout}, hard limit ${hard}, acks_late`,
      };
    }),
});

export const poolLimits = defineRule({
  id: 'celery/pool-limits',
  title: 'The pool can enforce the time limits',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Time limits work by signals to child processes. Threads and the solo pool have none: the limits are read, and nothing is ever ended.',
  remedy: 'Use the prefork pool, or end long work inside of the task:\ncelery -A project worker --pool prefork',
  source: ['S1-076', 'S1-123', 'https://docs.celeryq.dev/en/stable/userguide/workers.html#time-limits'],
  judge: project =>
    faultsOf(project, app => {
      const pool = app.facts?.options.get('pool') ?? text(app.value('worker_pool'));
      const hard = limit(app, 'time-limit', 'task_time_limit');
      if (app.facts?.program !== 'worker' || hard === undefined || hard === 0) return undefined;
      if (pool === undefined || !/^(solo|threads|.*\.solo.*|.*\.thread.*)$/.test(pool)) return undefined;
      return {
        on: 'worker_pool',
        place: limitPlace(app, 'pool', 'worker_pool'),
        message: who => `${who} runs the ${pool} pool, which cannot enforce the time limit of ${hard} seconds.`,
        evidence: `pool ${pool}, time limit ${hard}`,
      };
    }),
});

export const prefetch = defineRule({
  id: 'celery/prefetch',
  title: 'A worker reserves no more than it can soon do',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Reserved tasks wait behind a long one although other workers are idle; at a crash all of them are delayed or lost.',
  remedy: 'For tasks that run for minutes:\nCELERY_WORKER_PREFETCH_MULTIPLIER = 1',
  source: ['S1-122', 'https://docs.celeryq.dev/en/stable/userguide/optimizing.html#prefetch-limits'],
  judge: project =>
    faultsOf(project, app => {
      const multiplier = limit(app, 'prefetch-multiplier', 'worker_prefetch_multiplier');
      if (app.facts?.program !== 'worker' || multiplier === undefined) return undefined;
      const hard = limit(app, 'time-limit', 'task_time_limit') ?? 0;
      const shared = {
        on: 'worker_prefetch_multiplier',
        place: limitPlace(app, 'prefetch-multiplier', 'worker_prefetch_multiplier'),
        evidence: `worker_prefetch_multiplier = ${multiplier}`,
      };
      if (multiplier === 0)
        return {
          ...shared,
          message: who =>
            `${who} reserves every task there is: other workers get none, and all are lost or delayed with it.`,
          severity: 'medium',
        };
      if (multiplier > 32)
        return {
          ...shared,
          message: who => `${who} reserves ${multiplier} tasks for each of its processes.`,
          severity: 'medium',
        };
      if (multiplier <= 1 || hard < 900) return undefined;
      return {
        ...shared,
        message: who =>
          `${who} reserves ${multiplier} tasks for each process, and one may run for ${hard} seconds: the others wait behind it.`,
      };
    }),
});

export const recycling = defineRule({
  id: 'celery/max-tasks',
  title: 'Worker processes are replaced now and then',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Tasks hold more memory than pages. Without a limit a leak grows until the container is killed, in the middle of a task.',
  remedy: 'CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000',
  source: ['S1-076', 'S1-122', 'S1-162', `${MANUAL}#worker-max-tasks-per-child`],
  judge: project =>
    faultsOf(project, app => {
      if (app.facts?.program !== 'worker' || !knows(app, 'max-tasks-per-child', 'worker_max_tasks_per_child'))
        return undefined;
      const tasks = limit(app, 'max-tasks-per-child', 'worker_max_tasks_per_child') ?? 0;
      const memory = limit(app, 'max-memory-per-child', 'worker_max_memory_per_child') ?? 0;
      const pool = app.facts.options.get('pool') ?? text(app.value('worker_pool')) ?? 'prefork';
      if (tasks > 0 || memory > 0 || !/prefork|processes/.test(pool)) return undefined;
      return {
        on: 'worker_max_tasks_per_child',
        place: limitPlace(app, 'max-tasks-per-child', 'worker_max_tasks_per_child'),
        message: who => `${who} never replaces its processes, so that a leak grows until the memory is gone.`,
        evidence: 'no worker_max_tasks_per_child, no worker_max_memory_per_child',
      };
    }),
});

export const acknowledgement = defineRule({
  id: 'celery/acks-late',
  title: 'A task that dies with its worker is done again',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'By default a task is acknowledged when it starts. Whatever runs when a container is replaced or killed is lost without a trace.',
  remedy: 'Acknowledge at the end; tasks must then be safe to run twice:\nCELERY_TASK_ACKS_LATE = True',
  source: ['S1-124', `${MANUAL}#task-acks-late`],
  judge: project =>
    faultsOf(project, app =>
      app.facts?.program !== 'worker' || app.value('task_acks_late') !== false
        ? undefined
        : {
            on: 'task_acks_late',
            place: app.place('task_acks_late'),
            message: who =>
              `${who} acknowledges tasks when they start: those that run during a deployment or a crash are lost.`,
            evidence: 'task_acks_late = False',
          },
    ),
});

/** Whether “not set” is a fact: the configuration was asked, or the command line says it. */
function knows(app: CeleryApp, option: string, name: string): boolean {
  return app.facts?.options.has(option) === true || app.value(name) !== undefined;
}
