import type { Place, Severity } from '../../core/findings.ts';
import type { SettingJson } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Profile } from '../profile.ts';
import type { Project } from '../project.ts';
import type { Hit } from '../rule.ts';
import { isAtLeast } from '../versions.ts';
import { assigned, isUnknown, type Setting, setting, shown, withoutLogins } from './values.ts';

/** One evaluation, as a rule of this family looks at it. */
export interface Evaluated {
  readonly evaluation: DjangoEvaluation;
  readonly project: Project;
  readonly profile: Profile;
  /** The value, or the default that holds; undefined where neither is known. */
  value(name: string): SettingJson | undefined;
  setting(name: string): Setting | undefined;
  /** The project itself sets it. */
  isSet(name: string): boolean;
  /** The installed Django is this one or later; of an unknown one everything is believed. */
  since(version: string): boolean;
  /** An application or middleware (by its dotted name, or a part of it that ends at a dot). */
  installed(app: string): boolean;
}

/** What a rule says of one evaluation. */
export interface Fault {
  /** The setting it is about; the finding stands where it is set, or at the head of the settings file when it is not. */
  readonly on: string;
  /** Where that is not the name of the setting. */
  readonly subject?: string;
  readonly message: string;
  /** Where that is not the value of the setting. */
  readonly evidence?: string;
  readonly remedy?: string;
  readonly severity?: Severity;
  /** Instead of where the setting is set. */
  readonly place?: Place | undefined;
  /** Other settings the judgement rests on. */
  readonly with?: readonly string[];
}

export interface Scope {
  /** Settings without which nothing can be said: an unknown one makes the answer unknown. */
  readonly needs: readonly string[];
  /** `web`: only what answers visitors. `any`: everything that goes on running. `all`: also what migrates and ends. */
  readonly of: 'web' | 'any' | 'all';
}

/** Asks every evaluation once, and says once what several of them share. Pure. */
export function acrossSettings(
  project: Project,
  { needs, of }: Scope,
  look: (evaluated: Evaluated) => readonly Fault[],
): readonly Hit[] {
  const asked = evaluationsFor(of, project).filter(({ answer }) => answer.settings !== null);
  const merged = new Map<string, { readonly hit: Hit; readonly services: readonly string[] }>();
  for (const evaluation of asked) {
    const evaluated = evaluatedOf(project, evaluation);
    const unknown = needs.filter(name => isUnknown(evaluated.value(name)));
    const hits =
      unknown.length > 0
        ? unknown.map(name => unknownHit(evaluated, name))
        : look(evaluated).map(fault => hitOf(evaluated, fault));
    for (const hit of hits) {
      const key = JSON.stringify([hit.place, hit.subject, hit.message, hit.severity, hit.unknown]);
      const services = [...(merged.get(key)?.services ?? []), ...evaluation.services];
      merged.set(key, { hit: merged.get(key)?.hit ?? hit, services: [...new Set(services)] });
    }
  }
  const everybody = new Set(asked.flatMap(({ services }) => services)).size;
  return [...merged.values()].map(({ hit, services }) =>
    services.length === everybody ? hit : { ...hit, message: `${hit.message} This holds for ${services.join(', ')}.` },
  );
}

function evaluationsFor(of: Scope['of'], project: Project): readonly DjangoEvaluation[] {
  if (of === 'web') return webEvaluations(project);
  return of === 'all' ? project.evaluations : stayingEvaluations(project);
}

/** What goes on running; everything, when nothing is known to do so. A container that only migrates shows nobody an error page. */
export function stayingEvaluations({ evaluations, services }: Project): readonly DjangoEvaluation[] {
  const ending = new Set(services.filter(({ role }) => role === 'migrate').map(({ title }) => title));
  const staying = evaluations.filter(evaluation => evaluation.services.some(title => !ending.has(title)));
  return staying.length > 0 ? staying : evaluations;
}

/** What visitors reach; everything, when no service is known to be a web. */
export function webEvaluations({ evaluations, services }: Project): readonly DjangoEvaluation[] {
  const webs = new Set(services.filter(({ roles }) => roles.includes('web')).map(({ title }) => title));
  const serving = evaluations.filter(evaluation => evaluation.services.some(title => webs.has(title)));
  return serving.length > 0 ? serving : evaluations;
}

/** The file of the settings module that was evaluated, at its first line; undefined when it lies outside of the repository. */
export function headOf({ answer }: DjangoEvaluation): Place | undefined {
  if (answer.settings === null) return undefined;
  const { module, files } = answer.settings;
  const path = module.replaceAll('.', '/');
  const own = files.find(file =>
    [`${path}.py`, `${path}/__init__.py`].some(end => file === end || file.endsWith(`/${end}`)),
  );
  const file = own ?? files.at(-1);
  return file === undefined || file.startsWith('/') ? undefined : { file, line: 1 };
}

export function evaluatedOf(project: Project, evaluation: DjangoEvaluation): Evaluated {
  const { django } = evaluation.answer;
  const value = (name: string): SettingJson | undefined => setting(evaluation, name)?.value;
  return {
    evaluation,
    project,
    profile: project.profile,
    value,
    setting: name => setting(evaluation, name),
    isSet: name => assigned(evaluation, name) !== undefined,
    since: version => django === null || isAtLeast(django, version),
    installed: app => {
      const names = [value('INSTALLED_APPS'), value('MIDDLEWARE')].flatMap(found =>
        Array.isArray(found) ? found : [],
      );
      return names.some(name => name === app || (typeof name === 'string' && name.startsWith(`${app}.`)));
    },
  };
}

function hitOf(evaluated: Evaluated, fault: Fault): Hit {
  const { evaluation } = evaluated;
  const place = fault.place ?? assigned(evaluation, fault.on)?.place ?? headOf(evaluation);
  const rests = [fault.on, ...(fault.with ?? [])].some(name => evaluated.setting(name)?.dummy === true);
  return {
    subject: withoutLogins(fault.subject ?? fault.on),
    ...(place === undefined ? {} : { place }),
    message: withoutLogins(fault.message),
    evidence: withoutLogins(fault.evidence ?? `${fault.on} = ${shown(evaluated.value(fault.on))}`),
    ...(fault.remedy === undefined ? {} : { remedy: withoutLogins(fault.remedy) }),
    ...(fault.severity === undefined ? {} : { severity: fault.severity }),
    ...(rests ? { dummy: true } : {}),
  };
}

function unknownHit({ evaluation }: Evaluated, name: string): Hit {
  const place = assigned(evaluation, name)?.place ?? headOf(evaluation);
  return {
    subject: name,
    ...(place === undefined ? {} : { place }),
    message: `${name} comes from code that was not run here (a module that stub-imports stood in for, or a value that cannot be described), so it cannot be judged.`,
    evidence: `${name} is not known`,
    unknown: true,
  };
}
