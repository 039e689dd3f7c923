import type {
  CommandExpansionPart,
  DoubleQuotedChild,
  ParameterExpansionPart,
  ParameterSliceOperation,
  Word,
  WordPart,
} from 'unbash';
import { baseName } from '../paths.ts';
import { joinPath, parentOf } from './path.ts';
import { fits } from './pattern.ts';
import type { ShellState } from './state.ts';

/** A piece of a word after expansion; `known` is false when it holds an expansion as written. */
interface Piece {
  readonly text: string;
  readonly known: boolean;
  /** Unquoted expansions are split at blanks. */
  readonly splits: boolean;
}

/** A word as one text: what an assignment, a `case` or a quoted argument sees. */
export function textOf(word: Word, state: ShellState): { readonly text: string; readonly known: boolean } {
  const pieces = piecesOf(word, state);
  return { text: pieces.map(({ text }) => text).join(''), known: pieces.every(({ known }) => known) };
}

/** A word as the words it becomes: `"$@"` may be none or many, an unquoted `$OPTIONS` several. */
export function fieldsOf(word: Word, state: ShellState): readonly string[] {
  const all = everyArgument(word, state);
  if (all !== undefined) return all;
  const pieces = piecesOf(word, state);
  const fields: string[] = [];
  let open: string | undefined;
  for (const piece of pieces) {
    if (!(piece.splits && piece.known)) {
      open = (open ?? '') + piece.text;
      continue;
    }
    const parts = piece.text.split(/[ \t\n]+/);
    for (const [index, part] of parts.entries()) {
      if (index > 0 && open !== undefined) {
        fields.push(open);
        open = undefined;
      }
      if (part !== '') open = (open ?? '') + part;
    }
  }
  return open === undefined ? fields : [...fields, open];
}

/** The value that holds when nothing sets the variable: `0.0.0.0:${PORT:-8000}` -> `0.0.0.0:8000`. Others stay as written. */
export function withDefaults(text: string): string {
  return text.replace(/\$\{[A-Za-z_][A-Za-z0-9_]*:?[-=]([^${}]*)\}/g, '$1');
}

function everyArgument(word: Word, state: ShellState): readonly string[] | undefined {
  const isAll = word.text === '"$@"' || word.text === '$@' || word.text === '$*' || word.text === '"${@}"';
  return isAll ? state.positional : undefined;
}

function piecesOf(word: Word, state: ShellState): readonly Piece[] {
  if (word.parts === undefined) return [{ text: word.value, known: true, splits: false }];
  return word.parts.flatMap(part => piecesOfPart(part, state));
}

function piecesOfPart(part: WordPart, state: ShellState): readonly Piece[] {
  switch (part.type) {
    case 'DoubleQuoted':
    case 'LocaleString':
      return quoted(part.parts, state);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return [expanded(part, state, true)];
    case 'ProcessSubstitution':
      return [{ text: part.text, known: false, splits: false }];
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return [{ text: part.text, known: true, splits: false }];
    default:
      return [{ text: part.value, known: true, splits: false }];
  }
}

function quoted(parts: readonly DoubleQuotedChild[], state: ShellState): readonly Piece[] {
  // Empty quotes are an empty word, not none.
  const inside = parts.map(part => expanded(part, state, false));
  return inside.length === 0 ? [{ text: '', known: true, splits: false }] : inside;
}

function expanded(part: DoubleQuotedChild, state: ShellState, splits: boolean): Piece {
  if (part.type === 'Literal') return { text: part.value, known: true, splits: false };
  const text = valueOfPart(part, state);
  return text === undefined ? { text: part.text, known: false, splits: false } : { text, known: true, splits };
}

function valueOfPart(part: Exclude<DoubleQuotedChild, { type: 'Literal' }>, state: ShellState): string | undefined {
  if (part.type === 'SimpleExpansion') return variable(part.text.slice(1), state).text;
  if (part.type === 'ParameterExpansion') return parameter(part, state);
  return part.type === 'CommandExpansion' ? ofCommand(part, state) : undefined;
}

/** `set: undefined`: nobody knows whether it is set. */
interface Looked {
  readonly set: boolean | undefined;
  readonly text: string | undefined;
}

function variable(name: string, state: ShellState): Looked {
  if (name === '0') return { set: true, text: state.self };
  if (name === 'PWD') return { set: true, text: state.directory };
  if (/^[0-9]+$/.test(name)) {
    if (state.positional === undefined) return { set: undefined, text: undefined };
    const text = state.positional[Number(name) - 1];
    return { set: text !== undefined, text: text ?? '' };
  }
  if (name === '#') return { set: true, text: state.positional?.length.toString() };
  if (name === '@' || name === '*')
    return { set: state.positional && state.positional.length > 0, text: state.positional?.join(' ') };
  const value = state.variables.get(name);
  if (value === undefined) return state.complete ? { set: false, text: '' } : { set: undefined, text: undefined };
  return { set: true, text: value.known ? value.text : undefined };
}

function parameter(part: ParameterExpansionPart, state: ShellState): string | undefined {
  const { operation } = part;
  if (part.prefix !== undefined) return undefined;
  if (part.parameter === 'BASH_SOURCE') return operation === undefined ? state.self : undefined;
  if (part.index !== undefined) return undefined;
  const found = variable(part.parameter, state);
  if (operation === undefined) return found.text;
  if (operation.type === 'Default') {
    const { operator } = operation;
    if (found.set === undefined || (operator.startsWith(':') && found.set && found.text === undefined))
      return undefined;
    const there = found.set && !(operator.startsWith(':') && found.text === '');
    if (operator.endsWith('+')) return there ? operand(operation.operand, state) : '';
    if (there) return found.text;
    return operator.endsWith('?') ? undefined : operand(operation.operand, state);
  }
  if (operation.type === 'Remove' && found.text !== undefined)
    return removed(found.text, operation.operator, operation.operand, state);
  if (operation.type === 'Slice' && found.text !== undefined) return sliced(found.text, operation, state);
  return undefined;
}

function operand(word: Word, state: ShellState): string | undefined {
  const { text, known } = textOf(word, state);
  return known ? text : undefined;
}

/** `${1:0:1}`, with which scripts see whether their first argument is an option. */
function sliced(text: string, { offset, length }: ParameterSliceOperation, state: ShellState): string | undefined {
  const from = operand(offset, state)?.trim() ?? '';
  const count = length === undefined ? String(text.length) : (operand(length, state)?.trim() ?? '');
  if (!/^[0-9]+$/.test(from) || !/^[0-9]+$/.test(count)) return undefined;
  return text.slice(Number(from), Number(from) + Number(count));
}

/** `${1%:}`: the part that is left when a start or an end is taken off. */
function removed(text: string, operator: '#' | '##' | '%' | '%%', word: Word, state: ShellState): string | undefined {
  if (text.length > 1000) return undefined;
  const pattern = operand(word, state);
  if (pattern === undefined || pattern.length > 100) return undefined;
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
  const fromStart = operator.startsWith('#');
  for (const length of operator.length === 1 ? lengths : lengths.reverse()) {
    const taken = fromStart ? text.slice(0, length) : text.slice(text.length - length);
    if (fits(taken, pattern)) return fromStart ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

/** The few substitutions that scripts find their own folder with. */
function ofCommand(part: CommandExpansionPart, state: ShellState): string | undefined {
  const only = part.script?.commands.length === 1 ? part.script.commands[0]?.command : undefined;
  if (only?.type === 'AndOr') {
    const [going, printing] = only.commands;
    const goes = going?.type === 'Command' && going.name?.value === 'cd';
    const prints = printing?.type === 'Command' && printing.name?.value === 'pwd';
    if (!goes || !prints || only.commands.length !== 2) return undefined;
    const target = going.args.map(word => (word.type === 'Word' ? textOf(word, state) : undefined)).at(-1);
    return target?.known === true ? joinPath(state.directory, target.text) : undefined;
  }
  if (only?.type !== 'Command') return undefined;
  const name = only.name?.value;
  if (name === 'pwd') return state.directory;
  if (name !== 'dirname' && name !== 'basename' && name !== 'readlink' && name !== 'realpath') return undefined;
  const last = only.args.at(-1);
  const path = last?.type === 'Word' ? textOf(last, state) : undefined;
  if (path === undefined || !path.known) return undefined;
  if (name === 'dirname') return parentOf(path.text);
  if (name === 'basename') return baseName(path.text);
  return joinPath(state.directory, path.text);
}
