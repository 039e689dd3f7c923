import { describe, expect, test } from '@jest/globals';
import { Cancelled } from '../../../../src/core/errors.ts';
import { answered, noAnswer, type Visit } from '../../../support/scripted-wire.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { scene, table } from './scene.ts';

const CREATED = answered(302, '', { location: '/communities/42/' });
const GONE = answered(404, 'Not Found');

const suite = `
checks:
  - name: Community
    steps:
      - post: /add/
        expect: { status: 302 }
        capture: { id: { header: location, regex: '(\\d+)' } }
      - get: '/communities/\${id}/'
    always:
      - post: '/communities/\${id}/delete/'
`;

describe('clean-up', () => {
  test('runs after success, and is listed on its own', async () => {
    const { states, wire, result } = await scene({
      suite,
      site: table({ '/add/': CREATED }, answered(200)),
    });
    expect(states).toEqual(['Community: passed', 'clean-up/Community: passed']);
    expect(wire.calls.at(-1)).toBe('POST /communities/42/delete/');
    expect(result('clean-up/Community')).toMatchObject({ group: 'clean-up', exchanges: [{ method: 'POST' }] });
  });

  test('runs after a failure', async () => {
    const { states, wire } = await scene({
      suite,
      site: table({ '/add/': CREATED, 'GET /communities/42/': answered(500) }, answered(200)),
    });
    expect(states).toEqual(['Community: failed', 'clean-up/Community: passed']);
    expect(wire.calls.at(-1)).toBe('POST /communities/42/delete/');
  });

  test.each([404, 410])('counts %i as clean', async status => {
    const { states } = await scene({
      suite,
      site: table({ '/add/': CREATED, '/communities/42/delete/': answered(status) }, answered(200)),
    });
    expect(states).toEqual(['Community: passed', 'clean-up/Community: passed']);
  });

  test('fails on its own when something is left', async () => {
    const { states, result } = await scene({
      suite,
      site: table({ '/add/': CREATED, '/communities/42/delete/': answered(403) }, answered(200)),
    });
    expect(states).toEqual(['Community: passed', 'clean-up/Community: failed']);
    expect(result('clean-up/Community').problems[0]).toMatchObject({ actual: '403' });
  });

  test('is left out when nothing was made', async () => {
    const { states, result, wire } = await scene({ suite, site: () => answered(403) });
    expect(states).toEqual(['Community: failed', 'clean-up/Community: skipped']);
    expect(result('clean-up/Community').note).toBe('POST was left out: ${id} has no value');
    expect(wire.calls).toEqual(['POST /add/']);
  });

  test('says that something may be left when the answer got lost', async () => {
    const { result } = await scene({ suite, site: () => noAnswer('reset') });
    expect(result('clean-up/Community').note).toContain(
      'the answer of POST /add/ never came: it may have created something',
    );
  });

  test('says nothing of the kind when the request never left', async () => {
    const { result } = await scene({ suite, site: () => noAnswer('refused') });
    expect(result('clean-up/Community').note).not.toContain('may have created');
  });

  test('tries every step, whatever became of the others', async () => {
    const { wire, states } = await scene({
      suite: `
checks:
  - name: Two things
    get: /
    always:
      - post: /first/
      - post: /second/
`,
      site: table({ '/first/': answered(500) }, answered(200)),
    });
    expect(wire.calls).toEqual(['GET /', 'POST /first/', 'POST /second/']);
    expect(states).toEqual(['Two things: passed', 'clean-up/Two things: failed']);
  });
});

/** A site that takes its time for some paths; what waits ends with the request's signal. */
function slow(clock: VirtualClock, delays: Readonly<Record<string, number>>) {
  return async (visit: Visit) => {
    const delay = delays[visit.path];
    if (delay !== undefined) await clock.sleep(delay, visit.request.signal).catch(() => undefined);
    if (visit.request.signal.aborted) throw new Cancelled();
    return visit.path === '/add/' ? CREATED : GONE;
  };
}

describe('at the end of the run', () => {
  test('the time limit ends the check, and clean-up runs all the same', async () => {
    const clock = new VirtualClock();
    const { states, run, wire } = await scene({
      clock,
      suite: `defaults: { timeout: 60s }\n${suite}`,
      site: slow(clock, { '/communities/42/': 50_000 }),
      options: { timeout: 5_000 },
    });
    expect(states).toEqual(['Community: unfinished', 'clean-up/Community: passed']);
    expect(run.cutShort).toBe('timeout');
    expect(run.duration).toBe(5_000);
    expect(wire.calls.at(-1)).toBe('POST /communities/42/delete/');
  });

  test('a cancel ends the checks at once, and all their clean-ups run', async () => {
    const clock = new VirtualClock();
    const { states, run, wire } = await scene({
      clock,
      cancelAt: 2_000,
      suite: `${suite}${suite.replace('\nchecks:\n', '').replace('Community', 'Again')}`,
      site: slow(clock, { '/communities/42/': 5_000 }),
    });
    expect(states).toEqual([
      'Community: unfinished',
      'Again: unfinished',
      'clean-up/Community: passed',
      'clean-up/Again: passed',
    ]);
    expect(run).toMatchObject({ cutShort: 'cancelled', duration: 2_000 });
    expect(wire.calls.slice(-2)).toEqual(['POST /communities/42/delete/', 'POST /communities/42/delete/']);
  });

  test('after a cancel all clean-ups together have six seconds, and what is left is a failure', async () => {
    const clock = new VirtualClock();
    const { states, run, result } = await scene({
      clock,
      cancelAt: 2_000,
      suite,
      site: slow(clock, { '/communities/42/': 5_000, '/communities/42/delete/': 9_000 }),
    });
    expect(states).toEqual(['Community: unfinished', 'clean-up/Community: failed']);
    expect(run.duration).toBe(8_000);
    expect(result('clean-up/Community').problems[0]?.message).toBe(
      'POST was not finished in the time that clean-up has',
    );
  });

  test('what has not begun needs no clean-up', async () => {
    const clock = new VirtualClock();
    const { states, result } = await scene({
      clock,
      cancelAt: 2_000,
      suite: `${suite}${suite.replace('\nchecks:\n', '').replace('Community', 'Again')}`,
      site: slow(clock, { '/communities/42/': 5_000 }),
      options: { concurrency: 1 },
    });
    expect(states).toEqual(['Community: unfinished', 'Again: unfinished', 'clean-up/Community: passed']);
    expect(result('Again').note).toBe('not begun: the run was cancelled');
  });
});
