/** Values by name; a name that is not in it is not known to be set or unset. */
export type Variables = ReadonlyMap<string, string | undefined>;

/**
 * Expands `$X`, `${X}`, `${X:-default}`, `${X:+other}` and takes quotes away, as a Dockerfile does in ENV, COPY, FROM and others
 * (Dockerfile reference, "Environment replacement"). What is not known stays as written.
 */
export function expand(text: string, variables: Variables): string {
  return wordsOf(text, variables).join(' ');
}

/** The blank-separated words of a text, expanded. */
export function wordsOf(text: string, variables: Variables): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === '\\' && quote !== "'" && index + 1 < text.length) {
      const next = text.charAt(++index);
      word = (word ?? '') + (quote === '"' && !/["$\\]/.test(next) ? `\\${next}` : next);
    } else if (character === '$' && quote !== "'") {
      const reference = referenceAt(text, index);
      word = (word ?? '') + valueOfReference(reference, variables, 0);
      index += reference.length - 1;
    } else word = (word ?? '') + character;
  }
  return word === undefined ? words : [...words, word];
}

/** `A=1 B="two words"` as pairs; the old `ENV NAME any words` is one pair. */
export function pairsOf(
  text: string,
  variables: Variables,
): readonly { readonly name: string; readonly value: string | undefined; readonly written: string | undefined }[] {
  const old = /^([^\s="']+)\s+([\s\S]*)$/.exec(text);
  if (old !== null) return [{ name: old[1] ?? '', value: expand(old[2] ?? '', variables), written: old[2] ?? '' }];
  return piecesOf(text).map(piece => {
    const equals = piece.indexOf('=');
    if (equals === -1) return { name: piece, value: undefined, written: undefined };
    const written = piece.slice(equals + 1);
    return { name: piece.slice(0, equals), value: expand(written, variables), written };
  });
}

/** Splits at blanks outside of quotes, and leaves everything as written. */
function piecesOf(text: string): readonly string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\]|\\$)+/gs) ?? [];
}

/** From `$` on, braces closed; `$` alone when no name follows. */
function referenceAt(text: string, start: number): string {
  if (text.charAt(start + 1) !== '{')
    return /\$(?:[A-Za-z_][A-Za-z0-9_]*)?/y.exec(text.slice(start, start + 200))?.[0] ?? '$';
  let depth = 0;
  // A reference is short; without a closing brace there is none.
  const end = Math.min(text.length, start + 2000);
  for (let index = start; index < end; index++) {
    if (text.charAt(index) === '{') depth++;
    else if (text.charAt(index) === '}' && --depth === 0) return text.slice(start, index + 1);
  }
  return '$';
}

function valueOfReference(reference: string, variables: Variables, depth: number): string {
  const match = /^\$(?:\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([\s\S]*))?\}|([A-Za-z_][A-Za-z0-9_]*))$/.exec(reference);
  const name = match?.[1] ?? match?.[4];
  if (match === null || name === undefined || depth > 10) return reference;
  const [, , operator, operand = ''] = match;
  const value = variables.get(name);
  if (operator === undefined) return value ?? reference;
  const other = () => operand.replace(/\$(?:\{[^{}]*\}|\w+)/g, inner => valueOfReference(inner, variables, depth + 1));
  const isSet = value !== undefined && (value !== '' || !operator.startsWith(':'));
  if (operator.endsWith('+')) return isSet ? other() : variables.has(name) ? '' : reference;
  if (isSet) return value;
  return operator.endsWith('-') ? other() : reference;
}
