import type { Place } from '../../core/findings.ts';
import type { ComposeProblem } from './facts.ts';
import type { Located, LocatedMap, LocatedScalar } from './located.ts';

/** A variable of the environment Compose runs in that has no value, and no default either. */
export interface UnsetVariable {
  readonly name: string;
  readonly place: Place;
  /** `${NAME:?}`: Compose refuses to start. */
  readonly required: boolean;
}

interface Text {
  readonly text: string;
  readonly unset: readonly { readonly name: string; readonly required: boolean }[];
  /** Not a valid `${...}`. */
  readonly broken: boolean;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
/** Defaults in defaults: nobody writes more. */
const DEEPEST = 20;

/**
 * Puts values in the place of `$NAME` and `${NAME...}` as Compose does: `$$` is a dollar; `:-` and `-` give a default, `:+` and `+` a
 * replacement, `:?` and `?` an error; all of them may hold further variables. What is unset without a default becomes nothing.
 * Source: Compose file reference, "Interpolation".
 */
export function interpolated(text: string, variables: ReadonlyMap<string, string>, depth = 0): Text {
  if (!text.includes('$')) return { text, unset: [], broken: false };
  const unset: { name: string; required: boolean }[] = [];
  let broken = depth > DEEPEST;
  let out = '';
  let index = 0;
  while (index < text.length && !broken) {
    const next = text.indexOf('$', index);
    if (next === -1) break;
    out += text.slice(index, next);
    const following = text[next + 1];
    if (following === '$') {
      out += '$';
      index = next + 2;
    } else if (following === '{') {
      const end = closing(text, next + 2);
      const inner = end === undefined ? undefined : braced(text.slice(next + 2, end), variables, depth);
      if (end === undefined || inner === undefined) broken = true;
      else {
        out += inner.text;
        unset.push(...inner.unset);
        broken = inner.broken;
        index = end + 1;
      }
    } else {
      const name = nameAt(text, next + 1);
      if (name === undefined) out += '$';
      else out += substitute(name, variables, unset);
      index = next + 1 + (name?.length ?? 0);
    }
  }
  return { text: broken ? text : out + text.slice(index), unset, broken };
}

function braced(inner: string, variables: ReadonlyMap<string, string>, depth: number): Text | undefined {
  const name = nameAt(inner, 0);
  if (name === undefined) return undefined;
  const rest = inner.slice(name.length);
  if (rest === '') {
    const unset: { name: string; required: boolean }[] = [];
    return { text: substitute(name, variables, unset), unset, broken: false };
  }
  const colon = rest.startsWith(':');
  const sign = rest[colon ? 1 : 0];
  const word = rest.slice(colon ? 2 : 1);
  const value = variables.get(name);
  const there = value !== undefined && (!colon || value !== '');
  switch (sign) {
    case '-':
      return there ? known(value) : interpolated(word, variables, depth + 1);
    case '+':
      return there ? interpolated(word, variables, depth + 1) : known('');
    case '?':
      return there ? known(value) : { text: '', unset: [{ name, required: true }], broken: false };
    default:
      return undefined;
  }
}

function known(text: string): Text {
  return { text, unset: [], broken: false };
}

function substitute(
  name: string,
  variables: ReadonlyMap<string, string>,
  unset: { name: string; required: boolean }[],
): string {
  const value = variables.get(name);
  if (value === undefined) unset.push({ name, required: false });
  return value ?? '';
}

function nameAt(text: string, index: number): string | undefined {
  NAME.lastIndex = index;
  return NAME.exec(text)?.[0];
}

/** Index of the brace that closes what was opened before `index`. */
function closing(text: string, index: number): number | undefined {
  let open = 1;
  for (let at = index; at < text.length; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') open += 1;
    else if (text[at] === '}') {
      open -= 1;
      if (open === 0) return at;
    }
  }
  return undefined;
}

/** The same for every value of a document; keys are taken as they are, as Compose does. */
export function interpolatedDocument(
  document: LocatedMap,
  variables: ReadonlyMap<string, string>,
): {
  readonly document: LocatedMap;
  readonly unset: readonly UnsetVariable[];
  readonly problems: readonly ComposeProblem[];
} {
  const unset: UnsetVariable[] = [];
  const problems: ComposeProblem[] = [];
  const scalar = (node: LocatedScalar): LocatedScalar => {
    if (typeof node.value !== 'string') return node;
    const result = interpolated(node.value, variables);
    if (result.broken)
      problems.push({ place: node.place, message: 'a "${" here is no variable; a "$" that is meant is written "$$"' });
    for (const { name, required } of result.unset) unset.push({ name, required, place: node.place });
    return { ...node, value: result.text, unsure: result.unset.length > 0 };
  };
  const walk = (node: Located): Located => {
    if (node.kind === 'scalar') return scalar(node);
    if (node.kind === 'list') return { ...node, items: node.items.map(walk) };
    return map(node);
  };
  const map = (node: LocatedMap): LocatedMap => ({
    ...node,
    entries: new Map([...node.entries].map(([key, entry]) => [key, { place: entry.place, node: walk(entry.node) }])),
  });
  // What extension fields hold is looked at where it is used: there it has been merged already.
  const entries = [...document.entries].filter(([key]) => !key.startsWith('x-'));
  return { document: map({ ...document, entries: new Map(entries) }), unset, problems };
}
