import type { Judged, Judgement } from '../checks/judge.ts';
import { FAMILIES, type Family } from '../checks/profile.ts';
import type { Project, Unjudged } from '../checks/project.ts';
import { countsOf } from '../checks/verdict.ts';
import { SEVERITIES } from '../core/findings.ts';
import type { Json, JsonObject, Outcome } from '../core/outcome.ts';
import type { AgainstBaseline, BaselineEntry } from '../report/baseline.ts';
import type { AfterIgnoring } from '../report/ignore.ts';
import type { CheckDeploySetup } from './check-deploy-setup.ts';

/** A project that was judged, and what became of its findings. */
export interface CheckDeployed {
  readonly setup: CheckDeploySetup;
  readonly project: Project;
  readonly judgement: Judgement;
  readonly ignoring: AfterIgnoring<Judged>;
  readonly against: AgainstBaseline<Judged>;
  /** What could not be judged, what is not there included. */
  readonly unjudged: readonly Unjudged[];
}

export interface CheckDeployOutcome extends Outcome {
  readonly details: { readonly checked: CheckDeployed; readonly sarifPath: string };
}

/** Entries of every other list in `result`; the report has them all. */
const MOST_ENTRIES = 50;

/** The action's part of `result`, in its fixed order. */
export function checkFacts(checked: CheckDeployed, shown: number, most = MOST_ENTRIES): JsonObject {
  const { setup, project, judgement, against } = checked;
  const counts = countsOf(against.fresh);
  return {
    environment: setup.environment ?? null,
    profile: setup.request.profile,
    'fail-on': setup.own.failOn,
    framework: project.framework,
    directory: project.directory,
    site: project.site?.origin ?? null,
    python: project.python === undefined ? null : project.python.version,
    django: djangoOf(project),
    ...Object.fromEntries(SEVERITIES.map(severity => [severity, counts[severity]])),
    'findings-left-out': against.fresh.length - shown,
    rules: judgement.rules,
    families: FAMILIES.map(family => familyJson(family, checked)),
    ...listsOf(checked, most),
    baseline: baselineJson(checked, most),
    attested: attestedJson(setup),
  };
}

/** Beside it in the report: every finding, and every list to its end. */
export function checkEvidence(checked: CheckDeployed): JsonObject {
  const everything = Number.POSITIVE_INFINITY;
  return {
    ...listsOf(checked, everything),
    baseline: baselineJson(checked, everything),
    'findings-left-out': 0,
    findings: checked.against.fresh.map(findingJson),
  };
}

function listsOf({ setup, project, judgement, ignoring, against }: CheckDeployed, most: number): JsonObject {
  const first = <Item>(items: readonly Item[], json: (item: Item) => Json) => items.slice(0, most).map(json);
  const names = (items: Iterable<string>) => first([...new Set(items)].sort(), name => name);
  return {
    found: {
      'environment-files': names(project.environmentFiles.map(({ file }) => file)),
      dockerfiles: names(project.dockerfiles.map(({ file }) => file)),
      stacks: first(project.stacks, ({ files, profile, chosen }) => ({ files: [...files], profile, chosen })),
      services: first(project.services, ({ title, role, settings }) => ({ title, role, settings: settings ?? null })),
      servers: first(project.servers, ({ program, service }) => ({ program, service: service?.title ?? null })),
      celery: first(project.celery, ({ program, service }) => ({ program, service: service?.title ?? null })),
      proxies: first(project.proxies, ({ file, program, usedBy }) => ({ file, program, used: usedBy.length > 0 })),
      requirements: names(project.requirements.files.map(({ file }) => file)),
      workflows: names(project.source.workflows.map(({ file }) => file)),
    },
    evaluations: first(project.evaluations, ({ services, module, answer }) => ({
      services: [...services],
      module: answer.settings?.module ?? module ?? null,
      variations: answer.variations.length,
      checks: answer.checks?.length ?? 0,
      failure: answer.failure === null ? null : { kind: answer.failure.kind, message: answer.failure.message },
    })),
    variables: {
      given: setup.request.given.variables.size,
      unreadable: names(setup.request.given.unreadable),
      'made-up': names(project.evaluations.flatMap(({ answer }) => [...answer.dummies, ...(answer.guessed ?? [])])),
    },
    stubs: names(project.evaluations.flatMap(({ answer }) => answer.stubs)),
    coolify:
      setup.coolify === undefined
        ? null
        : {
            url: setup.coolify.home,
            application: setup.coolify.application.name,
            compared: names(setup.coolify.siblings.keys()),
          },
    unknown: first(judgement.unknown, ({ rule, subject, why }) => ({ rule, subject, why })),
    ignored: first(ignoring.ignored, ({ finding, line }) => ({ ...entryJson(finding), reason: line.reason })),
    'stale-ignores': first(ignoring.stale, ({ text }) => text),
    known: first(against.known, entryJson),
  };
}

export type FamilyState = 'judged' | 'nothing-there' | 'not-judged' | 'not-asked';

/** What became of a family, and why it was not judged. */
export function stateOf(family: Family, { setup, unjudged }: CheckDeployed): readonly [FamilyState, string] {
  const out = unjudged.find(each => each.family === family && each.reason !== 'skipped');
  const skipped = unjudged.find(each => each.family === family);
  if (!setup.own.families.has(family)) return ['not-asked', 'left out by the input families'];
  if (out !== undefined) return ['not-judged', out.why];
  return skipped === undefined ? ['judged', ''] : ['nothing-there', skipped.why];
}

function familyJson(family: Family, checked: CheckDeployed): JsonObject {
  const [state, why] = stateOf(family, checked);
  const findings = checked.against.fresh.filter(({ rule }) => rule.startsWith(`${family}/`)).length;
  return { family, state, findings, why };
}

function baselineJson({ setup, against }: CheckDeployed, most: number): Json {
  if (setup.baseline === undefined) return null;
  return {
    file: setup.baseline.file,
    known: against.known.length,
    gone: against.gone
      .slice(0, most)
      .map(({ rule, file, subject, severity }: BaselineEntry) => ({ rule, severity, subject, file: file ?? null })),
  };
}

function attestedJson({ attested }: CheckDeploySetup): JsonObject {
  return {
    attested: attested.attested.map(({ key, date }) => ({ key, date })),
    overdue: attested.overdue.map(({ key, date, period }) => ({ key, date, 'period-days': period })),
    missing: [...attested.missing],
  };
}

function entryJson({ rule, severity, subject, place }: Judged): JsonObject & { readonly [key: string]: Json } {
  return { rule, severity, subject, file: place?.file ?? null, line: place?.line ?? null };
}

function findingJson(finding: Judged): JsonObject {
  const { message, evidence, remedy, source, dummy } = finding;
  return { ...entryJson(finding), message, evidence, remedy, source: [...source], dummy };
}

/** Of the first evaluation, which is the web's; null without Django. */
export function djangoOf({ evaluations }: Pick<Project, 'evaluations'>): string | null {
  return evaluations.map(({ answer }) => answer.django).find(version => version !== null) ?? null;
}

/** The action's own outputs. */
export function outputsOf({ checked, sarifPath }: CheckDeployOutcome['details']): Readonly<Record<string, string>> {
  const counts = countsOf(checked.against.fresh);
  return {
    ...Object.fromEntries(SEVERITIES.map(severity => [severity, String(counts[severity])])),
    'sarif-path': sarifPath,
  };
}
