/** A word of an nginx file, or one of its three marks. */
export interface Token {
  readonly kind: 'word' | 'end' | 'open' | 'close';
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** It stood in quotation marks. */
  readonly quoted: boolean;
}

/**
 * Splits an nginx file into words as nginx does: white space and `;{}` end a word, quotation marks hold one together, `#` at the start of a
 * word comments the line out, a backslash takes the next character as it is, and `${name}` is part of its word. The text of Lua blocks is left
 * out. Every character is looked at once.
 */
export function nginxWords(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const push = (kind: Token['kind'], word: string, start: number, quoted = false): void => {
    tokens.push({ kind, text: word, line: start, quoted });
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') line += 1;
    if (/\s/.test(character) || character === '\uFEFF') {
      at += 1;
    } else if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === ';') {
      push('end', ';', line);
      at += 1;
    } else if (character === '}') {
      push('close', '}', line);
      at += 1;
    } else if (character === '{') {
      push('open', '{', line);
      at += 1;
      if (opensLua(tokens)) {
        const end = endOfLua(text, at);
        line += lines(text, at, end);
        at = end;
      }
    } else {
      const word = character === '"' || character === "'" ? quotedWord(text, at) : bareWord(text, at);
      push('word', word.text, line, word.quoted);
      line += lines(text, at, word.end);
      at = word.end;
    }
  }
  return tokens;
}

interface Word {
  readonly text: string;
  readonly end: number;
  readonly quoted: boolean;
}

function quotedWord(text: string, start: number): Word {
  const mark = text.charAt(start);
  let word = '';
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== mark) {
    if (text.charAt(at) === '\\' && at + 1 < text.length) at += 1;
    word += text.charAt(at);
    at += 1;
  }
  return { text: word, end: Math.min(at + 1, text.length), quoted: true };
}

function bareWord(text: string, start: number): Word {
  let at = start;
  let variable = false;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '$' && text.charAt(at + 1) === '{') {
      variable = true;
      at += 1;
    } else if (variable && character === '}') variable = false;
    else if (/[\s;{}]/.test(character)) break;
    at += 1;
  }
  const end = Math.min(at, text.length);
  return { text: text.slice(start, end), end, quoted: false };
}

function opensLua(tokens: readonly Token[]): boolean {
  const before = tokens.slice(-4, -1);
  return before.some(({ kind, text }) => kind === 'word' && text.endsWith('_by_lua_block'));
}

/** The brace that closes a Lua block: braces in its strings and comments do not count. */
function endOfLua(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '-' && text.charAt(at + 1) === '-') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (character === '"' || character === "'") {
      at = quotedWord(text, at).end;
      continue;
    }
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0) return at;
    at += 1;
  }
  return at;
}

/** Only the word itself is looked at: a search for the next line would read the rest of the file for every word. */
function lines(text: string, start: number, end: number): number {
  return text.slice(start, end).split('\n').length - 1;
}
