import { describe, expect, test } from '@jest/globals';
import { CHECKED, eventually, ONE, TWO, texts, world } from './world.ts';

describe('the rolling update', () => {
  test('starts the new container, waits for its health, publishes it and only then stops the old one', async () => {
    const { application, coolify, runtime, source, published } = await world();
    const shop = application({ health: CHECKED });
    await coolify.deploy(shop);
    const old = shop.current?.container;
    source.move('main', TWO);
    runtime.behave(TWO, { bootMs: 15, health: 200 });
    const done = coolify.deploy(shop);
    await eventually(
      () => runtime.running.length,
      count => count === 2,
    );
    expect(published.at(-1)?.port).toBe(old?.port);
    expect((await done).status).toBe('finished');
    expect(published.at(-1)?.port).toBe(shop.current?.container.port);
    expect(published.at(-1)?.port).not.toBe(old?.port);
    expect(published.every(each => each.port !== undefined)).toBe(true);
    expect(old?.state).toBe('exited');
    expect(runtime.running.map(each => each.image.commit)).toEqual([TWO]);
  });

  test.each([
    ['answers 503', { health: 503 }],
    ['crashes', { boot: 'crash' as const }],
    ['hangs', { boot: 'hang' as const }],
    ['is slower than all retries', { bootMs: 2000 }],
  ])(
    'a new container that %s is removed, the old one keeps serving, the deployment fails',
    async (_name, behaviour) => {
      const { application, coolify, runtime, source, published } = await world();
      const shop = application({ health: { ...CHECKED, health_check_timeout: 1 } });
      await coolify.deploy(shop);
      const before = published.length;
      source.move('main', TWO);
      runtime.behave(TWO, behaviour);
      const failed = await coolify.deploy(shop);
      expect([failed.status, failed.commit]).toEqual(['failed', TWO]);
      expect(runtime.running.map(each => each.image.commit)).toEqual([ONE]);
      expect(published).toHaveLength(before);
      expect(texts(failed)).toMatch(/New container is not healthy/);
      expect(texts(failed)).toMatch(new RegExp(`Container logs:\n.* boots ${TWO}`));
      // Printed all the same: the text of a log decides nothing.
      expect(texts(failed)).toMatch(/Rolling update completed\./);
    },
  );

  test('without a health check a dead container is finished, because nobody looked', async () => {
    const { application, coolify, runtime } = await world();
    const shop = application();
    runtime.behave(ONE, { boot: 'crash' });
    expect((await coolify.deploy(shop)).status).toBe('finished');
    expect(runtime.running).toHaveLength(0);
    await eventually(
      () => shop.status,
      status => status === 'exited:unhealthy',
    );
  });

  test('the health check of the image counts when Coolify has none', async () => {
    const { application, coolify, runtime } = await world();
    const shop = application({ dockerfileHealthcheck: { ...CHECKED } });
    runtime.behave(ONE, { health: 500 });
    expect((await coolify.deploy(shop)).status).toBe('failed');
  });

  test('an image without curl and wget is never healthy, and the log says what is missing', async () => {
    const { application, coolify } = await world();
    const failed = await coolify.deploy(application({ health: CHECKED, hasHttpClient: false }));
    expect(failed.status).toBe('failed');
    expect(texts(failed)).toMatch(/WARNING: .*curl or wget/);
  });

  test('a redirect counts as healthy', async () => {
    const { application, coolify, runtime } = await world();
    runtime.behave(ONE, {
      routes: { '/health/': { status: 301, headers: { location: 'https://localhost/health/' } } },
    });
    expect((await coolify.deploy(application({ health: CHECKED }))).status).toBe('finished');
  });

  test.each([
    ['localhost', 'finished'],
    ['shop.example.test', 'failed'],
  ])('the check asks as localhost: an application that answers only to %s is %s', async (host, status) => {
    const { application, coolify, runtime } = await world();
    runtime.behave(ONE, { allowedHosts: [host] });
    expect((await coolify.deploy(application({ health: CHECKED }))).status).toBe(status);
  });

  test('a command can be the check', async () => {
    const { application, coolify, runtime } = await world();
    runtime.behave(ONE, { exec: command => ({ exitCode: command === 'check me' ? 1 : 0, output: ['no'] }) });
    const health = { ...CHECKED, health_check_type: 'cmd' as const, health_check_command: 'check me' };
    expect((await coolify.deploy(application({ health }))).status).toBe('failed');
  });
});

describe('without a rolling update', () => {
  test.each([
    ['mapped ports', { portsMappings: '8000:8000' }],
    ['a consistent container name', { settings: { is_consistent_container_name_enabled: true } }],
    ['a custom internal name', { customInternalName: 'shop' }],
    ['a compose application', { buildPack: 'dockercompose' as const }],
  ])('%s removes the old container first and checks nothing', async (_name, spec) => {
    const { application, coolify, runtime, source, published } = await world();
    const shop = application({ ...spec, health: CHECKED });
    await coolify.deploy(shop);
    source.move('main', TWO);
    runtime.behave(TWO, { health: 503 });
    expect((await coolify.deploy(shop)).status).toBe('finished');
    expect(published.at(-2)?.port).toBeUndefined();
    expect(published.at(-1)?.port).toBe(shop.current?.container.port);
    expect(runtime.running.map(each => each.image.commit)).toEqual([TWO]);
  });
});

describe('the status of an application', () => {
  test('is running:unhealthy after a healthy swap until the next container scan', async () => {
    const { application, coolify } = await world({ timings: { scanIntervalMs: 150 } });
    const shop = application({ health: CHECKED });
    await coolify.deploy(shop);
    expect(shop.status).toBe('running:unhealthy');
    await eventually(
      () => shop.status,
      status => status === 'running:healthy',
    );
  });

  test('is running:unknown without a health check', async () => {
    const { application, coolify } = await world();
    const shop = application();
    await coolify.deploy(shop);
    await eventually(
      () => shop.status,
      status => status === 'running:unknown',
    );
  });

  test('turns unhealthy when the running container does', async () => {
    const { application, coolify, runtime } = await world();
    const shop = application({ health: { ...CHECKED, health_check_type: 'cmd', health_check_command: 'check' } });
    let exitCode = 0;
    runtime.behave(ONE, { exec: () => ({ exitCode }) });
    await coolify.deploy(shop);
    await eventually(
      () => shop.status,
      status => status === 'running:healthy',
    );
    exitCode = 1;
    await eventually(
      () => shop.status,
      status => status === 'running:unhealthy',
    );
  });
});
