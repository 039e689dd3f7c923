import { describe, expect, test } from '@jest/globals';
import type { Json } from './world.ts';
import { eventually, ONE, world } from './world.ts';

describe('scheduled tasks', () => {
  test('run in the container on demand, even disabled, and keep their output and verdict', async () => {
    const { call, application, coolify, runtime } = await world();
    runtime.behave(ONE, { exec: command => ({ exitCode: command === 'bad' ? 2 : 0, output: [`ran ${command}`] }) });
    const shop = application();
    await coolify.deploy(shop);
    const path = `/applications/${shop.uuid}/scheduled-tasks`;
    for (const [command, status] of [
      ['good', 'success'],
      ['bad', 'failed'],
    ] as const) {
      const created = await call('POST', path, {
        json: { name: command, command, frequency: '0 0 * * *', enabled: false },
      });
      expect(created.status).toBe(201);
      const task = `${path}/${created.body['uuid']}`;
      expect((await call('POST', `${task}/execute`)).body).toEqual({ message: 'Scheduled task execution queued.' });
      const executions = await eventually(
        () => call('GET', `${task}/executions`),
        reply => reply.body[0]?.['finished_at'] != null,
      );
      expect(executions.body[0]).toMatchObject({ status, message: `ran ${command}` });
    }
  });

  test('fail when nothing runs', async () => {
    const { call, application } = await world();
    const shop = application({ tasks: [{ name: 't', command: 'x' }] });
    await call('POST', `/applications/${shop.uuid}/scheduled-tasks/${shop.tasks[0]?.uuid}/execute`);
    await eventually(
      () => shop.tasks[0]?.executions[0]?.status,
      status => status === 'failed',
    );
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['a command too long for its column', { command: 'x'.repeat(256) }, 500],
    ['a frequency that is no cron expression', { frequency: 'sometimes' }, 422],
    ['an unknown field', { user: 'root' }, 422],
    ['a missing name', { name: undefined }, 422],
  ])('%s is refused', async (_name, override, status) => {
    const { call, application } = await world();
    const json = { name: 'a', command: 'b', frequency: 'daily', ...override };
    expect((await call('POST', `/applications/${application().uuid}/scheduled-tasks`, { json })).status).toBe(status);
  });

  test('can be changed and removed', async () => {
    const { call, application } = await world();
    const shop = application({ tasks: [{ name: 't', command: 'x' }] });
    const path = `/applications/${shop.uuid}/scheduled-tasks/${shop.tasks[0]?.uuid}`;
    expect((await call('PATCH', path, { json: { command: 'y' } })).body).toMatchObject({ command: 'y', name: 't' });
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('GET', `${path}/executions`)).body).toEqual({ message: 'Scheduled task not found.' });
  });
});

describe('services, databases, resources', () => {
  test('are listed with type and status; starting what runs and stopping what stands are refused', async () => {
    const { call, application, coolify } = await world();
    application();
    const service = coolify.addService({ name: 'queue' });
    const database = coolify.addDatabase({ name: 'main' });
    const types = Array.from(
      (await call('GET', '/resources')).body as unknown as readonly Json[],
      each => each['type'],
    );
    expect(types).toEqual(['application', 'service', 'standalone-postgresql']);
    for (const path of [`/services/${service.uuid}`, `/databases/${database.uuid}`]) {
      expect((await call('POST', `${path}/start`)).status).toBe(400);
      expect((await call('POST', `${path}/stop`)).status).toBe(200);
      expect((await call('POST', `${path}/stop`)).status).toBe(400);
      expect((await call('GET', path)).body['status']).toBe('exited:unhealthy');
    }
  });
});
