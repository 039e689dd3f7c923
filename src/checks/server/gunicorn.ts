import type { Place } from '../../core/findings.ts';
import type { ServerAnswer } from '../../django/answer.ts';
import type { Command } from '../shell/facts.ts';
import { type CommandLine, type OptionValue, readOptions } from './command-line.ts';
import type { ServerValue } from './facts.ts';
import { GUNICORN_DEFAULTS, GUNICORN_NUMBERS, GUNICORN_OPTIONS } from './gunicorn-options.ts';

/** One start of gunicorn: what its command line and environment say. */
export interface GunicornStart {
  readonly line: CommandLine;
  /** Options in GUNICORN_CMD_ARGS, which stand between the file and the command line. */
  readonly extra: CommandLine;
  readonly environment: ReadonlyMap<string, string | undefined>;
  readonly place: Place;
  /** Where a variable of the environment is set, as near as is known. */
  placeOf(variable: string): Place;
}

export type Values = Readonly<Record<string, ServerValue>>;

export function gunicornStart(
  words: readonly string[],
  command: Command,
  environment: ReadonlyMap<string, string | undefined>,
  placeOf: (variable: string) => Place,
): GunicornStart {
  const own = new Map([...environment, ...Object.entries(command.assignments)]);
  return {
    line: readOptions(words, GUNICORN_OPTIONS, { shortened: true }),
    extra: readOptions(shellWords(own.get('GUNICORN_CMD_ARGS') ?? ''), GUNICORN_OPTIONS, { shortened: true }),
    environment: own,
    place: { file: command.file, line: command.line },
    placeOf,
  };
}

/** The file it is told to read, as written; undefined: none, then `./gunicorn.conf.py` is read when it is there. */
export function askedConfig({ line, extra }: GunicornStart): string | undefined {
  return textOf(line.options.get('config')) ?? textOf(extra.options.get('config'));
}

/**
 * Values as gunicorn puts them together: defaults, file, GUNICORN_CMD_ARGS, command line (gunicorn's manual, "Configuration Overview").
 *
 * @param file what the file sets for one number of cores
 */
export function gunicornValues(
  start: GunicornStart,
  file: Readonly<Record<string, unknown>> | undefined,
  placeOf: (name: string) => Place | undefined,
  doubtful: ReadonlySet<string>,
): Values {
  const values = new Map<string, ServerValue>();
  for (const [name, value] of Object.entries(GUNICORN_DEFAULTS)) values.set(name, { value, from: 'default' });
  for (const [name, value] of environmentDefaults(start)) values.set(name, value);
  for (const [name, value] of Object.entries(file ?? {})) {
    const place = placeOf(name);
    values.set(name, {
      value: plain(value),
      from: 'file',
      ...(place === undefined ? {} : { place }),
      ...(doubtful.has(name) ? { unknown: true } : {}),
    });
  }
  for (const [name, value] of start.extra.options)
    values.set(name, { value: typed(name, value), from: 'environment', place: start.placeOf('GUNICORN_CMD_ARGS') });
  for (const [name, value] of start.line.options)
    values.set(name, { value: typed(name, value), from: 'command', place: start.place });
  values.delete('config');
  return Object.fromEntries(values);
}

/** WEB_CONCURRENCY, PORT and FORWARDED_ALLOW_IPS make defaults, which a file and options replace. */
function environmentDefaults({ environment, placeOf }: GunicornStart): [string, ServerValue][] {
  const found: [string, ServerValue][] = [];
  const add = (name: string, variable: string, read: (text: string) => ServerValue['value']): void => {
    if (!environment.has(variable)) return;
    const text = environment.get(variable);
    found.push([name, { value: read(text ?? `$${variable}`), from: 'environment', place: placeOf(variable) }]);
  };
  add('workers', 'WEB_CONCURRENCY', text => number(text));
  add('bind', 'PORT', text => `0.0.0.0:${text}`);
  add('forwarded_allow_ips', 'FORWARDED_ALLOW_IPS', text => text);
  return found;
}

function typed(name: string, value: OptionValue): ServerValue['value'] {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return value.join(',');
  return GUNICORN_NUMBERS.has(name) ? number(value) : value;
}

function number(text: string): number | string {
  return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : text;
}

/** What a Python file gives: lists of addresses are joined, mappings are shown as JSON. */
function plain(value: unknown): ServerValue['value'] {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every(part => typeof part === 'string')) return value.join(',');
  return JSON.stringify(value);
}

export function textOf(value: OptionValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Splits as a POSIX shell does, without expansion: `--workers 3 --access-logformat '%(h)s %(s)s'`. */
export function shellWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.slice(0, 10_000).matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g))
    words.push(match[0].replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, unquoted));
  return words;
}

function unquoted(_all: string, escaped?: string, double?: string, single?: string): string {
  return escaped ?? double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? '';
}

/** Names of the file whose lines read a variable that is set and cannot be read here: what they gave is not what will be. */
export function doubtfulNames(
  answer: ServerAnswer | undefined,
  text: string,
  environment: ReadonlyMap<string, string | undefined>,
): ReadonlySet<string> {
  const hidden = (answer?.reads ?? [])
    .map(({ name }) => name)
    .filter(name => environment.has(name) && environment.get(name) === undefined);
  if (answer === undefined || hidden.length === 0) return new Set();
  const lines = text.split('\n');
  return new Set(
    Object.entries(answer.lines)
      .filter(([, line]) => hidden.some(name => statementAt(lines, line).includes(name)))
      .map(([name]) => name),
  );
}

/** The statement that starts at a line: its own and the indented or bracketed ones after it. */
function statementAt(lines: readonly string[], line: number): string {
  const rest = lines.slice(line, line + 12);
  const end = rest.findIndex(text => /^[^\s)\]}]/.test(text));
  return [lines[line - 1] ?? '', ...rest.slice(0, end < 0 ? rest.length : end)].join('\n');
}
