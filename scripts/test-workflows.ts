import { jest } from './jest.ts';
import { act, actionlint, workflowParser, zizmor } from './workflows/tools.ts';

/** Installed once and before the tests: building act takes a minute, and no test's time limit should pay for it. */
async function provision(): Promise<void> {
  const began = performance.now();
  await Promise.all([act().then(() => actionlint()), zizmor(), workflowParser()]);
  const seconds = (performance.now() - began) / 1000;
  if (seconds > 1) console.error(`The workflow tools are ready (${seconds.toFixed(0)} s).`);
}

await provision();
process.exit(await jest(['test/workflows', ...process.argv.slice(2)]));
