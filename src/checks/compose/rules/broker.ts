import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { addressIn } from '../../settings/values.ts';
import { isRedis, redisDirective, redisPassword } from './redis.ts';
import { neighbours, type Running, running } from './running.ts';

const BROKER_NAMES = ['CELERY_BROKER_URL', 'BROKER_URL', 'CELERY_BROKER'];

/** Whether Celery's queue lies in this Redis: somebody's variable or setting says so, or it is the only one beside a worker. */
export function isBroker(service: Running, project: Project): boolean {
  if (!isRedis(service)) return false;
  const workers = neighbours(service, project, 'worker', 'beat');
  if (workers.length === 0) return false;
  const said = workers.flatMap(worker => brokerHosts(worker, project));
  if (said.length > 0) return said.includes(service.name);
  return neighbours(service, project, 'cache').filter(isRedis).length === 1;
}

function brokerHosts(worker: Running, project: Project): readonly string[] {
  const named = BROKER_NAMES.flatMap(name => hostOf(worker.environment.get(name)));
  if (named.length > 0) return named;
  const facts = project.celery.find(({ service }) => service?.title === worker.title);
  const address = addressIn(facts?.answer?.configuration['broker_url']);
  return address === undefined ? [] : [address.host];
}

function hostOf(url: string | undefined): readonly string[] {
  const host = /^[a-z+]+:\/\/(?:[^@/]*@)?(?<host>[^:/?#]+)/.exec(url ?? '')?.groups?.['host'];
  return host === undefined ? [] : [host];
}

export const eviction: Rule = defineRule({
  id: 'compose/broker-eviction',
  title: 'The Redis that holds the queue never throws keys away',
  severity: deployed('high'),
  why: 'When memory is full, allkeys-* deletes whatever was not used for a while: the queue itself. Tasks vanish without an error, mostly when there are many.',
  remedy:
    'Let Redis refuse to write instead, and give the cache a Redis of its own:\ncommand: ["redis-server", "--maxmemory-policy", "noeviction"]',
  source: [
    'C32',
    'S0-015',
    'https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html#key-eviction',
  ],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const policy = redisDirective(service, 'maxmemory-policy');
      if (policy === undefined || policy.value === 'noeviction' || policy.value.includes('$')) return [];
      if (!isBroker(service, project)) return [];
      const all = policy.value.startsWith('allkeys');
      return [
        {
          place: policy.place,
          subject: service.title,
          message: all
            ? `"${service.name}" holds Celery’s queue and may throw away any key when memory is full: tasks vanish.`
            : `"${service.name}" holds Celery’s queue and may throw away keys with a lifetime: results and locks vanish early.`,
          evidence: `maxmemory-policy ${policy.value}`,
          ...(all ? {} : { severity: 'medium' as const }),
        },
      ];
    }),
});

export const password: Rule = defineRule({
  id: 'compose/redis-password',
  title: 'Redis asks for a password',
  severity: deployed('low'),
  why: 'Whoever reaches an open Redis reads sessions and puts tasks into the queue; a hole in any container of the network is enough.',
  remedy:
    'command: ["sh", "-c", "exec redis-server --requirepass \\"$$REDIS_PASSWORD\\""]\nenvironment:\n  REDIS_PASSWORD: ${REDIS_PASSWORD:?}',
  source: ['S4-010', 'S0-015', 'S1-074'],
  judge: project =>
    running(project)
      .filter(service => isRedis(service) && redisPassword(service) === 'none')
      .map(service => ({
        place: service.compose.command === undefined ? service.place : service.compose.placeOf('command'),
        subject: service.title,
        message: `"${service.name}" answers anybody who reaches it.`,
        evidence: 'no requirepass',
      })),
});

export const persistence: Rule = defineRule({
  id: 'compose/redis-persistence',
  title: 'The queue outlives a restart of Redis',
  severity: deployed('low'),
  why: 'Without a volume and without appendonly, tasks that wait are gone when Redis is restarted or replaced.',
  remedy: 'command: ["redis-server", "--appendonly", "yes"]\nvolumes:\n  - queue:/data',
  source: ['S2-033', 'S1-072', 'S4-030'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      if (!isBroker(service, project)) return [];
      const volume = service.compose.volumes.some(
        ({ target, source, kind }) => /\/data$/.test(target) && source !== undefined && kind !== 'tmpfs',
      );
      if (volume) return [];
      return [
        {
          place: service.place,
          subject: service.title,
          message: `"${service.name}" holds Celery’s queue and keeps nothing: waiting tasks are lost with its container.`,
          evidence: 'no volume on /data',
        },
      ];
    }),
});
