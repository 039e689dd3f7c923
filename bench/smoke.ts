import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenSite, openSites } from '../lab/site/index.ts';
import { median, printTable } from './report.ts';
import { bareLogin } from './smoke/bare-login.ts';
import { bareRequests, type Contestant, contestants, EMPTY } from './smoke/contestant.ts';
import { type Ended, timed } from './smoke/measure.ts';
import { type Peers, providePeers } from './smoke/peers.ts';
import { startQuickSite } from './smoke/server.ts';
import type { Target, Task } from './smoke/task.ts';
import { manyChecks, oneGet } from './smoke/task-get.ts';
import { login } from './smoke/task-login.ts';

const RUNS = 11;
const MEMORY_RUNS = 3;
const CHECKS = 200;

/** A site that counts what it is asked and can be made wrong for the control runs. */
interface Server {
  requests(): number;
  /** Does the work against the same site with something wrong in it. */
  whileBroken<Result>(work: (target: Target) => Promise<Result>): Promise<Result>;
}

/** Whole processes on the same work, in turn, so that a slow moment of the machine hits all of them. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'obcms-bench-smoke-'));
  try {
    const peers = await providePeers();
    if (peers.hurl === undefined) console.log('hurl is not on the PATH and takes no part.\n');
    await quickTasks(peers, folder);
    await loginTask(peers, folder);
    console.log(
      `\n${RUNS} runs each after one that does not count, memory in ${MEMORY_RUNS} more; Node ${process.version}.`,
    );
    console.log(
      'A run counts only if its exit status is right and the server saw each of its requests; before, each tool',
    );
    console.log('had to fail against the same site with one wrong answer.');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function quickTasks(peers: Peers, folder: string): Promise<void> {
  const site = await startQuickSite(folder, CHECKS);
  try {
    const target = { origin: site.origin, caFile: site.caFile, user: 'nobody', password: 'not-needed-here' };
    const server: Server = {
      requests: () => site.requests,
      async whileBroken(work) {
        site.break();
        return work(target).finally(() => site.mend());
      },
    };
    const get = await measured(oneGet, target, server, peers, folder, [EMPTY, bareRequests(target, '/', 1)]);
    show(get, 'aim: ours <= 120 ms, others >= 6x');
    const many = await measured(each => manyChecks(each, CHECKS), target, server, peers, folder, [
      bareRequests(target, '/items/*', CHECKS),
    ]);
    show(many, 'aim: ours <= 60 MB');
  } finally {
    await site.stop();
  }
}

async function loginTask(peers: Peers, folder: string): Promise<void> {
  const sites = await openSites();
  try {
    const good = await sites.open();
    const wrong = await sites.open({ alterations: [{ on: { path: /^\/dashboard\// }, status: 500 }] });
    const targetOf = ({ origin }: OpenSite): Target => ({ origin, caFile: sites.caFile, ...sites.credentials });
    const server: Server = {
      requests: () => good.visits.length,
      whileBroken: work => work(targetOf(wrong)),
    };
    const target = targetOf(good);
    const bare: number[] = [];
    const results = await measured(login, target, server, peers, folder, [], async () => {
      bare.push(await bareLogin(target));
    });
    const own = median(bare.slice(1));
    show(results, `the server itself took ${own.toFixed(0)} ms (bare loop); aim: ours <= ${(own + 120).toFixed(0)} ms`);
  } finally {
    await sites.stop();
  }
}

interface Results {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly runs: readonly Ended[]; readonly peak: number }[];
}

/** @param round is done once a round beside the tools */
async function measured(
  taskFor: (target: Target) => Task,
  target: Target,
  server: Server,
  peers: Peers,
  folder: string,
  beside: readonly Contestant[] = [],
  round: () => Promise<void> = async () => undefined,
): Promise<Results> {
  const task = taskFor(target);
  const taking = [...beside, ...(await contestants(task, target, peers, folder))];
  const wanted = (one: Contestant) => (one === EMPTY ? 0 : task.requests);
  const checked = async (one: Contestant, memory = false): Promise<Ended> => {
    const before = server.requests();
    const ended = await timed(one, { memory });
    const asked = server.requests() - before;
    if (ended.status === 0 && asked === wanted(one)) return ended;
    throw new Error(
      `${one.name} ended with ${ended.status} after ${asked} requests, not ${wanted(one)}:\n${ended.printed.slice(-3_000)}`,
    );
  };
  const runs = new Map(taking.map(({ name }) => [name, [] as Ended[]]));
  for (let turn = 0; turn <= RUNS; turn += 1) {
    await round();
    for (const one of taking) {
      const ended = await checked(one);
      if (turn > 0) runs.get(one.name)?.push(ended);
    }
  }
  const peaks = new Map<string, number>();
  for (const one of taking) {
    const seen: number[] = [];
    for (let time = 0; time < MEMORY_RUNS; time += 1) seen.push((await checked(one, true)).peak);
    peaks.set(one.name, median(seen));
  }
  await server.whileBroken(async wrong => {
    for (const one of await contestants(taskFor(wrong), wrong, peers, folder)) await mustFail(one);
  });
  return {
    title: task.title,
    rows: taking.map(({ name }) => ({ name, runs: runs.get(name) ?? [], peak: peaks.get(name) ?? 0 })),
  };
}

/** A tool that does not notice what is wrong would be fast for nothing. */
async function mustFail(one: Contestant): Promise<void> {
  const { status, printed } = await timed(one);
  if (status === 0) throw new Error(`${one.name} passed although the site was wrong:\n${printed.slice(-3_000)}`);
}

function show({ title, rows }: Results, aim: string): void {
  const ours = median(rows.find(({ name }) => name.startsWith('smoke-test'))?.runs.map(({ time }) => time) ?? []);
  console.log(`${title} (${aim})\n`);
  printTable(
    ['tool', 'median ms', 'against ours', 'CPU ms', 'memory MB'],
    rows.map(({ name, runs, peak }) => {
      const time = median(runs.map(each => each.time));
      const cpu = runs.reduce((sum, each) => sum + each.cpu, 0) / runs.length;
      return [name, time.toFixed(0), `${(time / ours).toFixed(2)}x`, cpu.toFixed(0), (peak / 1_000).toFixed(0)];
    }),
  );
  console.log('');
}
