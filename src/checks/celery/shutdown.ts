import { defineRule } from '../rule.ts';
import { count } from '../settings/values.ts';
import { faultsOf, inContainer, since } from './apps.ts';

const MANUAL = 'https://docs.celeryq.dev/en/stable/userguide/workers.html#soft-shutdown';

export const softShutdown = defineRule({
  id: 'celery/soft-shutdown',
  title: 'The soft shutdown that is asked for takes place',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Celery shuts down softly on SIGQUIT only, and from 5.5 on. Containers are stopped by SIGTERM: without a remap the worker waits for its tasks without a limit and is killed with them.',
  remedy:
    'Make SIGTERM mean SIGQUIT for the worker, and give the container more time than the shutdown takes:\nenvironment:\n  REMAP_SIGTERM: SIGQUIT\nstop_grace_period: 60s',
  versions: 'Celery 5.5 and later; older ones ignore the setting',
  source: ['S1-126', 'S1-077', `${MANUAL}; Celery 5.6.3, celery/apps/worker.py: only SIGQUIT starts it, REMAP_SIGTERM`],
  judge: project =>
    faultsOf(project, app => {
      const seconds = count(app.value('worker_soft_shutdown_timeout')) ?? 0;
      const service = app.facts?.service;
      if (app.facts?.program !== 'worker' || service === undefined || seconds <= 0) return undefined;
      const shared = {
        on: 'worker_soft_shutdown_timeout',
        place: app.place('worker_soft_shutdown_timeout'),
        evidence: `worker_soft_shutdown_timeout = ${seconds}`,
      };
      if (since(app, project, '5.5') === false)
        return {
          ...shared,
          message: who =>
            `${who} asks for a soft shutdown of ${seconds} seconds, which Celery ${app.answer?.version ?? 'before 5.5'} does not know.`,
          remedy: 'Take Celery 5.5 or later, or leave the setting out.',
        };
      const signal = service.compose?.stopSignal ?? service.image?.stage.stopSignal?.value;
      const remapped = service.environment.has('REMAP_SIGTERM')
        ? [undefined, 'SIGQUIT', 'QUIT'].includes(service.environment.get('REMAP_SIGTERM'))
        : false;
      if (!inContainer(project, app) || remapped || /^(SIG)?(QUIT|INT)$|^[23]$/.test(signal ?? '')) return undefined;
      return {
        ...shared,
        message: who =>
          `${who} asks for a soft shutdown of ${seconds} seconds, and its container is stopped by SIGTERM, which does not start one: REMAP_SIGTERM is not set.`,
      };
    }),
});

export const idleShutdown = defineRule({
  id: 'celery/idle-shutdown',
  title: 'An idle worker stops at once',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'With worker_enable_soft_shutdown_on_idle every stop takes the whole time, tasks or not; that is worth it only for tasks with a countdown that Redis would hand out late.',
  remedy:
    'Leave it out unless tasks are sent with eta or countdown:\nCELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = False',
  versions: 'Celery 5.5 and later',
  source: ['S1-126', MANUAL],
  judge: project =>
    faultsOf(project, app => {
      const seconds = count(app.value('worker_soft_shutdown_timeout')) ?? 0;
      if (app.facts?.program !== 'worker' || app.value('worker_enable_soft_shutdown_on_idle') !== true || seconds < 20)
        return undefined;
      return {
        on: 'worker_enable_soft_shutdown_on_idle',
        place: app.place('worker_enable_soft_shutdown_on_idle'),
        message: who => `${who} takes ${seconds} seconds to stop even when it has nothing to do.`,
        evidence: `on idle, ${seconds} seconds`,
      };
    }),
});
