import { count, inSequence, oneLine } from '../core/text.ts';
import type { Host } from '../core/world.ts';
import { VERDICTS, type Verdict } from '../migrations/hazards/rule.ts';
import type { Hazard } from '../migrations/judgement.ts';
import { brokenStatements } from './migration-safety-breaks.ts';
import type { MigrationSafetyJudged } from './migration-safety-judged.ts';
import { compatibleInWords, operationsInWords, phaseInWords, ROLLBACK, scopeRows } from './migration-safety-words.ts';

/** All of the same width, so that what follows stands below each other. */
const WORDS: Readonly<Record<Verdict, string>> = { blocked: 'BLOCKED', review: 'review ', safe: 'safe   ' };

/** Lines of SQL or of a remedy that are shown; the report has all of them. */
const MOST_LINES = 60;

/** Tells a finished judgement to the log: what was compared, the migrations, what is wrong with them, what is apart. */
export async function tell(judged: MigrationSafetyJudged, host: Host): Promise<void> {
  await chapter('What is compared', scopeLines(judged), host);
  await chapter(`Pending migrations (${judged.migrations.length})`, migrationLines(judged), host);
  for (const verdict of [...VERDICTS].reverse()) {
    const hazards = judged.against.fresh.filter(hazard => hazard.verdict === verdict);
    if (hazards.length === 0) continue;
    // Chapters are folded on GitHub: their titles have to say which one to open.
    await chapter(`${TITLES[verdict]} (${count(hazards.length, 'hazard')})`, hazards.flatMap(linesOf), host);
  }
  await chapter('After the deployment', afterwards(judged), host);
  const apart = apartLines(judged);
  if (apart.length > 0) await chapter('Set apart', apart, host);
}

const TITLES: Readonly<Record<Verdict, string>> = {
  blocked: 'Blocked',
  review: 'To be looked at',
  safe: 'Worth knowing',
};

async function chapter(title: string, lines: readonly string[], host: Host): Promise<void> {
  await host.chapter(title, async () => {
    for (const line of lines) host.line(line);
  });
}

export function scopeLines(judged: MigrationSafetyJudged): readonly string[] {
  return scopeRows(judged).map(([name, text]) => `${name.padEnd(13)} ${oneLine(text, 600)}`);
}

function migrationLines({ migrations }: MigrationSafetyJudged): readonly string[] {
  if (migrations.length === 0) return ['none'];
  return migrations.map(judged => {
    const { migration, verdict, reversible } = judged;
    const notes = [phaseInWords(judged), ...(reversible ? [] : ['not reversible'])].join(', ');
    return `${WORDS[verdict]} ${oneLine(migration.id, 200)} (${notes}): ${oneLine(operationsInWords(judged), 400)}`;
  });
}

function linesOf(hazard: Hazard): readonly string[] {
  const { verdict, rule, place, subject, migration, message, sql, breaks, remedy } = hazard;
  const where = place === undefined ? subject : `${place.file}:${place.line}`;
  return [
    `${WORDS[verdict]} ${rule}  ${where}${migration === undefined ? '' : `  ${migration}`}`,
    `    ${message}`,
    ...(sql === undefined
      ? []
      : sql
          .split('\n')
          .slice(0, MOST_LINES)
          .map(line => `    SQL: ${line}`)),
    ...brokenLines(breaks),
    ...remedy
      .split('\n')
      .slice(0, MOST_LINES)
      .map(line => `    ${line}`),
  ].filter(line => line.trim() !== '');
}

/** Nothing when the message has said it already. */
function brokenLines(breaks: Hazard['breaks']): readonly string[] {
  const broken = brokenStatements(breaks);
  if (broken.length < 2 && broken.every(({ certain }) => certain)) return [];
  return broken
    .slice(0, MOST_LINES)
    .map(({ release, model, statements, certain, why }) =>
      statements.length === 1
        ? `    ${release} release${certain ? '' : ', for some values'}: ${why}`
        : `    ${release} release${certain ? '' : ', for some values'}: ${inSequence(statements)} of ${model}: ${why}`,
    );
}

function afterwards({ facts, judgement }: MigrationSafetyJudged): readonly string[] {
  const { rollback } = judgement;
  return [
    `running release on the new schema: ${compatibleInWords({ facts, judgement })}`,
    `back to its code without touching the schema: ${ROLLBACK[rollback.safe]}`,
    ...(rollback.why === '' ? [] : [`    ${rollback.why}`]),
    ...rollback.lost.map(({ migration, what }) => `reversing ${migration} loses: ${what}`),
    ...rollback.irreversible.map(id => `cannot be reversed: ${id}`),
  ].slice(0, MOST_LINES);
}

function apartLines({ ignoring, against, unknown, acceptedUnknown, stale }: MigrationSafetyJudged): readonly string[] {
  const name = ({ rule, subject, migration }: Hazard) => `${rule} ${migration ?? subject}`;
  return [
    ...unknown.map(({ about, why }) => `not known: ${about}: ${why}`),
    ...ignoring.ignored.map(({ finding, line }) => `ignored: ${name(finding)}: ${line.reason}`),
    ...acceptedUnknown.map(({ unread, line }) => `ignored: unknown/${unread.code} ${unread.about}: ${line.reason}`),
    ...stale.map(({ text }) => `stale: nothing is ignored by "${text}" any more; remove the line`),
    ...against.known.map(hazard => `known: ${name(hazard)}`),
    ...against.gone.map(({ rule, subject }) => `gone since the baseline: ${rule} ${subject}`),
  ];
}
