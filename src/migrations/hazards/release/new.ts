import { planOf } from '../../phases/planned.ts';
import { recipeFor } from '../../phases/recipes.ts';
import { defineHazard } from '../rule.ts';
import { subjectOf } from '../wording.ts';
import { curerOf } from './blame.ts';
import { breaksInWords, sorted } from './wording.ts';

/** The new release serves before the migration has run: in the mode `after` always, in `phased` never for what it needs. */
export const newFirst = defineHazard({
  id: 'release/new-first',
  title: 'The new release lives with the schema it finds when it starts to serve',
  severity: 'critical',
  verdict: 'blocked',
  why: 'When migrations run after the deploy, the new release meets the old schema first. A column that is not there yet fails every statement of its model until they have run.',
  remedy:
    'Run the migration before the deploy: in the entrypoint of the new release, or in a migrate service that the others wait for.',
  source: ['S3-023'],
  judge: played => {
    if (played.mode !== 'after') return [];
    return planOf(played).migrations.flatMap(({ migration, new: cured, phase }) => {
      const needed = sorted(cured.filter(({ onlyAfterOthersWrote }) => onlyAfterOthersWrote !== true));
      const [first] = needed;
      if (first === undefined) return [];
      const { who, fail, why, more } = breaksInWords(needed);
      const column = first.column === undefined ? '' : `.${first.column}`;
      const cure = curerOf(played, migration, first);
      const placed = {
        ...(cure === undefined ? {} : { statement: cure }),
        ...(cure?.operation === undefined ? {} : { operation: cure.operation }),
      };
      return [
        {
          migration,
          ...placed,
          subject: subjectOf(migration, `${first.table}${column}`),
          table: first.table,
          ...(first.column === undefined ? {} : { column: first.column }),
          breaks: needed,
          message: `${who} ${first.certain ? fail : 'can fail'} in the new release until this migration has run: ${why}${more}`,
          ...(first.certain ? {} : { severity: 'medium' as const, verdict: 'review' as const }),
          ...(phase === 'split' ? { remedy: recipeFor(played, migration, undefined, needed) } : {}),
        },
      ];
    });
  },
});

export const split = defineHazard({
  id: 'release/split',
  title: 'Each migration has a phase in which both sides live with it',
  severity: 'critical',
  verdict: 'blocked',
  why: 'A migration that the running release does not survive, and that the new one cannot start without, expands and contracts at once: there is no moment at which it can run.',
  remedy: 'Make two migrations of two releases of it: the first adds, the second takes away.',
  source: ['S1-083', 'S1-084', 'S1-085'],
  judge: played => {
    if (played.mode !== 'phased') return [];
    return planOf(played).migrations.flatMap(({ migration, phase, old, new: cured }) => {
      const [running] = sorted(old);
      const [coming] = sorted(cured);
      if (phase !== 'split' || running === undefined || coming === undefined) return [];
      const [before, after] = [breaksInWords(old), breaksInWords(cured)];
      return [
        {
          migration,
          subject: subjectOf(migration, running.table),
          table: running.table,
          ...(running.column === undefined ? {} : { column: running.column }),
          breaks: [...sorted(old), ...sorted(cured)],
          message: `It fits in neither phase. Before the deploy, ${before.who} ${before.fail} in the running release: ${before.why} After it, ${after.who} ${after.fail} in the new one: ${after.why}`,
          remedy: recipeFor(played, migration, culpritOf(migration.operations, running), sorted(old)),
        },
      ];
    });
  },
});

function culpritOf<T extends { readonly model: string | undefined; readonly stateOnly: boolean }>(
  operations: readonly T[],
  { model }: { readonly model: string },
): T | undefined {
  const real = operations.filter(({ stateOnly }) => !stateOnly);
  return real.find(operation => operation.model?.toLowerCase() === model.toLowerCase()) ?? real[0];
}
