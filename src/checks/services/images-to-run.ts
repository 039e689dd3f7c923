import type { Dockerfile, Stage } from '../docker/facts.ts';
import { baseName, folderOf, joined } from '../paths.ts';
import type { Profile } from '../profile.ts';
import type { CoolifyApplication } from '../project.ts';

const WORDS: Readonly<Record<Profile, RegExp>> = {
  development: /(^|[._-])(dev|development|local)([._-]|$)/i,
  staging: /(^|[._-])(staging|stage)([._-]|$)/i,
  production: /(^|[._-])(prod|production)([._-]|$)/i,
};
const NEVER = /(^|[._-])(tests?|ci|lint|docs|builder)([._-]|$)/i;

/** The Dockerfiles that are run by themselves under a profile: the one Coolify builds, else by their names, one a folder. */
export function dockerfilesFor(question: {
  readonly dockerfiles: readonly Dockerfile[];
  readonly application: CoolifyApplication | undefined;
  readonly profile: Profile;
}): readonly Dockerfile[] {
  const { dockerfiles, application, profile } = question;
  if (application !== undefined && application.buildPack !== 'dockerfile') return [];
  const base = application?.baseDirectory.replace(/^\/+/, '') ?? '';
  const built = joined(base, (application?.dockerfile ?? 'Dockerfile').replace(/^\/+/, ''));
  const named = application === undefined ? [] : dockerfiles.filter(({ file }) => file === built);
  if (named.length > 0) return named.slice(0, 1);
  const folders = new Map<string, Dockerfile[]>();
  for (const dockerfile of dockerfiles) {
    if (NEVER.test(baseName(dockerfile.file))) continue;
    const folder = folderOf(dockerfile.file);
    folders.set(folder, [...(folders.get(folder) ?? []), dockerfile]);
  }
  return [...folders.values()].flatMap(own => forProfile(own, profile));
}

/** Named for the profile, else for none, else (staging) for production. */
function forProfile(own: readonly Dockerfile[], profile: Profile): readonly Dockerfile[] {
  const named = (wanted: Profile) => own.filter(({ file }) => WORDS[wanted].test(baseName(file)));
  const mine = named(profile);
  if (mine.length > 0) return mine;
  const unnamed = own.filter(({ file }) => !Object.values(WORDS).some(pattern => pattern.test(baseName(file))));
  if (profile === 'staging' && named('production').length > 0) return named('production');
  return unnamed;
}

/** The stages that are built from a Dockerfile without Compose: those asked for, else the last. Coolify builds the last. */
export function targetsOf(dockerfile: Dockerfile, application: CoolifyApplication | undefined): readonly Stage[] {
  const asked = dockerfile.stages.filter(({ name }) => dockerfile.targets.includes(name));
  const last = dockerfile.stages.slice(-1);
  return application !== undefined || asked.length === 0 ? last : asked;
}
