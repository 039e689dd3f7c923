import { messageOf } from '../../core/errors.ts';
import type { Template } from '../suite/suite.ts';
import { bounded, TooMuchWork } from './bounded.ts';
import { resolve, type Scope } from './template.ts';

/** Text beyond this is not searched. */
export const LONGEST_TEXT = 1024 * 1024;

/** What is wrong with a regular expression, in words; undefined when it can be used. */
export function problemOfRegex(source: string): string | undefined {
  const pattern = compile(source);
  return typeof pattern === 'string' ? pattern : undefined;
}

/** A regular expression in which the values of names stand for themselves, whatever characters they have. */
export function sourceOf(pattern: Template, scope: Scope): string {
  return pattern.parts
    .map(part => (part.kind === 'text' ? part.text : escaped(resolve({ ...pattern, parts: [part] }, scope))))
    .join('');
}

type Matched = { readonly ok: true; readonly value: readonly boolean[] } | { readonly ok: false; readonly why: string };

/**
 * Which of these texts the expression matches somewhere. All of them together get a second: `(a+)+$` on thirty letters would never end.
 * Longer texts than {@link LONGEST_TEXT} together are refused, because an expression about a part says nothing about the whole.
 */
export function matchEach(source: string, texts: readonly string[]): Matched {
  if (texts.reduce((sum, { length }) => sum + length, 0) > LONGEST_TEXT) {
    return {
      ok: false,
      why: 'it is longer than the 1 MiB of text that a regular expression is tried on; use contains',
    };
  }
  return withPattern(source, texts, pattern => texts.map(text => pattern.test(text)));
}

type Found =
  /** `text` is the first group, or the whole match when there is none; undefined: nothing matches, or the group took no part in it. */
  | { readonly ok: true; readonly value: { readonly text: string | undefined; readonly end: number } }
  | { readonly ok: false; readonly why: string };

/** The first match within the first {@link LONGEST_TEXT} characters of a text, in a second at most. `end` is where it ends. */
export function firstMatch(source: string, text: string): Found {
  return withPattern(source, [text], pattern => {
    const match = pattern.exec(text.slice(0, LONGEST_TEXT));
    if (match === null) return { text: undefined, end: 0 };
    return { text: match.length > 1 ? match[1] : match[0], end: match.index + match[0].length };
  });
}

function withPattern<T>(
  source: string,
  texts: readonly string[],
  work: (pattern: RegExp) => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string } {
  const pattern = compile(source);
  if (typeof pattern === 'string') return { ok: false, why: `the regular expression cannot be used: ${pattern}` };
  try {
    return { ok: true, value: isCheap(source, texts) ? work(pattern) : bounded(() => work(pattern)) };
  } catch (thrown) {
    if (!(thrown instanceof TooMuchWork)) throw thrown;
    return { ok: false, why: `the regular expression was given up on this text: ${thrown.message}` };
  }
}

/** Short texts and an expression that can go back at one place at most: quadratic at worst, and not worth a guard. */
function isCheap(source: string, texts: readonly string[]): boolean {
  const [only = '', ...others] = texts;
  if (others.length > 0 || only.length > 4_096 || /\\[1-9k]/.test(source)) return false;
  return (source.replace(/\\./g, '').match(/[*+?{|]/g)?.length ?? 0) <= 1;
}

function compile(source: string): RegExp | string {
  try {
    return new RegExp(source, 'u');
  } catch (thrown) {
    // V8 repeats the whole pattern: "Invalid regular expression: /(a/u: Unterminated group".
    return messageOf(thrown).replace(/^Invalid regular expression: .*\/u: /s, '');
  }
}

/** Allowed with the flag `u` outside and inside a class; a hyphen only by its number. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/-/g, '\\x2d');
}
