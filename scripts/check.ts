import { join } from 'node:path';
import { distProblems } from './check/dist.ts';
import { lockProblems } from './check/lock.ts';
import { wordProblems } from './check/words.ts';
import { command } from './command.ts';
import { stale } from './generate/main.ts';
import { ROOT } from './root.ts';

/** Changes nothing. Says what is wrong, one problem an entry; nothing when all is well. */
type Check = () => Promise<readonly string[]>;

const CHECKS: Readonly<Record<string, Check>> = {
  'lint and format': () => ends('biome', ['check', '--colors=off', '--error-on-warnings', '--max-diagnostics=40', '.']),
  types: () => ends('tsc', ['-p', '.']),
  'generated files': async () => (await stale()).map(path => `${path} is stale; run "npm run generate"`),
  'dist is what the source builds': distProblems,
  'lock file': lockProblems,
  words: wordProblems,
};

async function ends(program: string, words: readonly string[]): Promise<readonly string[]> {
  const { status, output } = await command(join(ROOT, 'node_modules/.bin', program), words);
  return status === 0 ? [] : [output.trim()];
}

/** Every check, each named, all of them even when one fails. */
async function main(): Promise<number> {
  let failed = 0;
  for (const [name, check] of Object.entries(CHECKS)) {
    const began = performance.now();
    const problems = await check().catch((thrown: unknown) => [String(thrown)]);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    for (const problem of problems) console.log(problem.replace(/^/gm, '       '));
    if (problems.length > 0) failed += 1;
  }
  const passed = Object.keys(CHECKS).length - failed;
  console.log(`\n${passed} passed, ${failed} failed, 0 skipped`);
  return failed === 0 ? 0 : 1;
}

process.exit(await main());
