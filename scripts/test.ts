import { provisionPython } from '../lab/python/provision.ts';
import { jest } from './jest.ts';

/** What `npm test` runs: the layers that need no workflow engine. */
const LAYERS = ['test/unit', 'test/contract', 'test/acceptance'] as const;

/** Installed once and before the tests, so that no test's time limit pays for a download. */
async function provision(): Promise<void> {
  const began = performance.now();
  await provisionPython();
  const seconds = (performance.now() - began) / 1000;
  if (seconds > 1) console.error(`Python for the lab is ready (${seconds.toFixed(0)} s).`);
}

const words = process.argv.slice(2);
// A path of the caller's, or the beginning of one, replaces the layers; options are added to them.
const chosen = words.some(word => word.startsWith('test/')) ? words : [...LAYERS, ...words];
await provision();
process.exit(await jest(chosen));
