import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FastapiOptions, type FastapiSites, openFastapiSites } from '../../../../lab/fastapi/index.ts';
import { type Person, person } from '../site/person.ts';

const APP = 'https://app.obcms.example';

let sites: FastapiSites;
let ca: string;

beforeAll(async () => {
  sites = await openFastapiSites();
  ca = readFileSync(sites.caFile, 'utf8');
}, 300_000);
afterAll(() => sites?.stop());

async function at(options: FastapiOptions = {}): Promise<Person> {
  return person((await sites.open(options)).origin, ca);
}

test('the good service is closed where it should be, and says so in every header', async () => {
  const { call } = await at();
  for (const path of ['/docs', '/redoc', '/openapi.json', '/.env']) expect((await call(path)).status).toBe(404);
  for (const path of ['/metrics', '/items']) {
    expect(await call(path)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
  }
  const health = await call('/healthz');
  expect(health).toMatchObject({
    status: 200,
    headers: {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
  expect(health.headers).not.toHaveProperty('server');
  expect(JSON.parse((await call('/readyz')).body)).toEqual({ status: 'ready', checks: { store: true } });
});

test('a token opens the items: create, read, replace, delete', async () => {
  const who = await at();
  const { user: username, password } = sites.credentials;
  expect((await who.postJson('/auth/token', { username, password: 'wrong' })).status).toBe(401);
  const { access_token } = JSON.parse((await who.postJson('/auth/token', { username, password })).body);
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
  const added = await who.postJson('/items', { name: 'rope', quantity: 3 }, headers);
  const path = added.headers.location ?? '';
  expect([added.status, path]).toEqual([201, expect.stringMatching(/^\/items\/\d+$/)]);
  const body = JSON.stringify({ name: 'rope', quantity: 5 });
  expect((await who.call(path, { method: 'PUT', headers, body })).status).toBe(200);
  expect(JSON.parse((await who.call(path, { headers })).body).quantity).toBe(5);
  expect((await who.call(path, { method: 'DELETE', headers })).status).toBe(204);
  expect((await who.call(path, { headers })).status).toBe(404);
  expect((await who.postJson('/items', { name: '' }, headers)).status).toBe(422);
});

test('only listed origins are allowed; a star with credentials lets everybody in', async () => {
  const headers = { origin: 'https://evil.example' };
  const good = await at({ environment: { CORS_ALLOWED_ORIGINS: APP } });
  expect((await good.call('/healthz', { headers })).headers).not.toHaveProperty('access-control-allow-origin');
  expect((await good.call('/healthz', { headers: { origin: APP } })).headers).toMatchObject({
    'access-control-allow-origin': APP,
  });
  const bad = await at({ environment: { CORS_ALLOWED_ORIGINS: '*', CORS_ALLOW_CREDENTIALS: 'true' } });
  expect((await bad.call('/healthz', { headers: { ...headers, cookie: 'a=b' } })).headers).toMatchObject({
    'access-control-allow-origin': 'https://evil.example',
    'access-control-allow-credentials': 'true',
  });
});

test('each variable breaks one thing', async () => {
  const environment = { API_DOCS: 'true', API_DEBUG: 'true', API_BROKEN_PAGE: 'true', STORE_DIRECTORY: '/nowhere' };
  const { call } = await at({ environment });
  expect((await call('/openapi.json')).status).toBe(200);
  expect((await call('/broken')).body).toContain('Traceback');
  expect((await call('/readyz')).status).toBe(503);
  const quiet = await at({ environment: { API_BROKEN_PAGE: 'true', SECURITY_HEADERS_OFF: 'true' } });
  expect(await quiet.call('/broken')).toMatchObject({ status: 500, body: 'Internal Server Error' });
  expect((await quiet.call('/healthz')).headers).not.toHaveProperty('x-frame-options');
});

test('its edge takes alterations', async () => {
  const { call } = await at({
    alterations: [{ on: { path: /^\/readyz/ }, body: text => text.replace('true', 'false') }],
  });
  expect(JSON.parse((await call('/readyz')).body).checks).toEqual({ store: false });
});
