import { type Located, type LocatedEntry, type LocatedMap, textOf } from './located.ts';

/** Paths below a service whose later value takes the place of the earlier one. */
const REPLACED = new Set(['command', 'entrypoint', 'healthcheck.test', 'deploy.placement', 'provider']);

/** Lists below a service of which one entry per key stays, the later one: what the key is made of. */
const BY_KEY: Readonly<Record<string, (item: Located) => string>> = {
  ports: item => ['host_ip', 'published', 'target', 'protocol'].map(key => part(item, key)).join('|'),
  volumes: item => part(item, 'target').replace(/\/+$/, ''),
  env_file: item => part(item, 'path'),
  secrets: item => (item.kind === 'map' ? part(item, 'target') || part(item, 'source') : whole(item)),
  configs: item => (item.kind === 'map' ? part(item, 'target') || part(item, 'source') : whole(item)),
  devices: item => whole(item).split(':')[1] ?? whole(item),
  expose: whole,
  dns: whole,
  dns_search: whole,
  cap_add: whole,
  cap_drop: whole,
  links: whole,
  tmpfs: whole,
  profiles: whole,
};

/**
 * Two services (in their long forms) as Compose merges them: maps key by key, lists joined, commands replaced, ports, volumes and the like
 * joined by what they stand for. `!reset` takes away, `!override` replaces.
 * Source: Compose file reference, "Merge".
 */
export function mergedService(base: LocatedMap, over: LocatedMap): LocatedMap {
  return mergedMap(base, over, []);
}

/** Two files: services by these rules, everything else key by key. */
export function mergedStack(base: LocatedMap, over: LocatedMap): LocatedMap {
  const entries = new Map(base.entries);
  for (const [key, { place, node }] of over.entries) {
    const before = entries.get(key)?.node;
    entries.set(key, {
      place,
      node:
        key === 'services' && before?.kind === 'map' && node.kind === 'map' && node.tag === undefined
          ? mergedServices(before, node)
          : merged(before, node, ['']),
    });
  }
  return { ...over, entries: withoutReset(entries) };
}

export function mergedServices(base: LocatedMap, over: LocatedMap): LocatedMap {
  const entries = new Map(base.entries);
  for (const [name, { place, node }] of over.entries)
    entries.set(name, { place, node: merged(entries.get(name)?.node, node, []) });
  return { ...over, entries: withoutReset(entries) };
}

function merged(base: Located | undefined, over: Located, path: readonly string[]): Located {
  if (over.tag !== undefined || base === undefined)
    return over.kind === 'map' ? { ...over, entries: withoutReset(over.entries) } : over;
  // A key without a value changes nothing.
  if (over.kind === 'scalar' && over.value === null && !REPLACED.has(path.join('.'))) return base;
  if (REPLACED.has(path.join('.'))) return over;
  if (base.kind === 'map' && over.kind === 'map') return mergedMap(base, over, path);
  if (base.kind === 'list' && over.kind === 'list') {
    const key = BY_KEY[path.join('.')];
    return {
      ...over,
      items: key === undefined ? [...base.items, ...over.items] : united([...base.items, ...over.items], key),
    };
  }
  return over;
}

function mergedMap(base: LocatedMap, over: LocatedMap, path: readonly string[]): LocatedMap {
  const entries = new Map(base.entries);
  for (const [key, { place, node }] of over.entries) {
    const before = entries.get(key);
    const value = merged(before?.node, node, [...path, key]);
    entries.set(key, { place: value === before?.node ? before.place : place, node: value });
  }
  return { ...over, entries: withoutReset(entries) };
}

function withoutReset(entries: ReadonlyMap<string, LocatedEntry>): ReadonlyMap<string, LocatedEntry> {
  return new Map([...entries].filter(([, { node }]) => node.tag !== 'reset'));
}

function united(items: readonly Located[], key: (item: Located) => string): readonly Located[] {
  const byKey = new Map<string, Located>();
  for (const item of items) byKey.set(key(item), item);
  return [...byKey.values()];
}

function part(item: Located, key: string): string {
  return item.kind === 'map' ? (textOf(item.entries.get(key)?.node) ?? '') : whole(item);
}

function whole(item: Located): string {
  return textOf(item) ?? JSON.stringify(item.kind === 'map' ? [...item.entries.keys()] : '');
}
