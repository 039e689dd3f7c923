import { describe, expect, test } from '@jest/globals';
import { ONE, THREE, TWO, world } from './world.ts';

async function twoReleases(spec: Parameters<Awaited<ReturnType<typeof world>>['application']>[0] = {}) {
  const lab = await world();
  const shop = lab.application(spec);
  await lab.coolify.deploy(shop);
  lab.source.move('main', TWO);
  await lab.coolify.deploy(shop);
  return { ...lab, shop };
}

describe('POST rollback', () => {
  test('puts an older commit back from its image, persists nothing and flags the row', async () => {
    const { call, coolify, shop, runtime } = await twoReleases();
    const reply = await call('POST', `/applications/${shop.uuid}/rollback`, { json: { commit: ONE } });
    await coolify.settled();
    const row = await call('GET', `/deployments/${reply.body['deployment_uuid']}`);
    expect(row.body).toMatchObject({ status: 'finished', commit: ONE, rollback: true });
    expect(shop.current?.tag).toBe(ONE);
    expect(shop.columns.git_commit_sha).toBe('HEAD');
    expect(runtime.builds).toHaveLength(2);
  });

  test('is never resolved to the head, not even where a pin is', async () => {
    const { call, coolify, shop } = await twoReleases();
    coolify.traps.enable('post-commit-head');
    await call('POST', `/applications/${shop.uuid}/rollback`, { json: { commit: ONE } });
    await coolify.settled();
    expect(coolify.deployments.at(-1)).toMatchObject({ status: 'finished', commit: ONE });
  });

  test('rebuilds a commit whose image is gone, and a typo only fails at the build', async () => {
    const { call, coolify, shop, runtime } = await twoReleases({ settings: { docker_images_to_keep: 0 } });
    await call('POST', `/applications/${shop.uuid}/rollback`, { json: { commit: ONE } });
    await coolify.settled();
    expect(runtime.builds.map(each => each.commit)).toEqual([ONE, TWO, ONE]);
    const typo = await call('POST', `/applications/${shop.uuid}/rollback`, { json: { commit: THREE } });
    expect(typo.status).toBe(200);
    await coolify.settled();
    expect(coolify.deployments.at(-1)?.status).toBe('failed');
    expect(shop.current?.tag).toBe(ONE);
  });

  test('a restart after it builds the head again', async () => {
    const { call, coolify, shop, runtime } = await twoReleases({ postDeploymentCommand: 'after' });
    await call('POST', `/applications/${shop.uuid}/rollback`, { json: { commit: ONE } });
    await coolify.settled();
    const commands = runtime.execs.length;
    await call('POST', `/applications/${shop.uuid}/restart`);
    await coolify.settled();
    expect(coolify.deployments.at(-1)).toMatchObject({ restartOnly: true, commit: TWO });
    expect(shop.current?.tag).toBe(TWO);
    expect(runtime.execs).toHaveLength(commands);
  });

  test('is a silent no-op for Docker image applications: the configured tag is deployed again', async () => {
    const { call, coolify, application, source } = await world();
    source.move('v1', 'v1');
    source.move('v2', 'v2');
    const shop = application({ buildPack: 'dockerimage', imageTag: 'v1' });
    await coolify.deploy(shop);
    shop.columns.docker_registry_image_tag = 'v2';
    await coolify.deploy(shop);
    await call('POST', `/applications/${shop.uuid}/rollback`, { json: { commit: 'v1' } });
    await coolify.settled();
    expect(coolify.deployments.at(-1)).toMatchObject({ status: 'finished', commit: 'v1', rollback: true });
    expect(shop.current?.tag).toBe('v2');
  });

  test.each([
    ['no commit', { other: 1 }],
    ['an unknown field', { commit: ONE, force: true }],
    ['a commit that is no reference', { commit: '; rm' }],
  ])('%s is refused with 422', async (_name, json) => {
    const { call, application } = await world();
    expect((await call('POST', `/applications/${application().uuid}/rollback`, { json })).status).toBe(422);
  });
});

describe('GET rollback-images', () => {
  test('lists the kept images, but knows the current one only with consistent container names', async () => {
    const { call, shop } = await twoReleases();
    const { body } = await call('GET', `/applications/${shop.uuid}/rollback-images`);
    expect(body).toEqual({
      current: null,
      images: [TWO, ONE].map(tag => ({ tag, created_at: expect.any(String), is_current: false })),
    });
    const named = await twoReleases({ settings: { is_consistent_container_name_enabled: true } });
    const other = await named.call('GET', `/applications/${named.shop.uuid}/rollback-images`);
    expect(other.body['current']).toBe(TWO);
  });
});
