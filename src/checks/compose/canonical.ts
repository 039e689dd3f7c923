import { folderOf, joined } from '../paths.ts';
import { entry } from './canonical-entry.ts';
import {
  derived,
  type Located,
  type LocatedEntry,
  type LocatedMap,
  type LocatedScalar,
  listOf,
  mapOf,
  textOf,
} from './located.ts';
import { mountOf, portsOf } from './short-forms.ts';

/** Keys of a service whose short form is a list of `name=value`. */
const PAIRS = ['environment', 'labels', 'annotations', 'sysctls'] as const;
const LISTS = ['dns', 'dns_search', 'tmpfs'] as const;

/**
 * A service in its long forms, so that merging and reading know one form each: pairs as maps, `depends_on` with its condition, `build` with
 * its context, ports and volumes as maps. Paths are made relative to the root.
 * @param directory where its relative paths start, relative to the root; `''` is the root
 */
export function canonicalService(service: LocatedMap, directory: string): LocatedMap {
  const entries = new Map(service.entries);
  const change = (key: string, how: (node: Located) => Located) => {
    const entry = entries.get(key);
    if (entry !== undefined) entries.set(key, { place: entry.place, node: how(entry.node) });
  };
  for (const key of PAIRS) change(key, pairsAsMap);
  for (const key of LISTS) change(key, asList);
  change('depends_on', node => namesAsMap(node, waits));
  change('networks', node => namesAsMap(node, nothing));
  change('build', node => canonicalBuild(node, directory));
  change('extends', node => (node.kind === 'scalar' ? mapOf(node.place, [entry('service', node)]) : node));
  change('env_file', node => environmentFiles(asList(node), directory));
  change('ports', node => eachItem(node, portsOf));
  change('volumes', node => eachItem(node, item => [mountOf(item, directory)]));
  change('deploy', node => withChange(node, 'labels', pairsAsMap));
  return { ...service, entries };
}

function canonicalBuild(node: Located, directory: string): Located {
  const build = node.kind === 'scalar' ? mapOf(node.place, [entry('context', node)], node.tag) : node;
  const located = withChange(build, 'context', context =>
    context.kind === 'scalar' ? derived(context, localPath(String(context.value), directory)) : context,
  );
  return withChange(withChange(located, 'args', pairsAsMap), 'labels', pairsAsMap);
}

/** Addresses of git and of the web stay as they are. */
function localPath(path: string, directory: string): string {
  return /^[a-z+]+:\/\/|^git@|^github\.com\//.test(path) ? path : joined(directory, path);
}

function environmentFiles(node: Located, directory: string): Located {
  return eachItem(node, item => {
    const map = item.kind === 'scalar' ? mapOf(item.place, [entry('path', item)]) : item;
    return [
      withChange(map, 'path', path =>
        path.kind === 'scalar' ? derived(path, joined(directory, String(path.value))) : path,
      ),
    ];
  });
}

function withChange(node: Located, key: string, how: (node: Located) => Located): Located {
  if (node.kind !== 'map') return node;
  const found = node.entries.get(key);
  if (found === undefined) return node;
  return { ...node, entries: new Map(node.entries).set(key, { place: found.place, node: how(found.node) }) };
}

/** `NAME=value` is a value, `NAME` alone is null: passed on from where Compose runs. */
function pairsAsMap(node: Located): Located {
  if (node.kind !== 'list') return node;
  const pairs = node.items.flatMap((item): (readonly [string, LocatedEntry])[] => {
    if (item.kind !== 'scalar' || item.value === null) return [];
    const text = String(item.value);
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    const writtenEquals = item.written.indexOf('=');
    const value =
      equals === -1
        ? derived(item, null, '')
        : derived(item, text.slice(equals + 1), item.written.slice(writtenEquals + 1));
    return [[name, { place: item.place, node: value }]];
  });
  return mapOf(node.place, pairs, node.tag);
}

function namesAsMap(node: Located, value: (name: LocatedScalar) => Located): Located {
  if (node.kind !== 'list') return node;
  const names = node.items.flatMap((item): (readonly [string, LocatedEntry])[] =>
    item.kind === 'scalar' && item.value !== null
      ? [[String(item.value), { place: item.place, node: value(item) }]]
      : [],
  );
  return mapOf(node.place, names, node.tag);
}

function waits(name: LocatedScalar): Located {
  return mapOf(name.place, [entry('condition', derived(name, 'service_started'))]);
}

function nothing(name: LocatedScalar): Located {
  return derived(name, null, '');
}

function asList(node: Located): Located {
  return node.kind === 'scalar' && node.value !== null ? listOf(node.place, [node], node.tag) : node;
}

function eachItem(node: Located, how: (item: Located) => readonly Located[]): Located {
  return node.kind === 'list' ? { ...node, items: node.items.flatMap(how) } : node;
}

/** The files a service's `extends` and an `include` name are relative to the file they stand in. */
export function pathBeside(file: string, node: Located | undefined): string | undefined {
  const path = textOf(node);
  return path === undefined ? undefined : joined(folderOf(file), path);
}
