import type { GivenEnvironment } from './env/facts.ts';
import type { Profile } from './profile.ts';
import type { CoolifyApplication } from './project.ts';

/** What the action knows before anything of the project is read. Paths are relative to the checkout's root. */
export interface CheckRequest {
  readonly profile: Profile;
  readonly site: URL | undefined;
  readonly directory: string | undefined;
  readonly settings: string | undefined;
  readonly framework: 'auto' | 'django' | 'alembic';
  readonly python: string | undefined;
  readonly given: GivenEnvironment;
  /** What Coolify says of the application and of the others beside it; undefined and empty when it was not asked. */
  readonly application: CoolifyApplication | undefined;
  readonly siblings: ReadonlyMap<string, GivenEnvironment>;
  /** Path of the input `env-file`, judged like the repository's own. */
  readonly envFile: string | undefined;
  readonly missing: 'fail' | 'dummy';
  readonly stubs: 'never' | 'missing';
  /** `profile -> stacks`, each the files of one stack in the order of `-f`; from the input `compose`. */
  readonly compose: ReadonlyMap<Profile, readonly (readonly string[])[]>;
  /** `kind -> globs`, from the input `files`. */
  readonly files: ReadonlyMap<FileKind, readonly string[]>;
  /** Health paths the configuration names, first the web's. */
  readonly healthPaths: readonly string[];
}

/**
 * Kinds of files that the input `files` can point at, beside what is found by name. Those whose place is settled are none: a server's file is
 * the one its command names, units end in `.service`, and GitHub reads workflows from one folder only.
 */
export type FileKind = 'dockerfile' | 'env' | 'requirements' | 'nginx' | 'traefik' | 'procfile';
