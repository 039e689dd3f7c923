import { advise } from './code.ts';
import type { Target } from './target.ts';

/** The role that migrates gives up a lock it cannot have, instead of keeping everybody behind itself. */
export function lockTimeout(framework: Target['framework']): string {
  const retry = framework === 'django' ? 'python manage.py migrate --noinput' : 'alembic upgrade head';
  return advise(
    'Let the role that migrates give up after a few seconds, and try again: while it waits for a lock, every query behind it waits as well.',
    '-- once, in psql',
    "ALTER ROLE <role that migrates> SET lock_timeout = '3s';",
    '',
    '-- where it migrates, in its shell',
    `for attempt in 1 2 3 4 5; do ${retry} && break; [ "$attempt" = 5 ] && exit 1; sleep 10; done`,
  );
}

/** Long work for which there is no form beside the traffic. */
export function whenQuiet(framework: Target['framework'], table: string): string {
  return advise(
    `There is no form of it that lets others go on: run it when ${table} is quiet, with a lock_timeout and another try. The lock is held until the work is done.`,
    `${firstInTransaction(framework)}  # first in its transaction`,
  );
}

/** Long work that is sent from within Python. */
export function outOfCode(work: 'index' | 'other', table: string): string {
  if (work === 'other')
    return advise(
      `Take the statement out of the function, into a migration of its own: there it is put into steps that keep nobody off ${table} for long.`,
      'migrations.RunSQL("...", "...")',
    );
  return advise(
    'Take the index out of the function: as an operation of its own it is built with CONCURRENTLY, while readers and writers go on.',
    '# a migration of its own, with atomic = False',
    'AddIndexConcurrently(model_name="...", index=models.Index(fields=[...], name="..."))  # from django.contrib.postgres.operations',
  );
}

/** A short lock on a table that is never idle. */
export function briefly(framework: Target['framework'], table: string): string {
  return advise(
    `Run it when ${table} is quiet, with a lock_timeout and another try: the lock itself lasts milliseconds, the wait for it does not.`,
    `${firstInTransaction(framework)}  # first in its transaction`,
  );
}

function firstInTransaction(framework: Target['framework']): string {
  return framework === 'django'
    ? `migrations.RunSQL("SET LOCAL lock_timeout = '2s'", migrations.RunSQL.noop),`
    : `op.execute("SET LOCAL lock_timeout = '2s'")`;
}
