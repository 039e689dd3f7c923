import { describe, expect, test } from '@jest/globals';
import type { TrapName } from '../../../../lab/coolify/index.ts';
import { TRAP_NAMES } from '../../../../lab/coolify/index.ts';
import { Traps } from '../../../../lab/coolify/traps.ts';
import type { World } from './world.ts';
import { eventually, ONE, THREE, TWO, world } from './world.ts';

const CHECKED = { health_check_enabled: true, health_check_path: '/health/' };

/** Every trap, and what a client or the engine shows of it. The table must be complete. */
const SHOWS: Readonly<Record<TrapName, (lab: World) => Promise<void>>> = {
  'phantom-uuid': async ({ coolify, application, call }) => {
    coolify.traps.enable('phantom-uuid');
    const { body } = await call('POST', `/deploy?uuid=${application().uuid}`);
    expect(body['deployments']?.[0]?.['message']).toMatch(/already queued/);
    expect((await call('GET', `/deployments/${body['deployments']?.[0]?.['deployment_uuid']}`)).status).toBe(404);
    expect(coolify.deployments).toHaveLength(0);
  },
  'queue-full': async ({ coolify, application, call }) => {
    coolify.traps.enable('queue-full', { times: 1 });
    const path = `/deploy?uuid=${application().uuid}`;
    const refused = await call('POST', path);
    expect([refused.status, refused.headers.get('retry-after'), coolify.deployments.length]).toEqual([429, '60', 0]);
    expect((await call('POST', path)).status).toBe(200);
  },
  'api-disabled': async ({ coolify, call }) => {
    coolify.traps.enable('api-disabled');
    const reply = await call('GET', '/version');
    expect([reply.status, reply.body]).toEqual([403, { success: true, message: 'API is disabled.' }]);
  },
  'ip-not-allowed': async ({ coolify, call }) => {
    coolify.traps.enable('ip-not-allowed');
    const reply = await call('GET', '/version');
    expect([reply.status, reply.body['success'], reply.body['message']]).toEqual([
      403,
      true,
      'You are not allowed to access the API.',
    ]);
  },
  'unauthorised-entry': async ({ coolify, application, call }) => {
    coolify.traps.enable('unauthorised-entry');
    const shop = application();
    const reply = await call('POST', `/deploy?uuid=${shop.uuid}`);
    expect([reply.status, reply.body['deployments']]).toEqual([
      200,
      [{ resource_uuid: shop.uuid, message: 'Unauthorized to deploy this application.' }],
    ]);
  },
  'dropped-uuid': async ({ coolify, application, call }) => {
    coolify.traps.enable('dropped-uuid');
    const [first, second] = [application(), application({ name: 'b', domain: 'b.example.test' })];
    const { body } = await call('POST', `/deploy?uuid=${first.uuid},${second.uuid}`);
    expect(body['deployments']).toMatchObject([{ resource_uuid: second.uuid }]);
  },
  'object-lists': async ({ coolify, application, call }) => {
    coolify.traps.enable('object-lists');
    await call('POST', `/deploy?uuid=${application().uuid}`);
    const { text } = await call('GET', '/deployments');
    expect(text).toMatch(/^\{"0":\{/);
  },
  'leaky-application': async ({ coolify, application, call }) => {
    coolify.traps.enable('leaky-application');
    const { uuid } = await coolify.deploy(application());
    const { text } = await call('GET', `/deployments/${uuid}`);
    expect(text.length).toBeGreaterThan(70_000);
    expect(text).toContain('leaked-sentinel-token');
  },
  'finished-before-finished-at': async ({ coolify, application, call }) => {
    coolify.traps.enable('finished-before-finished-at', { delayMs: 60 });
    await call('POST', `/deploy?uuid=${application().uuid}`);
    const [row] = coolify.deployments;
    await eventually(
      () => row?.status,
      status => status === 'finished',
    );
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(row?.finishedAt).toBeNull();
    await coolify.settled();
    expect(row?.finishedAt).not.toBeNull();
  },
  'swallowed-post-command': async ({ coolify, application, runtime }) => {
    const shop = application({ postDeploymentCommand: 'migrate' });
    coolify.traps.enable('swallowed-post-command', { times: 1 });
    coolify.traps.enable('swallowed-post-command', { text: 'boom' });
    const traced = async () =>
      (await coolify.deploy(shop)).entries.some(entry => entry.output === 'Post-deployment command failed.');
    expect([await traced(), await traced()]).toEqual([false, true]);
    expect(runtime.execs).toHaveLength(0);
  },
  'post-commit-head': async ({ coolify, application, source }) => {
    coolify.traps.enable('post-commit-head');
    source.move('main', TWO);
    source.move('main', THREE);
    expect((await coolify.deploy(application({ git_commit_sha: TWO }))).commit).toBe(THREE);
  },
  'restart-marks-failed': async ({ coolify, application, call }) => {
    coolify.traps.enable('restart-marks-failed', { times: 1, durationMs: 30 });
    const done = await coolify.deploy(application());
    expect([done.status, done.finishedAt]).toEqual(['failed', null]);
    expect((await call('GET', '/version')).status).toBe(502);
    await eventually(
      () => call('GET', '/version'),
      reply => reply.status === 200,
    );
  },
  'bad-gateway': async ({ coolify, application, call }) => {
    coolify.traps.enable('bad-gateway', { durationMs: 40 });
    const path = `/deploy?uuid=${application().uuid}`;
    const replies = [await call('POST', path), await call('POST', path)];
    expect(replies.map(each => each.status)).toEqual([502, 502]);
    expect(replies[0]?.text).toMatch(/<html/);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect((await call('POST', path)).status).toBe(200);
    expect(coolify.deployments).toHaveLength(1);
  },
  'cancel-500': async ({ coolify, application, call }) => {
    coolify.traps.enable('cancel-500');
    coolify.traps.enable('stuck-in-progress', { times: 1 });
    const shop = application();
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    await call('POST', `/deploy?uuid=${shop.uuid}&force=true`);
    const [first, second] = coolify.deployments;
    await eventually(
      () => first?.status,
      status => status === 'in_progress',
    );
    await new Promise(resolve => setTimeout(resolve, 20));
    expect((await call('POST', `/deployments/${first?.uuid}/cancel`)).status).toBe(500);
    await new Promise(resolve => setTimeout(resolve, 30));
    expect([first?.status, second?.status]).toEqual(['cancelled-by-user', 'queued']);
  },
  'html-error': async ({ coolify, call }) => {
    coolify.traps.enable('html-error', { status: 503 });
    const reply = await call('GET', '/version');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([503, 'text/html; charset=UTF-8']);
  },
  'login-redirect': async ({ coolify, call }) => {
    coolify.traps.enable('login-redirect');
    const reply = await call('GET', '/version');
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/login']);
    expect(reply.text).toMatch(/<html/);
  },
  'too-many-attempts': async ({ coolify, call }) => {
    coolify.traps.enable('too-many-attempts', { times: 1, retryAfterSeconds: 7 });
    const reply = await call('GET', '/version');
    expect([reply.status, reply.headers.get('retry-after'), reply.headers.get('x-ratelimit-remaining')]).toEqual([
      429,
      '7',
      '0',
    ]);
    expect((await call('GET', '/version')).status).toBe(200);
  },
  'expired-token': async ({ coolify, call }) => {
    coolify.traps.enable('expired-token', { nth: 2 });
    const statuses = [await call('GET', '/version'), await call('GET', '/version'), await call('GET', '/version')];
    expect(statuses.map(each => each.status)).toEqual([200, 401, 200]);
  },
  'member-token': async ({ coolify, call }) => {
    coolify.traps.enable('member-token');
    expect((await call('GET', '/version')).body['message']).toMatch(/exceed your current role/);
  },
  'wrong-version': async ({ coolify, call }) => {
    coolify.traps.enable('wrong-version', { text: 'v9-custom' });
    expect((await call('GET', '/version')).text).toBe('v9-custom');
  },
  'slow-answer': async ({ coolify, application, call }) => {
    coolify.traps.enable('slow-answer', { delayMs: 60, method: 'POST' });
    const started = Date.now();
    const answer = call('POST', `/deploy?uuid=${application().uuid}`);
    await eventually(
      () => coolify.deployments.length,
      count => count === 1,
    );
    expect(Date.now() - started).toBeLessThan(50);
    await answer;
    expect(Date.now() - started).toBeGreaterThanOrEqual(55);
  },
  'get-deploy-405': async ({ coolify, application, call }) => {
    coolify.traps.enable('get-deploy-405');
    expect((await call('GET', `/deploy?uuid=${application().uuid}`)).status).toBe(405);
  },
  'queue-stuck': async ({ coolify, application, call }) => {
    coolify.traps.enable('queue-stuck');
    await call('POST', `/deploy?uuid=${application().uuid}`);
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(coolify.deployments[0]?.status).toBe('queued');
    coolify.traps.disable('queue-stuck');
    await coolify.settled();
    expect(coolify.deployments[0]?.status).toBe('finished');
  },
  'stuck-in-progress': async ({ coolify, application, call }) => {
    coolify.traps.enable('stuck-in-progress');
    await call('POST', `/deploy?uuid=${application().uuid}`);
    await new Promise(resolve => setTimeout(resolve, 40));
    const [row] = coolify.deployments;
    expect(row?.status).toBe('in_progress');
    await call('POST', `/deployments/${row?.uuid}/cancel`);
    await coolify.settled();
    expect([row?.status, row?.finishedAt]).toEqual(['cancelled-by-user', expect.any(Date)]);
  },
  'failed-health': async ({ coolify, application, source }) => {
    const shop = application({ health: CHECKED });
    await coolify.deploy(shop);
    source.move('main', TWO);
    coolify.traps.enable('failed-health', { application: shop.uuid });
    expect((await coolify.deploy(shop)).status).toBe('failed');
    expect(shop.current?.tag).toBe(ONE);
  },
  'connection-reset-before': async ({ coolify, application, call }) => {
    coolify.traps.enable('connection-reset-before', { path: '/deploy', times: 1 });
    const path = `/deploy?uuid=${application().uuid}`;
    await expect(call('POST', path)).rejects.toThrow('fetch failed');
    expect([coolify.deployments.length, coolify.requests[0]?.acted, coolify.requests[0]?.status]).toEqual([
      0,
      false,
      undefined,
    ]);
    expect((await call('POST', path)).status).toBe(200);
  },
  'connection-reset-after': async ({ coolify, application, call }) => {
    coolify.traps.enable('connection-reset-after', { method: 'POST', path: /\/deploy$/ });
    await expect(call('POST', `/deploy?uuid=${application().uuid}`)).rejects.toThrow('fetch failed');
    expect([coolify.deployments.length, coolify.requests[0]?.acted]).toEqual([1, true]);
  },
  'status-lags': async ({ coolify, application }) => {
    coolify.traps.enable('status-lags');
    const shop = application();
    await coolify.deploy(shop);
    await new Promise(resolve => setTimeout(resolve, 70));
    expect(shop.status).toBe('running:unhealthy');
  },
  'missing-logs': async ({ coolify, application, call }) => {
    coolify.traps.enable('missing-logs');
    const { uuid } = await coolify.deploy(application());
    expect((await call('GET', `/deployments/${uuid}`)).body).not.toHaveProperty('logs');
  },
};

describe('each trap', () => {
  test.each(TRAP_NAMES)('%s does what its name says, and is counted', async name => {
    const lab = await world({ version: name === 'get-deploy-405' ? '4.0.0' : '4.3.10' });
    await SHOWS[name](lab);
    if (name !== 'queue-stuck') expect(lab.coolify.traps.fired(name)).toBeGreaterThan(0);
  });
});

describe('a trap', () => {
  const get = { method: 'GET', path: '/api/v1/version' };

  test('springs for good until it is disabled', () => {
    const traps = new Traps();
    traps.enable('html-error');
    expect([traps.springs('html-error', get), traps.springs('html-error', get)]).toEqual([{}, {}]);
    traps.disable('html-error');
    expect(traps.springs('html-error', get)).toBeUndefined();
  });

  test('springs only for its method and path, and counts only those for the n-th', () => {
    const traps = new Traps();
    traps.enable('html-error', { method: 'POST', path: '/deploy', nth: 2 });
    const post = { method: 'POST', path: '/api/v1/deploy' };
    const sprung = [post, get, post, post].map(subject => traps.springs('html-error', subject) !== undefined);
    expect(sprung).toEqual([false, false, true, false]);
  });

  test('is spent after its times', () => {
    const traps = new Traps();
    traps.enable('html-error', { times: 2 });
    expect([1, 2, 3].map(() => traps.springs('html-error', get) !== undefined)).toEqual([true, true, false]);
  });
});
