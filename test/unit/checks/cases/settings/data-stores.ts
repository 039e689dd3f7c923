import type { RuleCases } from '../../../../support/rule-cases.ts';
import { database, fires, REDIS, secret, silent, WEB } from './made.ts';

const MEMORY = { default: { BACKEND: 'django.core.cache.backends.locmem.LocMemCache' } };
const DUMMY = { default: { BACKEND: 'django.core.cache.backends.dummy.DummyCache' } };
const redis = (location: Parameters<typeof database>[0] | string) => ({
  default: { BACKEND: 'django.core.cache.backends.redis.RedisCache', LOCATION: location ?? '' },
});
const SQLITE = {
  ENGINE: 'django.db.backends.sqlite3',
  NAME: { $: 'path', value: '/checkout/src/db.sqlite3' },
  HOST: '',
};
const YEAR = 31_536_000;
const ONE = `services:
  web:
    build: .
    command: ["gunicorn", "config.wsgi:application"]
`;
const POOLER = `${WEB}  pgbouncer:
    image: edoburu/pgbouncer:1.23
    environment:
      POOL_MODE: transaction
`;

/** Databases, caches and sessions. */
export const CASES: RuleCases = {
  'settings/database-engine': {
    fires: [
      fires('a file in the container', { DATABASES: database(SQLITE) }),
      fires('a file of a web that mounts nothing', { DATABASES: database(SQLITE) }, { compose: WEB }),
      fires('no database, though users need one', { DATABASES: {} }),
    ],
    silent: [
      silent('a server', { DATABASES: database() }),
      silent('none, and nobody needs one', { DATABASES: {}, INSTALLED_APPS: [], MIDDLEWARE: [] }),
    ],
  },
  'settings/database-tls': {
    fires: [
      fires('across the internet', { DATABASES: database({ HOST: 'db.provider.com' }) }),
      fires('in the private network of a cloud', {
        DATABASES: database({ HOST: 'private-db-1.ondigitalocean.com', OPTIONS: { sslmode: 'prefer' } }),
      }),
      fires('MySQL without TLS', {
        DATABASES: database({ ENGINE: 'django.db.backends.mysql', HOST: 'db.provider.com' }),
      }),
    ],
    silent: [
      silent('asked for', { DATABASES: database({ HOST: 'db.provider.com', OPTIONS: { sslmode: 'require' } }) }),
      silent('a container of the same network', { DATABASES: database({ HOST: 'db' }) }),
      silent(
        'the environment asks for it',
        { DATABASES: database({ HOST: 'db.provider.com' }) },
        {
          project: {
            given: {
              variables: new Map([['PGSSLMODE', { name: 'PGSSLMODE', value: 'require', origin: 'env' }]]),
              unreadable: [],
              empty: false,
            },
          },
        },
      ),
    ],
  },
  'settings/database-connections': {
    fires: [
      fires('kept, and not looked at', { DATABASES: database({ CONN_HEALTH_CHECKS: false }) }),
      fires('one for each request', { DATABASES: database({ CONN_MAX_AGE: 0 }) }),
    ],
    silent: [
      silent('kept, and looked at', { DATABASES: database() }),
      silent('a pool of Django’s own', { DATABASES: database({ CONN_MAX_AGE: 0, OPTIONS: { pool: true } }) }),
      silent('a Django that cannot look', { DATABASES: database({ CONN_HEALTH_CHECKS: false }) }, { django: '4.0.10' }),
      silent(
        'one for each request, under ASGI',
        { DATABASES: database({ CONN_MAX_AGE: 0 }) },
        {
          compose:
            'services:\n  web:\n    build: .\n    command: ["daphne", "-b", "0.0.0.0", "obc_management.asgi:application"]\n',
          files: { Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n' },
        },
      ),
    ],
  },
  'settings/server-side-cursors': {
    fires: [
      fires('PgBouncer in the same stack', { DATABASES: database({ HOST: 'pgbouncer' }) }, { compose: POOLER }),
      fires('PgBouncer’s port', { DATABASES: database({ PORT: '6432' }) }),
    ],
    silent: [
      silent(
        'switched off',
        { DATABASES: database({ HOST: 'pgbouncer', DISABLE_SERVER_SIDE_CURSORS: true }) },
        { compose: POOLER },
      ),
      silent(
        'it pools by session',
        { DATABASES: database({ HOST: 'pgbouncer' }) },
        { compose: POOLER.replace('transaction', 'session') },
      ),
      silent('the database itself', { DATABASES: database() }),
    ],
  },
  'settings/prepared-statements': {
    fires: [
      fires('prepared, behind a pooler', {
        DATABASES: database({ HOST: 'pgbouncer', OPTIONS: { prepare_threshold: 5 } }),
      }),
    ],
    silent: [
      silent('not prepared', { DATABASES: database({ HOST: 'pgbouncer', OPTIONS: { prepare_threshold: null } }) }),
      silent('no pooler', { DATABASES: database({ OPTIONS: { prepare_threshold: 5 } }) }),
    ],
  },
  'settings/connection-pool': {
    fires: [
      fires('beside persistent connections', { DATABASES: database({ OPTIONS: { pool: true } }) }),
      fires(
        'a Django that knows none',
        { DATABASES: database({ CONN_MAX_AGE: 0, OPTIONS: { pool: true } }) },
        { django: '5.0.9' },
      ),
      fires(
        'without the package',
        { DATABASES: database({ CONN_MAX_AGE: 0, OPTIONS: { pool: { min_size: 2 } } }) },
        {
          project: { python: { version: '3.13.1', executable: 'python', packages: { psycopg: '3.2.3' } } },
        },
      ),
    ],
    silent: [
      silent('alone', { DATABASES: database({ CONN_MAX_AGE: 0, OPTIONS: { pool: true } }) }),
      silent('off', { DATABASES: database({ OPTIONS: { pool: false } }) }),
    ],
  },
  'settings/atomic-requests': {
    fires: [fires('for every request', { DATABASES: database({ ATOMIC_REQUESTS: true }) })],
    silent: [silent('for none', { DATABASES: database({ ATOMIC_REQUESTS: false }) })],
  },
  'settings/cache-shared': {
    fires: [
      fires('three processes, and a cache for each', { CACHES: MEMORY }, { compose: WEB }),
      fires(
        'by default, where sessions use it',
        { SESSION_ENGINE: 'django.contrib.sessions.backends.cache' },
        { compose: WEB },
      ),
      fires(
        'a folder of one of two containers',
        { CACHES: { default: { BACKEND: 'django.core.cache.backends.filebased.FileBasedCache' } } },
        {
          compose: `${WEB}  worker:\n    build: .\n    command: ["celery", "-A", "config", "worker"]\n`,
        },
      ),
    ],
    silent: [
      silent('one process', { CACHES: MEMORY }, { compose: ONE }),
      silent('Redis', { CACHES: redis(REDIS) }, { compose: WEB }),
      silent(
        'Redis, and a second one for each process',
        { CACHES: { ...redis(REDIS), local: MEMORY.default } },
        { compose: WEB },
      ),
    ],
  },
  'settings/cache-dummy': {
    fires: [fires('it keeps nothing', { CACHES: DUMMY })],
    silent: [silent('it does', { CACHES: redis(REDIS) })],
  },
  'settings/cache-redis': {
    fires: [
      fires('no password', { CACHES: redis(REDIS) }),
      fires('no TLS across the internet', {
        CACHES: redis({ ...REDIS, host: 'redis.provider.com', password: secret() }),
      }),
    ],
    silent: [
      silent('a password, in a network of its own', { CACHES: redis({ ...REDIS, password: secret() }) }),
      silent('a password and TLS', {
        CACHES: redis({ ...REDIS, scheme: 'rediss', host: 'redis.provider.com', password: secret() }),
      }),
    ],
  },
  'settings/cache-apart': {
    fires: [
      fires('one index for both', { CACHES: redis(REDIS), CELERY_BROKER_URL: { ...REDIS, port: null, path: '' } }),
    ],
    silent: [
      silent('an index for each', { CACHES: redis(REDIS), CELERY_BROKER_URL: { ...REDIS, path: '/1' } }),
      silent('another broker', { CACHES: redis(REDIS), CELERY_BROKER_URL: { ...REDIS, scheme: 'amqp' } }),
    ],
  },
  'settings/cache-prefix': {
    fires: [
      fires('two names for one cache', {
        CACHES: { ...redis(REDIS), sessions: redis({ ...REDIS, port: null }).default },
      }),
    ],
    silent: [
      silent('a prefix for each', {
        CACHES: { ...redis(REDIS), sessions: { ...redis(REDIS).default, KEY_PREFIX: 'sessions' } },
      }),
      silent('an index for each', { CACHES: { ...redis(REDIS), sessions: redis({ ...REDIS, path: '/1' }).default } }),
    ],
  },
  'settings/session-store': {
    fires: [
      fires(
        'in the memory of one of three',
        { SESSION_ENGINE: 'django.contrib.sessions.backends.cache', CACHES: MEMORY },
        { compose: WEB },
      ),
      fires('in a cache that keeps nothing', {
        SESSION_ENGINE: 'django.contrib.sessions.backends.cache',
        CACHES: DUMMY,
      }),
      fires('in files of the container', { SESSION_ENGINE: 'django.contrib.sessions.backends.file' }),
    ],
    silent: [
      silent(
        'in Redis',
        { SESSION_ENGINE: 'django.contrib.sessions.backends.cache', CACHES: redis(REDIS) },
        { compose: WEB },
      ),
      silent(
        'in the database',
        { SESSION_ENGINE: 'django.contrib.sessions.backends.db', CACHES: MEMORY },
        { compose: WEB },
      ),
    ],
  },
  'settings/session-serializer': {
    fires: [fires('pickles', { SESSION_SERIALIZER: 'django.contrib.sessions.serializers.PickleSerializer' })],
    silent: [silent('JSON', { SESSION_SERIALIZER: 'django.contrib.sessions.serializers.JSONSerializer' })],
  },
  'settings/session-age': {
    fires: [fires('a year', { SESSION_COOKIE_AGE: YEAR })],
    silent: [silent('two weeks', { SESSION_COOKIE_AGE: 1_209_600 })],
  },
};
