import { describe, expect, test } from '@jest/globals';
import type { Site } from '../../../../src/smoke/presets/preset.ts';
import { runSuite } from '../../../../src/smoke/run/run.ts';
import { answered, noAnswer } from '../../../support/scripted-wire.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { prepare, scene } from './scene.ts';
import { HOLDS, holdsAfter, presetOf } from './stand-in-preset.ts';

const OK = answered(200, 'ok');

const many = (amount: number) =>
  `checks:\n${Array.from({ length: amount }, (_, index) => `  - { name: c${index}, get: /${index} }\n`).join('')}`;

describe('a run', () => {
  test('gives results in the order of the plan, whatever ends first', async () => {
    const clock = new VirtualClock();
    const { states, wire } = await scene({
      clock,
      suite: many(4),
      site: async visit => {
        await clock.sleep(1_000 - Number(visit.path.slice(1)) * 100, visit.request.signal);
        return OK;
      },
    });
    expect(states).toEqual(['c0: passed', 'c1: passed', 'c2: passed', 'c3: passed']);
    expect(new Set(wire.visits.map(({ at }) => at))).toEqual(new Set([0]));
  });

  test('has no more checks on their way than it may', async () => {
    const clock = new VirtualClock();
    let now = 0;
    let most = 0;
    await scene({
      clock,
      suite: many(20),
      options: { concurrency: 3 },
      site: async visit => {
        most = Math.max(most, ++now);
        await clock.sleep(100, visit.request.signal);
        now -= 1;
        return OK;
      },
    });
    expect(most).toBe(3);
  });

  test('runs loads alone, one after the other, when all else has ended', async () => {
    const clock = new VirtualClock();
    const load = (path: string) =>
      `{ get: ${path}, rate: 10, concurrency: 2, duration: 1s, expect: { p95: "< 500ms" } }`;
    const { states, wire, result } = await scene({
      clock,
      suite: `checks:\n  - { name: L1, load: ${load('/l1')} }\n  - { name: Slow, get: /slow }\n  - { name: L2, load: ${load('/l2')} }\n`,
      site: async visit => {
        await clock.sleep(visit.path === '/slow' ? 3_000 : 20, visit.request.signal);
        return OK;
      },
    });
    expect(states).toEqual(['L1: passed', 'Slow: passed', 'L2: passed']);
    const moments = (path: string) => wire.visits.filter(visit => visit.path === path).map(({ at }) => at);
    expect(moments('/slow')).toEqual([0]);
    expect(Math.min(...moments('/l1'))).toBeGreaterThanOrEqual(3_000);
    expect(Math.min(...moments('/l2'))).toBeGreaterThan(Math.max(...moments('/l1')));
    expect(moments('/l1')).toHaveLength(10);
    expect(result('L1')).toMatchObject({ note: expect.stringContaining('10 requests'), exchanges: [] });
  });

  test('does not begin a load for which there is no time left', async () => {
    const { states, run, wire } = await scene({
      suite:
        'checks: [{ name: L, load: { get: /, rate: 10, concurrency: 2, duration: 60s, expect: { p95: "< 1s" } } }]',
      site: () => OK,
      options: { timeout: 30_000 },
    });
    expect(states).toEqual(['L: unfinished']);
    expect(run.cutShort).toBe('timeout');
    expect(wire.calls).toEqual([]);
  });

  test('a load whose limits do not hold fails with the figures', async () => {
    const { result } = await scene({
      suite:
        'checks: [{ name: L, load: { get: /, rate: 10, concurrency: 2, duration: 1s, expect: { errors: "< 1%" } } }]',
      site: () => answered(503),
    });
    expect(result('L')).toMatchObject({
      state: 'failed',
      problems: [{ message: 'The limit for errors does not hold' }],
    });
  });

  test('that chooses nothing sends nothing', async () => {
    const { wire, run } = await scene({ suite: many(2), site: () => OK, selection: { skip: ['c0', 'c1'] } });
    expect(wire.calls).toEqual([]);
    expect(run.results.map(({ state }) => state)).toEqual(['skipped', 'skipped']);
  });

  test('that chooses nothing does not even wait for the site', async () => {
    const { wire, run } = await scene({
      suite: 'presets: [health]\n',
      presets: { health: presetOf('health', { answers: async () => HOLDS }) },
      site: () => OK,
      selection: { skip: ['health'] },
    });
    expect(wire.calls).toEqual([]);
    expect(run.readiness).toEqual({ kind: 'not-asked' });
  });

  test('ends when the time is over, and tells what had begun from what had not', async () => {
    const clock = new VirtualClock();
    const { states, run, result } = await scene({
      clock,
      suite: many(3),
      options: { concurrency: 2, timeout: 5_000 },
      site: async visit => {
        await clock.sleep(60_000, visit.request.signal).catch(() => undefined);
        return OK;
      },
    });
    expect(states).toEqual(['c0: unfinished', 'c1: unfinished', 'c2: unfinished']);
    expect(run).toMatchObject({ cutShort: 'timeout', duration: 5_000 });
    expect(result('c0').note).toBe('The time limit was over.');
    expect(result('c2').note).toBe('not begun: the time limit was over');
  });

  test('that is cancelled while it waits for the site has checked nothing', async () => {
    const { run, states } = await scene({
      suite: `presets: [health]\n${many(1)}`,
      presets: { health: presetOf('health', { answers: async () => HOLDS }) },
      site: () => answered(503),
      options: { waitReady: 120_000 },
      cancelAt: 3_000,
    });
    expect(states).toEqual(['health/answers: unfinished', 'c0: unfinished']);
    expect(run.cutShort).toBe('cancelled');
  });

  test('names are unique to the run and made of letters and digits', async () => {
    const { wire } = await scene({ suite: "checks: [{ name: Name, get: '/${run}' }]", site: () => OK });
    expect(wire.visits[0]?.path).toMatch(/^\/[a-z][a-z0-9]{8,20}$/);
  });
});

describe('a site that is not ready', () => {
  const presets = {
    health: presetOf('health', { answers: site => holdsAfter(site.ask({ path: '/health/' })) }),
    https: presetOf('https', { redirect: site => holdsAfter(site.attempt({ path: '/' })) }),
  };
  const suite = `presets: [health, https]\n${many(1)}`;

  test('is not tested, but what stands in front of it is looked at', async () => {
    const { states, run, result } = await scene({ suite, presets, site: () => answered(400) });
    expect(run.readiness).toMatchObject({ kind: 'wrong', final: true });
    expect(states).toEqual(['health/answers: unfinished', 'https/redirect: passed', 'c0: unfinished']);
    expect(result('c0').note).toContain('the site was not ready: /health/: it answers 400');
    expect(run.cutShort).toBeUndefined();
  });

  test('and never answered is left alone', async () => {
    const { states, run } = await scene({
      suite,
      presets,
      site: () => noAnswer('refused'),
      options: { waitReady: 3_000 },
    });
    expect(run.readiness.kind).toBe('silent');
    expect(states).toEqual(['health/answers: unfinished', 'https/redirect: unfinished', 'c0: unfinished']);
  });
});

describe('a site that goes away', () => {
  test('is given up after three checks in a row that could not reach it', async () => {
    const { states, wire, result } = await scene({
      suite: many(10),
      options: { concurrency: 1 },
      site: visit => (Number(visit.path.slice(1)) < 2 ? OK : noAnswer('refused')),
    });
    expect(states.slice(0, 5)).toEqual(['c0: passed', 'c1: passed', 'c2: failed', 'c3: failed', 'c4: failed']);
    expect(new Set(states.slice(5).map(state => state.split(': ')[1]))).toEqual(new Set(['unfinished']));
    expect(wire.calls).toHaveLength(5);
    expect(result('c9').note).toContain(
      '3 checks in a row could not reach the site (GET /4 got no answer: scripted refused)',
    );
  });

  test('is not given up when it answers in between', async () => {
    const { wire } = await scene({
      suite: many(10),
      options: { concurrency: 1 },
      site: visit => (Number(visit.path.slice(1)) % 3 === 0 ? OK : noAnswer('refused')),
    });
    expect(wire.calls).toHaveLength(10);
  });

  test('is still looked at by the checks that are about its connections', async () => {
    let looked = 0;
    const { states } = await scene({
      suite: `presets: [headers, https]\n`,
      presets: {
        headers: presetOf(
          'headers',
          Object.fromEntries(['a', 'b', 'c', 'd'].map(id => [id, (site: Site) => holdsAfter(site.ask({ path: '/' }))])),
        ),
        https: presetOf('https', {
          certificate: async () => {
            looked += 1;
            return { verdict: 'broken', expected: 'trusted', actual: 'expired' };
          },
        }),
      },
      options: { concurrency: 1 },
      site: () => noAnswer('tls'),
    });
    expect(states).toEqual([
      'headers/a: failed',
      'headers/b: failed',
      'headers/c: failed',
      'headers/d: unfinished',
      'https/certificate: failed',
    ]);
    expect(looked).toBe(1);
  });
});

describe('a defect of ours', () => {
  test('goes on to the caller, after the clean-ups that were due', async () => {
    const clock = new VirtualClock();
    const { plan, options, wire } = await prepare({
      clock,
      suite: `presets: [headers]
checks:
  - name: Made
    steps:
      - post: /add
      - get: /slow
    always:
      - post: /remove
`,
      presets: {
        headers: presetOf('headers', {
          broken: async () => {
            await clock.sleep(500, new AbortController().signal);
            throw new TypeError('undefined is not a function');
          },
        }),
      },
      site: async visit => {
        if (visit.path === '/slow') await clock.sleep(5_000, visit.request.signal);
        return OK;
      },
    });
    await expect(runSuite(plan, options)).rejects.toThrow('undefined is not a function');
    expect(wire.calls).toEqual(['POST /add', 'GET /slow', 'POST /remove']);
    expect(clock.elapsed()).toBeLessThan(1_000);
  });
});
