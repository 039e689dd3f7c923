import { advise, djangoMigration, python } from './code.ts';
import type { Target } from './target.ts';

/** Two steps that must not share a transaction. */
export function separateMigrations({ framework, app, migration }: Target, first: string, second: string): string {
  if (framework === 'alembic')
    return advise(
      'Put them into two revisions, and let each have its own transaction.',
      '# env.py',
      'context.configure(..., transaction_per_migration=True)',
      '',
      `# revision 1: ${first}`,
      `# revision 2: ${second}`,
    );
  return advise(
    'Put them into two migrations: the locks of the first are released before the second begins.',
    `# ${app}/migrations/${migration}.py`,
    `operations = [...]  # ${first}`,
    '',
    djangoMigration('the next migration', [`...  # ${second}`]).replace(
      '    operations',
      `    dependencies = [("${app}", "${migration}")]\n    operations`,
    ),
  );
}

/** A statement that PostgreSQL refuses in a transaction. */
export function outsideOfTransaction({ framework, app, migration }: Target, text: string): string {
  if (framework === 'alembic')
    return advise(
      'Run it outside of the transaction.',
      'with op.get_context().autocommit_block():',
      /^[A-Z]{3,}\b/.test(text) ? `    op.execute(${python(text)})` : `    ...  # ${text}`,
    );
  return advise(
    'Leave it alone in a migration without a transaction.',
    `# ${app}/migrations/${migration}.py`,
    'class Migration(migrations.Migration):',
    '    atomic = False',
    `    operations = [...]  # only this: ${text}`,
  );
}
