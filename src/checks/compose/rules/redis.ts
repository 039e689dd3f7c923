import type { Place } from '../../../core/findings.ts';
import { programOf } from '../../services/programs.ts';
import type { Running } from './running.ts';

/** A directive of a Redis server, from its command line (which wins) or its configuration file. */
export interface RedisDirective {
  readonly value: string;
  readonly place: Place;
}

/** The last value of a directive; undefined when nothing sets it. */
export function redisDirective(service: Running, name: string): RedisDirective | undefined {
  return fromCommand(service, name) ?? fromFile(service, name);
}

/** Words after `redis-server`, also where the whole command is only flags for the image's entrypoint. */
function words({ start, compose }: Running): readonly string[] {
  const server = start.commands.find(({ words: line }) => /^(redis|valkey|keydb)-server$/.test(programOf(line).name));
  return server === undefined ? (compose.command ?? []) : programOf(server.words).words;
}

function fromCommand(service: Running, name: string): RedisDirective | undefined {
  const line = words(service);
  const index = line.lastIndexOf(`--${name}`);
  if (index === -1) return undefined;
  const rest = line.slice(index + 1);
  const end = rest.findIndex(word => word.startsWith('--'));
  const value = (end === -1 ? rest : rest.slice(0, end)).join(' ').replace(/^["']|["']$/g, '');
  return { value, place: service.compose.placeOf('command') };
}

function fromFile({ configuration }: Running, name: string): RedisDirective | undefined {
  for (const { file, text } of configuration) {
    if (!/\.conf$/.test(file)) continue;
    const lines = text.split(/\r?\n/);
    const line = lines.findLastIndex(entry => new RegExp(`^\\s*${name}\\s+\\S`, 'i').test(entry));
    const found = /^\s*\S+\s+(.*?)\s*$/.exec(lines[line] ?? '')?.[1];
    if (found !== undefined) return { value: found.replace(/^["']|["']$/g, ''), place: { file, line: line + 1 } };
  }
  return undefined;
}

/** Whether Redis asks for a password; `unknown` when a file that is not in the repository may say so. */
export function redisPassword(service: Running): 'some' | 'none' | 'unknown' {
  const directive = redisDirective(service, 'requirepass') ?? redisDirective(service, 'aclfile');
  if (directive !== undefined && directive.value !== '') return 'some';
  if (service.environment.get('REDIS_PASSWORD') && /bitnami/.test(service.imageName)) return 'some';
  const files = words(service).filter(word => word.endsWith('.conf'));
  return files.length > 0 && service.configuration.length === 0 ? 'unknown' : 'none';
}

export function isRedis({ role, imageName }: Running): boolean {
  return role === 'cache' && !/memcached/.test(imageName);
}
