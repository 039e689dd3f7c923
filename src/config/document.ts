import { type Document, LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import { messageOf, UserError } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import type { DocumentFormat, Explanation } from './document-format.ts';
import { explainIssue, missingRemedy } from './issue.ts';
import { keyStandingTwice, Places, type Position } from './places.ts';
import { unreadable } from './unreadable.ts';

/** A file that its schema has accepted, with the place of everything in it. */
export interface ReadDocument<Value> {
  readonly value: Value;
  readonly places: Places;
}

/**
 * Reads a YAML file by its format.
 * @throws UserError with file, line, column and the nearest valid key
 */
export function readDocument<Value>(content: string, file: string, format: DocumentFormat<Value>): ReadDocument<Value> {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const refuse = (position: Position, { problem, remedy }: Explanation, reasonCode = format.reasonCode) =>
    refusal(file, position, problem, remedy, reasonCode);
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    const twice = syntax.code === 'DUPLICATE_KEY' ? keyStandingTwice(document, lines, syntax.pos[0]) : undefined;
    const better = twice === undefined ? undefined : format.twice?.(twice.key, twice.first.line, line);
    throw refuse({ line, column: col }, better ?? explainSyntax(syntax, lineAt(content, line), format));
  }
  if (document.contents === null) {
    const empty = { problem: 'the file is empty', remedy: missingRemedy(format.examples, ['version']) };
    throw refuse({ line: 1, column: 1 }, empty, format.emptyReasonCode);
  }
  const written = plainValue(document, content, format, refuse);
  const places = new Places(document, lines);
  const abuse = unreadable(written);
  if (abuse !== undefined) throw refuse(places.of(abuse.path), abuse);
  const parsed = format.schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, places };
  const { position, ...explanation } = explainIssue(parsed.error.issues, written, places, format);
  throw refuse(position, explanation);
}

/** `file:line:column: problem.`, as the UserError of a file of the user's. */
export function refusal(
  file: string,
  position: Position,
  problem: string,
  remedy: string,
  reasonCode: string,
): UserError {
  return new UserError(`${file}:${position.line}:${position.column}: ${problem}${problem.endsWith('?') ? '' : '.'}`, {
    reasonCode,
    remedy,
    place: { file, ...position },
  });
}

/** Aliases are resolved here; a knot of them is refused by the parser before it fills the memory. */
function plainValue<Value>(
  document: Document.Parsed,
  content: string,
  format: DocumentFormat<Value>,
  refuse: (position: Position, problem: Explanation) => UserError,
): unknown {
  try {
    return document.toJS();
  } catch (thrown) {
    const message = messageOf(thrown);
    // An unknown alias is often a text that starts with "*" and has no quotes.
    const alias = /: (\S+)$/.exec(message)?.[1];
    const before = alias === undefined ? -1 : content.indexOf(`*${alias}`);
    const start = content.slice(0, Math.max(0, before)).split('\n');
    const position = { line: start.length, column: (start.at(-1) ?? '').length + 1 };
    throw refuse(position, {
      problem: `this is not valid YAML: ${firstSentence(message)}`,
      remedy:
        (before < 0 ? undefined : format.syntax?.('UNKNOWN_ALIAS', lineAt(content, position.line))) ??
        'Write the values out instead of using anchors and aliases.',
    });
  }
}

function lineAt(content: string, line: number): string {
  return content.split('\n')[line - 1] ?? '';
}

function explainSyntax<Value>(error: YAMLParseError, line: string, format: DocumentFormat<Value>): Explanation {
  return {
    problem: `this is not valid YAML: ${firstSentence(error.message)}`,
    remedy: SYNTAX_REMEDIES[error.code] ?? format.syntax?.(error.code, line) ?? format.quoting,
  };
}

const SYNTAX_REMEDIES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'A key may stand only once in its group: remove or rename one of the two.',
  TAB_AS_INDENT: 'Indent with spaces; YAML does not take tabs.',
  MULTIPLE_DOCS: 'Keep one document in the file: remove what follows the line "---".',
};

function firstSentence(message: string): string {
  return oneLine(message.split('\n')[0] ?? '', 200).replace(/\.$/, '');
}
