import { type Token, tokensOf } from './tokens.ts';

/** A text of SQL, with the parser's positions (bytes of UTF-8) turned into places in it. */
export interface Source {
  /** @param from byte where it begins, as the parser says; blanks and comments before its first word are left out */
  statement(from: number, length: number | undefined): StatementSource;
}

export interface StatementSource {
  /** Without the semicolon. */
  readonly text: string;
  /** 1-based, of its first word. */
  readonly line: number;
  /** Words and signs, without blanks and comments. */
  tokens(): readonly Token[];
  /** Index of the first token that begins at this byte of the whole text, or after it. */
  tokenAt(byte: number): number;
}

export function sourceOf(text: string): Source {
  const place = placesOf(text);
  let lines = { at: 0, line: 1 };
  return {
    statement(from, length) {
      const begin = place(from);
      const end = length === undefined || length === 0 ? text.length : place(from + length);
      const start = begin + leadingBlank(text.slice(begin, end));
      lines = { at: start, line: lines.line + newlines(text, lines.at, start) };
      return statement(text, start, end, lines.line, place);
    },
  };
}

function statement(
  whole: string,
  start: number,
  end: number,
  line: number,
  place: (byte: number) => number,
): StatementSource {
  const text = whole.slice(start, end).trimEnd().replace(/;$/, '');
  let tokens: readonly Token[] | undefined;
  const all = () => {
    tokens ??= tokensOf(text);
    return tokens;
  };
  return {
    text,
    line,
    tokens: all,
    tokenAt(byte) {
      const at = place(byte) - start;
      const index = all().findIndex(token => token.start >= at);
      return index < 0 ? all().length : index;
    },
  };
}

/** Length of the blanks and comments that a statement begins with. */
function leadingBlank(text: string): number {
  return tokensOf(text, 1)[0]?.start ?? text.length;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** From bytes of UTF-8 to indexes of the string. Most SQL is plain ASCII, where they are the same. */
function placesOf(text: string): (byte: number) => number {
  if (Buffer.byteLength(text) === text.length) return byte => byte;
  const places: number[] = [];
  let index = 0;
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    for (let byte = 0; byte < bytes; byte += 1) places.push(index);
    index += character.length;
  }
  return byte => places[byte] ?? text.length;
}
