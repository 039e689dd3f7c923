import type { Place } from '../../core/findings.ts';
import { oneLine } from '../../core/text.ts';
import type { Directive } from './facts.ts';
import { nginxWords, type Token } from './nginx-words.ts';

export interface ParsedFile {
  readonly directives: readonly Directive[];
  readonly problems: readonly { readonly place: Place; readonly message: string }[];
}

/** Blocks deeper than this are in no file that nginx loads. */
const DEEPEST = 40;
/** Enough to see what is wrong. */
const MOST_PROBLEMS = 10;

interface Open {
  readonly name: string;
  readonly words: readonly string[];
  readonly line: number;
  readonly block: Directive[];
}

/** Blocks and directives of an nginx file with their lines, and what keeps nginx from reading it. Never throws. */
export function parseNginx(text: string, file: string): ParsedFile {
  const problems: { place: Place; message: string }[] = [];
  const root: Directive[] = [];
  const open: Open[] = [];
  let words: Token[] = [];
  const problem = (line: number, message: string): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ place: { file, line }, message });
  };
  const inner = (): Directive[] => open.at(-1)?.block ?? root;
  const leave = (): void => {
    const closed = open.pop();
    if (closed === undefined) return;
    const { name, words: rest, line, block } = closed;
    inner().push({ name, words: rest, place: { file, line }, block });
  };

  for (const token of nginxWords(text)) {
    if (token.kind === 'word') {
      words.push(token);
      continue;
    }
    const [first, ...rest] = words;
    words = [];
    if (token.kind === 'open') {
      if (first === undefined) problem(token.line, 'a block begins without a name');
      if (open.length >= DEEPEST) {
        problem(token.line, `blocks are nested more than ${DEEPEST} deep`);
        break;
      }
      const line = first?.line ?? token.line;
      open.push({ name: first?.text ?? '', words: rest.map(({ text: word }) => word), line, block: [] });
      continue;
    }
    if (token.kind === 'end') {
      if (first !== undefined)
        inner().push({
          name: first.text,
          words: rest.map(({ text: word }) => word),
          place: { file, line: first.line },
          block: undefined,
        });
      continue;
    }
    if (first !== undefined) {
      problem(first.line, `"${oneLine(first.text, 60)}" is not ended by a ";"`);
      inner().push({
        name: first.text,
        words: rest.map(({ text: word }) => word),
        place: { file, line: first.line },
        block: undefined,
      });
    }
    if (open.length === 0) problem(token.line, 'there is a "}" too many');
    leave();
  }
  const [left] = words;
  if (left !== undefined) problem(left.line, `"${oneLine(left.text, 60)}" is not ended by a ";"`);
  const unclosed = open.at(-1);
  if (unclosed !== undefined) problem(unclosed.line, `the block "${oneLine(unclosed.name, 60)}" is not closed`);
  while (open.length > 0) leave();
  return { directives: root, problems };
}
