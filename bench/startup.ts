import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../scripts/root.ts';
import { median, percentile, printTable } from './report.ts';

const RUNS = 21;
const AIM = 2.5;

interface Start {
  readonly name: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit status that shows that it did what it should. */
  readonly status: number;
}

/** Times whole processes, one after the other and in turn, so that a slow moment of the machine hits all of them. */
export async function run(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'obcms-startup-'));
  try {
    const starts = startsIn(root);
    const times = new Map(starts.map(({ name }) => [name, [] as number[]]));
    // The first round fills the file cache and does not count.
    for (let round = 0; round <= RUNS; round += 1) {
      for (const start of starts) {
        const time = timed(start, root);
        if (round > 0) times.get(start.name)?.push(time);
      }
    }
    const empty = median(times.get('node -e 0') ?? []);
    const ratio = (value: number) => (value / empty).toFixed(2);
    printTable(
      ['start', 'median ms', 'p90 ms', 'ratio', 'aim'],
      starts.map(({ name }, index) => {
        const own = times.get(name) ?? [];
        const aim = index === 0 ? '' : `<= ${AIM}`;
        return [name, median(own).toFixed(1), percentile(own, 0.9).toFixed(1), ratio(median(own)), aim];
      }),
    );
    console.log(`\n${RUNS} runs each, Node ${process.version}.`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function startsIn(root: string): readonly Start[] {
  const action = join(ROOT, 'dist/redeploy.js');
  const workspace = join(root, 'workspace');
  mkdirSync(join(workspace, '.github'), { recursive: true });
  cpSync(join(ROOT, 'examples/obcms-deploy.yml'), join(workspace, '.github/obcms-deploy.yml'));
  const inputs = {
    INPUT_SHA: '0123456789abcdef0123456789abcdef01234567',
    INPUT_PIN: 'auto',
    INPUT_LOGS: 'on-failure',
    'INPUT_ON-CANCEL': 'leave',
    INPUT_TIMEOUT: '30m',
    'INPUT_HEALTH-TIMEOUT': '3m',
    INPUT_WAIT: 'true',
  };
  return [
    { name: 'node -e 0', words: ['-e', '0'], status: 0 },
    { name: 'wrong input', words: [action], environment: { ...inputs, INPUT_WAIT: 'perhaps' }, status: 2 },
    { name: 'help', words: [join(ROOT, 'dist/cli.js'), 'redeploy', '--help'], status: 0 },
    {
      // Reads, parses and validates the whole file, then ends because no token was given.
      name: 'configuration read',
      words: [action],
      environment: { ...inputs, INPUT_ENVIRONMENT: 'staging', GITHUB_WORKSPACE: workspace },
      status: 2,
    },
  ];
}

function timed({ name, words, environment, status }: Start, root: string): number {
  const began = performance.now();
  const ended = spawnSync(process.execPath, [...words], {
    env: { PATH: process.env['PATH'], RUNNER_TEMP: root, ...environment },
    encoding: 'utf8',
  });
  const time = performance.now() - began;
  if (ended.status !== status)
    throw new Error(`${name} ended with ${ended.status}, not ${status}:\n${ended.stdout}${ended.stderr}`);
  return time;
}
