import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '../lab/app/git.ts';
import { provisionPython } from '../lab/python/provision.ts';
import { ROOT } from '../scripts/root.ts';
import { median, percentile, printTable } from './report.ts';
import { type Contestant, EMPTY } from './smoke/contestant.ts';
import { type Ended, timed } from './smoke/measure.ts';

const RUNS = 15;
const MEMORY_RUNS = 3;
const MODULE = 'obc_management.settings.production';

interface Contender extends Contestant {
  /** Exit status, and words of its output, that show that it did what it should. */
  readonly status: number;
  readonly says: RegExp;
}

/** The whole judgement of the lab's project beside Django's own check of the same settings, in turn. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'obcms-bench-check-'));
  try {
    const contenders = await contendersIn(folder);
    const runs = new Map(contenders.map(({ name }) => [name, [] as Ended[]]));
    const memory = new Map<string, number>();
    // The first round fills the file cache and does not count.
    for (let round = 0; round <= RUNS; round += 1) {
      for (const one of contenders) {
        const ended = await checked(one, false);
        if (round > 0) runs.get(one.name)?.push(ended);
      }
    }
    for (const one of contenders) {
      const peaks: number[] = [];
      for (let time = 0; time < MEMORY_RUNS; time += 1) peaks.push((await checked(one, true)).peak);
      memory.set(one.name, median(peaks));
    }
    show(runs, memory);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checked(one: Contender, memory: boolean): Promise<Ended> {
  const ended = await timed(one, { memory });
  if (ended.status === one.status && one.says.test(ended.printed)) return ended;
  throw new Error(`${one.name} ended with ${ended.status}, not ${one.status}:\n${ended.printed.slice(-3_000)}`);
}

const DJANGO = 'manage.py check --deploy';
const OURS = 'check-deploy';

async function contendersIn(folder: string): Promise<readonly Contender[]> {
  const app = join(folder, 'app');
  await cp(join(ROOT, 'lab/app/base'), app, { recursive: true });
  await git(['init', '--quiet', '--template=', '--initial-branch=main'], { directory: app });
  await git(['add', '--all'], { directory: app });
  const { python } = await provisionPython();
  const variables = production();
  const file = join(folder, 'production.env');
  await writeFile(
    file,
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const cli = join(ROOT, 'dist/cli.js');
  const base = { PATH: process.env['PATH'] ?? '', HOME: folder, RUNNER_TEMP: folder };
  const ours = (...words: readonly string[]) => [cli, 'check-deploy', '--python', python, ...words];
  return [
    {
      name: DJANGO,
      program: python,
      words: ['src/manage.py', 'check', '--deploy'],
      directory: app,
      // What the Compose file makes of the same variables.
      environment: {
        ...base,
        ...variables,
        DJANGO_SETTINGS_MODULE: MODULE,
        DATABASE_URL: `postgres://obcms:${variables['POSTGRES_PASSWORD']}@db:5432/obcms`,
        REDIS_URL: `redis://:${variables['REDIS_PASSWORD']}@redis:6379/0`,
      },
      status: 0,
      says: /System check identified no issues/,
    },
    {
      name: OURS,
      program: process.execPath,
      words: ours('--env-file', file),
      directory: app,
      environment: base,
      status: 0,
      says: /passed \(fit\)/,
    },
    {
      name: `${OURS}, files only`,
      program: process.execPath,
      words: ours('--env-file', file, '--families', 'env,docker,compose,proxy,requirements,source'),
      directory: app,
      environment: base,
      status: 0,
      says: /passed \(fit\)/,
    },
    {
      name: `${OURS}, wrong input`,
      program: process.execPath,
      words: ours('--fail-on', 'perhaps'),
      directory: app,
      environment: base,
      status: 2,
      says: /fail-on/,
    },
    { ...EMPTY, status: 0, says: /^/ },
  ];
}

function production(): Readonly<Record<string, string>> {
  const secret = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    SECRET_KEY: randomBytes(96).toString('base64url'),
    ALLOWED_HOSTS: 'obcms.example',
    CSRF_TRUSTED_ORIGINS: 'https://obcms.example',
    POSTGRES_PASSWORD: secret(24),
    REDIS_PASSWORD: secret(24),
    EMAIL_HOST: 'smtp.obcms.example',
    EMAIL_HOST_USER: 'mailer',
    EMAIL_HOST_PASSWORD: secret(24),
    DEFAULT_FROM_EMAIL: 'noreply@obcms.example',
    METRICS_TOKEN: secret(24),
    HEALTH_CHECK_SECRET: secret(24),
  };
}

function show(runs: ReadonlyMap<string, readonly Ended[]>, memory: ReadonlyMap<string, number>): void {
  const times = (name: string) => (runs.get(name) ?? []).map(({ time }) => time);
  const django = median(times(DJANGO));
  printTable(
    ['what', 'median ms', 'p90 ms', 'against Django', 'more ms', 'CPU ms', 'memory MB'],
    [...runs].map(([name, own]) => [
      name,
      median(times(name)).toFixed(0),
      percentile(times(name), 0.9).toFixed(0),
      `${(median(times(name)) / django).toFixed(2)}x`,
      (median(times(name)) - django).toFixed(0),
      (own.reduce((sum, { cpu }) => sum + cpu, 0) / own.length).toFixed(0),
      ((memory.get(name) ?? 0) / 1_000).toFixed(0),
    ]),
  );
  const aim = 2 * django + 300;
  console.log(
    `\nAim: at most 2x and 300 ms more, which is ${aim.toFixed(0)} ms; it took ${median(times(OURS)).toFixed(0)} ms.`,
  );
  console.log(
    'It works in two processes at once: on a machine that is busy with others it is slower than Django’s one.',
  );
  console.log(`${RUNS} runs each, memory (of the first process) in ${MEMORY_RUNS} more; Node ${process.version}.`);
}
