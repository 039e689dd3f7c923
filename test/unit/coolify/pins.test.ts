import { describe, expect, test } from '@jest/globals';
import { type Pin, Pins } from '../../../src/coolify/pins.ts';
import type { HttpResult } from '../../../src/core/http.ts';
import { APPLICATION, applicationFields, clientOver, NEW, OTHER } from '../../support/coolify-answers.ts';
import { broken, json, type Sent, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const PIN: Pin = { application: APPLICATION, previous: 'HEAD', pinned: NEW };
const { signal } = new AbortController();

function scene(answering: (sent: Sent, pin: { value: string }) => HttpResult | undefined, open: readonly Pin[] = []) {
  const clock = new VirtualClock();
  const pin = { value: open[0]?.pinned ?? 'HEAD' };
  const http = scriptedHttp(clock, sent => {
    const special = answering(sent, pin);
    if (special !== undefined) return special;
    if (sent.method === 'GET') return json(200, applicationFields({ git_commit_sha: pin.value }));
    pin.value = String(Object(JSON.parse(sent.request.body ?? '{}')).git_commit_sha);
    return json(200, { uuid: APPLICATION });
  });
  const remembered: (readonly Pin[])[] = [];
  const pins = new Pins(
    { client: clientOver(http, clock), clock, random: () => 0.5, remember: all => remembered.push(all) },
    open,
  );
  return { pins, http, pin, remembered, clock };
}

test('a pin is remembered before it is set and forgotten only after it was taken back', async () => {
  const order: string[] = [];
  const { pins, pin, remembered } = scene(sent => {
    order.push(`${sent.method} with ${remembered.at(-1)?.length} remembered`);
    return undefined;
  });
  expect(await pins.set(PIN, 60_000, signal)).toEqual({ ok: true, value: true });
  expect(pin.value).toBe(NEW);
  expect(await pins.restore(APPLICATION, 60_000, signal)).toBeUndefined();
  expect(pin.value).toBe('HEAD');
  expect(order).toEqual(['PATCH with 1 remembered', 'GET with 1 remembered', 'PATCH with 1 remembered']);
  expect(remembered.at(-1)).toEqual([]);
  expect(pins.open).toEqual([]);
});

test('a pin that somebody has changed since is theirs', async () => {
  const { pins, http, pin } = scene(() => undefined, [PIN]);
  pin.value = OTHER;
  expect(await pins.restore(APPLICATION, 60_000, signal)).toBeUndefined();
  expect(http.calls).toEqual([`GET applications/${APPLICATION}`]);
  expect(pins.open).toEqual([]);
});

describe('a pin that could not be', () => {
  test('set is forgotten when Coolify refused', async () => {
    const { pins, remembered } = scene(() => json(403, { message: 'Missing required permissions: write' }));
    expect(await pins.set(PIN, 60_000, signal)).toMatchObject({
      ok: false,
      problem: { kind: 'ability-missing', ability: 'write' },
    });
    expect(pins.open).toEqual([]);
    expect(remembered.at(-1)).toEqual([]);
  });

  test('set for certain stays remembered', async () => {
    const { pins } = scene(() => broken('reset'));
    expect(await pins.set(PIN, 5_000, signal)).toMatchObject({ ok: false });
    expect(pins.open).toEqual([PIN]);
  });

  test('taken back stays remembered, and the problem is told', async () => {
    const { pins, clock } = scene(() => json(503, { message: 'down' }), [PIN]);
    expect(await pins.restore(APPLICATION, 60_000, signal)).toMatchObject({ kind: 'unavailable' });
    expect(pins.open).toEqual([PIN]);
    expect(clock.elapsed()).toBeLessThanOrEqual(60_000);
  });
});

test('an outage is waited through, in both directions', async () => {
  const { pins, pin } = scene(({ at }) => (at % 30_000 < 10_000 ? broken('refused') : undefined));
  await pins.set(PIN, 60_000, signal);
  expect(pin.value).toBe(NEW);
  await pins.restore(APPLICATION, 60_000, signal);
  expect(pin.value).toBe('HEAD');
});

test('in the last seconds of a cancelled run every request is short', async () => {
  const { pins, http } = scene(() => undefined, [PIN]);
  await pins.restore(APPLICATION, 2_500, signal);
  expect(http.sent.map(({ request }) => request.timeout)).toEqual([1_500, 1_500]);
});
