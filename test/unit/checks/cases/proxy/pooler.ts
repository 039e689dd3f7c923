import type { RuleCases } from '../../../../support/rule-cases.ts';
import { POOLER, proxy } from './building.ts';

const P = (line: number): [string, number][] => [['pgbouncer.ini', line]];
const HEAD = '[databases]\nsite = host=db\n\n[pgbouncer]\nlisten_addr = *\nauth_type = scram-sha-256\n';
const ini = (more: string, database: Readonly<Record<string, string | number | null>> = {}) =>
  proxy('pgbouncer.ini', more.startsWith('[') ? more : `${HEAD}${more}`, POOLER, {
    settings: { settings: { DATABASES: { default: { HOST: 'pooler', PORT: '6432', ...database } } } },
  });

export const POOLING: RuleCases = {
  'proxy/pool-mode': {
    fires: [
      { name: 'statements', project: ini('pool_mode = statement\n'), at: P(7) },
      {
        name: 'sessions, the default, with connections that are kept',
        project: ini('', { CONN_MAX_AGE: 600 }),
        at: P(4),
      },
    ],
    silent: [
      { name: 'transactions', project: ini('pool_mode = transaction\n', { CONN_MAX_AGE: 600 }) },
      { name: 'sessions that end with the request', project: ini('pool_mode = session\n', { CONN_MAX_AGE: 0 }) },
    ],
  },
  'proxy/pooler-login': {
    fires: [
      { name: 'everybody', project: ini('[pgbouncer]\nlisten_addr = *\nauth_type = any\n'), at: P(3) },
      {
        name: 'a password in the file',
        project: ini('[databases]\nsite = host=db user=a password=hunter2\n[pgbouncer]\nlisten_addr = *\n'),
        at: P(2),
      },
    ],
    silent: [{ name: 'SCRAM', project: ini('auth_file = /etc/pgbouncer/userlist.txt\n') }],
  },
  'proxy/pooler-port': {
    fires: [
      { name: 'Django asks the database’s port', project: ini('', { PORT: '5432' }), at: P(4) },
      { name: 'nobody outside is listened to', project: ini('[pgbouncer]\nlisten_port = 6432\n'), at: P(1) },
    ],
    silent: [
      { name: 'the same', project: ini('listen_port = 6432\n') },
      { name: 'Django asks another host', project: ini('', { HOST: 'db', PORT: '5432' }) },
      {
        name: 'the stack writes the address down, which compose/pooler-port tells',
        project: proxy(
          'pgbouncer.ini',
          HEAD,
          `${POOLER}  api:\n    build: .\n    command: gunicorn proj.wsgi\n    environment:\n      DATABASE_URL: postgres://a:b@pooler:5432/site\n`,
          { settings: { settings: { DATABASES: { default: { HOST: 'pooler', PORT: '5432' } } } } },
        ),
      },
    ],
  },
  'proxy/pooler-clients': {
    fires: [
      {
        name: 'fewer than there are threads',
        project: proxy(
          'pgbouncer.ini',
          `${HEAD}max_client_conn = 10\n`,
          `${POOLER}  api:\n    build: .\n    command: gunicorn -w 5 --threads 4 -b :8000 proj.wsgi\n`,
        ),
        at: P(7),
      },
    ],
    silent: [{ name: 'a thousand', project: ini('max_client_conn = 1000\n') }],
  },
};
