import type { Fault } from '../fault.ts';

const STACK = 'docker-compose.prod.yml';

export const COMPOSE_FAULTS: readonly Fault[] = [
  {
    name: 'PostgreSQL is published to the world',
    edits: [
      {
        file: STACK,
        find: '    volumes:\n      - database:/var/lib/postgresql/data\n',
        replace: '    ports:\n      - "5432:5432"\n    volumes:\n      - database:/var/lib/postgresql/data\n',
      },
    ],
    expect: [{ rule: 'compose/published-port', file: STACK, at: '"5432:5432"' }],
  },
  {
    name: 'The queue may lose its oldest tasks',
    edits: [{ file: STACK, find: '--maxmemory-policy noeviction', replace: '--maxmemory-policy allkeys-lru' }],
    expect: [{ rule: 'compose/broker-eviction', file: STACK, at: 'allkeys-lru' }],
  },
  {
    name: 'Everybody knows the database’s password when nobody sets one',
    edits: [
      {
        file: STACK,
        find: 'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}',
        replace: 'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-postgres}',
      },
    ],
    expect: [{ rule: 'compose/default-secret', file: STACK, at: '${POSTGRES_PASSWORD:-postgres}' }],
  },
  {
    name: 'Redis is whatever is the latest',
    edits: [{ file: STACK, find: 'image: redis:7-alpine', replace: 'image: redis:latest' }],
    expect: [{ rule: 'compose/image-tag', file: STACK, at: 'redis:latest' }],
  },
  {
    name: 'The migration is started again for ever',
    edits: [{ file: STACK, find: '    restart: "no"\n', replace: '    restart: always\n' }],
    expect: [{ rule: 'compose/migrate-restart', file: STACK, at: 'restart: always' }],
  },
  {
    name: 'The worker is asked the web’s health question',
    edits: [
      {
        file: STACK,
        find: `    healthcheck:
      test: ["CMD-SHELL", "celery --workdir src --app obc_management inspect ping --destination celery@$$HOSTNAME --timeout 5"]
      interval: 30s
      timeout: 15s
      retries: 3
      start_period: 30s
`,
        replace: '',
      },
    ],
    expect: [{ rule: 'compose/inherited-healthcheck', file: STACK, at: 'worker:' }],
  },
  {
    name: 'The worker has ten seconds to finish what it has begun',
    edits: [
      {
        file: STACK,
        find: '    # Longer than CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT.\n    stop_grace_period: 60s\n',
        replace: '',
      },
    ],
    expect: [{ rule: 'compose/stop-grace', file: STACK, at: 'worker:' }],
  },
  {
    name: 'The web may take over the machine',
    edits: [{ file: STACK, find: '    expose:\n      - "8000"\n', replace: '    privileged: true\n' }],
    expect: [{ rule: 'compose/privileges', file: STACK, at: 'privileged: true' }],
  },
  {
    name: 'The beat signs with another key than the web',
    edits: [
      {
        file: STACK,
        find: '    # It opens no port and answers no questions; if it ends, it is started again.\n',
        replace:
          '    environment:\n      <<: *environment\n      SECRET_KEY: ${BEAT_SECRET_KEY:?set BEAT_SECRET_KEY}\n',
      },
    ],
    expect: [{ rule: 'compose/same-environment', file: STACK, at: 'SECRET_KEY: ${BEAT_SECRET_KEY' }],
  },
  {
    name: 'Half a database is written down for the speed of it',
    edits: [
      {
        file: STACK,
        find: '    stop_grace_period: 60s\n\n  redis:',
        replace: '    stop_grace_period: 60s\n    command: ["postgres", "-c", "fsync=off"]\n\n  redis:',
      },
    ],
    expect: [{ rule: 'compose/postgres-safety', file: STACK, at: 'fsync=off' }],
  },
  {
    name: 'A token is written in the stack',
    edits: [
      { file: STACK, find: 'METRICS_TOKEN: ${METRICS_TOKEN:-}', replace: 'METRICS_TOKEN: c5Rk8wZq3Vt7Xn2Lp9Jd4Hs6' },
    ],
    expect: [{ rule: 'compose/literal-secret', file: STACK, at: 'METRICS_TOKEN' }],
  },
];
