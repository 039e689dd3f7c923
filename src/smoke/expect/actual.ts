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
    return expected === undefined ? beginning(clean(seen.value)) : difference(clean(seen.value), clean(expected));
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

function beginning(text: string): string {
  if (text.length <= LONGEST_PIECE) return preview(text, LONGEST_PIECE * 2);
  return `${quoted(text.slice(0, LONGEST_PIECE))}… (${text.length.toLocaleString('en')} characters)`;
}

function difference(text: string, expected: string): string {
  const at = firstDifference(text, expected);
  // Short ones, and those that differ from the start, are clearer as they are.
  if (at < BEFORE_DIFFERENCE || text.length <= LONGEST_PIECE) return beginning(text);
  const place = `differs from character ${(at + 1).toLocaleString('en')} on`;
  if (at >= text.length) return `${place}: it ends there`;
  return `${place}: …${quoted(text.slice(at - BEFORE_DIFFERENCE, at + LONGEST_PIECE - BEFORE_DIFFERENCE))}…`;
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
