/**
 * Whether every row that passes one CHECK passes another: two simple conditions on the same columns are compared (bounds, lists of values,
 * joined by AND), and everything else passes for different. `true` is proven, `false` is "not known".
 * @param held as PostgreSQL or a migration writes it
 */
export function isLooser(asked: string, held: string): boolean {
  const [wanted, given] = [conditionsOf(asked), conditionsOf(held)];
  if (wanted === undefined || given === undefined) return false;
  return wanted.every(condition => given.some(each => implies(each, condition)));
}

type Condition =
  | { readonly kind: 'values'; readonly column: string; readonly values: ReadonlySet<string> }
  | {
      readonly kind: 'bound';
      readonly column: string;
      readonly side: 'least' | 'most';
      readonly value: number;
      /** The value itself passes. */
      readonly inclusive: boolean;
    };

function implies(held: Condition, asked: Condition): boolean {
  if (held.column !== asked.column) return false;
  if (held.kind === 'values') {
    const values = [...held.values];
    if (asked.kind === 'values') return values.every(value => asked.values.has(value));
    return values.every(value => NUMBER.test(value) && passes(Number(value), asked));
  }
  if (asked.kind === 'values' || held.side !== asked.side) return false;
  if (held.value === asked.value) return asked.inclusive || !held.inclusive;
  return asked.side === 'least' ? held.value > asked.value : held.value < asked.value;
}

function passes(value: number, { side, value: bound, inclusive }: Extract<Condition, { kind: 'bound' }>): boolean {
  if (value === bound) return inclusive;
  return side === 'least' ? value > bound : value < bound;
}

const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;
const LITERAL = `'(?:[^']|'')*'|-?\\d{1,15}(?:\\.\\d{1,6})?`;
const COLUMN = '"[^"]+"|[a-z_][a-z0-9_]*';
const TOKENS = new RegExp(`${LITERAL}|${COLUMN}|::|[<>=!]+|[(),[\\]]|\\S`, 'gi');

/** Undefined for whatever is not a list of simple conditions joined by AND. */
function conditionsOf(text: string): readonly Condition[] | undefined {
  const tokens = (withoutCasts(text).match(TOKENS) ?? []).map(token =>
    /^['"]/.test(token) ? token : token.toLowerCase(),
  );
  const parts = joined(unwrapped(tokens));
  const conditions = parts.map(part => conditionOf(unwrapped(part)));
  return conditions.every(condition => condition !== undefined) ? conditions : undefined;
}

/** PostgreSQL writes its own casts of strings into what it gives back. */
function withoutCasts(text: string): string {
  const parts = text.split(/('(?:[^']|'')*')/);
  return parts.map((part, at) => (at % 2 === 1 ? part : part.replace(TEXT_CAST, ''))).join('');
}

const TEXT_CAST = /::(?:text|character varying|varchar)(?:\(\d+\))?(?:\[\])?/gi;

/** Without brackets around the whole. */
function unwrapped(tokens: readonly string[]): readonly string[] {
  if (tokens[0] !== '(' || tokens.at(-1) !== ')') return tokens;
  let depth = 0;
  const closes = tokens.findIndex(token => {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    return depth === 0;
  });
  return closes === tokens.length - 1 ? unwrapped(tokens.slice(1, -1)) : tokens;
}

/** The parts between the ANDs outside of brackets; the AND of BETWEEN leaves parts that nobody understands. */
function joined(tokens: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (token === 'and' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** A column alone in brackets, at the beginning. */
const BRACKETED = new RegExp(`^\\( (${COLUMN}) \\)`, 'i');
const BOUND = new RegExp(`^(${COLUMN}) (<=|>=|<|>) (-?\\d[\\d.]*)$`, 'i');
const LIST = new RegExp(
  `^(${COLUMN}) (?:in|= any) \\( (?:\\( )?(?:array \\[ )?((?:${LITERAL})(?: , (?:${LITERAL}))*)(?: \\])?(?: \\))? \\)$`,
  'i',
);
const SAME = new RegExp(`^(${COLUMN}) = (${LITERAL})$`, 'i');

function conditionOf(tokens: readonly string[]): Condition | undefined {
  const text = tokens.join(' ').replace(BRACKETED, '$1');
  const [, bounded, operator, number] = BOUND.exec(text) ?? [];
  if (bounded !== undefined && operator !== undefined && number !== undefined && NUMBER.test(number))
    return {
      kind: 'bound',
      column: nameOf(bounded),
      side: operator.startsWith('>') ? 'least' : 'most',
      value: Number(number),
      inclusive: operator.endsWith('='),
    };
  const [, column, list] = LIST.exec(text) ?? SAME.exec(text) ?? [];
  if (column === undefined || list === undefined) return undefined;
  return { kind: 'values', column: nameOf(column), values: new Set(list.match(new RegExp(LITERAL, 'g')) ?? []) };
}

function nameOf(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1) : written;
}
