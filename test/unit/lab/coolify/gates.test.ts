import { crc32 } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Ability, Version } from '../../../../lab/coolify/index.ts';
import { world } from './world.ts';

describe('tokens', () => {
  test('look like the real ones: id, pipe, 40 characters and their checksum', async () => {
    const { coolify } = await world();
    const [, id, entropy, checksum] =
      /^(\d+)\|([A-Za-z0-9]{40})([0-9a-f]{8})$/.exec(coolify.token({ abilities: ['read'] })) ?? [];
    expect(id).toBe('2');
    expect(checksum).toBe(
      crc32(entropy ?? '')
        .toString(16)
        .padStart(8, '0'),
    );
  });

  test.each<[string, (token: string) => string]>([
    ['no token', () => ''],
    ['an unknown token', () => `9|${'x'.repeat(48)}`],
    ['a token without its number', token => token.slice(token.indexOf('|') + 1)],
  ])('%s is refused with 401', async (_name, spoil) => {
    const { call, coolify } = await world();
    const reply = await call('GET', '/version', { token: spoil(coolify.token({ abilities: ['read'] })) });
    expect([reply.status, reply.body]).toEqual([401, { message: 'Unauthenticated.' }]);
  });

  test('an expired token is refused with 401', async () => {
    const { call, coolify } = await world();
    const token = coolify.token({ abilities: ['root'], expired: true });
    expect((await call('GET', '/version', { token })).status).toBe(401);
  });

  test('a token without a team is refused with 400', async () => {
    const { call, coolify } = await world();
    const reply = await call('GET', '/version', { token: coolify.token({ abilities: ['root'], team: 'none' }) });
    expect([reply.status, reply.body['message'], reply.body['docs']]).toEqual([
      400,
      'Invalid token.',
      expect.any(String),
    ]);
  });

  test.each<[Version, number]>([
    ['4.0.0', 200],
    ['4.1.2', 401],
  ])('on %s the token of somebody who left the team answers %i', async (version, status) => {
    const { call, coolify } = await world({ version });
    expect(
      (await call('GET', '/version', { token: coolify.token({ abilities: ['read'], team: 'left' }) })).status,
    ).toBe(status);
  });

  test.each<[readonly Ability[], string, string, number]>([
    [['deploy'], 'GET', '/version', 403],
    [['deploy'], 'GET', '/deployments', 403],
    [['deploy'], 'POST', '/deploy?uuid=nobody', 404],
    [['read'], 'POST', '/deploy?uuid=nobody', 403],
    [['write'], 'GET', '/applications', 403],
    [['write'], 'POST', '/applications/nobody/restart', 403],
    [['read'], 'PATCH', '/applications/nobody', 403],
    [['root'], 'GET', '/applications', 200],
  ])('a token with %j gets for %s %s the status %i', async (abilities, method, path, status) => {
    const { call, coolify } = await world();
    const reply = await call(method, path, { token: coolify.token({ abilities }) });
    expect(reply.status).toBe(status);
    if (status === 403) expect(reply.body['message']).toMatch(/^Missing required permissions: (read|deploy|write)$/);
  });

  test.each<[Version, Ability, number]>([
    ['4.0.0', 'root', 200],
    ['4.1.2', 'root', 403],
    ['4.1.2', 'deploy', 200],
    ['4.2.0', 'deploy', 403],
    ['4.3.10', 'read:sensitive', 403],
    ['4.3.10', 'read', 200],
  ])('on %s the token of a member with %s reads with status %i', async (version, ability, status) => {
    const { call, coolify } = await world({ version });
    const token = coolify.token({ abilities: ['read', ability], role: 'member' });
    const reply = await call('GET', '/applications', { token });
    expect(reply.status).toBe(status);
    if (status === 403)
      expect(reply.body['message']).toMatch(/^This API token has permissions \(.+\) that exceed your current role/);
  });
});

describe('the gates in front of a route', () => {
  test('a route that does not exist answers 404 with docs, even without a token', async () => {
    const { call } = await world();
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/deploy'],
      ['POST', '/version'],
    ] as const) {
      const reply = await call(method, path, { token: '' });
      expect([reply.status, reply.body]).toEqual([404, { message: 'Not found.', docs: 'https://coolify.io/docs' }]);
    }
  });

  test('a missing resource answers 404 without docs', async () => {
    const { call } = await world();
    const reply = await call('GET', '/applications/nobody');
    expect([reply.status, Object.keys(reply.body)]).toEqual([404, ['message']]);
  });

  test('health needs no token and is not behind the API switch', async () => {
    const { call, coolify } = await world();
    coolify.traps.enable('api-disabled');
    for (const path of ['/api/health', '/api/v1/health']) {
      expect(await call('GET', path, { token: '' })).toMatchObject({ status: 200, text: 'OK' });
    }
  });

  test('a user has 200 requests a minute, whichever of his tokens asks', async () => {
    const { call, coolify } = await world({ rateLimitPerMinute: 3 });
    const [first, second, other] = [1, 1, 2].map(user => coolify.token({ abilities: ['read'], user }));
    for (const token of [first, second, first]) {
      expect((await call('GET', '/version', { token: token ?? '' })).headers.get('x-ratelimit-limit')).toBe('3');
    }
    const refused = await call('GET', '/version', { token: second ?? '' });
    expect([refused.status, refused.body]).toEqual([429, { message: 'Too Many Attempts.' }]);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('GET', '/version', { token: other ?? '' })).status).toBe(200);
  });

  test('outside the API there is a login page behind a redirect', async () => {
    const { coolify } = await world();
    const reply = await fetch(`${coolify.url}/projects`, { redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/login']);
    expect(await (await fetch(`${coolify.url}/login`)).text()).toMatch(/<html>/);
  });

  test('without an Accept header for JSON a validation error is a redirect and the throttle a page', async () => {
    const { call, application, coolify } = await world();
    const shop = application();
    const invalid = await call('PATCH', `/applications/${shop.uuid}`, {
      json: { nope: 1 },
      headers: { accept: '*/*' },
    });
    expect([invalid.status, invalid.headers.get('location')]).toEqual([302, '/']);
    coolify.traps.enable('too-many-attempts');
    const throttled = await call('GET', '/version', { headers: { accept: '*/*' } });
    expect([throttled.status, throttled.headers.get('content-type')]).toEqual([429, 'text/html; charset=UTF-8']);
  });

  test('requests are recorded with the id of their token and without its value', async () => {
    const { call, coolify } = await world();
    const token = coolify.token({ abilities: ['deploy'] });
    await call('POST', '/deploy?uuid=nobody', { token, json: { force: true } });
    expect(coolify.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/api/v1/deploy',
        query: 'uuid=nobody',
        status: 404,
        tokenId: 2,
        acted: true,
        body: '{"force":true}',
      }),
    ]);
    expect(coolify.requests[0]?.headers['authorization']).toBe('token:2');
    expect(JSON.stringify(coolify.requests)).not.toContain(token.slice(2));
  });
});
