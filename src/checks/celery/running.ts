import { formText } from '../docker/form.ts';
import { defineRule } from '../rule.ts';
import { text } from '../settings/values.ts';
import { faultsOf, inContainer, limit, programFaults } from './apps.ts';

const WORKERS = 'https://docs.celeryq.dev/en/stable/userguide/workers.html';
/** Assumed for one process once the project is loaded, in MiB; not measured, and meant to be low. */
const PROCESS_MEMORY = 100;
const MIB = 1024 * 1024;

export const concurrency = defineRule({
  id: 'celery/concurrency',
  title: 'The number of worker processes fits the container',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Without a number, a worker starts one process for each core of the machine, whatever its container may use: on a large machine it is killed for its memory.',
  remedy: 'celery -A project worker --concurrency 2',
  source: ['S1-076', 'S1-162', `${WORKERS}#concurrency (default: the number of cores)`],
  judge: project =>
    faultsOf(project, app => {
      const { facts } = app;
      if (facts?.program !== 'worker' || !inContainer(project, app)) return undefined;
      const pool = facts.options.get('pool') ?? text(app.value('worker_pool')) ?? 'prefork';
      if (!/prefork|processes/.test(pool) || facts.options.has('autoscale')) return undefined;
      const given = facts.options.get('concurrency');
      const own = limit(app, 'concurrency', 'worker_concurrency');
      const memory = facts.service?.compose?.limits.memory;
      const place = facts.options.has('concurrency')
        ? facts.place
        : (app.value('worker_concurrency') ?? null) === null
          ? facts.place
          : app.place('worker_concurrency');
      const fits = memory === undefined ? undefined : Math.max(1, Math.floor(memory / MIB / PROCESS_MEMORY) - 1);
      if (own !== undefined && own > 0) {
        if (fits === undefined || own <= fits) return undefined;
        return {
          on: 'concurrency',
          place,
          message: who =>
            `${who} starts ${own} processes, and the memory limit of its container has room for about ${fits}.`,
          evidence: `concurrency ${own}`,
        };
      }
      // Said by a variable, or in a configuration nobody could read.
      if (given !== undefined || app.value('worker_concurrency') === undefined) return undefined;
      return {
        on: 'concurrency',
        place,
        message: who =>
          `${who} starts one process for each core of the machine${memory === undefined ? '' : ', and its container has a memory limit'}.`,
        evidence: 'no --concurrency, no worker_concurrency',
        ...(memory === undefined ? { severity: 'low' as const } : {}),
      };
    }),
});

export const forceRoot = defineRule({
  id: 'celery/force-root',
  title: 'Workers do not run as root',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'C_FORCE_ROOT only silences Celery’s warning: whoever makes a task do something else does it as root.',
  remedy: 'Run the container as a user of its own and leave C_FORCE_ROOT out:\nUSER app',
  source: ['S1-053', 'S1-162', `${WORKERS}; Celery refuses pickle as root without C_FORCE_ROOT`],
  judge: project =>
    programFaults(project, ['worker', 'beat'], ({ service, place }) => {
      if (service === undefined || !service.environment.has('C_FORCE_ROOT')) return undefined;
      const value = service.environment.get('C_FORCE_ROOT');
      const user = service.user?.split(':')[0];
      if (value === '' || (user !== undefined && user !== 'root' && user !== '0')) return undefined;
      return {
        on: 'C_FORCE_ROOT',
        place: service.compose?.environment.get('C_FORCE_ROOT')?.place ?? place,
        message: who => `${who} runs as root, and C_FORCE_ROOT hides the warning.`,
        evidence: 'C_FORCE_ROOT',
      };
    }),
});

export const events = defineRule({
  id: 'celery/events',
  title: 'What watches the workers hears of their tasks',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Flower and exporters live on events, which workers send only when they are told to: without, the pages stay empty and look like a quiet day.',
  remedy: 'CELERY_WORKER_SEND_TASK_EVENTS = True\nCELERY_TASK_SEND_SENT_EVENT = True',
  source: ['S1-125', 'https://docs.celeryq.dev/en/stable/userguide/monitoring.html'],
  judge: project => {
    const watcher = project.services.find(
      ({ role, imageName }) => role === 'flower' || /flower|celery-?exporter/i.test(imageName),
    );
    if (watcher === undefined) return [];
    return faultsOf(project, app => {
      if (app.facts?.program !== 'worker' || app.facts.options.get('events') === 'true') return undefined;
      if (app.value('worker_send_task_events') !== false) return undefined;
      return {
        on: 'worker_send_task_events',
        place: app.place('worker_send_task_events'),
        message: who => `${watcher.title} watches the workers, and ${who} sends no events.`,
        evidence: 'worker_send_task_events = False, no --task-events',
      };
    });
  },
});

export const flowerOpen = defineRule({
  id: 'celery/flower-open',
  title: 'Flower asks who is there',
  severity: { development: 'low', staging: 'high', production: 'high' },
  why: 'Flower shows arguments and results of every task and can stop workers. Without a login that is anybody’s.',
  remedy:
    'Give it a login from the environment, and no published port:\ncommand: ["celery", "-A", "project", "flower"]\nenvironment:\n  FLOWER_BASIC_AUTH: ${FLOWER_BASIC_AUTH:?set FLOWER_BASIC_AUTH}',
  source: ['S1-125', 'C29', 'https://flower.readthedocs.io/en/latest/auth.html'],
  judge: project =>
    programFaults(project, ['flower'], ({ options, service, place }) => {
      const names = ['FLOWER_BASIC_AUTH', 'FLOWER_AUTH', 'FLOWER_AUTH_PROVIDER'];
      const closed = ['basic-auth', 'auth', 'auth-provider', 'conf'].some(name => options.has(name));
      if (closed || names.some(name => service?.environment.has(name) === true)) return undefined;
      const port = (service?.compose?.ports ?? []).find(
        ({ host }) => host === undefined || !/^(127\.|::1|localhost)/.test(host),
      );
      const routed = [...(service?.compose?.labels ?? [])].find(([label]) =>
        /^traefik\.http\.routers\..*\.rule$/i.test(label),
      );
      const guarded = [...(service?.compose?.labels ?? [])].some(([label]) =>
        /(basicauth|forwardauth|ipallowlist|ipwhitelist)/i.test(label),
      );
      if (guarded && port === undefined) return undefined;
      const reachable = port !== undefined || routed !== undefined;
      return {
        on: 'flower',
        place: port?.place ?? place,
        message: who =>
          reachable
            ? `Flower of ${who} can be reached from outside and asks for no login.`
            : `Flower of ${who} asks for no login; whoever reaches its network sees every task.`,
        evidence:
          port === undefined ? 'no --basic-auth' : `port ${port.published ?? port.target} published, no --basic-auth`,
        // That the port is published is a high finding of its own (compose/published-port).
        ...(routed !== undefined ? {} : { severity: port === undefined ? ('low' as const) : ('medium' as const) }),
      };
    }),
});

export const ping = defineRule({
  id: 'celery/ping',
  title: 'A worker’s health check asks this worker',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: '`celery inspect ping` without a destination asks all workers: a dead one counts as healthy while any other answers.',
  remedy: 'test: ["CMD-SHELL", "celery -A project inspect ping --destination celery@$$HOSTNAME --timeout 5"]',
  source: ['C44', `${WORKERS}#ping`],
  judge: project =>
    programFaults(project, ['worker'], ({ service }) => {
      const check = service?.healthcheck?.check;
      if (check === undefined || check === 'none') return undefined;
      const words = formText(check.test);
      if (!/inspect\s+ping/.test(words)) return undefined;
      if (/(\s-d|--destination)[\s=]?/.test(words)) return undefined;
      return {
        on: 'healthcheck',
        place: check.place,
        message: who => `The health check of ${who} pings all workers: it passes as long as any of them lives.`,
        evidence: 'inspect ping without --destination',
      };
    }),
});

export const logLevel = defineRule({
  id: 'celery/log-level',
  title: 'Celery’s log says what ran',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'At debug every message is logged with its arguments; at the default (warning) nobody sees which tasks ran.',
  remedy: 'celery -A project worker --loglevel info',
  source: ['S2-034', 'C40', WORKERS],
  judge: project =>
    programFaults(project, ['worker', 'beat'], ({ options, place }) => {
      const level = options.get('loglevel')?.toLowerCase();
      if (level !== 'debug') return undefined;
      return {
        on: 'loglevel',
        place,
        message: who => `${who} logs at debug, arguments of tasks included.`,
        evidence: '--loglevel debug',
      };
    }),
});
