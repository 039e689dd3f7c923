import type { SettingJson } from '../../django/answer.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { reach } from './network.ts';
import { processesOf } from './processes.ts';
import { deployed } from './severities.ts';
import { addressIn, entries, list, member, shown, text, truth, type UrlFacts } from './values.ts';

const SCOPE = { needs: ['CACHES'], of: 'any' } as const;
const CACHE_PAGE = 'https://docs.djangoproject.com/en/5.2/topics/cache/';

export interface Cache {
  readonly alias: string;
  readonly kind: 'memory' | 'dummy' | 'file' | 'redis' | 'memcached' | 'database' | 'other';
  readonly backend: string;
  readonly values: Readonly<Record<string, SettingJson>>;
}

export function cachesOf({ value }: Pick<Evaluated, 'value'>): readonly Cache[] {
  return Object.entries(entries(value('CACHES')) ?? {}).map(([alias, cache]) => {
    const backend = text(member(cache, 'BACKEND')) ?? '';
    return {
      alias,
      kind: KINDS.find(([part]) => part.test(backend))?.[1] ?? 'other',
      backend,
      values: entries(cache) ?? {},
    };
  });
}

const KINDS: readonly (readonly [RegExp, Cache['kind']])[] = [
  [/LocMem/i, 'memory'],
  [/dummy/i, 'dummy'],
  [/FileBased/i, 'file'],
  [/redis|valkey/i, 'redis'],
  [/memcache/i, 'memcached'],
  [/backends\.db\.|DatabaseCache/i, 'database'],
];

/** What in this project counts on the default cache being one and the same for everybody. */
export function usersOf(evaluated: Evaluated): readonly string[] {
  const { value, installed, isSet } = evaluated;
  const engine = text(value('SESSION_ENGINE')) ?? '';
  const rest = value('REST_FRAMEWORK');
  return [
    ...(/backends\.cache(?:d_db)?$/.test(engine) ? ['sessions'] : []),
    ...((list(member(rest, 'DEFAULT_THROTTLE_CLASSES')) ?? []).length > 0
      ? ['the throttles of the REST framework']
      : []),
    ...(installed('django_ratelimit') || installed('ratelimit') ? ['rate limits'] : []),
    ...(installed('axes') && /cache/i.test(text(value('AXES_HANDLER')) ?? '') ? ['locked logins'] : []),
    ...(installed('django.middleware.cache') ? ['cached pages'] : []),
    ...(installed('constance') && /memory|cache/i.test(text(value('CONSTANCE_BACKEND')) ?? '')
      ? ['live settings']
      : []),
    ...(isSet('CACHES') ? ['what the project caches'] : []),
  ];
}

export const cacheShared = defineRule({
  id: 'settings/cache-shared',
  title: 'All processes see one cache',
  severity: deployed('medium', 'high'),
  why: 'A cache in the memory of one process is another cache in every other: rate limits count a fraction, what one process invalidates the others go on serving, locks lock nobody out.',
  remedy:
    'CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("REDIS_URL"), "KEY_PREFIX": "site"}}',
  source: ['S0-007', 'S0-022', `${CACHE_PAGE}#local-memory-caching`],
  judge: project =>
    acrossSettings(project, { ...SCOPE, of: 'web' }, evaluated => {
      const { several, what, containers } = processesOf(project);
      const users = usersOf(evaluated);
      return cachesOf(evaluated).flatMap(({ alias, kind, backend }): Fault[] => {
        const fault = {
          on: 'CACHES',
          subject: alias === 'default' ? 'CACHES' : `CACHES: ${alias}`,
          evidence: `${alias}: ${backend}; ${what}`,
        };
        if (kind === 'file' && containers > 1)
          return [
            {
              ...fault,
              severity: 'medium',
              message: 'The cache is a folder of one container; the others have their own.',
            },
          ];
        if (kind !== 'memory' || several === false) return [];
        // A second cache in memory may well be meant to be each process's own, unless something shared is kept in it.
        const shared = alias === 'default' || SHARERS.some(name => text(evaluated.value(name)) === alias);
        if (!shared) return [];
        if (alias !== 'default' || users.length > 0)
          return [
            {
              ...fault,
              ...(several === undefined ? { severity: 'medium' as const } : {}),
              message: `Each process has a cache of its own${several === undefined ? '' : `, and ${what}`}; ${users[0] ?? 'what uses it'} cannot count on it.`,
            },
          ];
        return [
          {
            ...fault,
            severity: 'low',
            message:
              'The cache is each process’s own; nothing seen here uses it, but the first thing that does will not see what other processes put there.',
          },
        ];
      });
    }),
});

/** Settings that say which cache holds what every process has to see. */
const SHARERS = ['SESSION_CACHE_ALIAS', 'CACHE_MIDDLEWARE_ALIAS', 'RATELIMIT_USE_CACHE', 'AXES_CACHE'];

export const cacheDummy = defineRule({
  id: 'settings/cache-dummy',
  title: 'The cache keeps what it is given',
  severity: deployed('medium'),
  why: 'The dummy cache forgets everything at once: sessions in it end with the request that began them, rate limits never count to two.',
  remedy:
    'CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("REDIS_URL")}}',
  source: ['S0-007', `${CACHE_PAGE}#dummy-caching-for-development`],
  judge: project =>
    acrossSettings(project, { ...SCOPE, of: 'web' }, evaluated =>
      cachesOf(evaluated)
        .filter(({ kind }) => kind === 'dummy')
        .map(({ alias, backend }) => ({
          on: 'CACHES',
          subject: alias === 'default' ? 'CACHES' : `CACHES: ${alias}`,
          evidence: `${alias}: ${backend}`,
          message: `The cache keeps nothing; ${usersOf(evaluated)[0] ?? 'what uses it'} cannot work.`,
          ...(alias === 'default' && usersOf(evaluated).length > 1 ? { severity: 'high' as const } : {}),
        })),
    ),
});

export const cacheRedis = defineRule({
  id: 'settings/cache-redis',
  title: 'Redis asks for a password, and is reached over TLS where others could listen',
  severity: deployed('low'),
  why: 'Whoever reaches a Redis without a password reads every session and can put tasks into the queue.',
  remedy: 'REDIS_URL=rediss://:password@host:6379/1',
  source: ['S0-015', 'S2-055', 'C33', 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/'],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      evaluated.setting('CACHES')?.dummy === true
        ? []
        : cachesOf(evaluated).flatMap(({ alias, kind, values }): Fault[] => {
            const address = kind === 'redis' ? addressOf(values['LOCATION']) : undefined;
            const where = address === undefined ? 'local' : reach(address.host);
            if (address === undefined || where === 'local' || address.scheme === 'unix') return [];
            const subject = alias === 'default' ? 'CACHES: LOCATION' : `CACHES: ${alias}: LOCATION`;
            const open =
              address.password === undefined &&
              truth(member(values['OPTIONS'], 'PASSWORD') ?? member(values['OPTIONS'], 'password')) !== true;
            const evidence = `${alias}: ${shown(values['LOCATION'])}`;
            return [
              ...(open
                ? [
                    {
                      on: 'CACHES',
                      subject,
                      evidence,
                      ...(where === 'public' ? { severity: 'high' as const } : {}),
                      message: `${address.host} is asked without a password${where === 'public' ? ', across networks that others are in' : ''}.`,
                    },
                  ]
                : []),
              ...(where === 'public' && address.scheme === 'redis'
                ? [
                    {
                      on: 'CACHES',
                      subject: `${subject}: TLS`,
                      evidence,
                      severity: 'high' as const,
                      message: `${address.host} lies outside of the private network and is asked without TLS: password, sessions and tasks can be read on the way.`,
                    },
                  ]
                : []),
            ];
          }),
    ),
});

export const cacheApart = defineRule({
  id: 'settings/cache-apart',
  title: 'Clearing the cache clears nothing else',
  severity: deployed('low', 'medium'),
  why: 'cache.clear() of Django’s Redis backend is FLUSHDB: it empties the whole index, whatever the key prefix, with the tasks that wait in it. And a broker needs `noeviction`, under which a cache that grows ends as a broker that takes no task.',
  remedy:
    'Another index, better another Redis:\nREDIS_URL=redis://:password@redis:6379/1\nCELERY_BROKER_URL=redis://:password@redis:6379/0',
  source: ['C33', 'S0-022', 'C32', 'https://redis.io/docs/latest/commands/flushdb/'],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated => {
      const queues = ['CELERY_BROKER_URL', 'BROKER_URL', 'CELERY_RESULT_BACKEND'].flatMap(name => {
        const address = addressIn(evaluated.value(name));
        return address === undefined ? [] : [{ name, index: indexOf(address) }];
      });
      return cachesOf(evaluated).flatMap(({ alias, kind, values }): Fault[] => {
        const address = kind === 'redis' ? addressOf(values['LOCATION']) : undefined;
        const shared = queues.filter(
          ({ index }) => address !== undefined && index !== undefined && index === indexOf(address),
        );
        const [queue] = shared;
        return queue === undefined
          ? []
          : [
              {
                on: 'CACHES',
                subject: alias === 'default' ? 'CACHES: index' : `CACHES: ${alias}: index`,
                with: shared.map(({ name }) => name),
                evidence: `${alias}: ${shown(values['LOCATION'])}, ${queue.name} = ${shown(evaluated.value(queue.name))}`,
                message: `The cache and ${shared.map(({ name }) => name).join(', ')} share one index of one Redis: clearing the cache throws away what waits there.`,
              },
            ];
      });
    }),
});

export function addressOf(location: SettingJson | undefined): UrlFacts | undefined {
  return addressIn(location) ?? addressIn(member(location, 0));
}

/** Host, port and index, with Redis's defaults; undefined for what is no Redis. */
export function indexOf({ scheme, host, port, path }: UrlFacts): string | undefined {
  if (!/^(?:redis|rediss|valkey|valkeys)$/.test(scheme)) return undefined;
  return `${host}:${port ?? 6379}/${path.replace(/^\//, '') || '0'}`;
}
