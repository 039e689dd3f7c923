import { SEVERITIES, type Severity } from '../core/findings.ts';
import type { Outcome } from '../core/outcome.ts';
import { count, inSequence, oneLine } from '../core/text.ts';
import type { Judged } from './judge.ts';
import type { Family } from './profile.ts';
import type { Unjudged } from './project.ts';
import { CHECK_REASONS } from './reasons.ts';

/** What is left when everything was judged. */
export interface CheckFacts {
  readonly failOn: Severity;
  /** Families that were asked for. */
  readonly asked: ReadonlySet<Family>;
  /** Of all families, also of those that were not asked for. */
  readonly unjudged: readonly Unjudged[];
  /** Findings that are neither ignored nor known. Worst first. */
  readonly fresh: readonly Judged[];
  readonly ignored: number;
  readonly known: number;
}

export type CheckVerdict = Pick<Outcome, 'outcome' | 'headline' | 'remedy'> & {
  readonly reasonCode: keyof typeof CHECK_REASONS;
};

/**
 * What it comes to. What was seen to be bad decides before what could not be known, and that before everything else; nothing that
 * was not looked at passes. Pure.
 */
export function checkVerdict(facts: CheckFacts): CheckVerdict {
  const decisive = facts.fresh.filter(({ severity }) => isAtLeast(severity, facts.failOn));
  const [worst] = decisive;
  if (worst !== undefined) return unfit(worst, decisive, facts);
  const unknown = facts.unjudged.filter(({ family, reason }) => facts.asked.has(family) && reason !== 'skipped');
  const [first] = unknown;
  if (first !== undefined) return notKnown(first, unknown, facts);
  if (judgedFamilies(facts).length === 0) return nothingThere(facts);
  return withNothingDecisive(facts);
}

export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}

/** How many there are of each severity. */
export function countsOf(findings: readonly Pick<Judged, 'severity'>[]): Readonly<Record<Severity, number>> {
  const amount = (severity: Severity) => findings.filter(finding => finding.severity === severity).length;
  return { critical: amount('critical'), high: amount('high'), medium: amount('medium'), low: amount('low') };
}

/** `1 critical and 2 high findings`; severities without any are left out. */
export function countsInWords(findings: readonly Pick<Judged, 'severity'>[]): string {
  const counts = countsOf(findings);
  const parts = SEVERITIES.filter(severity => counts[severity] > 0).map(severity => `${counts[severity]} ${severity}`);
  return parts.length === 0 ? 'no findings' : `${inSequence(parts)} ${findings.length === 1 ? 'finding' : 'findings'}`;
}

function verdict(reasonCode: keyof typeof CHECK_REASONS, headline: string, remedy = ''): CheckVerdict {
  return { outcome: CHECK_REASONS[reasonCode].outcome, reasonCode, headline, remedy };
}

/** Rules that say why a release would not start at all: they name the outcome more precisely than "unfit". */
export const DOES_NOT_START: Readonly<Record<string, keyof typeof CHECK_REASONS>> = {
  'django/settings-missing': 'settings-missing',
  'django/import-failed': 'import-failed',
  'django/setup-fails': 'import-failed',
  'django/wsgi-fails': 'import-failed',
  'django/check-fails': 'import-failed',
  'django/missing-variable': 'missing-variable',
  'django/settings-refuse': 'settings-refused',
};

/** Whether a finding of this rule says that the release would not start. */
export function saysItDoesNotStart(rule: string): boolean {
  return Object.hasOwn(DOES_NOT_START, rule);
}

function unfit(worst: Judged, decisive: readonly Judged[], { fresh, failOn }: CheckFacts): CheckVerdict {
  const stopper = decisive.find(({ rule }) => saysItDoesNotStart(rule));
  if (stopper !== undefined) {
    const others = fresh.length - 1;
    const also = others === 0 ? '' : ` Beside it: ${countsInWords(fresh.filter(finding => finding !== stopper))}.`;
    return verdict(
      DOES_NOT_START[stopper.rule] ?? 'unfit',
      `The app is not fit to be deployed: ${sentence(stopper.message)}${also}`,
      stopper.remedy,
    );
  }
  const limit = decisive.length === fresh.length ? '' : `, ${decisive.length} of them ${orWorse(failOn)}`;
  return verdict(
    'unfit',
    `The app is not fit to be deployed: ${countsInWords(fresh)}${limit}. First: ${sentence(worst.message)}`,
    worst.remedy,
  );
}

const INCONCLUSIVE: Readonly<Record<Exclude<Unjudged['reason'], 'skipped'>, keyof typeof CHECK_REASONS>> = {
  'variables-unreadable': 'variables-unreadable',
  'no-interpreter': 'no-interpreter',
  'import-failed': 'not-installed',
  'missing-variable': 'no-variables',
  'not-evaluated': 'not-evaluated',
  timeout: 'timeout',
};

function notKnown(first: Unjudged, all: readonly Unjudged[], { failOn }: CheckFacts): CheckVerdict {
  const families = inSequence([...new Set(all.map(({ family }) => family))]);
  return verdict(
    first.reason === 'skipped' ? 'nothing-to-judge' : INCONCLUSIVE[first.reason],
    `Nothing that is ${orWorse(failOn)} was found in the rest, but ${families} could not be judged: ${sentence(first.why)}`,
    first.remedy,
  );
}

/** `source` looks at whatever git tracks: alone, it is no proof that there is anything to be deployed. */
function judgedFamilies({ asked, unjudged }: CheckFacts): readonly Family[] {
  const out = new Set(unjudged.map(({ family }) => family));
  return [...asked].filter(family => !out.has(family) && (family !== 'source' || asked.size === 1));
}

function nothingThere({ asked, unjudged }: CheckFacts): CheckVerdict {
  const why = [...new Set(unjudged.filter(({ family }) => asked.has(family)).map(each => each.why))];
  return verdict(
    'nothing-to-judge',
    `There is nothing to judge: ${sentence(inSequence(why.length === 0 ? ['nothing was found'] : why))}`,
    CHECK_REASONS['nothing-to-judge'].remedy,
  );
}

function withNothingDecisive(facts: CheckFacts): CheckVerdict {
  const { fresh, ignored, known, failOn } = facts;
  const left = fresh.length === 0 ? 'nothing was found' : `${countsInWords(fresh)}, all below ${failOn}`;
  const apart = [
    ...(ignored === 0 ? [] : [`${count(ignored, 'finding')} ignored`]),
    ...(known === 0 ? [] : [`${known} known from the baseline`]),
  ];
  const more = apart.length === 0 ? '' : `; ${inSequence(apart)}`;
  return verdict('fit', `The app is fit to be deployed: ${left}${more}.`);
}

function orWorse(severity: Severity): string {
  return severity === 'critical' ? severity : `${severity} or worse`;
}

function sentence(text: string): string {
  const line = oneLine(text, 400);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
