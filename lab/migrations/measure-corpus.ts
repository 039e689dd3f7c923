/** Both halves of the truth about every case: what PostgreSQL did, and what became of the two releases' statements. */
import { systemProcesses } from '../../src/core/process.ts';
import { trace } from '../../src/migrations/measured/ask.ts';
import type { TracedStatement } from '../../src/migrations/measured/question.ts';
import type { Postgres } from '../postgres/server.ts';
import { type Behaviour, behaviourOf } from './behaviour.ts';
import type { Case } from './cases/case.ts';
import { CASES } from './cases/index.ts';
import { layOutCorpus } from './project.ts';

export interface Truth {
  /** `18.4` */
  readonly server: string;
  readonly postgres: number;
  /** `5.2` */
  readonly django: string;
  readonly cases: Readonly<Record<string, TrueCase>>;
}

export interface TrueCase {
  readonly statements: readonly TrueStatement[];
  /** Tables that the filler found no rows for (partitions): what only shows with rows does not show. */
  readonly empty: readonly string[];
  /** Migrations that were refused, and those that were not tried for that. */
  readonly notApplied: readonly string[];
  /** The running release on the new schema; null when the migrations do not apply. */
  readonly backward: Behaviour | null;
  /** The new release on the old schema. */
  readonly forward: Behaviour | null;
}

export type TrueStatement = Omit<TracedStatement, 'milliseconds' | 'readerWaited'>;

export interface CorpusPlace {
  /** Empty. */
  readonly directory: string;
  readonly postgres: Postgres;
  /** An interpreter with Django and psycopg. */
  readonly python: string;
  readonly django?: string;
  readonly only?: readonly string[];
}

export async function measureCorpus(place: CorpusPlace): Promise<Truth> {
  const { postgres, directory, python } = place;
  const [row] = await postgres.query('postgres', "SELECT current_setting('server_version') AS server");
  const server = String(row?.['server']).split(' ')[0] ?? '';
  const versions = { django: place.django ?? '5.2', postgres: Number.parseInt(server, 10) };
  const project = await layOutCorpus(`${directory}/project`, wanted(place), versions);
  await Promise.all(['traced', 'behaved'].map(name => postgres.createDatabase(name)));
  const prepare = project.cases.flatMap(one => (one.prepare === undefined ? [] : [one.prepare]));
  const signal = new AbortController().signal;
  const world = { processes: systemProcesses, environment: process.env, signal };
  const [traced, behaved] = await Promise.all([
    trace(
      {
        framework: 'django',
        directory: project.directory,
        settings: 'corpus.settings',
        dummies: [],
        url: postgres.url('traced'),
        baseNodes: project.cases.map(({ name }) => `${name}.0001_before`),
        schema: [],
        rows: ROWS,
        fillAll: true,
        prepare,
        reader: false,
        pending: project.pending.map(id => ({ id, atomic: true, texts: [], steps: [] })),
      },
      python,
      world,
    ),
    behaviourOf({ directory: project.directory, python, url: postgres.url('behaved'), cases: project.cases, prepare }),
  ]);
  const byApp = Map.groupBy(traced.statements, ({ migration }) => migration.split('.')[0]);
  const cases = project.cases
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name }): [string, TrueCase] => {
      const behaviour = behaved[name];
      return [
        name,
        {
          statements: (byApp.get(name) ?? []).map(lasting),
          empty: traced.unfilled.map(({ table }) => table).filter(table => table.startsWith(`${name}_`)),
          notApplied: [...traced.notApplied, ...traced.left].filter(id => id.startsWith(`${name}.`)),
          backward: behaviour?.backward ?? null,
          forward: behaviour?.forward ?? null,
        },
      ];
    });
  return { server, postgres: versions.postgres, django: versions.django, cases: Object.fromEntries(cases) };
}

/** So many that reading them all differs from looking one up. */
const ROWS = 200;

function wanted({ only }: CorpusPlace): readonly Case[] {
  return only === undefined ? CASES : CASES.filter(({ name }) => only.includes(name));
}

/** Without what differs from run to run. */
function lasting({ milliseconds: _, readerWaited: __, ...statement }: TracedStatement): TrueStatement {
  return { ...statement, sql: still(statement.sql), error: statement.error === null ? null : still(statement.error) };
}

/** Values that a callable default gave. */
function still(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+/g, '<time>');
}
