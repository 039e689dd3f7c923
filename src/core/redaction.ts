import type { Json } from './outcome.ts';
import { oneLine } from './text.ts';

/** Shown where a secret stood; the runner's own mask looks the same. */
export const MASK = '***';

/** Shorter values are words of the language more often than secrets; masking them hides the log, not the secret. */
const SHORTEST_SECRET = 4;
const NEVER_MASKED = new Set([
  'true',
  'false',
  'null',
  'none',
  'http',
  'https',
  'head',
  'localhost',
  'production',
  'staging',
  // The usual name of the account that smoke tests use.
  'smoke',
]);

/** One secret, prepared for being looked for. */
interface Known {
  readonly secret: string;
  readonly base64: readonly string[];
}

/** A text that stands wherever its secret does: letters and digits that no encoder changes, or a form in base64. */
interface Landmark {
  readonly text: string;
  readonly of: Known;
}

/** Landmarks are found by their first characters, so that a thousand secrets take no longer than one. */
const INDEXED_BY = 4;

/** Keys of results whose values are words of ours: a secret that is such a word must not take them out. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'schema',
  'outcome',
  'reason-code',
  'state',
  'group',
  'severity',
  'rule',
  'family',
  'framework',
  'profile',
  'fail-on',
  'chosen',
]);

/**
 * Knows the secrets of this run and takes them out of text, in the forms in which they travel: plain, with any of their
 * characters URL-, JSON-, HTML- or Markdown-encoded (each encoder leaves others alone), and base64 at each of the three byte offsets.
 */
export class Redactor {
  readonly #landmarks = new Map<string, Landmark[]>();
  /** Without a landmark that is long enough: looked for in every text. */
  readonly #everywhere: Known[] = [];
  readonly #secrets = new Set<string>();
  #pattern: { readonly of: readonly Known[]; readonly pattern: RegExp } | undefined;

  /** @returns the values that are new and worth masking: the secret itself and each of its lines */
  learn(secret: string): readonly string[] {
    const values = [secret, ...secret.split(/\r?\n/)]
      .map(value => value.trim())
      .flatMap(inPieces)
      .filter(isWorthMasking);
    const fresh = [...new Set(values)].filter(value => !this.#secrets.has(value));
    if (fresh.length === 0) return fresh;
    for (const value of fresh) this.#secrets.add(value);
    for (const value of fresh) this.#prepare({ secret: value, base64: base64Forms(value) });
    return fresh;
  }

  redact(text: string): string {
    if (this.#secrets.size === 0 || text === '') return text;
    // A pattern of every secret would be tried at every letter: a run that has learnt a thousand of them would stand still.
    const there = this.#candidates(text);
    return there.length === 0 ? text : text.replace(this.#patternOf(there), MASK);
  }

  #prepare(known: Known): void {
    const landmark = landmarkOf(known.secret);
    if (landmark.length < INDEXED_BY) this.#everywhere.push(known);
    const texts = landmark.length < INDEXED_BY ? known.base64 : [landmark, ...known.base64];
    for (const text of texts) {
      const start = text.slice(0, INDEXED_BY);
      const others = this.#landmarks.get(start);
      if (others === undefined) this.#landmarks.set(start, [{ text, of: known }]);
      else others.push({ text, of: known });
    }
  }

  /** The secrets that the text may hold, longest first, so that one that contains another is hidden whole. */
  #candidates(text: string): readonly Known[] {
    const there = new Set(this.#everywhere);
    for (let at = 0; at + INDEXED_BY <= text.length; at += 1) {
      for (const landmark of this.#landmarks.get(text.slice(at, at + INDEXED_BY)) ?? []) {
        if (!there.has(landmark.of) && text.startsWith(landmark.text, at)) there.add(landmark.of);
      }
    }
    return [...there].sort((a, b) => b.secret.length - a.secret.length);
  }

  /** One harmless line. Redacted before it is cut, so that no half of a secret stays, and after it is cleaned, which may join two halves. */
  line(text: string, limit?: number): string {
    // A traceback without its indentation cannot be read.
    const indentation = /^ {0,40}/.exec(text)?.[0] ?? '';
    const line = this.redact(oneLine(this.redact(text), limit));
    return line === '' ? '' : `${indentation}${line}`;
  }

  /** The texts in a value, but for the words of ours. Before it is written as JSON: taking a secret out of finished JSON could break it. */
  json(value: Json): Json {
    if (typeof value === 'string') return this.redact(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.json(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, OWN_WORDS.has(key) ? item : this.json(item)]),
    );
  }

  /** The one of the last text is kept: lines that follow each other hold the same secrets more often than not. */
  #patternOf(there: readonly Known[]): RegExp {
    const last = this.#pattern;
    if (last !== undefined && last.of.length === there.length && there.every((known, at) => known === last.of[at]))
      return last.pattern;
    const forms = there.flatMap(({ secret, base64 }) => [anySpelling(secret), ...base64.map(escapeForPattern)]);
    const pattern = new RegExp(forms.join('|'), 'g');
    this.#pattern = { of: there, pattern };
    return pattern;
  }
}

/** Letters and digits are what no encoder changes; the longest run of them is the rarest. */
function landmarkOf(secret: string): string {
  return (secret.match(/[A-Za-z0-9]+/g) ?? []).reduce(
    (longest, run) => (run.length > longest.length ? run : longest),
    '',
  );
}

/** A pattern for one long text is too large to build and to search for; its pieces hide it as well. */
const LONGEST_PIECE = 2_048;
const MOST_PIECES = 64;

function inPieces(value: string): readonly string[] {
  if (value.length <= LONGEST_PIECE) return [value];
  const pieces = Math.min(MOST_PIECES, Math.ceil(value.length / LONGEST_PIECE));
  return Array.from({ length: pieces }, (_, index) => value.slice(index * LONGEST_PIECE, (index + 1) * LONGEST_PIECE));
}

function isWorthMasking(value: string): boolean {
  return value.length >= SHORTEST_SECRET && !NEVER_MASKED.has(value.toLowerCase());
}

/** A pattern for the secret in which every character may be encoded or not, as some encoder or other leaves it. */
function anySpelling(secret: string): string {
  return Array.from(secret, spellings).join('');
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function spellings(character: string, index: number): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const point = character.codePointAt(0) ?? 0;
  const forms = [
    // Markdown, JSON and shells put a backslash before what they escape.
    // At the start only one that is not itself escaped: half of a pair would leave broken JSON behind.
    character === '\\'
      ? '\\\\{1,2}'
      : `(?:${index === 0 ? '(?<=(?<!\\\\)(?:\\\\\\\\){0,8})' : ''}\\\\)?${escapeForPattern(character)}`,
    Array.from(Buffer.from(character, 'utf8'), byte => `%${anyCase(byte.toString(16).padStart(2, '0'))}`).join(''),
    Array.from(
      { length: character.length },
      (_, at) => `\\\\u${anyCase(character.charCodeAt(at).toString(16).padStart(4, '0'))}`,
    ).join(''),
    `&#0*${point};`,
    `&#[xX]0*${anyCase(point.toString(16))};`,
    NAMED_ENTITIES[character],
    SHORT_ESCAPES[character],
    character === ' ' ? '\\+' : undefined,
  ];
  return `(?:${forms.filter(form => form !== undefined).join('|')})`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\\\n', '\r': '\\\\r', '\t': '\\\\t' };

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`);
}

/** The parts of base64 (and base64url) text that depend on the secret alone, for each position it can have in a longer text. */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const forms: string[] = [];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const unstableHead = offset === 0 ? 0 : offset + 1;
    const unstableTail = (offset + bytes.length) % 3 === 0 ? 0 : 1;
    const stable = encoded.slice(unstableHead, encoded.length - unstableTail);
    // Short stable parts would hide ordinary text.
    if (stable.length >= 6) forms.push(stable, stable.replace(/\+/g, '-').replace(/\//g, '_'));
  }
  return forms;
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
