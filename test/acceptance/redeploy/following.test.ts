import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, shown } from '../scene.ts';

describe('following a deployment', () => {
  test.concurrent.each(VERSIONS)('on %s survives a time without answers', version =>
    inScene({ version }, async scene => {
      scene.runtime.behave(scene.next, { buildMs: 8_000 });
      let following = false;
      const onLine = (line: string) => {
        following ||= line.includes('is queued');
      };
      const running = scene.run({}, { onLine });
      while (!following) await sleep(50);
      scene.coolify.traps.enable('bad-gateway');
      while (scene.coolify.traps.fired('bad-gateway') < 5) await sleep(50);
      scene.coolify.traps.disable('bad-gateway');
      const run = await running;
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(run.log).toContain('Coolify does not answer');
    }),
  );

  test.concurrent.each(VERSIONS)('on %s explains a failure that follows a restart of Coolify', version =>
    inScene({ version }, async scene => {
      scene.runtime.behave(scene.next, { buildMs: 60_000 });
      const running = scene.run();
      while (!scene.coolify.deployments.some(({ status, isApi }) => isApi && status === 'in_progress')) await sleep(50);
      await sleep(3_000);
      await scene.coolify.restartCoolify({ downMs: 12_000 });
      const run = await running;
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'deployment-interrupted' });
      expect(shown(run)).toContain('restarted or updated itself');
    }),
  );

  test.concurrent('takes lists that come as objects and rows that carry half the instance', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, { buildMs: 3_000 });
      scene.coolify.traps.enable('object-lists');
      scene.coolify.traps.enable('leaky-application');
      const run = await scene.run({ logs: 'always' });
      expect(scene.coolify.traps.fired('leaky-application')).toBeGreaterThan(0);
      expect(scene.coolify.traps.fired('object-lists')).toBeGreaterThan(0);
      expect(run.outputs['reason-code']).toBe('deployed');
    }));

  test.concurrent('shows new log lines as they come, hidden ones never, and no secret of the application', () =>
    inScene({ web: { environment: { SECRET_KEY: 'kq8-very-secret-value-81', SITE_NAME: 'OBCMS' } } }, async scene => {
      scene.runtime.behave(scene.next, { buildMs: 4_000, buildOutput: ['ARG SECRET_KEY=kq8-very-secret-value-81'] });
      const run = await scene.run({ logs: 'always' });
      expect(run.log).toMatch(/web \| .+/);
      expect(run.log).not.toContain('kq8-very-secret-value-81');
      expect(run.log).not.toContain('ARG SECRET_KEY');
    }));

  test.concurrent('shows no secret when Coolify hesitates to tell it, and nothing of the log when none is wanted', () =>
    inScene({ web: { environment: { SMTP_PASS: 'kq8-very-secret-value-82' } } }, async scene => {
      scene.runtime.behave(scene.next, { boot: 'crash', log: ['connecting with kq8-very-secret-value-82'] });
      scene.coolify.traps.enable('bad-gateway', { path: '/envs', nth: 1 });
      const shownLog = await scene.run({ logs: 'always' });
      expect(scene.coolify.traps.fired('bad-gateway')).toBe(1);
      expect(shownLog.log).toContain('connecting with ***');
      expect(shownLog.rawLog.replace(/::add-mask::.*/g, '') + shownLog.rawSummary).not.toContain(
        'kq8-very-secret-value-82',
      );
      const silent = await scene.run({ logs: 'never' });
      expect(silent.log + silent.summary).not.toContain('connecting');
    }));

  test.concurrent('shows the end of the log when it failed, and what the sign in it means', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, { boot: 'crash', log: ["ModuleNotFoundError: No module named 'celery'"] });
      const run = await scene.run();
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'deployment-failed', 'deployed-sha': '' });
      expect(shown(run)).toContain('a Python import fails');
      expect(run.summary).toContain('Deployment log of web');
      expect(scene.web.current?.tag).toBe(scene.old);
    }));

  test.concurrent('logs that the token may not read are only a notice, with the ability to add', () =>
    inScene({ token: { abilities: ['deploy', 'read', 'write'] } }, async scene => {
      const run = await scene.run();
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(run.summary).toContain('read:sensitive');
    }));

  test.concurrent('a time limit leaves the deployment running and says so', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('stuck-in-progress');
      const run = await scene.run({ timeout: '6s' });
      expect(run.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'timed-out' });
      expect(shown(run)).toContain('left running');
      expect(scene.coolify.deployments.at(-1)?.status).toBe('in_progress');
    }));

  test.concurrent('a deployment cancelled in Coolify is a failure of its own kind', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('stuck-in-progress');
      const running = scene.run();
      while (!scene.coolify.deployments.some(({ status, isApi }) => isApi && status === 'in_progress')) await sleep(50);
      await fetch(`${scene.coolify.url}/api/v1/deployments/${scene.coolify.deployments.at(-1)?.uuid}/cancel`, {
        method: 'POST',
        headers: { authorization: `Bearer ${scene.token}`, accept: 'application/json' },
      });
      const run = await running;
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'deployment-cancelled' });
    }));
});
