import { defineRule } from '../rule.ts';
import type { ServerFacts } from './facts.ts';
import { faultsOf, inContainer, known, knownNumber, overCores, placeOf, shown, workerClass } from './values.ts';

/** Assumed for a Django worker that has served for a while, in MiB; not measured, and meant to be low. */
const WORKER_MEMORY = 100;
const MIB = 1024 * 1024;
const DESIGN = 'https://docs.gunicorn.org/en/stable/design.html#how-many-workers';

/** 2n+1 for n cores: gunicorn's manual. */
const most = (cores: number): number => 2 * cores + 1;

type Excess =
  | { readonly kind: 'too-many'; readonly cores: number; readonly workers: number; readonly told: boolean }
  | { readonly kind: 'memory'; readonly cores: number; readonly workers: number; readonly fits: number }
  | { readonly kind: 'unbounded'; readonly workers: number };

export const workersTooMany = defineRule({
  id: 'server/workers-too-many',
  title: 'The number of workers fits the cores and the memory of the container',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'More workers than cores can use answer nothing faster; each takes the memory of a whole Django and connections to the database, until the kernel ends one in the middle of a request.',
  remedy:
    'Take the number from the environment, with a ceiling where it counts cores:\nworkers = int(os.environ.get("WEB_CONCURRENCY") or min(2 * multiprocessing.cpu_count() + 1, 5))',
  source: ['S1-099', 'S1-102', 'S1-114', 'S2-041', 'C08', DESIGN],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn', 'hypercorn', 'uwsgi'], server => {
      const excess = excessOf(server, inContainer(server, project));
      if (excess === undefined) return undefined;
      const name = server.program === 'uwsgi' ? 'processes' : 'workers';
      const value = known(server, name, [...server.values.keys()].at(-1));
      const counts = overCores(server, name);
      return {
        setting: name,
        place: placeOf(server, value),
        message: who => `${server.program} of ${who} ${wordsFor(excess)}`,
        evidence:
          counts.length > 1
            ? `${name}: ${counts.map(([cores, workers]) => `${workers} for ${cores} ${cores === 1 ? 'core' : 'cores'}`).join(', ')}`
            : shown(name, value),
      };
    }),
});

function excessOf(server: ServerFacts, container: boolean): Excess | undefined {
  const counts = overCores(server, server.program === 'uwsgi' ? 'processes' : 'workers');
  const { cpus, memory } = server.service?.compose?.limits ?? { cpus: undefined, memory: undefined };
  const fits = memory === undefined ? undefined : Math.max(1, Math.floor(memory / MIB / WORKER_MEMORY));
  const [fixed] = counts;
  if (counts.length === 1 && fixed !== undefined) {
    const workers = fixed[1];
    const cores = cpus === undefined ? undefined : Math.max(1, Math.ceil(cpus));
    if (cores !== undefined && workers > most(cores)) return { kind: 'too-many', cores, workers, told: true };
    if (fits !== undefined && workers > fits) return { kind: 'memory', cores: 0, workers, fits };
    // Nobody runs a container of more than 16 cores by accident.
    return workers > most(16) ? { kind: 'too-many', cores: 16, workers, told: false } : undefined;
  }
  const over = counts.find(([cores, workers]) => workers > most(cores));
  if (over !== undefined) return { kind: 'too-many', cores: over[0], workers: over[1], told: true };
  const last = counts.at(-1);
  const before = counts.at(-2);
  // The cores of the machine are counted, whatever share of them the container may use.
  if (!container || last === undefined || before === undefined || last[1] <= before[1]) return undefined;
  if (fits !== undefined && last[1] > fits) return { kind: 'memory', cores: last[0], workers: last[1], fits };
  return { kind: 'unbounded', workers: last[1] };
}

function wordsFor(excess: Excess): string {
  switch (excess.kind) {
    case 'too-many':
      if (!excess.told)
        return `starts ${excess.workers} workers, more than even a machine of ${excess.cores} cores can use (twice the cores and one); the rest only costs memory and database connections.`;
      return `starts ${excess.workers} workers for ${excess.cores} ${excess.cores === 1 ? 'core' : 'cores'}; more than ${most(excess.cores)} (twice the cores and one) only cost memory and database connections.`;
    case 'memory':
      return `starts ${excess.workers} workers${excess.cores === 0 ? '' : ` on a machine of ${excess.cores} cores`}, and the memory limit of its container has room for about ${excess.fits}: the kernel ends workers in the middle of requests.`;
    case 'unbounded':
      return `counts the cores of the whole machine without a ceiling (${excess.workers} workers on 8), not the share its container has of them.`;
  }
}

export const oneWorker = defineRule({
  id: 'server/one-worker',
  title: 'One slow request does not block all the others',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'A single worker without threads answers one request at a time. One slow upload or report makes everybody wait, the health check too, so that the container is restarted in its middle.',
  remedy: 'Start two workers or more, or give the worker threads:\nworkers = 2\nworker_class = "gthread"\nthreads = 2',
  source: ['S0-032', 'S1-099', 'S1-103', 'S1-104', 'S1-115', 'S2-018', 'C08', DESIGN],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uwsgi'], server => {
      const name = server.program === 'uwsgi' ? 'processes' : 'workers';
      const counts = overCores(server, name);
      const threads = knownNumber(server, 'threads') ?? 1;
      // uWSGI starts one process unless it is told otherwise.
      const single =
        server.program === 'uwsgi'
          ? server.problem === undefined && (knownNumber(server, name) ?? 1) === 1
          : counts.length > 0 && counts.every(([, workers]) => workers === 1);
      const oneAtATime = server.program === 'uwsgi' || workerClass(server) === 'sync';
      const replicas = server.service?.compose?.replicas ?? 1;
      if (!single || threads > 1 || !oneAtATime || replicas > 1) return undefined;
      const value = known(server, name);
      return {
        setting: name,
        place: placeOf(server, value),
        message: who => `${server.program} of ${who} has one worker without threads: it answers one request at a time.`,
        evidence: shown(name, value ?? { value: 1, from: 'default' }),
      };
    }),
});

export const manyThreads = defineRule({
  id: 'server/threads',
  title: 'A worker has as many threads as Python can keep busy',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Threads of one process share one interpreter lock, and each may hold a database connection of its own.',
  remedy:
    'Two to four threads a worker serve pages that wait for the database; beyond that take more workers:\nthreads = 4',
  source: ['S1-104', 'S1-103', DESIGN],
  judge: project =>
    faultsOf(project, ['gunicorn'], server => {
      const value = known(server, 'threads');
      const threads = knownNumber(server, 'threads');
      if (threads === undefined || threads <= 16) return undefined;
      return {
        setting: 'threads',
        place: placeOf(server, value),
        message: who => `${who} gives every worker ${threads} threads; each may hold a database connection.`,
        evidence: shown('threads', value),
      };
    }),
});
