import type { InstalledPython } from '../django/answer.ts';
import type { DjangoEvaluation } from '../django/evaluation.ts';
import type { CeleryFacts } from './celery/facts.ts';
import type { ComposeStack } from './compose/facts.ts';
import type { Dockerfile } from './docker/facts.ts';
import type { EnvironmentFile, GivenEnvironment } from './env/facts.ts';
import type { Family, Profile } from './profile.ts';
import type { ProxyFile } from './proxy/facts.ts';
import type { RequirementFacts } from './requirements/facts.ts';
import type { ServerFacts } from './server/facts.ts';
import type { Service } from './services/facts.ts';
import type { SourceFacts } from './source/facts.ts';

/**
 * Everything that is known of a project, collected once and then only judged. Rules see all of it, because the faults that take sites
 * down lie between the files: a probe that is redirected, a worker that inherits the web's health check.
 */
export interface Project {
  readonly profile: Profile;
  /** The checkout on this machine, absolute: where paths that settings work out begin. Undefined: such paths are relative already. */
  readonly root?: string;
  /** Public address of the site; undefined when nothing says it. */
  readonly site: URL | undefined;
  /** Folder of `manage.py` (or `alembic.ini`), relative to the root; `''` is the root. */
  readonly directory: string;
  readonly framework: 'django' | 'alembic' | 'none';
  /** The variables everything was judged with, with where each came from. */
  readonly given: GivenEnvironment;
  /** The other applications of the same environment whose variables were read (worker, beat), by the name the configuration gives them. */
  readonly siblings: ReadonlyMap<string, GivenEnvironment>;
  /** What Coolify says of the application that `resource` names; undefined when it was not asked. */
  readonly application: CoolifyApplication | undefined;
  /** One a distinct (settings module, environment): as the services really start, else as the inputs say. Empty without Django. */
  readonly evaluations: readonly DjangoEvaluation[];
  /** Production's settings under the environment of the first evaluation, when staging has settings of its own: to be compared, not judged. */
  readonly counterpart: DjangoEvaluation | undefined;
  /** The project's interpreter and what is installed in it; undefined when none was found or asked. */
  readonly python: InstalledPython | undefined;
  /** Where the interpreter was found, in words: `.venv in src`. */
  readonly pythonFrom: string | undefined;
  readonly environmentFiles: readonly EnvironmentFile[];
  readonly dockerfiles: readonly Dockerfile[];
  /** The stacks of all profiles; rules about running things look at `services`. */
  readonly stacks: readonly ComposeStack[];
  /** What would run under `profile`: each service with its image, command and environment as they combine. */
  readonly services: readonly Service[];
  readonly servers: readonly ServerFacts[];
  readonly celery: readonly CeleryFacts[];
  readonly proxies: readonly ProxyFile[];
  readonly requirements: RequirementFacts;
  readonly source: SourceFacts;
  /** Families that could not be judged, and why: an unreadable environment, a project that cannot be imported. */
  readonly unjudged: readonly Unjudged[];
}

/** What is set in Coolify's forms, and decides what runs. Empty fields are undefined. */
export interface CoolifyApplication {
  readonly name: string;
  /** `dockerfile`, `nixpacks`, `dockercompose`, `dockerimage`, `static`. */
  readonly buildPack: string;
  readonly startCommand: string | undefined;
  readonly preDeployment: string | undefined;
  readonly postDeployment: string | undefined;
  /** Folder of the repository that is built, `''` for its root. */
  readonly baseDirectory: string;
  readonly dockerfile: string | undefined;
  readonly composeFile: string | undefined;
  readonly health: { readonly enabled: boolean; readonly path: string; readonly port: string | undefined };
  readonly ports: readonly string[];
  readonly domains: readonly string[];
}

export interface Unjudged {
  readonly family: Family;
  /** A reason code of the action: `settings-import-failed`, `variables-unreadable`. `skipped`: nothing there to judge, which is fine. */
  readonly reason:
    | 'skipped'
    | 'variables-unreadable'
    | 'no-interpreter'
    | 'import-failed'
    | 'missing-variable'
    | 'not-evaluated'
    | 'timeout';
  readonly why: string;
  readonly remedy: string;
}
