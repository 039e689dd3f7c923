import type { Json } from '../../core/outcome.ts';
import { inSequence } from '../../core/text.ts';
import type { Template, TemplatedJson, TemplatePart } from '../suite/suite.ts';

/** What the names in a suite stand for at one moment of a run. */
export interface Scope {
  /** `${name}`: a capture, a variable or `run`; undefined when it was not captured (yet). */
  value(name: string): Json | undefined;
  /** `$NAME`: an environment variable. */
  secret(name: string): string | undefined;
  /**
   * Hides secrets in text of the site. Given here because a text that is cut first may keep half a secret, which nobody recognises after.
   * Default: nothing is hidden.
   */
  readonly redact?: (text: string) => string;
}

/** A text holds a name that stands for nothing: its capture never happened. */
export class NameUnknown extends Error {
  override readonly name = 'NameUnknown';
  /** As it is written in the suite: `${id}` or `$NAME`. */
  readonly spelling: string;

  constructor(spelling: string) {
    super(`${spelling} has no value`);
    this.spelling = spelling;
  }
}

/**
 * The text with its names replaced. A value that is no text is written as JSON: `42`, `true`, `{"a":1}`.
 * @throws NameUnknown for a name without a value
 */
export function resolve(template: Template, scope: Scope): string {
  return template.parts.map(part => partText(part, scope)).join('');
}

/**
 * JSON with the names in its texts replaced. A text that is nothing but `${name}` becomes the value itself: a captured number stays one.
 * @throws NameUnknown for a name without a value
 */
export function resolveJson(json: TemplatedJson, scope: Scope): Json {
  switch (json.kind) {
    case 'plain':
      return json.value;
    case 'text': {
      const [only, ...others] = json.text.parts;
      return only?.kind === 'name' && others.length === 0 ? valueNamed(only.name, scope) : resolve(json.text, scope);
    }
    case 'list':
      return json.items.map(item => resolveJson(item, scope));
    case 'object':
      return Object.fromEntries(json.entries.map(([key, value]) => [key, resolveJson(value, scope)]));
  }
}

/** The text for people: names replaced, but secrets as `$NAME`, so that cutting the text cannot leave half of one behind. */
export function resolveShown(template: Template, scope: Scope): string {
  return template.parts.map(part => (part.kind === 'secret' ? `$${part.name}` : partText(part, scope))).join('');
}

/** {@link resolveJson} for people: secrets as `$NAME`. */
export function resolveJsonShown(json: TemplatedJson, scope: Scope): Json {
  return resolveJson(json, { value: name => scope.value(name), secret: name => `$${name}` });
}

/** "${a} and ${b} have no value", for a request or clean-up that cannot be made. */
export function withoutValue(names: readonly string[]): string {
  return `${inSequence(names.map(name => `\${${name}}`))} ${names.length === 1 ? 'has' : 'have'} no value`;
}

function partText(part: TemplatePart, scope: Scope): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'secret': {
      const value = scope.secret(part.name);
      if (value === undefined) throw new NameUnknown(`$${part.name}`);
      return value;
    }
    case 'name': {
      const value = valueNamed(part.name, scope);
      return typeof value === 'string' ? value : JSON.stringify(value);
    }
  }
}

function valueNamed(name: string, scope: Scope): Json {
  const value = scope.value(name);
  if (value === undefined) throw new NameUnknown(`\${${name}}`);
  return value;
}
