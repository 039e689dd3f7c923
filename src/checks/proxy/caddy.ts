import type { Directive } from './facts.ts';
import type { ParsedFile } from './nginx.ts';

const DEEPEST = 40;

/** A Caddyfile: a line is a directive, `{` at its end opens a block. Minimal: snippets and imports are not followed. */
export function parseCaddy(text: string, file: string): ParsedFile {
  const root: Directive[] = [];
  const open: { name: string; words: readonly string[]; line: number; block: Directive[] }[] = [];
  const problems: ParsedFile['problems'][number][] = [];
  const inner = (): Directive[] => open.at(-1)?.block ?? root;
  const leave = (): void => {
    const closed = open.pop();
    if (closed !== undefined)
      inner().push({ name: closed.name, words: closed.words, place: { file, line: closed.line }, block: closed.block });
  };
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const words = wordsOf(raw);
    if (words.length === 0) continue;
    if (words[0] === '}') {
      if (open.length === 0) problems.push({ place: { file, line }, message: 'there is a "}" too many' });
      leave();
      continue;
    }
    if (words.at(-1) !== '{') {
      inner().push({ name: words[0] ?? '', words: words.slice(1), place: { file, line }, block: undefined });
      continue;
    }
    if (open.length >= DEEPEST) break;
    const named = words.slice(0, -1);
    open.push({ name: named[0] ?? '', words: named.slice(1), line, block: [] });
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    problems.push({ place: { file, line: unclosed.line }, message: `the block "${unclosed.name}" is not closed` });
  while (open.length > 0) leave();
  return { directives: root, problems };
}

function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of line.slice(0, 20_000).matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\S+/g)) {
    if (word.startsWith('#')) break;
    words.push(/^["`]/.test(word) ? word.slice(1, -1) : word);
  }
  return words;
}
