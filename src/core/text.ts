/**
 * Text from outside (servers, tools, branches, commits) made harmless for a log.
 *
 * The runner executes `::command::` at the start of a printed line and `##[command]` anywhere in one, on stdout and on
 * stderr alike; terminals execute escape sequences; bidirectional controls make text read differently than it is.
 */

const ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/g;
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
/** Bidirectional controls, zero-width characters and the invisible tag letters of plane 14. */
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|\uDB40[\uDC00-\uDC7F]/g;

/** Longest line that is ever printed: the runner cuts live lines at 1,024 characters anyway. */
export const LONGEST_LINE = 1_000;

/** One line without control characters, escape sequences and invisible controls; tabs become spaces; cut to `limit`. */
export function oneLine(text: string, limit: number = LONGEST_LINE): string {
  // Cut before cleaning as well: a line of megabytes is not worth the time.
  const cleaned = text
    .slice(0, limit * 8)
    .replace(ESCAPES, '')
    .replace(/[\r\n\t]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
    .trim();
  return cut(cleaned, limit);
}

/** The lines of a text, each made harmless, at most `limit` of them from the end. */
export function lastLines(text: string, limit: number): readonly string[] {
  return text
    .split(/\r\n|\n|\r/)
    .map(indented)
    .filter(line => line !== '')
    .slice(-limit);
}

/** The lines of a text, each made harmless, with the indentation that YAML and tracebacks need. */
export function indentedLines(text: string, limit: number = LONGEST_LINE): readonly string[] {
  return text.split(/\r\n|\n|\r/).map(line => `${/^ {0,40}/.exec(line)?.[0] ?? ''}${oneLine(line, limit)}`.trimEnd());
}

/** One line that keeps its indentation: a traceback without it cannot be read. */
function indented(line: string): string {
  const indentation = /^[ \t]{0,40}/.exec(line)?.[0].replace(/\t/g, '    ') ?? '';
  const text = oneLine(line);
  return text === '' ? '' : `${indentation}${text}`;
}

/** A cleaned line that cannot be taken for a workflow command, wherever it stands. */
export function withoutCommands(line: string): string {
  return line.replace(/##\[/g, '# #[').replace(/^(\s*)::/, '$1: :');
}

/** Shortens at a character boundary and says so. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

/** `a`, `a and b`, `a, b and c`. */
export function inSequence(words: readonly string[], last = 'and'): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** `1 deployment`, `3 deployments`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** For the middle of a sentence; names keep their capital. */
export function lowerFirst(sentence: string): string {
  return /^(Coolify|Django)\b/.test(sentence) ? sentence : `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
