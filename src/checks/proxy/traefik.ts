import { messageOf } from '../../core/errors.ts';
import { oneLine } from '../../core/text.ts';
import type { ComposeService } from '../compose/facts.ts';
import type { Directive } from './facts.ts';
import type { ParsedFile } from './nginx.ts';

/** Keys in one Traefik file; more is no configuration but an attack. */
const MOST_KEYS = 20_000;
const DEEPEST = 30;
/** Characters; the parsers take too long over larger nonsense. */
const LARGEST = 200_000;

/** A YAML file of Traefik (static or dynamic): one directive a value, keys joined by dots as Traefik's own flags join them. */
export async function parseTraefikYaml(text: string, file: string): Promise<ParsedFile> {
  if (text.length > LARGEST) return tooLarge(file);
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const directives: Directive[] = [];
  const lineAt = (offset: number | undefined): number => Math.max(1, counter.linePos(offset ?? 0).line);
  const add = (key: string, words: readonly string[], offset: number | undefined): void => {
    if (directives.length < MOST_KEYS)
      directives.push({ name: key, words, place: { file, line: lineAt(offset) }, block: undefined });
  };
  const visit = (node: unknown, key: string, offset: number | undefined, depth: number): void => {
    if (depth > DEEPEST || directives.length >= MOST_KEYS || isAlias(node)) return;
    if (isMap(node))
      for (const pair of node.items) {
        const name = isScalar(pair.key) ? String(pair.key.value) : '';
        const start = isScalar(pair.key) ? pair.key.range?.[0] : offset;
        visit(pair.value, key === '' ? name : `${key}.${name}`, start, depth + 1);
      }
    else if (isSeq(node) && node.items.every(isScalar))
      add(
        key,
        node.items.map(item => String(isScalar(item) ? item.value : '')),
        offset,
      );
    else if (isSeq(node))
      for (const [index, item] of node.items.entries()) visit(item, `${key}[${index}]`, offset, depth + 1);
    else if (isScalar(node)) add(key, node.value === null ? [] : [String(node.value)], offset);
    else add(key, [], offset);
  };
  visit(document.contents, '', 0, 0);
  return {
    directives,
    problems: document.errors.slice(0, 5).map(error => ({
      place: { file, line: lineAt(error.pos[0]) },
      message: oneLine(error.message.split('\n')[0] ?? '', 160),
    })),
  };
}

/** The same of a TOML file. Its parser keeps no lines: they are looked for by section and key. */
export async function parseTraefikToml(text: string, file: string): Promise<ParsedFile> {
  if (text.length > LARGEST) return tooLarge(file);
  const { parse } = await import('smol-toml');
  let values: unknown;
  try {
    values = parse(text);
  } catch (thrown) {
    const line = Number(/line (\d+)/i.exec(messageOf(thrown))?.[1] ?? lineOf(thrown) ?? 1);
    return {
      directives: [],
      problems: [{ place: { file, line }, message: oneLine(messageOf(thrown).split('\n')[0] ?? '', 160) }],
    };
  }
  const lines = tomlLines(text);
  const directives: Directive[] = [];
  const visit = (value: unknown, key: string, depth: number): void => {
    if (depth > DEEPEST || directives.length >= MOST_KEYS) return;
    if (Array.isArray(value) && value.every(item => typeof item !== 'object'))
      directives.push({
        name: key,
        words: value.map(String),
        place: { file, line: lines.get(key) ?? 1 },
        block: undefined,
      });
    else if (Array.isArray(value))
      for (const [index, item] of value.entries()) visit(item, `${key}[${index}]`, depth + 1);
    else if (typeof value === 'object' && value !== null && !(value instanceof Date))
      for (const [name, inner] of Object.entries(value)) visit(inner, key === '' ? name : `${key}.${name}`, depth + 1);
    else
      directives.push({
        name: key,
        words: [String(value)],
        place: { file, line: lines.get(key) ?? 1 },
        block: undefined,
      });
  };
  visit(values, '', 0);
  return { directives, problems: [] };
}

function tooLarge(file: string): ParsedFile {
  const message = `it is larger than ${LARGEST / 1000} kB, which is not read here`;
  return { directives: [], problems: [{ place: { file, line: 1 }, message }] };
}

function tomlLines(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let section = '';
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const header = /^\[+([^\]]+)\]+/.exec(line)?.[1];
    if (header !== undefined) section = unquoted(header);
    const key = /^([\w."'-]+)\s*=/.exec(line)?.[1];
    if (key !== undefined && header === undefined)
      found.set(section === '' ? unquoted(key) : `${section}.${unquoted(key)}`, index + 1);
  }
  return found;
}

function unquoted(key: string): string {
  return key.replace(/["'\s]/g, '');
}

function lineOf(thrown: unknown): number | undefined {
  return typeof thrown === 'object' && thrown !== null && 'line' in thrown && typeof thrown.line === 'number'
    ? thrown.line
    : undefined;
}

/** Labels (`traefik.http.…`) of a service. */
export function traefikLabels(service: ComposeService): readonly Directive[] {
  return [...service.labels]
    .filter(([label]) => /^traefik\./i.test(label))
    .map(([label, value]) => ({
      name: label.slice('traefik.'.length),
      words: [value],
      place: service.placeOf('labels', label),
      block: undefined,
    }));
}

/** Flags of the Traefik container itself: `--entrypoints.web.forwardedheaders.insecure=true`, a flag without a value is true. */
export function traefikFlags(service: ComposeService): readonly Directive[] {
  return [...(service.entrypoint ?? []), ...(service.command ?? [])].flatMap((word, index) => {
    const [, name, value] = /^--([\w.[\]-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) return [];
    const at = service.entrypoint === undefined ? service.placeOf('command', index) : service.placeOf('command');
    return [{ name, words: [value ?? 'true'], place: at, block: undefined }];
  });
}
