import type { Place } from '../../core/findings.ts';
import type { CeleryAnswer, SettingJson } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import type { Hit } from '../rule.ts';
import { titlesInWords } from '../services/titles.ts';
import { stayingEvaluations } from '../settings/across.ts';
import { assigned, count, isUnknown, placed, setting } from '../settings/values.ts';
import { isAtLeast, seriesOf } from '../versions.ts';
import type { CeleryFacts } from './facts.ts';

/** A Celery configuration, as a program runs with it or as the settings of the site hold it for whoever sends tasks. */
export interface CeleryApp {
  /** Title of the service; of the evaluation's services when no Celery program is started here. */
  readonly who: string;
  readonly facts: CeleryFacts | undefined;
  readonly answer: CeleryAnswer | undefined;
  readonly evaluation: DjangoEvaluation | undefined;
  /** By Celery's lower-case name; undefined when nobody knows: then no rule may judge. `null` is Celery's own “not set”. */
  value(name: string): SettingJson | undefined;
  /** Where a value is set, else where the app is made, else where the program is started. */
  place(name: string): Place | undefined;
  /** It rests on a variable that was filled by `missing: dummy`. */
  dummy(name: string): boolean;
}

/** Names that Celery 4 renamed and still reads under `CELERY_`. */
const OLD: Readonly<Record<string, readonly string[]>> = {
  broker_url: ['BROKER_URL'],
  broker_transport_options: ['BROKER_TRANSPORT_OPTIONS'],
  task_always_eager: ['CELERY_ALWAYS_EAGER'],
  task_acks_late: ['CELERY_ACKS_LATE'],
  task_time_limit: ['CELERYD_TASK_TIME_LIMIT'],
  task_soft_time_limit: ['CELERYD_TASK_SOFT_TIME_LIMIT'],
  worker_prefetch_multiplier: ['CELERYD_PREFETCH_MULTIPLIER'],
  worker_max_tasks_per_child: ['CELERYD_MAX_TASKS_PER_CHILD'],
  worker_concurrency: ['CELERYD_CONCURRENCY'],
  beat_schedule: ['CELERYBEAT_SCHEDULE'],
  beat_scheduler: ['CELERYBEAT_SCHEDULER'],
};

/** Each Celery program with its configuration, and evaluations that only send tasks. */
export function appsOf(project: Project): readonly CeleryApp[] {
  const running = project.celery
    .filter(({ program }) => program !== 'other')
    .map(facts => appOf(facts.service?.title ?? facts.program, facts, facts.answer, facts.evaluation));
  const covered = new Set(project.celery.map(({ evaluation }) => evaluation));
  const sending = stayingEvaluations(project)
    .filter(evaluation => !covered.has(evaluation) && usesCelery(evaluation))
    .map(evaluation => appOf(evaluation.services.join(', '), undefined, evaluation.answer.celery[0], evaluation));
  return [...running, ...sending];
}

function usesCelery(evaluation: DjangoEvaluation): boolean {
  const names = Object.entries(evaluation.answer.settings?.values ?? {});
  return names.some(([name, { default: own }]) => !own && /^(CELERY|BROKER_URL)/.test(name));
}

function appOf(
  who: string,
  facts: CeleryFacts | undefined,
  answer: CeleryAnswer | undefined,
  evaluation: DjangoEvaluation | undefined,
): CeleryApp {
  const asked = answer !== undefined && Object.keys(answer.configuration).length > 0;
  const own = (name: string) => {
    if (evaluation === undefined) return undefined;
    const found = namesOf(name).map(known => setting(evaluation, known));
    return found.find(known => known !== undefined && !known.default);
  };
  return {
    who,
    facts,
    answer,
    evaluation,
    value(name) {
      const value = asked ? answer.configuration[name] : own(name)?.value;
      return isUnknown(value) ? undefined : value;
    },
    place(name) {
      const names = evaluation === undefined ? [] : namesOf(name).map(known => assigned(evaluation, known)?.place);
      return names.find(place => place !== undefined) ?? placed(answer?.place ?? null) ?? facts?.place;
    },
    dummy: name => own(name)?.dummy === true,
  };
}

function namesOf(name: string): readonly string[] {
  return [`CELERY_${name.toUpperCase()}`, ...(OLD[name] ?? [])];
}

/** A number of the command line, else of the configuration. */
export function limit(app: CeleryApp, option: string, name: string): number | undefined {
  const given = app.facts?.options.get(option);
  if (given !== undefined) return /^\d+(\.\d+)?$/.test(given) ? Number(given) : undefined;
  return count(app.value(name));
}

/** The line of an option of the command line, else of the setting. */
export function limitPlace(app: CeleryApp, option: string, name: string): Place | undefined {
  return app.facts?.options.has(option) === true ? app.facts.place : app.place(name);
}

export interface CeleryFault {
  /** `task_time_limit`; with the services it is the finding's subject. */
  readonly on: string;
  readonly place: Place | undefined;
  readonly message: (who: string) => string;
  readonly evidence: string;
  readonly remedy?: string;
  readonly severity?: Hit['severity'];
  readonly dummy?: boolean;
  readonly unknown?: true;
}

/** Asks each app; the same fault at the same place is one hit that names all who share it. */
export function faultsOf(project: Project, find: (app: CeleryApp) => CeleryFault | undefined): readonly Hit[] {
  return merged(appsOf(project).map(app => ({ who: app.who, fault: find(app) })));
}

/** The same for programs that run: workers, beats, flowers. */
export function programFaults(
  project: Project,
  programs: readonly CeleryFacts['program'][],
  find: (facts: CeleryFacts) => CeleryFault | undefined,
): readonly Hit[] {
  const asked = project.celery.filter(({ program }) => programs.includes(program));
  return merged(asked.map(facts => ({ who: facts.service?.title ?? facts.program, fault: find(facts) })));
}

function merged(found: readonly { readonly who: string; readonly fault: CeleryFault | undefined }[]): readonly Hit[] {
  const groups = new Map<string, { readonly fault: CeleryFault; readonly who: string[] }>();
  for (const { who, fault } of found) {
    if (fault === undefined) continue;
    const key = JSON.stringify([fault.place, fault.on, fault.message(''), fault.evidence]);
    const group = groups.get(key) ?? { fault, who: [] };
    if (!group.who.includes(who)) group.who.push(who);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ fault, who }) => ({
    ...(fault.place === undefined ? {} : { place: fault.place }),
    subject: fault.place?.file.endsWith('.py') === true ? fault.on : `${who.join(', ')}: ${fault.on}`,
    message: fault.message(titlesInWords(who)),
    evidence: fault.evidence,
    ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
    ...(fault.severity === undefined ? {} : { severity: fault.severity }),
    ...(fault.dummy === true ? { dummy: true } : {}),
    ...(fault.unknown === undefined ? {} : { unknown: fault.unknown }),
  }));
}

/** It runs in a container, where localhost is the container itself. */
export function inContainer(project: Project, app: Pick<CeleryApp, 'facts'>): boolean {
  const service = app.facts?.service;
  if (service === undefined)
    return project.services.some(({ image }) => image !== undefined) || project.application !== undefined;
  return service.compose !== undefined || service.image !== undefined || project.application !== undefined;
}

/** Celery's version is this one or later; undefined when it is not known. */
export function since(app: Pick<CeleryApp, 'answer'>, project: Project, bound: string): boolean | undefined {
  const version = app.answer?.version ?? project.python?.packages['celery'];
  return version === undefined || seriesOf(version) === undefined ? undefined : isAtLeast(version, bound);
}
