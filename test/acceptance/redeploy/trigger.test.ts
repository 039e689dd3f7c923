import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, resourcesOf, shown, triggers } from '../scene.ts';

describe('a trigger whose fate is unknown', () => {
  test.concurrent.each(VERSIONS)('is never repeated on %s when it had been queued', version =>
    inScene({ version, clockSkewMs: -240_000 }, async scene => {
      scene.coolify.traps.enable('connection-reset-after', { method: 'POST', path: '/deploy', times: 1 });
      const run = await scene.run();

      expect(scene.coolify.traps.fired('connection-reset-after')).toBe(1);
      expect(run.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'deployed' });
      expect(triggers(scene.coolify)).toBe(1);
      expect(scene.coolify.deployments.filter(({ isApi }) => isApi)).toHaveLength(1);
    }),
  );

  test.concurrent('is asked for again only after 10 s of certainty that nothing was queued', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('connection-reset-before', { method: 'POST', path: '/deploy', times: 1 });
      const run = await scene.run();

      expect(run.outputs['reason-code']).toBe('deployed');
      expect(scene.coolify.deployments.filter(({ isApi }) => isApi)).toHaveLength(1);
      expect(run.durationMs).toBeGreaterThan(10_000);
      expect(scene.coolify.traps.fired('connection-reset-before')).toBe(1);
    }));
});

describe('a 200 that is no success', () => {
  test.concurrent.each(VERSIONS)('a phantom id on %s is not believed', version =>
    inScene({ version }, async scene => {
      scene.coolify.traps.enable('phantom-uuid', { times: 1 });
      const run = await scene.run();

      expect(scene.coolify.traps.fired('phantom-uuid')).toBe(1);
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(scene.coolify.deployments.map(({ uuid }) => uuid)).toContain(run.outputs['deployment-uuid']);
    }),
  );

  test.concurrent.each(VERSIONS)(
    '"already queued" on %s is followed to the deployment that is really under way',
    version =>
      inScene({ version }, async scene => {
        // Somebody deploys the head in Coolify; it is still queued as "HEAD" when we ask for the same.
        scene.coolify.traps.enable('queue-stuck');
        const other = scene.coolify.deploy(scene.web);
        const running = scene.run({ pin: 'never' });
        while (triggers(scene.coolify) === 0) await sleep(50);
        scene.coolify.traps.disable('queue-stuck');
        const [run] = await Promise.all([running, other]);

        expect(run.outputs).toMatchObject({ outcome: 'passed', 'deployed-sha': scene.next });
        expect(resourcesOf(run)['web']).toMatchObject({ 'started-by': 'someone-else' });
        expect(scene.coolify.deployments.filter(({ commit }) => commit === scene.next)).toHaveLength(1);
      }),
  );

  test.concurrent('an unauthorised entry is an error, and nothing was triggered', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('unauthorised-entry');
      const run = await scene.run();
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'token-ability', 'deployment-uuid': '' });
      expect(shown(run)).toContain('Unauthorized to deploy');
    }));

  test.concurrent('an id that Coolify drops silently is an error', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('dropped-uuid');
      const run = await scene.run();
      expect(run.outputs).toMatchObject({ outcome: 'error' });
      expect(run.outputs['deployment-uuid']).toBe('');
    }));
});

describe('a full queue', () => {
  test.concurrent('is waited for, within the time limit, saying so', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('queue-full', { times: 2, retryAfterSeconds: 2 });
      const run = await scene.run();
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(run.log).toContain('queue of the server is full');
      expect(triggers(scene.coolify)).toBe(3);
    }));

  test.concurrent('to the end is a failure with its own reason', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('queue-full', { retryAfterSeconds: 2 });
      const run = await scene.run({ timeout: '5s' });
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'queue-full' });
      expect(scene.coolify.deployments).toHaveLength(1);
    }));

  test.concurrent('the throttle of 200 a minute is waited for as well', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('too-many-attempts', { times: 3, retryAfterSeconds: 1 });
      const run = await scene.run();
      expect(run.outputs['reason-code']).toBe('deployed');
    }));
});

describe('somebody else', () => {
  test.concurrent('who deploys the same commit already is followed, and named as such', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, { buildMs: 8_000 });
      const pushed = scene.coolify.push(scene.web, scene.next);
      const run = await scene.run();

      expect(run.outputs).toMatchObject({ outcome: 'passed', 'deployment-uuid': pushed.deployment?.uuid });
      expect(resourcesOf(run)['web']).toMatchObject({ 'started-by': 'someone-else' });
      expect(triggers(scene.coolify)).toBe(0);
    }));

  test.concurrent('who deploys another commit goes first, then ours', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.later, { buildMs: 8_000 });
      scene.coolify.push(scene.web, scene.later);
      const run = await scene.run();

      expect(run.outputs).toMatchObject({ outcome: 'passed', 'deployed-sha': scene.next });
      expect(scene.web.current?.tag).toBe(scene.next);
    }));
});
