/**
 * The committed action against real processes: Django on gunicorn, Celery, PostgreSQL, TLS, two environments. Production
 * follows one release behind staging, as promotions do, so that the two go on at the same time.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ReleaseName } from '../../../lab/app/history.ts';
import type { Container } from '../../../lab/coolify/runtime.ts';
import { deploy } from '../../../lab/demo/deployment.ts';
import type { EnvironmentName } from '../../../lab/demo/environment.ts';
import { crowd, type Visitor, visitor } from '../../../lab/demo/visitor.ts';
import { startWorld, type World } from '../../../lab/demo/world.ts';
import { provisionPython } from '../../../lab/python/provision.ts';
import type { RunResult } from '../../../lab/runner/index.ts';
import { resourcesOf, shown } from '../scene.ts';

const STEP_LIMIT_MS = 120_000;
/** The very first run makes the virtualenv. */
const SET_UP_LIMIT_MS = 300_000;
const COMMUNITY = 'Sitio Malinao';

let world: World;
let person: Visitor;

beforeAll(async () => {
  world = await startWorld(await provisionPython());
  person = visitor(world.environments.staging.site.origin, world.edge.ca);
}, SET_UP_LIMIT_MS);

afterAll(async () => {
  await world.stop();
}, STEP_LIMIT_MS);

function sha(release: ReleaseName): string {
  return world.history.releases[release].sha;
}

async function liveVersion(name: EnvironmentName): Promise<string> {
  const { origin } = world.environments[name].site;
  const answer = await visitor(origin, world.edge.ca).get('/health/');
  const { version } = JSON.parse(answer.body) as { version: string };
  return version;
}

function container(name: EnvironmentName, role: 'web' | 'worker'): Container {
  const { current } = world.environments[name].applications[role];
  if (current === undefined) throw new Error(`${role} of ${name} does not run`);
  return current.container;
}

async function printed(where: Container, command: string): Promise<string> {
  const lines: string[] = [];
  const { exitCode } = await where.exec(command, line => lines.push(line));
  return exitCode === 0 ? lines.join('\n') : `exit code ${exitCode}: ${lines.join('\n')}`;
}

/** What Celery says once it takes tasks. */
async function untilWorkerIsReady(name: EnvironmentName): Promise<string> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await wait(100)) {
    if (/celery@\S+ ready\./.test(container(name, 'worker').logs(50))) return 'ready';
  }
  return container(name, 'worker').logs(50);
}

/** Queues a task where the pages run, waits for its result, and gives its id. */
async function ping(name: EnvironmentName): Promise<string> {
  const script = 'from core.tasks import ping; task = ping.delay(); print(task.id, task.get(timeout=20))';
  const said = await printed(container(name, 'web'), `python src/manage.py shell -c '${script}'`);
  const id = /^(\S+) pong$/m.exec(said)?.[1];
  if (id === undefined) throw new Error(`The worker of ${name} did not answer: ${said}`);
  return id;
}

async function columns(name: EnvironmentName): Promise<readonly unknown[]> {
  const statement = 'SELECT column_name FROM information_schema.columns WHERE table_name = $1';
  const rows = await world.postgres.query(world.environments[name].database, statement, ['communities_community']);
  return rows.map(row => row['column_name']);
}

/** Everything that is true of an environment after a release went live there. */
async function expectLive(name: EnvironmentName, release: ReleaseName, run: RunResult): Promise<void> {
  expect(`${run.conclusion}: ${shown(run)}`).toMatch(/^success/);
  expect(run.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'deployed', 'deployed-sha': sha(release) });
  expect(resourcesOf(run)).toMatchObject({
    web: {
      state: 'live',
      commit: sha(release),
      'version-proved': true,
      'health-gated': true,
      status: 'running:healthy',
    },
    worker: { state: 'live', commit: sha(release) },
  });
  expect(await liveVersion(name)).toBe(sha(release));
  expect(await printed(container(name, 'worker'), 'echo $SOURCE_COMMIT')).toBe(sha(release));
  expect(await untilWorkerIsReady(name)).toBe('ready');
}

test(
  'the first release goes to staging, and somebody signs in and records a community',
  async () => {
    await expectLive('staging', 'first', await deploy(world, 'staging', 'first'));

    const { account, database } = world.environments.staging;
    expect(await printed(container('staging', 'web'), `python src/manage.py ensure_user ${account.name}`)).toContain(
      'Created',
    );
    const welcome = await person.submit('/login/', { username: account.name, password: account.password });
    expect([welcome.status, welcome.location]).toEqual([302, '/dashboard/']);
    await person.submit('/communities/add/', { name: COMMUNITY, region: 'XII' });
    const rows = await world.postgres.query(database, 'SELECT name FROM communities_community');
    expect(rows).toEqual([{ name: COMMUNITY }]);
  },
  STEP_LIMIT_MS,
);

test(
  'it goes on to production while a plain change goes to staging, and neither disturbs the other or a visitor',
  async () => {
    const visitors = crowd(world.environments.staging.site.origin, world.edge.ca);
    const [production, staging] = await Promise.all([
      deploy(world, 'production', 'first'),
      deploy(world, 'staging', 'plain'),
    ]).finally(() => visitors.stop());

    await expectLive('production', 'first', production);
    await expectLive('staging', 'plain', staging);
    const { requests, failures } = await visitors.stop();
    expect(requests).toBeGreaterThan(10);
    expect(failures).toEqual([]);
    expect((await person.get('/communities/')).body).toContain('1 on record.');
  },
  STEP_LIMIT_MS,
);

test(
  'a task that the pages queue is done by the worker of the same environment, and by no other',
  async () => {
    const ids = await Promise.all([ping('staging'), ping('production')]);

    const done = (name: EnvironmentName) =>
      ids.map(id => container(name, 'worker').logs(200).includes(`[${id}] succeeded`));
    expect(done('staging')).toEqual([true, false]);
    expect(done('production')).toEqual([false, true]);
  },
  STEP_LIMIT_MS,
);

test(
  'an expanding migration runs on staging alone until its release goes to production',
  async () => {
    const [production, staging] = await Promise.all([
      deploy(world, 'production', 'plain'),
      deploy(world, 'staging', 'expand'),
    ]);

    await expectLive('production', 'plain', production);
    await expectLive('staging', 'expand', staging);
    expect(await columns('staging')).toContain('municipality');
    expect(await columns('production')).not.toContain('municipality');
  },
  STEP_LIMIT_MS,
);

test(
  'a release that does not boot is caught and explained in the words of Python, and the one before serves on',
  async () => {
    const visitors = crowd(world.environments.staging.site.origin, world.edge.ca);
    const [production, staging] = await Promise.all([
      deploy(world, 'production', 'expand'),
      deploy(world, 'staging', 'no-boot'),
    ]).finally(() => visitors.stop());

    await expectLive('production', 'expand', production);
    expect(await columns('production')).toContain('municipality');

    expect(staging.conclusion).toBe('failure');
    expect(staging.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'deployment-failed' });
    expect(shown(staging)).toContain('failed: the application does not boot: a Python import fails.');
    expect(staging.summary).toContain("ModuleNotFoundError: No module named 'obc_management.telemetry'");
    expect(resourcesOf(staging)).toMatchObject({ web: { state: 'failed' }, worker: { state: 'not-reached' } });

    expect((await visitors.stop()).failures).toEqual([]);
    expect(await liveVersion('staging')).toBe(sha('expand'));
    expect(await printed(container('staging', 'worker'), 'echo $SOURCE_COMMIT')).toBe(sha('expand'));
    const page = await person.get('/communities/');
    expect([page.status, page.body.includes(COMMUNITY)]).toEqual([200, true]);
  },
  STEP_LIMIT_MS,
);
