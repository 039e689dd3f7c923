import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, resourcesOf, type Scene, triggers } from '../scene.ts';

/** A worker and a beat beside the web application, as Django projects have them. */
function withWorkers(scene: Scene) {
  const { source, coolify } = scene;
  const worker = coolify.addApplication({ name: 'worker', source, web: false, tags: ['app'] });
  const beat = coolify.addApplication({ name: 'beat', source, web: false, tags: ['app'] });
  scene.web.tags.push('app');
  return { worker, beat };
}

describe('a fleet', () => {
  // Minutes of pauses that Coolify's limit demands: begun first, and nobody waits for it.
  test.concurrent(
    'of 50 resources at once stays inside 200 requests a minute',
    () =>
      inScene({}, async scene => {
        const { source, coolify } = scene;
        const fleet = Array.from({ length: 50 }, (_, index) =>
          coolify.addApplication({ name: `app${index}`, source, web: false }),
        );
        const line = fleet.map(({ columns, uuid }) => `${columns.name}=${uuid}`).join(', ');
        const run = await scene.run(
          { resources: line, pin: 'never', version: '', timeout: '10m' },
          { timeoutMs: 400_000 },
        );

        expect(run.outputs['reason-code']).toBe('deployed');
        const times = coolify.requests.map(({ at }) => at);
        const busiest = Math.max(...times.map(start => times.filter(at => at >= start && at < start + 60_000).length));
        expect(busiest).toBeLessThanOrEqual(200);
        // A full queue answers 429 as well; the throttle would answer it to reads.
        expect(coolify.requests.some(({ status, method }) => status === 429 && method === 'GET')).toBe(false);
      }),
    420_000,
  );
});

describe.each(VERSIONS)('several resources on Coolify %s', version => {
  test.concurrent('go one line after the other, all to the same commit', () =>
    inScene({ version }, async scene => {
      const { worker, beat } = withWorkers(scene);
      const run = await scene.run({ resources: `web=${scene.web.uuid}\nworker=${worker.uuid}, beat=${beat.uuid}` });

      expect(run.outputs['reason-code']).toBe('deployed');
      for (const each of [scene.web, worker, beat]) expect(each.current?.tag).toBe(scene.next);
      const [web, ...others] = scene.coolify.deployments.filter(({ isApi }) => isApi);
      expect(web?.application.uuid).toBe(scene.web.uuid);
      for (const other of others)
        expect(other.createdAt.getTime()).toBeGreaterThanOrEqual(
          web?.finishedAt?.getTime() ?? Number.POSITIVE_INFINITY,
        );
      expect(JSON.parse(run.outputs['deployments'] ?? '[]')).toHaveLength(3);
    }));

  test.concurrent('are all found live by the next run: the worker by its row and by what the site says', () =>
    inScene({ version }, async scene => {
      const { worker } = withWorkers(scene);
      const resources = `web=${scene.web.uuid}\nworker=${worker.uuid}`;
      await scene.run({ resources });
      const again = await scene.run({ resources });

      expect(again.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'already-live' });
      expect(resourcesOf(again)['worker']).toMatchObject({ state: 'already-live', 'version-proved': false });
      expect(triggers(scene.coolify)).toBe(2);
    }));

  test.concurrent('stop at the first line that fails, and the result says which runs what', () =>
    inScene({ version }, async scene => {
      const { worker, beat } = withWorkers(scene);
      scene.runtime.behave(scene.next, { boot: 'crash' });
      const run = await scene.run({ resources: `web=${scene.web.uuid}\nworker=${worker.uuid}, beat=${beat.uuid}` });

      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'deployment-failed' });
      const resources = resourcesOf(run);
      expect(resources['web']).toMatchObject({ state: 'failed', commit: null });
      expect(resources['worker']).toMatchObject({ state: 'not-reached', 'deployment-uuid': null });
      expect(triggers(scene.coolify)).toBe(1);
    }));

  test.concurrent('go together by a tag', () =>
    inScene({ version }, async scene => {
      const { worker, beat } = withWorkers(scene);
      const run = await scene.run({ resources: '', tag: 'app', pin: 'never' });

      expect(run.outputs['reason-code']).toBe('deployed');
      for (const each of [scene.web, worker, beat]) expect(each.current?.tag).toBe(scene.next);
      expect(triggers(scene.coolify)).toBe(1);
    }));

  test.concurrent('by a tag whose answer is lost are still deployed once each', () =>
    inScene({ version }, async scene => {
      withWorkers(scene);
      scene.coolify.traps.enable('connection-reset-after', { method: 'POST', path: '/deploy', times: 1 });
      const run = await scene.run({ resources: '', tag: 'app', pin: 'never' });

      expect(run.outputs['reason-code']).toBe('deployed');
      expect(scene.coolify.deployments.filter(({ isApi }) => isApi)).toHaveLength(3);
    }));
});
