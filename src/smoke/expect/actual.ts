import type { Json } from '../../core/outcome.ts';
import { cut, oneLine } from '../../core/text.ts';
import type { Comparison, Subject } from '../suite/suite.ts';
import { amountOf } from './describe.ts';
import type { Observation } from './observe.ts';
import { LONGEST_SHOWN, preview } from './preview.ts';
import { resolveJson, type Scope } from './template.ts';
import type { Truth } from './truth.ts';

const LONGEST_PIECE = 100;
const SHORT_PIECE = 60;
const BEFORE_DIFFERENCE = 20;

/**
 * What was seen instead, on one line of at most 200 characters. Of a long text only its beginning or the place where it differs.
 */
export function describeActual(
  seen: Observation,
  {
    subject,
    comparison,
    verdict,
    scope,
  }: {
    readonly subject: Subject;
    readonly comparison: Comparison;
    readonly verdict: Truth;
    readonly scope: Scope;
  },
): string {
  const clean = (text: string) => scope.redact?.(text) ?? text;
  const why = verdict.is === 'unknown' ? verdict.why : undefined;
  switch (seen.kind) {
    case 'nothing':
    case 'unreadable':
      return oneLine(clean(seen.why), LONGEST_SHOWN);
    case 'values':
      return withWhy(severalValues(seen.values, clean), why);
    case 'value':
      return withWhy(oneValue(), why);
  }

  function oneValue(): string {
    if (seen.kind !== 'value') return '';
    if (seen.shown !== undefined) return oneLine(clean(seen.shown), LONGEST_SHOWN);
    if (typeof seen.value === 'number') return amountOf(subject)(seen.value);
    if (typeof seen.value !== 'string') return preview(seen.value, LONGEST_PIECE + 20, clean);
    const expected = plainText(comparison, scope);
    return expected === undefined ? beginning(seen.value, clean) : difference(seen.value, expected, clean);
  }
}

function withWhy(shown: string, why: string | undefined): string {
  // What was seen is longer and less telling than why it does not do.
  return why === undefined ? cut(shown, LONGEST_SHOWN) : oneLine(`${cut(shown, SHORT_PIECE)}: ${why}`, LONGEST_SHOWN);
}

function severalValues(values: readonly Json[], clean: (text: string) => string): string {
  if (values.length === 0) return 'no value';
  const shown = preview(values, LONGEST_PIECE, clean).replace(/^\[|\]$/g, '');
  return values.length === 1 ? shown : `${values.length.toLocaleString('en')} values: ${shown}`;
}

type Clean = (text: string) => string;

/** Cleaning a body of megabytes for a line of it would take longer than everything else. */
const AROUND = 10_000;

function beginning(text: string, clean: Clean): string {
  const cleaned = clean(text.slice(0, AROUND));
  if (text.length <= AROUND && cleaned.length <= LONGEST_PIECE) return preview(cleaned, LONGEST_PIECE * 2);
  return `${quoted(cleaned.slice(0, LONGEST_PIECE))}… (${text.length.toLocaleString('en')} characters)`;
}

function difference(text: string, expected: string, clean: Clean): string {
  const place = firstDifference(text, expected);
  // Short ones, and those that differ from the start, are clearer as they are.
  if (place < BEFORE_DIFFERENCE || text.length <= LONGEST_PIECE) return beginning(text, clean);
  const words = `differs from character ${(place + 1).toLocaleString('en')} on`;
  if (place >= text.length) return `${words}: it ends there`;
  const [from, to] = [Math.max(0, place - AROUND), place + AROUND];
  const cleaned = clean(text.slice(from, to));
  // Cleaning moves the place.
  const at = firstDifference(cleaned, clean(expected.slice(from, to)));
  const start = Math.max(0, at - BEFORE_DIFFERENCE);
  return `${words}: …${quoted(cleaned.slice(start, start + LONGEST_PIECE))}…`;
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}

function quoted(text: string): string {
  return oneLine(JSON.stringify(text), LONGEST_PIECE + 50);
}

/** The text that was expected word for word, when it was a single one. */
function plainText(comparison: Comparison, scope: Scope): string | undefined {
  if (comparison.kind !== 'equals') return undefined;
  const value = resolveJson(comparison.value, scope);
  return typeof value === 'string' ? value : undefined;
}
