import type { SettingsDefault } from '../django/project.ts';
import type { EvaluationQuestion, VisitQuestion } from '../django/question.ts';
import type { GivenEnvironment } from './env/facts.ts';
import type { Profile } from './profile.ts';
import type { Role, Service } from './services/facts.ts';
import { settingsDefaultFor } from './settings-default.ts';

/**
 * Which evaluations of the settings a project needs: one a distinct (settings module, environment) among the services that run its code,
 * because a worker that lacks a variable, or starts with other settings, fails where the web does not.
 */
export interface PlannedEvaluation {
  readonly question: EvaluationQuestion;
  readonly services: readonly string[];
}

export interface EvaluationPlan {
  readonly profile: Profile;
  readonly services: readonly Service[];
  readonly given: GivenEnvironment;
  /** The input `settings`, which wins over everything the files say. */
  readonly settings: string | undefined;
  /** What manage.py, wsgi.py and their like say when the environment does not. */
  readonly defaults: readonly SettingsDefault[];
  readonly visits: readonly VisitQuestion[];
  readonly celeryTargets: (service: Service) => readonly string[];
}

/** They run Django, the web first: it is the one whose evaluation is looked at most closely. */
const DJANGO_ROLES: readonly Role[] = ['web', 'worker', 'beat', 'migrate', 'flower'];

/** What differs between services of one environment without any settings looking at it. */
const NO_MATTER: ReadonlySet<string> = new Set([
  'C_FORCE_ROOT',
  'HOST',
  'HOSTNAME',
  'PATH',
  'PORT',
  'PYTHONDONTWRITEBYTECODE',
  'PYTHONUNBUFFERED',
  'REMAP_SIGTERM',
]);

const GIVEN = 'the given environment';

export function planEvaluations(plan: EvaluationPlan): readonly PlannedEvaluation[] {
  const running = plan.services
    .filter(service => service.own && DJANGO_ROLES.includes(service.role))
    .sort((a, b) => DJANGO_ROLES.indexOf(a.role) - DJANGO_ROLES.indexOf(b.role));
  if (running.length === 0) return [only(plan)];
  const groups = new Map<string, Service[]>();
  for (const service of running) {
    const key = JSON.stringify([moduleOf(service, plan), distinguishing(environmentOf(service))]);
    groups.set(key, [...(groups.get(key) ?? []), service]);
  }
  return [...groups.values()].map((services, index) => evaluationOf(services, index === 0, plan));
}

const STAGING = /(^|[._])stag(?:e|ing)(?=$|[._])/;

/**
 * Production's settings under the same environment, where staging has a module of its own beside them: what staging proves holds for production
 * only as far as the two agree.
 * @param exists whether a dotted module is a file of the project
 */
export function planCounterpart(
  planned: readonly PlannedEvaluation[],
  exists: (module: string) => boolean,
): PlannedEvaluation | undefined {
  const [first] = planned;
  const own = first?.question.settings;
  if (first === undefined || own === undefined || !STAGING.test(own)) return undefined;
  const module = [own.replace(STAGING, '$1production'), own.replace(STAGING, '$1prod')].find(exists);
  if (module === undefined) return undefined;
  const environment = { ...first.question.environment, DJANGO_SETTINGS_MODULE: module };
  const id = `${first.question.id} with ${module}`;
  return {
    services: [id],
    question: {
      id,
      settings: module,
      environment,
      unknown: first.question.unknown ?? [],
      variations: false,
      depth: 'settings',
      visits: [],
      celery: [],
    },
  };
}

function evaluationOf(services: readonly Service[], first: boolean, plan: EvaluationPlan): PlannedEvaluation {
  const [service] = services;
  if (service === undefined) throw new Error('a group of services holds at least one');
  const celery = [...new Set(services.flatMap(plan.celeryTargets))];
  const web = services.some(({ role }) => role === 'web');
  return {
    services: services.map(({ title }) => title),
    question: {
      id: service.title,
      settings: moduleOf(service, plan),
      environment: environmentOf(service),
      unknown: unknownOf(service),
      variations: first,
      depth: web || celery.length > 0 ? 'deep' : 'settings',
      visits: web ? plan.visits : [],
      celery,
    },
  };
}

/** No service runs the project's code, as far as the files say: it is judged as the inputs describe it. */
function only(plan: EvaluationPlan): PlannedEvaluation {
  return {
    services: [GIVEN],
    question: {
      id: GIVEN,
      settings: chosen(plan.given.variables.get('DJANGO_SETTINGS_MODULE')?.value, undefined, plan),
      environment: Object.fromEntries([...plan.given.variables].map(([name, { value }]) => [name, value])),
      variations: true,
      depth: 'deep',
      visits: plan.visits,
      celery: [],
    },
  };
}

function moduleOf(service: Service, plan: EvaluationPlan): string | undefined {
  return chosen(service.settings, service, plan);
}

function chosen(named: string | undefined, service: Service | undefined, plan: EvaluationPlan): string | undefined {
  const fallback = settingsDefaultFor(service, plan);
  return plan.settings ?? (fallback?.forced ? fallback.module : (named ?? fallback?.module));
}

/** What is known of its environment: a variable whose value is unknown is left out, and the settings say whether they need it. */
function environmentOf({ environment }: Service): Readonly<Record<string, string>> {
  const known = [...environment].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(known);
}

function unknownOf({ environment }: Service): readonly string[] {
  return [...environment].flatMap(([name, value]) => (value === undefined ? [name] : []));
}

function distinguishing(environment: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(environment)
    .filter(([name]) => !NO_MATTER.has(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
