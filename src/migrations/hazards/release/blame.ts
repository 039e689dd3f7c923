import { beyond, breaksOf, keyOfBreak } from '../../compare/breaks.ts';
import type { PendingMigration } from '../../facts.ts';
import type { PhasedMigration, PhasePlan } from '../../phases/plan.ts';
import { planOf } from '../../phases/planned.ts';
import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { Break } from '../rule.ts';

/** Breaks of the running release that one statement of a migration brings, of one kind. */
export interface Blame {
  readonly played: PlayedMigration;
  readonly phased: PhasedMigration;
  readonly statement: PlayedStatement | undefined;
  /**
   * `lasting`: as long as the running release serves. `passing`: until a later pending migration has run. `others`: only for rows that the
   * new release wrote.
   */
  readonly kind: 'lasting' | 'passing' | 'others';
  readonly certain: boolean;
  readonly breaks: readonly Break[];
}

const blames = new WeakMap<Played, readonly Blame[]>();

/** Who breaks what of the running release, statement by statement. */
export function blamesOf(played: Played): readonly Blame[] {
  const known = blames.get(played);
  if (known !== undefined) return known;
  const plan = planOf(played);
  const found = played.migrations.flatMap(each => ofMigration(played, plan, each));
  blames.set(played, found);
  return found;
}

function ofMigration(played: Played, plan: PhasePlan, migration: PlayedMigration): readonly Blame[] {
  const phased = plan.migrations.find(each => each.migration === migration.migration);
  if (phased === undefined || phased.old.length === 0) return [];
  const culprits = culpritsOf(played, migration, phased.old);
  const passing = new Set(phased.passing.map(keyOfBreak));
  const groups = Map.groupBy(phased.old, each => {
    const kind = kindOf(each, passing);
    return `${culprits.get(keyOfBreak(each))?.operation?.index ?? ''} ${kind}`;
  });
  return [...groups.values()].flatMap(breaks => {
    // What fails for certain says most; what may fail beside it belongs to the same change.
    const first = breaks.find(({ certain }) => certain) ?? breaks[0];
    if (first === undefined) return [];
    return [
      {
        played: migration,
        phased,
        statement: culprits.get(keyOfBreak(first)),
        kind: kindOf(first, passing),
        certain: first.certain,
        breaks,
      },
    ];
  });
}

function kindOf(each: Break, passing: ReadonlySet<string>): Blame['kind'] {
  if (each.onlyAfterOthersWrote === true) return 'others';
  return passing.has(keyOfBreak(each)) ? 'passing' : 'lasting';
}

/** The statement after which a break is there that was not there before it; the last such one. */
function culpritsOf(
  { facts, first }: Played,
  { statements }: PlayedMigration,
  breaks: readonly Break[],
): ReadonlyMap<string, PlayedStatement> {
  const wanted = new Set(breaks.map(keyOfBreak));
  const culprits = new Map<string, PlayedStatement>();
  for (const statement of statements) {
    if (statement.before === statement.after) continue;
    const before = breaksOf(facts.base, statement.before, first);
    for (const each of beyond(breaksOf(facts.base, statement.after, first), before))
      if (wanted.has(keyOfBreak(each))) culprits.set(keyOfBreak(each), statement);
  }
  return culprits;
}

/** The statement of a migration after which the new release no longer breaks so; the last such one. */
export function curerOf(
  { facts, last, migrations }: Played,
  migration: PendingMigration,
  wanted: Break,
): PlayedStatement | undefined {
  const key = keyOfBreak(wanted);
  const breaks = (schema: PlayedStatement['before']) =>
    breaksOf(facts.head, schema, last).some(each => keyOfBreak(each) === key);
  return migrations
    .find(played => played.migration === migration)
    ?.statements.findLast(({ before, after }) => before !== after && breaks(before) && !breaks(after));
}
