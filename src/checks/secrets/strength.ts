import { createHmac } from 'node:crypto';
import type { SecretFacts } from './facts.ts';
import { MARKS } from './marks.ts';

/** Longer values are judged by their beginning: no secret is longer, and hostile ones may be. */
export const MOST_CHARACTERS = 4096;
/** Blanks and quotation marks, the same few for JavaScript and Python. */
const ENDS = /^[ \t\r\n\f\v"'`]+|[ \t\r\n\f\v"'`]+$/g;

/** Smallest first; each as the inside of a character class. What none holds is counted as the last. */
export const ALPHABETS: readonly (readonly [size: number, ...classes: readonly string[]])[] = [
  [10, '0-9'],
  [16, '0-9a-f', '0-9A-F'],
  [26, 'a-z', 'A-Z'],
  [36, 'a-z0-9', 'A-Z0-9'],
  [52, 'a-zA-Z'],
  [62, 'a-zA-Z0-9'],
  [64, 'a-zA-Z0-9_=-', 'a-zA-Z0-9+/=-'],
  [95, ' -~'],
];

/** Digits and signs that stand for letters in `P@ssw0rd`. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '@': 'a',
  $: 's',
};
/** Shorter words count only where they stand alone. */
const SHORTEST_INSIDE = 4;

const patterns = MARKS.patterns.map(({ name, pattern }) => ({ name, expression: new RegExp(pattern, 'i') }));
const words = new Set(MARKS.words);
/** Saves looking up every length where no word begins. */
const beginnings = new Set(MARKS.words.map(word => word.slice(0, SHORTEST_INSIDE)));
const longestWord = Math.max(...MARKS.words.map(({ length }) => length));
const alphabets = ALPHABETS.map(([size, ...classes]) => ({
  size,
  expressions: classes.map(inside => new RegExp(`^[${inside}]*$`)),
}));

/**
 * What may be told of a secret. The probe computes the same in Python, from the same marks.
 * @param key HMAC key of the run, hexadecimal
 */
export function secretFacts(value: string, key: string): SecretFacts {
  const bare = value.replace(ENDS, '');
  const characters = [...bare].slice(0, MOST_CHARACTERS);
  const measured = characters.join('');
  return {
    length: [...bare].length,
    distinct: new Set(characters).size,
    alphabet: alphabetOf(measured),
    placeholder: placeholderIn(measured),
    words: wordShare(characters),
    repetitive: isRepetitive(characters),
    ragged: bare !== value,
    tag: tagOf(value, key),
  };
}

/** HMAC-SHA-256 of the whole value, as it is. */
export function tagOf(value: string, key: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(value, 'utf8').digest('hex');
}

/** Name of the first mark it carries. */
export function placeholderIn(value: string): string | null {
  return patterns.find(({ expression }) => expression.test(value))?.name ?? null;
}

function alphabetOf(value: string): number {
  return alphabets.find(({ expressions }) => expressions.some(expression => expression.test(value)))?.size ?? 95;
}

/**
 * Share of the characters in dictionary words. The text is folded (lower case, `0` as `o`) and cut into runs of letters; a run that is a
 * word counts, and in longer runs, from the left, always the longest word of four letters or more. Rounded to three digits.
 */
function wordShare(characters: readonly string[]): number {
  if (characters.length === 0) return 0;
  const folded = characters.map(fold).join('');
  let covered = 0;
  for (const [run] of folded.matchAll(/[a-z]+/g)) covered += coveredOf(run);
  return Math.round((covered / characters.length) * 1000) / 1000;
}

function fold(character: string): string {
  if (character >= 'A' && character <= 'Z') return character.toLowerCase();
  return LETTERS[character] ?? (character.length === 1 ? character : '?');
}

function coveredOf(run: string): number {
  if (words.has(run)) return run.length;
  let covered = 0;
  let at = 0;
  while (at + SHORTEST_INSIDE <= run.length) {
    const begins = beginnings.has(run.slice(at, at + SHORTEST_INSIDE));
    let length = begins ? Math.min(longestWord, run.length - at) : 0;
    while (length >= SHORTEST_INSIDE && !words.has(run.slice(at, at + length))) length -= 1;
    if (length >= SHORTEST_INSIDE) covered += length;
    at += length >= SHORTEST_INSIDE ? length : 1;
  }
  return covered;
}

/**
 * At least four characters that are: one or two different ones, a text said again (`abcabca`), or steps of at most one in the order of
 * the characters for three quarters of the way (`12345678`, `aabbccdd`, `abcdef987`).
 */
function isRepetitive(characters: readonly string[]): boolean {
  const { length } = characters;
  if (length < 4) return false;
  if (new Set(characters).size <= 2) return true;
  if (hasPeriod(characters)) return true;
  const codes = characters.map(character => character.codePointAt(0) ?? 0);
  const steps = codes.filter((code, index) => index > 0 && Math.abs(code - (codes[index - 1] ?? 0)) <= 1).length;
  return steps >= 0.75 * (length - 1);
}

/** Its beginning said again and again; the last time may break off. The border of the whole text gives the shortest such beginning. */
function hasPeriod(characters: readonly string[]): boolean {
  const border: number[] = [0];
  for (let index = 1; index < characters.length; index += 1) {
    let length = border[index - 1] ?? 0;
    while (length > 0 && characters[index] !== characters[length]) length = border[length - 1] ?? 0;
    border.push(characters[index] === characters[length] ? length + 1 : 0);
  }
  const period = characters.length - (border.at(-1) ?? 0);
  return period <= characters.length / 2;
}
