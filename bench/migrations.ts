import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '../lab/app/git.ts';
import { type Postgres, startPostgres } from '../lab/postgres/server.ts';
import { ROOT } from '../scripts/root.ts';
import { provideLinters } from './migrations/linters.ts';
import { type LargeProject, largeProject, MIGRATIONS, MODELS } from './migrations/project.ts';
import { median, printTable } from './report.ts';
import { type Contestant, EMPTY } from './smoke/contestant.ts';
import { type Ended, timed } from './smoke/measure.ts';

interface Contender extends Contestant {
  readonly status: number;
  /** Words of its output that show that it did what it should. */
  readonly says: RegExp;
  /** The slow ones are not asked often. */
  readonly runs: number;
}

/** One that starts Django's own command for each of a thousand migrations takes minutes. */
const LONGEST = 600_000;

const SHOW = 'manage.py showmigrations';
const LAST = 'migration-safety, last five';
const WHOLE = 'migration-safety, whole history';
const LINTER = 'django-migration-linter, whole history';

/** A thousand migrations, and the last five of them, beside those who judge the same. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'obcms-bench-migrations-'));
  const postgres = await startPostgres();
  try {
    const project = await largeProject(join(folder, 'project'));
    console.log(`${MIGRATIONS} migrations over ${MODELS} models.\n`);
    const contenders = await contendersIn(folder, project, postgres);
    const rows: (readonly [string, readonly Ended[], number])[] = [];
    for (const one of contenders) rows.push(await measured(one));
    show(rows);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(one: Contender): Promise<readonly [string, readonly Ended[], number]> {
  const ended: Ended[] = [];
  // The first fills the file cache and does not count, where there is more than one.
  for (let time = 0; time < one.runs + (one.runs > 1 ? 1 : 0); time += 1) {
    const run = await timed(one, { longest: LONGEST });
    if (run.status !== one.status || !one.says.test(run.printed))
      throw new Error(`${one.name} ended with ${run.status}, not ${one.status}:\n${run.printed.slice(-3_000)}`);
    if (time > 0 || one.runs === 1) ended.push(run);
  }
  const { peak } = one.runs === 1 ? { peak: 0 } : await timed(one, { memory: true });
  return [one.name, ended, peak];
}

async function contendersIn(folder: string, project: LargeProject, postgres: Postgres): Promise<readonly Contender[]> {
  const { python, squawk } = await provideLinters();
  await postgres.createDatabase('big');
  const base = { PATH: process.env['PATH'] ?? '', HOME: folder, RUNNER_TEMP: folder };
  const django = { ...base, DATABASE_URL: postgres.url('big') };
  const sql = join(folder, 'all.sql');
  const collected = await timed({
    name: 'the SQL of all migrations',
    program: python,
    words: ['-c', COLLECT, sql],
    directory: project.directory,
    environment: django,
  });
  if (collected.status !== 0) throw new Error(collected.printed);
  await writeFile(join(folder, 'squawk.toml'), 'assume_in_transaction = true\n');
  const ours = (name: string, since: string, words: readonly string[] = []): Contender => ({
    name,
    program: process.execPath,
    words: [
      join(ROOT, 'dist/cli.js'),
      'migration-safety',
      '--python',
      python,
      '--base',
      since,
      '--allow',
      'review',
      ...words,
    ],
    directory: project.directory,
    environment: base,
    status: 0,
    says: /passed \((?:safe|review)\)/,
    runs: 5,
  });
  const manage = (name: string, words: readonly string[], more: Partial<Contender>): Contender => ({
    name,
    program: python,
    words: ['manage.py', ...words],
    directory: project.directory,
    environment: django,
    status: 0,
    says: /^/,
    runs: 5,
    ...more,
  });
  const linting = {
    environment: { ...django, LINTER: '1' },
    status: 1,
    says: /[Ee]rroneous migrations: \d+/,
    runs: 1,
  };
  await git(['status'], { directory: project.directory });
  return [
    manage(SHOW, ['showmigrations'], { says: /part9/ }),
    ours(LAST, project.before),
    ours(WHOLE, project.none),
    manage(
      'django-migration-linter, last five',
      ['lintmigrations', '--no-cache', '--project-root-path', '.', '--git-commit-id', project.before],
      { ...linting, status: 0, says: /Valid migrations: 5\/5/ },
    ),
    manage(LINTER, ['lintmigrations', '--no-cache'], linting),
    {
      name: 'squawk, the SQL of the whole history',
      program: squawk,
      words: ['--config', join(folder, 'squawk.toml'), sql],
      environment: base,
      status: 1,
      says: /Found \d+ issue/,
      runs: 5,
    },
    { ...EMPTY, status: 0, says: /^/, runs: 5 },
  ];
}

/** One walk over the graph, as Django's own \`sqlmigrate\` does for one migration. */
const COLLECT = `
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "big.settings"
sys.path.insert(0, os.getcwd())
import django
django.setup()
from django.db import connection
from django.db.migrations.loader import MigrationLoader
loader = MigrationLoader(connection, replace_migrations=False)
plan, seen = [], set()
for leaf in sorted(loader.graph.leaf_nodes()):
    for node in loader.graph.forwards_plan(leaf):
        if node not in seen:
            seen.add(node)
            plan.append((loader.graph.nodes[node], False))
with open(sys.argv[1], "w") as file:
    file.write("\\n".join(loader.collect_sql(plan)))
`;

function show(rows: readonly (readonly [string, readonly Ended[], number])[]): void {
  const time = (name: string) => median(rows.find(row => row[0] === name)?.[1].map(run => run.time) ?? []);
  printTable(
    ['what', 'median ms', 'CPU ms', 'memory MB', 'against showmigrations'],
    rows.map(([name, runs, peak]) => [
      name,
      time(name).toFixed(0),
      (runs.reduce((sum, { cpu }) => sum + cpu, 0) / runs.length).toFixed(0),
      peak === 0 ? '-' : (peak / 1_000).toFixed(0),
      `${(time(name) / time(SHOW)).toFixed(2)}x`,
    ]),
  );
  console.log(
    `\nAims: the last five at most 1.5x showmigrations (it was ${(time(LAST) / time(SHOW)).toFixed(2)}x); the whole history at most 4,500 ms (${time(WHOLE).toFixed(0)} ms) and 15x faster than the linter (${(time(LINTER) / time(WHOLE)).toFixed(1)}x).`,
  );
  console.log(`Memory is that of the first process, which starts the others; Node ${process.version}.`);
}
