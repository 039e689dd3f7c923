import { appliedState } from '../applied-state.ts';
import { beyond, breaksOf, keyOfBreak } from '../compare/breaks.ts';
import type { MigrationId, PendingMigration } from '../facts.ts';
import type { Break } from '../hazards/rule.ts';
import type { Played } from '../played.ts';
import { isByHand } from './by-hand.ts';
import type { MigrateMode, Phase } from './phase.ts';
import { unreadOfComparison } from './unread.ts';

export type { MigrateMode, Phase };

export interface PhasePlan {
  readonly mode: MigrateMode;
  /** In the order of `MigrationFacts.pending`. */
  readonly migrations: readonly PhasedMigration[];
  readonly ordered: readonly OrderProblem[];
  /** The running release on the schema after every pending migration; in the mode `phased` after those of before-deploy alone. */
  readonly backwardCompatible: 'true' | 'false' | 'unknown';
}

export interface PhasedMigration {
  readonly migration: PendingMigration;
  readonly phase: Phase;
  /** What it breaks of the release that is running, beyond what the ones before it broke. */
  readonly old: readonly Break[];
  /** Those of `old` that a later pending migration mends: they last only while the migrations run. */
  readonly passing: readonly Break[];
  /** What of the new release fails as long as this one has not run (and those before it in its phase have). */
  readonly new: readonly Break[];
  /** Long or unknowable work that is better done by a person, whatever the phase. */
  readonly byHand: boolean;
}

/** A migration of before-deploy that needs one of after-deploy. */
export interface OrderProblem {
  readonly migration: MigrationId;
  readonly needs: MigrationId;
}

/**
 * When each pending migration can run, from the two releases and not from the kinds of operations: before the deploy what the running release
 * lives with, after it what only the new one lives with, `split` what neither does. Pure.
 */
export function planPhases(played: Played, mode: MigrateMode): PhasePlan {
  const compared = comparedMigrations(played);
  const migrations = inPhases(compared, played);
  return {
    mode,
    migrations,
    ordered: orderProblems(migrations),
    backwardCompatible: compatible(played, migrations, mode),
  };
}

type Compared = Pick<PhasedMigration, 'migration' | 'old' | 'passing' | 'new'>;

function comparedMigrations({ facts, first, last, migrations }: Played): readonly Compared[] {
  const atLast = breaksOf(facts.base, last, first);
  let oldBefore: readonly Break[] = [];
  let newBefore = breaksOf(facts.head, first, last);
  return migrations.map(({ migration, before, after }): Compared => {
    if (before === after) return { migration, old: [], passing: [], new: [] };
    const oldAfter = breaksOf(facts.base, after, first);
    const newAfter = breaksOf(facts.head, after, last);
    const old = beyond(oldAfter, oldBefore);
    const cured = beyond(newBefore, newAfter);
    [oldBefore, newBefore] = [oldAfter, newAfter];
    return { migration, old, passing: beyond(old, atLast), new: cured };
  });
}

function inPhases(
  compared: readonly Compared[],
  { migrations, tables }: Pick<Played, 'migrations' | 'tables'>,
): readonly PhasedMigration[] {
  const phases = new Map<MigrationId, Phase>();
  return compared.map((each, index): PhasedMigration => {
    const phase = phaseOf(each, phases);
    phases.set(each.migration.id, phase);
    return { ...each, phase, byHand: isByHand(migrations[index], tables) };
  });
}

function phaseOf({ migration, old, passing, new: cured }: Compared, phases: ReadonlyMap<MigrationId, Phase>): Phase {
  const lasting = beyond(old, passing).filter(matters);
  const needed = cured.filter(matters);
  if (needed.some(({ certain }) => certain)) return lasting.some(({ certain }) => certain) ? 'split' : 'before-deploy';
  if (lasting.length > 0 && needed.length === 0) return 'after-deploy';
  if (lasting.some(({ certain }) => certain)) return 'after-deploy';
  if (needed.length > 0) return 'before-deploy';
  // Nobody waits for it: it goes with those that it builds on.
  return migration.dependencies.some(id => phases.get(id) === 'after-deploy') ? 'after-deploy' : 'before-deploy';
}

function matters({ onlyAfterOthersWrote }: Break): boolean {
  return onlyAfterOthersWrote !== true;
}

function orderProblems(migrations: readonly PhasedMigration[]): readonly OrderProblem[] {
  const phases = new Map(migrations.map(({ migration, phase }) => [migration.id, phase]));
  return migrations
    .filter(({ phase }) => phase === 'before-deploy')
    .flatMap(({ migration }) =>
      migration.dependencies
        .filter(needs => phases.get(needs) === 'after-deploy')
        .map(needs => ({ migration: migration.id, needs })),
    );
}

function compatible(
  played: Played,
  migrations: readonly PhasedMigration[],
  mode: MigrateMode,
): PhasePlan['backwardCompatible'] {
  const breaks = lastingBreaks(played, migrations, mode).filter(matters);
  if (breaks.some(({ certain }) => certain)) return 'false';
  return breaks.length > 0 || unreadOfComparison(played) || isBehind(played) ? 'unknown' : 'true';
}

/** The running release already lacks what its own migrations make: how it fares on a schema built on that is not known. */
function isBehind({ facts }: Played): boolean {
  return appliedState(facts).behind.length > 0;
}

/** What stays broken of the running release when all that this mode runs while it may serve has run. */
function lastingBreaks(
  { facts, first, last }: Pick<Played, 'facts' | 'first' | 'last'>,
  migrations: readonly PhasedMigration[],
  mode: MigrateMode,
): readonly Break[] {
  const atLast = breaksOf(facts.base, last, first);
  if (mode !== 'phased') return atLast;
  const early = new Set(
    migrations.filter(({ phase }) => phase !== 'after-deploy').flatMap(({ old }) => old.map(keyOfBreak)),
  );
  return atLast.filter(each => early.has(keyOfBreak(each)));
}
