import { describe, expect, test } from '@jest/globals';
import { Cancelled } from '../../../src/core/errors.ts';
import { APPLICATION, rowFields } from '../../support/coolify-answers.ts';
import { broken, json, page } from '../../support/scripted-http.ts';
import { alreadyQueued, OLDER, queued, rows, scene } from './trigger-scene.ts';

test('a deployment counts when it is promised and can be read; one request, force left out', async () => {
  const { go, http } = scene({ deploy: () => queued('deployment10'), deployment: () => json(200, rowFields()) });
  expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run', row: { uuid: 'deployment10' } });
  expect(http.calls).toEqual([`POST deploy?uuid=${APPLICATION}`, 'GET deployments/deployment10']);
});

test('force is sent only when it is true', async () => {
  const { go, http } = scene(
    { deploy: () => queued('deployment10'), deployment: () => json(200, rowFields()) },
    { force: true },
  );
  await go();
  expect(http.calls[0]).toBe(`POST deploy?uuid=${APPLICATION}&force=true`);
});

test('a row that appears a few seconds late is waited for, without a second request', async () => {
  const { go, posts } = scene({
    deploy: () => queued('deployment10'),
    deployment: sent => (sent.at < 5_000 ? json(404, { message: 'Deployment not found.' }) : json(200, rowFields())),
  });
  expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run' });
  expect(posts()).toHaveLength(1);
});

test('a row is waited for through minutes of an outage', async () => {
  const { go, posts } = scene({
    deploy: () => queued('deployment10'),
    deployment: sent => (sent.at < 240_000 ? page(502, '<html><title>Bad Gateway</title>') : json(200, rowFields())),
  });
  expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run' });
  expect(posts()).toHaveLength(1);
});

describe('a request that was already queued', () => {
  test('is followed under the id of the one that runs, not under the phantom', async () => {
    const { go, posts, http } = scene({
      deploy: () => alreadyQueued('phantom'),
      history: () =>
        rows({ deployment_uuid: 'running5', id: 5, commit: 'HEAD', is_api: false, is_webhook: true }, OLDER),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'someone-else', row: { uuid: 'running5' } });
    expect(posts()).toHaveLength(1);
    expect(http.calls.some(call => call.includes('phantom'))).toBe(false);
  });

  test('and whose twin has ended meanwhile is asked for again, only after ten seconds', async () => {
    const { go, posts } = scene({
      deploy: asked => (asked === 0 ? alreadyQueued('phantom') : queued('deployment10')),
      history: () => rows(OLDER),
      deployment: () => json(200, rowFields()),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run' });
    expect(posts()).toHaveLength(2);
    expect((posts()[1]?.at ?? 0) - (posts()[0]?.at ?? 0)).toBeGreaterThanOrEqual(10_000);
  });

  test('again and again, without any that runs, ends as unknown', async () => {
    const { go, posts } = scene({ deploy: () => alreadyQueued('phantom'), history: () => rows(OLDER) });
    expect(await go()).toEqual({ kind: 'unknown', problem: undefined });
    expect(posts()).toHaveLength(5);
  });
});

describe('a promised deployment that never existed', () => {
  test('is recognised after ten seconds of 404, and the real one is found', async () => {
    const { go, posts } = scene({
      deploy: () => queued('phantom'),
      history: () => rows({ deployment_uuid: 'real12', id: 12 }, OLDER),
    });
    expect(await go()).toMatchObject({ kind: 'following', row: { uuid: 'real12' } });
    expect(posts()).toHaveLength(1);
  });
});

describe('a request that certainly did nothing', () => {
  test('because nobody listened is repeated until somebody does', async () => {
    const { go, posts } = scene({
      deploy: asked => (asked < 3 ? broken('refused') : queued('deployment10')),
      deployment: () => json(200, rowFields()),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run' });
    expect(posts()).toHaveLength(4);
  });

  test('because of the rate limit is repeated after the time the server named', async () => {
    const { go, posts } = scene({
      deploy: asked =>
        asked === 0 ? json(429, { message: 'Too Many Attempts.' }, { 'retry-after': '30' }) : queued('deployment10'),
      deployment: () => json(200, rowFields()),
    });
    expect(await go()).toMatchObject({ kind: 'following' });
    expect(posts()[1]?.at).toBeGreaterThanOrEqual(30_000);
  });

  test.each([
    ['ability', 403, { message: 'Missing required permissions: deploy' }, 'ability-missing'],
    ['token', 401, { message: 'Unauthenticated.' }, 'unauthenticated'],
    ['resource', 404, { message: 'No resources found.' }, 'not-found'],
    ['method', 405, { message: 'This endpoint has changed to a POST request.' }, 'method-refused'],
    ['arguments', 400, { message: 'You can only use uuid or tag, not both.' }, 'invalid'],
  ])('because of the %s is refused at once', async (_, status, body, kind) => {
    const { go, posts, http } = scene({ deploy: () => json(status, body) });
    expect(await go()).toMatchObject({ kind: 'refused', problem: { kind } });
    expect(posts()).toHaveLength(1);
    expect(http.sent).toHaveLength(1);
  });
});

describe('a full queue', () => {
  const full = json(429, { message: 'Deployment queue is full. Please wait.' }, { 'retry-after': '60' });

  test('is waited for as long as Coolify says, and the length of the line is told', async () => {
    const { go, posts, progress } = scene({
      deploy: asked => (asked < 2 ? full : queued('deployment10')),
      deployment: () => json(200, rowFields()),
      running: () =>
        json(200, {
          1: rowFields({ status: 'queued', deployment_uuid: 'a' }),
          3: rowFields({ status: 'in_progress', deployment_uuid: 'b' }),
        }),
    });
    expect(await go()).toMatchObject({ kind: 'following', startedBy: 'this-run' });
    expect(posts().map(({ at }) => at)).toEqual([0, 60_000, 120_000]);
    expect(progress[0]).toBe('the deployment queue of the server is full (1 waiting); asking again in 1 min');
  });

  test('to the end is given up', async () => {
    const { go, clock } = scene({ deploy: () => full }, { timeout: 300_000 });
    expect(await go()).toEqual({ kind: 'queue-full', message: 'Deployment queue is full. Please wait.' });
    expect(clock.elapsed()).toBeGreaterThanOrEqual(240_000);
  });
});

describe('a 200 that says no', () => {
  test('in the entry of the resource', async () => {
    const { go } = scene({
      deploy: () =>
        json(200, {
          deployments: [{ message: 'Unauthorized to deploy this application.', resource_uuid: APPLICATION }],
        }),
    });
    expect(await go()).toEqual({ kind: 'declined', message: 'Unauthorized to deploy this application.' });
  });

  test('by leaving the resource out', async () => {
    const { go } = scene({
      deploy: () => json(200, { deployments: [{ message: 'ok', resource_uuid: 'another', deployment_uuid: 'x' }] }),
    });
    expect(await go()).toEqual({ kind: 'declined', message: 'Coolify left the resource out of its answer.' });
  });
});

test('a tag that tells no ids is settled by the list', async () => {
  const { go, posts } = scene({
    deploy: () => json(200, { message: ['Application web deployment queued.'] }),
    history: () => rows({ deployment_uuid: 'new11', id: 11 }, OLDER),
  });
  expect(await go()).toMatchObject({ kind: 'following', row: { uuid: 'new11' } });
  expect(posts()).toHaveLength(1);
});

test('a cancel ends every wait at once', async () => {
  const controller = new AbortController();
  const { go, clock } = scene(
    { deploy: () => json(429, { message: 'Deployment queue is full.' }, { 'retry-after': '60' }) },
    { signal: controller.signal },
  );
  clock.at(5_000, () => controller.abort());
  await expect(go()).rejects.toBeInstanceOf(Cancelled);
  expect(clock.elapsed()).toBe(5_000);
});
