import type { Project } from '../project.ts';
import type { RequirementEntry, RequirementFile } from './facts.ts';

export function entryOf(file: RequirementFile | undefined, ...names: readonly string[]): RequirementEntry | undefined {
  return file?.entries.find(({ name }) => names.includes(name));
}

/** The version that is deployed: pinned in the file that images install, else the one that is installed here. */
export function versionOf(
  project: Project,
  name: string,
): { readonly version: string; readonly entry: RequirementEntry | undefined } | undefined {
  const entry = entryOf(project.requirements.deployed, name);
  const version = entry?.pinned ?? project.python?.packages[name];
  return version === undefined ? undefined : { version, entry };
}

/** Everything it installs is named in it, or is brought by what is: then what is not named is not there. */
export function isWhole(file: RequirementFile): boolean {
  const own = file.entries.some(
    ({ direct, name }) => direct !== undefined && (name === 'itself' || direct.startsWith('.')),
  );
  return file.entries.length > 0 && file.unreadable.length === 0 && !own;
}

/** What a line says, for evidence: `django==5.2.17`. */
export function written({ name, extras, specifier, direct }: RequirementEntry): string {
  const more = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  return direct === undefined ? `${name}${more}${specifier}` : `${name}${more} from an address`;
}
