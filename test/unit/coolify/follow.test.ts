import { describe, expect, test } from '@jest/globals';
import { type FollowOptions, follow } from '../../../src/coolify/follow.ts';
import { DeploymentWatch } from '../../../src/coolify/watch.ts';
import { deadlineIn } from '../../../src/core/clock.ts';
import { Cancelled } from '../../../src/core/errors.ts';
import type { HttpResult } from '../../../src/core/http.ts';
import { clientOver, FINISHED, rowFields } from '../../support/coolify-answers.ts';
import { broken, json, page, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

type Moment = (at: number) => HttpResult | Readonly<Record<string, unknown>>;

function scene(
  moment: Moment,
  more: Partial<FollowOptions> & { readonly timeout?: number; readonly random?: () => number } = {},
) {
  const clock = new VirtualClock();
  const http = scriptedHttp(clock, ({ path, at }) => {
    const now = moment(at);
    if ('ok' in now) return now as HttpResult;
    const fields = rowFields(now);
    const listed = fields['status'] === 'queued' || fields['status'] === 'in_progress';
    return path === 'deployments' ? json(200, listed ? [fields] : []) : json(200, fields);
  });
  const progress: string[] = [];
  const log: string[] = [];
  const { timeout = 1_800_000, ...options } = more;
  const watch = new DeploymentWatch(clientOver(http, clock), clock);
  return {
    clock,
    http,
    progress,
    log,
    go: () =>
      follow('deployment10', watch, {
        clock,
        random: () => 0,
        signal: new AbortController().signal,
        deadline: deadlineIn(clock, timeout),
        until: 'ended',
        showLastLine: true,
        progress: text => progress.push(text),
        logLine: line => log.push(line),
        ...options,
      }),
  };
}

const running = { status: 'in_progress' };

test.each([0, 0.999])(
  'a deployment is read at most 20 times in its first minute and 12 times in every later one (jitter %d)',
  async random => {
    const { go, http } = scene(at => (at < 600_000 ? (at < 15_000 ? { status: 'queued' } : running) : FINISHED), {
      random: () => random,
    });
    await go();
    const reads = http.sent.map(({ at }) => at);
    expect(reads.filter(at => at < 60_000).length).toBeLessThanOrEqual(20);
    for (let from = 60_000; from < 600_000; from += 1_000) {
      expect(reads.filter(at => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(12);
    }
  },
);

test('its end is seen within six seconds', async () => {
  const { go, clock } = scene(at => (at < 300_000 ? running : FINISHED), { random: () => 0.999 });
  expect(await go()).toMatchObject({ end: 'ended', row: { status: 'finished' }, outage: 0 });
  expect(clock.elapsed()).toBeLessThan(306_000);
});

test('every state is kept with the moment it was first seen', async () => {
  const { go, clock } = scene(at => (at < 5_000 ? { status: 'queued' } : at < 10_000 ? running : FINISHED));
  const { transitions } = await go();
  expect(transitions.map(({ state }) => state)).toEqual(['queued', 'in_progress', 'finished']);
  expect((transitions[1]?.at ?? 0) - (transitions[0]?.at ?? 0)).toBe(7_200);
  expect(clock.elapsed()).toBeLessThan(13_000);
});

describe('finished', () => {
  test('without finished_at is not believed until it is there', async () => {
    const { go, progress } = scene(at => (at < 30_000 ? { status: 'finished', finished_at: null } : FINISHED));
    expect(await go()).toMatchObject({ end: 'ended', row: { finishedAt: FINISHED.finished_at } });
    expect(progress).toContain('finished; waiting for the post-deployment command');
  });

  test('that never gets its finished_at is believed after a minute', async () => {
    const { go, clock } = scene(() => ({ status: 'finished', finished_at: null }));
    expect(await go()).toMatchObject({ end: 'ended', row: { status: 'finished', finishedAt: undefined } });
    expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
    expect(clock.elapsed()).toBeLessThan(66_000);
  });

  test('is believed after a minute also when Coolify has gone silent meanwhile', async () => {
    const { go, clock } = scene(at => (at < 10_000 ? { status: 'finished', finished_at: null } : page(502, '')));
    expect(await go()).toMatchObject({ end: 'ended', row: { status: 'finished' } });
    expect(clock.elapsed()).toBeLessThan(80_000);
  });

  test.each(['failed', 'cancelled-by-user'])('%s needs no finished_at', async status => {
    const { go, clock } = scene(() => ({ status, finished_at: null }));
    expect(await go()).toMatchObject({ end: 'ended', row: { status } });
    expect(clock.elapsed()).toBe(0);
  });
});

describe('an outage', () => {
  test.each([
    ['502', page(502, '<html>')],
    ['503', json(503, { message: 'Service Unavailable' })],
    ['reset', broken('reset')],
    ['refused', broken('refused')],
    ['a page of the proxy', page(404, '404 page not found')],
  ])('(%s) of five minutes is survived', async (_, answer) => {
    const { go, progress } = scene(at => (at > 20_000 && at < 320_000 ? answer : at < 400_000 ? running : FINISHED));
    expect(await go()).toMatchObject({ end: 'ended', row: { status: 'finished' }, outage: 0 });
    expect(progress.some(text => /does not answer \(\d+ min/.test(text))).toBe(true);
  });

  test('right before the end is told, so that a "failed" after it can be explained', async () => {
    const { go } = scene(at =>
      at < 20_000 ? running : at < 140_000 ? page(502, '') : { status: 'failed', finished_at: null },
    );
    const { end, outage, row } = await go();
    expect({ end, status: row?.status, finishedAt: row?.finishedAt }).toEqual({
      end: 'ended',
      status: 'failed',
      finishedAt: undefined,
    });
    expect(outage).toBeGreaterThan(115_000);
    expect(outage).toBeLessThan(135_000);
  });

  test('to the deadline leaves the state unreadable', async () => {
    const { go, clock } = scene(at => (at < 20_000 ? running : page(502, '')), { timeout: 120_000 });
    expect(await go()).toMatchObject({
      end: 'unreadable',
      problem: { kind: 'unavailable' },
      row: { status: 'in_progress' },
    });
    expect(clock.elapsed()).toBeGreaterThanOrEqual(120_000);
    expect(clock.elapsed()).toBeLessThan(126_000);
  });
});

test('a row that is gone is waited for half a minute, not longer', async () => {
  const gone = scene(at => (at < 20_000 ? running : json(404, { message: 'Deployment not found.' })));
  expect(await gone.go()).toMatchObject({ end: 'unreadable', problem: { kind: 'not-found' } });
  expect(gone.clock.elapsed()).toBeLessThan(60_000);

  const back = scene(at =>
    at > 20_000 && at < 40_000 ? json(404, { message: 'Deployment not found.' }) : at < 60_000 ? running : FINISHED,
  );
  expect(await back.go()).toMatchObject({ end: 'ended', row: { status: 'finished' } });
});

test('a token that may no longer read ends it at once', async () => {
  const { go } = scene(at => (at < 20_000 ? running : json(401, { message: 'Unauthenticated.' })));
  expect(await go()).toMatchObject({ end: 'unreadable', problem: { kind: 'unauthenticated' } });
});

test('the deadline leaves it running', async () => {
  const { go, clock } = scene(() => running, { timeout: 60_000 });
  expect(await go()).toMatchObject({ end: 'timeout', row: { status: 'in_progress' }, problem: undefined });
  expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
  expect(clock.elapsed()).toBeLessThan(62_000);
});

test('whoever only wants to know that it has started is told as soon as it left the queue', async () => {
  const { go, clock } = scene(at => (at < 10_000 ? { status: 'queued' } : running), { until: 'started' });
  expect(await go()).toMatchObject({ end: 'started', row: { status: 'in_progress' } });
  expect(clock.elapsed()).toBeLessThan(13_000);
});

test('visible log lines are told once each, hidden ones never', async () => {
  const entries = (amount: number) =>
    JSON.stringify(
      Array.from({ length: amount }, (_, index) => ({ output: `step ${index}`, hidden: index % 2 === 1 })),
    );
  const { go, log } = scene(at => ({ ...(at < 30_000 ? running : FINISHED), logs: entries(at < 10_000 ? 2 : 5) }));
  await go();
  expect(log).toEqual(['step 0', 'step 2', 'step 4']);
});

test('a cancel ends it at once', async () => {
  const controller = new AbortController();
  const { go, clock } = scene(() => running, { signal: controller.signal });
  clock.at(31_000, () => controller.abort());
  await expect(go()).rejects.toBeInstanceOf(Cancelled);
  expect(clock.elapsed()).toBe(31_000);
});

test('the place in the queue of the same server is told', async () => {
  const clock = new VirtualClock();
  const others = [
    rowFields({ id: 3, deployment_uuid: 'a', status: 'in_progress' }),
    rowFields({ id: 4, deployment_uuid: 'b', status: 'queued' }),
    rowFields({ id: 5, deployment_uuid: 'c', status: 'queued', server_name: 'another' }),
    rowFields({ id: 12, deployment_uuid: 'd', status: 'queued' }),
  ];
  const http = scriptedHttp(clock, ({ path, at }) => {
    const mine = rowFields({ status: at < 5_000 ? 'queued' : 'failed' });
    return path === 'deployments' ? json(200, at < 5_000 ? [...others, mine] : others) : json(200, mine);
  });
  const progress: string[] = [];
  const client = clientOver(http, clock);
  await follow('deployment10', new DeploymentWatch(client, clock), {
    clock,
    random: () => 0,
    signal: new AbortController().signal,
    deadline: deadlineIn(clock, 60_000),
    until: 'ended',
    showLastLine: true,
    progress: text => progress.push(text),
    logLine: () => undefined,
  });
  expect(progress[0]).toMatch(/^queued, place 2 in line behind 1 running/);
});
