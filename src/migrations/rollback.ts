import { beyond, breaksOf } from './compare/breaks.ts';
import type { Break } from './hazards/rule.ts';
import type { RollbackAnswer } from './judgement.ts';
import type { PhasedMigration, PhasePlan } from './phases/plan.ts';
import { unreadOfComparison } from './phases/unread.ts';
import type { Played } from './played.ts';
import { lostByReversing } from './rollback-losses.ts';

/**
 * After these migrations, can the code go back to the release that runs now without touching the schema? It can as long as that release's
 * statements succeed on what the migrations left; reversing migrations is another matter, and loses what was written since. Pure.
 */
export function answerRollback(played: Played, plan: PhasePlan): RollbackAnswer {
  const { migrations } = plan;
  const breaking = migrations.filter(each => lasting(each).length > 0);
  // Migrations of after-deploy run when no way back is wanted any more, so they change the answer and do not give it.
  const early = plan.mode === 'phased' ? breaking.filter(({ phase }) => phase !== 'after-deploy') : breaking;
  const certain = early.find(each => lasting(each).some(isCertain));
  const unread = unreadOfComparison(played);
  const safe = certain !== undefined ? 'false' : early.length > 0 || unread ? 'unknown' : 'true';
  const until = (certain ?? early[0] ?? breaking.find(each => lasting(each).some(isCertain)) ?? breaking[0])?.migration
    .id;
  return {
    safe,
    until,
    why: inWords(played, plan, { safe, breaking, first: certain ?? early[0], unread }),
    lost: lostByReversing(played),
    irreversible: migrations
      .filter(({ migration }) => migration.operations.some(({ reverse }) => reverse === 'none'))
      .map(({ migration }) => migration.id),
  };
}

/** What this one breaks for good of the release that would come back. */
function lasting({ old, passing }: PhasedMigration): readonly Break[] {
  return beyond(old, passing).filter(({ onlyAfterOthersWrote }) => onlyAfterOthersWrote !== true);
}

function isCertain({ certain }: Break): boolean {
  return certain;
}

function inWords(
  played: Played,
  plan: PhasePlan,
  {
    safe,
    breaking,
    first,
    unread,
  }: {
    readonly safe: RollbackAnswer['safe'];
    readonly breaking: readonly PhasedMigration[];
    readonly first: PhasedMigration | undefined;
    readonly unread: boolean;
  },
): string {
  if (first !== undefined && safe === 'false')
    return `From ${first.migration.id} on the code cannot go back: ${lasting(first).find(isCertain)?.why ?? ''}`;
  if (first !== undefined)
    return `The code can go back, but from ${first.migration.id} on some of its statements may fail: ${lasting(first)[0]?.why ?? ''}`;
  if (unread)
    return 'Whether the code can go back is not known, because not everything that pending migrations do could be read.';
  const [after] = breaking;
  const until =
    after === undefined
      ? 'The code can go back to the running release at any time: every statement of its models succeeds on the new schema.'
      : `The code can go back until ${after.migration.id} runs in after-deploy: ${lasting(after)[0]?.why ?? ''}`;
  const children = childrenOnly(played, plan);
  return children.length === 0 ? until : `${until} One thing to know: ${children[0] ?? ''}`;
}

/** Rows that the new release wrote, in tables that the one before does not know. */
function childrenOnly({ facts, first, last }: Played, { mode, migrations }: PhasePlan): readonly string[] {
  if (migrations.length === 0 || mode === 'after') return [];
  return breaksOf(facts.base, last, first)
    .filter(({ onlyAfterOthersWrote }) => onlyAfterOthersWrote === true)
    .map(({ why }) => why);
}
