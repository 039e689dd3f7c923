import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { type Connection, connectionOf, reachOf } from './connection.ts';
import { isEvaluated } from './reads.ts';
import { serviceUses, standing, type Use, usesOf } from './uses.ts';

const DATABASE_NAMES = /^(?:.*_)?DATABASE_URL$|^(?:DB|POSTGRES|PG)_URL$/;
const REDIS_NAMES = /^(?:.*_)?(?:REDIS|CACHE|BROKER|VALKEY)_URL$|^CELERY_RESULT_BACKEND$/;
const LIBPQ = 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS';
/** What dj-database-url and django-environ know; postgres names may carry `+psycopg`. */
const DATABASE_SCHEMES =
  /^(?:postgres(?:ql)?(?:\+\w+)?|pgsql|psql|postgis|timescale(?:gis)?|cockroach|redshift|mysql2?|mysql-connector|mysqlgis|mssql(?:ms)?|oracle(?:gis)?|sqlite|spatialite|django[.\w+-]*|unix|ldap)$/;

interface Addressed {
  readonly use: Use;
  readonly address: Connection;
}

/** Compose makes an address of its own for every service, so that nobody uses the one in the file. */
function isReplaced({ name, value, where }: Use, { services }: Project): boolean {
  const own = services.filter(service => service.own);
  if (own.length === 0 || own.some(({ title }) => title === where)) return false;
  return own.every(({ environment }) => environment.get(name) !== undefined && environment.get(name) !== value);
}

function addressed(project: Project, names: RegExp): readonly Addressed[] {
  return [...usesOf(project), ...serviceUses(project)]
    .filter(use => names.test(use.name) && !use.dummy && !isReplaced(use, project))
    .flatMap(use => {
      const address = connectionOf(use.value);
      return address === undefined || address.scheme === 'sqlite' ? [] : [{ use, address }];
    });
}

export const addressShape = defineRule({
  id: 'env/address',
  title: 'Addresses of databases and brokers are read as they are meant',
  severity: 'high',
  why: 'In an address "/", "?", "#", "@" and "%" end or split the password: the program tries another host, another database or a shorter password.',
  remedy:
    'Percent-encode user and password:\npython -c "from urllib.parse import quote; import getpass; print(quote(getpass.getpass(), safe=\'\'))"',
  source: ['C14', 'S0-021', 'S0-022', 'RFC 3986, section 2.2', LIBPQ],
  judge: project =>
    [...addressed(project, DATABASE_NAMES), ...addressed(project, REDIS_NAMES)].flatMap(({ use, address }): Hit[] => {
      const said = problemOf(use.name, address);
      return said === undefined ? [] : [{ ...standing(use), subject: `${use.where}: ${use.name}`, ...said }];
    }),
});

function problemOf(name: string, address: Connection): Pick<Hit, 'message' | 'evidence' | 'remedy'> | undefined {
  const { unencoded, scheme, host, port, path } = address;
  if (unencoded.length > 0)
    return {
      message: `User or password in ${name} hold characters that mean something else in an address.`,
      evidence: `not encoded: ${unencoded.map(sign => JSON.stringify(sign)).join(' ')}`,
    };
  if (port !== undefined && !/^\d{1,5}$/.test(port))
    return {
      message: `The port in ${name} is no number.`,
      evidence: 'the text after the last ":" of the host',
      remedy: `Write the port as a number, and encode user and password.`,
    };
  if (!DATABASE_NAMES.test(name)) return undefined;
  if (!DATABASE_SCHEMES.test(scheme))
    return {
      message: `Nothing knows the scheme of ${name}.`,
      evidence: `${scheme}://`,
      remedy: 'Begin it with postgres://',
    };
  if (path === '' && host !== '')
    return {
      message: `${name} names no database: the library takes the one that is called like the user.`,
      evidence: 'nothing after the host',
      remedy: 'End it with the name: postgres://user:password@host:5432/name',
    };
  return undefined;
}

export const ownLoopback = defineRule({
  id: 'env/loopback',
  title: 'Addresses do not lead back into the container that asks',
  severity: deployed('high'),
  why: 'In a container localhost is the container itself: no database and no broker listens there.',
  remedy: 'Name the service of the Compose file, or the internal address that Coolify shows for the database.',
  source: ['S0-014', 'S0-021', 'S0-022', 'S1-144'],
  judge: project => {
    if (!inContainers(project)) return [];
    return [...addressed(project, DATABASE_NAMES), ...addressed(project, REDIS_NAMES)].flatMap(
      ({ use, address: { host } }): Hit[] =>
        reachOf(host) !== 'local' || host === '' || host.startsWith('/')
          ? []
          : [
              {
                ...standing(use),
                subject: `${use.where}: ${use.name}`,
                message: `${use.name} leads to ${host}, which is the container itself.`,
                evidence: `host ${host}`,
              },
            ],
    );
  },
});

/** Host networking, and programs that systemd starts, do see the machine's own services. */
function inContainers({ services, application, dockerfiles }: Project): boolean {
  const own = services.filter(service => service.own);
  if (own.some(({ compose }) => compose?.networkMode === 'host')) return false;
  return (
    application !== undefined ||
    (dockerfiles.length > 0 &&
      (own.length === 0 || own.some(({ image, compose }) => image !== undefined || compose !== undefined)))
  );
}

export const databaseTls = defineRule({
  id: 'env/database-tls',
  title: 'The way to a database outside of the network is encrypted and checked',
  severity: deployed('high'),
  why: 'Without TLS the password and every row can be read on the way; with sslmode=require and no authority the server may be anybody.',
  remedy:
    'Ask for TLS, best with the provider’s authority:\nDATABASE_URL=postgres://...?sslmode=verify-full&sslrootcert=/path/ca.pem',
  source: ['S0-014', 'S0-021', 'S2-055', 'C38', 'https://www.postgresql.org/docs/current/libpq-ssl.html'],
  judge: project => {
    // The evaluated settings say more: OPTIONS may carry it.
    if (isEvaluated(project)) return [];
    const values = new Map(usesOf(project).map(({ name, value }) => [name, value]));
    return addressed(project, DATABASE_NAMES).flatMap(({ use, address }): Hit[] => {
      const mode = address.query.get('sslmode') ?? values.get('PGSSLMODE') ?? values.get('DB_SSLMODE') ?? '';
      if (reachOf(address.host) !== 'public' || /^(?:require|verify-ca|verify-full)$/.test(mode)) return [];
      return [
        {
          ...standing(use),
          subject: `${use.where}: ${use.name}`,
          message: `${use.name} leads to a public host and does not insist on TLS.`,
          evidence: mode === '' ? 'no sslmode' : `sslmode=${mode}`,
        },
      ];
    });
  },
});

/** What the evaluated settings came to is judged by their own rules. */
function redisUnjudged(project: Project): readonly Addressed[] {
  return isEvaluated(project) ? [] : addressed(project, REDIS_NAMES);
}

export const redisTls = defineRule({
  id: 'env/redis-tls',
  title: 'Redis outside of the network is reached by TLS and with a password',
  severity: deployed('high'),
  why: 'Redis speaks in the clear: its password, sessions in the cache and arguments of tasks can be read on the way, and whoever can write to the broker runs tasks.',
  remedy: 'Use the address with TLS and a password:\nREDIS_URL=rediss://:password@host:6379/0',
  source: ['S0-015', 'S0-022', 'S2-055', 'S4-010'],
  judge: project =>
    redisUnjudged(project).flatMap(({ use, address: { scheme, host, password } }): Hit[] => {
      if (!/^(?:redis|valkey)s?$/.test(scheme) || reachOf(host) !== 'public') return [];
      const open = !/ss$/.test(scheme) && scheme !== 'valkeys';
      const bare = password === undefined || password === '';
      if (!open && !bare) return [];
      return [
        {
          ...standing(use),
          subject: `${use.where}: ${use.name}`,
          message: `${use.name} leads to a public host ${open ? 'without TLS' : ''}${open && bare ? ' and ' : ''}${bare ? 'without a password' : ''}.`,
          evidence: `${scheme}://, ${bare ? 'no password' : 'with a password'}`,
          ...(bare ? {} : { severity: 'medium' as const }),
        },
      ];
    }),
});

export const redisSharing = defineRule({
  id: 'env/redis-index',
  title: 'Broker and cache have a Redis database each',
  severity: deployed('low'),
  why: 'Clearing the cache (`cache.clear()` sends FLUSHDB) then takes the queued tasks with it.',
  remedy:
    'Give each its own number; moving the cache loses nothing that waits:\nREDIS_URL=redis://.../1\nCELERY_BROKER_URL=redis://.../0',
  source: ['C33', 'S0-007', 'S0-022'],
  judge: project => {
    const all = redisUnjudged(project).filter(({ address }) => /^(?:redis|valkey)/.test(address.scheme));
    const cache = all.find(({ use }) => /^(?:CACHE|REDIS|DJANGO_REDIS|REDIS_CACHE)_URL$/.test(use.name));
    const broker = all.find(({ use }) => /BROKER/.test(use.name));
    if (cache === undefined || broker === undefined) return [];
    const placeOf = ({ address: { host, port, path } }: Addressed) =>
      `${host}:${port ?? '6379'}/${path === '' ? '0' : path}`;
    if (placeOf(cache) !== placeOf(broker)) return [];
    return [
      {
        ...standing(broker.use),
        subject: `${broker.use.name} and ${cache.use.name}`,
        message: `${broker.use.name} and ${cache.use.name} are the same Redis database.`,
        evidence: placeOf(broker),
      },
    ];
  },
});

export const pooler = defineRule({
  id: 'env/pooler',
  title: 'The site goes through the connection pooler that it runs',
  severity: deployed('medium'),
  why: 'A pooler that nobody connects to costs memory and saves no connection.',
  remedy:
    'Name the pooler in the address of web and workers; migrations keep the database’s own:\nDATABASE_URL=postgres://user:password@pgbouncer:6432/name',
  source: ['S1-144', 'S1-143', 'C34'],
  judge: project => {
    const poolers = project.services.filter(({ role }) => role === 'pooler').map(({ name }) => name);
    const webs = project.services.filter(({ own, role }) => own && role === 'web').map(({ title }) => title);
    if (poolers.length === 0) return [];
    return [...addressed(project, DATABASE_NAMES)].flatMap(({ use, address: { host } }): Hit[] => {
      const ofWeb = webs.includes(use.where) || !project.services.some(({ title }) => title === use.where);
      if (!ofWeb || use.name !== 'DATABASE_URL' || poolers.includes(host) || /bouncer|pool/.test(host)) return [];
      return [
        {
          ...standing(use),
          subject: `${use.where}: ${use.name}`,
          message: `${use.name} leads to ${host}, past the pooler ${poolers.join(', ')}.`,
          evidence: `host ${host}`,
        },
      ];
    });
  },
});
