import { nearest } from '../core/nearest.ts';
import { inSequence, oneLine } from '../core/text.ts';
import type { DocumentFormat, Explanation, Issue } from './document-format.ts';
import type { Places, Position } from './places.ts';
import { keysBelow, valueIn } from './schema-shape.ts';

/** The issue that helps most, in words and with its place. */
export function explainIssue<Value>(
  issues: readonly Issue[],
  written: unknown,
  places: Places,
  format: DocumentFormat<Value>,
): Explanation & { readonly position: Position } {
  const decided = issues.map(issue => decisive(issue, at(written, issue.path)));
  // A misspelt key is also a missing one; the misspelling is what helps.
  const issue = decided.find(({ code }) => code === 'unrecognized_keys') ?? decided[0];
  if (issue === undefined) throw new Error('the schema refused the file without an issue');
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { position: places.ofKey([...path, key]), ...unknownKey(path, key, written, format) };
  }
  if (issue.code === 'invalid_key') return { position: places.ofKey(path), ...badName(issue, path, format) };
  const better = format.wrongValue?.(issue, where(path), path, at(written, issue.path));
  const position = places.find(path);
  if (position === undefined) {
    const parent = path.slice(0, -1);
    const missing = {
      problem: `${where(parent)} has no "${path.at(-1)}"`,
      remedy: missingRemedy(format.examples, path),
    };
    return { position: places.of(parent), ...(better ?? missing) };
  }
  const wrong = { problem: `${where(path)} ${expectation(issue)}`, remedy: valueRemedy(path, format) };
  return { position, ...(better ?? wrong) };
}

/** What to add when a key is missing. */
export function missingRemedy(examples: Readonly<Record<string, string>>, path: readonly string[]): string {
  const key = path.at(-1) ?? '';
  return `Add:\n${exampleOf(examples, key) ?? `${key}: ...`}`;
}

/** `"a.b"`, or `the file`. */
function where(path: readonly string[]): string {
  return path.length === 0 ? 'the file' : `"${oneLine(path.join('.'), 120)}"`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inside, key) => valueIn(inside, String(key)), value);
}

/**
 * Where a value may be several things, a schema reports what is wrong with it as each of them. What the user meant is the choice whose
 * kind of value it is; when it is none of these, the issue about all choices together stays.
 */
function decisive(issue: Issue, value: unknown): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const meant = issue.errors.find(branch => !branch.some(inner => isOtherKind(inner, value)));
  const chosen = meant?.find(({ code }) => code === 'unrecognized_keys') ?? meant?.[0];
  if (chosen === undefined) return issue;
  return decisive({ ...chosen, path: [...issue.path, ...chosen.path] }, at(value, chosen.path));
}

function isOtherKind(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_type') return true;
  // A single word is one choice among others, such as `false` beside a path.
  if (issue.code === 'invalid_value')
    return issue.values.length === 1 || issue.values.every(one => typeof one !== typeof value);
  if (issue.code !== 'invalid_union') return false;
  return issue.errors.every(branch => branch.some(inner => isOtherKind(inner, value)));
}

function unknownKey<Value>(
  path: readonly string[],
  key: string,
  written: unknown,
  format: DocumentFormat<Value>,
): Explanation {
  const better = format.unknownKey?.(where(path), key, path);
  if (better !== undefined) return better;
  const known = keysBelow(format.schema, path, written);
  const close = nearest(key, known);
  return {
    problem: `${where(path)} has no key "${oneLine(key, 60)}"${close === undefined ? '' : `; did you mean "${close}"?`}`,
    remedy: `Valid keys here: ${inSequence(known)}.`,
  };
}

function badName<Value>(issue: Issue, path: readonly string[], format: DocumentFormat<Value>): Explanation {
  const name = path.at(-1) ?? '';
  return (
    format.wrongValue?.(issue, where(path.slice(0, -1)), path, name) ?? {
      problem: `"${oneLine(name, 60)}" cannot be a name here`,
      remedy: 'Names start with a letter and hold letters, digits, "-" and "_" only.',
    }
  );
}

/** What a value must be, as the end of a sentence that starts with its name. */
export function expectation(issue: Issue): string {
  const kinds = [...new Set(kindsOf(issue))];
  return kinds.length === 0 ? 'does not have the form that is needed' : `must be ${inSequence(kinds, 'or')}`;
}

function kindsOf(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [ARTICLES[issue.expected] ?? issue.expected];
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return [];
  if (issue.errors.length === 0) return toldApart(issue);
  return issue.errors.flatMap(branch => branch.filter(({ path }) => path.length === 0).flatMap(kindsOf));
}

/** The words of the key that tells several groups apart. */
function toldApart(issue: Issue): readonly string[] {
  const words = valueIn(issue, 'options');
  return Array.isArray(words) ? words.map(String) : [];
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  null: 'nothing',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of names',
};

function valueRemedy<Value>(path: readonly string[], format: DocumentFormat<Value>): string {
  const example = exampleOf(format.examples, path.at(-1) ?? '');
  return example === undefined ? `The schema in ${format.schemaFile} describes every key.` : `Write:\n${example}`;
}

function exampleOf(examples: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(examples, key) ? examples[key] : undefined;
}
