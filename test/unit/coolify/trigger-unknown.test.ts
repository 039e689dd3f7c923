import { describe, expect, test } from '@jest/globals';
import { deadlineIn } from '../../../src/core/clock.ts';
import { clientOver, OTHER, rowFields } from '../../support/coolify-answers.ts';
import { broken, json, page, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { OLDER, queued, rows, scene } from './trigger-scene.ts';

describe('a request whose fate is unknown', () => {
  test.each([
    ['reset', broken('reset')],
    ['timeout', broken('timeout')],
    ['502', page(502, '<html>')],
    ['500', json(500, { message: 'Server Error' })],
    [
      'half an answer',
      {
        ok: true,
        answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"deploym', truncated: false },
      } as const,
    ],
    ['a redirect', page(302, '', { location: '/login' })],
  ])('(%s) is not repeated when the list shows a new row', async (_, answer) => {
    const { go, posts } = scene({
      deploy: () => answer,
      history: () => rows({ deployment_uuid: 'new11', id: 11, commit: 'HEAD' }, OLDER),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'unknown', row: { uuid: 'new11' } });
    expect(posts()).toHaveLength(1);
  });

  test('is repeated only when the list, ten seconds later, shows nothing new', async () => {
    const { go, http, posts } = scene({
      deploy: asked => (asked === 0 ? broken('reset') : queued('deployment10')),
      history: () => rows(OLDER),
      deployment: () => json(200, rowFields()),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run' });
    const [first, second] = posts();
    const lists = http.sent.filter(
      ({ path, at }) => path.includes('applications') && at >= (first?.at ?? 0) + 10_000 && at <= (second?.at ?? 0),
    );
    expect(posts()).toHaveLength(2);
    expect(lists.length).toBeGreaterThan(0);
  });

  test('because it took a minute to fail still gets its ten seconds: the server may be working on it', async () => {
    const clock = new VirtualClock();
    const silent = scriptedHttp(clock, async ({ method, at }) => {
      if (method !== 'POST') return at < 66_000 ? rows(OLDER) : rows({ deployment_uuid: 'late11', id: 11 }, OLDER);
      await clock.sleep(60_000, new AbortController().signal);
      return broken('timeout');
    });
    const { go } = scene(
      { deploy: () => broken('timeout') },
      { client: clientOver(silent, clock), clock, deadline: deadlineIn(clock, 600_000) },
    );
    expect(await go()).toMatchObject({ kind: 'following', row: { uuid: 'late11' } });
    expect(silent.calls.filter(call => call.startsWith('POST'))).toHaveLength(1);
  });

  test.each([{ restart_only: true }, { rollback: true }])('is never taken for %j of somebody else', async fields => {
    const { go } = scene({
      deploy: asked => (asked === 0 ? broken('reset') : queued('deployment10')),
      history: () => rows({ deployment_uuid: 'other11', id: 11, ...fields }, OLDER),
      deployment: () => json(200, rowFields()),
    });
    expect(await go()).toMatchObject({ kind: 'following', row: { uuid: 'deployment10' } });
  });

  test('is found when its row appears late, within the ten seconds', async () => {
    const { go, posts } = scene({
      deploy: () => broken('reset'),
      history: sent => (sent.at < 8_000 ? rows(OLDER) : rows({ deployment_uuid: 'late11', id: 11 }, OLDER)),
    });
    expect(await go()).toMatchObject({ kind: 'following', row: { uuid: 'late11' } });
    expect(posts()).toHaveLength(1);
  });

  test('is not taken for a deployment that was there before, nor for a push of another commit', async () => {
    const { go } = scene({
      deploy: asked => (asked === 0 ? broken('reset') : queued('deployment10')),
      history: () => rows({ deployment_uuid: 'push11', id: 11, commit: OTHER, is_api: false, is_webhook: true }, OLDER),
      deployment: () => json(200, rowFields()),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run', row: { uuid: 'deployment10' } });
  });

  test('may be a push of the same commit: that is followed instead', async () => {
    const { go, posts } = scene({
      deploy: () => broken('reset'),
      history: () => rows({ deployment_uuid: 'push11', id: 11, is_api: false, is_webhook: true }, OLDER),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'someone-else', row: { uuid: 'push11' } });
    expect(posts()).toHaveLength(1);
  });

  test('stays unknown while the list cannot be read, and is never repeated', async () => {
    const { go, posts } = scene({ deploy: () => broken('reset'), history: () => page(503, '') });
    expect(await go()).toMatchObject({ kind: 'unknown', problem: { kind: 'unavailable', status: 503 } });
    expect(posts()).toHaveLength(1);
  });

  test('stays unknown when the token may not read the list', async () => {
    const { go, posts } = scene({
      deploy: () => broken('reset'),
      history: () => json(403, { message: 'Missing required permissions: read' }),
    });
    expect(await go()).toMatchObject({ kind: 'unknown', problem: { kind: 'ability-missing', ability: 'read' } });
    expect(posts()).toHaveLength(1);
  });
});
