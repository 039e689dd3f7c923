import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, resourcesOf, type Scene, shown } from '../scene.ts';

const started = async (scene: Scene): Promise<void> => {
  while (!scene.coolify.deployments.some(({ status, isApi }) => isApi && status === 'in_progress')) await sleep(20);
};

describe.each(VERSIONS)('a cancelled job on Coolify %s', version => {
  test.concurrent('leaves the deployment running, says so, and takes its pin back', () =>
    inScene({ version }, async scene => {
      scene.coolify.traps.enable('stuck-in-progress');
      const cancel = new AbortController();
      const running = scene.run({}, { cancel: cancel.signal });
      await started(scene);
      cancel.abort();
      const run = await running;

      expect(run.conclusion).toBe('cancelled');
      expect(run.signalsSent.map(({ signal }) => signal)).toEqual(['SIGINT']);
      expect(run.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'cancelled' });
      expect(run.outputs['deployment-uuid']).toBe(scene.coolify.deployments.at(-1)?.uuid);
      expect(scene.coolify.deployments.at(-1)?.status).toBe('in_progress');
      expect(scene.web.columns.git_commit_sha).toBe('HEAD');
    }));

  test.concurrent('cancels the deployment when asked to, whatever Coolify answers to that', () =>
    inScene({ version }, async scene => {
      scene.coolify.traps.enable('stuck-in-progress');
      const cancel = new AbortController();
      const running = scene.run({ 'on-cancel': 'cancel' }, { cancel: cancel.signal });
      await started(scene);
      cancel.abort();
      const run = await running;

      expect(run.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'cancelled' });
      expect(scene.coolify.deployments.at(-1)?.status).toBe('cancelled-by-user');
      expect(run.summary).toContain('was cancelled in Coolify');
    }));

  test.concurrent('never cancels what somebody else started', () =>
    inScene({ version }, async scene => {
      scene.coolify.traps.enable('stuck-in-progress');
      const pushed = scene.coolify.push(scene.web, scene.next);
      const cancel = new AbortController();
      const onLine = (line: string) => {
        if (line.includes('following deployment')) setTimeout(() => cancel.abort(), 500);
      };
      const run = await scene.run({ 'on-cancel': 'cancel' }, { cancel: cancel.signal, onLine });

      expect(run.outputs['reason-code']).toBe('cancelled');
      expect(pushed.deployment?.status).toBe('in_progress');
    }));

  test.concurrent('that was killed has its pin taken back by the post step, and the next run follows what is under way', () =>
    inScene({ version }, async scene => {
      scene.runtime.behave(scene.next, { buildMs: 6_000 });
      const kill = new AbortController();
      const running = scene.run({}, { kill: kill.signal });
      await started(scene);
      kill.abort();
      const killed = await running;
      expect(killed.signal).toBe('SIGKILL');
      expect(scene.web.columns.git_commit_sha).toBe('HEAD');

      const again = await scene.run();
      expect(again.outputs).toMatchObject({ outcome: 'passed', 'deployed-sha': scene.next });
      expect(scene.coolify.deployments.filter(({ isApi }) => isApi)).toHaveLength(1);
    }));
});

describe('a cancelled job', () => {
  test.concurrent('between two lines tells what is live and what was not reached', () =>
    inScene({}, async scene => {
      const worker = scene.coolify.addApplication({ name: 'worker', source: scene.source, web: false });
      const cancel = new AbortController();
      const onLine = (line: string) => {
        if (!line.includes('seen 3 of 3')) return;
        scene.coolify.traps.enable('slow-answer', {
          path: `/applications/${worker.uuid}`,
          delayMs: 20_000,
          when: 'before',
        });
        setTimeout(() => cancel.abort(), 3_000);
      };
      const resources = `web=${scene.web.uuid}\nworker=${worker.uuid}`;
      const run = await scene.run({ resources }, { cancel: cancel.signal, onLine });

      expect(run.outputs).toMatchObject({
        'reason-code': 'cancelled',
        'deployment-uuid': scene.coolify.deployments.at(-1)?.uuid,
        'deployed-sha': scene.next,
      });
      expect(resourcesOf(run)['web']).toMatchObject({ state: 'live' });
      expect(resourcesOf(run)['worker']).toMatchObject({ state: 'not-reached' });
      expect(shown(run)).toContain('before worker was deployed');
    }));

  test.concurrent('ends in time, with its outputs, while Coolify hangs; the post step takes the pin back', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('stuck-in-progress');
      const cancel = new AbortController();
      const running = scene.run({ 'on-cancel': 'cancel' }, { cancel: cancel.signal });
      await started(scene);
      scene.coolify.traps.enable('slow-answer', { delayMs: 15_000, when: 'before' });
      setTimeout(() => scene.coolify.traps.disable('slow-answer'), 9_000);
      cancel.abort();
      const run = await running;

      expect(run.signalsSent.map(({ signal }) => signal)).toEqual(['SIGINT']);
      expect(run.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'cancelled' });
      expect(scene.web.columns.git_commit_sha).toBe('HEAD');
    }));
});
