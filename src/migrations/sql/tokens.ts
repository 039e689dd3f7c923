/** A word, a sign, a string or a name of SQL. Signs that matter here are always one character: `(`, `)`, `,`, `;`. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One alternative a kind, in the order in which PostgreSQL's scanner tries them. */
const TOKEN =
  /(?<blank>\s+|--[^\n\r]*)|(?<comment>\/\*)|(?<string>[eE]'(?:[^'\\]|''|\\[\s\S])*'|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'|(?:[uU]&)?"(?:[^"]|"")*")|(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*)|(?<sign>[\s\S])/y;

/** The tokens of a text that PostgreSQL's parser has accepted, as far as `most`. */
export function tokensOf(text: string, most = Number.POSITIVE_INFINITY): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length && tokens.length < most; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match?.groups === undefined) break;
    const { blank, comment, dollar } = match.groups;
    const end =
      comment !== undefined
        ? endOfComment(text, at)
        : dollar !== undefined
          ? endOfDollar(text, at, dollar)
          : at + match[0].length;
    if (blank === undefined && comment === undefined) tokens.push({ text: text.slice(at, end), start: at, end });
    at = end;
  }
  return tokens;
}

/** Comments of this kind nest in PostgreSQL. */
function endOfComment(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    if (two === '/*') depth += 1;
    else if (two === '*/') depth -= 1;
    else continue;
    at += 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function endOfDollar(text: string, from: number, tag: string): number {
  const end = text.indexOf(tag, from + tag.length);
  return end < 0 ? text.length : end + tag.length;
}
