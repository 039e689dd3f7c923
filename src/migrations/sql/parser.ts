import { setFlagsFromString } from 'node:v8';
import type { RawStmt } from 'libpg-query';
import { messageOf } from '../../core/errors.ts';
import type { Parsed, ParsedStatement, ParseSql } from './act.ts';
import { actsOf } from './acts.ts';
import { type Source, sourceOf } from './source.ts';

/**
 * PostgreSQL's own grammar (of version 18), compiled to WebAssembly. Loading takes about 20 ms and is done once; a statement takes some 50 µs.
 */
export function loadParser(): Promise<ParseSql> {
  loaded ??= load();
  return loaded;
}

let loaded: Promise<ParseSql> | undefined;

/**
 * V8 would compile the grammar's one huge function a second time beside the run, to make it faster: 550 MB and a quarter of a second of processor
 * time for the second half of a run that lasts no longer than that.
 */
const COMPILED_ONCE = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'] as const;

async function load(): Promise<ParseSql> {
  for (const flag of COMPILED_ONCE) setFlagsFromString(flag);
  const { loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  return text => {
    const refused = refusal(text);
    if (refused !== undefined) return refused;
    if (text.trim() === '') return { ok: true, statements: [] };
    try {
      return { ok: true, statements: statementsOf(parseSync(text).stmts ?? [], sourceOf(text)) };
    } catch (error) {
      return syntaxError(text, error);
    }
  };
}

function statementsOf(statements: readonly RawStmt[], source: Source): readonly ParsedStatement[] {
  return statements.flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
    if (stmt === undefined) return [];
    const statement = source.statement(from, length);
    return [{ text: statement.text, line: statement.line, acts: actsOf(stmt, statement) }];
  });
}

/** Beyond this much nesting the parser's stack of 64 kB could run over. Nobody writes such a statement by hand. */
const DEEPEST = 500;
const LONGEST = 8_000_000;

/** What the parser must not be given: a byte zero would end the text for it without a word. */
function refusal(text: string): Extract<Parsed, { ok: false }> | undefined {
  const zero = text.indexOf('\0');
  if (zero >= 0)
    return { ok: false, message: 'the text holds a zero byte, which PostgreSQL refuses', line: lineOf(text, zero) };
  if (text.length > LONGEST) return { ok: false, message: 'the text is longer than 8 MB and was not read', line: 1 };
  const deep = tooDeepAt(text);
  return deep === undefined
    ? undefined
    : {
        ok: false,
        message: `parentheses nest more than ${DEEPEST} deep, and this was not read`,
        line: lineOf(text, deep),
      };
}

function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (const match of text.matchAll(/[()[\]]/g)) {
    depth += match[0] === '(' || match[0] === '[' ? 1 : -1;
    if (depth < 0) depth = 0;
    if (depth > DEEPEST) return match.index;
  }
  return undefined;
}

function syntaxError(text: string, error: unknown): Extract<Parsed, { ok: false }> {
  const at = positionOf(text, error);
  return { ok: false, message: explained(messageOf(error), text.slice(at)), line: lineOf(text, at) };
}

/** What is no SQL for anybody, though it stands where SQL should: PostgreSQL's words alone would not say what to do. */
function explained(message: string, rest: string): string {
  if (/call stack|memory exhausted/.test(message)) return 'the statement nests too deep to be read';
  const command = /^\\[a-z!?]*/i.exec(rest)?.[0];
  if (command !== undefined) return `${message}: ${command} is a command of psql, which no driver understands`;
  const placeholder = /^%(s|\([^)\n]*\)s)/.exec(rest)?.[0];
  if (placeholder !== undefined) return `${message}: ${placeholder} is a placeholder, and no value was given for it`;
  return message;
}

/** PostgreSQL counts characters, not UTF-16 units. */
function positionOf(text: string, error: unknown): number {
  const details: unknown =
    typeof error === 'object' && error !== null && 'sqlDetails' in error ? error.sqlDetails : undefined;
  const position: unknown =
    typeof details === 'object' && details !== null && 'cursorPosition' in details ? details.cursorPosition : 0;
  if (typeof position !== 'number') return 0;
  return [...text].slice(0, position).join('').length;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
