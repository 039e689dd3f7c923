import type { Finding, Place } from '../core/findings.ts';
import { oneLine } from '../core/text.ts';
import { changeParts } from './exact-lines.ts';
import { block, code, folded, link, plain, table } from './markdown.ts';

/** Where readers of the report find a rule's page and a line of the checkout; undefined where there is none. */
export interface FindingLinks {
  readonly rule: (rule: string) => string | undefined;
  readonly place: (place: Place) => string | undefined;
}

/** Findings as a table, in the order they come in. What is not shown is said. */
export function findingsTable(findings: readonly Finding[], links: FindingLinks, most = 100): string {
  if (findings.length === 0) return '';
  const rows = findings
    .slice(0, most)
    .map(finding => [
      `**${finding.severity}**`,
      ruleCell(finding, links),
      placeCell(finding, links),
      `${plain(finding.message, 400)}${finding.dummy === true ? ' (rests on a stand-in)' : ''}`,
    ]);
  const more = findings.length > most ? `\n\n${findings.length - most} more are in the report.` : '';
  return `${table(['', 'Rule', 'Where', 'What'], rows)}${more}`;
}

/** One finding with what shows it and the exact change, folded. */
export function findingDetails(finding: Finding, links: FindingLinks): string {
  const { severity, subject, message, evidence, remedy } = finding;
  const where = finding.place === undefined ? '' : ` in ${placeCell(finding, links)}`;
  const parts = [
    sentence(message),
    ...(subject === '' ? [] : [`About ${code(subject, 200)}${where}.`]),
    ...(evidence === '' ? [] : ['What shows it:', block(evidence.split('\n').slice(0, MOST_LINES))]),
    ...(remedy === '' ? [] : ['What to do:', changeMarkdown(remedy)]),
  ];
  return folded(`${severity}: ${code(finding.rule, 120)} ${plain(subject, 120)}`, parts.join('\n\n'));
}

const MOST_LINES = 40;

/** Sentences as text; settings, YAML and commands stay as they are. */
export function changeMarkdown(remedy: string, most = MOST_LINES): string {
  const { prose, exact, language } = changeParts(remedy);
  const parts = [
    ...(prose === '' ? [] : [sentence(prose)]),
    ...(exact.length === 0 ? [] : [block(exact.slice(0, most), language)]),
  ];
  return parts.join('\n\n');
}

/** Text in which what stands between backticks is code. */
export function sentence(text: string): string {
  const parts = oneLine(text, 1_000).split('`');
  // One that is not closed is a backtick.
  if (parts.length % 2 === 0) return plain(text, 1_000);
  return parts.map((part, index) => (index % 2 === 0 ? spaced(part) : code(part))).join('');
}

/** Between two words in code the blanks count. */
function spaced(part: string): string {
  return `${/^ ./.test(part) ? ' ' : ''}${plain(part, 1_000)}${/ $/.test(part) ? ' ' : ''}`;
}

export function ruleCell({ rule }: Finding, links: FindingLinks): string {
  const address = links.rule(rule);
  return address === undefined ? code(rule, 120) : link(rule, address);
}

export function placeCell({ place, subject }: Finding, links: FindingLinks): string {
  if (place === undefined) return code(subject, 120);
  const address = links.place(place);
  const label = `${place.file}:${place.line}`;
  return address === undefined ? code(label, 160) : link(label, address);
}
