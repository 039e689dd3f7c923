import { inSequence } from '../../../core/text.ts';
import { appliedState } from '../../applied-state.ts';
import type { MigrationId } from '../../facts.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard } from '../rule.ts';

/** What the database says of itself, against what the releases have. Nothing without `database-url`. */

const SHOWN = 3;

export const behindBase = defineHazard({
  id: 'order/behind-base',
  title: 'The database has every migration of the running release',
  severity: 'medium',
  verdict: 'review',
  why: 'What is compared is the running release with its own schema. A database that lacks some of its migrations is another one, or a deployment before this one stopped half-way.',
  remedy: 'Migrate the database to the end of the running release, or name in `base` the release that it belongs to.',
  source: ['S0-073', 'Django, showmigrations'],
  judge: ({ facts }) => {
    const { behind } = appliedState(facts);
    if (behind.length === 0) return [];
    const pending = new Set(facts.pending.map(({ id }) => id));
    const unjudged = behind.filter(id => !pending.has(id));
    const lacks =
      behind.length === facts.base.nodes.length
        ? 'has no migration at all of the running release: it is empty, or not the one that serves'
        : `lacks ${behind.length === 1 ? 'a migration' : `${behind.length} migrations`} that the running release has (${some(behind)})`;
    return [
      {
        subject: 'database',
        message: `The database ${lacks}${unjudged.length === 0 ? '; what it lacks is judged with the pending ones' : '; what it lacks is not judged here, and runs with the deployment'}.`,
        remedy:
          facts.framework === 'django'
            ? advise(
                'See what is open, and migrate with the running release before the new one is deployed.',
                'python manage.py migrate --plan',
                'python manage.py migrate --noinput',
                ...(unjudged.length === 0 ? [] : ['# or have it judged with the pending ones', 'applied: database']),
              )
            : advise(
                'See what is open, and migrate with the running release before the new one is deployed.',
                'alembic current',
                'alembic upgrade head',
              ),
      },
    ];
  },
});

export const inconsistentHistory = defineHazard({
  id: 'order/inconsistent-history',
  title: 'What applied migrations depend on is applied',
  severity: 'critical',
  verdict: 'blocked',
  why: 'Django compares the applied migrations with the graph before it runs anything, and stops with InconsistentMigrationHistory.',
  remedy: 'Bring the table django_migrations in line with what the schema really has.',
  source: ['S0-073', 'https://docs.djangoproject.com/en/stable/ref/django-admin/#migrate'],
  versions: 'Django',
  // What only the new release has and applied ones depend on has slipped in: order/inserted.
  judge: ({ facts }) =>
    appliedState(facts)
      .inconsistent.filter(({ needs }) => facts.base.nodes.some(node => node.id === needs))
      .map(({ id, needs }) => ({
        subject: `${id} needs ${needs}`,
        message: `The database has ${id} and not ${needs}, on which it depends: migrate stops with InconsistentMigrationHistory before the first statement.`,
        remedy: advise(
          `If the schema has what ${needs} makes, say so; if not, undo ${id} first.`,
          `python manage.py migrate ${spaced(needs)} --fake`,
          `# or: python manage.py migrate ${spaced(id).split(' ')[0] ?? ''} <the one before ${id.split('.')[1] ?? id}>`,
        ),
      })),
});

export const foreignApplied = defineHazard({
  id: 'order/foreign',
  title: 'The database has no migrations that neither release knows',
  severity: 'medium',
  verdict: 'review',
  why: 'Somebody migrated it from another branch: its schema is not the one that is compared here, and the next migration of the same number meets what is there already.',
  remedy: 'Merge that branch, or undo its migrations with its own files.',
  source: ['S0-073'],
  judge: ({ facts }) => {
    const { foreign } = appliedState(facts);
    if (foreign.length === 0) return [];
    const alembic = facts.framework === 'alembic';
    return [
      {
        subject: 'database',
        message: alembic
          ? `The database is at ${some(foreign)}, which neither release has: "alembic upgrade" stops because it cannot locate the revision.`
          : `The database has ${some(foreign)}, which neither release has: it was migrated from another branch, and its schema is not the one that is compared.`,
        ...(alembic ? ({ verdict: 'blocked', severity: 'critical' } as const) : {}),
        remedy: alembic
          ? advise(
              'Deploy the release that has the revision, or go back with its files.',
              'alembic downgrade <revision>',
            )
          : advise(
              'Merge that branch, or undo them with its own files.',
              `python manage.py migrate ${foreign[0]?.split('.')[0] ?? ''} <last of the running release>`,
            ),
      },
    ];
  },
});

function some(ids: readonly MigrationId[]): string {
  return inSequence(ids.length > SHOWN ? [...ids.slice(0, SHOWN), `${ids.length - SHOWN} more`] : ids);
}

/** `communities.0002_x` as the arguments of `migrate`. */
function spaced(id: MigrationId): string {
  return id.split('.').join(' ');
}
