import type { Place } from '../../core/findings.ts';

/** YAML as it is written: every value with the line it stands on, anchors and merge keys resolved. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

/** `reset`: what an earlier file said is taken away; `override`: it is replaced instead of merged. */
export type MergeTag = 'reset' | 'override' | undefined;

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly tag: MergeTag;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  /** Line of the key. */
  readonly place: Place;
  readonly node: Located;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly tag: MergeTag;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly tag: MergeTag;
  readonly value: string | number | boolean | null;
  /** Before interpolation. */
  readonly written: string;
  /** A variable without a value stands in it: what it comes to is not known. */
  readonly unsure: boolean;
}

export function mapOf(
  place: Place,
  entries: Iterable<readonly [string, LocatedEntry]>,
  tag: MergeTag = undefined,
): LocatedMap {
  return { kind: 'map', place, tag, entries: new Map(entries) };
}

export function listOf(place: Place, items: readonly Located[], tag: MergeTag = undefined): LocatedList {
  return { kind: 'list', place, tag, items };
}

/** A scalar that is made from another one: same place, same doubts. */
export function derived(from: LocatedScalar, value: LocatedScalar['value'], written = String(value)): LocatedScalar {
  return { ...from, tag: undefined, value, written };
}

export function child(node: Located | undefined, key: string | number): Located | undefined {
  if (node?.kind === 'map') return node.entries.get(String(key))?.node;
  if (node?.kind === 'list' && typeof key === 'number') return node.items[key];
  return undefined;
}

/** What stands at the end of a path. */
export function at(node: Located | undefined, ...path: readonly (string | number)[]): Located | undefined {
  return path.reduce<Located | undefined>((found, key) => child(found, key), node);
}

/** The place of the longest part of a path that exists, by its key's line. */
export function placeAt(node: LocatedMap, fallback: Place, path: readonly (string | number)[]): Place {
  let place = fallback;
  let current: Located | undefined = node;
  for (const key of path) {
    if (current?.kind === 'map') {
      const entry: LocatedEntry | undefined = current.entries.get(String(key));
      if (entry === undefined) return place;
      place = entry.place;
      current = entry.node;
    } else if (current?.kind === 'list' && typeof key === 'number') {
      const item: Located | undefined = current.items[key];
      if (item === undefined) return place;
      place = item.place;
      current = item;
    } else return place;
  }
  return place;
}

/** Without places: for a schema, and for rules about keys nobody reads. Objects have no prototype's keys. */
export function plain(node: Located): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  const object: Record<string, unknown> = {};
  for (const [key, { node: value }] of node.entries) {
    if (value.tag === 'reset') continue;
    Object.defineProperty(object, key, { value: plain(value), enumerable: true, configurable: true, writable: true });
  }
  return object;
}

/** The text of a scalar; undefined for anything else and for null. */
export function textOf(node: Located | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** The scalars of a list, or a single one, as texts. */
export function textsOf(node: Located | undefined): readonly string[] {
  if (node?.kind === 'list') return node.items.flatMap(item => textOf(item) ?? []);
  const single = textOf(node);
  return single === undefined ? [] : [single];
}

/** The keys of a mapping; none of anything else. */
export function keys(node: Located | undefined): readonly string[] {
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
}
