import type { Json } from '../../core/outcome.ts';
import type { Capture } from '../suite/suite.ts';
import { type Observation, observe } from './observe.ts';
import { isList } from './preview.ts';
import { firstMatch, LONGEST_TEXT } from './regex.ts';
import type { Seen } from './seen.ts';

type Captured = { readonly found: true; readonly value: Json } | { readonly found: false; readonly why: string };

/** A value nested deeper than this is of no use in a later request, and endangers whoever walks through it. */
const DEEPEST = 100;

/**
 * Takes a value out of an answer, whatever the answer's expectations say. A JSONPath that finds several values captures none, because
 * nobody knows which is meant. With a `regex`, numbers are read as their text, and the value is text.
 */
export async function capture({ from, regex }: Capture, seen: Seen): Promise<Captured> {
  const observed = await observe(from.kind === 'cookie' ? { ...from, attribute: 'value' } : from, seen);
  const found = only(observed);
  if (!found.found) return found;
  const partial = observed.kind === 'value' ? observed.partial : undefined;
  if (regex !== undefined) return matched(regex, found.value, partial);
  if (partial !== undefined) return { found: false, why: partial };
  return isTooDeep(found.value) ? { found: false, why: `the value is nested deeper than ${DEEPEST} levels` } : found;
}

function only(observed: Observation): Captured {
  switch (observed.kind) {
    case 'nothing':
    case 'unreadable':
      return { found: false, why: observed.why };
    case 'value':
      return { found: true, value: observed.value };
    case 'values': {
      const { values, path } = observed;
      const [value] = values;
      if (value === undefined) return { found: false, why: `${path} finds nothing` };
      if (values.length > 1) return { found: false, why: `${path} finds ${values.length} values; a capture needs one` };
      return { found: true, value };
    }
  }
}

function matched(regex: string, value: Json, partial: string | undefined): Captured {
  if (value === null || typeof value === 'object')
    return { found: false, why: 'the value is no text for a regular expression' };
  const text = String(value);
  const match = firstMatch(regex, text);
  if (!match.ok) return { found: false, why: match.why };
  if (match.value.text === undefined) return { found: false, why: partial ?? 'the regular expression finds nothing' };
  // A match at the edge of what was read might be longer in truth.
  const cutOff = partial !== undefined || text.length > LONGEST_TEXT;
  if (cutOff && match.value.end >= Math.min(text.length, LONGEST_TEXT)) {
    return { found: false, why: partial ?? 'the match reaches beyond the 1 MiB of text that is searched' };
  }
  return { found: true, value: match.value.text };
}

/** Walks with a list instead of the stack, which a hostile answer could exhaust. */
function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap(item => {
      if (item === null || typeof item !== 'object') return [];
      return isList(item) ? item : Object.values(item);
    });
  }
  return false;
}
