import type { Project } from '../project.ts';
import type { Directive } from '../proxy/facts.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { type Database, databasesOf, isPostgres } from './database.ts';
import { deployed } from './severities.ts';
import { count, member, shown, truth } from './values.ts';

const SCOPE = { needs: ['DATABASES'], of: 'any' } as const;
const POOL_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/databases/#transaction-pooling-server-side-cursors';

/** Whether a pooler stands between, and what a connection of it lasts for. */
interface Pooler {
  readonly what: string;
  readonly mode: 'session' | 'transaction' | 'statement' | 'unknown';
}

export function poolerOf({ host, port }: Database, project: Project): Pooler | undefined {
  const service = project.services.find(({ role, name }) => role === 'pooler' && name === host);
  if (service !== undefined)
    return {
      what: service.title,
      mode: modeIn(
        service.environment.get('POOL_MODE') ?? service.environment.get('PGBOUNCER_POOL_MODE') ?? modeInFiles(project),
      ),
    };
  if (/pgbouncer|pgcat|pgpool|supavisor|-pooler\b|\bpooler\b/i.test(host))
    return { what: host, mode: modeIn(modeInFiles(project)) };
  return POOLER_PORTS.has(port ?? 0) ? { what: `${host}:${port}`, mode: modeIn(modeInFiles(project)) } : undefined;
}

/** PgBouncer's own port, and the one Supabase gives its transaction pooler. */
const POOLER_PORTS = new Set([6432, 6543]);

function modeIn(written: string | undefined): Pooler['mode'] {
  const mode = written?.trim().toLowerCase();
  return mode === 'session' || mode === 'transaction' || mode === 'statement' ? mode : 'unknown';
}

function modeInFiles({ proxies }: Project): string | undefined {
  const every = (directives: readonly Directive[]): readonly Directive[] =>
    directives.flatMap(directive => [directive, ...every(directive.block ?? [])]);
  const own = proxies.filter(({ program }) => program === 'pgbouncer').flatMap(({ directives }) => every(directives));
  return own.find(({ name }) => name === 'pool_mode' || name.endsWith('.pool_mode'))?.words.at(-1);
}

export const serverSideCursors = defineRule({
  id: 'settings/server-side-cursors',
  title: 'Behind a transaction pooler no cursor outlives its transaction',
  severity: deployed('medium', 'high'),
  why: 'A pooler in transaction mode gives the next query another connection, where a cursor opened before does not exist: QuerySet.iterator(), dumpdata and exports fail in the middle.',
  remedy: 'DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True',
  source: ['S1-026', 'S1-145', 'S1-143', 'S1-144', POOL_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      databasesOf(evaluated).flatMap((database): Fault[] => {
        const pooler = isPostgres(database) ? poolerOf(database, project) : undefined;
        if (pooler === undefined || pooler.mode === 'session') return [];
        if (truth(database.values['DISABLE_SERVER_SIDE_CURSORS'] ?? false) !== false) return [];
        const known = pooler.mode !== 'unknown';
        return [
          {
            on: 'DATABASES',
            subject:
              database.alias === 'default'
                ? 'DISABLE_SERVER_SIDE_CURSORS'
                : `${database.alias}: DISABLE_SERVER_SIDE_CURSORS`,
            ...(known ? {} : { severity: 'medium' as const }),
            evidence: `${database.alias}: host ${database.host}, pool mode ${pooler.mode}, DISABLE_SERVER_SIDE_CURSORS = False`,
            message: known
              ? `${pooler.what} pools by ${pooler.mode}, and server-side cursors are on: QuerySet.iterator() fails.`
              : `${pooler.what} is a pooler; if it pools by transaction, QuerySet.iterator() fails, because server-side cursors are on.`,
          },
        ];
      }),
    ),
});

export const preparedStatements = defineRule({
  id: 'settings/prepared-statements',
  title: 'Behind a transaction pooler nothing is prepared on one connection and used on another',
  severity: deployed('medium'),
  why: 'A statement prepared on one connection does not exist on the next that the pooler hands out: queries fail now and then, under load first.',
  remedy: 'DATABASES["default"]["OPTIONS"]["prepare_threshold"] = None',
  source: ['S1-143', 'https://www.psycopg.org/psycopg3/docs/advanced/prepare.html', POOL_PAGE],
  versions: 'Django 4.2 and later, with psycopg 3',
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      databasesOf(evaluated).flatMap((database): Fault[] => {
        const threshold = member(database.values['OPTIONS'], 'prepare_threshold');
        const pooler = isPostgres(database) ? poolerOf(database, project) : undefined;
        return pooler === undefined || pooler.mode === 'session' || count(threshold) === undefined
          ? []
          : [
              {
                on: 'DATABASES',
                subject: 'prepare_threshold',
                evidence: `${database.alias}: host ${database.host}, prepare_threshold = ${shown(threshold)}`,
                message: `Statements are prepared, and ${pooler.what} hands out another connection for each transaction.`,
              },
            ];
      }),
    ),
});

export const connectionPool = defineRule({
  id: 'settings/connection-pool',
  title: 'Django’s own pool can start',
  severity: deployed('critical'),
  why: 'Django refuses a pool beside persistent connections, or without psycopg 3, on the first query; before 5.1 the option goes to the driver, which refuses it as well. Every page that asks the database fails.',
  remedy: 'DATABASES["default"]["CONN_MAX_AGE"] = 0\nDATABASES["default"]["OPTIONS"] = {"pool": True}',
  source: ['S1-157', 'S1-026', 'https://docs.djangoproject.com/en/5.2/ref/databases/#connection-pool'],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      databasesOf(evaluated).flatMap((database): Fault[] => {
        const pool = member(database.values['OPTIONS'], 'pool');
        if (!isPostgres(database) || pool === undefined || truth(pool) === false) return [];
        const flaw = poolFlaw(database, evaluated.since('5.1'), project);
        return flaw === undefined
          ? []
          : [
              {
                on: 'DATABASES',
                subject: 'OPTIONS: pool',
                evidence: `${database.alias}: pool = ${shown(pool)}, CONN_MAX_AGE = ${shown(database.values['CONN_MAX_AGE'] ?? 0)}`,
                message: flaw,
              },
            ];
      }),
    ),
});

function poolFlaw({ values }: Database, knowsPools: boolean, { python }: Project): string | undefined {
  if (!knowsPools)
    return 'This Django knows no pool (5.1 is the first that does): the option reaches the driver, which refuses to connect.';
  if ((values['CONN_MAX_AGE'] ?? 0) !== 0)
    return 'A pool and persistent connections exclude each other: Django refuses every query.';
  const packages = python?.packages ?? {};
  const old = packages['psycopg2'] ?? packages['psycopg2-binary'];
  if (packages['psycopg'] === undefined)
    // Without any driver the project's packages are not installed here, which says nothing of the image.
    return old === undefined
      ? undefined
      : 'The pool needs psycopg 3, and psycopg2 is installed: Django refuses every query.';
  if (packages['psycopg-pool'] === undefined)
    return 'The pool needs the package psycopg-pool (`psycopg[pool]`), which is not installed: Django refuses every query.';
  return undefined;
}
