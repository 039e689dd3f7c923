import type { Json } from '../../core/outcome.ts';
import { count } from '../../core/text.ts';
import type { Comparison, JsonType, OrderOperator } from '../suite/suite.ts';
import { bounded, TooMuchWork } from './bounded.ts';
import { equalJson, equalText, numberIn } from './equal.ts';
import type { Observation } from './observe.ts';
import { isList } from './preview.ts';
import { matchEach, sourceOf } from './regex.ts';
import { resolve, resolveJson, type Scope } from './template.ts';
import { allOf, anyOf, FALSE, not, TRUE, type Truth, truth, unknown } from './truth.ts';

interface Comparing {
  readonly scope: Scope;
  /** How an expected text is spelled before it is compared: redirects are resolved. */
  readonly spelled: (text: string) => string;
}

/**
 * Whether a comparison holds of what was observed.
 *
 * - Where nothing is, only `absent: true` holds: neither a value nor its `not`, or a misspelt path would make every `not` true.
 * - A JSONPath of names and positions means one place. One with `*`, `..`, a slice or a filter means a list of places, however many there
 *   are: a plain value must equal the only one; a list must equal them all in order; `contains` asks for one that is the text; `length`
 *   counts them; `matches`, `type` and `<` must hold of each, and their `not` of none.
 * - `matches` and `contains` read numbers, `true` and `false` as their text. `contains` in a list asks for an item that is the text.
 * - A body that is not complete holds only what it is known to contain.
 * @throws NameUnknown when a name in the comparison has no value
 */
export function compare(comparison: Comparison, seen: Observation, by: Comparing): Truth {
  switch (comparison.kind) {
    case 'not':
      return not(compare(comparison.of, seen, by));
    case 'any':
      return anyOf(comparison.of.map(of => compare(of, seen, by)));
    case 'all':
      return allOf(comparison.of.map(of => compare(of, seen, by)));
    default:
      return compareOne(comparison, seen, by);
  }
}

type Leaf = Exclude<Comparison, { readonly kind: 'not' | 'any' | 'all' }>;

function compareOne(leaf: Leaf, seen: Observation, by: Comparing): Truth {
  switch (seen.kind) {
    case 'unreadable':
      return unknown(seen.why);
    case 'nothing':
      return leaf.kind === 'absent' ? truth(leaf.absent) : unknown(seen.why);
    case 'values':
      return ofSeveral(leaf, seen, by);
    case 'value':
      return ofOne(leaf, seen, by);
  }
}

function ofSeveral(leaf: Leaf, { values, path }: Observation & { readonly kind: 'values' }, by: Comparing): Truth {
  if (leaf.kind === 'absent') return truth((values.length === 0) === leaf.absent);
  if (leaf.kind === 'length') return compare(leaf.of, { kind: 'value', value: values.length, textual: false }, by);
  const expected = leaf.kind === 'equals' ? resolveJson(leaf.value, by.scope) : undefined;
  if (expected !== undefined && isList(expected)) {
    return truth(equalJson(values, expected) || (values.length === 1 && equalJson(values[0] ?? null, expected)));
  }
  if (values.length === 0) return unknown(`${path} finds nothing`);
  const each =
    leaf.kind === 'matches' ? matchesEach(values.map(textOf), sourceOf(leaf.pattern, by.scope)) : values.map(one);
  if (leaf.kind === 'contains') return anyOf(each);
  const holds = each.filter(({ is }) => is === 'true').length;
  if (leaf.kind === 'equals' && holds > 0 && values.length > 1) {
    return unknown(`${path} finds ${values.length} values, and a plain value must be the only one`);
  }
  const open = each.find(({ is }) => is === 'unknown');
  if (open !== undefined) return open;
  return holds === 0 || holds === values.length
    ? truth(holds > 0)
    : unknown(`it holds of ${holds} of ${count(values.length, 'value')}`);

  function one(value: Json): Truth {
    return ofOne(leaf.kind === 'contains' ? asEqual(leaf) : leaf, { kind: 'value', value, textual: false }, by);
  }
}

function asEqual({ text }: Leaf & { readonly kind: 'contains' }): Leaf {
  return { kind: 'equals', value: { kind: 'text', text } };
}

function ofOne(leaf: Leaf, seen: Observation & { readonly kind: 'value' }, by: Comparing): Truth {
  const { value, textual, partial } = seen;
  if (leaf.kind === 'contains') return contains(seen, resolve(leaf.text, by.scope));
  if (partial !== undefined) return unknown(partial);
  switch (leaf.kind) {
    case 'equals': {
      const expected = resolveJson(leaf.value, by.scope);
      if (!textual || typeof value !== 'string') return sameJson(value, expected);
      return truth(equalText(value, typeof expected === 'string' ? by.spelled(expected) : expected));
    }
    case 'class':
      return typeof value === 'number' ? truth(Math.floor(value / 100) === leaf.hundreds) : unknown('it is no status');
    case 'matches':
      return allOf(matchesEach([textOf(value)], sourceOf(leaf.pattern, by.scope)));
    case 'type':
      return truth(isOfType(value, leaf.type));
    case 'order': {
      const number = typeof value === 'string' && textual ? numberIn(value) : value;
      return typeof number === 'number' ? truth(ORDER[leaf.operator](number, leaf.bound)) : unknown('it is no number');
    }
    case 'length': {
      const length = lengthOf(value);
      if (length === undefined) return unknown('it is neither a text, a list nor an object');
      return compare(leaf.of, { kind: 'value', value: length, textual: false }, by);
    }
    case 'absent':
      return truth((seen.empty === true) === leaf.absent);
  }
}

function sameJson(value: Json, expected: Json): Truth {
  if (value === null || typeof value !== 'object') return truth(value === expected);
  try {
    return truth(bounded(() => equalJson(value, expected)));
  } catch (thrown) {
    if (!(thrown instanceof TooMuchWork)) throw thrown;
    return unknown(`comparing was given up: ${thrown.message}`);
  }
}

function contains({ value, partial }: Observation & { readonly kind: 'value' }, wanted: string): Truth {
  if (isList(value)) return truth(value.some(item => textOf(item) === wanted));
  const text = textOf(value);
  if (text === undefined) return unknown('it is neither a text nor a list');
  if (text.includes(wanted)) return TRUE;
  return partial === undefined ? FALSE : unknown(`${partial}, and what came does not contain it`);
}

/** One answer a text; a single one when none can be given. */
function matchesEach(texts: readonly (string | undefined)[], source: string): readonly Truth[] {
  const readable = texts.filter(text => text !== undefined);
  if (readable.length < texts.length) return [unknown('it is no text')];
  const matched = matchEach(source, readable);
  return matched.ok ? matched.value.map(truth) : [unknown(matched.why)];
}

function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  return value === null || typeof value === 'object' ? undefined : String(value);
}

function isOfType(value: Json, type: JsonType): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isList(value);
    case 'object':
      return typeof value === 'object' && value !== null && !isList(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function lengthOf(value: Json): number | undefined {
  if (typeof value === 'string') return [...value].length;
  if (value === null || typeof value !== 'object') return undefined;
  return isList(value) ? value.length : Object.keys(value).length;
}

const ORDER: Readonly<Record<OrderOperator, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
