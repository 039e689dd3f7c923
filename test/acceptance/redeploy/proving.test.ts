import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, resourcesOf, shown } from '../scene.ts';

describe('finished is not believed at once', () => {
  test.concurrent('but only when the post-deployment command has ended', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('finished-before-finished-at', { delayMs: 4_000 });
      const run = await scene.run();
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(run.log).toContain('waiting for the post-deployment command');
    }));

  test.concurrent.each(VERSIONS)('a post-deployment command whose failure %s swallows is found in the log', version =>
    inScene({ version, web: { postDeploymentCommand: 'python manage.py migrate' } }, async scene => {
      scene.coolify.traps.enable('swallowed-post-command', { text: 'relation does not exist' });
      const run = await scene.run();
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'post-deployment-failed' });
      expect(shown(run)).toContain('python manage.py migrate');
    }),
  );

  test.concurrent('a site that goes on showing the old version is a failure that names both', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, { version: scene.old });
      const run = await scene.run({ 'health-timeout': '5s' });
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'wrong-version' });
      expect(shown(run)).toContain(scene.old.slice(0, 7));
      expect(shown(run)).toContain(scene.next.slice(0, 7));
    }));

  test.concurrent('a page that is an error, or has no version, is a failure that says what is there', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, { routes: { '/version/': { status: 503, body: 'no' } } });
      const [error, shape] = [
        await scene.run({ version: '/version/#$.version', 'health-timeout': '6s' }),
        await scene.run({ version: '/health/#$.commit', 'health-timeout': '6s', force: 'true' }),
      ];
      expect(error.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'version-unreadable' });
      expect(shown(error)).toContain('answers 503');
      expect(shape.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'version-unreadable' });
      expect(shown(shape)).toContain('$.commit finds nothing');
    }));

  test.concurrent('a site that never answers is not known, not failed', () =>
    inScene({}, async scene => {
      const run = await scene.run({ 'base-url': 'https://localhost:1', 'health-timeout': '6s' });
      expect(run.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'site-unreachable' });
    }));

  test.concurrent('a version in plain text is read by a regular expression, also when it is abbreviated', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, {
        routes: { '/about/': { status: 200, body: `<p>build: ${scene.next.slice(0, 10)}</p>` } },
      });
      const run = await scene.run({ version: '/about/~/build: ([0-9a-f]+)/' });
      expect(run.outputs['reason-code']).toBe('deployed');
    }));

  test.concurrent('the status that lags behind a healthy swap is given its grace', () =>
    inScene({ timings: { scanIntervalMs: 4_000 } }, async scene => {
      const run = await scene.run();
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(resourcesOf(run)['web']?.['status']).toBe('running:healthy');
    }));

  test.concurrent('a status that never gets well is a failure', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('status-lags');
      const run = await scene.run({ 'health-timeout': '8s' });
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'unhealthy' });
    }));
});

describe('when finished proves little, that is said with the remedy', () => {
  test.concurrent.each([
    ['no health check', { health: {} }, 'no health check'],
    ['a port mapping', { portsMappings: '8000:8000' }, 'host ports'],
    ['a Compose stack', { buildPack: 'dockercompose' as const }, 'Compose stack'],
    ['a fixed container name', { settings: { is_consistent_container_name_enabled: true } }, 'fixed name'],
  ])('%s', (_name, web, words) =>
    inScene({ web }, async scene => {
      const run = await scene.run();
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(resourcesOf(run)['web']).toMatchObject({ 'health-gated': false });
      expect(run.summary).toContain(words);
    }),
  );

  test.concurrent('an image without curl can only fail its health check, and the log says so', () =>
    inScene({}, async scene => {
      Object.assign(scene.web, { hasHttpClient: false });
      const run = await scene.run();
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'deployment-failed' });
      expect(shown(run)).toContain('curl');
      expect(resourcesOf(run)['web']).toMatchObject({ 'health-gated': false });
    }));
});
