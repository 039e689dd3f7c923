import type { SettingJson } from '../../django/answer.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { persistenceOf, websOf } from './mounts.ts';
import { reach } from './network.ts';
import { deployed } from './severities.ts';
import { count, entries, member, shortened, shown, text, truth } from './values.ts';

const SCOPE = { needs: ['DATABASES'], of: 'any' } as const;

/** A database of the settings. */
export interface Database {
  readonly alias: string;
  readonly engine: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly name: string | undefined;
  readonly values: Readonly<Record<string, SettingJson>>;
}

export function databasesOf({ value }: Pick<Evaluated, 'value'>): readonly Database[] {
  return Object.entries(entries(value('DATABASES')) ?? {}).map(([alias, database]) => ({
    alias,
    engine: text(member(database, 'ENGINE')) ?? '',
    host: text(member(database, 'HOST')) ?? '',
    port: portOf(member(database, 'PORT')),
    name: text(member(database, 'NAME')),
    values: entries(database) ?? {},
  }));
}

export const isPostgres = ({ engine }: Database): boolean => /postg|psql|timescale/i.test(engine);
const isMysql = ({ engine }: Database): boolean => /mysql|mariadb/i.test(engine);
const isSqlite = ({ engine }: Database): boolean => /sqlite|spatialite/i.test(engine);

function portOf(value: SettingJson | undefined): number | undefined {
  const written = count(value) ?? Number.parseInt(text(value) ?? '', 10);
  return Number.isNaN(written) ? undefined : written;
}

export const databaseEngine = defineRule({
  id: 'settings/database-engine',
  title: 'The database is a server',
  severity: deployed('high', 'critical'),
  why: 'A SQLite file inside of the container is gone with the next deployment, every other container has its own, and two writers at once are one too many.',
  remedy: 'Demand the variable, without a default:\nDATABASES = {"default": env.db("DATABASE_URL")}',
  source: ['S2-001', 'S2-022', 'S0-021', 'https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes'],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated => {
      const databases = databasesOf(evaluated);
      if (databases.length === 0 && evaluated.isSet('DATABASES')) return noneFor(evaluated);
      return databases.flatMap((database): Fault[] => {
        const subject = database.alias === 'default' ? 'DATABASES' : `DATABASES: ${database.alias}`;
        if (isSqlite(database)) {
          const persistence = persistenceOf(websOf(project), database.name ?? '');
          const kept = persistence === 'kept';
          // Nothing shows what is mounted, and the folder is one that people mount.
          const maybe = persistence === 'unknown' && MOUNTED.test(database.name ?? '');
          const memory = database.name === ':memory:' || database.name?.includes('mode=memory') === true;
          return [
            {
              on: 'DATABASES',
              subject,
              ...(kept ? { severity: 'medium' as const } : maybe ? { severity: 'high' as const } : {}),
              evidence: `${database.alias}: ${database.engine}, ${memory ? 'in memory' : shortened(database.name ?? 'no file')}`,
              message: kept
                ? 'The database is a SQLite file on a volume: it outlives a deployment, but waits for one writer at a time, and a rolling update has two.'
                : `The database is SQLite${memory ? ' in memory' : ', a file inside of the container'}: its data are gone with the next deployment${maybe ? ', unless a volume keeps the folder' : ''}.`,
            },
          ];
        }
        const empty = database.engine === '' || database.engine === 'django.db.backends.dummy';
        return empty && database.alias === 'default' ? noneFor(evaluated) : [];
      });
    }),
});

const MOUNTED = /^\/(?:data|mnt|srv|var\/lib|volumes?|storage|persist(?:ent)?|litefs)\//;

function noneFor({ installed }: Evaluated): Fault[] {
  return installed('django.contrib.auth')
    ? [
        {
          on: 'DATABASES',
          evidence: 'default: no ENGINE',
          message: 'No database is set, and users and sessions need one: every page that asks fails.',
        },
      ]
    : [];
}

/** What libpq does without being told: encrypt if the server offers it, and believe any server. */
const UNPROVEN = new Set(['disable', 'allow', 'prefer']);
/** mysqlclient's and PyMySQL's options that ask for TLS. */
const MYSQL_TLS = ['ssl', 'ssl_mode', 'ssl_ca'];

export const databaseTls = defineRule({
  id: 'settings/database-tls',
  title: 'A database outside of the private network is asked over TLS',
  severity: deployed('medium', 'high'),
  why: 'Without `require` or more, libpq falls back to plain text where the server, or somebody on the way, does not offer TLS: queries and answers can be read.',
  remedy: 'In the address, or in OPTIONS:\nDATABASE_URL=postgres://...?sslmode=require',
  source: ['S0-014', 'S2-055', 'C38', 'https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION'],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      evaluated.setting('DATABASES')?.dummy === true
        ? []
        : databasesOf(evaluated).flatMap((database): Fault[] => {
            const where = reach(database.host);
            const options = database.values['OPTIONS'];
            const mode = isPostgres(database) ? modeOf(project, text(member(options, 'sslmode'))) : undefined;
            const open = isPostgres(database)
              ? text(member(options, 'service')) === undefined && UNPROVEN.has(mode ?? 'prefer')
              : isMysql(database) && MYSQL_TLS.every(name => truth(member(options, name)) !== true);
            if (!open || where === 'local') return [];
            // Inside of a Compose network, or of one server, nobody listens; a private network of a cloud is shared with neighbours.
            if (where === 'private' && !SHARED_NETWORK.test(database.host)) return [];
            return [
              {
                on: 'DATABASES',
                subject: database.alias === 'default' ? 'DATABASES: sslmode' : `DATABASES: ${database.alias}: sslmode`,
                ...(where === 'private' ? { severity: 'medium' as const } : {}),
                evidence: `${database.alias}: host ${database.host}, sslmode ${mode ?? 'not set'}`,
                message: `The database ${database.host} is asked ${mode === 'disable' ? 'without TLS' : 'with TLS only if the other side offers it'}.`,
              },
            ];
          }),
    ),
});

/** A provider's names for databases in the private network of its machines. */
const SHARED_NETWORK = /^private-|\.rds\.amazonaws\.com$/;

/** PGSSLMODE of the environment counts where the settings say nothing. */
function modeOf({ given, services }: Evaluated['project'], written: string | undefined): string | undefined {
  if (written !== undefined) return written;
  const inService = services.filter(({ own }) => own).map(({ environment }) => environment.get('PGSSLMODE'));
  return given.variables.get('PGSSLMODE')?.value ?? inService.find(value => value !== undefined);
}

/**
 * Under ASGI connections belong to threads that come and go: Django's manual says to keep none there ("Persistent connections", Caveats), and
 * without a pool of Django's own one for each request is what is left.
 */
function isAsynchronous({ project, evaluation }: Evaluated): boolean {
  const serving = project.servers.filter(
    ({ service }) => service === undefined || evaluation.services.includes(service.title),
  );
  return serving.some(
    ({ program, values }) =>
      program === 'daphne' ||
      program === 'uvicorn' ||
      program === 'hypercorn' ||
      [...values.values()].some(({ worker_class }) => /uvicorn|asgi/i.test(String(worker_class?.value ?? ''))),
  );
}

export const databaseConnections = defineRule({
  id: 'settings/database-connections',
  title: 'Connections are kept, and looked at before they are used again',
  severity: deployed('low', 'medium'),
  why: 'A new connection for every request costs more than most queries. A kept one that the server has closed meanwhile (a restart, a failover) ends the next request with 500, unless it is looked at first.',
  remedy: 'DATABASES["default"]["CONN_MAX_AGE"] = 600\nDATABASES["default"]["CONN_HEALTH_CHECKS"] = True',
  source: [
    'S1-142',
    'S1-157',
    'S2-023',
    'S1-026',
    'https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections',
  ],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      databasesOf(evaluated).flatMap((database): Fault[] => {
        const { values } = database;
        if (isSqlite(database) || database.engine === '' || truth(member(values, 'OPTIONS', 'pool')) === true)
          return [];
        const age = values['CONN_MAX_AGE'] ?? 0;
        if (isAsynchronous(evaluated)) return [];
        const subject = (name: string) => (database.alias === 'default' ? name : `${database.alias}: ${name}`);
        if (age === 0)
          return [
            {
              on: 'DATABASES',
              subject: subject('CONN_MAX_AGE'),
              severity: 'low',
              evidence: `${database.alias}: CONN_MAX_AGE = 0`,
              message: 'Every request opens a connection of its own.',
            },
          ];
        if (!evaluated.since('4.1') || truth(values['CONN_HEALTH_CHECKS'] ?? false) !== false) return [];
        return [
          {
            on: 'DATABASES',
            subject: subject('CONN_HEALTH_CHECKS'),
            evidence: `${database.alias}: CONN_MAX_AGE = ${shown(age)}, CONN_HEALTH_CHECKS = False`,
            message:
              'Connections are kept, but not looked at before they are used again: after a restart of the database requests end with 500.',
          },
        ];
      }),
    ),
});

export const atomicRequests = defineRule({
  id: 'settings/atomic-requests',
  title: 'A transaction lasts as long as its work',
  severity: { development: 'off', staging: 'off', production: 'low' },
  why: 'With ATOMIC_REQUESTS every request holds a transaction, and the locks it took, from its first line to its last: a slow mail server becomes a locked table.',
  remedy: 'Leave it out, and put the work that belongs together into transaction.atomic().',
  source: ['https://docs.djangoproject.com/en/5.2/topics/db/transactions/#tying-transactions-to-http-requests'],
  judge: project =>
    acrossSettings(project, { ...SCOPE, of: 'web' }, evaluated =>
      databasesOf(evaluated)
        .filter(({ values }) => truth(values['ATOMIC_REQUESTS']) === true)
        .map(({ alias }) => ({
          on: 'DATABASES',
          subject: alias === 'default' ? 'ATOMIC_REQUESTS' : `${alias}: ATOMIC_REQUESTS`,
          evidence: `${alias}: ATOMIC_REQUESTS = True`,
          message: 'Every request holds a transaction for as long as it lasts, waiting for other services included.',
        })),
    ),
});
