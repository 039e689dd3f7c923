import type { Project } from '../../../../../src/checks/project.ts';
import type { EvaluationAnswer } from '../../../../../src/django/answer.ts';
import { evaluationWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { DOCKERFILE, fires, STACK, silent } from './stack-project.ts';
import { gunicornSays } from './stopping.ts';

const WORKER = '  worker:\n    build: .\n    command: celery -A app worker\n';
const LRU =
  'services:\n  redis:\n    image: redis:7\n    command: redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru # <-\n';
const refused: Partial<EvaluationAnswer> = {
  settings: null,
  failure: {
    kind: 'variable-missing',
    stage: 'settings',
    type: 'KeyError',
    message: 'EMAIL_HOST',
    name: 'EMAIL_HOST',
    place: null,
  },
};
const two = (web: Partial<EvaluationAnswer>, worker: Partial<EvaluationAnswer>) => (): Partial<Project> => ({
  evaluations: [
    evaluationWith({ services: [`${STACK}: web`], answer: web }),
    evaluationWith({ services: [`${STACK}: worker`], answer: worker }),
  ],
});
const KEY_READ: Partial<EvaluationAnswer> = {
  reads: [{ name: 'SECRET_KEY', place: null, present: true, optional: false, cast: 'str' }],
};
const POOLED = (port: string, more = '') =>
  `services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgres://app:\${P}@pgbouncer:${port}/app # <-\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n${more}`;

export const SERVICES: RuleCases = {
  'compose/broker-eviction': {
    fires: [
      fires('on the command line', LRU + WORKER),
      {
        ...fires('in its file', {
          Dockerfile: DOCKERFILE,
          'infra/redis.conf': 'maxmemory 1gb\nmaxmemory-policy volatile-lru\n',
          [STACK]: `services:\n  redis:\n    image: redis:7\n    command: redis-server /etc/redis.conf\n    volumes: ["./infra/redis.conf:/etc/redis.conf"]\n${WORKER}`,
        }),
        at: [['infra/redis.conf', 2]],
      },
    ],
    silent: [
      silent(
        'a cache, and the queue elsewhere',
        `${LRU.replace(' # <-', '')}  queue:\n    image: redis:7\n${WORKER}    environment: { CELERY_BROKER_URL: "redis://queue:6379/0" }\n`,
      ),
      silent('noeviction', LRU.replace('allkeys-lru # <-', 'noeviction') + WORKER),
      silent('no worker', LRU),
    ],
  },
  'compose/redis-password': {
    fires: [fires('none', 'services:\n  redis: # <-\n    image: redis:7\n')],
    silent: [
      silent(
        'on the command line',
        'services:\n  redis:\n    image: redis:7\n    command: ["sh", "-c", "exec redis-server --requirepass \\"$$REDIS_PASSWORD\\""]\n    environment: { REDIS_PASSWORD: "${REDIS_PASSWORD:?}" }\n',
      ),
      silent(
        'in a file that is not here',
        'services:\n  redis:\n    image: redis:7\n    command: redis-server /etc/redis.conf\n    volumes: ["/srv/redis.conf:/etc/redis.conf"]\n',
      ),
    ],
  },
  'compose/redis-persistence': {
    fires: [fires('none', `services:\n  redis: # <-\n    image: redis:7\n${WORKER}`)],
    silent: [
      silent(
        'a volume',
        `services:\n  redis:\n    image: redis:7\n    volumes: ["queue:/data"]\n${WORKER}volumes:\n  queue:\n`,
      ),
      silent('no queue in it', 'services:\n  redis:\n    image: redis:7\n'),
    ],
  },
  'compose/service-environment': {
    fires: [
      fires(
        'the worker lacks one',
        `services:\n  web:\n    build: .\n${WORKER}    environment: # <-\n      DEBUG: "0"\n`,
        two({}, refused),
      ),
    ],
    silent: [
      silent('all load', `services:\n  web:\n    build: .\n${WORKER}`, two({}, {})),
      silent('none loads', `services:\n  web:\n    build: .\n${WORKER}`, two(refused, refused)),
    ],
  },
  'compose/same-environment': {
    fires: [
      fires(
        'another key and other settings',
        `services:\n  web:\n    build: .\n    environment: { SECRET_KEY: one, DJANGO_SETTINGS_MODULE: app.production }\n${WORKER}    environment:\n      SECRET_KEY: two # <-\n      DJANGO_SETTINGS_MODULE: app.base # <-\n`,
      ),
      fires(
        'another database',
        `services:\n  web:\n    build: .\n    environment: { DATABASE_URL: "postgres://a:b@db/one" }\n${WORKER}    environment:\n      DATABASE_URL: postgres://a:b@db/two # <-\n`,
      ),
      fires(
        'another key, which the evaluated settings read',
        `services:\n  web:\n    build: .\n    environment: { SECRET_KEY: one }\n${WORKER}    environment:\n      SECRET_KEY: two # <-\n`,
        two(KEY_READ, KEY_READ),
      ),
    ],
    silent: [
      silent(
        'the evaluated settings do not read it',
        `services:\n  web:\n    build: .\n    environment: { SECRET_KEY: one }\n${WORKER}    environment: { SECRET_KEY: two }\n`,
        two({}, {}),
      ),
      silent(
        'the same, past the pooler, or not known',
        `services:\n  web:\n    build: .\n    environment: { SECRET_KEY: one, DATABASE_URL: "postgres://a:b@pgbouncer/app", REDIS_URL: "\${R}" }\n${WORKER}    environment: { SECRET_KEY: one, DATABASE_URL: "postgres://a:b@db/app", REDIS_URL: "redis://redis" }\n`,
      ),
    ],
  },
  'compose/pooler-port': {
    fires: [
      fires('not the one it listens on', POOLED('6432').replace('${P}', 'x')),
      fires(
        'two services that share the line',
        `x-environment: &environment\n  DATABASE_URL: postgres://app:x@pgbouncer:6432/app # <-\nservices:\n  web:\n    build: .\n    environment: *environment\n${WORKER}    environment: *environment\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n`,
      ),
    ],
    silent: [
      silent('the image’s own', POOLED('5432').replace('${P}', 'x').replace(' # <-', '')),
      silent(
        'as its variable says',
        POOLED('6432', '    environment: { LISTEN_PORT: "6432" }\n').replace('${P}', 'x').replace(' # <-', ''),
      ),
      silent(
        'nobody knows',
        POOLED('7000').replace('${P}', 'x').replace(' # <-', '').replace('edoburu/pgbouncer:1.23', 'acme/pgbouncer:1'),
      ),
    ],
  },
  'compose/pooler-mode': {
    fires: [
      fires(
        'session',
        'services:\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n    environment:\n      POOL_MODE: session # <-\n',
      ),
      fires('not said', 'services:\n  pgbouncer: # <-\n    image: edoburu/pgbouncer:1.23\n'),
    ],
    silent: [
      silent(
        'transaction',
        'services:\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n    environment: { POOL_MODE: transaction }\n',
      ),
      silent('in its own file', {
        [STACK]:
          'services:\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n    volumes: ["./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini"]\n',
        'pgbouncer.ini': '[pgbouncer]\npool_mode = session\n',
      }),
    ],
  },
  'compose/connection-budget': {
    fires: [
      fires(
        'more threads than connections',
        'services:\n  web:\n    build: .\n  db: # <-\n    image: postgres:17\n',
        gunicornSays({ workers: 17, threads: 8 }),
      ),
      fires(
        'a pool that is larger than the database',
        'services:\n  db:\n    image: postgres:17\n    command: postgres -c max_connections=50 # <-\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n    environment: { DEFAULT_POOL_SIZE: "80" }\n',
      ),
    ],
    silent: [
      silent(
        'enough',
        'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n',
        gunicornSays({ workers: 4, threads: 4 }),
      ),
      silent(
        'a pooler shares them',
        'services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n  pgbouncer:\n    image: edoburu/pgbouncer:1.23\n',
        gunicornSays({ workers: 17, threads: 8 }),
      ),
    ],
  },
  'compose/postgres-safety': {
    fires: [fires('fsync off', 'services:\n  db:\n    image: postgres:17\n    command: postgres -c fsync=off # <-\n')],
    silent: [
      silent(
        'only the last moments',
        'services:\n  db:\n    image: postgres:17\n    command: postgres -c synchronous_commit=off -c fsync=on\n',
      ),
    ],
  },
};
