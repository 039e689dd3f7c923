import { describe, expect, test } from '@jest/globals';
import type { Json } from './world.ts';
import { world } from './world.ts';

describe('environment variables', () => {
  test('a new one gets a preview twin, a second one of the same name is a conflict', async () => {
    const { call, application } = await world();
    const path = `/applications/${application().uuid}/envs`;
    const created = await call('POST', path, { json: { key: 'A', value: ' padded ' } });
    expect([created.status, Object.keys(created.body)]).toEqual([201, ['uuid']]);
    expect((await call('POST', path, { json: { key: 'A', value: '2' } })).status).toBe(409);
    const rows = (await call('GET', path)).body as unknown as readonly Json[];
    expect(Array.from(rows, row => [row['key'], row['value'], row['is_preview']])).toEqual([
      ['A', 'padded', false],
      ['A', 'padded', true],
    ]);
  });

  test('values are for sensitive tokens, and never those shown once', async () => {
    const { call, application, coolify } = await world();
    const path = `/applications/${
      application({
        environment: [
          { key: 'A', value: '1' },
          { key: 'B', value: '2', is_shown_once: true },
        ],
      }).uuid
    }/envs`;
    const names = async (token: string) =>
      Array.from((await call('GET', path, { token })).body as unknown as readonly Json[], row => 'value' in row);
    expect(await names(coolify.token({ abilities: ['read'] }))).toEqual([false, false, false, false]);
    expect(await names(coolify.token({ abilities: ['read', 'read:sensitive'] }))).toEqual([true, true, false, false]);
  });

  test('PATCH replaces the row: an omitted value becomes null, an omitted is_literal false', async () => {
    const { call, application } = await world();
    const path = `/applications/${application({ environment: [{ key: 'A', value: '1', is_literal: true }] }).uuid}/envs`;
    const reply = await call('PATCH', path, { json: { key: 'A' } });
    expect([reply.status, reply.body['value'], reply.body['is_literal']]).toEqual([201, null, false]);
    expect((await call('PATCH', path, { json: { key: 'B', value: '1' } })).status).toBe(404);
  });

  test.each(['is_multiline', 'is_shown_once'])(
    'omitting %s where it is true is an exception without a body',
    async flag => {
      const { call, application } = await world();
      const path = `/applications/${application({ environment: [{ key: 'A', value: '1', [flag]: true }] }).uuid}/envs`;
      expect(await call('PATCH', path, { json: { key: 'A', value: '2' } })).toMatchObject({ status: 500, text: '' });
      expect((await call('PATCH', path, { json: { key: 'A', value: '2', [flag]: true } })).status).toBe(201);
    },
  );

  test('is_build_time is refused alone and ignored in bulk', async () => {
    const { call, application } = await world();
    const path = `/applications/${application().uuid}/envs`;
    expect((await call('POST', path, { json: { key: 'A', value: '1', is_build_time: true } })).status).toBe(422);
    const bulk = await call('PATCH', `${path}/bulk`, {
      json: { data: [{ key: 'A', value: '1', is_build_time: true }] },
    });
    expect([bulk.status, bulk.body[0]?.['key']]).toEqual([201, 'A']);
  });

  test('bulk saves what came before a bad item', async () => {
    const { call, application } = await world();
    const shop = application();
    const json = { data: [{ key: 'A', value: '1' }, { value: 'no key' }] };
    expect((await call('PATCH', `/applications/${shop.uuid}/envs/bulk`, { json })).status).toBe(422);
    expect(shop.environment.map(row => row.key)).toEqual(['A', 'A']);
  });

  test('DELETE takes one row away', async () => {
    const { call, application } = await world();
    const shop = application({ environment: { A: '1' } });
    const path = `/applications/${shop.uuid}/envs/${shop.environment[0]?.uuid}`;
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('DELETE', path)).status).toBe(404);
    expect(shop.environment.map(row => row.is_preview)).toEqual([true]);
  });
});
