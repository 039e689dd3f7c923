/**
 * `npm run examples`: the summaries and logs that the documentation shows, made by real runs of the committed actions:
 * deployments to the light lab, visits of the real Django site, checks of the project and of its migrations before that. Made again
 * after the words of an action have changed; the difference is then read in review. With a word (`redeploy`, `smoke`, `check-deploy`,
 * `migration-safety`): only those of that action.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkExamples } from './examples/check.ts';
import { migrationExamples } from './examples/migration.ts';
import { type ExampleScene, inExampleScene } from './examples/scene.ts';
import { smokeExamples } from './examples/smoke.ts';
import { logWithTimes, summaryWithTimes, type Times, withStandIns } from './examples/stand-ins.ts';
import { ROOT } from './root.ts';

const FOLDER = join(ROOT, 'docs', 'examples');

/** What a container of a release with a file that was not committed prints before it ends. */
const TRACEBACK = [
  '[2026-11-20 10:24:31 +0000] [7] [ERROR] Exception in worker process',
  'Traceback (most recent call last):',
  '  File "/app/src/obc_management/wsgi.py", line 7, in <module>',
  '    from obc_management.telemetry import traced',
  "ModuleNotFoundError: No module named 'obc_management.telemetry'",
  '[2026-11-20 10:24:31 +0000] [1] [ERROR] Reason: Worker failed to boot.',
];

interface Example {
  readonly outcome: 'passed' | 'failed' | 'inconclusive';
  readonly times: Times;
  readonly play: (scene: ExampleScene) => ReturnType<ExampleScene['deploy']>;
  /** Whether the log of the step is kept as well. */
  readonly log?: true;
}

const EXAMPLES: readonly Example[] = [
  {
    outcome: 'passed',
    times: { deployments: ['1 min 12 s', '38 s', '35 s'], inAll: '2 min 34 s' },
    play: scene => scene.deploy('expand'),
    log: true,
  },
  {
    outcome: 'failed',
    times: { deployments: ['1 min 4 s'], inAll: '1 min 7 s' },
    play: scene => {
      scene.runtime.behave(scene.history.releases['no-boot'].sha, { boot: 'crash', log: TRACEBACK });
      return scene.deploy('no-boot');
    },
  },
  {
    outcome: 'inconclusive',
    times: { deployments: ['1 min 12 s', '30 min'], inAll: '31 min 20 s', limit: ['15 s', '30 min'] },
    play: scene => {
      scene.coolify.traps.enable('stuck-in-progress', { application: scene.applications.worker.uuid });
      return scene.deploy('expand', { timeout: '15s' });
    },
  },
];

async function make({ outcome, times, play, log }: Example): Promise<void> {
  await inExampleScene(async scene => {
    const before = scene.coolify.deployments.length;
    const run = await play(scene);
    if (run.outputs['outcome'] !== outcome) {
      throw new Error(`The run that was to be ${outcome} ended ${run.outputs['outcome']}:\n${run.log}`);
    }
    const deployments = scene.coolify.deployments.slice(before).map(({ uuid }) => uuid);
    const stable = (text: string) => withStandIns(text, scene.addresses, deployments);
    await keep(`summary-${outcome}.md`, summaryWithTimes(stable(run.summary), times));
    if (log) await keep(`log-${outcome}.txt`, logWithTimes(stable(run.log), times));
  });
}

async function keep(name: string, text: string): Promise<void> {
  await writeFile(join(FOLDER, name), `${text.trim()}\n`);
  console.log(`wrote docs/examples/${name}`);
}

await mkdir(FOLDER, { recursive: true });
const [only] = process.argv.slice(2);
const asked = (action: string): boolean => only === undefined || only === action;
if (asked('redeploy')) await Promise.all(EXAMPLES.map(make));
if (asked('smoke')) await smokeExamples(keep);
if (asked('check-deploy')) await checkExamples(keep);
if (asked('migration-safety')) await migrationExamples(keep);
