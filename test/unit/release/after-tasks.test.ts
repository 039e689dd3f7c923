import { describe, expect, test } from '@jest/globals';
import { capabilitiesOf, parseVersion } from '../../../src/coolify/capabilities.ts';
import { gatingOf } from '../../../src/coolify/gating.ts';
import { Pins } from '../../../src/coolify/pins.ts';
import { DeploymentWatch } from '../../../src/coolify/watch.ts';
import type { HttpResult } from '../../../src/core/http.ts';
import { runAfterTasks } from '../../../src/release/after-tasks.ts';
import type { ResourceResult } from '../../../src/release/result.ts';
import { APPLICATION, clientOver, FINISHED, OLD } from '../../support/coolify-answers.ts';
import { recordingWorld } from '../../support/recording-world.ts';
import { noHistory, releaseRequest, surveyed } from '../../support/release-facts.ts';
import { broken, json, type Sent, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const TASK = { uuid: 'task1', name: 'contract migrations' };
const NOON = '2026-11-20T12:00:00.000000Z';
const LATER = '2026-11-20T12:10:00.000000Z';
const EARLIER = '2026-11-20T11:00:00.000000Z';

type Execution = Readonly<Record<string, unknown>>;

/** One task of an application that has just been released, and a Coolify that is a function. */
function scene(
  executions: (sent: Sent, executed: number) => readonly Execution[] | HttpResult,
  execute: (asked: number) => HttpResult = () => json(200, { message: 'queued' }),
  more: Partial<ResourceResult> = {},
) {
  const clock = new VirtualClock();
  let executed = 0;
  const http = scriptedHttp(clock, sent => {
    if (sent.method === 'POST') return execute(executed++);
    const list = executions(sent, executed);
    return 'ok' in list ? list : json(200, list);
  });
  const world = recordingWorld({ clock });
  const client = clientOver(http, clock);
  const version = parseVersion('4.3.10');
  if (version === undefined) throw new Error('no version');
  const facts = {
    ...surveyed({ rows: [{ ...FINISHED, finished_at: EARLIER, commit: OLD }] }),
    tasks: [{ asked: { resource: 'web', task: TASK.name }, task: TASK }],
  };
  const result: ResourceResult = {
    facts,
    state: 'live',
    failure: undefined,
    deployment: {
      uuid: 'd',
      startedBy: 'this-run',
      status: 'finished',
      commit: OLD,
      finishedAt: NOON,
      page: '',
      transitions: [],
      duration: 1,
    },
    gating: gatingOf(facts.application),
    pinned: false,
    imageTag: undefined,
    versionProved: true,
    liveVersion: undefined,
    status: '',
    plan: '',
    log: [],
    logReadable: true,
    tasks: [],
    ...more,
  };
  const context = {
    request: releaseRequest(),
    version: version.text,
    capabilities: capabilitiesOf(version),
    client,
    watch: new DeploymentWatch(client, clock),
    pins: new Pins({ client, clock, random: () => 0, remember: () => undefined }),
    http,
    world,
    historyNow: () => noHistory,
    ask: undefined,
  };
  return {
    clock,
    go: () => runAfterTasks(result, context),
    posts: () => http.calls.filter(call => call.startsWith('POST')),
  };
}

const execution = (status: string, more: Execution = {}): Execution => ({
  uuid: 'e2',
  status,
  message: 'two lines\nof output',
  started_at: LATER,
  ...more,
});
const OWN = {
  uuid: 'd',
  status: 'finished',
  commit: OLD,
  finishedAt: NOON,
  page: '',
  transitions: [],
  duration: 1,
} as const;

test('a task is run once, waited for, and its output told', async () => {
  const { go, posts } = scene(({ at }, executed) =>
    executed === 0 ? [] : [execution(at < 10_000 ? 'running' : 'success')],
  );
  expect(await go()).toEqual({
    tasks: [{ resource: 'web', task: TASK.name, status: 'success', output: ['two lines', 'of output'] }],
    failure: undefined,
  });
  expect(posts()).toEqual([`POST applications/${APPLICATION}/scheduled-tasks/task1/execute`]);
});

test('a task that fails fails the release, without credentials in its output', async () => {
  const { go } = scene((_, executed) => (executed === 0 ? [] : [execution('failed', { message: 'PASSWORD=hunter2' })]));
  const { tasks, failure } = await go();
  expect(tasks[0]).toMatchObject({ status: 'failed', output: ['PASSWORD=***'] });
  expect(failure).toMatchObject({ reasonCode: 'after-task-failed' });
});

describe('a task is never run twice', () => {
  test('when Coolify accepted it and a busy queue starts it minutes later', async () => {
    const { go, posts } = scene(({ at }, executed) => (executed === 0 || at < 300_000 ? [] : [execution('success')]));
    expect((await go()).failure).toBeUndefined();
    expect(posts()).toHaveLength(1);
  });

  test('when the answer was lost and it was listed after all', async () => {
    const { go, posts } = scene(
      ({ at }, executed) => (executed === 0 || at < 6_000 ? [] : [execution('success')]),
      () => broken('reset'),
    );
    expect((await go()).failure).toBeUndefined();
    expect(posts()).toHaveLength(1);
  });

  test('when an earlier run of this job ran it after this release went live', async () => {
    const { go, posts } = scene(() => [execution('success')], undefined, {
      deployment: { ...OWN, startedBy: 'someone-else' },
    });
    expect((await go()).tasks[0]).toMatchObject({ status: 'already-run' });
    expect(posts()).toEqual([]);
  });
});

describe('a task is run', () => {
  test('although it ran for the release before', async () => {
    const before = execution('success', { uuid: 'e1', started_at: '2026-11-20T11:30:00.000000Z' });
    const { go, posts } = scene(
      (_, executed) => (executed === 0 ? [before] : [execution('success'), before]),
      undefined,
      { deployment: { ...OWN, startedBy: 'someone-else' } },
    );
    expect((await go()).tasks[0]).toMatchObject({ status: 'success' });
    expect(posts()).toHaveLength(1);
  });

  test('again when it failed before', async () => {
    const before = execution('failed', { uuid: 'e1' });
    const { go, posts } = scene(
      (_, executed) => (executed === 0 ? [before] : [execution('success'), before]),
      undefined,
      { deployment: { ...OWN, startedBy: 'someone-else' } },
    );
    expect((await go()).tasks[0]).toMatchObject({ status: 'success' });
    expect(posts()).toHaveLength(1);
  });

  test('never again when the answer was lost, because a command that runs twice may do harm', async () => {
    const { go, posts, clock } = scene(
      () => [],
      () => broken('reset'),
    );
    expect((await go()).failure).toMatchObject({ reasonCode: 'state-unreadable' });
    expect(posts()).toHaveLength(1);
    expect(clock.elapsed()).toBeLessThan(40_000);
  });

  test('again when the request never reached Coolify', async () => {
    const { go, posts } = scene(
      (_, executed) => (executed < 2 ? [] : [execution('success')]),
      asked => (asked === 0 ? broken('refused') : json(200, {})),
    );
    expect((await go()).failure).toBeUndefined();
    expect(posts()).toHaveLength(2);
  });
});

test('a task that does not end in time is left running, and said to be', async () => {
  const { go, clock } = scene((_, executed) => (executed === 0 ? [] : [execution('running')]));
  expect((await go()).failure).toMatchObject({
    reasonCode: 'timed-out',
    headline: expect.stringContaining('was left running'),
  });
  expect(clock.elapsed()).toBeLessThan(1_810_000);
});

test('a refused execution is a plain fault, an unreadable one is not known', async () => {
  const refused = scene(
    () => [],
    () => json(403, { message: 'Missing required permissions: write' }),
  );
  expect((await refused.go()).failure).toMatchObject({ reasonCode: 'token-ability' });
  const unreadable = scene((_, executed) => (executed === 0 ? [] : json(503, {})));
  expect((await unreadable.go()).failure).toMatchObject({ reasonCode: 'state-unreadable' });
});
