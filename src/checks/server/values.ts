import type { Place } from '../../core/findings.ts';
import type { Project } from '../project.ts';
import type { Hit } from '../rule.ts';
import { titlesInWords } from '../services/titles.ts';
import type { ServerFacts, ServerValue } from './facts.ts';
import { filledIn } from './fill-in.ts';

/**
 * A value that will really be: undefined when the program has no such setting, when it rests on what cannot be read here, or when an
 * unread file may say something else.
 */
export function known(server: ServerFacts, name: string, cores?: number): ServerValue | undefined {
  const values = server.values.get(cores ?? 0) ?? server.values.get(0) ?? server.values.values().next().value;
  const found = values?.[name];
  if (found === undefined || found.unknown === true) return undefined;
  // A file that is not found is said by its own rule; what it would have set cannot be told from what is not set.
  const unread = server.problem !== undefined || server.config?.exists === false;
  if (unread && (found.from === 'default' || found.from === 'environment')) return undefined;
  if (typeof found.value !== 'string') return found;
  const text = filledIn(found.value, server.service?.environment);
  return text === undefined ? undefined : { ...found, value: text };
}

export function knownNumber(server: ServerFacts, name: string, cores?: number): number | undefined {
  const value = known(server, name, cores)?.value;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

export function knownText(server: ServerFacts, name: string): string | undefined {
  const value = known(server, name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The value of a setting for each number of cores it was evaluated for; one pair under 0 when it is always the same. */
export function overCores(server: ServerFacts, name: string): readonly (readonly [cores: number, value: number])[] {
  const pairs = [...server.values.keys()].flatMap(cores => {
    const value = knownNumber(server, name, cores);
    return value === undefined ? [] : [[cores, value] as const];
  });
  const first = pairs[0];
  return first !== undefined && pairs.every(([, value]) => value === first[1]) ? [[0, first[1]]] : pairs;
}

/** gunicorn takes threads for a wish and `sync` for a default: with more than one thread it runs `gthread` (26.2, `Config.worker_class`). */
export function workerClass(server: ServerFacts): string | undefined {
  const asked = knownText(server, 'worker_class');
  const threads = knownNumber(server, 'threads');
  if (asked === undefined || threads === undefined) return asked;
  return (asked === 'sync' || asked.endsWith('SyncWorker')) && threads > 1 ? 'gthread' : asked;
}

/** It runs in a container, so that loopback is the container's own and the process is alone in it. */
export function inContainer(server: ServerFacts, project: Project): boolean {
  const { service } = server;
  return service?.compose !== undefined || service?.image !== undefined || project.application !== undefined;
}

/** What is wrong with one server; the words about services are added when equal ones are put together. */
export interface Fault {
  /** `workers`; with the file or the services it is the finding's subject. */
  readonly setting: string;
  readonly place: Place;
  /** @param who the services it holds for: `docker-compose.prod.yml: web` */
  readonly message: (who: string) => string;
  readonly evidence: string;
  readonly remedy?: string;
  readonly severity?: Hit['severity'];
  readonly unknown?: true;
}

/** Asks each server that is judged; the same fault at the same place is one hit that names all services. */
export function faultsOf(
  project: Project,
  programs: readonly ServerFacts['program'][],
  find: (server: ServerFacts) => Fault | undefined,
): readonly Hit[] {
  const groups = new Map<string, { readonly fault: Fault; readonly services: string[] }>();
  for (const server of project.servers) {
    if (!programs.includes(server.program)) continue;
    const fault = find(server);
    if (fault === undefined) continue;
    const who = server.service?.title ?? server.program;
    const key = JSON.stringify([fault.place, fault.setting, fault.message(''), fault.evidence]);
    const group = groups.get(key) ?? { fault, services: [] };
    if (!group.services.includes(who)) group.services.push(who);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ fault, services }) => ({
    place: fault.place,
    subject: `${isShared(fault, project) ? fault.place.file : services.join(', ')}: ${fault.setting}`,
    message: fault.message(titlesInWords(services)),
    evidence: fault.evidence,
    ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
    ...(fault.severity === undefined ? {} : { severity: fault.severity }),
    ...(fault.unknown === undefined ? {} : { unknown: fault.unknown }),
  }));
}

/** In gunicorn's own file a setting stands for whoever reads it. */
function isShared(fault: Fault, project: Project): boolean {
  return project.servers.some(({ config }) => config?.file === fault.place.file);
}

/** `--timeout 30` or `timeout = 30`, as the place says it. */
export function shown(name: string, value: ServerValue | undefined): string {
  if (value === undefined) return name;
  const text = value.value === null ? 'None' : String(value.value);
  return value.from === 'default' ? `${name} is not set, so ${text}` : `${name} = ${text}`;
}

/** The line of a value; of one that nobody sets the file it belongs into, else where the server is started. */
export function placeOf(server: ServerFacts, value: ServerValue | undefined): Place {
  if (value?.place !== undefined) return value.place;
  return server.config?.exists === true ? { file: server.config.file, line: 1 } : server.place;
}
