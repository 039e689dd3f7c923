import { describe, expect, test } from '@jest/globals';
import { CHECKED, eventually, ONE, THREE, TWO, texts, world } from './world.ts';

describe('deployment commands', () => {
  test('the pre command runs in the old container, the post command in the new one', async () => {
    const { application, coolify, runtime, source } = await world();
    const shop = application({ preDeploymentCommand: 'before\n  all', postDeploymentCommand: 'after' });
    const first = await coolify.deploy(shop);
    expect(texts(first)).toMatch(/no running container found, skipping/);
    source.move('main', TWO);
    await coolify.deploy(shop);
    expect(runtime.execs.map(({ commit, command }) => [commit, command])).toEqual([
      [ONE, 'after'],
      [ONE, 'before all'],
      [TWO, 'after'],
    ]);
  });

  test('a failing pre command fails the deployment before anything is built', async () => {
    const { application, coolify, runtime, source } = await world();
    const shop = application({ preDeploymentCommand: 'backup' });
    await coolify.deploy(shop);
    source.move('main', TWO);
    runtime.behave(ONE, { exec: () => ({ exitCode: 3, output: ['disk full'] }) });
    const failed = await coolify.deploy(shop);
    expect([failed.status, failed.commit]).toEqual(['failed', 'HEAD']);
    expect(texts(failed)).toMatch(/exit code 3.\ndisk full/);
    expect(runtime.builds).toHaveLength(1);
    expect(shop.current?.tag).toBe(ONE);
  });

  test('status turns finished before the post command, finished_at after it', async () => {
    const { application, coolify, call } = await world({ timings: { postCommandDelayMs: 60 } });
    const shop = application({ postDeploymentCommand: 'after' });
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    const seen = await eventually(
      () => coolify.deployments[0],
      row => row?.status === 'finished',
    );
    expect(seen?.finishedAt).toBeNull();
    await coolify.settled();
    expect(seen?.finishedAt).toBeInstanceOf(Date);
  });

  test.each([
    ['prints', ['relation missing'], true],
    ['prints nothing', [], false],
  ])('a post command that fails and %s leaves the deployment finished', async (_name, output, traced) => {
    const { application, coolify, runtime } = await world();
    runtime.behave(ONE, { exec: () => ({ exitCode: 1, output }) });
    const done = await coolify.deploy(application({ postDeploymentCommand: 'migrate' }));
    expect(done.status).toBe('finished');
    expect(texts(done).includes('Post-deployment command failed.')).toBe(traced);
  });

  test('after a failed health check the post command runs in the old container; after a failed build it does not', async () => {
    const { application, coolify, runtime, source } = await world();
    const shop = application({ postDeploymentCommand: 'after', health: CHECKED });
    await coolify.deploy(shop);
    source.move('main', TWO);
    runtime.behave(TWO, { health: 500 });
    await coolify.deploy(shop);
    source.move('main', THREE);
    runtime.behave(THREE, { buildFails: 'no such package' });
    const failed = await coolify.deploy(shop);
    expect(texts(failed)).toMatch(/Deployment failed: no such package/);
    expect(failed.finishedAt).not.toBeNull();
    expect(runtime.execs.map(each => each.commit)).toEqual([ONE, ONE]);
  });
});

describe('images', () => {
  test('the running one and the newest docker_images_to_keep others stay', async () => {
    const { application, coolify, source } = await world();
    const shop = application({ settings: { docker_images_to_keep: 1 } });
    for (const commit of [ONE, TWO, THREE]) {
      source.move('main', commit);
      await coolify.deploy(shop);
    }
    expect(shop.images.map(each => each.tag).toSorted()).toEqual([TWO, THREE]);
  });

  test('the same commit is not built again unless forced or a build variable changed', async () => {
    const { application, coolify, runtime, call } = await world();
    const shop = application({ environment: { A: '1' } });
    await coolify.deploy(shop);
    const skipped = await coolify.deploy(shop);
    expect(texts(skipped)).toMatch(/Build step skipped/);
    expect(runtime.builds).toHaveLength(1);
    await coolify.deploy(shop, { force: true });
    expect(runtime.builds).toHaveLength(2);
    await call('PATCH', `/applications/${shop.uuid}/envs`, { json: { key: 'A', value: '2' } });
    await coolify.deploy(shop);
    expect(runtime.builds.map(each => each.environment)).toEqual([{ A: '1' }, { A: '1' }, { A: '2' }]);
  });

  test('a runtime variable spoils the image only before 4.1', async () => {
    for (const [version, builds] of [
      ['4.0.0', 2],
      ['4.1.2', 1],
    ] as const) {
      const { application, coolify, runtime, call } = await world({ version });
      const shop = application({ environment: [{ key: 'R', value: '1', is_buildtime: false }] });
      await coolify.deploy(shop);
      await call('PATCH', `/applications/${shop.uuid}/envs`, { json: { key: 'R', value: '2' } });
      await coolify.deploy(shop);
      expect([version, runtime.builds.length]).toEqual([version, builds]);
    }
  });
});

describe('the log', () => {
  test('is for sensitive tokens, as a JSON text of entries with hidden build output', async () => {
    const { application, coolify, call, runtime } = await world();
    runtime.behave(ONE, { buildOutput: ['Collecting django', 'Done'] });
    const shop = application({ environment: { DB: 'postgres://u:hunter2@db/x', PLAIN: 'seen' } });
    const { uuid } = await coolify.deploy(shop);
    const plain = await call('GET', `/deployments/${uuid}`, { token: coolify.token({ abilities: ['read'] }) });
    expect(plain.body).not.toHaveProperty('logs');
    const sensitive = await call('GET', `/deployments/${uuid}`, {
      token: coolify.token({ abilities: ['read', 'read:sensitive'] }),
    });
    const entries: readonly Record<string, unknown>[] = JSON.parse(String(sensitive.body['logs']));
    expect(entries[0]).toEqual({
      command: null,
      output: expect.stringMatching(/^Starting deployment/),
      type: 'stdout',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      hidden: false,
      batch: 1,
    });
    expect(entries[1]).toHaveProperty('order', 2);
    const build = entries.find(entry => entry['output'] === 'Collecting django\nDone');
    expect(build).toMatchObject({ hidden: true, type: 'stdout' });
    expect(build?.['command']).toContain("PLAIN='seen'");
    expect(JSON.stringify(entries)).not.toContain('hunter2');
  });

  test('variables shown once are redacted', async () => {
    const { application, coolify, runtime } = await world();
    runtime.behave(ONE, { buildOutput: ['token is sesame-open'] });
    const shop = application({ environment: [{ key: 'T', value: 'sesame-open', is_shown_once: true }] });
    expect(texts(await coolify.deploy(shop), { hidden: true })).toBe('token is <REDACTED>');
  });
});
