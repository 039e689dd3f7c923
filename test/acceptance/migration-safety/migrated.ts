import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Postgres } from '../../../lab/postgres/server.ts';
import { provisionPython } from '../../../lab/python/provision.ts';

const execute = promisify(execFile);

export interface Managed {
  /** Folder of `manage.py`. */
  readonly directory: string;
  readonly url: string;
  readonly settings?: string;
}

/** Runs a command of `manage.py` against a database, with the lab's Python, and gives what it printed. */
export async function manage(words: readonly string[], { directory, url, settings }: Managed): Promise<string> {
  const { python } = await provisionPython();
  const env = {
    PATH: process.env['PATH'],
    PYTHONDONTWRITEBYTECODE: '1',
    DATABASE_URL: url,
    ...(settings === undefined ? {} : { DJANGO_SETTINGS_MODULE: settings }),
  };
  const { stdout } = await execute(python, [join(directory, 'manage.py'), ...words], { cwd: directory, env });
  return stdout;
}

/** A role that reads one database and may change nothing in it. */
export async function readingRole(postgres: Postgres, database: string): Promise<string> {
  const role = `reader_${database}`;
  const password = randomBytes(12).toString('hex');
  await postgres.query(database, `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  await postgres.query(database, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`);
  await postgres.query(database, `ALTER ROLE ${role} SET default_transaction_read_only = on`);
  const url = new URL(postgres.url(database));
  url.username = role;
  url.password = password;
  return url.href;
}

/** Every relation, its size in rows as they are there, and every applied migration: what a run must not have changed. */
export async function contentsOf(postgres: Postgres, database: string): Promise<string> {
  const rows = await postgres.query(
    database,
    `SELECT table_name AS name, (xpath('/row/count/text()', query_to_xml(format('SELECT count(*) FROM public.%I', table_name), false, true, '')))[1]::text AS count
       FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const columns = await postgres.query(
    database,
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
  );
  const comment = await postgres.query(
    database,
    "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = current_database()",
  );
  return JSON.stringify([rows, columns, comment]);
}
