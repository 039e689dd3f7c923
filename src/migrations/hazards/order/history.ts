import type { Place } from '../../../core/findings.ts';
import { inSequence } from '../../../core/text.ts';
import type { MigrationNode } from '../../facts.ts';
import type { Played } from '../../played.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { appliedIds, ownNodes } from './applied.ts';

const SOURCE = 'https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models';

export const edited = defineHazard({
  id: 'order/edited',
  title: 'Applied migrations stay as they are',
  severity: 'medium',
  verdict: 'review',
  why: 'A migration is remembered by its name alone: what is changed in an applied one never reaches this database, and reaches every new one.',
  remedy: 'Take the change back, and put it into a migration of its own.',
  source: [SOURCE],
  judge: played => {
    const { facts } = played;
    const applied = appliedIds(played);
    const before = new Map(ownNodes(facts.base.nodes).map(node => [node.id, node]));
    return facts.head.nodes.flatMap((node): readonly HazardHit[] => {
      const was = before.get(node.id);
      if (was?.digest === undefined || node.digest === undefined || was.digest === node.digest || !applied.has(node.id))
        return [];
      return [
        {
          ...placed(node),
          subject: node.id,
          message: `${node.id} is applied, and this release changes what it does: the database that serves never gets the change, and a new one does.`,
          remedy: advise(
            'Take the change back, and put it into a migration of its own.',
            `git checkout ${facts.base.commit?.slice(0, 7) ?? '<the running release>'} -- ${node.file ?? node.name}`,
            facts.framework === 'django'
              ? `python manage.py makemigrations ${node.app}`
              : 'alembic revision --autogenerate',
          ),
        },
      ];
    });
  },
});

export const deleted = defineHazard({
  id: 'order/deleted',
  title: 'Applied migrations are neither deleted nor renamed',
  severity: 'medium',
  verdict: 'review',
  why: 'The database remembers it by name: a renamed one runs a second time, and without a deleted one a new database is not what the old one is.',
  remedy: 'Bring it back under its name; to have fewer of them, squash.',
  source: [SOURCE, 'https://docs.djangoproject.com/en/stable/topics/migrations/#squashing-migrations'],
  judge: played => {
    const { facts } = played;
    const applied = appliedIds(played);
    const here = new Set(facts.head.nodes.flatMap(({ id, replaces }) => [id, ...replaces]));
    const apps = new Set(facts.head.nodes.map(({ app }) => app));
    const gone = ownNodes(facts.base.nodes).filter(({ id }) => !here.has(id) && applied.has(id));
    const renamed = gone.flatMap(node => renamedHit(played, node));
    const rest = gone.filter(node => renamedHit(played, node).length === 0);
    const byApp = Map.groupBy(rest, ({ app }) => app);
    return [...renamed, ...[...byApp].map(([app, nodes]) => deletedHit(played, app, nodes, apps.has(app)))];
  },
});

function renamedHit({ facts }: Played, node: MigrationNode): readonly HazardHit[] {
  const known = facts.head.nodes.find(
    ({ id, digest }) =>
      digest !== undefined && digest === node.digest && facts.pending.some(pending => pending.id === id),
  );
  const migration = facts.pending.find(({ id }) => id === known?.id);
  if (known === undefined || migration === undefined) return [];
  return [
    {
      migration,
      subject: `${node.id} became ${known.id}`,
      message: `${node.id} is applied and is now called ${known.id}: it runs a second time and fails on what it made the first time.`,
      remedy: advise('Give it its old name back.', `git mv ${known.file ?? known.name} ${node.file ?? node.name}`),
      verdict: 'blocked',
      severity: 'critical',
    },
  ];
}

function deletedHit({ facts }: Played, app: string, nodes: readonly MigrationNode[], stays: boolean): HazardHit {
  const ids = nodes.map(({ id }) => id).sort();
  const shown = ids.length > 3 ? [...ids.slice(0, 3), `${ids.length - 3} more`] : ids;
  const commit = facts.base.commit?.slice(0, 7) ?? '<the running release>';
  if (!stays)
    return {
      subject: `${app}: removed`,
      message: `The app ${app} is gone with its ${ids.length === 1 ? 'migration' : `${ids.length} migrations`}: its tables stay in the database, and nobody keeps them any more.`,
      remedy: advise(
        'To remove the tables, delete the models in a release before, and remove the app afterwards.',
        `python manage.py makemigrations ${app}`,
      ),
      verdict: 'safe',
      severity: 'low',
    };
  return {
    subject: `${app}: ${ids.slice(0, 3).join(', ')}`,
    message: `${inSequence(shown)} ${ids.length === 1 ? 'is' : 'are'} applied and no longer there: a new database is made without ${ids.length === 1 ? 'it' : 'them'}, and going back beyond ${ids.length === 1 ? 'it' : 'them'} is not possible.`,
    remedy: advise(
      'Bring what was applied back; to have fewer of them, squash.',
      ...nodes.slice(0, 3).map(({ file, name }) => `git checkout ${commit} -- ${file ?? name}`),
    ),
  };
}

function placed({ file }: MigrationNode): { readonly place?: Place } {
  return file === undefined || file.startsWith('/') ? {} : { place: { file, line: 1 } };
}
