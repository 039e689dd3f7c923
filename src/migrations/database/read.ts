import type { DatabaseSession, OpenDatabase, Row } from '../../core/database.ts';
import { Cancelled, messageOf } from '../../core/errors.ts';
import type { DatabaseFacts, ServerVersion, TableSize } from '../facts.ts';

export type DatabaseAnswer =
  | {
      readonly ok: true;
      readonly facts: DatabaseFacts;
      readonly server: ServerVersion;
      /** Who it is, for the comparison with a scratch database; undefined when the role may not know. */
      readonly system: string | undefined;
    }
  | { readonly ok: false; readonly why: string };

/** For each statement: catalogues answer in milliseconds, and nobody waits for a database that does not. */
const TIMEOUT = 15_000;

/**
 * Reads what a database says of itself, in one transaction that may only read, and gives up rather than wait for a lock. Reads catalogues
 * and the table of applied migrations; never a row of the application's.
 */
export async function readDatabase(
  url: string,
  framework: 'django' | 'alembic',
  world: { readonly database: OpenDatabase; readonly signal: AbortSignal },
): Promise<DatabaseAnswer> {
  const opened = await world.database(url, { timeout: TIMEOUT, signal: world.signal });
  if (!opened.ok) return opened;
  const { session } = opened;
  try {
    const before = await ownSettings(session);
    await session.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await session.query("SET LOCAL lock_timeout = '1s'");
    const facts: DatabaseFacts = {
      applied: await applied(session, framework),
      tables: await tables(session),
      constraints: await constraints(session),
      invalidIndexes: await invalidIndexes(session),
      dependents: await dependents(session),
      lockTimeout: before.lockTimeout,
      timeZone: before.timeZone,
    };
    const server = await serverVersion(session);
    await session.query('ROLLBACK');
    return { ok: true, facts, server, system: await systemIdentifier(session) };
  } catch (thrown) {
    if (thrown instanceof Cancelled) throw thrown;
    return { ok: false, why: messageOf(thrown) };
  } finally {
    await session.end();
  }
}

async function ownSettings(session: DatabaseSession) {
  const [row] = await session.query(
    "SELECT current_setting('lock_timeout') AS lock_timeout, current_setting('TimeZone') AS time_zone",
  );
  return { lockTimeout: text(row, 'lock_timeout'), timeZone: text(row, 'time_zone') };
}

/** @returns ids as `MigrationId` has them; of Alembic the revisions that are current */
async function applied(session: DatabaseSession, framework: 'django' | 'alembic'): Promise<readonly string[]> {
  const table = framework === 'django' ? 'django_migrations' : 'alembic_version';
  const [there] = await session.query('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (there?.['there'] !== true) return [];
  const statement =
    framework === 'django'
      ? "SELECT app || '.' || name AS id FROM django_migrations ORDER BY id"
      : 'SELECT version_num AS id FROM alembic_version ORDER BY version_num';
  return (await session.query(statement)).flatMap(row => text(row, 'id') ?? []);
}

const OWN = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'";
/** As the statements of migrations name them: without a schema where the search path of the role leads to it. */
const NAMED = "CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END";

async function tables(session: DatabaseSession): Promise<ReadonlyMap<string, TableSize>> {
  const rows = await session.query(
    `SELECT ${NAMED} AS name, c.reltuples AS tuples, pg_total_relation_size(c.oid) AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'm') AND ${OWN}`,
  );
  return new Map(
    rows.flatMap(row => {
      const name = text(row, 'name');
      const tuples = Number(row['tuples']);
      // Before the first ANALYZE it is -1; until PostgreSQL 13 it was 0, which an empty table has as well.
      const counted = tuples > 0 ? { rows: tuples } : { rows: undefined };
      return name === undefined ? [] : [[name, { ...counted, bytes: Number(row['bytes']) }] as const];
    }),
  );
}

async function constraints(session: DatabaseSession): Promise<DatabaseFacts['constraints']> {
  const rows = await session.query(
    `SELECT ${NAMED} AS table_name, k.conname AS name, pg_get_constraintdef(k.oid) AS definition, k.convalidated AS validated
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE k.contype IN ('c', 'f', 'n', 'p', 'u', 'x') AND ${OWN} ORDER BY 1, 2`,
  );
  return rows.flatMap(row => {
    const [table, name, definition] = [text(row, 'table_name'), text(row, 'name'), text(row, 'definition')];
    if (table === undefined || name === undefined || definition === undefined) return [];
    return [{ table, name, definition, validated: row['validated'] === true }];
  });
}

async function invalidIndexes(session: DatabaseSession): Promise<DatabaseFacts['invalidIndexes']> {
  const rows = await session.query(
    `SELECT ${NAMED} AS table_name, o.relname AS name
       FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relkind <> 'p' AND ${OWN} ORDER BY 1, 2`,
  );
  return rows.flatMap(row => {
    const [table, name] = [text(row, 'table_name'), text(row, 'name')];
    return table === undefined || name === undefined ? [] : [{ table, name }];
  });
}

/** Views and rules that use a column: PostgreSQL refuses to change its type, and drops them with CASCADE. */
async function dependents(session: DatabaseSession): Promise<DatabaseFacts['dependents']> {
  const rows = await session.query(
    `SELECT DISTINCT ${NAMED} AS table_name, a.attname AS column_name, v.relname AS name
       FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
       JOIN pg_class v ON v.oid = r.ev_class
       JOIN pg_class c ON c.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE d.refobjsubid > 0 AND v.oid <> c.oid AND ${OWN} ORDER BY 1, 2, 3`,
  );
  return rows.flatMap(row => {
    const [table, column, name] = [text(row, 'table_name'), text(row, 'column_name'), text(row, 'name')];
    return table === undefined || column === undefined || name === undefined ? [] : [{ table, column, name }];
  });
}

/** `server_version_num`: 180004 is 18.4. */
async function serverVersion(session: DatabaseSession): Promise<ServerVersion> {
  const [row] = await session.query("SELECT current_setting('server_version_num') AS number");
  const number = Number(text(row, 'number'));
  return { major: Math.floor(number / 10_000), minor: number % 10_000, from: 'database' };
}

/** Outside of the transaction: a role that may not ask would end it. */
async function systemIdentifier(session: DatabaseSession): Promise<string | undefined> {
  try {
    const [row] = await session.query(
      "SELECT system_identifier::text || '/' || current_database() AS system FROM pg_control_system()",
    );
    return text(row, 'system');
  } catch (thrown) {
    if (thrown instanceof Cancelled) throw thrown;
    return undefined;
  }
}

function text(row: Row | undefined, column: string): string | undefined {
  const value = row?.[column];
  return typeof value === 'string' ? value : undefined;
}
