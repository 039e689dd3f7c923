import { nearest } from '../../core/nearest.ts';
import { inSequence, oneLine } from '../../core/text.ts';
import type { SuitePlace } from './suite.ts';

/** The name that always exists: unique to the run. */
const RUN = 'run';

/** What `${name}` can mean at one place of a suite. */
export class KnownNames {
  readonly #variables: ReadonlySet<string>;
  readonly #captured: ReadonlySet<string>;
  /** Captures of the check that this place cannot see yet. */
  readonly #elsewhere: ReadonlyMap<string, SuitePlace>;

  constructor(
    variables: Iterable<string>,
    captured: Iterable<string> = [],
    elsewhere: ReadonlyMap<string, SuitePlace> = new Map(),
  ) {
    this.#variables = new Set(variables);
    this.#captured = new Set(captured);
    this.#elsewhere = elsewhere;
  }

  has(name: string): boolean {
    return name === RUN || this.#variables.has(name) || this.#captured.has(name);
  }

  isVariable(name: string): boolean {
    return this.#variables.has(name);
  }

  /** For a check whose steps capture these. */
  forCheck(elsewhere: ReadonlyMap<string, SuitePlace>): KnownNames {
    return new KnownNames(this.#variables, this.#captured, elsewhere);
  }

  /** After a step that captured these. */
  and(captured: Iterable<string>): KnownNames {
    return new KnownNames(this.#variables, [...this.#captured, ...captured], this.#elsewhere);
  }

  /** Why a name means nothing here, as the end of a sentence, and what to do. */
  explain(name: string): { readonly problem: string; readonly remedy: string } {
    const later = this.#elsewhere.get(name);
    if (later !== undefined) {
      return {
        problem: `\${${name}} has no value here: it is captured in line ${later.line}, and known from the next step on`,
        remedy: 'Move the step that captures it before this one.',
      };
    }
    const names = [RUN, ...this.#variables, ...this.#captured];
    const close = nearest(name, names);
    return {
      problem: `there is no \${${oneLine(name, 60)}} here${close === undefined ? '' : `; did you mean "\${${close}}"?`}`,
      remedy: `Names that can be used here: ${inSequence(names.map(one => `\${${one}}`))}. Capture it in an earlier step of this check, or give it to the action:\nwith:\n  variables: |\n    ${name}=...`,
    };
  }
}
