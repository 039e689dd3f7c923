import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createMint } from '../../../../lab/certificates/kinds.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { nodeWire } from '../../../../src/core/wire-node.ts';
import { type LoadPlan, runLoad } from '../../../../src/smoke/run/load.ts';
import { answered, noAnswer, scriptedWire, type Visit } from '../../../support/scripted-wire.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const NEVER = new AbortController().signal;

function plan(more: Partial<LoadPlan> = {}): LoadPlan {
  const request = { method: 'GET', url: new URL('https://site.example/'), headers: { Cookie: 'a=1' }, timeout: 10_000 };
  return { request, rate: 20, concurrency: 5, duration: 15_000, ...more };
}

/** A site that answers after so many milliseconds, by the moment at which it was asked. */
function slow(clock: VirtualClock, takes: (visit: Visit, turn: number) => number, status = 200) {
  let turn = 0;
  return scriptedWire(clock, async visit => {
    turn += 1;
    await clock.sleep(takes(visit, turn), visit.request.signal);
    return answered(status);
  });
}

describe('a load', () => {
  test('sends its requests evenly, with the headers given', async () => {
    const clock = new VirtualClock();
    const wire = slow(clock, () => 30);
    const figures = await runLoad(plan(), wire, clock, NEVER);
    expect(wire.visits).toHaveLength(300);
    expect(wire.visits.slice(0, 4).map(({ at }) => at)).toEqual([0, 50, 100, 150]);
    expect(wire.visits[299]?.at).toBe(14_950);
    expect(wire.visits[7]?.headers).toEqual({ cookie: 'a=1' });
    expect(figures).toMatchObject({ planned: 300, requests: 300, unsent: 0, errors: 0, kinds: [], elapsed: 15_000 });
    expect(figures.answers).toEqual({ '1xx': 0, '2xx': 300, '3xx': 0, '4xx': 0, '5xx': 0 });
    expect(figures).toMatchObject({ p50: 30, p95: 30, p99: 30, max: 30, rate: 20 });
  });

  test('never has more requests in flight than it may', async () => {
    const clock = new VirtualClock();
    let inFlight = 0;
    let most = 0;
    const wire = scriptedWire(clock, async visit => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await clock.sleep(700, visit.request.signal);
      inFlight -= 1;
      return answered(200);
    });
    await runLoad(plan({ concurrency: 3 }), wire, clock, NEVER);
    expect(most).toBe(3);
  });

  test('counts the percentiles of what it saw', async () => {
    const clock = new VirtualClock();
    const wire = slow(clock, (_, turn) => (turn % 10 === 0 ? 200 : 20));
    const figures = await runLoad(plan({ concurrency: 50 }), wire, clock, NEVER);
    expect(figures.p50).toBeCloseTo(20, 1);
    expect(figures.p95).toBeCloseTo(200, 0);
    expect(figures.max).toBe(200);
  });

  test('that meets a stop of three seconds counts it for everybody who would have come in that time', async () => {
    const clock = new VirtualClock();
    const stop = (visit: Visit) => (visit.at >= 5_000 && visit.at < 8_000 ? 8_000 - visit.at + 10 : 10);
    const figures = await runLoad(plan({ concurrency: 1 }), slow(clock, stop), clock, NEVER);
    // One request met the stop, and twenty a second for three seconds waited behind it.
    expect(figures.requests).toBe(300);
    expect(figures.max).toBeGreaterThanOrEqual(3_000);
    expect(figures.p95).toBeGreaterThan(2_000);
  });

  test('on a site that is too slow for it ends in time, and says what it could not send', async () => {
    const clock = new VirtualClock();
    const wire = slow(clock, () => 1_000);
    const figures = await runLoad(plan({ concurrency: 5 }), wire, clock, NEVER);
    expect(clock.elapsed()).toBeLessThanOrEqual(16_000);
    expect(figures.requests).toBe(wire.visits.length);
    expect(figures.requests).toBeLessThan(90);
    expect(figures.requests + figures.unsent).toBe(300);
    expect(figures.p95).toBeGreaterThan(5_000);
    expect(figures.rate).toBeLessThan(6);
  });

  test('counts refusals, statuses from 400 on and broken bodies as errors, by kind', async () => {
    const clock = new VirtualClock();
    const script = [
      answered(200),
      answered(302),
      answered(404),
      answered(503),
      answered(503),
      noAnswer('refused'),
      answered(200, 'x', {}, { damage: 'it broke off' }),
      answered(200, 'x', {}, { truncated: true }),
    ];
    let turn = 0;
    const wire = scriptedWire(clock, () => script[turn++] ?? answered(200));
    const figures = await runLoad(plan({ rate: 8, duration: 1_000 }), wire, clock, NEVER);
    expect(figures.requests).toBe(8);
    expect(figures.answers).toEqual({ '1xx': 0, '2xx': 3, '3xx': 1, '4xx': 1, '5xx': 2 });
    expect(figures.errors).toBe(5);
    expect(figures.kinds[0]).toEqual({ what: 'HTTP 503', count: 2 });
    expect(figures.kinds).toContainEqual({ what: 'it broke off', count: 1 });
    expect(figures.kinds).toContainEqual({ what: 'scripted refused', count: 1 });
  });

  test('counts being sent to sign in as an error, for a visitor who signed in by that form', async () => {
    const clock = new VirtualClock();
    const script = ['/login/?next=/', 'https://site.example/login/', '/elsewhere/', 'https://sso.example/login/'];
    const asked = (signInPath: string | undefined) => {
      let turn = 0;
      const wire = scriptedWire(clock, () => answered(302, '', { location: script[turn++ % script.length] ?? '' }));
      return runLoad(plan({ rate: 8, duration: 1_000, signInPath }), wire, clock, NEVER);
    };
    expect(await asked('/login/')).toMatchObject({
      errors: 4,
      kinds: [{ what: 'HTTP 302 to /login/, the sign-in page: the session was lost or never worked', count: 4 }],
    });
    expect(await asked(undefined)).toMatchObject({ errors: 0, kinds: [] });
  });

  test('keeps a handful of kinds, however many messages there are', async () => {
    const clock = new VirtualClock();
    let turn = 0;
    const wire = scriptedWire(clock, () => noAnswer('other', { message: `port ${turn++}` }));
    const figures = await runLoad(plan({ rate: 100, duration: 1_000 }), wire, clock, NEVER);
    expect(figures.kinds).toHaveLength(8);
    expect(figures.kinds[0]).toEqual({ what: 'others', count: 93 });
  });

  test.each([
    ['so short that it has room for none', { rate: 1, duration: 200 }],
    ['slower than one a second', { rate: 0.1, duration: 5_000 }],
  ])('%s sends one request all the same', async (_, more) => {
    const clock = new VirtualClock();
    const wire = slow(clock, () => 10);
    expect(await runLoad(plan(more), wire, clock, NEVER)).toMatchObject({ planned: 1, requests: 1 });
  });

  test('shares a bound on bodies among its requests', async () => {
    const clock = new VirtualClock();
    const bound = async (concurrency: number) => {
      const wire = slow(clock, () => 1);
      await runLoad(plan({ concurrency, duration: 100 }), wire, clock, NEVER);
      return wire.visits[0]?.request.maxBytes;
    };
    expect(await bound(1)).toBe(4 * 1024 * 1024);
    expect(await bound(64)).toBe(1024 * 1024);
    expect(await bound(10_000)).toBe(256 * 1024);
  });

  test('that is cancelled ends at once, with nothing left in flight', async () => {
    const clock = new VirtualClock();
    const cancel = new AbortController();
    const wire = slow(clock, () => 9_000);
    clock.at(320, () => cancel.abort());
    await expect(runLoad(plan(), wire, clock, cancel.signal)).rejects.toThrow('The run was cancelled.');
    expect(clock.elapsed()).toBe(320);
    expect(wire.visits).toHaveLength(5);
    expect(wire.visits.every(({ request }) => request.signal.aborted)).toBe(true);
  });

  test('that meets a mistake of ours stops its other requests and passes it on', async () => {
    const clock = new VirtualClock();
    const wire = slow(clock, (_, turn) => {
      if (turn === 3) throw new Error('a mistake');
      return 9_000;
    });
    await expect(runLoad(plan(), wire, clock, NEVER)).rejects.toThrow('a mistake');
    expect(wire.visits).toHaveLength(3);
    expect(wire.visits.every(({ request }) => request.signal.aborted)).toBe(true);
  });
});

describe('a load over the real wire', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  async function site(hosts: readonly string[]): Promise<{ url: URL; trusted: string; connections: () => number }> {
    const mint = await createMint();
    const { key, certificate } = await mint.mint('good', hosts);
    let connections = 0;
    const server: Server = createServer({ key, cert: certificate }, (_, response) => {
      setTimeout(() => response.end('hello'), 5);
    });
    server.on('secureConnection', () => {
      connections += 1;
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/`);
    return { url, trusted: mint.trusted, connections: () => connections };
  }

  test('keeps its rate and its connections', async () => {
    const { url, trusted, connections } = await site(['localhost']);
    const wire = await nodeWire({ authorities: [trusted] }, {});
    closers.push(() => wire.close());
    const request = { method: 'GET', url, headers: {}, timeout: 5_000 };
    const figures = await runLoad({ request, rate: 50, concurrency: 4, duration: 1_000 }, wire, systemClock, NEVER);
    expect(figures).toMatchObject({ planned: 50, errors: 0, answers: { '2xx': figures.requests } });
    expect(figures.requests).toBeGreaterThan(45);
    expect(figures.rate).toBeGreaterThan(35);
    expect(figures.p50).toBeGreaterThanOrEqual(4);
    expect(connections()).toBeLessThanOrEqual(4);
  });

  test('verifies certificates', async () => {
    const { url, trusted } = await site(['somewhere-else.example']);
    const wire = await nodeWire({ authorities: [trusted] }, {});
    closers.push(() => wire.close());
    const request = { method: 'GET', url, headers: {}, timeout: 5_000 };
    const figures = await runLoad({ request, rate: 20, concurrency: 2, duration: 200 }, wire, systemClock, NEVER);
    expect(figures).toMatchObject({ requests: 4, errors: 4, answers: { '2xx': 0 } });
    expect(figures.kinds[0]?.what).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
