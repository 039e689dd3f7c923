import type { ComposeService } from '../compose/facts.ts';
import type { Stage } from '../docker/facts.ts';
import type { EnvironmentFile, GivenEnvironment } from '../env/facts.ts';

type Values = ReadonlyMap<string, string | undefined>;

/** What the image sets by itself. */
export function ofImage(stage: Stage | undefined): Values {
  return new Map([...(stage?.environment ?? [])].map(([name, { value }]) => [name, value]));
}

/** Everything that was given, over what the image sets: how Coolify runs a Dockerfile. */
export function withGiven(image: Values, given: GivenEnvironment): Values {
  const values = new Map(image);
  for (const { name, value } of given.variables.values()) values.set(name, value);
  for (const name of given.unreadable) values.set(name, undefined);
  return values;
}

/**
 * What a Compose service sees: image, then `env_file` in its order, then `environment`.
 * Source: Compose documentation, "Environment variables precedence".
 */
export function ofService(
  image: Values,
  service: ComposeService,
  files: readonly EnvironmentFile[],
  given: GivenEnvironment,
): { readonly values: Values; readonly complete: boolean } {
  const values = new Map(image);
  let complete = true;
  for (const { path } of service.environmentFiles) {
    const file = files.find(known => known.file === path);
    if (file === undefined) {
      // A file that is kept off the repository holds what was given in its place.
      complete = false;
      for (const { name, value } of given.variables.values()) values.set(name, value);
    }
    for (const entry of file?.entries ?? []) values.set(entry.name, entry.values.compose);
  }
  for (const { name, value, written } of service.environment.values()) {
    if (value !== undefined) values.set(name, value);
    else if (written.includes('$')) values.set(name, filled(written, given));
    else passOn(name, values, given);
  }
  return { values, complete };
}

/** `${NAME}` that Compose could not fill: known only when it is nothing but one variable whose value was given in another way. */
function filled(written: string, given: GivenEnvironment): string | undefined {
  const name = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?$/.exec(written)?.[1];
  if (name === undefined || given.empty || given.unreadable.includes(name)) return undefined;
  return given.variables.get(name)?.value ?? '';
}

/** `NAME` without a value: what Compose itself was started with, and unset when that has it not. */
function passOn(name: string, values: Map<string, string | undefined>, given: GivenEnvironment): void {
  const known = given.variables.get(name);
  if (known !== undefined) values.set(name, known.value);
  else if (given.empty || given.unreadable.includes(name)) values.set(name, undefined);
}
