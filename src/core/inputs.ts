import { parseSha, type Sha } from './commit.ts';
import { type Milliseconds, parseDuration } from './duration.ts';
import { UserError } from './errors.ts';
import { nearest } from './nearest.ts';
import { oneLine } from './text.ts';

/** One input of an action. `action.yml`, the docs and the terminal's help are held against, or made from, this. */
export interface InputSpec {
  /** For the docs and `action.yml`: one sentence or two. */
  readonly description: string;
  /** As `action.yml` writes it, expressions included. */
  readonly default?: string;
  /** On a terminal: the environment variable that is read when the input is not given. Keeps tokens off command lines. */
  readonly variable?: string;
  readonly choices?: readonly string[];
  /** Masked before anything is printed. */
  readonly secret?: boolean;
  /** A secret that need not be given: what needs it says so when it is missing. */
  readonly optional?: boolean;
  /** Holds secrets among other things: never repeated in a message. The action itself masks what is one. */
  readonly hidden?: boolean;
  /** A value that would be accepted, for error messages and docs. */
  readonly example: string;
}

export type InputSpecs = Readonly<Record<string, InputSpec>>;

/**
 * The raw inputs of one run. Empty text counts as absent, so that `wait: ${{ inputs.wait }}` with nothing in it means the default and
 * not the opposite: the runner itself uses defaults only for inputs that are not written at all. Every refusal names the input and shows an
 * example.
 */
export class Inputs<Specs extends InputSpecs> {
  readonly #specs: Specs;
  readonly #values: ReadonlyMap<string, string>;

  constructor(specs: Specs, values: ReadonlyMap<string, string>) {
    this.#specs = specs;
    this.#values = values;
  }

  text(name: keyof Specs & string): string | undefined {
    const given = this.#values.get(name)?.trim();
    if (given !== undefined && given !== '') return given;
    const fallback = this.#specs[name]?.default;
    // Only the runner can evaluate an expression.
    return fallback === undefined || fallback.includes('${{') ? undefined : fallback;
  }

  /** `true` or `false`, as YAML 1.2 writes them. */
  flag(name: keyof Specs & string): boolean {
    const value = this.text(name);
    if (value === undefined || value === 'false') return false;
    if (value === 'true') return true;
    throw this.refusal(name, 'is neither true nor false');
  }

  duration(name: keyof Specs & string): Milliseconds | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const duration = parseDuration(value);
    if (duration === undefined)
      throw this.refusal(name, 'is no duration: write a number with its unit, such as 90s, 30m or 1h30m');
    return duration;
  }

  choice<Choice extends string>(name: keyof Specs & string, choices: readonly Choice[]): Choice {
    const value = this.text(name);
    const chosen = choices.find(choice => choice === value);
    if (chosen !== undefined) return chosen;
    const close = value === undefined ? undefined : nearest(value, choices);
    throw this.refusal(
      name,
      `must be one of ${choices.join(', ')}${close === undefined ? '' : ` (did you mean ${close}?)`}`,
    );
  }

  commit(name: keyof Specs & string): Sha | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const sha = parseSha(value);
    if (sha === undefined) {
      throw this.refusal(
        name,
        'is no full commit id: 40 hexadecimal digits are needed, because a shorter one, a branch or a tag can come to mean another commit',
      );
    }
    return sha;
  }

  /** The lines of the input without blank lines and without `#` comments, trimmed. */
  lines(name: keyof Specs & string): readonly string[] {
    return (this.text(name) ?? '')
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(line => line !== '' && !line.startsWith('#'));
  }

  /** An error about this input: what is wrong, the value's shape, an example. Secret values are never repeated. */
  refusal(name: keyof Specs & string, problem: string): UserError {
    const spec = this.#specs[name];
    const value = this.text(name);
    const shown =
      value === undefined
        ? 'which is empty'
        : spec?.secret === true || spec?.hidden === true
          ? 'whose value is secret'
          : `which is "${oneLine(withoutUserinfo(value), LONGEST_SHOWN)}"`;
    const end = /[?.!]$/.test(problem) ? '' : '.';
    return new UserError(`The input "${name}", ${shown}, ${problem}${end}`, {
      reasonCode: 'invalid-input',
      remedy: exampleOf(name, spec?.example ?? ''),
    });
  }
}

const LONGEST_SHOWN = 200;

/** An address may have been pasted with a password in it. */
export function withoutUserinfo(value: string): string {
  return value.replace(/(:\/\/)[^\s/]*@/g, '$1***@');
}

/** The exact YAML that gives an input a usable value. */
function exampleOf(name: string, example: string): string {
  const value = example.includes('\n') ? `|\n    ${example.split('\n').join('\n    ')}` : example;
  return `with:\n  ${name}: ${value}`;
}
