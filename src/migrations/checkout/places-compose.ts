import type { MigratingPlace } from '../facts.ts';
import { isForDevelopment, type Recognize } from './migrating-command.ts';

/** What a Compose file starts. */
export interface ComposeStarts {
  readonly places: readonly MigratingPlace[];
  /** Entrypoints and commands of its services: what they name is run. */
  readonly commands: readonly string[];
}

const COMPOSE = /(?:^|\/)(?:docker-)?compose(?:[._-][^/]*)?\.ya?ml$/i;
const MOST_ALIASES = 200;
/** What goes on after the migrations: then the service is not there for them alone. */
const SERVES = /\b(?:gunicorn|uvicorn|daphne|hypercorn|granian|uwsgi|celery|python\s+-m\s+http)\b|\bexec\b/;

export function isComposeFile(path: string): boolean {
  return COMPOSE.test(path) && !isForDevelopment(path);
}

interface Service {
  readonly name: string;
  readonly line: number;
  /** Entrypoint and command, as words. */
  readonly command: string;
  /** Which image it runs, as far as that can be compared. */
  readonly image: string | undefined;
  readonly needs: readonly { readonly service: string; readonly completed: boolean }[];
}

/** Services of one Compose file that migrate. A file that is no YAML starts nothing. */
export async function composeStarts(file: string, text: string, recognize: Recognize): Promise<ComposeStarts> {
  const services = await servicesOf(text);
  const places: MigratingPlace[] = [];
  for (const service of services) {
    const found = await recognize(service.command);
    if (found === undefined) continue;
    const unawaitedBy = SERVES.test(service.command) ? undefined : unawaited(service, services);
    places.push({
      kind: 'compose-service',
      place: { file, line: service.line },
      command: service.command,
      service: service.name,
      ...(found.takesTurns ? { takesTurns: true } : {}),
      ...(unawaitedBy === undefined ? {} : { unawaitedBy }),
    });
  }
  return { places, commands: services.map(({ command }) => command) };
}

/** Services of the same image that start before this one has ended; undefined when there is nobody who could wait. */
function unawaited({ name, image }: Service, services: readonly Service[]): readonly string[] | undefined {
  const others = services.filter(each => each.name !== name && each.image !== undefined && each.image === image);
  if (others.length === 0) return undefined;
  const byName = new Map(services.map(each => [each.name, each]));
  const waits = (service: Service, seen: ReadonlySet<string>): boolean =>
    service.needs.some(need => {
      if (need.service === name) return need.completed;
      const next = byName.get(need.service);
      return next !== undefined && !seen.has(next.name) && waits(next, new Set([...seen, next.name]));
    });
  return others.filter(each => !waits(each, new Set([each.name]))).map(each => each.name);
}

async function servicesOf(text: string): Promise<readonly Service[]> {
  const { isAlias, isMap, isScalar, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: false, logLevel: 'silent' });
    const root: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    const values = isRecord(root) && isRecord(root['services']) ? root['services'] : {};
    const nodes = document.get('services', true);
    if (!isMap(nodes)) return [];
    return nodes.items.flatMap(({ key, value }): readonly Service[] => {
      const name = isScalar(key) ? String(key.value) : '';
      const service = values[name];
      if (!isRecord(service) || service['profiles'] !== undefined) return [];
      const own = isAlias(value) ? value.resolve(document) : value;
      const command = isMap(own)
        ? own.items.find(pair => isScalar(pair.key) && /^(?:command|entrypoint)$/.test(String(pair.key.value)))?.key
        : undefined;
      const at = isScalar(command) && !isAlias(value) ? command : key;
      return [
        {
          name,
          line: isScalar(at) && at.range != null ? lines.linePos(at.range[0]).line : 1,
          command: [service['entrypoint'], service['command']].map(wordsOf).filter(Boolean).join(' '),
          image: imageOf(service),
          needs: needsOf(service['depends_on']),
        },
      ];
    });
  } catch {
    // Aliases without end, or of nothing.
    return [];
  }
}

function needsOf(value: unknown): Service['needs'] {
  if (Array.isArray(value)) return value.map(service => ({ service: String(service), completed: false }));
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([service, given]) => ({
    service,
    completed: isRecord(given) && given['condition'] === 'service_completed_successfully',
  }));
}

function imageOf({ build, image }: Readonly<Record<string, unknown>>): string | undefined {
  if (build !== undefined && build !== null) return JSON.stringify(build);
  return typeof image === 'string' ? image : undefined;
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(' ');
  return typeof value === 'string' ? value.trim().replace(/\s*\n\s*/g, ' ') : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
