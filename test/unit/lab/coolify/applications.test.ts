import { describe, expect, test } from '@jest/globals';
import type { Json } from './world.ts';
import { eventually, ONE, world } from './world.ts';

describe('applications', () => {
  test('are listed, also by tag, and shown with their fields', async () => {
    const { call, application } = await world();
    const shop = application({ tags: ['web'], health: { health_check_path: '/health/' } });
    application({ name: 'other', domain: 'other.example.test' });
    const uuids = async (path: string) =>
      Array.from((await call('GET', path)).body as unknown as readonly Json[], each => each['uuid']);
    expect(await uuids('/applications')).toHaveLength(2);
    expect(await uuids('/applications?tag=web')).toEqual([shop.uuid]);
    expect((await call('GET', `/applications/${shop.uuid}`)).body).toMatchObject({
      name: 'shop',
      fqdn: 'https://shop.example.test',
      git_commit_sha: 'HEAD',
      health_check_path: '/health/',
      health_check_enabled: false,
      status: 'exited:unhealthy',
      settings: { is_auto_deploy_enabled: true, docker_images_to_keep: 2 },
    });
  });

  test('PATCH writes allowed fields and answers the uuid alone', async () => {
    const { call, application } = await world();
    const shop = application();
    const json = { git_commit_sha: ONE, is_auto_deploy_enabled: false, docker_images_to_keep: 5, limits_memory: '1g' };
    const reply = await call('PATCH', `/applications/${shop.uuid}`, { json });
    expect([reply.status, reply.body]).toEqual([200, { uuid: shop.uuid }]);
    expect((await call('GET', `/applications/${shop.uuid}`)).body).toMatchObject({
      git_commit_sha: ONE,
      limits_memory: '1g',
      settings: { is_auto_deploy_enabled: false, docker_images_to_keep: 5 },
    });
  });

  test('one unknown field refuses the whole PATCH', async () => {
    const { call, application } = await world();
    const shop = application();
    const reply = await call('PATCH', `/applications/${shop.uuid}`, {
      json: { git_commit_sha: ONE, project_uuid: 'x' },
    });
    expect([reply.status, reply.body]).toEqual([
      422,
      { message: 'Validation failed.', errors: { project_uuid: ['This field is not allowed.'] } },
    ]);
    expect(shop.columns.git_commit_sha).toBe('HEAD');
  });

  test.each<[string, unknown]>([
    ['git_commit_sha', '-rf'],
    ['docker_registry_image_tag', 'sha256:abc'],
    ['docker_images_to_keep', 101],
    ['health_check_path', '/health/?a=b'],
    ['health_check_command', 'a && b'],
    ['health_check_port', '8000'],
    ['health_check_method', 'DELETE'],
    ['is_auto_deploy_enabled', 'no'],
    ['domains', 'not a url'],
  ])('PATCH refuses %s = %j', async (field, value) => {
    const { call, application } = await world();
    const reply = await call('PATCH', `/applications/${application().uuid}`, { json: { [field]: value } });
    expect(reply.status).toBe(422);
    expect(Object.keys(reply.body['errors'] ?? {})).toEqual([field]);
  });

  test.each<[string, { body?: string; type?: string }, string]>([
    ['no JSON type', { body: '{"name":"x"}', type: 'text/plain' }, 'Content-Type must be application/json.'],
    ['broken JSON', { body: '{', type: 'application/json' }, 'Invalid JSON.'],
    ['an empty object', { body: '{}', type: 'application/json' }, 'Empty JSON.'],
  ])('PATCH with %s is an invalid request', async (_name, { body = '', type = '' }, error) => {
    const { coolify, application } = await world();
    const token = coolify.token({ abilities: ['write'] });
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': type };
    const reply = await fetch(`${coolify.url}/api/v1/applications/${application().uuid}`, {
      method: 'PATCH',
      headers,
      body,
    });
    expect([reply.status, await reply.json()]).toEqual([400, { message: 'Invalid request.', error }]);
  });

  test('a domain in use is a conflict until it is forced', async () => {
    const { call, application } = await world();
    const shop = application();
    const other = application({ name: 'other', domain: 'other.example.test' });
    const taken = { domains: shop.columns.fqdn };
    const conflict = await call('PATCH', `/applications/${other.uuid}`, { json: taken });
    expect([conflict.status, Object.keys(conflict.body)]).toEqual([409, ['message', 'conflicts', 'warning']]);
    const forced = await call('PATCH', `/applications/${other.uuid}`, {
      json: { ...taken, force_domain_override: true },
    });
    expect(forced.status).toBe(200);
  });

  test('logs come from the running container, and 400 without one', async () => {
    const { call, application, coolify, runtime } = await world();
    runtime.behave(ONE, { log: ['one', 'two', 'three'] });
    const shop = application();
    expect((await call('GET', `/applications/${shop.uuid}/logs`)).body).toEqual({
      message: 'Application is not running.',
    });
    await coolify.deploy(shop);
    expect((await call('GET', `/applications/${shop.uuid}/logs?lines=2`)).body).toEqual({ logs: 'two\nthree' });
  });

  test('stop takes the container from the edge, start deploys again without a uuid on a skip', async () => {
    const { call, application, coolify, published, runtime } = await world();
    const shop = application();
    await coolify.deploy(shop);
    await call('POST', `/applications/${shop.uuid}/stop`);
    await eventually(
      () => runtime.running.length,
      count => count === 0,
    );
    expect([published.at(-1)?.port, shop.status]).toEqual([undefined, 'exited:unhealthy']);
    await call('POST', `/applications/${shop.uuid}/start`);
    const skipped = await call('POST', `/applications/${shop.uuid}/start`);
    expect(skipped.body).toEqual({ message: 'Deployment already queued for this commit.' });
    const instant = await call('POST', `/applications/${shop.uuid}/start?instant_deploy=true`);
    expect(instant.body).toHaveProperty('deployment_uuid');
    await coolify.settled();
    expect(shop.current?.container.state).toBe('running');
  });
});

describe('lists of deployments', () => {
  test('of one application: newest first, with skip, take and the full count', async () => {
    const { call, application, coolify } = await world();
    const shop = application();
    for (let count = 0; count < 3; count += 1) await coolify.deploy(shop, { force: true });
    const { body } = await call('GET', `/deployments/applications/${shop.uuid}?skip=1&take=1`);
    expect([body['count'], body['deployments']?.[0]?.['deployment_uuid']]).toEqual([3, coolify.deployments[1]?.uuid]);
    const bad = await call('GET', `/deployments/applications/${shop.uuid}?take=many`);
    expect([bad.status, Object.keys(bad.body)]).toEqual([422, ['message', 'errors']]);
  });

  test('of what runs: only queued and in progress', async () => {
    const { call, application, coolify } = await world();
    const shop = application();
    await coolify.deploy(shop);
    expect((await call('GET', '/deployments')).body).toEqual([]);
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    expect((await call('GET', '/deployments')).body).toMatchObject([{ status: 'queued', commit: 'HEAD' }]);
  });

  test('a single row nests the application and sorts its keys', async () => {
    const { call, application, coolify } = await world();
    const { uuid } = await coolify.deploy(application());
    const { application: nested, ...row } = (await call('GET', `/deployments/${uuid}`)).body;
    expect(nested).toHaveProperty(['environment', 'project', 'team']);
    expect(Object.keys(row)).toEqual(Object.keys(row).toSorted());
    expect(row['deployment_url']).toMatch(/^\/project\//);
  });
});
