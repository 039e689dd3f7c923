import { inSequence } from '../core/text.ts';
import type { World } from '../core/world.ts';
import type { Hazard, JudgedMigration } from '../migrations/judgement.ts';
import { addressOf } from '../migrations/page.ts';
import type { FindingLinks } from '../report/findings-table.ts';
import { block, code, folded, link, plain, table } from '../report/markdown.ts';
import { verdict } from '../report/verdict.ts';
import { linksOf } from './finding-links.ts';
import type { MigrationSafetyOutcome } from './migration-safety-facts.ts';
import { hazardDetails, hazardTable } from './migration-safety-hazards.ts';
import type { MigrationSafetyJudged } from './migration-safety-judged.ts';
import { scopeLines } from './migration-safety-log.ts';
import { phasesPicture } from './migration-safety-picture.ts';
import { afterParts, answersPart, apartParts } from './migration-safety-rest.ts';
import { operationsInWords, phaseInWords } from './migration-safety-words.ts';

/** How much of each part is shown; the report has the rest. */
export interface SummarySize {
  readonly rows: number;
  readonly details: number;
  readonly apart: number;
}

const FULL: SummarySize = { rows: 200, details: 60, apart: 100 };

/** Sizes of a comment from everything to next to nothing: the first that fits is taken. */
const COMMENT_SIZES: readonly SummarySize[] = [
  { rows: 100, details: 30, apart: 40 },
  { rows: 50, details: 10, apart: 15 },
  { rows: 25, details: 3, apart: 5 },
  { rows: 10, details: 0, apart: 0 },
];

/** The job summary: verdict, migrations, their phases, what is wrong worst first, what it rests on. */
export function migrationSafetySummary(outcome: MigrationSafetyOutcome, world: World): string {
  return summaryParts(outcome, world, FULL).join('\n\n');
}

export function commentParts(outcome: MigrationSafetyOutcome, world: World): readonly (() => readonly string[])[] {
  return COMMENT_SIZES.map(size => () => summaryParts(outcome, world, size));
}

/** Each part stands for itself: leaving out the last ones breaks nothing. */
function summaryParts(outcome: MigrationSafetyOutcome, world: World, size: SummarySize): readonly string[] {
  const judged = outcome.details?.judged;
  if (judged === undefined) return [verdict('Migration safety', outcome)];
  const { environment } = judged.setup;
  const title = environment === undefined ? 'Migration safety' : `Migration safety of ${plain(environment, 60)}`;
  const links = linksOf(world, addressOf);
  const decisive = judged.against.fresh.filter(hazard => hazard.verdict === judged.verdict.verdict);
  const serious = judged.verdict.verdict === 'safe' ? [] : decisive;
  const rest = judged.against.fresh.filter(hazard => !serious.includes(hazard));
  const parts = [
    // What to do about a hazard stands beside it.
    verdict(title, serious.length > 0 ? { ...outcome, remedy: '' } : outcome),
    answersPart(judged),
    migrationTable(judged, links, size.rows),
    phasesPicture(judged),
    hazardTable(serious, links, size.rows),
    ...serious.slice(0, size.details).map(hazard => hazardDetails(hazard, links)),
    ...lesser(rest, links, { ...size, details: Math.max(0, size.details - serious.length) }),
    ...notKnown(judged, size.rows),
    ...afterParts(judged, size.apart),
    folded('What was compared, and how', block(scopeLines(judged))),
    ...apartParts(judged, size.apart),
  ];
  return parts.filter(part => part !== '');
}

function migrationTable({ migrations }: MigrationSafetyJudged, links: FindingLinks, most: number): string {
  if (migrations.length === 0) return '';
  const rows = migrations
    .slice(0, most)
    .map(judged => [
      nameCell(judged, links),
      judged.verdict === 'safe' ? 'safe' : `**${judged.verdict}**`,
      phaseInWords(judged),
      judged.reversible ? 'yes' : 'no',
      plain(operationsInWords(judged), 240),
    ]);
  const more = migrations.length > most ? `\n\n${migrations.length - most} more are in the report.` : '';
  return `${table(['Migration', 'Verdict', 'Phase', 'Reversible', 'What'], rows)}${more}`;
}

function nameCell({ migration }: JudgedMigration, links: FindingLinks): string {
  const { file, line, id } = migration;
  const address = file === undefined || file.startsWith('/') ? undefined : links.place({ file, line });
  return address === undefined ? code(id, 160) : link(id, address);
}

/** What did not decide, folded: it is worth knowing. */
function lesser(hazards: readonly Hazard[], links: FindingLinks, size: SummarySize): readonly string[] {
  if (hazards.length === 0) return [];
  const details = hazards.slice(0, size.details).map(hazard => hazardDetails(hazard, links));
  const inside = [hazardTable(hazards, links, size.rows), ...details].join('\n\n');
  return [folded(titleOf(hazards), inside)];
}

/** `2 to be looked at, 3 worth knowing` */
function titleOf(hazards: readonly Hazard[]): string {
  const amount = (verdict: Hazard['verdict']) => hazards.filter(hazard => hazard.verdict === verdict).length;
  const parts = [
    [amount('blocked'), 'blocked'],
    [amount('review'), 'to be looked at'],
    [amount('safe'), 'worth knowing'],
  ] as const;
  return inSequence(parts.flatMap(([found, what]) => (found === 0 ? [] : [`${found} ${what}`])));
}

/** Said openly: what could not be known is not safe. */
function notKnown({ unknown }: MigrationSafetyJudged, most: number): readonly string[] {
  if (unknown.length === 0) return [];
  const rows = unknown
    .slice(0, most)
    .map(({ code: name, about, why, remedy }) => [
      code(`unknown/${name}`, 80),
      code(about, 120),
      plain(why, 300),
      plain(remedy.split('\n')[0] ?? '', 300),
    ]);
  const more = unknown.length > most ? `\n\n${unknown.length - most} more are in the report.` : '';
  return [`**Could not be known**\n\n${table(['', 'About', 'Why', 'What to do'], rows)}${more}`];
}
