import { inSequence } from '../../../core/text.ts';
import type { Played } from '../../played.ts';
import { separateMigrations } from '../remedies/separate.ts';
import { targetOf } from '../remedies/target.ts';
import type { HazardHit, HazardRule } from '../rule.ts';
import { clause, operationInWords, subjectOf, tableInWords, waitingInWords } from '../wording.ts';
import { effectiveOf } from './effective.ts';
import { strainRemedy } from './remedy.ts';
import { closedMeanwhile, type Strain, type Strained, strainedOperations } from './strains.ts';
import type { Waiting } from './waiting.ts';

/** Hits of one rule: operations whose worst work is its own. Small tables are a note. */
export function strainHits(played: Played, rule: HazardRule['id']): readonly HazardHit[] {
  return strainedOperations(played)
    .filter(({ worst }) => worst.rule === rule)
    .map(strained => hit(played, strained));
}

/** Tables that somebody else's lock closes while an operation works on another one. */
export function closedHits(played: Played): readonly HazardHit[] {
  return strainedOperations(played).flatMap(strained => {
    const { migration, operation, worst } = strained;
    const { statement } = worst;
    const [closed] = closedMeanwhile(strained);
    if (closed?.since === undefined) return [];
    const who = operationInWords(migration.migration, operation, statement);
    const holder = closed.since;
    const first = operationInWords(holder.migration.migration, holder.statement.operation, holder.statement);
    return [
      {
        migration: migration.migration,
        ...(operation === undefined ? {} : { operation }),
        statement,
        subject: subjectOf(migration.migration, `${closed.table} under ${operation?.text ?? 'SQL'} on ${worst.table}`),
        table: closed.table,
        lock: closed.mode,
        blocks: closed.blocks,
        message: `${first} has locked ${closed.table}, and ${who} ${workInWords(played, worst)} in the same transaction: nobody can read or write ${closed.table} until that is done.`,
        remedy: separateMigrations(
          targetOf(played, migration.migration, operation, closed.table),
          first.replaceAll('"', ''),
          who.replaceAll('"', ''),
        ),
        ...(worst.large ? {} : { verdict: 'safe' as const, severity: 'low' as const }),
      },
    ];
  });
}

function hit(played: Played, strained: Strained): HazardHit {
  const { migration, operation, worst, others } = strained;
  const { statement, table } = worst;
  const here = worst.waiting.find(one => one.table === table) ?? worst.waiting[0];
  const { since, until } = effectiveOf(statement);
  const column = columnsOf(worst)[0];
  return {
    migration: migration.migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(
      migration.migration,
      `${operation?.text ?? operation?.kind ?? statement.text.slice(0, 80)} on ${table}`,
    ),
    table,
    ...(column === undefined ? {} : { column }),
    ...(here === undefined ? {} : { lock: here.mode, blocks: here.blocks }),
    rewrite: [worst, ...others].some(({ work }) => work === 'rewrite'),
    scan: [worst, ...others].some(({ work }) => work === 'scan'),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    message: message(played, strained, here),
    remedy: strainRemedy(played, strained),
    ...(worst.large ? {} : { verdict: 'safe', severity: 'low' }),
  };
}

function message(played: Played, strained: Strained, here: Waiting | undefined): string {
  const { migration, operation, worst, others } = strained;
  const who = operationInWords(migration.migration, operation, worst.statement);
  const why =
    worst.why === '' || worst.statement.acts.some(({ act }) => act === 'create-index') ? '' : `: ${clause(worst.why)}`;
  const sentences = [
    `${who} ${workInWords(played, worst)} while ${meanwhile(worst, closedMeanwhile(strained), here)}${why}.`,
    ...alsoInWords(worst, others),
    ...earlierInWords(worst, here),
    ...(worst.large ? [] : ['The table is small, so that is over in a moment.']),
  ];
  return sentences.join(' ');
}

function workInWords(played: Played, { work, table, index }: Strain): string {
  const where = tableInWords(played, table);
  switch (work) {
    case 'rewrite':
      return `writes all of ${where} anew, with its indexes,`;
    case 'scan':
      return `reads all of ${where}`;
    case 'build':
      return index === undefined || index === ''
        ? `builds an index on ${where}`
        : `builds the index ${index} on ${where}`;
    case 'rows':
      return `changes the rows of ${where} in one go`;
    case 'code':
      return `works through ${where}`;
  }
}

function meanwhile(strain: Strain, apart: readonly Waiting[], here: Waiting | undefined): string {
  const { table, waiting } = strain;
  const others = [...new Set(waiting.filter(one => one !== here && !apart.includes(one)).map(one => one.table))];
  if (here === undefined) return 'others wait';
  const first =
    here.table === table ? waitingInWords(here.blocks) : waitingInWords(here.blocks).replace(/it$/, here.table);
  if (others.length === 0) return first;
  const shown = others.length > 3 ? [...others.slice(0, 3), `${others.length - 3} more tables`] : others;
  return `${first}, and ${inSequence(shown)} ${shown.length === 1 ? 'is' : 'are'} locked as well`;
}

function alsoInWords({ table, work }: Strain, others: readonly Strain[]): readonly string[] {
  const rest = others.map(other => {
    const on = other.table === table ? 'it' : other.table;
    if (other.work === 'build')
      return `builds ${other.index === undefined || other.index === '' ? 'an index' : other.index} on ${on}`;
    if (other.work === 'scan') return `reads all of ${on}`;
    return other.work === 'rewrite' ? `writes ${on} anew` : `changes rows of ${on}`;
  });
  const named = [...new Set(rest)].filter(text => !(work === 'scan' && text === 'reads all of it'));
  if (named.length === 0) return [];
  const shown = named.length > 4 ? [...named.slice(0, 4), `${named.length - 4} more such steps`] : named;
  return [`It also ${inSequence(shown)}.`];
}

/** Whose lock it is, when an earlier statement took it. */
function earlierInWords({ statement, migration }: Strain, here: Waiting | undefined): readonly string[] {
  const { since } = here ?? {};
  if (since === undefined) return [];
  if (since.migration === migration && since.statement.operation === statement.operation)
    return ['The lock was taken by its first statement, and is kept to the end of the transaction.'];
  const who = operationInWords(since.migration.migration, since.statement.operation, since.statement);
  const where =
    since.migration === migration
      ? 'earlier in the same transaction'
      : `in ${since.migration.migration.id}, in the same transaction`;
  return [`The lock comes from ${who} ${where}.`];
}

function columnsOf({ statement }: Strain): readonly string[] {
  const act = statement.acts.find(one => 'column' in one);
  if (act === undefined || !('column' in act)) return [];
  return [typeof act.column === 'string' ? act.column : act.column.name];
}
