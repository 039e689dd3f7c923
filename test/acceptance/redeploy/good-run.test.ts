import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, resourcesOf, resultOf, triggers } from '../scene.ts';

describe.each(VERSIONS)('a good release on Coolify %s', version => {
  test.concurrent('goes live, is proven, and is told in every output', () =>
    inScene({ version }, async scene => {
      const run = await scene.run();

      expect(run.conclusion).toBe('success');
      expect(run.outputs).toMatchObject({
        outcome: 'passed',
        'reason-code': 'deployed',
        'deployed-sha': scene.next,
        'coolify-version': version,
        url: `${scene.site.origin}`,
      });
      expect(run.outputs['deployment-uuid']).toBe(scene.coolify.deployments.at(-1)?.uuid);
      expect(Number(run.outputs['duration-seconds'])).toBeGreaterThanOrEqual(1);
      expect(scene.web.current?.tag).toBe(scene.next);
      expect(resourcesOf(run)['web']).toMatchObject({
        state: 'live',
        commit: scene.next,
        'health-gated': true,
        'version-proved': true,
        'started-by': 'this-run',
      });
      expect(resultOf(run)['schema']).toBe('obcms-deploy/redeploy@1');
      expect(triggers(scene.coolify)).toBe(1);
      expect(run.summary).toContain('### Deployment: passed');
      expect(run.log).not.toContain(scene.token);
    }));

  test.concurrent('is triggered by POST with the query string, without force, and asks for JSON', () =>
    inScene({ version }, async scene => {
      await scene.run();
      const request = scene.coolify.requests.find(({ path }) => path.endsWith('/deploy'));
      expect(request).toMatchObject({ method: 'POST', query: `uuid=${scene.web.uuid}` });
      expect(request?.headers['accept']).toBe('application/json');
    }));

  test.concurrent('is not deployed twice: the second run finds it live', () =>
    inScene({ version }, async scene => {
      await scene.run();
      const again = await scene.run();

      expect(again.outputs).toMatchObject({
        outcome: 'passed',
        'reason-code': 'already-live',
        'deployed-sha': scene.next,
      });
      expect(triggers(scene.coolify)).toBe(1);
    }));

  test.concurrent('is deployed again with force', () =>
    inScene({ version }, async scene => {
      await scene.run();
      const again = await scene.run({ force: 'true' });

      expect(again.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'deployed' });
      expect(triggers(scene.coolify)).toBe(2);
      expect(scene.coolify.deployments.at(-1)?.force).toBe(true);
    }));
});

describe('how much is proven', () => {
  test.concurrent('without a version the row alone proves the commit, and that is said', () =>
    inScene({}, async scene => {
      const run = await scene.run({ version: '' });

      expect(run.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'deployed' });
      expect(resourcesOf(run)['web']).toMatchObject({ 'version-proved': false });
      expect(run.summary).toContain('the live site was not asked');
      const again = await scene.run({ version: '' });
      expect(again.outputs['reason-code']).toBe('deployed');
      expect(triggers(scene.coolify)).toBe(2);
    }));

  test.concurrent('a dry run reads everything and writes nothing', () =>
    inScene({}, async scene => {
      const before = scene.coolify.requests.length;
      const run = await scene.run({ 'dry-run': 'true' });

      expect(run.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'planned', 'deployed-sha': '' });
      expect(scene.coolify.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
      expect(resourcesOf(run)['web']?.['plan']).toContain(`would deploy ${scene.next.slice(0, 7)}`);
    }));

  test.concurrent('a dry run asks the site as well, so that its plan is what a run would do', () =>
    inScene({}, async scene => {
      await scene.run();
      const live = await scene.run({ 'dry-run': 'true' });
      expect(resourcesOf(live)['web']?.['plan']).toContain('is live already');
      scene.runtime.behave(scene.next, { version: scene.old });
      const other = await scene.run({ 'dry-run': 'true' });
      expect(resourcesOf(other)['web']?.['plan']).toContain('would deploy');
    }));

  test.concurrent('without waiting it ends once the deployment exists', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, { buildMs: 20_000 });
      const run = await scene.run({ wait: 'false', pin: 'never', sha: scene.next });

      expect(run.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'triggered', 'deployed-sha': '' });
      expect(run.durationMs).toBeLessThan(10_000);
      expect(scene.coolify.deployments.some(({ uuid }) => uuid === run.outputs['deployment-uuid'])).toBe(true);
    }));
});
