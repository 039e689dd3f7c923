import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { knownNumber, overCores } from '../server/values.ts';
import { count, entries, member, setting, text } from '../settings/values.ts';
import type { Directive, ProxyFile } from './facts.ts';
import { used, usersOf } from './nginx-view.ts';

const MANUAL = 'https://www.pgbouncer.org/config.html';

/** A key of `[pgbouncer]`; the last one counts. */
function key(file: ProxyFile, name: string): Directive | undefined {
  return file.directives
    .filter(directive => directive.name === 'pgbouncer')
    .flatMap(({ block }) => block ?? [])
    .findLast(directive => directive.name.toLowerCase() === name);
}

function head(file: ProxyFile): NonNullable<Hit['place']> {
  return file.directives.find(({ name }) => name === 'pgbouncer')?.place ?? { file: file.file, line: 1 };
}

export const poolMode = defineRule({
  id: 'proxy/pool-mode',
  title: 'The pooler’s mode fits Django',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'In statement mode transactions fail, and Django cannot work without. In session mode a persistent connection of Django holds its place in the pool for ever, so that the pool saves nothing and runs out.',
  remedy: 'pool_mode = transaction',
  source: ['S1-026', 'S1-143', `${MANUAL}#pool_mode (default session)`],
  judge: project =>
    used(project, 'pgbouncer').flatMap((file): readonly Hit[] => {
      const own = key(file, 'pool_mode');
      const mode = own?.words[0]?.toLowerCase() ?? 'session';
      const place = own?.place ?? head(file);
      if (mode === 'statement')
        return [
          {
            place,
            subject: `${file.file}: pool_mode`,
            message: 'PgBouncer pools statements: every transaction of Django fails.',
            evidence: 'pool_mode statement',
            severity: 'high',
          },
        ];
      if (mode !== 'session') return [];
      const kept = project.evaluations.some(evaluation => {
        const age = member(setting(evaluation, 'DATABASES')?.value, 'default', 'CONN_MAX_AGE');
        return age === null || (count(age) ?? 0) > 0;
      });
      if (!kept) return [];
      return [
        {
          place,
          subject: `${file.file}: pool_mode`,
          message: `PgBouncer pools sessions${own === undefined ? ' (its default)' : ''}, and Django keeps its connections open (CONN_MAX_AGE): each holds one of the database’s all the time.`,
          evidence: own === undefined ? 'pool_mode is not set, so session' : 'pool_mode session',
        },
      ];
    }),
});

export const poolerLogin = defineRule({
  id: 'proxy/pooler-login',
  title: 'The pooler asks for a password and holds none in the repository',
  severity: { development: 'low', staging: 'high', production: 'high' },
  why: 'With auth_type any or trust whoever reaches the port is the user he says he is. A password in the file is in everybody’s copy of the repository.',
  remedy: 'auth_type = scram-sha-256\nauth_file = /etc/pgbouncer/userlist.txt',
  source: ['S1-143', 'S1-074', `${MANUAL}#auth_type`],
  judge: project =>
    used(project, 'pgbouncer').flatMap((file): readonly Hit[] => {
      const type = key(file, 'auth_type');
      const open = type !== undefined && /^(any|trust)$/i.test(type.words[0] ?? '');
      const secrets = file.directives
        .filter(({ name }) => name === 'databases')
        .flatMap(({ block }) => block ?? [])
        .filter(({ words }) => /\bpassword\s*=\s*(?!\$|'\$)\S+/i.test(words[0] ?? ''));
      return [
        ...(open && type !== undefined
          ? [
              {
                place: type.place,
                subject: `${file.file}: auth_type`,
                message: `PgBouncer lets everybody in as whoever he says he is (auth_type ${type.words[0]}).`,
                evidence: `auth_type ${type.words[0]}`,
              },
            ]
          : []),
        ...secrets.map(({ name, place }) => ({
          place,
          subject: `${file.file}: ${name}`,
          message: `The password of the database ${name} stands in the file.`,
          evidence: `${name} = … password=***`,
        })),
      ];
    }),
});

export const poolerPort = defineRule({
  id: 'proxy/pooler-port',
  title: 'Django asks the pooler where it listens',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'PgBouncer listens on a port of its own (6432), and without listen_addr on no address at all: Django then finds no database.',
  remedy: 'listen_addr = 0.0.0.0\nlisten_port = 6432',
  source: ['C34', 'S1-144', `${MANUAL}#listen_addr, #listen_port (default 6432)`],
  judge: project =>
    used(project, 'pgbouncer').flatMap((file): readonly Hit[] => {
      const users = usersOf(project, file);
      const address = key(file, 'listen_addr');
      if (users.length > 0 && (address === undefined || /^(localhost|127\.[\d.]+|::1|)$/.test(address.words[0] ?? '')))
        return [
          {
            place: address?.place ?? head(file),
            subject: `${file.file}: listen_addr`,
            message: `PgBouncer listens on ${address === undefined ? 'no address' : 'its own container'} only: no other container reaches it.`,
            evidence: address === undefined ? 'no listen_addr' : `listen_addr ${address.words[0]}`,
          },
        ];
      const port = key(file, 'listen_port');
      const listens = port?.words[0] ?? '6432';
      const names = users.map(({ name }) => name);
      const wrong = databases(project).find(({ host, asked }) => names.includes(host) && asked !== listens);
      if (wrong === undefined || saidByStack(project, wrong.host)) return [];
      return [
        {
          place: port?.place ?? head(file),
          subject: `${file.file}: listen_port`,
          message: `PgBouncer listens on ${listens}${port === undefined ? ' (its default)' : ''}, and Django asks ${wrong.host} on port ${wrong.asked}: no connection is ever made.`,
          evidence: `listen_port ${listens}, DATABASES port ${wrong.asked}`,
        },
      ];
    }),
});

/** A stack writes the address of its pooler down: compose/pooler-port says so at that line. */
function saidByStack({ services }: Project, host: string): boolean {
  const names = services
    .filter(({ role, compose }) => role === 'pooler' && compose !== undefined)
    .map(({ name }) => name);
  return (
    names.includes(host) &&
    services.some(
      ({ own, compose, environment }) =>
        own &&
        compose !== undefined &&
        [...environment.values()].some(
          value => /^\w[\w+]*:\/\/(?:[^@/]*@)?(?<name>[\w.-]+)/.exec(value ?? '')?.groups?.['name'] === host,
        ),
    )
  );
}

function databases(project: Project): readonly { readonly host: string; readonly asked: string }[] {
  return project.evaluations.flatMap(evaluation =>
    Object.values(entries(setting(evaluation, 'DATABASES')?.value) ?? {}).flatMap(database => {
      const host = text(member(database, 'HOST'));
      const port = member(database, 'PORT');
      const asked = typeof port === 'number' ? String(port) : (text(port) ?? '');
      return host === undefined || host === '' ? [] : [{ host, asked: asked === '' ? '5432' : asked }];
    }),
  );
}

export const poolerClients = defineRule({
  id: 'proxy/pooler-clients',
  title: 'The pooler takes as many clients as there are',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Beyond max_client_conn PgBouncer refuses: in the busiest minute, requests end in “no more connections allowed”.',
  remedy: 'max_client_conn = 1000\ndefault_pool_size = 20',
  source: ['S1-143', 'S4-043', `${MANUAL}#max_client_conn (default 100)`],
  judge: project =>
    used(project, 'pgbouncer').flatMap((file): readonly Hit[] => {
      const own = key(file, 'max_client_conn');
      const most = Number(own?.words[0] ?? '100');
      const wanted = clients(project);
      if (!Number.isFinite(most) || wanted <= most) return [];
      return [
        {
          place: own?.place ?? head(file),
          subject: `${file.file}: max_client_conn`,
          message: `PgBouncer takes ${most} clients${own === undefined ? ' (its default)' : ''}, and servers and workers may open ${wanted} connections.`,
          evidence: `max_client_conn ${most}, up to ${wanted} clients`,
        },
      ];
    }),
});

/** Workers times threads on a machine of 8 cores, and Celery's processes; replicas counted. */
function clients(project: Project): number {
  let sum = 0;
  for (const server of project.servers) {
    const workers = overCores(server, 'workers').at(-1)?.[1] ?? 1;
    sum += workers * (knownNumber(server, 'threads') ?? 1) * (server.service?.compose?.replicas ?? 1);
  }
  for (const { program, options, service } of project.celery) {
    if (program !== 'worker') continue;
    const processes = Number(options.get('concurrency') ?? 1);
    sum += (Number.isFinite(processes) ? processes : 1) * (service?.compose?.replicas ?? 1);
  }
  return sum;
}
