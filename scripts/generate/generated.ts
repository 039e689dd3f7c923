import type { AnyAction } from '../../src/actions/index.ts';
import type { InputSpec } from '../../src/core/inputs.ts';

/** A file as it should be. */
export interface Generated {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly text: string;
}

export type Generator = (actions: readonly AnyAction[]) => Promise<readonly Generated[]>;

/** Above every generated file: where it comes from, so that nobody edits the wrong one. */
export function origin(source: string): string {
  return `Made from ${source} by "npm run generate". Changes made here are lost.`;
}

const SWITCH: readonly string[] = ['true', 'false'];

/** What `action.yml` says about an input: the description of the code and, unless it is a switch, every value it takes. */
export function inputDescription(spec: InputSpec): string {
  const { choices } = spec;
  if (choices === undefined || choices.every(choice => SWITCH.includes(choice))) return spec.description;
  return `${spec.description} One of ${choices.map(choice => `\`${choice}\``).join(', ')}.`;
}

/** A secret that nobody fills in has to be given, unless it says otherwise; everything else has a default, or can stand in the configuration. */
export function isRequired(spec: InputSpec): boolean {
  return spec.secret === true && spec.default === undefined && spec.optional !== true;
}
