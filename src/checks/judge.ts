import { type Finding, SEVERITIES, type Severity } from '../core/findings.ts';
import { FAMILIES, type Family, type Profile } from './profile.ts';
import type { Project } from './project.ts';
import type { Hit, Rule } from './rule.ts';
import { concealed, concealedAdvice } from './secrets/conceal.ts';

/** A finding of a rule, with what only this action says of one. */
export interface Judged extends Finding {
  readonly rule: Rule['id'];
  readonly source: readonly string[];
  readonly dummy: boolean;
}

/** What a rule could not say, and why. */
export interface Unknown {
  readonly rule: Rule['id'];
  readonly subject: string;
  readonly why: string;
}

export interface Judgement {
  /** Worst first, then by family, file, line and subject: the same project always gives the same order. */
  readonly findings: readonly Judged[];
  readonly unknown: readonly Unknown[];
  /** How many rules were asked. */
  readonly rules: number;
}

/** Asks every rule of these families that the profile does not leave out. Pure. */
export function judge(project: Project, rules: readonly Rule[], families: ReadonlySet<Family>): Judgement {
  const asked = rules.filter(rule => families.has(familyOf(rule)) && severityIn(rule, project.profile) !== 'off');
  const hits = asked.flatMap(rule => rule.judge(project).map(hit => ({ rule, hit })));
  const findings = hits
    .filter(({ hit }) => hit.unknown !== true)
    .map(({ rule, hit }) => judged(rule, hit, project.profile));
  return {
    findings: withinReason(once(findings).sort(byWeight)),
    unknown: unknownOf(hits),
    rules: asked.length,
  };
}

/** Of one rule. Nobody reads more, and a file made for it would have a run drown in its own report. */
const MOST_OF_A_RULE = 1_000;

/** What is left out stays a finding of its rule, without a place, so that nothing that looks away from some files looks away from it. */
function withinReason(findings: readonly Judged[]): readonly Judged[] {
  const counts = new Map<Rule['id'], number>();
  const firstBeyond = new Map<Rule['id'], Judged>();
  const shown = findings.filter(finding => {
    const count = (counts.get(finding.rule) ?? 0) + 1;
    counts.set(finding.rule, count);
    if (count === MOST_OF_A_RULE + 1) firstBeyond.set(finding.rule, finding);
    return count <= MOST_OF_A_RULE;
  });
  const rest = [...firstBeyond.values()].map(({ place: _, ...finding }): Judged => {
    const count = (counts.get(finding.rule) ?? 0) - MOST_OF_A_RULE;
    return {
      ...finding,
      subject: 'the rest',
      message: `${count} more findings of this rule are not listed.`,
      evidence: '',
    };
  });
  return rest.length === 0 ? shown : [...shown, ...rest].sort(byWeight);
}

function unknownOf(hits: readonly { readonly rule: Rule; readonly hit: Hit }[]): readonly Unknown[] {
  return hits
    .filter(({ hit }) => hit.unknown === true)
    .map(({ rule, hit }) => ({ rule: rule.id, subject: concealed(hit.subject), why: concealed(hit.message) }));
}

export function familyOf({ id }: Pick<Rule, 'id'>): Family {
  const name = id.slice(0, id.indexOf('/'));
  const family = FAMILIES.find(known => known === name);
  if (family === undefined) throw new Error(`"${id}" belongs to no family`);
  return family;
}

export function severityIn(rule: Rule, profile: Profile): Severity | 'off' {
  return typeof rule.severity === 'string' ? rule.severity : rule.severity[profile];
}

function judged(rule: Rule, hit: Hit, profile: Profile): Judged {
  const own = severityIn(rule, profile);
  return {
    rule: rule.id,
    severity: hit.severity ?? (own === 'off' ? 'low' : own),
    subject: concealed(hit.subject),
    ...(hit.place === undefined ? {} : { place: hit.place }),
    message: concealed(hit.message),
    evidence: concealed(hit.evidence),
    remedy: concealedAdvice(hit.remedy ?? rule.remedy),
    source: rule.source,
    dummy: hit.dummy === true,
  };
}

/** Several services may show the same fault of one line: that is one finding. */
function once(findings: readonly Judged[]): Judged[] {
  const seen = new Map<string, Judged>();
  for (const finding of findings) {
    const { place } = finding;
    const key = JSON.stringify([finding.rule, place?.file, place?.line, finding.subject, finding.message]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

function byWeight(a: Judged, b: Judged): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    FAMILIES.indexOf(familyOf({ id: a.rule })) - FAMILIES.indexOf(familyOf({ id: b.rule })) ||
    compare(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.subject, b.subject)
  );
}

/** By code unit: an order that no machine's language changes. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
