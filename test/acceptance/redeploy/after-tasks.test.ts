import { describe, expect, test } from '@jest/globals';
import { inScene, shown, triggers } from '../scene.ts';

const TASKS = { tasks: [{ name: 'contract migrations', command: 'python manage.py migrate', enabled: false }] };
const AFTER = { 'after-tasks': 'web: contract migrations' };

describe('one-off commands after the swap', () => {
  test.concurrent('run in the new container, are waited for, and show their output without secrets', () =>
    inScene({ web: TASKS }, async scene => {
      scene.runtime.behave(scene.next, {
        exec: () => ({ exitCode: 0, output: ['Applying 0007... OK', 'PASSWORD=hunter2hunter2'] }),
      });
      const run = await scene.run(AFTER);
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(scene.runtime.execs).toEqual([
        expect.objectContaining({ commit: scene.next, command: 'python manage.py migrate' }),
      ]);
      expect(run.summary).toContain('Applying 0007... OK');
      expect(run.log + run.summary).not.toContain('hunter2hunter2');
    }));

  test.concurrent('show no secret of the application, also when no log is wanted', () =>
    inScene({ web: { ...TASKS, environment: { SMTP_PASS: 'kq8-very-secret-value-83' } } }, async scene => {
      scene.runtime.behave(scene.next, {
        exec: () => ({ exitCode: 0, output: ['sent with kq8-very-secret-value-83'] }),
      });
      const run = await scene.run({ ...AFTER, logs: 'never' });
      expect(run.summary).toContain('sent with ***');
      expect(run.rawLog.replace(/::add-mask::.*/g, '') + run.rawSummary + run.outputs['result']).not.toContain(
        'kq8-very-secret-value-83',
      );
    }));

  test.concurrent('that fail, fail the action, with their output', () =>
    inScene({ web: TASKS }, async scene => {
      scene.runtime.behave(scene.next, { exec: () => ({ exitCode: 1, output: ['django.db.utils.ProgrammingError'] }) });
      const run = await scene.run(AFTER);
      expect(run.outputs).toMatchObject({
        outcome: 'failed',
        'reason-code': 'after-task-failed',
        'deployed-sha': scene.next,
      });
      expect(run.summary).toContain('ProgrammingError');
    }));

  test.concurrent('are not run a second time by a run that finds the release live', () =>
    inScene({ web: TASKS }, async scene => {
      await scene.run(AFTER);
      const again = await scene.run(AFTER);
      expect(again.outputs['reason-code']).toBe('already-live');
      expect(scene.runtime.execs).toHaveLength(1);
    }));

  test.concurrent('that failed are run again by the next run', () =>
    inScene({ web: TASKS }, async scene => {
      scene.runtime.behave(scene.next, { exec: () => ({ exitCode: 1 }) });
      await scene.run(AFTER);
      scene.runtime.behave(scene.next, { exec: () => ({ exitCode: 0 }) });
      const again = await scene.run(AFTER);
      expect(again.outputs['outcome']).toBe('passed');
      expect(scene.runtime.execs).toHaveLength(2);
    }));

  test.concurrent.each(['4.0.0', '4.1.2', '4.2.0'] as const)('are refused on %s, with what to use instead', version =>
    inScene({ version, web: TASKS }, async scene => {
      const run = await scene.run(AFTER);
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'coolify-unsupported' });
      expect(shown(run)).toContain('entrypoint');
      expect(triggers(scene.coolify)).toBe(0);
    }),
  );

  test.concurrent('that do not exist are an error that lists those that do', () =>
    inScene({ web: TASKS }, async scene => {
      const run = await scene.run({ 'after-tasks': 'web: contract migration' });
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
      expect(shown(run)).toContain('contract migrations');
    }));
});
