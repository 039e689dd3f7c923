import { refusal } from '../../config/document.ts';
import type { Places, Position } from '../../config/places.ts';
import type { UserError } from '../../core/errors.ts';
import { count, inSequence } from '../../core/text.ts';
import type { SuiteContext } from './context.ts';
import type { SuitePlace } from './suite.ts';

/** Where in the suite something stands: keys and positions in lists. */
export type Path = readonly string[];

/** One reading of a suite: where everything stands, how it is refused, and what was found missing on the way. */
export class Compiling {
  readonly context: SuiteContext;
  readonly file: string;
  readonly #places: Places;
  readonly #missing = new Map<string, Position>();
  readonly #judged = new Map<string, Promise<string | undefined>>();

  constructor(file: string, places: Places, context: SuiteContext) {
    this.file = file;
    this.#places = places;
    this.context = context;
  }

  place(path: Path): SuitePlace {
    return this.#places.of(path);
  }

  keyPlace(path: Path): SuitePlace {
    return this.#places.ofKey(path);
  }

  /** The suite is wrong at a value. */
  refuse(path: Path, problem: string, remedy: string): UserError {
    return refusal(this.file, this.place(path), problem, remedy, 'invalid-suite');
  }

  /** The suite is wrong at a key. */
  refuseKey(path: Path, problem: string, remedy: string): UserError {
    return refusal(this.file, this.keyPlace(path), problem, remedy, 'invalid-suite');
  }

  /** A secret that is missing is remembered, so that all of them can be named at once. */
  needSecret(name: string, place: SuitePlace): void {
    const value = this.context.secrets(name);
    if ((value === undefined || value === '') && !this.#missing.has(name)) this.#missing.set(name, place);
  }

  /** The secrets that are not there, as one error; undefined when all are. */
  missingSecrets(): UserError | undefined {
    const [first] = this.#missing.values();
    if (first === undefined) return undefined;
    const names = [...this.#missing.keys()];
    const are = names.length === 1 ? 'is not set, or empty,' : 'are not set, or empty,';
    return refusal(
      this.file,
      first,
      `${inSequence(names.map(name => `$${name}`))} ${are} in the environment of this step`,
      [
        `Add the ${names.length === 1 ? 'secret' : `${count(names.length, 'secret')}`} to the repository or its environment and give the step. A dollar that means itself is written $$.`,
        'env:',
        ...names.map(name => `  ${name}: \${{ secrets.${name} }}`),
      ].join('\n'),
      'secret-missing',
    );
  }

  /** What is wrong with a text, asked once for each text of a kind. */
  once(kind: string, text: string, judge: () => Promise<string | undefined>): Promise<string | undefined> {
    const key = `${kind} ${text}`;
    const known = this.#judged.get(key) ?? judge();
    this.#judged.set(key, known);
    return known;
  }
}
