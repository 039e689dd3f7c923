import type { Node } from 'libpg-query';
import type { Expression, Where } from './act.ts';
import type { StatementSource } from './source.ts';
import { firstByte, nodesOf, stringsOf } from './tree.ts';

/**
 * @param until byte at which something else begins; else the expression ends with a comma, a closing parenthesis, or the statement
 */
export function expressionOf(node: Node, source: StatementSource, until?: number): Expression {
  return {
    text: textOf(node, source, until),
    calls: callsOf(node),
    constant: isConstant(node),
    isNull: isNullLiteral(node),
  };
}

/** Functions that are called anywhere in it, without their schema. The grammar's own words (CURRENT_TIMESTAMP) count. */
export function callsOf(tree: unknown): readonly string[] {
  const functions = nodesOf(tree, 'FuncCall').map(({ funcname }) => stringsOf(funcname).at(-1)?.toLowerCase() ?? '');
  const words = nodesOf(tree, 'SQLValueFunction').map(({ op = '' }) => op.replace(/^SVFOP_|_N$/g, '').toLowerCase());
  return [...new Set([...functions, ...words])];
}

/** The columns that an expression names, in order, each once. */
export function columnsOf(tree: unknown): readonly string[] {
  return [...new Set(nodesOf(tree, 'ColumnRef').flatMap(({ fields }) => stringsOf(fields).slice(-1)))];
}

/** The column, when the node is that and nothing else. */
export function columnOf(node: Node | undefined): string | undefined {
  if (node === undefined || !('ColumnRef' in node)) return undefined;
  return stringsOf(node.ColumnRef.fields).at(-1);
}

/** `column IS NULL`, `column IS NOT NULL`, and nothing else: the column. */
export function nullTestOf(node: Node | undefined, what: 'IS_NULL' | 'IS_NOT_NULL'): string | undefined {
  if (node === undefined || !('NullTest' in node) || node.NullTest.nulltesttype !== what) return undefined;
  return columnOf(node.NullTest.arg);
}

function isConstant(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if ('A_Const' in node) return true;
  if ('TypeCast' in node) return isConstant(node.TypeCast.arg);
  if ('CollateClause' in node) return isConstant(node.CollateClause.arg);
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).every(isConstant);
  if ('A_Expr' in node) {
    const { name, lexpr, rexpr } = node.A_Expr;
    return lexpr === undefined && /^[-+]$/.test(stringsOf(name).join('.')) && isConstant(rexpr);
  }
  return false;
}

function isNullLiteral(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if ('A_Const' in node) return node.A_Const.isnull === true;
  return 'TypeCast' in node && isNullLiteral(node.TypeCast.arg);
}

/** @param node the condition; undefined when there is none */
export function whereOf(node: Node | undefined, source: StatementSource): Where {
  if (node === undefined || alwaysTrue(node))
    return { kind: 'all', text: node === undefined ? '' : textOf(node, source) };
  return {
    kind: nullTestOf(node, 'IS_NULL') === undefined ? 'some' : 'missing-values',
    text: textOf(node, source),
  };
}

/** `true`, `1 = 1`: how generators write "all". */
function alwaysTrue(node: Node): boolean {
  if ('A_Const' in node) return node.A_Const.boolval?.boolval === true;
  if (!('A_Expr' in node)) return false;
  const { name, lexpr, rexpr } = node.A_Expr;
  return stringsOf(name).join() === '=' && isConstant(lexpr) && withoutPlaces(lexpr) === withoutPlaces(rexpr);
}

function withoutPlaces(node: Node | undefined): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value)) ?? '';
}

/** Where the words that may follow a condition begin. */
const AFTER_CONDITION = /^(returning|group|order|limit|offset|on)$/i;

/** As it was written, on one line, without comments and needless outer parentheses. */
export function textOf(tree: unknown, source: StatementSource, until?: number): string {
  const first = firstByte(tree);
  if (first === undefined) return '';
  const tokens = source.tokens();
  let from = source.tokenAt(first);
  while (tokens[from - 1]?.text === '(') from -= 1;
  const limit = until === undefined ? tokens.length : source.tokenAt(until);
  let depth = 0;
  let to = from;
  for (; to < limit; to += 1) {
    const text = tokens[to]?.text ?? '';
    if (depth === 0 && (text === ',' || text === ';' || AFTER_CONDITION.test(text))) break;
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
    if (depth < 0) break;
  }
  return joined(source, from, to);
}

/** What stands between the parentheses after a word: the condition of CHECK. */
export function inParentheses(word: string, after: number, source: StatementSource): string {
  const tokens = source.tokens();
  let from = source.tokenAt(after);
  while (from < tokens.length && tokens[from]?.text.toLowerCase() !== word) from += 1;
  from += 1;
  let depth = 0;
  for (let to = from; to < tokens.length; to += 1) {
    const text = tokens[to]?.text;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return joined(source, from, to + 1);
  }
  return '';
}

function joined(source: StatementSource, begin: number, end: number): string {
  const [from, to] = withoutOuter(source, begin, end);
  const tokens = source.tokens().slice(from, to);
  return tokens
    .map((token, index) => {
      const before = tokens[index - 1];
      const text = token.text.replace(/\s*\n\s*/g, ' ');
      return before !== undefined && before.end < token.start ? ` ${text}` : text;
    })
    .join('');
}

/** `((a > 0))` says `a > 0`; `(a) + (b)` stays. */
function withoutOuter(source: StatementSource, begin: number, end: number): readonly [number, number] {
  const tokens = source.tokens();
  let [from, to] = [begin, end];
  while (tokens[from]?.text === '(' && tokens[to - 1]?.text === ')') {
    let depth = 0;
    for (let index = from; index < to - 1; index += 1) {
      const text = tokens[index]?.text;
      if (text === '(') depth += 1;
      if (text === ')') depth -= 1;
      if (depth === 0) return [from, to];
    }
    from += 1;
    to -= 1;
  }
  return [from, to];
}
