import { problemOfRegex } from '../expect/index.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { WrittenComparison, WrittenOperators, WrittenStatus } from './schema-comparison.ts';
import type { Comparison, OrderOperator, Template } from './suite.ts';
import { templatedJson, templateOf } from './template.ts';

const ORDERS: readonly OrderOperator[] = ['<', '<=', '>', '>='];

/**
 * What is written beside a header, a JSONPath or a body, as a comparison.
 * @throws UserError for a regular expression or a name that cannot be used
 */
export function comparisonOf(
  written: WrittenComparison,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): Comparison {
  const inside = (value: WrittenComparison, ...keys: string[]) =>
    comparisonOf(value, [...path, ...keys], names, compiling);
  if (isList(written)) return { kind: 'any', of: written.map((one, index) => inside(one, String(index))) };
  if (typeof written !== 'object' || written === null) {
    return { kind: 'equals', value: templatedJson(written, path, names, compiling) };
  }
  return together(operatorsOf(written, path, names, compiling));
}

/** The operators of a group, in the order in which they are documented. */
export function operatorsOf(
  written: WrittenOperators,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): readonly Comparison[] {
  const at = (key: string): Path => [...path, key];
  const inside = (value: WrittenComparison, ...keys: string[]) =>
    comparisonOf(value, [...path, ...keys], names, compiling);
  const found: Comparison[] = [];
  if ('equals' in written)
    found.push({ kind: 'equals', value: templatedJson(written.equals, at('equals'), names, compiling) });
  if (written.matches !== undefined)
    found.push({ kind: 'matches', pattern: patternOf(written.matches, at('matches'), names, compiling) });
  if (written.contains !== undefined) {
    const text = templateOf(String(written.contains), at('contains'), names, compiling);
    found.push({ kind: 'contains', text });
  }
  if (written.type !== undefined) found.push({ kind: 'type', type: written.type });
  found.push(...ordersOf(written));
  if (written.length !== undefined) found.push({ kind: 'length', of: inside(written.length, 'length') });
  if (written.absent !== undefined) found.push({ kind: 'absent', absent: written.absent });
  if (written.not !== undefined) found.push({ kind: 'not', of: inside(written.not, 'not') });
  if (written.all !== undefined)
    found.push({ kind: 'all', of: written.all.map((one, index) => inside(one, 'all', String(index))) });
  return found;
}

/** A single one is itself; several must all hold. */
export function together(comparisons: readonly Comparison[]): Comparison {
  const [only, ...others] = comparisons;
  return only !== undefined && others.length === 0 ? only : { kind: 'all', of: comparisons };
}

/** A status, a class, a list of them, or a group of operators. */
export function statusOf(written: WrittenStatus, path: Path, compiling: Compiling): Comparison {
  if (typeof written === 'number') return { kind: 'equals', value: { kind: 'plain', value: written } };
  if (typeof written === 'string') return { kind: 'class', hundreds: Number(written[0]) };
  if (Array.isArray(written)) return { kind: 'any', of: written.map(one => statusOf(one, path, compiling)) };
  const { not, ...orders } = written;
  return together([
    ...ordersOf(orders),
    ...(not === undefined ? [] : [{ kind: 'not' as const, of: statusOf(not, [...path, 'not'], compiling) }]),
  ]);
}

function ordersOf(written: Pick<WrittenOperators, OrderOperator>): readonly Comparison[] {
  return ORDERS.flatMap(operator => {
    const bound = written[operator];
    return bound === undefined ? [] : [{ kind: 'order' as const, operator, bound }];
  });
}

function patternOf(source: string, path: Path, names: KnownNames, compiling: Compiling): Template {
  const pattern = templateOf(source, path, names, compiling);
  // The values of names stand for themselves, as any letter does.
  checkRegex(pattern.parts.map(part => (part.kind === 'text' ? part.text : 'x')).join(''), path, compiling);
  return pattern;
}

/** @throws UserError with what the engine says */
export function checkRegex(source: string, path: Path, compiling: Compiling): void {
  const problem = problemOfRegex(source);
  if (problem === undefined) return;
  throw compiling.refuse(
    path,
    `the regular expression of "${path.at(-1)}" cannot be used: ${problem.replace(/\.$/, '')}`,
    `Regular expressions are JavaScript's, with the flag u: what means itself has a backslash before it, and YAML wants single quotes around it:\n${path.at(-1)}: '^/communities/\\d+/$'`,
  );
}

/** `Array.isArray` does not tell a read-only list. */
function isList(written: WrittenComparison): written is Extract<WrittenComparison, readonly unknown[]> {
  return Array.isArray(written);
}
