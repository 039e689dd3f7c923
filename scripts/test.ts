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
 * One after the other. The lab's own tests mind the time; redeploy's acceptance tests sleep most of it, so there may be more of them than
 * cores; smoke-test's and check-deploy's have a Django each, which does not sleep, so they do not meet; each sweep keeps a dozen runs going by itself.
 */
const STAGES: readonly Stage[] = [
  { layers: ['test/unit', 'test/contract'], options: ['--maxWorkers=100%'] },
  { layers: ['test/acceptance/redeploy', 'test/acceptance/root'], options: ['--maxWorkers=200%'] },
  { layers: ['test/acceptance/smoke'], options: ['--maxWorkers=100%'] },
  { layers: ['test/acceptance/check-deploy'], options: ['--maxWorkers=100%'] },
  { layers: ['test/acceptance/sweeps'], options: ['--maxWorkers=1'] },
];

/** Of the packages that tests run with, beside the lab's own. */
const REQUIREMENTS = [
  FASTAPI,
  ...[
    'lab/python/django32.txt',
    'lab/python/django42.txt',
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
  for (const stage of STAGES) {
    const status = await jest([...stage.layers, ...stage.options, ...options], { COUNTS_FILE: file });
    worst = Math.max(worst, status);
  }
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(line => line !== '');
  await rm(folder, { recursive: true, force: true });
  const sum = (column: number) => lines.reduce((total, line) => total + Number(line.split(' ')[column] ?? 0), 0);
  // A stage that broke off has counted nothing.
  const broken = STAGES.length - lines.length;
  console.log(`\n${sum(0)} passed, ${sum(1) + broken} failed, ${sum(2)} skipped`);
  return worst;
}

const words = process.argv.slice(2);
await provision();
// A path of the caller's, or the beginning of one, replaces the stages; options are added to them.
process.exit(words.some(word => word.startsWith('test/')) ? await jest(words) : await stages(words));
