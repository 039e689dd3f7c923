import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, visit } from 'yaml';

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the values of a YAML document stand in its text; anchors are followed to where the value is written. */
export class Places {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** The value under a path, or undefined when there is none. */
  find(path: readonly string[]): Position | undefined {
    const node = this.#node(path);
    return node === undefined ? undefined : this.#position(node);
  }

  /** The value under a path, or the nearest group around it that exists. */
  of(path: readonly string[]): Position {
    for (let length = path.length; length > 0; length -= 1) {
      const found = this.find(path.slice(0, length));
      if (found !== undefined) return found;
    }
    return this.#position(this.#node([]));
  }

  /** The key at the end of a path, rather than its value. */
  ofKey(path: readonly string[]): Position {
    const map = this.#node(path.slice(0, -1));
    if (!isMap(map)) return this.of(path);
    const key = entry(map.items, path.at(-1) ?? '')?.key;
    return this.#position(isNode(key) ? key : map);
  }

  #node(path: readonly string[]): Node | undefined {
    let node = this.#resolved(this.#document.contents);
    for (const key of path) {
      if (isMap(node)) node = this.#resolved(entry(node.items, key)?.value);
      else if (isSeq(node)) node = this.#resolved(node.items[Number(key)]);
      else return undefined;
    }
    return node;
  }

  #resolved(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document);
    return isNode(node) ? node : undefined;
  }

  #position(node: Node | undefined): Position {
    const { line, col } = this.#lines.linePos(node?.range?.[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** The key that starts at an offset, and where the same key stands in its group before. */
export function keyStandingTwice(
  document: Document,
  lines: LineCounter,
  offset: number,
): { readonly key: string; readonly first: Position } | undefined {
  let found: { readonly key: string; readonly first: Position } | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const second = items.find(({ key }) => isScalar(key) && key.range?.[0] === offset)?.key;
      if (!isScalar(second)) return undefined;
      const first = entry(items, String(second.value))?.key;
      const { line, col } = lines.linePos(isNode(first) ? (first.range?.[0] ?? 0) : 0);
      found = { key: String(second.value), first: { line, column: col } };
      return visit.BREAK;
    },
  });
  return found;
}

function entry<Item extends { readonly key: unknown }>(items: readonly Item[], key: string): Item | undefined {
  return items.find(item => isScalar(item.key) && String(item.key.value) === key);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
