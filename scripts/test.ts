import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REQUIREMENTS as FASTAPI } from '../lab/fastapi/index.ts';
import { provisionPython } from '../lab/python/provision.ts';
import { jest } from './jest.ts';
import { ROOT } from './root.ts';

interface Stage {
  readonly layers: readonly string[];
  readonly options: readonly string[];
}

/**
 * Groups one after the other, and the stages of a group together. The lab's own tests mind the time, so they are alone; redeploy's acceptance
 * tests sleep most of it, so there may be more of them than cores, and others may work meanwhile; those of smoke-test, check-deploy and
 * migration-safety have a Django each, which does not sleep, so they do not meet; each sweep keeps a dozen runs going by itself.
 */
const GROUPS: readonly (readonly Stage[])[] = [
  [{ layers: ['test/unit/lab/'], options: ['--maxWorkers=100%'] }],
  [
    { layers: ['test/unit/(?!lab/)', 'test/contract'], options: ['--maxWorkers=100%'] },
    { layers: ['test/acceptance/redeploy', 'test/acceptance/root'], options: ['--maxWorkers=200%'] },
  ],
  [{ layers: ['test/acceptance/smoke'], options: ['--maxWorkers=100%'] }],
  [{ layers: ['test/acceptance/check-deploy'], options: ['--maxWorkers=100%'] }],
  [{ layers: ['test/acceptance/migration-safety'], options: ['--maxWorkers=100%'] }],
  [{ layers: ['test/acceptance/sweeps'], options: ['--maxWorkers=1'] }],
];

/** Of the packages that tests run with, beside the lab's own. */
const REQUIREMENTS = [
  FASTAPI,
  ...[
    'lab/python/django32.txt',
    'lab/python/django42.txt',
    'lab/python/alembic.txt',
    'lab/projects/requirements.txt',
    'lab/projects/django-only.txt',
  ].map(path => join(ROOT, path)),
];

/** Installed once and before the tests, so that no test's time limit pays for a download. */
async function provision(): Promise<void> {
  const began = performance.now();
  await Promise.all([provisionPython(), ...REQUIREMENTS.map(requirements => provisionPython({ requirements }))]);
  const seconds = (performance.now() - began) / 1000;
  if (seconds > 1) console.error(`Python for the lab is ready (${seconds.toFixed(0)} s).`);
}

/** Runs the stages, all of them even when one fails, and adds up what they counted. */
async function stages(options: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'obcms-deploy-test-'));
  const file = join(folder, 'counts');
  let worst = 0;
  for (const group of GROUPS) {
    const began = performance.now();
    const running = group.map(stage => jest([...stage.layers, ...stage.options, ...options], { COUNTS_FILE: file }));
    worst = Math.max(worst, ...(await Promise.all(running)));
    const names = group.flatMap(({ layers }) => layers).join(', ');
    console.log(`\n${names}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(line => line !== '');
  await rm(folder, { recursive: true, force: true });
  const sum = (column: number) => lines.reduce((total, line) => total + Number(line.split(' ')[column] ?? 0), 0);
  // A stage that broke off has counted nothing.
  const broken = GROUPS.flat().length - lines.length;
  console.log(`\n${sum(0)} passed, ${sum(1) + broken} failed, ${sum(2)} skipped`);
  return worst;
}

const words = process.argv.slice(2);
await provision();
// A path of the caller's, or the beginning of one, replaces the stages; options are added to them.
process.exit(words.some(word => word.startsWith('test/')) ? await jest(words) : await stages(words));
