import { parseDuration } from '../../core/duration.ts';
import { oneLine } from '../../core/text.ts';
import { problemOfJsonPath } from '../expect/index.ts';
import { comparisonOf, operatorsOf, statusOf, together } from './compile-comparison.ts';
import { schemaOf } from './compile-schema.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { WrittenCookie, WrittenExpectation } from './schema-comparison.ts';
import { COOKIE_ATTRIBUTES, type Expectation, type OrderOperator, type Subject } from './suite.ts';

/**
 * What is written under `expect` or `until`, one thing after the other in the order of the file.
 * @throws UserError for whatever of it could never be judged
 */
export async function expectationsOf(
  written: WrittenExpectation,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): Promise<readonly Expectation[]> {
  const found: Expectation[] = [];
  for (const key of Object.keys(written)) {
    const part = PARTS[key];
    if (part === undefined) throw new Error(`the format has the expectation "${key}", which nobody compiles`);
    found.push(...(await part({ written, path: [...path, key], names, compiling })));
  }
  return found;
}

/** What holds when nothing else is said. */
export function belowFourHundred(path: Path, compiling: Compiling): Expectation {
  return {
    subject: { kind: 'status' },
    comparison: { kind: 'order', operator: '<', bound: 400 },
    place: compiling.place(path),
  };
}

interface Part {
  readonly written: WrittenExpectation;
  /** Of the key itself. */
  readonly path: Path;
  readonly names: KnownNames;
  readonly compiling: Compiling;
}

type Found = readonly Expectation[] | Promise<readonly Expectation[]>;

const PARTS: Readonly<Record<string, (part: Part) => Found>> = {
  status: ({ written: { status }, path, compiling }) => {
    if (status === undefined) return [];
    const place = compiling.keyPlace(path);
    return [{ subject: { kind: 'status' }, comparison: statusOf(status, path, compiling), place }];
  },
  header: ({ written, ...part }) =>
    compared(written.header, part, name => ({ kind: 'header', name: name.toLowerCase() })),
  json: async ({ written, ...part }) => {
    for (const query of Object.keys(written.json ?? {}))
      await checkJsonPath(query, [...part.path, query], part.compiling, 'key');
    return compared(written.json, part, path => ({ kind: 'json', path }));
  },
  body: ({ written: { body }, path, names, compiling }) => {
    if (body === undefined) return [];
    const comparison = comparisonOf(body, path, names, compiling);
    return [{ subject: { kind: 'body' }, comparison, place: compiling.keyPlace(path) }];
  },
  cookie: ({ written, ...part }) =>
    Object.entries(written.cookie ?? {}).flatMap(([name, cookie]) => cookieOf(name, cookie, part)),
  schema: async ({ written: { schema }, path, compiling }) => {
    if (schema === undefined) return [];
    const subject: Subject = { kind: 'schema', ...(await schemaOf(schema, path, compiling)) };
    const comparison = { kind: 'equals', value: { kind: 'plain', value: true } } as const;
    return [{ subject, comparison, place: compiling.keyPlace(path) }];
  },
  redirect: ({ written: { redirect }, path, names, compiling }) => {
    if (redirect === undefined) return [];
    const comparison = comparisonOf(redirect, path, names, compiling);
    return [{ subject: { kind: 'redirect' }, comparison, place: compiling.keyPlace(path) }];
  },
  certificate: ({ written: { certificate }, path, compiling }) => {
    if (certificate === undefined) return [];
    const { operator, bound } = boundOf(certificate['days-left'], Number);
    const place = compiling.keyPlace([...path, 'days-left']);
    return [{ subject: { kind: 'days-left' }, comparison: { kind: 'order', operator, bound }, place }];
  },
  time: ({ written: { time }, path, compiling }) => {
    if (time === undefined) return [];
    const { operator, bound } = boundOf(time, inMilliseconds);
    return [
      { subject: { kind: 'time' }, comparison: { kind: 'order', operator, bound }, place: compiling.keyPlace(path) },
    ];
  },
};

function compared(
  group: WrittenExpectation['header'],
  { path, names, compiling }: Omit<Part, 'written'>,
  subject: (name: string) => Subject,
): readonly Expectation[] {
  return Object.entries(group ?? {}).map(([name, written]) => ({
    subject: subject(name),
    comparison: comparisonOf(written, [...path, name], names, compiling),
    place: compiling.keyPlace([...path, name]),
  }));
}

/** The value first, then each attribute that is named. */
function cookieOf(name: string, written: WrittenCookie, part: Omit<Part, 'written'>): readonly Expectation[] {
  const { names, compiling } = part;
  const path = [...part.path, name];
  const value = { kind: 'cookie', name, attribute: 'value' } as const;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    const comparison = comparisonOf(written, path, names, compiling);
    return [{ subject: value, comparison, place: compiling.keyPlace(path) }];
  }
  const ofValue = operatorsOf(written, path, names, compiling);
  const attributes = COOKIE_ATTRIBUTES.flatMap(attribute => {
    const expected = written[attribute];
    if (expected === undefined) return [];
    const comparison = comparisonOf(expected, [...path, attribute], names, compiling);
    const place = compiling.keyPlace([...path, attribute]);
    return [{ subject: { kind: 'cookie', name, attribute } as const, comparison, place }];
  });
  const first = { subject: value, comparison: together(ofValue), place: compiling.keyPlace(path) };
  return ofValue.length === 0 ? attributes : [first, ...attributes];
}

/** Reads `< 2s`: the schema has seen to its form. */
export function boundOf(
  written: string,
  read: (bound: string) => number,
): { readonly operator: OrderOperator; readonly bound: number } {
  const [, operator = '', bound = ''] = /^([<>]=?)\s*(.*)$/s.exec(written) ?? [];
  return { operator: isOrder(operator) ? operator : '<', bound: read(bound) };
}

function isOrder(text: string): text is OrderOperator {
  return ['<', '<=', '>', '>='].includes(text);
}

export function inMilliseconds(duration: string): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined)
    throw new Error(`the format accepts the duration "${duration}", which cannot be read`);
  return milliseconds;
}

/** @throws UserError with what the parser says */
export async function checkJsonPath(
  query: string,
  path: Path,
  compiling: Compiling,
  where: 'key' | 'value',
): Promise<void> {
  const refuse = where === 'key' ? compiling.refuseKey : compiling.refuse;
  // Taken as it stands it would find nothing, and `absent: true` would hold whatever the site answers.
  const name = /\$\{[^}]*\}?/.exec(query)?.[0];
  if (name !== undefined) {
    throw refuse.call(
      compiling,
      path,
      `the JSONPath "${oneLine(query, 120)}" holds ${oneLine(name, 60)}, and names are not replaced in JSONPaths`,
      "Compare the values that a JSONPath finds with the name instead:\njson: { '$.results[*].name': { contains: 'smoke-${run}' } }",
    );
  }
  const problem = await compiling.once('jsonpath', query, () => problemOfJsonPath(query));
  if (problem === undefined) return;
  throw refuse.call(
    compiling,
    path,
    `the JSONPath "${query}" cannot be used: ${problem.replace(/\.$/, '')}`,
    "JSONPaths follow RFC 9535, quoted: '$.items[0].id', '$.items[?@.name == \"x\"]'.",
  );
}
