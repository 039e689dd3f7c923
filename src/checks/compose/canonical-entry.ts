import type { Located, LocatedEntry } from './located.ts';

/** An entry of a map that is made from a shorter form: its key stands where its value does. */
export function entry(key: string, node: Located): readonly [string, LocatedEntry] {
  return [key, { place: node.place, node: { ...node, tag: undefined } }];
}
