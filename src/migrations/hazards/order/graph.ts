import { inSequence } from '../../../core/text.ts';
import type { MigrationFacts, MigrationId, MigrationNode } from '../../facts.ts';
import { advise } from '../remedies/code.ts';
import { merge, renumber } from '../remedies/graph.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { appliedIds } from './applied.ts';

const MIGRATIONS = 'https://docs.djangoproject.com/en/stable/topics/migrations/';

export const conflict = defineHazard({
  id: 'order/conflict',
  title: 'Each app has one last migration',
  severity: 'critical',
  verdict: 'blocked',
  why: 'With two of them nobody knows which comes first: migrate and alembic upgrade refuse to begin, and the deployment stops there.',
  remedy: 'Make a migration that depends on both, or let the later one depend on the other.',
  source: [`${MIGRATIONS}#version-control`, 'https://alembic.sqlalchemy.org/en/latest/branches.html'],
  judge: ({ facts }) =>
    facts.head.conflicts.map(({ app, leaves }): HazardHit => {
      const migration = facts.pending.find(({ id }) => leaves.includes(id));
      return {
        ...(migration === undefined ? {} : { migration }),
        subject: `${app}: ${[...leaves].sort().join(', ')}`,
        message: `${facts.framework === 'django' ? app : 'The history'} has ${leaves.length} last migrations (${inSequence(leaves.map(leaf => called(facts, leaf)))}): ${facts.framework === 'django' ? 'migrate refuses to begin' : '"alembic upgrade head" refuses to begin'}, and nothing is deployed.`,
        remedy: merge(facts.framework, app, leaves),
      };
    }),
});

/** A revision with its slug, which is what people know it by. */
function called({ framework, head }: MigrationFacts, id: MigrationId): string {
  const name = framework === 'alembic' ? head.nodes.find(node => node.id === id)?.name : undefined;
  return name === undefined ? id : `${id} ${name}`;
}

export const dangling = defineHazard({
  id: 'order/dangling',
  title: 'Every migration that another one depends on is there',
  severity: 'critical',
  verdict: 'blocked',
  why: 'The graph cannot be built with a hole in it: migrate stops before the first statement, and so does every other command that loads it.',
  remedy: 'Bring the missing migration back, or let the dependency name the one that took its place.',
  source: [`${MIGRATIONS}#dependencies`],
  judge: ({ facts }) =>
    facts.head.dangling.map(({ id, needs, place }): HazardHit => {
      const migration = facts.pending.find(known => known.id === id);
      return {
        ...(migration === undefined ? {} : { migration }),
        ...(place === undefined ? {} : { place }),
        subject: `${id} needs ${needs}`,
        message: `${id} depends on ${needs}, which does not exist: no migration can run.`,
        remedy: advise(
          'Bring the missing one back, or depend on the one that took its place.',
          `# ${id}`,
          facts.framework === 'django'
            ? `dependencies = [(${needs
                .split('.')
                .map(part => `"${part}"`)
                .join(', ')})]`
            : `down_revision = "${needs}"`,
        ),
      };
    }),
});

export const inserted = defineHazard({
  id: 'order/inserted',
  title: 'New migrations come after the applied ones',
  severity: 'critical',
  verdict: 'blocked',
  why: 'An applied migration that depends on one that is not: Django calls the history inconsistent and refuses to migrate at all; Alembic never runs the one in between.',
  remedy: 'Give the new migration a place behind the last applied one.',
  source: [`${MIGRATIONS}#dependencies`],
  judge: played => {
    const { facts } = played;
    const applied = appliedIds(played);
    const replaced = new Set(facts.head.nodes.flatMap(({ replaces }) => replaces));
    return facts.pending.flatMap((migration): readonly HazardHit[] => {
      if (applied.has(migration.id) || replaced.has(migration.id)) return [];
      // One that the running release has as well did not slip in: order/inconsistent-history tells what its database lacks.
      if (facts.database !== undefined && facts.base.nodes.some(({ id }) => id === migration.id)) return [];
      if (migration.replaces.some(id => applied.has(id))) return [];
      const dependents = facts.head.nodes.filter(
        ({ id, dependencies }) => applied.has(id) && dependencies.includes(migration.id),
      );
      const [first] = dependents;
      if (first === undefined) return [];
      return [
        {
          migration,
          subject: `${migration.id} before ${first.id}`,
          message: `${migration.id} is not applied, and ${first.id}, which depends on it, is: ${facts.framework === 'django' ? 'migrate stops with InconsistentMigrationHistory' : 'Alembic never runs it'}.`,
          remedy: renumber(facts.framework, migration, lastApplied(facts.head.nodes, applied, migration.app)),
        },
      ];
    });
  },
});

function lastApplied(
  nodes: readonly MigrationNode[],
  applied: ReadonlySet<string>,
  app: string,
): MigrationNode | undefined {
  const own = nodes.filter(node => node.app === app && applied.has(node.id));
  const needed = new Set(own.flatMap(({ dependencies }) => dependencies));
  return own.find(({ id }) => !needed.has(id)) ?? own.at(-1);
}

export const squash = defineHazard({
  id: 'order/squash',
  title: 'What a squashed migration replaces is applied as a whole or not at all',
  severity: 'medium',
  verdict: 'review',
  why: 'With some of them applied Django cannot take the squashed one: it runs the rest of the old ones, and only as long as their files are there.',
  remedy:
    'Bring every database to the end of what is replaced before the squashed migration arrives; delete the old files in a later release.',
  source: [`${MIGRATIONS}#squashing-migrations`],
  judge: played => {
    const { facts } = played;
    const applied = appliedIds(played);
    return facts.head.nodes.flatMap(({ id, replaces }): readonly HazardHit[] => {
      const done = replaces.filter(one => applied.has(one));
      const open = replaces.filter(one => !applied.has(one));
      if (replaces.length === 0 || done.length === 0 || open.length === 0 || applied.has(id)) return [];
      const migration = facts.pending.find(known => known.id === id || open.includes(known.id));
      const shown = open.length > 3 ? [...open.slice(0, 3), `${open.length - 3} more`] : open;
      return [
        {
          ...(migration === undefined ? {} : { migration }),
          subject: id,
          message: `${id} replaces ${replaces.length} migrations of which ${done.length} ${done.length === 1 ? 'is' : 'are'} applied and ${inSequence(shown)} ${open.length === 1 ? 'is' : 'are'} not: Django runs the old ones as long as their files are there, and fails when they are not.`,
          remedy: advise(
            'Migrate to the end of what is replaced with the release that still has it, then deploy the squashed one.',
            `python manage.py migrate ${replaces.at(-1)?.split('.').join(' ') ?? ''}`,
          ),
        },
      ];
    });
  },
});
