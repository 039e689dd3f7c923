import type { DatabaseSession } from '../../core/database.ts';

/** Each DROP locks what it drops until its transaction ends, and a server has room for a few thousand locks. */
const AT_ONCE = 40;

/**
 * Drops everything that belongs to no extension: an extension may have been installed by a role that is not ours, and is needed again.
 * @throws PostgreSQL's error when the role owns not all of it
 */
export async function emptyDatabase(session: DatabaseSession): Promise<void> {
  await dropAll(session, SCHEMAS);
  await dropAll(session, RELATIONS);
  await dropAll(session, SEQUENCES);
  await dropAll(session, ROUTINES);
  await dropAll(session, TYPES);
  await dropAll(session, COLLATIONS);
}

async function dropAll(session: DatabaseSession, query: string): Promise<void> {
  const rows = await session.query(query);
  const statements = rows.flatMap(row => (typeof row['statement'] === 'string' ? [row['statement']] : []));
  for (let from = 0; from < statements.length; from += AT_ONCE) {
    await session.query(statements.slice(from, from + AT_ONCE).join(';\n'));
  }
}

const OWN = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
const member = (catalogue: string, oid: string) =>
  `EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const SCHEMAS = `SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname) AS statement FROM pg_namespace n
  WHERE ${OWN} AND n.nspname <> 'public' AND NOT ${member('pg_namespace', 'n.oid')}
    AND NOT EXISTS (SELECT FROM pg_extension x WHERE x.extnamespace = n.oid) ORDER BY 1`;

const RELATIONS = `SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
    WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, n.nspname, c.relname) AS statement
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${OWN} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT ${member('pg_class', 'c.oid')} ORDER BY 1`;

const SEQUENCES = `SELECT format('DROP SEQUENCE IF EXISTS %I.%I CASCADE', n.nspname, c.relname) AS statement
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${OWN} AND c.relkind = 'S' AND NOT ${member('pg_class', 'c.oid')} ORDER BY 1`;

const ROUTINES = `SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) AS statement
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OWN} AND NOT ${member('pg_proc', 'p.oid')} ORDER BY 1`;

const TYPES = `SELECT format('DROP TYPE IF EXISTS %I.%I CASCADE', n.nspname, t.typname) AS statement
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE ${OWN} AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') AND NOT ${member('pg_type', 't.oid')} ORDER BY 1`;

const COLLATIONS = `SELECT format('DROP COLLATION IF EXISTS %I.%I CASCADE', n.nspname, c.collname) AS statement
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE ${OWN} AND NOT ${member('pg_collation', 'c.oid')} ORDER BY 1`;
