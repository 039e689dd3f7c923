import type { Fault } from '../fault.ts';

const STACK = 'docker-compose.prod.yml';

export const COMPOSE_FAULTS: readonly Fault[] = [
  {
    name: 'The database’s files go with its container',
    edits: [{ file: STACK, find: '    volumes:\n      - database:/var/lib/postgresql/data\n', replace: '' }],
    expect: [{ rule: 'compose/data-volume', file: STACK, at: 'db:', after: 'services:' }],
  },
  {
    name: 'A volume that is not declared',
    edits: [{ file: STACK, find: '      - queue:/data\n', replace: '      - queues:/data\n' }],
    expect: [{ rule: 'compose/undefined-parts', file: STACK, at: '- queues:/data' }],
  },
  {
    name: 'The project waits for the health of a Redis that nobody asks',
    edits: [
      {
        file: STACK,
        find: `    healthcheck:
      test: ["CMD-SHELL", "REDISCLI_AUTH=\\"$$REDIS_PASSWORD\\" redis-cli ping | grep -q PONG"]
      interval: 10s
      timeout: 5s
      retries: 5
`,
        replace: '',
      },
    ],
    expect: [
      {
        rule: 'compose/healthy-without-check',
        file: STACK,
        at: 'redis:',
        after: 'SOURCE_COMMIT: ${SOURCE_COMMIT:-unknown}',
      },
    ],
  },
  {
    name: 'The project does not wait for the migrations',
    edits: [{ file: STACK, find: '    migrate:\n      condition: service_completed_successfully\n', replace: '' }],
    // The web itself migrates before it serves.
    expect: [
      { rule: 'compose/waits-for-migrate', file: STACK, at: 'worker:' },
      { rule: 'compose/waits-for-migrate', file: STACK, at: 'beat:' },
    ],
  },
  {
    name: 'The code of the machine hides the code of the image',
    edits: [{ file: STACK, find: '    expose:\n      - "8000"\n', replace: '    volumes:\n      - ./src:/app/src\n' }],
    expect: [{ rule: 'compose/mounted-code', file: STACK, at: '- ./src:/app/src' }],
  },
  {
    name: 'What ends stays ended',
    edits: [
      { file: STACK, find: '    target: production\n  restart: unless-stopped\n', replace: '    target: production\n' },
    ],
    expect: [{ rule: 'compose/restart', file: STACK, at: 'web:' }],
  },
  {
    name: 'The web’s health check asks with a program that the image has not',
    edits: [
      {
        file: STACK,
        find: '"CMD", "curl", "--fail", "--silent", "--output", "/dev/null", "http://localhost:8000/health/"',
        replace: '"CMD", "wget", "-q", "-O", "/dev/null", "http://localhost:8000/health/"',
      },
    ],
    expect: [{ rule: 'compose/healthcheck-tool', file: STACK, at: '"wget"' }],
  },
  {
    name: 'The web lives in the machine’s network',
    edits: [
      {
        file: STACK,
        find: '    # gunicorn gives requests 30 s to finish.\n',
        replace: '    network_mode: host\n    # gunicorn gives requests 30 s to finish.\n',
      },
    ],
    expect: [{ rule: 'compose/host-network', file: STACK, at: 'network_mode: host' }],
  },
  {
    name: 'Containers have names that only one of them can have',
    edits: [
      {
        file: STACK,
        find: '    command: ["beat"]\n',
        replace: '    container_name: obcms-beat\n    command: ["worker"]\n',
      },
    ],
    expect: [
      { rule: 'compose/container-name', file: STACK, at: 'container_name' },
      // Copied from the worker, and its command with it.
      { rule: 'celery/beat-missing', file: 'src/obc_management/settings/base.py', at: '"clear-expired-sessions": {' },
    ],
  },
  {
    name: 'A version that Compose has not read for years',
    edits: [
      {
        file: STACK,
        find: 'x-application: &application\n',
        replace: 'version: "3.8"\n\nx-application: &application\n',
      },
    ],
    expect: [{ rule: 'compose/version', file: STACK, at: 'version: "3.8"' }],
  },
];

export const PROXY_FAULTS: readonly Fault[] = [
  {
    name: 'Traefik’s dashboard is open',
    edits: [
      { file: 'traefik/traefik.yml', find: '  dashboard: false\n', replace: '  dashboard: true\n  insecure: true\n' },
    ],
    expect: [{ rule: 'proxy/dashboard-open', file: 'traefik/traefik.yml', at: 'insecure: true' }],
  },
  {
    name: 'Traefik believes whoever says who is asking',
    edits: [
      {
        file: 'traefik/traefik.yml',
        find: '      trustedIPs:\n        - "127.0.0.1/32"\n',
        replace: '      trustedIPs:\n        - "0.0.0.0/0"\n',
      },
    ],
    expect: [{ rule: 'proxy/trusts-everybody', file: 'traefik/traefik.yml', at: 'trustedIPs:' }],
  },
  {
    name: 'PgBouncer pools statements',
    edits: [{ file: 'pgbouncer/pgbouncer.ini', find: 'pool_mode = transaction', replace: 'pool_mode = statement' }],
    expect: [{ rule: 'proxy/pool-mode', file: 'pgbouncer/pgbouncer.ini', at: 'pool_mode' }],
  },
  {
    name: 'PgBouncer asks nobody for a password',
    edits: [{ file: 'pgbouncer/pgbouncer.ini', find: 'auth_type = scram-sha-256', replace: 'auth_type = trust' }],
    expect: [{ rule: 'proxy/pooler-login', file: 'pgbouncer/pgbouncer.ini', at: 'auth_type' }],
  },
  {
    name: 'Django asks PgBouncer on PostgreSQL’s port',
    edits: [{ file: STACK, find: '@pooler:6432/obcms', replace: '@pooler:5432/obcms' }],
    expect: [{ rule: 'compose/pooler-port', file: STACK, at: '@pooler:5432/obcms' }],
  },
];
