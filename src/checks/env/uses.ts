import type { Place } from '../../core/findings.ts';
import type { Project } from '../project.ts';
import { isPublic } from '../secrets/names.ts';
import type { EnvironmentEntry, EnvironmentFile } from './facts.ts';

/** A variable with the value something would run with. */
export interface Use {
  readonly name: string;
  readonly value: string;
  readonly place: Place | undefined;
  /** `the given environment`, a file, a service. */
  readonly where: string;
  readonly dummy: boolean;
}

export const GIVEN = 'the given environment';

/** What the inputs and Coolify say. */
export function givenUses({ given }: Project): readonly Use[] {
  return [...given.variables.values()].map(({ name, value, origin, place }) => ({
    name,
    value,
    place,
    where: GIVEN,
    dummy: origin === 'dummy',
  }));
}

/** Files of values that something under this profile loads: the input's, those of its services, and those named after it. */
export function filesInUse(project: Project): readonly EnvironmentFile[] {
  const loaded = new Set(
    project.services.flatMap(({ compose }) => compose?.environmentFiles.map(({ path }) => path) ?? []),
  );
  for (const { place } of project.given.variables.values()) if (place !== undefined) loaded.add(place.file);
  return project.environmentFiles.filter(
    ({ file, kind, profile }) => loaded.has(file) || (kind === 'values' && profile === project.profile),
  );
}

/** The given variables, and those of the files in use; a line that both know counts once. */
export function usesOf(project: Project): readonly Use[] {
  const given = givenUses(project);
  const known = new Set(given.map(keyOf));
  const inFiles = filesInUse(project).flatMap(({ file, entries }) =>
    lastOfEach(entries).map(entry => useOf(file, entry)),
  );
  const values = new Set(given.map(({ name, value }) => `${name}=${value}`));
  return [...given, ...inFiles.filter(use => !known.has(keyOf(use)) && !values.has(`${use.name}=${use.value}`))];
}

/** What Compose and images give to services that run the project's code, where it is neither given nor in a file. */
export function serviceUses(project: Project): readonly Use[] {
  const known = new Set(usesOf(project).map(({ name, value }) => `${name}=${value}`));
  const found = new Map<string, Use>();
  for (const { own, title, place, compose, environment } of project.services) {
    if (!own) continue;
    for (const [name, value] of environment) {
      const key = `${name}=${value}`;
      if (value === undefined || known.has(key) || found.has(key)) continue;
      found.set(key, {
        name,
        value,
        place: compose?.environment.get(name)?.place ?? place,
        where: title,
        dummy: false,
      });
    }
  }
  return [...found.values()];
}

/** A file's variables as Python reads them; of a name that stands twice the last, which wins everywhere. */
export function lastOfEach(entries: readonly EnvironmentEntry[]): readonly EnvironmentEntry[] {
  const last = new Map(entries.map(entry => [entry.name, entry]));
  return [...last.values()];
}

export function useOf(file: string, { name, line, values }: EnvironmentEntry): Use {
  return { name, value: values.dotenv, place: { file, line }, where: file, dummy: false };
}

/** `DEBUG=True`, or `SECRET_KEY (58 characters)`. */
export function evidenceOf(name: string, value: string): string {
  if (value === '') return `${name} is empty`;
  return isPublic(name) ? `${name}=${value.slice(0, 120)}` : `${name} (${[...value].length} characters)`;
}

/** For a hit: where it stands, and whether it rests on a stand-in. */
export function standing({ place, dummy }: Use) {
  return { ...(place === undefined ? {} : { place }), ...(dummy ? { dummy: true } : {}) };
}

/** `A`, `A and B`, `A, B and 3 more`. */
export function named(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop();
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}

function keyOf({ name, place, value }: Use): string {
  return place === undefined ? `${name}=${value}` : `${name}@${place.file}:${place.line}`;
}
