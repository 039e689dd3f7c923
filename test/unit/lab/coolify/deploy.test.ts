import { describe, expect, test } from '@jest/globals';
import { eventually, ONE, TWO, world } from './world.ts';

describe('POST /deploy', () => {
  test('queues a deployment that ends finished, with the commit of the branch in its row and a container behind the domain', async () => {
    const { call, application, coolify, published } = await world();
    const shop = application();

    const answer = await call('POST', `/deploy?uuid=${shop.uuid}`);
    expect(answer.status).toBe(200);
    const [entry] = [answer.body['deployments']?.[0]];
    expect(entry).toEqual({
      message: 'Application shop deployment queued.',
      resource_uuid: shop.uuid,
      deployment_uuid: expect.stringMatching(/^[a-z0-9]{24}$/),
    });

    await coolify.settled();
    const row = await call('GET', `/deployments/${entry?.['deployment_uuid']}`);
    expect(row.body).toMatchObject({ status: 'finished', commit: ONE, is_api: true, application_id: String(shop.id) });
    expect(row.body['finished_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/);
    const { port } = published.at(-1) ?? {};
    const served = await fetch(`http://127.0.0.1:${port}/health/`);
    expect(await served.json()).toEqual({ status: 'ok', version: ONE });
    expect(published.at(-1)?.domain).toBe('shop.example.test');
  });

  test('a second request for the same commit text is skipped with a uuid that never exists', async () => {
    const { call, application, coolify } = await world();
    const shop = application();
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    const second = await call('POST', `/deploy?uuid=${shop.uuid}`);
    const entry = second.body['deployments']?.[0];
    expect(entry?.['message']).toBe('Deployment already queued for this commit.');
    expect((await call('GET', `/deployments/${entry?.['deployment_uuid']}`)).status).toBe(404);
    expect(coolify.deployments).toHaveLength(1);
  });

  test('once the first one has resolved HEAD a second request queues behind it', async () => {
    const { call, application, coolify } = await world({ behaviour: { buildMs: 80 } });
    const shop = application();
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    await eventually(
      () => coolify.deployments[0]?.commit,
      commit => commit === ONE,
    );
    const second = await call('POST', `/deploy?uuid=${shop.uuid}`);
    expect(second.body['deployments']?.[0]?.['message']).toBe('Application shop deployment queued.');
    expect(coolify.deployments[1]?.status).toBe('queued');
    await coolify.settled();
    expect(coolify.deployments.map(each => each.status)).toEqual(['finished', 'finished']);
  });

  test('force passes the dedupe by', async () => {
    const { call, application, coolify } = await world();
    const shop = application();
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    await call('POST', `/deploy?uuid=${shop.uuid}&force=true`);
    expect(coolify.deployments.map(each => each.force)).toEqual([false, true]);
  });

  test('a Docker image application stays HEAD, so that a new tag during a deployment is never deployed', async () => {
    const { call, application, coolify, source } = await world({ behaviour: { buildMs: 60 } });
    source.move('v1', 'v1');
    source.move('v2', 'v2');
    const shop = application({ buildPack: 'dockerimage', imageName: 'registry.test/shop', imageTag: 'v1' });
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    await eventually(
      () => coolify.deployments[0]?.entries.length ?? 0,
      count => count > 2,
    );
    await call('PATCH', `/applications/${shop.uuid}`, { json: { docker_registry_image_tag: 'v2' } });
    const second = await call('POST', `/deploy?uuid=${shop.uuid}`);
    await coolify.settled();
    expect(second.body['deployments']?.[0]?.['message']).toMatch(/already queued/);
    expect(coolify.deployments.map(each => each.commit)).toEqual(['HEAD']);
    expect(shop.current?.tag).toBe('v1');
  });

  test('a Docker image tag that the registry does not have fails the deployment', async () => {
    const { application, coolify } = await world();
    const shop = application({ buildPack: 'dockerimage', imageTag: 'missing' });
    expect((await coolify.deploy(shop)).status).toBe('failed');
  });

  test('unknown uuids are dropped, and 404 comes only when none is left', async () => {
    const { call, application } = await world();
    const shop = application();
    const some = await call('POST', `/deploy?uuid=nobody,${shop.uuid}`);
    expect(some.body['deployments']).toHaveLength(1);
    const none = await call('POST', '/deploy?uuid=nobody');
    expect(none.status).toBe(404);
    expect(none.body).toEqual({ message: 'No resources found.' });
  });

  test('services and databases answer without a deployment uuid', async () => {
    const { call, coolify } = await world();
    const service = coolify.addService({ name: 'queue' });
    const database = coolify.addDatabase({ name: 'main' });
    const { body } = await call('POST', `/deploy?uuid=${service.uuid},${database.uuid}`);
    expect(body['deployments']).toEqual([
      { resource_uuid: service.uuid, message: expect.stringMatching(/^Service queue started\./) },
      { resource_uuid: database.uuid, message: expect.stringMatching(/^Database main started\./) },
    ]);
  });

  test('a tag answers in another shape', async () => {
    const { call, application } = await world();
    const shop = application({ tags: ['web'] });
    const tagged = await call('POST', '/deploy?tag=web');
    expect(tagged.body).toEqual({
      message: ['Application shop deployment queued.'],
      details: [{ resource_uuid: shop.uuid, deployment_uuid: expect.any(String) }],
    });
    const none = await call('POST', '/deploy?tag=other');
    expect([none.status, none.body['message']]).toEqual([404, 'No resources found with this tag.']);
  });

  test.each([
    ['uuid and tag', 'uuid=a&tag=b'],
    ['tag and pull request', 'tag=a&pr=1'],
    ['docker_tag without pull request', 'uuid=a&docker_tag=v1'],
    ['docker_tag with tag', 'tag=a&docker_tag=v1'],
    ['neither uuid nor tag', ''],
  ])('%s is refused with 400', async (_name, query) => {
    const { call } = await world();
    expect((await call('POST', `/deploy?${query}`)).status).toBe(400);
  });

  test('parameters may stand in a JSON body, but a list of uuids is an exception', async () => {
    const { call, application } = await world();
    const shop = application();
    expect((await call('POST', '/deploy', { json: { uuid: shop.uuid } })).status).toBe(200);
    const list = await call('POST', '/deploy', { json: { uuid: [shop.uuid] } });
    expect([list.status, list.text]).toEqual([500, '']);
  });

  test('a pull request needs a preview, unless a docker_tag of an image application makes one', async () => {
    const { call, application, coolify, source } = await world();
    source.move('pr-tag', 'pr-tag');
    const shop = application();
    const missing = await call('POST', `/deploy?uuid=${shop.uuid}&pr=7`);
    expect(missing.body['deployments']).toEqual([
      { resource_uuid: shop.uuid, message: 'Pull request 7 not found for this resource.' },
    ]);
    const wrong = await call('POST', `/deploy?uuid=${shop.uuid}&pull_request_id=7&docker_tag=pr-tag`);
    expect(wrong.body['deployments']?.[0]?.['message']).toMatch(/only be used with Docker Image/);
    const image = application({ name: 'image', domain: 'image.example.test', buildPack: 'dockerimage' });
    await call('POST', `/deploy?uuid=${image.uuid}&pull_request_id=7&docker_tag=pr-tag`);
    await coolify.settled();
    expect(coolify.deployments[0]).toMatchObject({ pullRequest: 7, status: 'finished' });
    expect(image.previews.get(7)?.tag).toBe('pr-tag');
    expect(image.current).toBeUndefined();
  });

  test('a push deploys its commit, never dedupes against HEAD, and does nothing with auto-deploy off', async () => {
    const { call, application, coolify, source } = await world();
    const shop = application();
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    source.move('main', TWO);
    expect(coolify.push(shop, TWO).outcome).toBe('queued');
    expect(coolify.push(shop, TWO).outcome).toBe('skipped');
    await coolify.settled();
    expect(coolify.deployments.map(each => [each.isWebhook, each.status])).toEqual([
      [false, 'finished'],
      [true, 'finished'],
    ]);
    shop.settings.is_auto_deploy_enabled = false;
    expect(coolify.push(shop, TWO).outcome).toBe('ignored');
  });
});

describe('the queue', () => {
  test('runs one deployment an application and two on the server', async () => {
    const { application, coolify, call } = await world({ behaviour: { buildMs: 80 } });
    const shops = ['a', 'b', 'c'].map(name => application({ name, domain: `${name}.example.test` }));
    await Promise.all(shops.map(shop => call('POST', `/deploy?uuid=${shop.uuid}`)));
    await eventually(
      () => coolify.deployments.map(each => each.status).toSorted(),
      states => states[1] === 'in_progress',
    );
    // Long enough for a third one to start, too short for the first to end.
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(coolify.deployments.map(each => each.status).toSorted()).toEqual(['in_progress', 'in_progress', 'queued']);
    await coolify.settled();
    expect(coolify.deployments.every(each => each.status === 'finished')).toBe(true);
  });

  test('refuses the 26th queued deployment with 429 and Retry-After', async () => {
    const { application, coolify, call } = await world();
    const shop = application();
    coolify.traps.enable('queue-stuck');
    for (let count = 0; count < 25; count += 1) await call('POST', `/deploy?uuid=${shop.uuid}&force=true`);
    const full = await call('POST', `/deploy?uuid=${shop.uuid}&force=true`);
    expect(full.status).toBe(429);
    expect(full.headers.get('retry-after')).toBe('60');
    expect(full.body['message']).toMatch(/queue is full/);
    const started = await call('POST', `/applications/${shop.uuid}/start?force=true`);
    expect([started.status, started.body['message']]).toEqual([200, 'Deployment request queued.']);
    expect((await call('GET', `/deployments/${started.body['deployment_uuid']}`)).status).toBe(404);
    expect(coolify.deployments).toHaveLength(25);
  });
});
