import type { Milliseconds } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { Repository } from '../core/repository.ts';
import type { World } from '../core/world.ts';
import type { EvaluationAnswer, InstalledPython, ServerAnswer } from '../django/answer.ts';
import type { DjangoEvaluation } from '../django/evaluation.ts';
import { findPython } from '../django/interpreter.ts';
import { askProbe } from '../django/probe.ts';
import type { ProjectPlace } from '../django/project-place.ts';
import type { ProbeQuestion, ServerQuestion } from '../django/question.ts';
import { NEVER_STUBBED } from '../django/stubbing.ts';
import { celeryTargets } from './celery/read.ts';
import { type PlannedEvaluation, planCounterpart, planEvaluations } from './evaluations.ts';
import type { CheckRequest } from './request.ts';
import { MARKS } from './secrets/marks.ts';
import { SECRET_NAMES } from './secrets/names.ts';
import type { Service } from './services/facts.ts';
import { WANTED_SETTINGS } from './settings/wanted.ts';
import type { InterpreterFound } from './unjudged.ts';
import { visitsOf } from './visits.ts';

export type CheckWorld = Pick<World, 'processes' | 'tree' | 'environment' | 'signal' | 'host'>;

export interface Interrogation {
  readonly request: CheckRequest;
  readonly place: ProjectPlace;
  readonly services: readonly Service[];
  readonly servers: readonly ServerQuestion[];
  /** HMAC key of the run, hexadecimal. */
  readonly key: string;
  readonly repository: Repository;
}

export interface Interrogated {
  readonly interpreter: InterpreterFound;
  readonly installed: InstalledPython | undefined;
  /** Where the interpreter was found: `.venv in src`. */
  readonly why: string | undefined;
  readonly evaluations: readonly DjangoEvaluation[];
  /** See `Project.counterpart`. */
  readonly counterpart: DjangoEvaluation | undefined;
  readonly servers: readonly ServerAnswer[];
}

const EVALUATION_LIMIT: Milliseconds = 60_000;
const TOTAL_LIMIT: Milliseconds = 180_000;

/**
 * Asks the project's own Python, once, for everything: the settings under each environment they run with, and the server's file.
 * @throws UserError when the input `python` names no interpreter
 */
export async function interrogate(about: Interrogation, world: CheckWorld): Promise<Interrogated> {
  const { request, place, repository, servers } = about;
  const evaluations = place.framework === 'django' && !isUnreadable(request) ? planned(about) : [];
  const counterpart = request.profile === 'staging' ? planCounterpart(evaluations, moduleIn(about)) : undefined;
  if (evaluations.length === 0 && servers.length === 0) return nothing({ ok: true });
  const found = await findPython(
    { asked: request.python, root: repository.root, directory: place.directory, has: path => repository.has(path) },
    world,
  );
  if (!found.ok) {
    if (found.reason === 'asked')
      throw new UserError(found.message, { reasonCode: 'invalid-input', remedy: found.remedy });
    return nothing({ ok: false, reason: 'no-interpreter', problem: found.message, remedy: found.remedy });
  }
  const reply = await askProbe(
    questionOf(about, [...evaluations, ...(counterpart === undefined ? [] : [counterpart])]),
    found.interpreter.python,
    world,
  );
  if (!reply.ok) {
    const reason = reply.reason === 'timeout' ? 'timeout' : 'no-interpreter';
    return nothing({ ok: false, reason, problem: reply.message, remedy: REMEDIES[reply.reason] });
  }
  return {
    interpreter: { ok: true },
    installed: reply.answer.python,
    why: found.interpreter.why,
    evaluations: evaluations.flatMap(plan => evaluationOf(plan, reply.answer.evaluations)),
    counterpart: counterpart && evaluationOf(counterpart, reply.answer.evaluations)[0],
    servers: reply.answer.servers,
  };
}

const REMEDIES = {
  'not-started':
    'Set Python up and install the requirements before this step:\nsteps:\n  - uses: actions/setup-python@v6\n    with:\n      python-version: "3.13"\n  - run: pip install -r requirements.txt',
  timeout: 'Find what takes so long while settings are imported: a network call, a model, a large file.',
  broken:
    'The interpreter ended before it could answer. Start it by hand with the same packages; if it works there, please open an issue with the lines above.',
} as const;

function nothing(interpreter: InterpreterFound): Interrogated {
  return { interpreter, installed: undefined, why: undefined, evaluations: [], counterpart: undefined, servers: [] };
}

/** With names and no values, an evaluation would judge an environment that does not exist. */
function isUnreadable({ given }: CheckRequest): boolean {
  return given.unreadable.length > 0 && given.variables.size === 0;
}

/** Whether a dotted module is a file below the project's folder. */
function moduleIn({ place, repository }: Interrogation): (module: string) => boolean {
  const folder = place.directory === '' ? '' : `${place.directory}/`;
  return module => repository.files.includes(`${folder}${module.replaceAll('.', '/')}.py`);
}

function planned({ request, place, services }: Interrogation): readonly PlannedEvaluation[] {
  return planEvaluations({
    services,
    given: request.given,
    settings: request.settings,
    profile: request.profile,
    defaults: place.defaults,
    visits: visitsOf({
      paths: request.healthPaths,
      services,
      application: request.application,
      site: request.site,
    }),
    celeryTargets: service => celeryTargets([service]),
  });
}

function questionOf(
  { request, place, repository, servers, key }: Interrogation,
  evaluations: readonly PlannedEvaluation[],
): ProbeQuestion {
  return {
    schema: 'obcms-deploy/probe-question@1',
    root: repository.root,
    directory: place.directory === '' ? repository.root : `${repository.root}/${place.directory}`,
    key,
    stubs: request.stubs,
    neverStubbed: NEVER_STUBBED,
    missing: request.missing,
    marks: MARKS,
    settings: WANTED_SETTINGS,
    secretNames: SECRET_NAMES,
    evaluations: evaluations.map(({ question }) => question),
    servers,
    limits: { evaluation: EVALUATION_LIMIT, total: TOTAL_LIMIT },
  };
}

function evaluationOf(plan: PlannedEvaluation, answers: readonly EvaluationAnswer[]): readonly DjangoEvaluation[] {
  const answer = answers.find(({ id }) => id === plan.question.id);
  if (answer === undefined) return [];
  const { settings, environment } = plan.question;
  return [{ services: plan.services, module: settings, variables: new Set(Object.keys(environment)), answer }];
}
