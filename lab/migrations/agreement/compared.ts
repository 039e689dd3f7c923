/** The action's words beside the truth: statement by statement what PostgreSQL does, and case by case what becomes of the releases. */

import type { MeasuredStatement } from '../../../src/migrations/facts.ts';
import { matchSteps } from '../../../src/migrations/measured/matching.ts';
import type { PlayedMigration, PlayedStatement } from '../../../src/migrations/played.ts';
import { type Effect, LOCK_MODES, type LockMode } from '../../../src/migrations/postgres/effect.ts';
import type { Schema } from '../../../src/migrations/schema/schema.ts';
import type { TrueCase } from '../measure-corpus.ts';
import type { JudgedCase } from './judged.ts';

/** What is compared. Of a statement: `lock` to `failure`; of a case the rest. */
export const SUBJECTS = [
  'statement',
  'lock',
  'rewrite',
  'scan',
  'build',
  'write',
  'failure',
  'backward',
  'forward',
  'rule',
  'precision',
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** One thing that was looked at. They agree when both texts are the same. */
export interface Comparison {
  readonly case: string;
  readonly subject: Subject;
  /** The statement; empty for what is about the case. */
  readonly of: string;
  readonly predicted: string;
  readonly measured: string;
}

export function agrees({ predicted, measured }: Comparison): boolean {
  return predicted === measured;
}

export function compareCase(judged: JudgedCase, truth: TrueCase): readonly Comparison[] {
  const statements = judged.played.migrations.flatMap(played => compareMigration(judged, played, truth));
  const comparison = (subject: Subject, predicted: string, measured: string): Comparison => ({
    case: judged.case.name,
    subject,
    of: '',
    predicted,
    measured,
  });
  const behaviour = (['backward', 'forward'] as const).flatMap(side => {
    const really = truth[side];
    return really === null ? [] : [comparison(side, judged[side], really.compatible)];
  });
  return [...statements, ...behaviour, ...foundRules(judged, comparison), ...precision(judged, truth, comparison)];
}

type Compare = (subject: Subject, predicted: string, measured: string) => Comparison;

function compareMigration(
  { case: { name } }: JudgedCase,
  { migration, statements }: PlayedMigration,
  truth: TrueCase,
): readonly Comparison[] {
  const traced = truth.statements.map(one => ({ ...one, milliseconds: 0, readerWaited: 0 }));
  const measured = matchSteps([migration], traced);
  const byStep = Map.groupBy(measured, ({ step }) => step);
  const reached = new Set(measured.map(({ step }) => step));
  const refused = measured.some(({ error }) => error !== undefined);
  const missing = [...Map.groupBy(statements, ({ step }) => step)]
    // What follows a refused statement was never sent, and Python that asks nothing sends none.
    .filter(([step, all]) => !reached.has(step) && !refused && all.some(({ by }) => by !== 'code'))
    .map(
      ([, all]): Comparison => ({
        case: name,
        subject: 'statement',
        of: textOf(all),
        predicted: 'sent',
        measured: 'not sent',
      }),
    );
  const matched = [...byStep].flatMap(([step, all]) =>
    step === undefined
      ? all.map(({ sql }) => withoutStep(name, sql, statements))
      : compareStep(
          name,
          statements.filter(one => one.step === step),
          all,
        ),
  );
  return [...missing, ...matched];
}

/** A statement that nobody predicted; without a text it is Django that refused, before it sent anything. */
function withoutStep(name: string, sql: string, statements: readonly PlayedStatement[]): Comparison {
  if (sql !== '') return { case: name, subject: 'statement', of: sql, predicted: 'not sent', measured: 'sent' };
  const foreseen = statements.some(({ effect }) => effect.refused.length > 0);
  const predicted = foreseen ? 'refused' : 'succeeds';
  return { case: name, subject: 'failure', of: textOf(statements), predicted, measured: 'refused' };
}

function compareStep(
  name: string,
  played: readonly PlayedStatement[],
  measured: readonly MeasuredStatement[],
): readonly Comparison[] {
  const [first] = played;
  const last = played.at(-1);
  if (first === undefined || last === undefined) return [];
  const { before, after } = { before: first.before, after: last.after };
  const effects = played.map(({ effect }) => effect);
  const error = measured.find(one => one.error !== undefined)?.error;
  const compared = (subject: Subject, predicted: readonly string[], really: readonly string[]): Comparison => ({
    case: name,
    subject,
    of: textOf(played),
    predicted: [...new Set(predicted)].sort().join(', '),
    measured: [...new Set(really)].sort().join(', '),
  });
  const said = effects.some(({ fails, refused }) => fails.length > 0 || refused.length > 0);
  const refused = effects.some(one => one.refused.length > 0);
  const failure: Comparison = {
    case: name,
    subject: 'failure',
    of: textOf(played),
    predicted: refused ? 'refused' : said ? 'may fail' : 'succeeds',
    // What may fail need not, and a failure on rows was announced by that.
    measured:
      error !== undefined ? (refused || !said ? 'refused' : 'may fail') : said && !refused ? 'may fail' : 'succeeds',
  };
  // The abort let go of everything, so that there is nothing to compare.
  if (error !== undefined) return [failure];
  // A table that pending migrations made has no rows, and nobody who waits.
  const were = (relation: string) => before.tables.get(relation)?.isNew === false || before.views.has(relation);
  const isNew = (index: string) =>
    [...after.tables.values()].some(({ isNew: made, indexes }) => made && indexes.has(index));
  const rewritten = measured.flatMap(one => one.rewritten).filter(were);
  const built = measured.flatMap(one => one.built ?? []).filter(index => !isNew(index));
  const written = measured.flatMap(one => one.written ?? []).map(({ table }) => table);
  // Whoever writes all of a table anew, builds an index on it or goes through its rows to change them, has read it.
  const readAnyway = (table: string) =>
    !were(table) ||
    [...rewritten, ...written].includes(table) ||
    built.some(index => isOf(index, table, before, after));
  // TRUNCATE gives the table another file, with nothing in it.
  const truncates = played.some(({ acts }) => acts.some(({ act }) => act === 'truncate'));
  const locks = [...first.held, ...effects.flatMap(one => one.locks)].filter(({ role }) => role !== 'index');
  const taken = measured.flatMap(one => [...(one.held ?? []), ...one.locks]);
  const builds = effects.flatMap(one => one.builds).filter(({ table }) => were(table) && !rewritten.includes(table));
  return [
    compared('lock', strongest(locks, were), strongest(taken, were)),
    compared('rewrite', tablesOf(effects, 'rewrites').filter(were), truncates ? [] : rewritten),
    compared(
      'scan',
      tablesOf(effects, 'scans').filter(table => !readAnyway(table)),
      measured.flatMap(({ scanned }) => scanned).filter(table => !readAnyway(table)),
    ),
    compared(
      'build',
      builds.map(({ index }) => index),
      built.filter(index => !rewritten.some(table => isOf(index, table, before, after))),
    ),
    compared(
      'write',
      tablesOf(effects, 'writes').filter(table => were(table) && !rewritten.includes(table)),
      written.filter(table => were(table) && !rewritten.includes(table)),
    ),
    failure,
  ];
}

function tablesOf(effects: readonly Effect[], what: 'rewrites' | 'scans' | 'writes'): readonly string[] {
  return effects.flatMap(effect => effect[what].map(({ table }) => table));
}

/** A rewrite builds every index of its table, which goes without saying. */
function isOf(index: string, table: string, ...schemas: readonly Schema[]): boolean {
  return schemas.some(schema => schema.tables.get(table)?.indexes.has(index) === true);
}

/** The strongest mode on each relation: the others add nothing. */
function strongest(
  locks: readonly { readonly relation: string; readonly mode: string }[],
  counts: (relation: string) => boolean,
): readonly string[] {
  const found = new Map<string, LockMode>();
  for (const { relation, mode } of locks) {
    const known = LOCK_MODES.find(one => one === mode);
    if (known === undefined) throw new Error(`PostgreSQL has no lock mode ${mode}`);
    const other = found.get(relation);
    const isStronger = other === undefined || LOCK_MODES.indexOf(known) > LOCK_MODES.indexOf(other);
    if (isStronger && counts(relation)) found.set(relation, known);
  }
  return [...found].map(([relation, mode]) => `${relation} ${mode}`);
}

function textOf(statements: readonly PlayedStatement[]): string {
  return statements.map(({ text }) => text.replace(/\s+/g, ' ').trim()).join('; ');
}

/** Rules that the case was made for. */
function foundRules({ case: { rules }, judgement }: JudgedCase, compare: Compare): readonly Comparison[] {
  const found = new Set(hazardsOf(judgement).map(({ rule }) => rule as string));
  return rules.map(rule => compare('rule', found.has(rule) ? rule : `not ${rule}`, rule));
}

/** One finding a run, whatever runs: the corpus sets no lock_timeout but in the case about it. */
const ONCE_A_RUN = 'lock/no-timeout';

/** A harmless case has nothing above `low`; one that reaches no database has nothing at all. */
function precision(
  { case: { rules }, judgement }: JudgedCase,
  truth: TrueCase,
  compare: Compare,
): readonly Comparison[] {
  if (rules.length > 0) return [];
  const hazards = hazardsOf(judgement);
  const reachesNothing = truth.statements.length === 0;
  const wrong = hazards.filter(({ rule, severity }) => reachesNothing || (severity !== 'low' && rule !== ONCE_A_RUN));
  const inWords = wrong.map(({ rule, severity }) => `${rule} (${severity})`);
  return [compare('precision', inWords.sort().join(', '), '')];
}

export function hazardsOf({ migrations, general }: JudgedCase['judgement']) {
  return [...general, ...migrations.flatMap(({ hazards }) => hazards)];
}
