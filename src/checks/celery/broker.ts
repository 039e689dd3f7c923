import type { Project } from '../project.ts';
import { defineRule } from '../rule.ts';
import { addressIn, list, setting, text } from '../settings/values.ts';
import { type CeleryApp, faultsOf, inContainer, since } from './apps.ts';

const MANUAL = 'https://docs.celeryq.dev/en/stable/userguide/configuration.html';
const HERE = /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0)$/;
/** Transports that live in one process or on one disk. */
const ALONE = /^(memory|filesystem|sqla(\+sqlite)?|sqlalchemy|sqlite|django)(\+|$)/;

export const broker = defineRule({
  id: 'celery/broker',
  title: 'Tasks go to a broker that workers can reach',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'Without a broker that both the site and the worker reach, every .delay() fails or its task is lost; in a container, localhost is the container itself.',
  remedy:
    'Take the address from the environment, without a default:\nCELERY_BROKER_URL = env("CELERY_BROKER_URL")\n\nCELERY_BROKER_URL=redis://redis:6379/0',
  source: ['S0-007', 'S0-022', 'S1-118', 'S1-162', `${MANUAL}#broker-url (default amqp://)`],
  judge: project =>
    faultsOf(project, app => {
      const value = app.value('broker_url');
      if (value === undefined) return undefined;
      const shared = { on: 'broker_url', place: app.place('broker_url'), dummy: app.dummy('broker_url') };
      const address = addressIn(value);
      const plain = address === undefined ? text(value) : undefined;
      if (value === null || plain === '')
        return {
          ...shared,
          message: who =>
            `No broker is set for ${who}: Celery then takes amqp://guest@localhost, where nothing listens.`,
          evidence: 'broker_url is not set',
        };
      const scheme = address?.scheme ?? /^([\w+]+):\/\//.exec(plain ?? '')?.[1];
      if (scheme !== undefined && ALONE.test(scheme))
        return {
          ...shared,
          message: who => `${who} sends its tasks to ${scheme}://, which no other container can read.`,
          evidence: `broker_url ${scheme}://`,
        };
      if (address === undefined || !HERE.test(address.host) || !inContainer(project, app) || sharesNetwork(app))
        return undefined;
      if (saidByEnvironment(project, app)) return undefined;
      return {
        ...shared,
        message: who =>
          `${who} looks for its broker on ${address.host}, which is its own container: no task is ever sent or taken.`,
        evidence: `broker_url ${address.scheme}://${address.host}`,
      };
    }),
});

/** A variable leads there: env/loopback says so at its line. */
function saidByEnvironment({ given }: Project, { facts }: CeleryApp): boolean {
  const values = [
    ...[...given.variables].map(([name, { value }]) => [name, value] as const),
    ...(facts?.service?.environment ?? []),
  ];
  return values.some(
    ([name, value]) =>
      /(REDIS|BROKER|VALKEY|CACHE)_URL$|^CELERY_RESULT_BACKEND$/.test(name) &&
      /^\w+:\/\/([^@/]*@)?(localhost|127\.|\[::1\])/.test(value ?? ''),
  );
}

function sharesNetwork({ facts }: CeleryApp): boolean {
  const mode = facts?.service?.compose?.networkMode;
  return mode === 'host' || mode?.startsWith('service:') === true;
}

export const results = defineRule({
  id: 'celery/result-backend',
  title: 'Results are kept where they can be read, or not at all',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Without a result backend, AsyncResult.get(), chords and the state of a task fail; one on localhost fails only when the first result is stored.',
  remedy:
    'Name one, or say that no results are wanted:\nCELERY_RESULT_BACKEND = env("CELERY_RESULT_BACKEND")\nCELERY_TASK_IGNORE_RESULT = True',
  source: ['S0-022', 'S1-118', `${MANUAL}#result-backend`],
  judge: project =>
    faultsOf(project, app => {
      const value = app.value('result_backend');
      if (value === undefined || app.value('task_ignore_result') === true) return undefined;
      const shared = { on: 'result_backend', place: app.place('result_backend'), dummy: app.dummy('result_backend') };
      const address = addressIn(value);
      const here = address !== undefined && HERE.test(address.host) && inContainer(project, app) && !sharesNetwork(app);
      if (here && saidByEnvironment(project, app)) return undefined;
      if (here)
        return {
          ...shared,
          message: who =>
            `${who} keeps results on ${address.host}, which is its own container: tasks end with an error when they store theirs.`,
          evidence: `result_backend ${address.scheme}://${address.host}`,
          severity: 'high',
        };
      const none = value === null || text(value) === '' || text(value) === 'disabled://';
      if (!none) return undefined;
      return {
        ...shared,
        message: who =>
          `${who} has no result backend, and nothing says that results are not wanted: .get() and chords fail.`,
        evidence: 'result_backend is not set',
      };
    }),
});

const UNSAFE = /pickle|x-python-serialize/i;

export const serializers = defineRule({
  id: 'celery/serializers',
  title: 'Messages are JSON',
  severity: { development: 'low', staging: 'high', production: 'high' },
  why: 'A pickled message runs code while it is read: whoever can write to the broker owns the workers.',
  remedy: 'CELERY_ACCEPT_CONTENT = ["json"]\nCELERY_TASK_SERIALIZER = "json"\nCELERY_RESULT_SERIALIZER = "json"',
  source: ['S1-119', 'https://docs.celeryq.dev/en/stable/userguide/security.html#serializers'],
  judge: project =>
    faultsOf(project, app => {
      for (const name of ['accept_content', 'result_accept_content', 'task_serializer', 'result_serializer']) {
        const value = app.value(name);
        const names = list(value) ?? [text(value) ?? ''];
        const unsafe = names.find(item => UNSAFE.test(item));
        if (unsafe === undefined) continue;
        const asRoot = app.facts?.service?.environment.has('C_FORCE_ROOT') === true;
        return {
          on: name,
          place: app.place(name),
          message: who =>
            `${who} ${name.includes('accept') ? 'accepts' : 'sends'} ${unsafe}: whoever can write to the broker can run code in the workers${asRoot ? ', as root' : ''}.`,
          evidence: `${name} ${names.join(', ')}`,
        };
      }
      return undefined;
    }),
});

export const eager = defineRule({
  id: 'celery/eager',
  title: 'Tasks run in the worker, not in the request',
  severity: { development: 'off', staging: 'high', production: 'critical' },
  why: 'With task_always_eager every .delay() runs at once in the web process: visitors wait for it, it dies with their request, and the worker is never asked.',
  remedy: 'Leave it to the settings of tests:\nCELERY_TASK_ALWAYS_EAGER = False',
  source: ['S1-118', 'S1-162', `${MANUAL}#task-always-eager`],
  judge: project =>
    faultsOf(project, app =>
      app.value('task_always_eager') !== true
        ? undefined
        : {
            on: 'task_always_eager',
            place: app.place('task_always_eager'),
            dummy: app.dummy('task_always_eager'),
            message: who => `${who} runs every task at once, in the process that sends it.`,
            evidence: 'task_always_eager = True',
          },
    ),
});

export const timezone = defineRule({
  id: 'celery/timezone',
  title: 'The schedule and the site mean the same time of day',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'crontab(hour=3) is three o’clock in Celery’s zone. When that is not the site’s, backups and reports run in the middle of the day.',
  remedy: 'CELERY_TIMEZONE = TIME_ZONE',
  source: ['S1-120', `${MANUAL}#timezone (default UTC)`],
  judge: project =>
    faultsOf(project, app => {
      const site = app.evaluation === undefined ? undefined : text(setting(app.evaluation, 'TIME_ZONE')?.value);
      const value = app.value('timezone');
      if (site === undefined || value === undefined || (value !== null && text(value) === undefined)) return undefined;
      const own = value === null ? 'UTC' : (text(value) ?? '');
      if (sameZone(own, site)) return undefined;
      const scheduled = (app.answer?.beat.length ?? 0) > 0;
      return {
        on: 'timezone',
        place: app.place('timezone'),
        message: who =>
          `Celery of ${who} counts in ${own}${value === null ? ', its default,' : ''} and the site in ${site}.`,
        evidence: `timezone ${own}, TIME_ZONE ${site}`,
        ...(scheduled ? {} : { severity: 'low' as const }),
      };
    }),
});

function sameZone(a: string, b: string): boolean {
  const plain = (zone: string): string => (/^(Etc\/)?(UTC|GMT|Zulu|UCT|Universal)$/i.test(zone) ? 'UTC' : zone);
  return plain(a) === plain(b);
}

export const startupRetry = defineRule({
  id: 'celery/startup-retry',
  title: 'A worker waits for its broker at the start',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'At a deployment the worker is often there before Redis. When it may not retry, it ends; from Celery 6 on that is the default.',
  remedy: 'CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True',
  versions: 'Celery 5.3 and later',
  source: ['S1-121', `${MANUAL}#broker-connection-retry-on-startup`],
  judge: project =>
    faultsOf(project, app => {
      if (app.facts === undefined || app.facts.program !== 'worker') return undefined;
      const value = app.value('broker_connection_retry_on_startup');
      const shared = {
        on: 'broker_connection_retry_on_startup',
        place: app.place('broker_connection_retry_on_startup'),
      };
      if (value === false)
        return {
          ...shared,
          message: who => `The worker of ${who} ends when its broker does not answer at the start.`,
          evidence: 'broker_connection_retry_on_startup = False',
          severity: 'medium',
        };
      if (value !== null || since(app, project, '5.3') !== true) return undefined;
      return {
        ...shared,
        message: who => `${who} leaves the retry at start to a default that changes with Celery 6.`,
        evidence: 'broker_connection_retry_on_startup is not set',
      };
    }),
});
