import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from 'yaml';
import { messageOf } from '../../core/errors.ts';
import type { Place } from '../../core/findings.ts';
import { oneLine } from '../../core/text.ts';
import type { ComposeProblem } from './facts.ts';
import { type Located, type LocatedEntry, type LocatedMap, listOf, type MergeTag, mapOf } from './located.ts';

/** More than any stack has, and few enough that a knot of aliases ends before it fills the memory. */
const MOST_VALUES = 20_000;
const DEEPEST = 60;
const LARGEST_FILE = 1_000_000;
const MOST_PROBLEMS = 20;

/** Reads a Compose file: its documents, each a map, and what cannot be read. Never throws, whatever the text is. */
export function readDocument(
  text: string,
  file: string,
): { readonly documents: readonly LocatedMap[]; readonly problems: readonly ComposeProblem[] } {
  const top: Place = { file, line: 1 };
  const broken = (message: string, place = top) => ({ documents: [], problems: [{ place, message }] });
  if (text.length > LARGEST_FILE)
    return broken(`the file has ${text.length} characters; more than ${LARGEST_FILE} are not read`);
  // The parser calls itself for each level: deep nesting would end in the stack's limit.
  const deep = deepLine(text);
  if (deep !== undefined) return broken(`more than ${DEEPEST} levels are nested here`, { file, line: deep });
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
      uniqueKeys: false,
    });
    const all = 'empty' in parsed ? [] : parsed;
    const problems = all
      .flatMap(({ errors }) => errors)
      .slice(0, MOST_PROBLEMS)
      .map(error => ({ place: { file, line: lines.linePos(error.pos[0]).line || 1 }, message: inWords(error) }));
    if (problems.length > 0) return { documents: [], problems };
    const twice: ComposeProblem[] = [];
    const documents = all.flatMap(document => {
      if (document.contents === null) return [];
      const reader = new Reader(file, lines);
      const located = reader.read(document.contents, []);
      twice.push(...reader.twice);
      if (located.kind === 'map') return [located];
      if (located.kind === 'scalar' && located.value === null) return [];
      throw new Unreadable('a Compose file is a map with "services"', located.place);
    });
    return twice.length === 0
      ? { documents, problems: [] }
      : { documents: [], problems: twice.slice(0, MOST_PROBLEMS) };
  } catch (thrown) {
    if (thrown instanceof Unreadable) return broken(thrown.message, thrown.place);
    return broken(`the file cannot be read: ${oneLine(messageOf(thrown), 200)}`);
  }
}

class Unreadable extends Error {
  readonly place: Place;
  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

/** One document, once: counts what it makes. */
class Reader {
  private values = 0;
  /** Keys that stand twice; the parser's own search compares each with each. */
  readonly twice: ComposeProblem[] = [];
  private readonly file: string;
  private readonly lines: LineCounter;
  /** What each name stands for so far: an alias means the last one before it. */
  private readonly anchors = new Map<string, Node>();

  constructor(file: string, lines: LineCounter) {
    this.file = file;
    this.lines = lines;
  }

  read(node: Node | null, above: readonly Node[]): Located {
    const place = this.placeOf(node) ?? { file: this.file, line: 1 };
    this.values += 1;
    if (this.values > MOST_VALUES)
      throw new Unreadable(`its values, with what its aliases stand for, are more than ${MOST_VALUES}`, place);
    if (above.length > 2 * DEEPEST) throw new Unreadable(`more than ${DEEPEST} levels are nested here`, place);
    if (node !== null && above.includes(node))
      throw new Unreadable('an alias stands for something it is a part of', place);
    if (node === null) return scalar(place, null, '', undefined);
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) throw new Unreadable(`the anchor "${oneLine(node.source, 60)}" does not exist`, place);
      return this.read(target, [...above, node]);
    }
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    const tag = tagOf(node);
    const inside = [...above, node];
    if (isMap<Node, Node | null>(node)) return mapOf(place, this.entries(node.items, inside), tag);
    if (isSeq<Node | null>(node))
      return listOf(
        place,
        node.items.map(item => this.read(item, inside)),
        tag,
      );
    return isScalar(node) ? this.scalar(node, place, tag) : scalar(place, null, '', tag);
  }

  private entries(pairs: readonly Pair<Node, Node | null>[], above: readonly Node[]): Map<string, LocatedEntry> {
    const own = new Map<string, LocatedEntry>();
    const merged: LocatedMap[] = [];
    for (const { key, value } of pairs) {
      const name = this.keyOf(key);
      const place = this.placeOf(key) ?? { file: this.file, line: 1 };
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
        const source = this.read(value, above);
        const maps = source.kind === 'list' ? source.items : [source];
        for (const map of maps) {
          if (map.kind !== 'map') throw new Unreadable('what "<<" names is not a map', place);
          merged.push(map);
        }
        continue;
      }
      const node = this.read(value, above);
      if (own.has(name)) this.twice.push({ place, message: `"${oneLine(name, 60)}" stands twice in the same map` });
      // A key without a value: its line is the key's.
      own.set(name, { place, node: value === null || isEmpty(value) ? { ...node, place } : node });
    }
    // Own keys win over merged ones, and earlier merged ones over later.
    for (const map of merged) for (const [name, entry] of map.entries) if (!own.has(name)) own.set(name, entry);
    return own;
  }

  private keyOf(key: Node): string {
    const node = isAlias(key) ? this.anchors.get(key.source) : key;
    if (isScalar(node)) return String(node.source ?? node.value);
    throw new Unreadable('a key is a word, not a map or a list', this.placeOf(key) ?? { file: this.file, line: 1 });
  }

  private scalar(node: Scalar, place: Place, tag: MergeTag): Located {
    const { value } = node;
    const written = typeof value === 'string' ? value : (node.source ?? String(value));
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return scalar(place, value, written, tag);
    return scalar(place, value === null || value === undefined ? null : String(value), written, tag);
  }

  private placeOf(node: Node | null): Place | undefined {
    const offset = node?.range?.[0];
    if (offset === undefined) return undefined;
    return { file: this.file, line: this.lines.linePos(offset).line || 1 };
  }
}

function scalar(place: Place, value: string | number | boolean | null, written: string, tag: MergeTag): Located {
  return { kind: 'scalar', place, tag, value, written, unsure: false };
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}

function tagOf({ tag }: Node): MergeTag {
  return tag === '!reset' ? 'reset' : tag === '!override' ? 'override' : undefined;
}

/** The first line on which brackets or dashes open more levels than anything has. */
function deepLine(text: string): number | undefined {
  let line = 1;
  let open = 0;
  let opened = 0;
  let start = true;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charCodeAt(index);
    if (sign === 10) {
      line += 1;
      start = true;
      opened = 0;
      continue;
    }
    if (sign === 91 || sign === 123) open += 1;
    else if ((sign === 93 || sign === 125) && open > 0) open -= 1;
    // `- - - -`: a list in a list in a list.
    else if (start && (sign === 45 || sign === 63)) opened += 1;
    else if (sign !== 32) start = false;
    if (opened > DEEPEST && start) return line;
    if (open > 4 * DEEPEST) return line;
  }
  return undefined;
}

function inWords({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'TAB_AS_INDENT') return 'a tab stands where YAML takes only spaces';
  return `this is not YAML: ${oneLine(message, 160)}`;
}
