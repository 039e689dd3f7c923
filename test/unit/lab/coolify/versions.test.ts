import { describe, expect, test } from '@jest/globals';
import type { Version } from '../../../../lab/coolify/index.ts';
import { VERSIONS } from '../../../../lab/coolify/index.ts';
import { eventually, ONE, THREE, TWO, world } from './world.ts';

describe.each(VERSIONS)('Coolify %s', version => {
  test('answers its version as a page of bare text', async () => {
    const { call } = await world({ version });
    const reply = await call('GET', '/version');
    expect([reply.text, reply.headers.get('content-type')]).toEqual([version, 'text/html; charset=UTF-8']);
  });

  test('deploys', async () => {
    const { application, coolify } = await world({ version });
    expect((await coolify.deploy(application())).status).toBe('finished');
  });
});

test.each<[Version, string, string]>([
  ['4.0.0', 'ignored', THREE],
  ['4.1.2', 'ignored', THREE],
  ['4.2.0', 'honoured', TWO],
  ['4.3.10', 'honoured', TWO],
])('on %s a pinned commit is %s', async (version, _word, built) => {
  const { application, coolify, source, call } = await world({ version, timings: { lsRemoteMs: 40 } });
  source.move('main', TWO);
  source.move('main', THREE);
  const shop = application({ git_commit_sha: TWO });
  await call('POST', `/deploy?uuid=${shop.uuid}`);
  // The row shows the pin first, whatever is built then.
  await eventually(
    () => coolify.deployments[0]?.status,
    status => status === 'in_progress',
  );
  expect(coolify.deployments[0]?.commit).toBe(TWO);
  await coolify.settled();
  expect([coolify.deployments[0]?.commit, shop.current?.tag]).toEqual([built, built]);
});

test.each<[Version, string, boolean]>([
  ['4.0.0', 'false', true],
  ['4.1.2', 'false', true],
  ['4.1.2', '0', false],
  ['4.2.0', 'false', false],
  ['4.2.0', '1', true],
  ['4.3.10', 'true', true],
])('on %s force=%s rebuilds: %s', async (version, force, rebuilds) => {
  const { application, coolify, call } = await world({ version });
  await call('POST', `/deploy?uuid=${application().uuid}&force=${force}`);
  expect(coolify.deployments[0]?.force).toBe(rebuilds);
});

test.each<[Version, number]>([
  ['4.0.0', 200],
  ['4.1.2', 200],
  ['4.2.0', 405],
  ['4.3.10', 405],
])('on %s GET /deploy answers %i', async (version, status) => {
  const { application, coolify, call } = await world({ version });
  const shop = application();
  const reply = await call('GET', `/deploy?uuid=${shop.uuid}`);
  expect(reply.status).toBe(status);
  expect(coolify.deployments).toHaveLength(status === 200 ? 1 : 0);
  if (status === 405) {
    expect(reply.headers.get('allow')).toBe('POST');
    expect(reply.body).toEqual({ message: 'This endpoint has changed to a POST request.' });
  }
  expect((await call('GET', `/applications/${shop.uuid}/stop`)).status).toBe(status);
});

test.each<[Version, number, boolean]>([
  ['4.0.0', 200, false],
  ['4.1.2', 500, false],
  ['4.2.0', 500, false],
  ['4.3.10', 200, true],
])('on %s a cancel acts and answers %i; the queue moves on: %s', async (version, status, movesOn) => {
  const { application, coolify, call, runtime } = await world({ version, behaviour: { buildMs: 300 } });
  const shop = application();
  await call('POST', `/deploy?uuid=${shop.uuid}`);
  await eventually(
    () => coolify.deployments[0]?.commit,
    commit => commit === ONE,
  );
  await call('POST', `/deploy?uuid=${shop.uuid}`);
  const [first, second] = coolify.deployments;
  // The second one has been looked at and has to wait for somebody to look again.
  await new Promise(resolve => setTimeout(resolve, 20));
  runtime.behave(ONE, { buildMs: 1 });
  const reply = await call('POST', `/deployments/${first?.uuid}/cancel`);
  expect([reply.status, first?.status]).toEqual([status, 'cancelled-by-user']);
  if (status === 200) expect(reply.body).toMatchObject({ deployment_uuid: first?.uuid, status: 'cancelled-by-user' });
  const again = await call('POST', `/deployments/${first?.uuid}/cancel`);
  expect([again.status, again.body['message']]).toEqual([
    400,
    'Deployment cannot be cancelled. Current status: cancelled-by-user',
  ]);
  if (movesOn) {
    await coolify.settled();
    expect(second?.status).toBe('finished');
    return;
  }
  await new Promise(resolve => setTimeout(resolve, 60));
  expect(second?.status).toBe('queued');
  // Something else that ends on this server lets it go.
  const other = application({ name: 'other', domain: 'other.example.test' });
  await call('POST', `/deploy?uuid=${other.uuid}`);
  await coolify.settled();
  expect(second?.status).toBe('finished');
});

test.each<[Version, boolean, boolean, boolean]>([
  ['4.0.0', false, false, true],
  ['4.1.2', false, true, true],
  ['4.2.0', true, true, false],
  ['4.3.10', true, true, false],
])(
  '%s: settings shown %s, configuration_hash %s, logs in the list of running deployments for any reader %s',
  async (version, settings, hash, leak) => {
    const { application, coolify, call } = await world({ version });
    const shop = application();
    coolify.traps.enable('stuck-in-progress');
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    const token = coolify.token({ abilities: ['read'] });
    expect('settings' in (await call('GET', `/applications/${shop.uuid}`, { token })).body).toBe(settings);
    const row = (await call('GET', '/deployments', { token })).body[0] ?? {};
    expect(['configuration_hash' in row, 'logs' in row]).toEqual([hash, leak]);
  },
);

test.each<[Version, number]>([
  ['4.0.0', 404],
  ['4.2.0', 404],
  ['4.3.10', 200],
])('on %s the rollback and task execution routes answer %i', async (version, status) => {
  const { application, coolify, call } = await world({ version });
  const shop = application({ tasks: [{ name: 'migrate', command: 'migrate' }] });
  await coolify.deploy(shop);
  const replies = [
    await call('GET', `/applications/${shop.uuid}/rollback-images`),
    await call('POST', `/applications/${shop.uuid}/rollback`, { json: { commit: ONE } }),
    await call('POST', `/applications/${shop.uuid}/scheduled-tasks/${shop.tasks[0]?.uuid}/execute`),
  ];
  expect(replies.map(each => [each.status, 'docs' in each.body])).toEqual(replies.map(() => [status, status === 404]));
});

test.each<[Version, string]>([
  ['4.1.2', '^[a-z][a-z0-9]{23}$'],
  ['4.2.0', '^[a-z0-9]{24}$'],
])('on %s uuids match %s', async (version, pattern) => {
  const { application } = await world({ version });
  for (let drawn = 0; drawn < 50; drawn += 1) expect(application().uuid).toMatch(new RegExp(pattern));
});
