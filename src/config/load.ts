import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type * as z from 'zod/mini';
import { messageOf, UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { inSequence, oneLine } from '../core/text.ts';
import { type Configuration, configurationSchema } from './schema.ts';
import { keysAt } from './schema-keys.ts';

/**
 * Reads the text of a configuration file.
 * @throws UserError `invalid-configuration` with file, line, column and the nearest valid key
 */
export function parseConfiguration(content: string, file: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    throw refusal(
      file,
      { line, column: col },
      `this is not valid YAML: ${firstSentence(syntax.message)}`,
      SYNTAX_REMEDIES[syntax.code] ?? QUOTING,
    );
  }
  if (document.contents === null)
    throw refusal(file, { line: 1, column: 1 }, 'the file is empty', missingRemedy(['version']));
  const parsed = configurationSchema.safeParse(resolveAliases(document, file));
  if (parsed.success) return parsed.data;
  // A misspelt key is also a missing one; the misspelling is what helps.
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw new Error('the schema refused the configuration without an issue');
  throw explain(issue, document, lines, file);
}

/** Aliases are resolved here; a knot of them is refused by the parser before it fills the memory. */
function resolveAliases(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS();
  } catch (thrown) {
    throw refusal(
      file,
      { line: 1, column: 1 },
      `this is not valid YAML: ${firstSentence(messageOf(thrown))}`,
      'Write the values out instead of using anchors and aliases.',
    );
  }
}

const SYNTAX_REMEDIES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'A key may stand only once in its group: remove or rename one of the two.',
  TAB_AS_INDENT: 'Indent with spaces; YAML does not take tabs.',
  MULTIPLE_DOCS: 'Keep one document in the file: remove what follows the line "---".',
};

const QUOTING = 'A text with ":", "#", "{" or "[" in it needs quotation marks: version: "/health/#$.version"';

type Issue = z.core.$ZodIssue;

function explain(issue: Issue, document: Document.Parsed, lines: LineCounter, file: string): UserError {
  const path = issue.path.map(String);
  const at = (node: Node | undefined) => positionOf(node, lines);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return unknownKey(file, at(keyNode(document, path, key)), path, key);
  }
  if (issue.code === 'invalid_key') {
    const name = path.at(-1) ?? '';
    return refusal(
      file,
      at(keyNode(document, path.slice(0, -1), name)),
      `"${oneLine(name, 60)}" cannot be a name here`,
      'Names start with a letter and hold letters, digits, "-" and "_" only.',
    );
  }
  const node = nodeAt(document, path);
  const where = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
  if (node === undefined) {
    const parent = path.slice(0, -1);
    const missing = path.at(-1) ?? '';
    const inWhat = parent.length === 0 ? 'the file' : `"${parent.join('.')}"`;
    return refusal(file, at(nodeAt(document, parent)), `${inWhat} has no "${missing}"`, missingRemedy(path));
  }
  return refusal(file, at(node), `${where} ${expectation(issue)}`, valueRemedy(path));
}

function unknownKey(file: string, position: Position, path: readonly string[], key: string): UserError {
  const where = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
  if (/token|secret|password/i.test(key)) {
    return refusal(
      file,
      position,
      `${where} has the key "${oneLine(key, 60)}", but the configuration never holds a secret`,
      `Remove it (and revoke the value if it was committed). Give the token to the step:\nwith:\n  coolify-token: \${{ secrets.COOLIFY_TOKEN }}`,
    );
  }
  const known = keysAt(path);
  const close = nearest(key, known);
  return refusal(
    file,
    position,
    `${where} has no key "${oneLine(key, 60)}"${close === undefined ? '' : `; did you mean "${close}"?`}`,
    `Valid keys here: ${inSequence(known)}.`,
  );
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be ${ARTICLES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be ${inSequence(issue.values.map(String), 'or')}`;
  return 'does not have the form that is needed';
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of names',
};

const EXAMPLES: Readonly<Record<string, string>> = {
  version: 'version: 1',
  uuid: "uuid: k0wg4s8k8sgk0c0occ4wkgs0   # the last part of the application's address in Coolify",
  resources: 'resources:\n  web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0 }',
  coolify: 'coolify:\n  url: https://coolify.example\n  resources:\n    web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0 }',
  url: 'url: https://coolify.example',
  environments: 'environments:\n  staging:\n    coolify: ...',
  soak: 'soak: 24h',
  'max-age': 'max-age: 2h',
};

function missingRemedy(path: readonly string[]): string {
  return `Add:\n${EXAMPLES[path.at(-1) ?? ''] ?? `${path.at(-1)}: ...`}`;
}

function valueRemedy(path: readonly string[]): string {
  const example = EXAMPLES[path.at(-1) ?? ''];
  return example === undefined
    ? 'The schema in schema/obcms-deploy.schema.json describes every key.'
    : `Write:\n${example}`;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function refusal(file: string, position: Position, problem: string, remedy: string): UserError {
  return new UserError(`${file}:${position.line}:${position.column}: ${problem}${problem.endsWith('?') ? '' : '.'}`, {
    reasonCode: 'invalid-configuration',
    remedy,
    place: { file, ...position },
  });
}

function nodeAt(document: Document.Parsed, path: readonly string[]): Node | undefined {
  let node: unknown = document.contents;
  for (const key of path) {
    if (isMap(node) || isSeq(node)) node = node.get(key, true);
    else return undefined;
  }
  return isNode(node) ? node : undefined;
}

function keyNode(document: Document.Parsed, path: readonly string[], key: string): Node | undefined {
  const map = nodeAt(document, path);
  if (!isMap(map)) return map;
  const pair = map.items.find(item => isScalar(item.key) && String(item.key.value) === key);
  return isNode(pair?.key) ? pair.key : map;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function positionOf(node: Node | undefined, lines: LineCounter): Position {
  const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function firstSentence(message: string): string {
  return oneLine(message.split('\n')[0] ?? '', 200).replace(/\.$/, '');
}
