import type { InputSpecs } from '../core/inputs.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The runner hands inputs over as `INPUT_<NAME>`, upper case, spaces to underscores, hyphens kept. */
export function rawInputs(specs: InputSpecs, environment: Environment): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const name of Object.keys(specs)) {
    const value = environment[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`];
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/** What the main step saved comes back to the post step as `STATE_<name>`. */
export function rawState(environment: Environment): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('STATE_') && value !== undefined) values.set(name.slice('STATE_'.length), value);
  }
  return values;
}
