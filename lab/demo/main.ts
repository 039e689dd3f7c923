/**
 * `npm run demo`: a real Django application is deployed to staging and to production, release by release, and visited
 * after each deployment; the broken ones are caught, and a report explains it. Exit code 0: everything was as told.
 * 1: it was not. 130: interrupted.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import process from 'node:process';
import { ROOT } from '../../scripts/root.ts';
import { inWords } from '../../src/core/duration.ts';
import { type Chronicle, checksOf } from './chronicle.ts';
import { readyPython } from './python.ts';
import { reportPage } from './report.ts';
import { openStage } from './stage.ts';
import { tell } from './story.ts';
import { type Telling, telling } from './telling.ts';
import { COOLIFY_VERSION, startWorld, type World } from './world.ts';

const REPORT = join(ROOT, '.lab', 'demo', 'report.html');
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const WIDEST = 120;
const NARROWEST = 60;

process.exitCode = await main();

async function main(): Promise<number> {
  const { stdout } = process;
  const told = telling({
    write: text => stdout.write(text),
    coloured: stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
    // A terminal that does not know its width says 0.
    columns: Math.max(NARROWEST, Math.min(stdout.columns || WIDEST, WIDEST)),
  });
  const interruption = onInterrupt(told);
  try {
    const chronicle = await play(told, interruption.signal);
    await mkdir(join(REPORT, '..'), { recursive: true });
    await writeFile(REPORT, reportPage(chronicle));
    return conclude(chronicle, told);
  } catch (error) {
    if (interruption.signal.aborted) return interruption.exitCode();
    told.say(`\nThe demo broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 1;
  }
}

async function play(told: Telling, signal: AbortSignal): Promise<Chronicle> {
  told.say(
    'A Django application goes to staging and to production. Everything runs on this machine; nothing is installed',
  );
  told.say('outside this folder, and nothing is left running.\n');
  const python = await readyPython(signal, text => told.say(text));
  const startedAt = Date.now();
  const world = await startWorld(python, signal);
  try {
    for (const line of castOf(world)) told.say(line);
    const stage = openStage(world, told, signal);
    await tell(stage);
    return { chapters: stage.chapters, live: stage.live(), startedAt, endedAt: Date.now(), cast: castOf(world) };
  } finally {
    await world.stop();
  }
}

function castOf({ environments }: World): readonly string[] {
  return [
    `Coolify ${COOLIFY_VERSION} (API and engine of the lab; what it deploys are real processes)`,
    'PostgreSQL 18 with a database an environment, Django 5.2 on gunicorn, Celery: two environments of two applications',
    environments.staging.broker.notice,
    `TLS in front: staging at ${environments.staging.site.origin}, production at ${environments.production.site.origin}`,
  ];
}

function conclude(chronicle: Chronicle, told: Telling): number {
  const checks = checksOf(chronicle);
  const deviations = checks.filter(({ held }) => !held);
  const took = inWords(chronicle.endedAt - chronicle.startedAt);
  told.say('');
  if (deviations.length === 0) told.say(`All ${checks.length} expectations held, in ${took}. Nothing is left running.`);
  else told.say(`${deviations.length} of ${checks.length} expectations did NOT hold (${took}):`);
  for (const { text, found } of deviations) told.say(`  ${text} Found: ${found}`);
  told.say(`The report: ${relative(process.cwd(), REPORT)}`);
  return deviations.length === 0 ? 0 : 1;
}

/** The first signal cleans up; a second one does not wait for that, and the supervisors of all processes end them. */
function onInterrupt(told: Telling): { readonly signal: AbortSignal; exitCode(): number } {
  const controller = new AbortController();
  let exitCode = 1;
  for (const [name, code] of Object.entries(EXIT_CODES)) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code);
      exitCode = code;
      told.say('\nInterrupted: stopping every process. Once more to stop at once.');
      controller.abort(new Error(`interrupted by ${name}`));
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}
