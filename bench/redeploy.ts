import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Application, type Coolify, startCoolify } from '../lab/coolify/index.ts';
import { lightRuntime, lightSource } from '../lab/coolify/runtime-light.ts';
import { type RunResult, runAction } from '../lab/runner/index.ts';
import { ROOT } from '../scripts/root.ts';
import { median, printTable } from './report.ts';

const MINUTE = 60_000;
const FLEET = 50;
/** Of the fleet: builds go two at a time in Coolify, so this decides how long the whole takes. */
const FLEET_BUILD = 1_000;
/** Long enough for a first minute and a later one. */
const LONG_BUILD = 130_000;
/** Odd on purpose: a poll every 5 s must not end where they end. */
const BUILDS = [3_100, 7_700, 12_400, 18_900, 26_300, 33_800, 47_200];
const MEMORY_EVERY = 100;

/** Somebody who triggers one deployment and waits for its end. Resolves when it was seen. */
type Follower = (scene: Scene) => Promise<RunResult | undefined>;

interface Scene {
  readonly coolify: Coolify;
  readonly applications: readonly Application[];
  readonly token: string;
  readonly commit: string;
}

interface Sample {
  /** Calls of the API in the first minute, and in the minute after. */
  readonly first: number;
  readonly later: number;
  /** From the end in Coolify to the answer that told it. */
  readonly delay: number;
  /** From the start of the follower to its end, less the deployment's own time. */
  readonly added: number;
}

/** Calls and delays of following one deployment, beside plain pollers, and a fleet on one line. */
export async function run(): Promise<void> {
  const followers: readonly (readonly [name: string, follower: Follower])[] = [
    ['redeploy', byAction],
    ['poll every 5 s', poller(5_000)],
    ['poll every 2 s', poller(2_000)],
  ];
  console.log(
    `One deployment of ${LONG_BUILD / 1_000} s, and ${BUILDS.length} of ${seconds(BUILDS[0] ?? 0)} to ${seconds(BUILDS.at(-1) ?? 0)}, for each follower, all at once.`,
  );
  const measured = await Promise.all(
    followers.map(async ([name, follower]) => {
      const [long, ...short] = await Promise.all([LONG_BUILD, ...BUILDS].map(build => follow(build, follower)));
      return { name, long, short };
    }),
  );
  const ours = measured[0];
  printTable(
    [
      'follower',
      'calls, 1st minute',
      'calls, 2nd minute',
      'delay, median',
      'delay, longest',
      'added time, median',
      'calls against redeploy',
      'delay against redeploy',
    ],
    measured.map(({ name, long, short }) => [
      name,
      String(long?.first ?? 0),
      String(long?.later ?? 0),
      seconds(median(short.map(({ delay }) => delay))),
      seconds(Math.max(...short.map(({ delay }) => delay))),
      seconds(median(short.map(({ added }) => added))),
      ratio(long?.later ?? 0, ours?.long?.later ?? 0),
      ratio(median(short.map(({ delay }) => delay)), median((ours?.short ?? []).map(({ delay }) => delay))),
    ]),
  );
  console.log(
    `\n${FLEET} applications on one line, with Coolify's own limits (200 calls a minute, 2 builds at once, 25 in the queue).`,
  );
  printTable(['what', 'value'], await fleet());
}

async function openScene(amount: number, buildMs: number): Promise<Scene> {
  const [old, commit] = ['a'.repeat(40), 'b'.repeat(40)];
  const source = lightSource({ main: old });
  source.move('main', commit);
  source.move('main', old);
  const runtime = lightRuntime();
  const coolify = await startCoolify({ version: '4.3.10', runtime });
  const applications = Array.from({ length: amount }, (_, index) =>
    coolify.addApplication({ name: `app-${index + 1}`, source, web: false }),
  );
  await coolify.deploy(applications[0] ?? fail('no application'));
  source.move('main', commit);
  runtime.behave(commit, { buildMs });
  return { coolify, applications, token: coolify.token({ abilities: ['deploy', 'read', 'write'] }), commit };
}

async function follow(build: number, follower: Follower): Promise<Sample> {
  const scene = await openScene(1, build);
  try {
    const began = Date.now();
    await follower(scene);
    const ended = Date.now();
    const row = scene.coolify.deployments.find(({ isApi }) => isApi) ?? fail('nothing was deployed');
    const finishedAt = row.finishedAt?.getTime() ?? fail('it did not finish');
    const calls = scene.coolify.requests.filter(
      ({ at, path }) => at >= row.createdAt.getTime() && path.includes('/deployments'),
    );
    const within = (from: number): number =>
      calls.filter(({ at }) => at >= began + from && at < began + from + MINUTE).length;
    return {
      first: within(0),
      later: within(MINUTE),
      delay: seenAt(scene, row.uuid, finishedAt) - finishedAt,
      added: ended - began - (finishedAt - row.createdAt.getTime()),
    };
  } finally {
    await scene.coolify.stop();
  }
}

/** When the first read of the row itself came in after it was complete. */
function seenAt({ coolify }: Scene, uuid: string, finishedAt: number): number {
  return (
    coolify.requests.find(({ at, path }) => at >= finishedAt && path.endsWith(`/deployments/${uuid}`))?.at ??
    fail(`the end of ${uuid} was never seen`)
  );
}

async function byAction({ coolify, applications, token, commit }: Scene): Promise<RunResult> {
  const run = await runAction({
    action: join(ROOT, 'redeploy'),
    with: {
      'coolify-url': coolify.url,
      'coolify-token': token,
      resources: applications.map(({ uuid, columns }) => `${columns.name}=${uuid}`).join(','),
      sha: commit,
      'allow-insecure': 'true',
      'github-token': '',
    },
    timeoutMs: 15 * MINUTE,
  });
  if (run.outputs['outcome'] !== 'passed')
    throw new Error(`redeploy ended as ${run.outputs['reason-code']}:\n${run.log.slice(-2_000)}`);
  run.dispose();
  return run;
}

/** What people write with curl in a loop: trigger, then read the row at a fixed interval until it is over. */
function poller(interval: number): Follower {
  return async ({ coolify, applications, token }) => {
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
    const call = async (method: string, path: string): Promise<unknown> =>
      (await fetch(`${coolify.url}/api/v1/${path}`, { method, headers })).json();
    const told = JSON.stringify(await call('POST', `deploy?uuid=${applications[0]?.uuid}`));
    const uuid = /"deployment_uuid":"([^"]+)"/.exec(told)?.[1] ?? fail(told);
    for (;;) {
      await sleep(interval);
      const row = JSON.stringify(await call('GET', `deployments/${uuid}`));
      if (/"status":"(finished|failed|cancelled-by-user)"/.test(row) && !/"finished_at":null/.test(row))
        return undefined;
    }
  };
}

async function fleet(): Promise<readonly (readonly string[])[]> {
  const scene = await openScene(FLEET, FLEET_BUILD);
  let memory = 0;
  const timer = setInterval(() => {
    memory = Math.max(memory, peakMemory());
  }, MEMORY_EVERY);
  try {
    const began = Date.now();
    await byAction(scene);
    const rows = scene.coolify.deployments.filter(({ isApi }) => isApi);
    const delays = rows.map(({ uuid, finishedAt }) => {
      const end = finishedAt?.getTime() ?? fail('one did not finish');
      return seenAt(scene, uuid, end) - end;
    });
    const refused = scene.coolify.requests.filter(
      ({ status, path }) => status === 429 && !path.endsWith('/deploy'),
    ).length;
    return [
      ['deployments', String(rows.length)],
      ['time in all', seconds(Date.now() - began)],
      ['most calls in any minute', String(mostInAMinute(scene.coolify.requests.map(({ at }) => at)))],
      ['calls in all', String(scene.coolify.requests.length)],
      ['refused by the limit', String(refused)],
      ['delay, median', seconds(median(delays))],
      ['delay, longest', seconds(Math.max(...delays))],
      ['memory at its peak', `${Math.round(memory / 1024)} MB`],
    ];
  } finally {
    clearInterval(timer);
    await scene.coolify.stop();
  }
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map(from => times.filter(at => at >= from && at < from + MINUTE).length));
}

/** Of the action that runs, in kB; 0 where there is no /proc. */
function peakMemory(): number {
  const running = readdirSync('/proc').filter(
    name => /^\d+$/.test(name) && new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(statusOf(name)),
  );
  return Math.max(0, ...running.map(pid => Number(/^VmHWM:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? 0)));
}

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function ratio(value: number, to: number): string {
  return to === 0 ? '-' : `${(value / to).toFixed(2)}x`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function fail(what: string): never {
  throw new Error(what);
}
