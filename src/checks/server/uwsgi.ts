import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import { joined } from '../paths.ts';
import type { ServerFacts, ServerValue } from './facts.ts';
import { inRepository, startFolder } from './locate.ts';
import type { ServerStart } from './start.ts';
import { unitOf } from './unit.ts';

/** Options of uWSGI that take no value; it has hundreds, these are the ones that stand in files of Django projects. */
const SWITCHES: ReadonlySet<string> = new Set([
  'master',
  'M',
  'enable-threads',
  'die-on-term',
  'vacuum',
  'need-app',
  'single-interpreter',
  'strict',
  'lazy-apps',
  'lazy',
  'thunder-lock',
  'disable-logging',
  'L',
  'auto-procname',
  'exit-on-reload',
  'http-keepalive',
  'http-auto-chunked',
  'memory-report',
  'ignore-sigpipe',
  'ignore-write-errors',
  'disable-write-exception',
  'log-master',
  'log-x-forwarded-for',
  'hook-master-start',
  'no-orphans',
]);

const SHORT: ReadonlyMap<string, string> = new Map([
  ['M', 'master'],
  ['p', 'processes'],
  ['workers', 'processes'],
  ['s', 'socket'],
  ['w', 'module'],
  ['wsgi', 'module'],
  ['H', 'virtualenv'],
  ['d', 'daemonize'],
  ['L', 'disable-logging'],
  ['t', 'harakiri'],
  ['l', 'listen'],
]);

/** uWSGI's command line and its `.ini` file. Names are uWSGI's long ones, with dashes. */
export async function readUwsgi(start: ServerStart, repository: Repository): Promise<ServerFacts> {
  const { service, command, started } = start;
  const place = { file: command.file, line: command.line };
  const given = lineValues(started.words, place);
  const asked = given.file;
  const folder = startFolder(service, command.directory);
  const path =
    asked === undefined || asked.includes('$') || folder === undefined
      ? undefined
      : inRepository(service, joined(folder, asked))[0];
  const text = path === undefined ? undefined : await repository.read(path);
  const file = path === undefined || text === undefined ? {} : iniValues(text, path);
  return {
    program: 'uwsgi',
    service,
    place,
    config:
      asked === undefined || path === undefined
        ? undefined
        : { file: path, asked, resolved: joined(folder ?? '', asked), exists: text !== undefined },
    application: undefined,
    values: new Map([[0, { ...file, ...given.values }]]),
    unknownOptions: [],
    unit: await unitOf(start, repository),
    problem: asked !== undefined && text === undefined ? 'its configuration file cannot be read here' : undefined,
  };
}

/** `key = value` of the section `[uwsgi]`; `;` and `#` start comments, and a key without a value is a switch. */
function iniValues(text: string, file: string): Record<string, ServerValue> {
  const values: Record<string, ServerValue> = {};
  let own = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const section = /^\[([^\]]*)\]/.exec(line)?.[1];
    if (section !== undefined) own = section === 'uwsgi';
    if (!own || section !== undefined || line === '' || line.startsWith(';') || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const key = (equals < 0 ? line : line.slice(0, equals)).trim();
    const value = equals < 0 ? 'true' : line.slice(equals + 1).trim();
    values[longName(key)] = { value: read(value), from: 'file', place: { file, line: index + 1 } };
  }
  return values;
}

function lineValues(
  words: readonly string[],
  place: Place,
): { readonly values: Record<string, ServerValue>; readonly file: string | undefined } {
  const values: Record<string, ServerValue> = {};
  let file: string | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      if (/\.ini$/.test(word)) file = word;
      continue;
    }
    const bare = word.replace(/^--?/, '');
    const equals = bare.indexOf('=');
    const key = equals < 0 ? bare : bare.slice(0, equals);
    let value = equals < 0 ? undefined : bare.slice(equals + 1);
    const next = words[index + 1];
    if (value === undefined && !SWITCHES.has(key) && next !== undefined && !next.startsWith('-')) {
      value = next;
      index += 1;
    }
    if (key === 'ini') file = value;
    else values[longName(key)] = { value: read(value ?? 'true'), from: 'command', place };
  }
  return { values, file };
}

function longName(key: string): string {
  return SHORT.get(key) ?? key;
}

function read(text: string): string | number | boolean {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^(false|no|off)$/i.test(text) ? false : text;
}
