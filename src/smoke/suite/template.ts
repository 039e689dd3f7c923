import { oneLine } from '../../core/text.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { NamedTemplate, Template, TemplatedJson, TemplatePart } from './suite.ts';

/** `$$`, `${...}` and `$NAME`; any other dollar is itself. */
const DOLLAR = /\$\$|\$\{(\{[^}]*\}|[^}]*)\}|\$([A-Z][A-Z0-9_]*)/g;
const NAME = /^[a-z][a-z0-9_-]*$/;

/**
 * Reads the names in a text of the suite.
 * @throws UserError for a name that means nothing here
 */
export function templateOf(text: string, path: Path, names: KnownNames, compiling: Compiling): Template {
  const place = compiling.place(path);
  const parts: TemplatePart[] = [];
  let plain = '';
  let end = 0;
  const add = (part: TemplatePart) => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push(part);
  };
  for (const match of text.matchAll(DOLLAR)) {
    plain += text.slice(end, match.index);
    end = match.index + match[0].length;
    const [whole, braced, secret] = match;
    if (secret !== undefined) {
      compiling.needSecret(secret, place);
      add({ kind: 'secret', name: secret });
    } else if (braced !== undefined) {
      checkName(braced, whole, path, names, compiling);
      add({ kind: 'name', name: braced });
    } else plain += '$';
  }
  plain += text.slice(end);
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return { parts, place };
}

function checkName(name: string, whole: string, path: Path, names: KnownNames, compiling: Compiling): void {
  if (name.startsWith('{')) {
    throw compiling.refuse(
      path,
      `"${oneLine(whole, 60)}" is an expression of GitHub, which fills none in here`,
      'Give the value to the step and name it in the suite as $SMOKE_VALUE (or as ${name}, by the input `variables`):\nenv:\n  SMOKE_VALUE: ${{ ... }}',
    );
  }
  if (!NAME.test(name)) {
    const upper = /^[A-Z][A-Z0-9_]*$/.test(name);
    throw compiling.refuse(
      path,
      `"${oneLine(whole, 60)}" is no name`,
      upper
        ? `An environment variable is written without braces: $${name}. A dollar that means itself is written $$.`
        : 'Names start with a lower-case letter and hold lower-case letters, digits, "-" and "_" only. A dollar that means itself is written $$.',
    );
  }
  if (names.has(name)) return;
  const { problem, remedy } = names.explain(name);
  throw compiling.refuse(path, problem, remedy);
}

type Sendable = string | number | boolean;

/** The entries of a group, each value a text with names in it. */
export function namedTemplates(
  group: Readonly<Record<string, Sendable>> | undefined,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): readonly NamedTemplate[] {
  return Object.entries(group ?? {}).map(([name, value]) => ({
    name,
    value: templateOf(String(value), [...path, name], names, compiling),
  }));
}

/**
 * JSON as it stands in the suite, with the names in its texts.
 * @throws UserError for a value that JSON has not, such as `.nan`
 */
export function templatedJson(value: unknown, path: Path, names: KnownNames, compiling: Compiling): TemplatedJson {
  if (typeof value === 'string') return { kind: 'text', text: templateOf(value, path, names, compiling) };
  if (typeof value === 'boolean' || value === null || (typeof value === 'number' && Number.isFinite(value))) {
    return { kind: 'plain', value };
  }
  if (Array.isArray(value)) {
    return {
      kind: 'list',
      items: value.map((item: unknown, index) => templatedJson(item, [...path, String(index)], names, compiling)),
    };
  }
  if (typeof value === 'object') {
    return {
      kind: 'object',
      entries: Object.entries(value).map(([key, item]) => [key, templatedJson(item, [...path, key], names, compiling)]),
    };
  }
  throw compiling.refuse(
    path,
    `"${path.at(-1)}" is a value that JSON does not have`,
    'Use texts, finite numbers, true, false, null, lists and groups.',
  );
}
