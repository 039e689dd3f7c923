import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import { joined } from '../paths.ts';
import { locateApplication } from './application.ts';
import { type CommandLine, type OptionSpec, type OptionValue, readOptions } from './command-line.ts';
import type { ServedApplication, ServerFacts, ServerValue } from './facts.ts';
import { inRepository, startFolder } from './locate.ts';
import {
  DAPHNE_DEFAULTS,
  DAPHNE_OPTIONS,
  HYPERCORN_DEFAULTS,
  HYPERCORN_OPTIONS,
  RUNSERVER_OPTIONS,
  UVICORN_DEFAULTS,
  UVICORN_OPTIONS,
} from './other-options.ts';
import { type ServerStart, variablePlace } from './start.ts';
import { unitOf } from './unit.ts';
import { readUwsgi } from './uwsgi.ts';

type Defaults = Readonly<Record<string, string | number | boolean | null>>;

/** uvicorn, hypercorn, daphne, uWSGI and runserver: what their command line and environment say. */
export async function readOther(start: ServerStart, repository: Repository): Promise<ServerFacts> {
  switch (start.started.program) {
    case 'uvicorn':
      return plainServer(start, UVICORN_OPTIONS, UVICORN_DEFAULTS, repository, uvicornEnvironment(start));
    case 'hypercorn':
      return plainServer(start, HYPERCORN_OPTIONS, HYPERCORN_DEFAULTS, repository, {});
    case 'daphne':
      return plainServer(start, DAPHNE_OPTIONS, DAPHNE_DEFAULTS, repository, {});
    case 'uwsgi':
      return readUwsgi(start, repository);
    default:
      return runserver(start);
  }
}

async function plainServer(
  start: ServerStart,
  table: readonly OptionSpec[],
  defaults: Defaults,
  repository: Repository,
  environment: Readonly<Record<string, ServerValue>>,
): Promise<ServerFacts> {
  const { service, command, started } = start;
  const line = readOptions(started.words, table);
  const place = placeOf(start);
  const asked = line.positional[0];
  const folder = startFolder(service, command.directory);
  const chdir = line.options.get('chdir');
  const named = typeof chdir === 'string' && folder !== undefined ? joined(folder, chdir) : folder;
  const paths = (service.environment.get('PYTHONPATH') ?? '').split(':').filter(path => path !== '');
  let application: ServedApplication | undefined;
  // A folder that is not known is no ground to call a module missing.
  if (asked !== undefined && !asked.includes('$'))
    application = await locateApplication(
      asked,
      place,
      named === undefined ? [] : [named, ...paths.map(path => joined(folder ?? '', path))],
      service,
      repository,
    );
  return {
    program: started.program,
    service,
    place,
    config: await fileOf(start, line, repository),
    application,
    values: new Map([[0, { ...defaultsOf(defaults), ...environment, ...optionValues(line, place) }]]),
    unknownOptions: line.unknown,
    unit: await unitOf(start, repository),
    problem: line.options.has('config') ? 'its configuration file is not read by this check' : undefined,
  };
}

/** The file of `--config`, where a server other than gunicorn reads one. */
async function fileOf(
  { service, command }: ServerStart,
  line: CommandLine,
  repository: Repository,
): Promise<ServerFacts['config']> {
  const asked = line.options.get('config');
  const folder = startFolder(service, command.directory);
  if (typeof asked !== 'string' || folder === undefined || asked.includes(':') || asked.includes('$')) return undefined;
  const resolved = joined(folder, asked);
  const [file] = inRepository(service, resolved);
  return file === undefined ? undefined : { file, asked, resolved, exists: await repository.has(file) };
}

function runserver(start: ServerStart): ServerFacts {
  const line = readOptions(start.started.words, RUNSERVER_OPTIONS);
  const place = placeOf(start);
  const address = line.positional[0];
  const bind: ServerValue =
    address === undefined
      ? { value: '127.0.0.1:8000', from: 'default' }
      : { value: /^\d+$/.test(address) ? `127.0.0.1:${address}` : address, from: 'command', place };
  return {
    program: 'runserver',
    service: start.service,
    place,
    config: undefined,
    application: undefined,
    values: new Map([[0, { bind, ...optionValues(line, place) }]]),
    unknownOptions: line.unknown,
    unit: undefined,
    problem: undefined,
  };
}

/** uvicorn reads every option from UVICORN_*, and two names it shares with gunicorn. */
function uvicornEnvironment({ service }: ServerStart): Readonly<Record<string, ServerValue>> {
  const found: Record<string, ServerValue> = {};
  const names: readonly (readonly [string, string])[] = [
    ['WEB_CONCURRENCY', 'workers'],
    ['FORWARDED_ALLOW_IPS', 'forwarded_allow_ips'],
    ...Object.keys(UVICORN_DEFAULTS).map(name => [`UVICORN_${name.toUpperCase()}`, name] as const),
  ];
  for (const [variable, name] of names) {
    if (!service.environment.has(variable)) continue;
    const text = service.environment.get(variable) ?? `$${variable}`;
    found[name] = { value: plainText(text), from: 'environment', place: variablePlace(service, variable) };
  }
  return found;
}

export function optionValues(line: CommandLine, place: Place): Readonly<Record<string, ServerValue>> {
  return Object.fromEntries(
    [...line.options].map(([name, value]) => [name, { value: plainValue(value), from: 'command' as const, place }]),
  );
}

export function defaultsOf(defaults: Defaults): Readonly<Record<string, ServerValue>> {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, { value, from: 'default' as const }]),
  );
}

function plainValue(value: OptionValue): string | number | boolean {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? plainText(value) : value.join(',');
}

function plainText(text: string): string | number | boolean {
  if (/^-?\d+$/.test(text)) return Number(text);
  return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
}

function placeOf({ command }: ServerStart): Place {
  return { file: command.file, line: command.line };
}
