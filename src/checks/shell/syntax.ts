import type { ParsedScript } from 'unbash';

/** Longer texts are no shell that a person wrote; reading them would only take time. */
const LONGEST = 100_000;

/** A parsed text, and the line of its file that a position in it stands on. */
export interface ShellText {
  readonly script: ParsedScript;
  /** 1-based line in the file, for an offset of the text. */
  lineOf(position: number): number;
}

/** Where a text begins in its file. */
export interface ShellPlace {
  readonly file: string;
  readonly line: number;
}

/** Bash's grammar, which holds that of POSIX shells. Undefined for a text that is too long or holds NUL: no shell runs that. */
export async function readShell(text: string, at: ShellPlace): Promise<ShellText | undefined> {
  if (text.length > LONGEST || text.includes('\0')) return undefined;
  const { parse } = await import('unbash');
  const normal = text.replaceAll('\r\n', '\n');
  const breaks: number[] = [];
  for (let index = normal.indexOf('\n'); index !== -1; index = normal.indexOf('\n', index + 1)) breaks.push(index);
  return { script: parse(normal), lineOf: position => at.line + countBelow(breaks, position) };
}

/** How many of these ascending numbers are smaller. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
