import { baseName, folderOf } from '../paths.ts';
import type { Profile } from '../profile.ts';

/** Files that make a stack by their names. */
export interface StackChoice {
  readonly files: readonly string[];
  readonly profile: Profile;
  readonly chosen: 'input' | 'name';
  /** Why these files serve this profile, when their names do not say it. */
  readonly note: string | undefined;
}

/** What has to be read of a Compose file to know how it is meant. */
export interface FileCharacter {
  /** It can be started without another file. */
  readonly alone: boolean;
  /** Whole services that name volumes or services which the file has not: written for a base that has them, or wrong. */
  readonly lacks?: readonly string[];
  /** What another file could be written for: its services and volumes. */
  readonly holds?: readonly string[];
  /** Why it is plainly for a developer's machine; undefined when it is not. */
  readonly development: string | undefined;
}

const FOLDERS = /^(infra|deploy|deployment|docker|\.docker|compose|\.compose)(\/|$)/;
const BASE = /^(?:docker-)?compose\.ya?ml$/;
const OVERLAY = /^(?:docker-)?compose[._-](?<words>.+)\.ya?ml$/;
/** As cookiecutter-django names them. */
const BARE = /^(?<words>production|prod|staging|stage|local|dev|development)\.ya?ml$/;
const ORDER = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

const WORDS: ReadonlyMap<string, Profile> = new Map([
  ['production', 'production'],
  ['prod', 'production'],
  ['live', 'production'],
  ['coolify', 'production'],
  ['staging', 'staging'],
  ['stage', 'staging'],
  ['dev', 'development'],
  ['development', 'development'],
  ['local', 'development'],
  ['override', 'development'],
]);
const NOT_FOR_USE = new Set(['example', 'sample', 'template', 'dist', 'bak', 'old', 'test', 'tests', 'ci', 'e2e']);

/** Whether a file of the repository may be a Compose file, by its place and name. */
export function isCandidate(path: string): boolean {
  const directory = folderOf(path);
  if (directory !== '' && !FOLDERS.test(directory)) return false;
  const name = baseName(path);
  return BASE.test(name) || kindOf(name) !== undefined;
}

function kindOf(name: string): Profile | undefined {
  const groups = OVERLAY.exec(name)?.groups ?? BARE.exec(name)?.groups;
  const words = groups?.['words']?.toLowerCase().split(/[._-]/) ?? [];
  if (words.some(word => NOT_FOR_USE.has(word))) return undefined;
  for (const word of words) {
    const profile = WORDS.get(word);
    if (profile !== undefined) return profile;
  }
  return undefined;
}

/**
 * Which stacks there are, by the names of the files: a file that stands alone, or a base with its overlay.
 * @param files candidates, with what they look like inside
 */
export function choices(files: ReadonlyMap<string, FileCharacter>): readonly StackChoice[] {
  const folders = new Map<string, string[]>();
  for (const file of files.keys()) {
    const folder = folderOf(file);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const rootBase = baseOf(folders.get('') ?? []);
  return [...folders.values()].flatMap(own => choicesOf(own, rootBase, files));
}

function choicesOf(
  own: readonly string[],
  rootBase: string | undefined,
  files: ReadonlyMap<string, FileCharacter>,
): readonly StackChoice[] {
  const base = baseOf(own);
  const named = (profile: Profile): readonly StackChoice[] =>
    own
      .filter(file => kindOf(baseName(file)) === profile)
      .map(file => {
        const below = base ?? rootBase;
        const alone = below === undefined || standsAlone(files.get(file), files.get(below));
        return { files: alone ? [file] : [below, file], profile, chosen: 'name' as const, note: undefined };
      });
  const production = withBase('production', named('production'), base, files);
  const staging = named('staging');
  const shared = production.map(choice => ({
    ...choice,
    profile: 'staging' as const,
    note: choice.note ?? 'nothing is named for staging, so production’s files serve it',
  }));
  const development = named('development');
  return [
    ...production,
    ...(staging.length > 0 ? staging : shared),
    ...(development.length > 0 || base === undefined
      ? development
      : [{ files: [base], profile: 'development' as const, chosen: 'name' as const, note: undefined }]),
  ];
}

/** What neither of two files has is a mistake in the one that names it, and does not make it a part of the other. */
function standsAlone(own: FileCharacter | undefined, base: FileCharacter | undefined): boolean {
  if (own?.alone === true) return true;
  return own?.lacks !== undefined && !own.lacks.some(name => base?.holds?.includes(name));
}

/** The base serves production when nothing else is named for it, unless it is made for a developer's machine. */
function withBase(
  profile: Profile,
  named: readonly StackChoice[],
  base: string | undefined,
  files: ReadonlyMap<string, FileCharacter>,
): readonly StackChoice[] {
  if (named.length > 0 || base === undefined || files.get(base)?.development !== undefined) return named;
  return [{ files: [base], profile, chosen: 'name', note: `no file is named for ${profile}, so ${base} serves it` }];
}

function baseOf(files: readonly string[]): string | undefined {
  return ORDER.flatMap(name => files.filter(file => baseName(file) === name))[0];
}
