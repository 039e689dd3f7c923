import { count } from '../core/text.ts';
import type { Hazard } from '../migrations/judgement.ts';
import { changeMarkdown, type FindingLinks, placeCell, ruleCell, sentence } from '../report/findings-table.ts';
import { block, code, folded, plain, table } from '../report/markdown.ts';
import { brokenCells, brokenStatements } from './migration-safety-breaks.ts';

/** Hazards as the summary and the comment show them. */

/** Lines of one recipe: several migrations and what the code does meanwhile. */
const MOST_LINES = 80;
const MOST_BREAKS = 12;

export function hazardTable(hazards: readonly Hazard[], links: FindingLinks, most: number): string {
  if (hazards.length === 0) return '';
  const rows = hazards
    .slice(0, most)
    .map(hazard => [
      `**${hazard.verdict}**`,
      hazard.migration === undefined ? '' : code(hazard.migration, 120),
      ruleCell(hazard, links),
      placeCell(hazard, links),
      sentence(hazard.message),
    ]);
  const more = hazards.length > most ? `\n\n${hazards.length - most} more are in the report.` : '';
  return `${table(['', 'Migration', 'Rule', 'Where', 'What'], rows)}${more}`;
}

/** One hazard with its statement, whom it keeps waiting, what breaks and the exact replacement, folded. */
export function hazardDetails(hazard: Hazard, links: FindingLinks): string {
  const { verdict, rule, migration, subject, message, evidence, sql, remedy } = hazard;
  const where = hazard.place === undefined ? '' : ` in ${placeCell(hazard, links)}`;
  const shown = sql ?? evidence;
  const parts = [
    sentence(message),
    `About ${code(withoutMigration(subject, migration), 200)}${where}. ${effectOf(hazard)}`.trim(),
    ...(shown === '' ? [] : [block(shown.split('\n').slice(0, MOST_LINES), sql === undefined ? 'text' : 'sql')]),
    ...breaksTable(hazard),
    ...(remedy === '' ? [] : ['What to do:', changeMarkdown(remedy, MOST_LINES)]),
  ];
  const about = migration === undefined ? plain(subject, 120) : code(migration, 120);
  return folded(`${verdict}: ${code(rule, 120)} ${about}`, parts.join('\n\n'));
}

/** The migration stands in the title. */
function withoutMigration(subject: string, migration: string | undefined): string {
  const opening = `${migration}: `;
  return migration !== undefined && subject.startsWith(opening) ? subject.slice(opening.length) : subject;
}

const BLOCKS: Readonly<Record<Hazard['blocks'], string>> = {
  nobody: '',
  writers: 'whoever writes waits',
  everybody: 'everybody waits, readers as well',
};

function effectOf({ lock, rewrite, scan, blocks, since, until, table: name, how }: Hazard): string {
  const where = name === undefined ? '' : ` on ${code(name, 120)}`;
  const facts = [
    ...(lock === undefined ? [] : [`lock ${plain(lock.replaceAll('-', ' ').toUpperCase())}${where}`]),
    ...(blocks === 'nobody' ? [] : [BLOCKS[blocks]]),
    ...(rewrite ? ['all rows are written anew'] : []),
    ...(scan ? ['all rows are read'] : []),
    ...versions(since, until),
    ...(how === 'measured' ? ['measured on the scratch database'] : []),
  ];
  if (facts.length === 0) return '';
  const text = facts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function versions(since: number | undefined, until: number | undefined): readonly string[] {
  if (since !== undefined && until !== undefined) return [`PostgreSQL ${since} to ${until}`];
  if (since !== undefined) return [`since PostgreSQL ${since}`];
  return until === undefined ? [] : [`up to PostgreSQL ${until}`];
}

/** Nothing when the message has said it already: one model, one reason, always. */
function breaksTable({ breaks }: Hazard): readonly string[] {
  const broken = brokenStatements(breaks);
  if (broken.every(({ certain }) => certain) && broken.length < 2) return [];
  const rows = broken.slice(0, MOST_BREAKS).map(each => [each.release, ...brokenCells(each)]);
  const rest = broken.length - rows.length;
  const more = rest <= 0 ? '' : `\n\n${count(rest, 'more reason')}.`;
  return [`${table(['Release', 'Model', 'Statement', 'Fails', 'Why'], rows)}${more}`];
}
