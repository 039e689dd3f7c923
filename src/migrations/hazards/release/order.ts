import { planOf } from '../../phases/planned.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { subjectOf } from '../wording.ts';

export const phaseOrder = defineHazard({
  id: 'order/phase',
  title: 'No migration of before-deploy waits for one of after-deploy',
  severity: 'high',
  verdict: 'blocked',
  why: 'A migration that the new release needs before it serves, and that depends on one which only the new release survives, can run neither before nor after the deploy.',
  remedy: 'Take the dependency away, or move the clean-up into the next release.',
  source: ['S3-023', 'S1-083'],
  judge: played => {
    const { mode, ordered, migrations } = planOf(played);
    if (mode !== 'phased') return [];
    return ordered.flatMap(({ migration, needs }) => {
      const own = migrations.find(each => each.migration.id === migration);
      if (own === undefined) return [];
      return [
        {
          migration: own.migration,
          subject: subjectOf(own.migration, needs),
          message: `${migration} must run before the deploy and depends on ${needs}, which must run after it: ${own.new[0]?.why ?? ''}`,
          remedy: `Let the clean-up come last: leave ${needs} out of this release, and let ${migration} depend on the migration before it.\ndependencies = [(${quotedPair(
            previousOf(
              needs,
              own.migration.dependencies,
              migrations.map(each => each.migration),
            ),
          )})]`,
        },
      ];
    });
  },
});

/** What `needs` itself depends on, as far as it is pending; else what stands before it. */
function previousOf(
  needs: string,
  others: readonly string[],
  migrations: readonly { readonly id: string; readonly dependencies: readonly string[] }[],
): string {
  const own = migrations.find(({ id }) => id === needs);
  return own?.dependencies.at(-1) ?? others.find(id => id !== needs) ?? 'app.0001_the_one_before';
}

function quotedPair(id: string): string {
  const at = id.indexOf('.');
  return at < 0 ? `"${id}"` : `"${id.slice(0, at)}", "${id.slice(at + 1)}"`;
}

/** django-safemigrate runs what a person marked; the comparison of the two releases says whether the mark is right. */
export const wrongMark = defineHazard({
  id: 'order/mark',
  title: 'The marks of django-safemigrate agree with the two releases',
  severity: 'high',
  verdict: 'blocked',
  why: 'safemigrate runs a migration when its mark says so. A migration marked `before_deploy` that the running release does not survive takes it down; one marked `after_deploy` that the new release needs comes too late.',
  remedy: 'Mark it as the comparison says.',
  source: ['django-safemigrate, Safe', 'S1-086'],
  judge: played =>
    planOf(played).migrations.flatMap(({ migration, phase, old, passing, new: cured }): readonly HazardHit[] => {
      const { mark } = migration;
      if (mark === undefined) return [];
      const certain = {
        old: old.find(each => each.certain && !passing.includes(each)),
        new: cured.find(each => each.certain),
      };
      const place = mark.place === undefined ? {} : { place: mark.place };
      // `always` runs with those of before-deploy unless it depends on one of after-deploy.
      if (mark.when !== 'after' && certain.old !== undefined && phase === 'after-deploy')
        return [
          {
            migration,
            ...place,
            subject: subjectOf(migration, `Safe.${mark.when}`),
            breaks: [certain.old],
            message: `It is marked ${MARKS[mark.when]}, so safemigrate runs it while the running release serves, which does not survive it: ${certain.old.why}`,
            remedy: 'Mark it for the phase after the deploy:\nsafe = Safe.after_deploy()',
          },
        ];
      if (mark.when === 'after' && certain.new !== undefined && phase === 'before-deploy')
        return [
          {
            migration,
            ...place,
            subject: subjectOf(migration, `Safe.${mark.when}`),
            breaks: [certain.new],
            message: `It is marked ${MARKS.after}, so safemigrate leaves it until the new release serves, which needs it: ${certain.new.why}`,
            remedy: 'Mark it for the phase before the deploy:\nsafe = Safe.before_deploy()',
          },
        ];
      return [];
    }),
});

const MARKS = { before: 'before_deploy', after: 'after_deploy', always: 'always' } as const;
