import type { Place } from '../../core/findings.ts';
import type { Failure } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import type { Hit } from '../rule.ts';
import { assigned, placed } from '../settings/values.ts';
import { acrossEvaluations, serviceOf, variablePlace } from './across.ts';

/** The words the probe puts into the exceptions of its own refusals (`src/django/python/sandbox.py`). */
export const REFUSED_HERE = 'obcms-deploy lets';

/** No environment makes these right; everything else may come from a variable that nobody gave. */
export const CODE_ERRORS: ReadonlySet<string> = new Set(['NameError', 'UnboundLocalError']);

export type Told = Pick<Hit, 'subject' | 'message' | 'evidence'> & Partial<Hit>;

/** Asks every evaluation that broke off. What is told stands at the line that raised, as far as that is the project's. */
export function brokenOff(
  project: Project,
  look: (failure: Failure, evaluation: DjangoEvaluation) => Told | undefined,
): readonly Hit[] {
  return acrossEvaluations(project.evaluations, evaluation => {
    const { failure } = evaluation.answer;
    const told = failure === null ? undefined : look(failure, evaluation);
    if (failure === null || told === undefined) return [];
    const place: Place | undefined = told.place ?? placed(failure.place) ?? elsewhere(project, failure, evaluation);
    return [{ ...told, ...(place === undefined ? {} : { place }) }];
  });
}

/** No line of the project raised: the list of applications, or what names the settings module, is what there is to change. */
export function elsewhere(project: Project, { stage }: Failure, evaluation: DjangoEvaluation): Place | undefined {
  const applications = stage === 'setup' ? assigned(evaluation, 'INSTALLED_APPS')?.place : undefined;
  return applications ?? variablePlace(serviceOf(project, evaluation), 'DJANGO_SETTINGS_MODULE');
}

export function moduleOf(evaluation: DjangoEvaluation): string {
  return evaluation.module ?? evaluation.answer.settings?.module ?? 'the settings';
}

export function said({ type, message }: Failure): string {
  return message === '' ? type : `${type}: ${message}`;
}

/** Something was given, no service reads a file of variables that is not in the checkout, and no variable has a value that is not known. */
export function isWhole({ given, services }: Project, evaluation: DjangoEvaluation): boolean {
  const own = services.filter(({ title }) => evaluation.services.includes(title));
  return !given.empty && own.every(({ complete, environment }) => complete && [...environment].every(isSettled));
}

/** The platform chooses the port, and no settings hang on it. */
function isSettled([name, value]: readonly [string, string | undefined]): boolean {
  return value !== undefined || name === 'PORT';
}

/** One of the project's own modules is not there: the probe calls it `module-missing` when it is a third party's. */
export function ownModuleMissing(failure: Failure): boolean {
  return failure.kind === 'refused' && (failure.type === 'ModuleNotFoundError' || failure.type === 'ImportError');
}

export function during({ stage }: Failure): string {
  const what: Readonly<Record<Failure['stage'], string>> = {
    settings: 'the settings are loaded',
    setup: 'the applications are loaded',
    checks: 'the system checks run',
    visits: 'a health address is asked',
    celery: 'the Celery app is loaded',
    migrations: 'the migrations are loaded',
  };
  return what[stage];
}

export function ended(failure: Failure, what: string): string {
  return failure.kind === 'timeout'
    ? `The time ran out while ${what}, so nothing can be said of what follows.`
    : `Python itself ended while ${what} (${said(failure)}), so nothing can be said of what follows.`;
}

/** It broke on what the probe does not let happen, a connection or a program: elsewhere it may load. */
export function isSandboxed({ sandboxed, message }: Failure): boolean {
  return sandboxed === true || message.includes(REFUSED_HERE);
}
