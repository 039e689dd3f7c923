import type { MigrationId, MigrationNode, PendingMigration } from '../../facts.ts';
import { advise } from './code.ts';

type Framework = 'django' | 'alembic';

/** Two ends of one history. */
export function merge(framework: Framework, app: string, leaves: readonly MigrationId[]): string {
  if (framework === 'alembic')
    return advise('Merge the heads, and commit the revision.', `alembic merge -m "merge" ${leaves.join(' ')}`);
  const [first = '', second = ''] = [...leaves].sort();
  const dependency = first
    .split('.')
    .map(part => `"${part}"`)
    .join(', ');
  return advise(
    'Let the later migration depend on the other one; where the order matters to nobody, a merge does as well.',
    `# ${second}`,
    `dependencies = [(${dependency})]`,
    '',
    `python manage.py makemigrations --merge ${app}`,
  );
}

/** A migration that slipped in before applied ones. */
export function renumber(framework: Framework, migration: PendingMigration, last: MigrationNode | undefined): string {
  const after = last?.name ?? '<the last applied one>';
  if (framework === 'alembic')
    return advise(
      'Let it come after the last applied revision.',
      `# ${migration.id}`,
      `down_revision = "${last?.id ?? after}"`,
    );
  const number = /^(\d+)_/.exec(after)?.[1];
  const renamed =
    number === undefined ? migration.name : migration.name.replace(/^\d+/, String(Number(number) + 1).padStart(4, '0'));
  return advise(
    'Let it come after the last applied migration, and nothing that is applied depend on it.',
    `git mv ${migration.name}.py ${renamed}.py`,
    `dependencies = [("${migration.app}", "${after}")]`,
  );
}
