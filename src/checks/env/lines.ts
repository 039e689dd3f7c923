/** An assignment as it is written, before any reader's rules for values. */
export interface Assignment {
  readonly name: string;
  readonly line: number;
  readonly exported: boolean;
  readonly quote: 'none' | 'single' | 'double';
  /** Everything after `=` on its first line, as it is. */
  readonly rest: string;
  /** Between the quotation marks, over several lines; without them, up to an inline comment and without blanks at its ends. */
  readonly inner: string;
  readonly inlineComment: boolean;
  /** Blanks stand between name and `=`. */
  readonly spaced: boolean;
  /** It ends on a later line than it begins. */
  readonly multiline: boolean;
}

export interface Lines {
  readonly assignments: readonly Assignment[];
  readonly unreadable: readonly { readonly line: number; readonly text: string }[];
  /** Names written as assignments in comments. */
  readonly mentions: readonly string[];
  readonly bom: boolean;
  readonly carriageReturns: boolean;
  /** The first line that ends in one; undefined when none does. */
  readonly carriageReturnAt: number | undefined;
}

const ASSIGNMENT = /^[ \t]*(export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)([ \t]*)=(.*)$/;
const MENTION = /\b([A-Z][A-Z0-9_]{2,})(?==|\s+(?:and|or|follows?)\b)/g;
/** Longest quoted value that is looked for over lines: a private key. A quotation mark that never closes must not swallow the file. */
const MOST_LINES = 120;

export function linesOf(text: string): Lines {
  const bom = text.startsWith('\uFEFF');
  const plain = bom ? text.slice(1) : text;
  const lines = plain.split(/\r\n|\r|\n/);
  const assignments: Assignment[] = [];
  const unreadable: { line: number; text: string }[] = [];
  const mentions: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const trimmed = line.trim();
    if (trimmed.startsWith('#')) for (const [, name = ''] of trimmed.matchAll(MENTION)) mentions.push(name);
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const match = ASSIGNMENT.exec(line);
    if (match === null) {
      // `NAME` alone passes a variable on; only Docker and Compose read it so, and it assigns nothing.
      if (!/^(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*$/.test(trimmed))
        unreadable.push({ line: index + 1, text: trimmed });
      continue;
    }
    const [, exported, name = '', before = '', rest = ''] = match;
    const value = valueAt(rest, lines, index);
    assignments.push({
      name,
      line: index + 1,
      exported: exported !== undefined,
      rest,
      spaced: before !== '',
      ...value.parts,
    });
    index += value.more;
  }
  const returns = plain.indexOf('\r');
  return {
    assignments,
    unreadable,
    mentions: [...new Set(mentions)],
    bom,
    carriageReturns: returns !== -1,
    carriageReturnAt: returns === -1 ? undefined : plain.slice(0, returns).split('\n').length,
  };
}

type ValueParts = Pick<Assignment, 'quote' | 'inner' | 'inlineComment' | 'multiline'>;

function valueAt(
  rest: string,
  lines: readonly string[],
  at: number,
): { readonly parts: ValueParts; readonly more: number } {
  const start = rest.trimStart();
  const mark = start[0];
  if (mark === '"' || mark === "'") {
    const quoted = quotedAt(start, mark, lines, at);
    if (quoted !== undefined) return quoted;
  }
  const comment = /(?:^|[ \t])#/.exec(rest);
  const written = comment === null ? rest : rest.slice(0, comment.index);
  return {
    parts: { quote: 'none', inner: written.trim(), inlineComment: comment !== null, multiline: false },
    more: 0,
  };
}

/** Undefined when the quotation mark does not close, or when more than a comment follows it. */
function quotedAt(start: string, mark: '"' | "'", lines: readonly string[], at: number) {
  let text = start.slice(1);
  for (let more = 0; more < MOST_LINES; more += 1) {
    const end = closingMark(text, mark);
    if (end !== undefined) {
      const after = text.slice(end + 1).trim();
      if (after !== '' && !after.startsWith('#')) return undefined;
      const parts: ValueParts = {
        quote: mark === '"' ? 'double' : 'single',
        inner: text.slice(0, end),
        inlineComment: after !== '',
        multiline: more > 0,
      };
      return { parts, more };
    }
    const next = lines[at + more + 1];
    // Another assignment begins: the mark was never meant to close there.
    if (next === undefined || (more === 0 && ASSIGNMENT.test(next))) return undefined;
    text += `\n${next}`;
  }
  return undefined;
}

function closingMark(text: string, mark: string): number | undefined {
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === mark) return index;
  }
  return undefined;
}
