import { whereOf } from '../migrations/hazards/place/wording.ts';
import type { RollbackAnswer } from '../migrations/judgement.ts';
import { commandsOf } from '../migrations/phases/commands.ts';
import type { PhasedMigration } from '../migrations/phases/plan.ts';
import { sentence } from '../report/findings-table.ts';
import { block, code, folded, plain, table } from '../report/markdown.ts';
import { brokenCells, brokenStatements } from './migration-safety-breaks.ts';
import type { MigrationSafetyJudged } from './migration-safety-judged.ts';
import { statePart } from './migration-safety-state.ts';
import { compatibleInWords, ROLLBACK } from './migration-safety-words.ts';

/** The parts of the summary below the hazards: the two releases, the way back, what is set apart. */

export function afterParts(judged: MigrationSafetyJudged, most: number): readonly string[] {
  if (judged.migrations.length === 0) return [];
  return [...releasesPart(judged, most), ...rollbackPart(judged, most), ...commandsPart(judged)];
}

/** The two questions that everybody has, before any detail. */
export function answersPart({ facts, judgement, migrations }: MigrationSafetyJudged): string {
  if (migrations.length === 0) return '';
  const { rollback } = judgement;
  return [
    `- The running release on the new schema: **${compatibleInWords({ facts, judgement })}**.`,
    `- Back to its code afterwards, without touching the schema: **${ROLLBACK[rollback.safe]}**. ${wayBack(rollback)}`.trimEnd(),
  ].join('\n');
}

/** Of a plain yes nothing more is to be said, and why not stands with the hazard. */
function wayBack({ safe, why, until }: RollbackAnswer): string {
  if (safe === 'false' && until !== undefined) return `It ends with ${code(until, 120)}.`;
  return safe === 'true' && until === undefined ? '' : sentence(why);
}

/** What to run, where: nothing while something is blocked, because then it is not to be run. */
function commandsPart({ judgement, facts, verdict }: MigrationSafetyJudged): readonly string[] {
  if (verdict.verdict === 'blocked') return [];
  const commands = commandsOf(judgement.plan, facts);
  if (commands.length === 0) return [];
  const parts = commands.flatMap(({ title, phase, text }) => [
    `**${phase}**: ${plain(title)}`,
    block(text.split('\n'), LANGUAGES.find(([pattern]) => pattern.test(text))?.[1] ?? 'sh'),
  ]);
  return [folded('How to run them', parts.join('\n\n'))];
}

const LANGUAGES = [[/^[\w-]+:\n/, 'yaml']] as const;

/** When which release meets which schema, and what fails then: worth reading whatever the verdict is. */
function releasesPart({ judgement }: MigrationSafetyJudged, most: number): readonly string[] {
  const rows = judgement.plan.migrations.flatMap(phased => [...breakRows(phased, 'old'), ...breakRows(phased, 'new')]);
  if (rows.length === 0) return [];
  const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : '';
  const heading = ['Migration', 'Release', 'Model', 'Statement', 'Fails', 'Why'];
  return [
    folded(
      `Which release fails when, if they meet the wrong schema (${rows.length})`,
      `${table(heading, rows.slice(0, most))}${more}`,
    ),
  ];
}

function breakRows(phased: PhasedMigration, side: 'old' | 'new'): readonly (readonly string[])[] {
  const release = side === 'old' ? 'running, after it' : 'new, before it';
  return brokenStatements(phased[side]).map(each => [code(phased.migration.id, 120), release, ...brokenCells(each)]);
}

function rollbackPart({ judgement }: MigrationSafetyJudged, most: number): readonly string[] {
  const { lost, irreversible } = judgement.rollback;
  const rows = [
    ...irreversible.map(id => [code(id, 120), 'cannot be reversed']),
    ...lost.map(({ migration, what }) => [code(migration, 120), sentence(what)]),
  ];
  if (rows.length === 0) return [];
  const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : '';
  return [
    folded('What reversing the migrations would lose', `${table(['Migration', 'Lost'], rows.slice(0, most))}${more}`),
  ];
}

export function apartParts(judged: MigrationSafetyJudged, most: number): readonly string[] {
  const { setup, facts, ignoring, against, acceptedUnknown, stale } = judged;
  const list = (title: string, rows: readonly (readonly string[])[], headings: readonly string[]) => {
    const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : '';
    return rows.length === 0
      ? []
      : [folded(`${title} (${rows.length})`, `${table(headings, rows.slice(0, most))}${more}`)];
  };
  const baseline = setup.baseline === undefined ? '' : ` in ${code(setup.baseline.file, 120)}`;
  return [
    ...statePart(facts, most),
    ...list(
      'Where this project migrates today',
      facts.places.map(place => [place.kind.replaceAll('-', ' '), code(whereOf(place), 160), code(place.command, 200)]),
      ['', 'Where', 'Command'],
    ),
    ...list(
      'Models without a migration',
      facts.drift.map(({ app, text, operation }) => [code(app, 80), plain(text, 200), code(operation, 300)]),
      ['App', 'What', 'Missing operation'],
    ),
    ...list(
      'Ignored',
      [
        ...ignoring.ignored.map(({ finding, line }) => [
          code(finding.rule, 120),
          code(finding.migration ?? finding.subject, 120),
          plain(line.reason, 300),
        ]),
        ...acceptedUnknown.map(({ unread, line }) => [
          code(`unknown/${unread.code}`, 120),
          code(unread.about, 120),
          plain(line.reason, 300),
        ]),
      ],
      ['Rule', 'About', 'Reason'],
    ),
    ...list(
      'Lines of ignore that nothing needs any more',
      stale.map(({ text }) => [code(text, 300)]),
      ['Line'],
    ),
    ...list(
      `Known${baseline}`,
      against.known.map(({ rule, migration, subject, message }) => [
        code(rule, 120),
        code(migration ?? subject, 120),
        plain(message, 300),
      ]),
      ['Rule', 'About', 'What'],
    ),
    ...list(
      `Gone since${baseline}`,
      against.gone.map(({ rule, subject, file }) => [code(rule, 120), code(subject, 120), code(file ?? '', 160)]),
      ['Rule', 'About', 'Where'],
    ),
  ];
}
