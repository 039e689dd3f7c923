/**
 * The truth about the corpus: each pending statement on a real PostgreSQL, and each release's ORM on the schema of the other. Kept as data in
 * `measured/postgres-<major>.json`, which holds nothing that differs from run to run; then compared with what the action says, and put down
 * in `docs/migration-corpus.md`.
 *
 *     npm run measure -- [--kept] [--print <case>]
 *
 * `--kept` compares with what is kept, and measures nothing.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { startPostgres } from '../postgres/server.ts';
import { provisionPython } from '../python/provision.ts';
import { compareCorpus } from './agreement/corpus.ts';
import { openOnes, tableOf } from './agreement/figures.ts';
import { type Agreement, writtenAnew } from './agreement/page.ts';
import { CASES } from './cases/index.ts';
import { measureCorpus, type Truth } from './measure-corpus.ts';

const BIOME = fileURLToPath(new URL('../../node_modules/.bin/biome', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/migration-corpus.md', import.meta.url));
const KEPT = fileURLToPath(new URL('measured/', import.meta.url));

if (argv[1] === fileURLToPath(import.meta.url)) await main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { print: { type: 'string' }, kept: { type: 'boolean' } } });
  const begin = performance.now();
  const truth = values.kept === true ? await keptTruth(18) : await measureHere();
  if (values.kept !== true) await keep(truth);
  const cases = Object.values(truth.cases);
  const statements = cases.flatMap(one => one.statements);
  const seconds = () => ((performance.now() - begin) / 1000).toFixed(1);
  stdout.write(
    `${cases.length} cases, ${statements.length} statements, PostgreSQL ${truth.server}, Django ${truth.django}: ${seconds()} s\n`,
  );
  if (values.print !== undefined) stdout.write(`${JSON.stringify(truth.cases[values.print], null, 2)}\n`);
  const agreement = await compareHere(truth);
  await writeFile(PAGE, writtenAnew(await readFile(PAGE, 'utf8'), agreement));
  stdout.write(`\n${tableOf(agreement.comparisons)}\n`);
  for (const text of openOnes(agreement.comparisons)) stdout.write(`\n${text}\n`);
}

/** What was measured on this major version. */
export async function keptTruth(major: number): Promise<Truth> {
  const truth: Truth = JSON.parse(await readFile(join(KEPT, `postgres-${major}.json`), 'utf8'));
  return truth;
}

async function keep(truth: Truth): Promise<void> {
  const file = join(KEPT, `postgres-${truth.postgres}.json`);
  await mkdir(KEPT, { recursive: true });
  await writeFile(file, `${JSON.stringify(truth, null, 1)}\n`);
  // Kept as every other file is, so that a change shows as one.
  await promisify(execFile)(BIOME, ['format', '--write', file]);
}

/** Measures on the lab's PostgreSQL with the lab's Django: all cases, or those that are named. */
export async function measureHere(only?: readonly string[]): Promise<Truth> {
  const [postgres, { python }] = await Promise.all([
    startPostgres({ settings: { max_locks_per_transaction: '256' } }),
    provisionPython(),
  ]);
  try {
    return await inFolder(directory =>
      measureCorpus({ directory, postgres, python, ...(only === undefined ? {} : { only }) }),
    );
  } finally {
    await postgres.stop();
  }
}

/** Another one than the truth was measured with. */
export interface OtherDjango {
  /** `4.2` */
  readonly django: string;
  /** Absolute path of a file of pinned requirements. */
  readonly requirements: string;
}

/** What the action says of all cases, beside the truth. */
export async function compareHere(truth: Truth, other?: OtherDjango): Promise<Agreement> {
  const { python } = await provisionPython(other === undefined ? {} : { requirements: other.requirements });
  const question = { python, cases: CASES, truth, ...(other === undefined ? {} : { django: other.django }) };
  return inFolder(directory => compareCorpus({ directory, ...question }));
}

async function inFolder<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'obcms-corpus-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
