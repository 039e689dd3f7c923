import type { Judged } from '../checks/judge.ts';
import { addressOf } from '../checks/page.ts';
import { FAMILIES } from '../checks/profile.ts';
import { ATTESTED_KEYS } from '../checks/source-documents/attested.ts';
import { countsInWords, countsOf, isAtLeast } from '../checks/verdict.ts';
import { SEVERITIES } from '../core/findings.ts';
import { count } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { type FindingLinks, findingDetails, findingsTable } from '../report/findings-table.ts';
import { block, code, folded, plain, table } from '../report/markdown.ts';
import { verdict } from '../report/verdict.ts';
import { type CheckDeployed, type CheckDeployOutcome, stateOf } from './check-deploy-facts.ts';
import { scopeLines } from './check-deploy-log.ts';
import { linksOf } from './finding-links.ts';

/** How much of each part is shown; the report has the rest. */
interface SummarySize {
  readonly rows: number;
  readonly details: number;
  readonly apart: number;
}

const FULL: SummarySize = { rows: 200, details: 60, apart: 100 };

/** The job summary: verdict, what makes it so worst first, the rest folded, counts, and what all of it rests on. */
export function checkDeploySummary(outcome: CheckDeployOutcome, world: World): string {
  return summaryParts(outcome, world, FULL).join('\n\n');
}

/** Each part stands for itself: leaving out the last ones breaks nothing. */
function summaryParts(outcome: CheckDeployOutcome, world: World, size: SummarySize): readonly string[] {
  const { checked } = outcome.details;
  const { setup, against } = checked;
  const title = setup.environment === undefined ? 'Check deploy' : `Check deploy of ${plain(setup.environment, 60)}`;
  const links = linksOf(world, addressOf);
  const decided = outcome.outcome === 'failed' && against.fresh.length > 0;
  // Whoever has to mend something sees that first; without anything decisive there is nothing to keep from it.
  const decisive = against.fresh.filter(({ severity }) => isAtLeast(severity, setup.own.failOn));
  const first = decisive.length === 0 ? against.fresh : decisive;
  const rest =
    decisive.length === 0 ? [] : against.fresh.filter(({ severity }) => !isAtLeast(severity, setup.own.failOn));
  const parts = [
    // What to do about a finding stands beside it.
    verdict(title, decided ? { ...outcome, remedy: '' } : outcome),
    findingsTable(first, links, size.rows),
    ...first.slice(0, size.details).map(finding => findingDetails(finding, links)),
    ...lesser(checked, rest, links, { ...size, details: Math.max(0, size.details - first.length) }),
    ...notJudged(checked),
    countsTable(checked),
    folded('What was judged, and how', block(scopeLines(checked))),
    ...apart(checked, size.apart),
    ...attestations(checked),
  ];
  return parts.filter(part => part !== '');
}

/** Sizes of a comment from everything to next to nothing: the first that fits is taken. */
const COMMENT_SIZES: readonly SummarySize[] = [
  { rows: 100, details: 40, apart: 40 },
  { rows: 60, details: 15, apart: 15 },
  { rows: 40, details: 5, apart: 5 },
  { rows: 20, details: 0, apart: 0 },
];

export function commentParts(outcome: CheckDeployOutcome, world: World): readonly (() => readonly string[])[] {
  return COMMENT_SIZES.map(size => () => summaryParts(outcome, world, size));
}

/** What is below `fail-on`, folded: it is worth knowing, and it is not why the step is red. */
function lesser({ setup }: CheckDeployed, findings: readonly Judged[], links: FindingLinks, size: SummarySize) {
  if (findings.length === 0) return [];
  const details = findings.slice(0, size.details).map(finding => findingDetails(finding, links));
  const inside = [findingsTable(findings, links, size.rows), ...details].join('\n\n');
  return [folded(`Below ${setup.own.failOn}: ${countsInWords(findings)}`, inside)];
}

function countsTable(checked: CheckDeployed): string {
  const rows = FAMILIES.filter(family => stateOf(family, checked)[0] === 'judged').map(family => {
    const counts = countsOf(checked.against.fresh.filter(({ rule }) => rule.startsWith(`${family}/`)));
    return [family, ...SEVERITIES.map(severity => (counts[severity] === 0 ? '' : String(counts[severity])))];
  });
  return rows.length === 0 ? '' : table(['', 'Critical', 'High', 'Medium', 'Low'], rows);
}

/** Said openly: a family that could not be judged is no family without faults. */
function notJudged(checked: CheckDeployed): readonly string[] {
  const { unjudged, setup } = checked;
  const out = unjudged.filter(({ family, reason }) => reason !== 'skipped' && setup.own.families.has(family));
  if (out.length === 0) return [];
  const rows = out.map(({ family, why }) => [family, plain(why, 300)]);
  return [`**Not judged**\n\n${table(['', 'Why'], rows)}`];
}

function apart({ setup, ignoring, against, judgement }: CheckDeployed, most: number): readonly string[] {
  const list = (title: string, rows: readonly (readonly string[])[], headings: readonly string[]) => {
    const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : '';
    return rows.length === 0
      ? []
      : [folded(`${title} (${rows.length})`, `${table(headings, rows.slice(0, most))}${more}`)];
  };
  const baseline = setup.baseline === undefined ? '' : ` in ${code(setup.baseline.file, 120)}`;
  return [
    ...list(
      'Could not be known',
      judgement.unknown.map(({ rule, subject, why }) => [code(rule, 120), code(subject, 120), plain(why, 300)]),
      ['Rule', 'About', 'Why'],
    ),
    ...list(
      'Ignored',
      ignoring.ignored.map(({ finding, line }) => [
        finding.severity,
        code(finding.rule, 120),
        code(finding.subject, 120),
        plain(line.reason, 300),
      ]),
      ['', 'Rule', 'About', 'Reason'],
    ),
    ...list(
      'Lines of ignore that nothing needs any more',
      ignoring.stale.map(({ text }) => [code(text, 300)]),
      ['Line'],
    ),
    ...list(
      `Known${baseline}`,
      against.known.map(({ severity, rule, subject, message }) => [
        severity,
        code(rule, 120),
        code(subject, 120),
        plain(message, 300),
      ]),
      ['', 'Rule', 'About', 'What'],
    ),
    ...list(
      `Gone since${baseline}`,
      against.gone.map(({ severity, rule, subject, file }) => [
        severity,
        code(rule, 120),
        code(subject, 120),
        code(file ?? '', 160),
      ]),
      ['', 'Rule', 'About', 'Where'],
    ),
  ];
}

function attestations({ setup }: CheckDeployed): readonly string[] {
  const { attested, overdue, missing } = setup.attested;
  // Whoever uses the list at all wants to know what is left; whoever does not is told by the docs that there is one.
  if (attested.length + overdue.length === 0) return [];
  const title = (key: string) =>
    plain(Object.entries(ATTESTED_KEYS).find(([known]) => known === key)?.[1].title ?? '', 300);
  const rows = [
    ...overdue.map(({ key, date, period }) => [`low: overdue`, code(key), `${date}, for ${period} days`, title(key)]),
    ...attested.map(({ key, date }) => ['attested', code(key), date, title(key)]),
    ...missing.map(key => ['nobody', code(key), '', title(key)]),
  ];
  const late = overdue.length === 0 ? '' : `, ${count(overdue.length, 'entry is', 'entries are')} overdue`;
  return [folded(`Attested by people (${attested.length}${late})`, table(['', 'Key', 'Day', 'What'], rows))];
}
