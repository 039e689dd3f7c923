/** Sites broken by their environment, their edge or their release: each in the way it says, and nothing else started. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CACHE_AWAY, DATABASE_AWAY, type OpenOptions, openSites, type Sites } from '../../../../lab/site/index.ts';
import { client } from '../edge/client.ts';
import { person } from './person.ts';

let sites: Sites;
let ca: string;

beforeAll(async () => {
  sites = await openSites();
  ca = readFileSync(sites.caFile, 'utf8');
}, 300_000);
afterAll(() => sites?.stop());

const LIMIT_MS = 60_000;

async function at(options: OpenOptions) {
  const site = await sites.open({ worker: false, ...options });
  return { ...site, call: person(site.origin, ca).call, plain: client(ca) };
}

test(
  'a site on an application that runs already costs less than 100 ms',
  async () => {
    await sites.open({ worker: false });
    const started = performance.now();
    for (let count = 0; count < 10; count += 1) await sites.open({ worker: false });
    expect((performance.now() - started) / 10).toBeLessThan(100);
  },
  LIMIT_MS,
);

test.each([
  ['database', DATABASE_AWAY],
  ['cache', CACHE_AWAY],
])(
  'without its %s a site lives and is not ready',
  async (name, environment) => {
    const { call } = await at({ environment });
    expect((await call('/health/')).status).toBe(200);
    const ready = await call('/ready/');
    expect([ready.status, JSON.parse(ready.body).checks[name]]).toEqual([503, false]);
    expect(ready.body).not.toMatch(/Error|Exception|refused/);
  },
  LIMIT_MS,
);

test(
  'the secret of the readiness probe keeps its details, not its status',
  async () => {
    const { call } = await at({ environment: { HEALTH_CHECK_SECRET: 'the probe knows' } });
    const without = await call('/ready/');
    expect([without.status, JSON.parse(without.body)]).toEqual([200, expect.not.objectContaining({ checks: {} })]);
    expect(without.body).not.toContain('checks');
    const brought = await call('/ready/', { headers: { authorization: 'Bearer the probe knows' } });
    expect(JSON.parse(brought.body).checks.database).toBe(true);
  },
  LIMIT_MS,
);

test(
  'switched to debugging, a page that is not there shows every address',
  async () => {
    const { call } = await at({ environment: { DJANGO_DEBUG: 'true' } });
    expect((await call('/nothing-here/')).body).toContain('URLconf defined in');
  },
  LIMIT_MS,
);

test(
  'a staging site keeps search engines away and promises little',
  async () => {
    const { call } = await at({ environment: { DJANGO_SETTINGS_MODULE: 'obc_management.settings.staging' } });
    expect((await call('/')).headers).toMatchObject({
      'x-robots-tag': 'noindex, nofollow',
      'strict-transport-security': 'max-age=3600',
    });
  },
  LIMIT_MS,
);

test(
  'an edge that believes visitors lets plain HTTP and foreign addresses in',
  async () => {
    const environment = { ALLOWED_ADMIN_IPS: '203.0.113.7' };
    const good = await at({ environment, httpRedirect: 'none' });
    const naive = await at({ environment, httpRedirect: 'none', trustForwarded: true });
    const https = { headers: { 'x-forwarded-proto': 'https' } };
    expect(await good.plain(`${good.httpOrigin}/login/`, https)).toMatchObject({
      status: 301,
      headers: { location: `${good.origin}/login/` },
    });
    expect((await naive.plain(`${naive.httpOrigin}/login/`, https)).status).toBe(200);
    const known = { headers: { 'x-forwarded-for': '203.0.113.7' } };
    expect((await good.call('/admin/', known)).status).toBe(403);
    expect((await naive.call('/admin/', known)).status).toBe(302);
  },
  LIMIT_MS,
);

test(
  'without the header of the proxy https leads to itself',
  async () => {
    const { origin, call } = await at({ release: 'redirect-loop' });
    expect(await call('/login/')).toMatchObject({ status: 301, headers: { location: `${origin}/login/` } });
    const good = await at({
      alterations: [{ on: { path: /^\/login/ }, request: { headers: { 'x-forwarded-proto': null } } }],
    });
    expect((await good.call('/login/')).headers.location).toBe(`${good.origin}/login/`);
  },
  LIMIT_MS,
);

test(
  'every page of a dead release is 500 while it says it is healthy',
  async () => {
    const { call } = await at({ release: 'healthy-but-dead' });
    expect([(await call('/health/')).status, (await call('/login/')).status]).toEqual([200, 500]);
  },
  LIMIT_MS,
);

test(
  'forms are refused where the application is called by another name',
  async () => {
    const site = await sites.open({
      worker: false,
      environment: { ALLOWED_HOSTS: 'localhost,internal.example', CSRF_TRUSTED_ORIGINS: 'https://other.example' },
      alterations: [{ on: { path: /./ }, request: { headers: { 'x-forwarded-host': 'internal.example' } } }],
    });
    const { user: username, password } = sites.credentials;
    expect((await person(site.origin, ca).submit('/login/', { username, password })).status).toBe(403);
  },
  LIMIT_MS,
);

test(
  'tasks of a site without a worker stay in the queue',
  async () => {
    // There is a worker, for other sites.
    await sites.open();
    const site = await sites.open({ worker: false });
    const who = person(site.origin, ca);
    await who.submit('/login/', { username: sites.credentials.user, password: sites.credentials.password });
    const { id } = JSON.parse((await who.postJson('/ops/ping-task/', {})).body);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(JSON.parse((await who.call(`/ops/ping-task/${id}/`)).body).state).toBe('PENDING');
  },
  LIMIT_MS,
);

test(
  'a release that does not start says why, and one that does not build as well',
  async () => {
    await expect(sites.open({ release: 'no-boot', worker: false })).rejects.toThrow(/telemetry/);
    await expect(sites.open({ release: 'no-build', worker: false })).rejects.toThrow(/collectstatic/);
  },
  LIMIT_MS,
);
