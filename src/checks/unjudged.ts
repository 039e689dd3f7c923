import { inSequence } from '../core/text.ts';
import type { Failure } from '../django/answer.ts';
import { NEVER_STUBBED } from '../django/stubbing.ts';
import { FAMILIES, type Family } from './profile.ts';
import type { Project, Unjudged } from './project.ts';

/** What can only be known by asking the project's Python, or by reading its variables. */
const OF_PYTHON: readonly Family[] = ['django', 'settings'];
const OF_VARIABLES: readonly Family[] = ['django', 'settings', 'env', 'celery'];

/** Families of which nothing could be known, and families that have nothing to be known of. Pure. */
export function unjudgedOf(project: Omit<Project, 'unjudged'>, interpreter: InterpreterFound): readonly Unjudged[] {
  return [...unreadable(project), ...unasked(project, interpreter), ...unanswered(project), ...absent(project)];
}

/** Whether the project's Python could be asked; `problem` in words, with its remedy. */
export type InterpreterFound =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'no-interpreter' | 'timeout';
      readonly problem: string;
      readonly remedy: string;
    };

const TICK_SENSITIVE =
  'Give the token the ability "read:sensitive" beside "read": Coolify, Keys & Tokens, API tokens, create a new token with both ticked, and store it as the secret that coolify-token reads.';

function unreadable({ given }: Pick<Project, 'given'>): readonly Unjudged[] {
  if (given.unreadable.length === 0) return [];
  const names = inSequence([...given.unreadable].sort().slice(0, 5));
  const more = given.unreadable.length > 5 ? ` and ${given.unreadable.length - 5} more` : '';
  const all = given.variables.size === 0;
  return OF_VARIABLES.map(family => ({
    family,
    reason: 'variables-unreadable' as const,
    why: `Coolify names the variables of this application but does not show the values of ${names}${more}`,
    remedy: all
      ? TICK_SENSITIVE
      : `${TICK_SENSITIVE} Variables that are "shown once" can be read by no token: give them with the input env, or clear that mark.`,
  }));
}

function unasked({ framework }: Pick<Project, 'framework'>, interpreter: InterpreterFound): readonly Unjudged[] {
  if (interpreter.ok || framework !== 'django') return [];
  return OF_PYTHON.map(family => ({
    family,
    reason: interpreter.reason,
    why: interpreter.problem,
    remedy: interpreter.remedy,
  }));
}

/** The first service's evaluation decides: it is the web's, or the only one there is. */
function unanswered({ evaluations, given }: Pick<Project, 'evaluations' | 'given'>): readonly Unjudged[] {
  const failure = evaluations[0]?.answer.failure;
  if (failure == null || given.unreadable.length > 0) return [];
  const found = reasonOf(failure, given.empty);
  return found === undefined ? [] : OF_PYTHON.map(family => ({ family, ...found }));
}

const INSTALL =
  'Install what the project needs before this step; nothing can stand in for this module, because every setting rests on it:\nsteps:\n  - run: pip install -r requirements.txt';
const INSTALL_OR_STUB =
  'Install what the project needs before this step, or let settings be judged without it:\nsteps:\n  - run: pip install -r requirements.txt\n  - uses: org/obcms-deploy/check-deploy@v1\n    with:\n      stub-imports: missing';

/** A project that refuses to load is judged: it would not start. What only this machine lacks says nothing about it. */
function reasonOf(failure: Failure, nothingGiven: boolean): Omit<Unjudged, 'family'> | undefined {
  if (failure.kind === 'module-missing') {
    return {
      reason: 'import-failed',
      why: `the module ${failure.name ?? ''} is not installed in the interpreter that was asked`,
      remedy: NEVER_STUBBED.includes(failure.name ?? '') ? INSTALL : INSTALL_OR_STUB,
    };
  }
  if (failure.kind === 'variable-missing' && nothingGiven) {
    return {
      reason: 'missing-variable',
      why: `the settings demand the variable ${failure.name ?? ''}, and no environment was given`,
      remedy:
        'Give the real variables (from Coolify, or a file), or let absent ones be filled and every finding that rests on one be marked:\nwith:\n  missing: dummy',
    };
  }
  if (failure.kind === 'timeout') {
    return {
      reason: 'timeout',
      why: `the settings did not load in time (${failure.stage})`,
      remedy: 'Find what takes so long while settings are imported: a network call, a model, a large file.',
    };
  }
  return undefined;
}

/** Nothing of the kind is there, which is fine, and is said. */
function absent(project: Omit<Project, 'unjudged'>): readonly Unjudged[] {
  const nothing: Readonly<Record<Family, string | undefined>> = {
    django: project.framework === 'django' ? undefined : 'no manage.py was found: this is no Django project',
    settings: project.framework === 'django' ? undefined : 'no manage.py was found: this is no Django project',
    env:
      project.environmentFiles.length > 0 || !project.given.empty
        ? undefined
        : 'no file of variables was found and none were given',
    docker: project.dockerfiles.length > 0 ? undefined : 'no Dockerfile was found',
    compose: project.stacks.length > 0 ? undefined : 'no Compose file was found',
    server: project.servers.length > 0 ? undefined : 'nothing starts an application server',
    celery: project.celery.length > 0 ? undefined : 'nothing starts Celery',
    proxy: project.proxies.length > 0 ? undefined : 'no configuration of a proxy was found',
    requirements: project.requirements.files.length > 0 ? undefined : 'no requirements were found',
    source: undefined,
  };
  return FAMILIES.flatMap(family => {
    const why = nothing[family];
    return why === undefined ? [] : [{ family, reason: 'skipped' as const, why, remedy: '' }];
  });
}
