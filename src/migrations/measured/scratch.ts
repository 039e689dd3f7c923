import type { DatabaseSession, Row } from '../../core/database.ts';
import { Cancelled, messageOf } from '../../core/errors.ts';
import type { World } from '../../core/world.ts';
import { NotCollected } from '../reasons.ts';
import { emptyDatabase } from './emptying.ts';

/** What a database's comment says when it may be emptied. */
export const SCRATCH_MARK = 'obcms-deploy scratch';

export interface ScratchQuestion {
  readonly traceUrl: string;
  readonly databaseUrl: string | undefined;
  /** `system_identifier/database` */
  readonly databaseSystem: string | undefined;
}

export interface ScratchServer {
  readonly major: number;
  readonly minor: number;
}

type ScratchWorld = Pick<World, 'database' | 'signal'>;

/** For each statement; emptying a large database takes many short ones. */
const TIMEOUT = 30_000;

/**
 * Makes sure that a database is a scratch one, and empty: it is emptied only when its comment says that it may be. An empty one gets that
 * comment, so that the next run may empty it.
 * @throws NotCollected when it is the server of `database-url`, holds something, or cannot be reached
 */
export async function prepareScratch(question: ScratchQuestion, world: ScratchWorld): Promise<ScratchServer> {
  const opened = await world.database(question.traceUrl, { timeout: TIMEOUT, signal: world.signal });
  if (!opened.ok) throw unreachable(opened.why);
  const { session } = opened;
  try {
    const scratch = await identify(session);
    refuseTheLive(question, scratch);
    if (scratch.marked) await emptyDatabase(session);
    else if (scratch.holds > 0) throw holdsSomething(scratch);
    else await mark(session, scratch.name);
    return { major: Math.trunc(scratch.version / 10_000), minor: scratch.version % 10_000 };
  } catch (thrown) {
    if (thrown instanceof Cancelled || thrown instanceof NotCollected) throw thrown;
    throw unreachable(messageOf(thrown));
  } finally {
    await session.end();
  }
}

interface Identity {
  readonly name: string;
  readonly system: string | undefined;
  readonly marked: boolean;
  /** Tables, views, sequences, functions and types that belong to no extension: what emptying would take away. */
  readonly holds: number;
  readonly version: number;
}

const IDENTITY = `SELECT current_database()::text AS name, current_setting('server_version_num')::int AS version,
  shobj_description(d.oid, 'pg_database') AS comment,
  (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'))
  + (SELECT count(*)::int FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'))
  + (SELECT count(*)::int FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND t.typtype IN ('e', 'd', 'r')
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')) AS holds
  FROM pg_database d WHERE d.datname = current_database()`;

async function identify(session: DatabaseSession): Promise<Identity> {
  const [row] = await session.query(IDENTITY);
  return {
    name: String(row?.['name']),
    system: await system(session),
    marked: row?.['comment'] === SCRATCH_MARK,
    holds: numberOf(row, 'holds'),
    version: numberOf(row, 'version'),
  };
}

/** The cluster's own number, which its replicas share; undefined when this role may not ask. */
async function system(session: DatabaseSession): Promise<string | undefined> {
  try {
    const [row] = await session.query('SELECT system_identifier::text AS system FROM pg_control_system()');
    const found = row?.['system'];
    return typeof found === 'string' ? found : undefined;
  } catch (thrown) {
    if (thrown instanceof Cancelled) throw thrown;
    return undefined;
  }
}

function refuseTheLive({ traceUrl, databaseUrl, databaseSystem }: ScratchQuestion, scratch: Identity): void {
  const live = databaseSystem?.split('/')[0];
  const same =
    live === undefined || scratch.system === undefined ? sameAddress(traceUrl, databaseUrl) : live === scratch.system;
  if (!same) return;
  throw new NotCollected(
    `The input "trace-database-url" names the database server that "database-url" names as well (database "${scratch.name}"). Migrations are tried out only where nothing else lives.`,
    { reasonCode: 'not-a-scratch-database', remedy: SERVICE },
  );
}

/** Where the servers do not say who they are: the same machine and port are the same server. */
function sameAddress(one: string, other: string | undefined): boolean {
  if (other === undefined || !URL.canParse(one) || !URL.canParse(other)) return false;
  return addressOf(one) === addressOf(other);
}

function addressOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port === '' ? '5432' : port}`;
}

const SERVICE = `Give it a server of its own, such as a service container of the job:
services:
  scratch:
    image: postgres:18
    env: { POSTGRES_PASSWORD: scratch }
    ports: ["5432:5432"]
    options: --health-cmd pg_isready --health-interval 2s --health-retries 20
with "trace-database-url: postgres://postgres:scratch@localhost:5432/postgres".`;

function holdsSomething({ name, holds }: Identity): NotCollected {
  return new NotCollected(
    `The database "${name}" of the input "trace-database-url" is not empty (${holds} ${holds === 1 ? 'object' : 'objects'}) and is not marked as one that may be emptied. Nothing was changed in it.`,
    {
      reasonCode: 'not-a-scratch-database',
      remedy: `Give an empty database. If everything in "${name}" may be lost at each run, mark it once:\n${markStatement(name)};`,
    },
  );
}

async function mark(session: DatabaseSession, name: string): Promise<void> {
  try {
    await session.query(markStatement(name));
  } catch (thrown) {
    // Only its owner may. It is used all the same, and has to be emptied by whoever owns it before the next run.
    if (thrown instanceof Cancelled) throw thrown;
  }
}

function markStatement(name: string): string {
  return `COMMENT ON DATABASE "${name.replaceAll('"', '""')}" IS '${SCRATCH_MARK}'`;
}

function unreachable(why: string): NotCollected {
  return new NotCollected(`The scratch database of the input "trace-database-url" cannot be used: ${why}`, {
    reasonCode: 'database-unreadable',
  });
}

function numberOf(row: Row | undefined, column: string): number {
  const value = row?.[column];
  return typeof value === 'number' ? value : 0;
}
