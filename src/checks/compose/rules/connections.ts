import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { poolerValue } from './pooler.ts';
import { neighbours, type Running, running } from './running.ts';
import { shownCommand } from './shown.ts';

const DEFAULT_CONNECTIONS = 100;
/** PostgreSQL keeps three for the superuser; backups, migrations and people need some too. */
const RESERVE = 10;
/** Cores that servers and workers count when nothing says how many: the size of machine the documents name. */
const CORES = 4;

export const budget: Rule = defineRule({
  id: 'compose/connection-budget',
  title: 'PostgreSQL has a connection for everybody who may want one',
  severity: deployed('medium'),
  why: 'When the last connection is taken, the next request fails with "too many clients already": under load, at the worst time, and migrations and backups fail with it.',
  remedy:
    'Fewer workers or threads, a pooler, or more connections:\ncommand: ["postgres", "-c", "max_connections=200"]',
  source: ['S4-042', 'S4-043', 'S1-143', 'C08'],
  judge: project =>
    running(project)
      .filter(({ role, imageName }) => role === 'database' && /postg|timescale|pgvector/.test(imageName))
      .flatMap((database): Hit[] => {
        const set = flag(database, 'max_connections');
        if (set === undefined && database.configuration.length > 0) return [];
        const most = set === undefined ? DEFAULT_CONNECTIONS : Number(set);
        const wanted = wants(database, project);
        if (!Number.isFinite(most) || wanted === undefined || wanted.total <= most - RESERVE) return [];
        return [
          {
            place: set === undefined ? database.place : database.compose.placeOf('command'),
            subject: database.title,
            message: `Up to ${wanted.total} connections may be opened on ${CORES} cores (${wanted.parts.join(', ')}), and "${database.name}" has ${most}, of which ${RESERVE} are to be left for migrations, backups and people.`,
            evidence: set === undefined ? 'max_connections is not set: 100' : `max_connections=${set}`,
          },
        ];
      }),
});

/** What may be open at once: of the poolers when there are any, else of every thread of every process. */
function wants(
  database: Running,
  project: Project,
): { readonly total: number; readonly parts: readonly string[] } | undefined {
  const poolers = neighbours(database, project, 'pooler');
  const demands =
    poolers.length > 0
      ? poolers.map(ofPooler)
      : neighbours(database, project, 'web', 'worker', 'beat').map(service => ofService(service, project));
  const known = demands.filter(demand => demand !== undefined);
  if (known.length === 0) return undefined;
  return {
    total: known.reduce((sum, { amount }) => sum + amount, 0),
    parts: known.map(({ name, amount }) => `${name} ${amount}`),
  };
}

function ofPooler(pooler: Running) {
  const size = Number(
    poolerValue(pooler, 'default_pool_size', 'DEFAULT_POOL_SIZE', 'PGBOUNCER_DEFAULT_POOL_SIZE') ?? 20,
  );
  const reserve = Number(
    poolerValue(pooler, 'reserve_pool_size', 'RESERVE_POOL_SIZE', 'PGBOUNCER_RESERVE_POOL_SIZE') ?? 0,
  );
  return Number.isFinite(size + reserve) ? { name: pooler.name, amount: size + reserve } : undefined;
}

function ofService(service: Running, project: Project) {
  if (!service.own) return undefined;
  const amount =
    service.role === 'web' ? ofServer(service, project) : service.role === 'worker' ? ofWorker(service, project) : 1;
  return amount === undefined ? undefined : { name: service.name, amount: amount * (service.compose.replicas ?? 1) };
}

function ofServer(service: Running, project: Project): number | undefined {
  const server = project.servers.find(facts => facts.service?.title === service.title);
  if (server === undefined || server.problem !== undefined) return undefined;
  const values = server.values.get(CORES) ?? server.values.get(0);
  const workers = values?.['workers']?.value;
  const threads = values?.['threads']?.value ?? 1;
  return typeof workers === 'number' && typeof threads === 'number' ? workers * threads : undefined;
}

function ofWorker(service: Running, project: Project): number | undefined {
  const facts = project.celery.find(
    ({ service: own, program }) => own?.title === service.title && program === 'worker',
  );
  const said = facts?.options.get('concurrency') ?? facts?.answer?.configuration['worker_concurrency'];
  if (said === undefined || said === null) return facts === undefined ? undefined : CORES;
  const amount = Number(said);
  return Number.isFinite(amount) ? amount : undefined;
}

/** `-c name=value` and `--name=value`. */
function flag({ compose }: Running, name: string): string | undefined {
  const text = (compose.command ?? []).join(' ');
  return new RegExp(`(?:-c\\s*|--)${name}\\s*=\\s*(\\S+)`).exec(text)?.[1];
}

export const safety: Rule = defineRule({
  id: 'compose/postgres-safety',
  title: 'PostgreSQL writes before it says that it has written',
  severity: deployed('high'),
  why: 'With fsync or full_page_writes off, a power cut or a killed machine leaves a database that cannot be read any more; only a backup helps.',
  remedy: 'Take the flag away; for speed, synchronous_commit=off loses the last moments at most.',
  source: ['S4-042', 'https://www.postgresql.org/docs/17/runtime-config-wal.html#GUC-FSYNC'],
  judge: project =>
    running(project)
      .filter(({ role }) => role === 'database')
      .flatMap((database): Hit[] => {
        const off = ['fsync', 'full_page_writes'].find(name => /^(off|false|0|no)$/i.test(flag(database, name) ?? ''));
        return off === undefined
          ? []
          : [
              {
                place: database.compose.placeOf('command'),
                subject: database.title,
                message: `"${database.name}" runs with ${off} off: after a crash its files may be beyond repair.`,
                evidence: shownCommand((database.compose.command ?? []).join(' ')),
              },
            ];
      }),
});
