import { SEVERITIES, type Severity } from '../../core/findings.ts';
import type { SettingJson, Variation } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import { severityIn } from '../judge.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { headOf } from './across.ts';
import { SAFETY } from './safety.ts';
import { deployed } from './severities.ts';
import { assigned, entries, placed, setting, shown, truth } from './values.ts';

/** Settings with one variable changed, and how they differ. */
interface Changed {
  readonly evaluation: DjangoEvaluation;
  readonly variation: Variation;
  /** DEBUG as given, and after the change. */
  readonly debug: { readonly given: boolean; readonly changed: boolean };
}

function changedIn({ evaluations }: Project): readonly Changed[] {
  return evaluations.flatMap(evaluation =>
    evaluation.answer.variations
      .filter(({ end }) => end === 'differs')
      .map(variation => {
        const given = truth(setting(evaluation, 'DEBUG')?.value) === true;
        const difference = variation.differences.find(found => found.setting === 'DEBUG');
        return {
          evaluation,
          variation,
          debug: { given, changed: difference === undefined ? given : truth(difference.then) === true },
        };
      }),
  );
}

export const debugDefault = defineRule({
  id: 'settings/debug-default',
  title: 'DEBUG is off unless somebody switches it on',
  severity: deployed('high'),
  why: 'Variables get lost: a new server, a renamed resource, a typing mistake. Then the site starts with debugging on, works, and shows everybody its settings.',
  remedy: 'DEBUG = env.bool("DEBUG", default=False)',
  source: ['S1-003', 'S0-027', 'S2-025', 'Django security.W018'],
  judge: project =>
    changedIn(project)
      .filter(({ variation, debug }) => variation.change === 'absent' && !debug.given && debug.changed)
      .map(({ evaluation, variation }) => ({
        subject: variation.variable,
        ...placeIn(evaluation, variation, 'DEBUG'),
        message: `Without ${variation.variable} the site starts with debugging on.`,
        evidence: `${variation.variable} absent: DEBUG = True`,
      })),
});

export const debugVariable = defineRule({
  id: 'settings/debug-variable',
  title: 'No variable can switch debugging on',
  severity: deployed('low', 'medium'),
  why: 'Somebody sets it for an hour of searching, on a site that everybody can reach; whoever may change variables may read every secret of the process.',
  remedy: 'Write the value down in the settings of this profile:\nDEBUG = False',
  source: ['S1-006', 'S0-027'],
  judge: project =>
    changedIn(project)
      .filter(({ variation, debug }) => variation.change === 'on' && !debug.given && debug.changed)
      .map(({ evaluation, variation }) => ({
        subject: variation.variable,
        ...placeIn(evaluation, variation, 'DEBUG'),
        message: `${variation.variable} switches debugging on.`,
        evidence: `${variation.variable} on: DEBUG = True`,
      })),
});

export const dependsOnDebug = defineRule({
  id: 'settings/depends-on-debug',
  title: 'Nothing but DEBUG hangs on the variable that sets it',
  severity: deployed('medium'),
  why: 'When a base module reads the variable and a later one only sets DEBUG = False, everything that was made from it before stays as on a developer’s machine: storage without hashes, caching for a year, open cookies. DEBUG itself looks right.',
  remedy:
    'Decide it in the settings of the profile, not from the variable:\nSTORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}',
  source: [
    'S1-003',
    'S1-049',
    'S1-050',
    'S2-025',
    'Order of evaluation: base.py computes, production.py overrides DEBUG afterwards',
  ],
  judge: project => {
    const hits = changedIn(project)
      .filter(
        ({ variation, debug }) =>
          variation.change !== 'on' && isDebugLike(variation.variable, project) && !debug.given && !debug.changed,
      )
      .flatMap(({ evaluation, variation }) => {
        const worse = weighed(variation, part => weakened(project, evaluation, part));
        const better = weighed(variation, part => strengthened(project, evaluation, part));
        return variation.differences.map(({ setting: name, given, then }): Hit => {
          const absent = variation.change === 'absent';
          const harm = worse(name);
          return {
            subject: name,
            ...placeIn(evaluation, variation, name),
            // As given it is right, and only the variable keeps it so; or it is wrong already, which the rule about it says.
            severity:
              absent && (harm === 'critical' || harm === 'high')
                ? 'high'
                : harm === undefined && better(name) === undefined
                  ? 'low'
                  : 'medium',
            message: absent
              ? `${name} changes when ${variation.variable} is absent, although DEBUG stays off.`
              : `${name} is what a developer’s machine has, because ${variation.variable} does not say otherwise; DEBUG itself is off.`,
            evidence: contrast(name, given, then, `${variation.variable} ${variation.change}`),
          };
        });
      });
    const once = new Map<string, Hit>();
    for (const hit of hits) if (!once.has(hit.subject)) once.set(hit.subject, hit);
    return [...once.values()];
  },
});

export const silentDefault = defineRule({
  id: 'settings/silent-default',
  title: 'What may not be missing stops the start when it is',
  severity: deployed('medium'),
  why: 'A default that suits a developer’s machine takes over when a variable gets lost, and nothing says so: a new, empty SQLite database looks like a site whose data are gone.',
  remedy: 'Read it without a default:\nDATABASES = {"default": env.db("DATABASE_URL")}',
  source: ['S2-022', 'S1-008', 'S1-009', 'S1-003', 'S0-007', 'https://12factor.net/config'],
  judge: project =>
    changedIn(project)
      .filter(({ variation, debug }) => variation.change === 'absent' && !(debug.changed && !debug.given))
      .filter(({ variation }) => !isDebugLike(variation.variable, project))
      .flatMap(({ evaluation, variation }): readonly Hit[] => {
        const faults = weakened(project, evaluation, variation).filter(
          ({ severity, hit }) => severity !== 'low' || hit.subject.startsWith('CSRF_TRUSTED_ORIGINS'),
        );
        const [first] = [...faults].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
        if (first === undefined) return [];
        const at =
          variation.differences.find(({ setting: name }) => first.hit.subject.startsWith(name)) ??
          variation.differences[0];
        return [
          {
            subject: variation.variable,
            ...placeIn(evaluation, variation, at?.setting ?? ''),
            severity: lighter(first.severity, first.hit.subject),
            message: `Without ${variation.variable} the settings load all the same. ${first.hit.message}`,
            evidence: `${variation.variable} absent: ${first.hit.evidence}`,
            remedy: demanding(variation.variable, at?.setting ?? ''),
          },
        ];
      }),
});

/** How that variable is read so that the start stops without it. */
function demanding(variable: string, name: string): string {
  if (name === 'DATABASES') return `Read it without a default:\nDATABASES = {"default": env.db("${variable}")}`;
  if (/^(?:ALLOWED_HOSTS|.*_ORIGINS)$/.test(name)) {
    return `Read it without a default:\n${name} = env.list("${variable}")`;
  }
  // What a setting of several keys is made of is not known here.
  if (!/^(?:EMAIL_\w+|DEFAULT_FROM_EMAIL|SERVER_EMAIL|SECRET_KEY|\w+_URL|\w+_BACKEND)$/.test(name)) {
    return `Read ${variable} without a default, so that nothing starts when it is missing.`;
  }
  return `Read it without a default:\n${name} = env("${variable}")`;
}

/** It is named so, or switching it switches DEBUG. */
function isDebugLike(variable: string, project: Project): boolean {
  const switched = changedIn(project).some(
    ({ variation, debug }) => variation.variable === variable && debug.given !== debug.changed,
  );
  return /DEBUG/i.test(variable) || switched;
}

interface Weighed {
  readonly hit: Hit;
  readonly severity: Severity;
}

/** What the rules find in the changed settings and not in the given ones. */
function weakened(project: Project, evaluation: DjangoEvaluation, variation: Variation): readonly Weighed[] {
  return beyond(
    findings(changedProject(project, variation), applied(evaluation, variation)),
    findings(project, evaluation),
  );
}

/** The other way round: what the change mends. */
function strengthened(project: Project, evaluation: DjangoEvaluation, variation: Variation): readonly Weighed[] {
  return beyond(
    findings(project, evaluation),
    findings(changedProject(project, variation), applied(evaluation, variation)),
  );
}

function changedProject(project: Project, { variable, change }: Variation): Project {
  if (change !== 'absent') return project;
  const variables = new Map([...project.given.variables].filter(([name]) => name !== variable));
  return { ...project, given: { ...project.given, variables } };
}

function beyond(found: readonly Weighed[], known: readonly Weighed[]): readonly Weighed[] {
  const said = new Set(known.map(({ hit }) => `${hit.subject} ${hit.message}`));
  return found.filter(({ hit }) => !said.has(`${hit.subject} ${hit.message}`));
}

function findings(project: Project, evaluation: DjangoEvaluation): readonly Weighed[] {
  const alone: Project = { ...project, evaluations: [evaluation] };
  return SAFETY.flatMap(rule => {
    const own = severityIn(rule, project.profile);
    if (own === 'off') return [];
    return rule
      .judge(alone)
      .filter(({ unknown }) => unknown !== true)
      .map(hit => ({ hit, severity: hit.severity ?? own }));
  });
}

function applied(evaluation: DjangoEvaluation, { differences }: Variation): DjangoEvaluation {
  const { settings } = evaluation.answer;
  if (settings === null) return evaluation;
  const changed = differences.map(({ setting: name, then, place }) => {
    const own = settings.values[name];
    return [
      name,
      {
        default: false,
        dummy: false,
        variables: own?.variables ?? [],
        value: then,
        place: place ?? own?.place ?? null,
      },
    ] as const;
  });
  return {
    ...evaluation,
    answer: {
      ...evaluation.answer,
      settings: { ...settings, values: { ...settings.values, ...Object.fromEntries(changed) } },
    },
  };
}

/** What each setting of a variation has to do with what the rules say of it: what they no longer say when that setting stays as it was. */
function weighed(
  variation: Variation,
  judgeChange: (part: Variation) => readonly Weighed[],
): (name: string) => Severity | undefined {
  const whole = judgeChange(variation);
  return name => {
    const without = {
      ...variation,
      differences: variation.differences.filter(difference => difference.setting !== name),
    };
    const due = beyond(whole, judgeChange(without));
    return SEVERITIES.find(known => due.some(({ severity }) => severity === known));
  };
}

/** Where two values part, as Python would reach it: the whole of a large dictionary shows nothing. */
function contrast(name: string, given: SettingJson, then: SettingJson, change: string): string {
  const [before, after] = [entries(given), entries(then)];
  const key =
    before === undefined || after === undefined
      ? undefined
      : Object.keys({ ...before, ...after }).find(
          inner => JSON.stringify(before[inner]) !== JSON.stringify(after[inner]),
        );
  const inner = key === undefined ? undefined : [before?.[key], after?.[key]];
  if (key !== undefined && inner?.[0] !== undefined && inner[1] !== undefined)
    return contrast(`${name}['${key}']`, inner[0], inner[1], change);
  return `${name} = ${shown(given)}; with ${change}: ${shown(then)}`;
}

/** The variable is there: what would be wrong without it is worth one step less, but for data and keys, whose loss nobody notices in time. */
function lighter(severity: Severity, subject: string): Severity {
  if (/^DATABASES$|^SECRET_KEY/.test(subject)) return severity === 'critical' ? 'high' : severity;
  return severity === 'critical' || severity === 'high' ? 'medium' : 'low';
}

function placeIn(evaluation: DjangoEvaluation, { differences }: Variation, name: string): Pick<Hit, 'place' | 'dummy'> {
  const place =
    assigned(evaluation, name)?.place ??
    placed(differences.find(difference => difference.setting === name)?.place ?? null) ??
    headOf(evaluation);
  return {
    ...(place === undefined ? {} : { place }),
    ...(setting(evaluation, name)?.dummy === true ? { dummy: true } : {}),
  };
}
