/** A pattern of one shell `case` or expansion, read once: each token matches one character, `many` any number. */
type Token = 'any' | 'many' | { readonly character: string } | { readonly set: string; readonly negated: boolean };

/** Whether a text fits a shell pattern (`*`, `?`, `[...]`), all of it. Never slower than their lengths multiplied. */
export function fits(text: string, pattern: string): boolean {
  const tokens = tokensOf(pattern);
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const here = tokens[token];
    if (here === 'many') {
      star = token++;
      resume = at;
    } else if (here !== undefined && accepts(here, text.charAt(at))) {
      token++;
      at++;
    } else if (star !== -1) {
      token = star + 1;
      at = ++resume;
    } else return false;
  }
  return tokens.slice(token).every(rest => rest === 'many');
}

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [piece] of pattern.matchAll(/\[[!^]?\]?[^\]]+\]|\\[\s\S]|[\s\S]/g)) {
    if (piece === '*') tokens.push('many');
    else if (piece === '?') tokens.push('any');
    else if (piece.startsWith('[') && piece.length > 2) {
      const negated = /^\[[!^]/.test(piece);
      tokens.push({ set: piece.slice(negated ? 2 : 1, -1), negated });
    } else tokens.push({ character: piece.length === 2 ? piece.charAt(1) : piece });
  }
  return tokens;
}

function accepts(token: Exclude<Token, 'many'>, character: string): boolean {
  if (token === 'any') return true;
  if ('character' in token) return token.character === character;
  return inSet(token.set, character) !== token.negated;
}

function inSet(set: string, character: string): boolean {
  for (let index = 0; index < set.length; index++) {
    const end = set.charAt(index + 1) === '-' ? set.charAt(index + 2) : '';
    if (end !== '') {
      if (set.charAt(index) <= character && character <= end) return true;
      index += 2;
    } else if (set.charAt(index) === character) return true;
  }
  return false;
}
