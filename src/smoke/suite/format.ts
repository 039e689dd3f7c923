import type { DocumentFormat, Explanation } from '../../config/document-format.ts';
import { nearest } from '../../core/nearest.ts';
import { inSequence, oneLine } from '../../core/text.ts';
import { wrongValue } from './format-words.ts';
import { suiteSchema, type WrittenSuite } from './schema.ts';
import { OPERATORS } from './schema-comparison.ts';

const EXAMPLES: Readonly<Record<string, string>> = {
  version: 'version: 1',
  presets: 'presets:\n  - https\n  - headers: { path: /login/ }',
  skip: 'skip: [headers/csp]',
  logins: 'logins:\n  web: { kind: django-form, path: /login/, username: smoke, password: $SMOKE_PASSWORD }',
  kind: 'kind: django-form   # or jwt, basic, bearer',
  username: 'username: smoke',
  password: 'password: $SMOKE_PASSWORD',
  token: 'token: $METRICS_TOKEN',
  path: 'path: /login/',
  hosts: 'hosts: [cdn.example]',
  defaults: 'defaults: { timeout: 10s, headers: { Accept-Language: en } }',
  checks: 'checks:\n  - name: The login page is there\n    get: /login/\n    expect: { status: 200 }',
  name: 'name: The login page is there',
  tags: 'tags: [security]',
  as: 'as: web',
  steps: 'steps:\n  - get: /login/\n    expect: { status: 200 }',
  always: "always:\n  - post: '/communities/${id}/delete/'",
  expect: 'expect: { status: 200 }',
  until: "until: { json: { '$.state': SUCCESS } }",
  capture: "capture: { id: '$.id' }",
  headers: 'headers: { Accept-Language: en }',
  header: 'header: { content-type: { contains: json } }',
  json: "json: { '$.id': 42 }",
  form: 'form: { name: value }',
  query: 'query: { page: 2 }',
  files: 'files: { photo: tests/photo.jpg }',
  cookie: 'cookie: { sessionid: { secure: true, http-only: true } }',
  certificate: "certificate: { days-left: '> 7' }",
  'days-left': "days-left: '> 7'",
  status: 'status: 200   # or [401, 403], or 2xx',
  load: "load: { get: /, rate: 20, concurrency: 5, duration: 15s, expect: { p95: '< 500ms', errors: '< 1%' } }",
  rate: 'rate: 20   # requests a second, at most 1000',
  concurrency: 'concurrency: 5   # at most 200',
  duration: 'duration: 15s',
  follow: 'follow: true',
  timeout: 'timeout: 10s',
  within: 'within: 30s',
};

const QUOTED = `Quote it: regular expressions, JSONPaths and texts with "\${", "#", ": ", "{" or "[" stand in single quotes:\nmatches: '^/communities/\\d+/$'`;

/** How a smoke suite is read and what is said about a wrong one. */
export const SUITE_FORMAT: DocumentFormat<WrittenSuite> = {
  schema: suiteSchema,
  reasonCode: 'invalid-suite',
  emptyReasonCode: 'nothing-checked',
  schemaFile: 'schema/smoke-suite.schema.json',
  examples: EXAMPLES,
  quoting: QUOTED,
  syntax,
  twice,
  unknownKey,
  wrongValue,
};

/** Keys whose values are often regular expressions, JSONPaths and bounds, and therefore want quotes. */
const QUOTED_KEYS =
  /(?:^|[\s{,-])(matches|regex|contains|access|days-left|time|errors|p50|p95|p99|max|get|head|post|put|patch|delete|options)\s*:\s+([^\s'"{].*)$/;
const BARE_JSONPATH = /(?<!['"])(\$[.[][^\s'"]*?):?(?=[\s,}]|$)/;

/** YAML trips over backslashes in double quotes, and over most regular expressions and JSONPaths without any. */
function syntax(code: string, line: string): string | undefined {
  if (code === 'BAD_DQ_ESCAPE') {
    return `Quote it with single quotes: in double quotes YAML reads the backslash itself.\nmatches: '^/communities/\\d+/$'`;
  }
  const [, key, rest = ''] = QUOTED_KEYS.exec(line) ?? [];
  // In a group on one line the text ends before what closes the group; with a comma nobody can say.
  const value = line.includes('{ ') ? rest.replace(/(?:\s+\}|\s*\]\s*$)+\s*$/, '') : rest.trim();
  if (key !== undefined && !/[',]/.test(value) && (code !== 'UNKNOWN_ALIAS' || value.startsWith('*')))
    return `Quote it:\n${key}: '${oneLine(value, 120)}'`;
  if (code === 'UNKNOWN_ALIAS') return `Quote it: without quotes YAML takes "*" for the name of an anchor.\nbody: '*'`;
  const [, path] = BARE_JSONPATH.exec(line) ?? [];
  return path === undefined ? undefined : `Quote it:\njson: { '${oneLine(path, 120)}': ... }`;
}

function twice(key: string, first: number, second: number): Explanation {
  return {
    problem: `"${oneLine(key, 60)}" stands twice in its group, in lines ${first} and ${second}`,
    remedy: 'A key may stand only once in its group: remove or rename one of the two.',
  };
}

/** Keys of JSON that stand where operators are wanted: the user means a value, not an operator. */
function unknownKey(where: string, key: string, path: readonly string[]): Explanation | undefined {
  const inExpectation = path.some(part => part === 'expect' || part === 'until');
  const compares = path.some(part => ['json', 'header', 'body', 'redirect'].includes(part));
  if (!inExpectation || !compares || nearest(key, OPERATORS) !== undefined) return undefined;
  return {
    problem: `${where} has no operator "${oneLine(key, 60)}"`,
    remedy: `Operators are ${inSequence(OPERATORS)}. To compare with a whole group of keys write:\n${quotedKey(path.at(-1) ?? '')}: { equals: { ${oneLine(key, 40)}: ... } }`,
  };
}

function quotedKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `'${oneLine(key, 60)}'`;
}
