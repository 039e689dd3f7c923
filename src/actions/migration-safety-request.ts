import { inSequence, oneLine } from '../core/text.ts';
import { NEWEST_POSTGRES, OLDEST_POSTGRES } from '../migrations/database/server-version.ts';
import type { MigrationRequest } from '../migrations/request.ts';
import type { IgnoreLine } from '../report/ignore.ts';
import { ALLOWED, FRAMEWORKS, type MigrationSafetyInputs } from './migration-safety-inputs.ts';
import { folderOf, ignoreLines, settingsOf, wordsOf } from './project-inputs.ts';
import { secretsIn } from './secrets-in-value.ts';

/** The inputs alone, parsed; what the configuration, GitHub and files add is not known yet. */
export interface MigrationSafetyRequest {
  readonly inputs: MigrationSafetyInputs;
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly own: Pick<
    MigrationRequest,
    | 'directory'
    | 'framework'
    | 'settings'
    | 'python'
    | 'databaseUrl'
    | 'traceDatabaseUrl'
    | 'postgres'
    | 'hotTables'
    | 'smallTables'
    | 'safemigrate'
  > & {
    readonly base: string | undefined;
    readonly applied: 'from-base' | 'database' | { readonly file: string };
    readonly allow: (typeof ALLOWED)[number] | undefined;
    readonly ignore: readonly IgnoreLine[];
    readonly comment: boolean;
    readonly allowInsecure: boolean;
  };
}

export function readRequest(inputs: MigrationSafetyInputs): MigrationSafetyRequest {
  const databaseUrl = databaseOf('database-url', inputs);
  const applied = appliedOf(inputs);
  if (applied === 'database' && databaseUrl === undefined)
    throw inputs.refusal(
      'applied',
      'needs database-url; a secret that does not exist, or is not passed to a fork, arrives empty',
    );
  return {
    inputs,
    config: inputs.text('config'),
    environment: inputs.text('environment'),
    own: {
      directory: folderOf(inputs),
      framework: inputs.choice('framework', FRAMEWORKS),
      settings: settingsOf(inputs),
      python: inputs.text('python'),
      base: baseOf(inputs),
      applied,
      databaseUrl,
      traceDatabaseUrl: databaseOf('trace-database-url', inputs),
      postgres: postgresOf(inputs),
      hotTables: tablesOf('hot-tables', inputs),
      smallTables: tablesOf('small-tables', inputs),
      allow: inputs.text('allow') === undefined ? undefined : inputs.choice('allow', ALLOWED),
      ignore: ignoreLines(inputs, 'lock/rewrite reports.0007_widen_total -- nobody uses it at night'),
      comment: inputs.flag('comment'),
      allowInsecure: inputs.flag('allow-insecure'),
      safemigrate: inputs.flag('safemigrate'),
    },
  };
}

/** What is to be hidden beside the inputs themselves: the passwords of addresses, as written and decoded. */
export function secretsOf({ own }: MigrationSafetyRequest): readonly string[] {
  return [own.databaseUrl, own.traceDatabaseUrl].flatMap(url => (url === undefined ? [] : secretsIn(url)));
}

/** A name that git would take for an option is none. */
function baseOf(inputs: MigrationSafetyInputs): string | undefined {
  const given = inputs.text('base');
  if (given === undefined) return undefined;
  if (given.startsWith('-') || /[\s~^:?*[\\]|\.\.|@\{/.test(given))
    throw inputs.refusal('base', 'is no commit, branch or tag');
  return given.replace(/^refs\/heads\//, '');
}

function appliedOf(inputs: MigrationSafetyInputs): MigrationSafetyRequest['own']['applied'] {
  const given = inputs.text('applied') ?? 'from-base';
  if (given === 'from-base' || given === 'database') return given;
  // A misspelt word would be looked for as a file, and not be found: the message there names all three.
  return { file: given };
}

const PROTOCOLS: ReadonlySet<string> = new Set(['postgres:', 'postgresql:']);

function databaseOf(name: 'database-url' | 'trace-database-url', inputs: MigrationSafetyInputs): string | undefined {
  const given = inputs.text(name);
  if (given === undefined) return undefined;
  // Names of drivers are Python's affair: postgresql+psycopg2, postgis.
  const url = given.replace(/^(?:postgis|postgres(?:ql)?(?:\+\w+|_psycopg2)?):\/\//, 'postgres://');
  if (!URL.canParse(url))
    throw inputs.refusal(
      name,
      'is no address; write postgres://user:password@host:5432/database, with the password encoded',
    );
  const { protocol, pathname } = new URL(url);
  if (!PROTOCOLS.has(protocol)) throw inputs.refusal(name, 'is no address of a PostgreSQL server');
  if (pathname.replace(/^\//, '') === '') throw inputs.refusal(name, 'names no database behind the host');
  return url;
}

function postgresOf(inputs: MigrationSafetyInputs): MigrationRequest['postgres'] {
  const given = inputs.text('postgres-version');
  if (given === undefined) return undefined;
  const [, major, minor] = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(given) ?? [];
  if (major === undefined) throw inputs.refusal('postgres-version', 'is no version; write 16 or 16.4');
  if (Number(major) < OLDEST_POSTGRES || Number(major) > NEWEST_POSTGRES)
    throw inputs.refusal(
      'postgres-version',
      `is outside of what is known here: ${OLDEST_POSTGRES} to ${NEWEST_POSTGRES}${Number(major) > NEWEST_POSTGRES ? `; ${NEWEST_POSTGRES} is the nearest` : ''}`,
    );
  return { major: Number(major), minor: minor === undefined ? undefined : Number(minor) };
}

/** As PostgreSQL folds it; a schema may stand before the name. */
const TABLE = /^[A-Za-z_*][\w.$*]*$/;

function tablesOf(name: 'hot-tables' | 'small-tables', inputs: MigrationSafetyInputs): readonly string[] {
  const words = inputs.lines(name).flatMap(wordsOf);
  const wrong = words.filter(word => !TABLE.test(word));
  if (wrong.length > 0)
    throw inputs.refusal(
      name,
      `has ${inSequence(wrong.slice(0, 3).map(word => `"${oneLine(word, 60)}"`))}, which ${wrong.length === 1 ? 'is no name of a table' : 'are no names of tables'}; give names as they are in the database, such as communities_community`,
    );
  return [...new Set(words.map(word => word.replace(/^public\./, '')))];
}
