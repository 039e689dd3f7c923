/** The good site keeps every promise that is looked for at a deployed one. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenSite, openSites, type Sites } from '../../../../lab/site/index.ts';
import { type Person, person } from './person.ts';

const APP = 'https://app.obcms.example';

let sites: Sites;
let site: OpenSite;
let ca: string;
let visitor: Person;

beforeAll(async () => {
  sites = await openSites();
  ca = readFileSync(sites.caFile, 'utf8');
  site = await sites.open({ environment: { CORS_ALLOWED_ORIGINS: APP } });
  visitor = person(site.origin, ca);
}, 300_000);
afterAll(() => sites?.stop());

const signIn = (who: Person) =>
  who.submit('/login/', { username: sites.credentials.user, password: sites.credentials.password });

test('pages carry every header browsers should obey', async () => {
  const { status, headers } = await visitor.call('/login/');
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'content-security-policy': expect.not.stringContaining('unsafe'),
    server: 'gunicorn',
  });
  expect(headers).not.toHaveProperty('x-robots-tag');
  expect(headers['set-cookie']?.join()).toMatch(/^csrftoken=.*SameSite=Lax; Secure$/);
});

test('assets are hashed, kept for good, compressed, and all there', async () => {
  const page = await visitor.call('/login/');
  const assets = [...page.body.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(assets.length).toBeGreaterThanOrEqual(3);
  for (const asset of assets) {
    expect(asset).toMatch(/\.[0-9a-f]{12}\.(css|js|svg)$/);
    const { status, headers } = await visitor.call(asset, { headers: { 'accept-encoding': 'gzip' } });
    expect([status, headers['cache-control']]).toEqual([200, 'max-age=315360000, public, immutable']);
    if (asset.endsWith('.css')) expect(headers['content-encoding']).toBe('gzip');
  }
  const unhashed = await visitor.call('/static/css/site.css');
  expect(unhashed.headers['cache-control']).toBe('max-age=60, public');
  expect((await visitor.call('/static/css/site.000000000000.css')).status).toBe(404);
});

test('probes say what holds, are kept by nobody, and take no POST', async () => {
  const health = await visitor.call('/health/');
  expect([health.status, health.headers['cache-control']]).toEqual([200, expect.stringContaining('no-store')]);
  expect(JSON.parse(health.body).version).toMatch(/^[0-9a-f]{40}$/);
  expect(JSON.parse((await visitor.call('/ready/')).body)).toMatchObject({
    status: 'ready',
    checks: { database: true, cache: true },
  });
  // Without any token, as a monitor would: Django must not say 403 first.
  const stranger = person(site.origin, ca);
  for (const path of ['/health/', '/ready/']) expect((await stranger.call(path, { method: 'POST' })).status).toBe(405);
});

test.each([
  ['/.env', 404],
  ['/.git/HEAD', 404],
  ['/docs/', 404],
  ['/openapi.json', 404],
  ['/api/schema/', 404],
  ['/__debug__/', 404],
  ['/media/', 404],
  ['/metrics/', 401],
  ['/admin/', 302],
])('%s is closed with %i, and explains nothing', async (path, status) => {
  const answer = await visitor.call(path);
  expect(answer.status).toBe(status);
  expect(answer.body).not.toMatch(/URLconf|DEBUG = True|Traceback/);
});

test('another host is refused in few words, and TRACE is no method', async () => {
  const answer = await visitor.call('/', { headers: { host: 'evil.example' } });
  expect(answer.status).toBe(400);
  expect(answer.body.length).toBeLessThan(1_000);
  expect((await visitor.call('/login/', { method: 'TRACE' })).status).toBe(405);
});

test('other origins are told about only where they are allowed', async () => {
  const asked = (method: string, origin: string) =>
    visitor
      .call('/api/v1/communities/', {
        method,
        headers: { cookie: '', origin, 'access-control-request-method': 'GET' },
      })
      .then(({ headers }) => headers['access-control-allow-origin']);
  for (const method of ['GET', 'OPTIONS']) {
    expect(await asked(method, APP)).toBe(APP);
    expect(await asked(method, 'https://evil.example')).toBeUndefined();
    expect(await asked(method, 'null')).toBeUndefined();
  }
});

describe('somebody with an account', () => {
  test('signs in once, lands on the dashboard and never on a foreign site', async () => {
    const who = person(site.origin, ca);
    const { user, password } = sites.credentials;
    const path = '/login/?next=https://evil.example/';
    const answer = await who.submit(path, { username: user, password, next: 'https://evil.example/' });
    expect([answer.status, answer.headers.location]).toEqual([302, '/dashboard/']);
    const cookies = answer.headers['set-cookie']?.join('\n') ?? '';
    expect(cookies).toMatch(/^sessionid=.*HttpOnly.*SameSite=Lax; Secure$/m);
    expect((await who.call('/dashboard/')).status).toBe(200);
    expect((await who.call('/logout/')).status).toBe(405);
    expect((await who.submit('/logout/', {})).status).toBe(302);
    expect((await who.call('/dashboard/')).headers.location).toBe('/login/?next=/dashboard/');
  });

  test('a wrong password is the form again, a missing Origin behind https is refused', async () => {
    const who = person(site.origin, ca);
    expect((await who.submit('/login/', { username: 'smoke', password: 'wrong' })).status).toBe(200);
    const [origin, referer] = ['https://evil.example', ''];
    expect((await who.postJson('/login/', {}, { origin, referer })).status).toBe(403);
  });

  test('adds a community, sees it and removes it', async () => {
    const who = person(site.origin, ca);
    await signIn(who);
    const added = await who.submit('/communities/add/', { name: `smoke-${Date.now()}`, region: 'XII' });
    const path = added.headers.location ?? '';
    expect(path).toMatch(/^\/communities\/\d+\/$/);
    expect((await who.call(path)).body).toContain('smoke-');
    expect((await who.submit(`${path}delete/`, {})).status).toBe(302);
    expect((await who.call(path)).status).toBe(404);
  });

  test('has a task done by a worker', async () => {
    const who = person(site.origin, ca);
    await signIn(who);
    const queued = await who.postJson('/ops/ping-task/', { wait: false });
    expect(queued.status).toBe(202);
    const { id } = JSON.parse(queued.body);
    let state = '';
    for (let turn = 0; turn < 100 && state !== 'SUCCESS'; turn += 1) {
      await wait(100);
      state = JSON.parse((await who.call(`/ops/ping-task/${id}/`)).body).state;
    }
    expect(state).toBe('SUCCESS');
  }, 20_000);

  test('gets tokens for the interface; a refresh token is good once', async () => {
    const who = person(site.origin, ca);
    const { user: username, password } = sites.credentials;
    const { access, refresh } = JSON.parse((await who.postJson('/api/v1/auth/token/', { username, password })).body);
    const headers = { authorization: `Bearer ${access}` };
    expect((await who.call('/api/v1/communities/', { headers })).status).toBe(200);
    const without = await who.call('/api/v1/communities/');
    expect([without.status, without.headers['www-authenticate']]).toEqual([401, 'Bearer realm="api"']);
    const again = await who.postJson('/api/v1/auth/token/refresh/', { refresh });
    expect(JSON.parse(again.body)).toMatchObject({ access: expect.any(String), refresh: expect.any(String) });
    expect((await who.postJson('/api/v1/auth/token/refresh/', { refresh })).status).toBe(401);
  });
});

test('the token opens the metrics', async () => {
  const headers = { authorization: `Bearer ${sites.metricsToken}` };
  expect((await visitor.call('/metrics/', { headers })).body).toContain('obcms_communities ');
});
