import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, type Scene, type SceneOptions, shown, triggers } from '../scene.ts';

const IMAGE: SceneOptions['web'] = { buildPack: 'dockerimage', imageName: 'ghcr.io/org/app', imageTag: 'v1' };

/** Tags are images the registry has. */
function inImageScene(options: SceneOptions, story: (scene: Scene) => Promise<void>): Promise<void> {
  return inScene({ ...options, live: false, web: { ...IMAGE, ...options.web } }, async scene => {
    for (const tag of ['v1', 'v2', 'v3']) scene.source.move('main', tag);
    await scene.coolify.deploy(scene.web);
    await story(scene);
  });
}

describe.each(VERSIONS)('a docker image on Coolify %s', version => {
  test.concurrent('gets its tag, is deployed, and proves it by the version', () =>
    inImageScene({ version }, async scene => {
      const run = await scene.run({ 'image-tag': 'v2' });
      expect(run.outputs).toMatchObject({
        outcome: 'passed',
        'reason-code': 'deployed',
        'deployed-sha': '',
        'deployed-image': 'ghcr.io/org/app:v2',
      });
      expect(scene.web.current?.tag).toBe('v2');
      const again = await scene.run({ 'image-tag': 'v2' });
      expect(again.outputs['reason-code']).toBe('already-live');
      expect(triggers(scene.coolify)).toBe(1);
    }));

  test.concurrent('is not lost to the dedupe of a deployment that is under way', () =>
    inImageScene({ version }, async scene => {
      scene.runtime.behave('v1', { buildMs: 3_000 });
      const other = scene.coolify.deploy(scene.web);
      const run = await scene.run({ 'image-tag': 'v3' });
      await other;
      expect(run.outputs).toMatchObject({ outcome: 'passed', 'deployed-image': 'ghcr.io/org/app:v3' });
      expect(scene.web.current?.tag).toBe('v3');
    }));
});

describe('a docker image', () => {
  test.concurrent('is compared with expected-version when the version is not the tag', () =>
    inImageScene({}, async scene => {
      scene.runtime.behave('v2', { version: '2026.11' });
      const run = await scene.run({ 'image-tag': 'v2', 'expected-version': '2026.11' });
      expect(run.outputs['reason-code']).toBe('deployed');
    }));

  test.concurrent('that does not start leaves the old one running, and the old tag set', () =>
    inImageScene({}, async scene => {
      scene.runtime.behave('v2', { boot: 'crash' });
      const run = await scene.run({ 'image-tag': 'v2' });
      expect(run.outputs).toMatchObject({
        outcome: 'failed',
        'reason-code': 'deployment-failed',
        'deployed-image': '',
      });
      expect(scene.web.current?.tag).toBe('v1');
      expect(scene.web.columns.docker_registry_image_tag).toBe('v1');
    }));

  test.concurrent('whose post-deployment command fails keeps the new tag, because the new container runs', () =>
    inImageScene({ web: { postDeploymentCommand: 'python manage.py warm' } }, async scene => {
      scene.coolify.traps.enable('swallowed-post-command', { text: 'no such command' });
      const run = await scene.run({ 'image-tag': 'v2' });
      expect(run.outputs).toMatchObject({
        'reason-code': 'post-deployment-failed',
        'deployed-image': 'ghcr.io/org/app:v2',
      });
      expect(scene.web.columns.docker_registry_image_tag).toBe('v2');
    }));

  test.concurrent('is really deployed when another deployment begins between our look and our request', () =>
    inImageScene({}, async scene => {
      scene.runtime.behave('v1', { buildMs: 8_000 });
      // The new tag arrives only after the other deployment has read the old one.
      scene.coolify.traps.enable('slow-answer', { method: 'PATCH', delayMs: 2_000, when: 'before', times: 1 });
      const onLine = (line: string) => {
        if (line.includes('setting the image tag')) void scene.coolify.deploy(scene.web);
      };
      const run = await scene.run({ 'image-tag': 'v2', version: '' }, { onLine });
      await scene.coolify.settled();
      expect(run.outputs).toMatchObject({ outcome: 'passed', 'deployed-image': 'ghcr.io/org/app:v2' });
      expect(scene.web.current?.tag).toBe('v2');
    }));

  test.concurrent('tag for an application that is built from git is an error', () =>
    inScene({}, async scene => {
      const run = await scene.run({ 'image-tag': 'v2' });
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
      expect(shown(run)).toContain('image-tag');
      expect(triggers(scene.coolify)).toBe(0);
    }));
});
