import { advise, alembicRevision, autocommit, python, sqlName } from './code.ts';
import type { Target } from './target.ts';

/**
 * An UPDATE in pieces that each commit: what is done stays done, and it can be run again.
 * @param set `SET a = b`
 * @param where what is left to do
 */
export function batches({ framework, table }: Target, set: string, where: string, comment: string): string {
  const pieces = `UPDATE ${sqlName(table)} ${set} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${sqlName(table)} WHERE ${where} LIMIT 5000))`;
  if (framework === 'alembic')
    return alembicRevision(
      comment,
      autocommit([`while op.get_bind().exec_driver_sql(${python(pieces)}).rowcount:`, '    pass']),
    );
  return [
    `# ${comment}`,
    'def fill(apps, schema_editor):',
    '    with schema_editor.connection.cursor() as cursor:',
    '        while True:',
    `            cursor.execute(${python(pieces)})`,
    '            if cursor.rowcount == 0:',
    '                break',
    '',
    'class Migration(migrations.Migration):',
    '    atomic = False',
    '    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]',
  ].join('\n');
}

/** A data step that goes through a large table. */
export function inBatches(
  target: Target,
  statement: 'update' | 'delete' | 'code',
  set = 'SET ...',
  where = '<not done yet>',
): string {
  const sentence =
    'Go through the rows in pieces that each commit, in a migration of its own with atomic = False: locks are short, and a second run goes on where the first one stopped.';
  const framed =
    target.framework === 'alembic' ? sentence.replace('with atomic = False', 'outside of the transaction') : sentence;
  if (statement === 'delete')
    return advise(
      framed,
      batches(target, set, where, 'a migration of its own').replace(
        /UPDATE (\S+) SET \S+ WHERE/,
        'DELETE FROM $1 WHERE',
      ),
    );
  return advise(framed, batches(target, set, where, 'a migration of its own'));
}
