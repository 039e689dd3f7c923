import type { Node } from 'libpg-query';

/** `ColumnRef`, `FuncCall`, ...: what the parser calls its nodes. */
export type Kind = Node extends infer Each ? (Each extends Each ? keyof Each : never) : never;
export type NodeOf<K extends Kind> = Extract<Node, Record<K, unknown>>[K];

/** Every node of a kind in a tree or list of trees, outermost first, in the order of the text as far as the tree keeps it. */
export function nodesOf<K extends Kind>(tree: unknown, kind: K): readonly NodeOf<K>[] {
  const found: NodeOf<K>[] = [];
  for (const node of objectsOf(tree)) {
    // The tree is JSON that the parser made, and its keys say what is under them.
    if (Object.hasOwn(node, kind)) found.push(Object.getOwnPropertyDescriptor(node, kind)?.value as NodeOf<K>);
  }
  return found;
}

export function holds(tree: unknown, kind: Kind): boolean {
  for (const node of objectsOf(tree)) if (Object.hasOwn(node, kind)) return true;
  return false;
}

/** The smallest position in a tree: where its text begins, but for parentheses. */
export function firstByte(tree: unknown): number | undefined {
  let first: number | undefined;
  for (const node of objectsOf(tree)) {
    const location: unknown = Object.getOwnPropertyDescriptor(node, 'location')?.value;
    if (typeof location === 'number' && location >= 0 && (first === undefined || location < first)) first = location;
  }
  return first;
}

/** All objects of a tree. Without recursion: a hostile statement may nest as deep as it likes. */
function* objectsOf(tree: unknown): Generator<object> {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (!Array.isArray(node)) yield node;
    const parts: unknown[] = Array.isArray(node) ? node : Object.values(node);
    for (let index = parts.length - 1; index >= 0; index -= 1) open.push(parts[index]);
  }
}

/** Texts of a list of strings: parts of a name, columns of a key. */
export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap(node => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** The names of a List node, or of a type's name: how DROP and COMMENT say what they are about. */
export function nameParts(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ('List' in node) return stringsOf(node.List.items);
  if ('TypeName' in node) return stringsOf(node.TypeName.names);
  if ('String' in node) return [node.String.sval ?? ''];
  if ('ObjectWithArgs' in node) return stringsOf(node.ObjectWithArgs.objname);
  return [];
}
