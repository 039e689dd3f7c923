import { describe, expect, test } from '@jest/globals';
import { neighboursOf } from '../../../../../src/smoke/presets/cors/neighbours.ts';
import { checkOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Asked, type Said, type SiteScript, scriptedSite } from '../../../../support/scripted-site.ts';

const EVIL = 'https://evil-r4f2k9.example';
const APP = 'https://app.obcms.example';
const OPTIONS = { path: '/api/', allowed: [APP] };

/** An API that lets origins in as it is told; undefined: no header. */
function api(letIn: (origin: string, asked: Asked) => Said['headers'] | undefined, status = 200): SiteScript {
  return {
    otherwise: asked => {
      const origin = asked.headers['origin'];
      if (origin === undefined) return { status: 404, body: 'Not Found' };
      const headers = letIn(origin, asked);
      return { status: asked.method === 'OPTIONS' ? 200 : status, headers: headers ?? {} };
    },
  };
}

/** Lets in what the test says, by its own name. */
function admitting(admits: (origin: string) => boolean, more: Said['headers'] = { vary: 'Origin' }): SiteScript {
  return api(origin => (admits(origin) ? { 'access-control-allow-origin': origin, ...more } : undefined));
}

const RIGHT = admitting(origin => origin === APP);
const NONE = api(() => undefined);
const STAR = api(() => ({ 'access-control-allow-origin': '*' }));
const REFLECTING = admitting(() => true);

describe('a stranger', () => {
  const creds = { 'access-control-allow-credentials': 'true' };
  const nothing = 'no Access-Control-Allow-Origin';

  test.each<readonly [string, SiteScript, string]>([
    ['is not let in', RIGHT, `holds: OPTIONS (200): ${nothing}; GET (200): ${nothing}`],
    [
      'is let in by *',
      STAR,
      'broken: OPTIONS (200): Access-Control-Allow-Origin: *; GET (200): Access-Control-Allow-Origin: *',
    ],
    [
      'is let in by name',
      REFLECTING,
      `broken: OPTIONS (200): Access-Control-Allow-Origin: ${EVIL}; GET (200): Access-Control-Allow-Origin: ${EVIL}`,
    ],
    [
      'is let in by the request only',
      api((origin, { method }) => (method === 'GET' ? { 'access-control-allow-origin': origin } : undefined)),
      `broken: GET (200): Access-Control-Allow-Origin: ${EVIL}`,
    ],
    [
      'is let in by the preflight only',
      api((origin, { method }) => (method === 'OPTIONS' ? { 'access-control-allow-origin': origin } : undefined)),
      `broken: OPTIONS (200): Access-Control-Allow-Origin: ${EVIL}`,
    ],
    [
      'is let in when he brings a cookie',
      api((origin, { headers }) =>
        headers['cookie'] === undefined ? undefined : { 'access-control-allow-origin': origin },
      ),
      `broken: GET (200): Access-Control-Allow-Origin: ${EVIL}`,
    ],
    [
      'is let in on a second line',
      api(origin => ({ 'access-control-allow-origin': [APP, origin] })),
      `broken: OPTIONS (200): Access-Control-Allow-Origin: ${APP}, ${EVIL}; GET (200): Access-Control-Allow-Origin: ${APP}, ${EVIL}`,
    ],
    [
      'is let in behind a comma',
      api((origin, { method }) => ({ 'access-control-allow-origin': method === 'GET' ? `${APP}, ${origin}` : APP })),
      `broken: GET (200): Access-Control-Allow-Origin: ${APP}, ${EVIL}`,
    ],
    [
      'is told of the only one that may',
      api(() => ({ 'access-control-allow-origin': APP })),
      `holds: OPTIONS (200): Access-Control-Allow-Origin: ${APP}; GET (200): Access-Control-Allow-Origin: ${APP}`,
    ],
    [
      'is told of one that nobody listed',
      api(() => ({ 'access-control-allow-origin': 'https://old.example' })),
      'doubtful: OPTIONS (200): Access-Control-Allow-Origin: https://old.example; GET (200): Access-Control-Allow-Origin: https://old.example',
    ],
    ['must sign in', api(() => undefined, 401), `holds: OPTIONS (200): ${nothing}; GET (401): ${nothing}`],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('cors/foreign-origin', script, OPTIONS)).toBe(verdict);
  });

  test.each<readonly [string, SiteScript, string]>([
    ['by name with credentials', admitting(() => true, creds), 'broken'],
    ['by * with credentials', api(() => ({ 'access-control-allow-origin': '*', ...creds })), 'broken'],
    ['by * without', STAR, 'holds'],
    ['not at all, but with credentials', api(() => creds), 'holds'],
    // Starlette: `*` without a cookie, the name with one.
    [
      'by name, once he brings a cookie',
      api((origin, { headers }) => ({
        'access-control-allow-origin': headers['cookie'] ? origin : 'https://x.example',
        ...creds,
      })),
      'broken',
    ],
    [
      'with credentials that are not the word "true"',
      api(o => ({ 'access-control-allow-origin': o, 'access-control-allow-credentials': 'True' })),
      'holds',
    ],
  ])('let in %s', async (_, script, verdict) => {
    expect((await verdictOf('cors/credentials', script, OPTIONS)).split(':')[0]).toBe(verdict);
  });
});

test.each<readonly [string, SiteScript, string]>([
  ['refused', RIGHT, 'holds: OPTIONS (200): no Access-Control-Allow-Origin; GET (200): no Access-Control-Allow-Origin'],
  [
    'let in',
    admitting(origin => origin === 'null'),
    'broken: OPTIONS (200): Access-Control-Allow-Origin: null; GET (200): Access-Control-Allow-Origin: null',
  ],
  [
    'let in by *',
    STAR,
    'broken: OPTIONS (200): Access-Control-Allow-Origin: *; GET (200): Access-Control-Allow-Origin: *',
  ],
])('the origin null is %s', async (_, script, verdict) => {
  expect(await verdictOf('cors/null-origin', script, OPTIONS)).toBe(verdict);
});

describe('neighbours of allowed origins', () => {
  test.each([
    [
      APP,
      [
        'https://app.obcms.example.evil-run.example',
        'http://app.obcms.example',
        'https://app.obcms.example:8443',
        'https://evilapp.obcms.example',
        'https://evil.app.obcms.example',
        'https://appxobcms.example',
      ],
    ],
    [
      'http://localhost:8443',
      [
        'http://localhost.evil-run.example',
        'https://localhost:8443',
        'http://localhost:9443',
        'http://evillocalhost:8443',
        'http://evil.localhost:8443',
      ],
    ],
    ['http://127.0.0.1:3000', ['http://127.0.0.1.evil-run.example', 'https://127.0.0.1:3000', 'http://127.0.0.1:8443']],
    ['null', []],
    ['app://mobile', []],
  ])('of %s', (origin, neighbours) => {
    expect(neighboursOf(origin, 'run')).toEqual(neighbours);
  });

  test.each<readonly [string, (origin: string) => boolean, string]>([
    ['by whole names', origin => origin === APP, `holds: 6 neighbours of ${APP} refused`],
    [
      'by their beginning',
      origin => origin.startsWith(APP),
      'broken: https://app.obcms.example.evil-r4f2k9.example, https://app.obcms.example:8443 let in',
    ],
    [
      'by their ending',
      origin => origin.endsWith('app.obcms.example'),
      'broken: http://app.obcms.example, https://evilapp.obcms.example, https://evil.app.obcms.example let in',
    ],
    [
      'by open dots',
      origin => /^https:\/\/app.obcms.example$/.test(origin),
      'broken: https://appxobcms.example let in',
    ],
    [
      'without the scheme',
      origin => /^https?:\/\/app\.obcms\.example$/.test(origin),
      'broken: http://app.obcms.example let in',
    ],
    [
      'without the port',
      origin => /^https:\/\/app\.obcms\.example(:\d+)?$/.test(origin),
      'broken: https://app.obcms.example:8443 let in',
    ],
  ])('compared %s', async (_, admits, verdict) => {
    expect(await verdictOf('cors/near-misses', admitting(admits), OPTIONS)).toContain(verdict);
  });

  test('that are allowed themselves are not tried', async () => {
    const allowed = [APP, 'http://app.obcms.example'];
    const script = admitting(origin => allowed.includes(origin));
    expect(await verdictOf('cors/near-misses', script, { path: '/', allowed })).toMatch(/^holds: 10 neighbours of/);
  });

  test('are those of the site itself when nobody is allowed', async () => {
    const nobody = { path: '/', allowed: [] };
    expect(await verdictOf('cors/near-misses', NONE, nobody)).toBe(
      'holds: 6 neighbours of https://obcms.example refused',
    );
    const careless = admitting(origin => origin.includes('obcms.example'));
    expect(await verdictOf('cors/near-misses', careless, nobody)).toMatch(/^broken: https:\/\/obcms.example.evil/);
  });

  test('are tried for three origins, and the others are counted', async () => {
    const allowed = ['a', 'b', 'c', 'd'].map(name => `https://${name}.example`);
    const script = admitting(origin => allowed.includes(origin));
    expect(await verdictOf('cors/near-misses', script, { path: '/', allowed })).toMatch(
      /; 1 further origin not tried$/,
    );
  });
});

describe('allowed origins', () => {
  test.each<readonly [string, SiteScript, string]>([
    ['by name', RIGHT, 'holds: 1 origin let in by OPTIONS and GET'],
    [
      'on an answer that asks to sign in',
      api(o => ({ 'access-control-allow-origin': o }), 401),
      'holds: 1 origin let in by OPTIONS and GET',
    ],
    [
      'not at all',
      NONE,
      `broken: ${APP}: OPTIONS (200): no Access-Control-Allow-Origin; ${APP}: GET (200): no Access-Control-Allow-Origin`,
    ],
    [
      'by the preflight only',
      api((o, { method }) => (method === 'OPTIONS' ? { 'access-control-allow-origin': o } : undefined)),
      `broken: ${APP}: GET (200): no Access-Control-Allow-Origin`,
    ],
    [
      'by *',
      STAR,
      `broken: ${APP}: OPTIONS (200): Access-Control-Allow-Origin: *; ${APP}: GET (200): Access-Control-Allow-Origin: *`,
    ],
    [
      'twice',
      api((o, { method }) => ({ 'access-control-allow-origin': method === 'GET' ? [o, o] : o })),
      `broken: ${APP}: GET (200): Access-Control-Allow-Origin: ${APP}, ${APP}`,
    ],
    [
      'with a slash',
      api(o => ({ 'access-control-allow-origin': `${o}/` })),
      `broken: ${APP}: OPTIONS (200): Access-Control-Allow-Origin: ${APP}/; ${APP}: GET (200): Access-Control-Allow-Origin: ${APP}/`,
    ],
    [
      'by a preflight that is redirected',
      {
        otherwise: ({ headers }) => ({
          status: 302,
          headers: { location: '/login/', 'access-control-allow-origin': headers['origin'] ?? '' },
        }),
      },
      `broken: ${APP}: the preflight answers 302`,
    ],
  ])('let in %s', async (_, script, verdict) => {
    expect(await verdictOf('cors/allowed-origins', script, OPTIONS)).toBe(verdict);
  });

  test('cannot be judged when none is named', async () => {
    expect(await verdictOf('cors/allowed-origins', RIGHT, { path: '/', allowed: [] })).toMatch(
      /^not-knowable: cors.allowed names no origin/,
    );
  });
});

describe('Vary', () => {
  test.each<readonly [string, string | undefined, string]>([
    ['names Origin', 'Accept-Language, origin', 'holds: Vary: Origin for 1 origin'],
    ['names everything', '*', 'holds: Vary: Origin for 1 origin'],
    ['names other things', 'Cookie', `broken: Cookie for ${APP}`],
    ['is missing', undefined, `broken: no Vary for ${APP}`],
  ])('%s', async (_, vary, verdict) => {
    const script = admitting(origin => origin === APP, vary === undefined ? {} : { vary });
    expect(await verdictOf('cors/vary', script, OPTIONS)).toBe(verdict);
  });

  test('is looked at for a stranger who is let in as well, and not when nobody is named', async () => {
    expect(
      await verdictOf(
        'cors/vary',
        admitting(() => true, {}),
        { path: '/', allowed: [] },
      ),
    ).toBe(`broken: no Vary for ${EVIL}`);
    for (const script of [NONE, STAR])
      expect(await verdictOf('cors/vary', script, OPTIONS)).toBe('not-knowable: no answer named the origin that asked');
  });
});

describe('a path that says nothing about the application', () => {
  const basic: Said = { status: 401, headers: { 'www-authenticate': 'Basic realm="traefik"' } };
  const bearer: Said = { status: 401, headers: { 'www-authenticate': 'Bearer realm="api"' } };

  test.each(['foreign-origin', 'credentials', 'null-origin', 'near-misses'])('never lets cors/%s hold', async check => {
    const said = (otherwise: Said) => verdictOf(`cors/${check}`, { otherwise }, OPTIONS);
    expect(await said({ status: 404 })).toBe(
      'not-knowable: /api/ answers 404: give a path of the API that exists as cors.path',
    );
    expect(await said({ status: 502 })).toMatch(/^not-knowable: \/api\/ answers 502/);
    expect(await said(basic)).toMatch(/^not-knowable: .*basic auth/);
    // Preflights that get through did reach the application.
    const open = { 'OPTIONS /api/': { status: 200 } };
    expect(await verdictOf(`cors/${check}`, { answers: open, otherwise: basic }, OPTIONS)).toMatch(/^holds/);
    // Whoever stands there, nobody of them is the application.
    const elsewhere = /^not-knowable: .*nothing of the application was seen/;
    expect(await said({ status: 404, body: '404 page not found\n' })).toMatch(/: the edge itself answers/);
    expect(await said({ status: 403, body: 'Checking your browser' })).toMatch(elsewhere);
    expect(await said({ status: 200 })).toMatch(elsewhere);
    expect(await said({ headers: { 'content-type': 'text/html' }, body: '<h1>Back soon</h1>' })).toMatch(elsewhere);
    // An API that refuses this path, on a site that answers beside it.
    const site = { '/': { status: 404, body: 'Not Found' } };
    expect(await verdictOf(`cors/${check}`, { answers: site, otherwise: { status: 403 } }, OPTIONS)).toMatch(/^holds/);
    // The application's own 401 comes through its middleware.
    expect(await said(bearer)).toMatch(/^holds/);
  });

  test('is judged all the same when it lets somebody in', async () => {
    const script = { otherwise: { status: 404, headers: { 'access-control-allow-origin': '*' } } };
    expect(await verdictOf('cors/foreign-origin', script, OPTIONS)).toMatch(/^broken/);
  });
});

test('each origin has an address of its own, for the sake of caches', async () => {
  const site = scriptedSite(RIGHT);
  for (const check of ['foreign-origin', 'null-origin', 'allowed-origins', 'near-misses'])
    await checkOf(`cors/${check}`).collect(site, OPTIONS);
  const withOrigin = site.asked.filter(({ headers }) => headers['origin'] !== undefined);
  const origins = new Map(withOrigin.map(({ path, headers }) => [path, headers['origin']]));
  expect(origins.size).toBe(new Set(origins.values()).size);
  expect(origins.size).toBe(9);
  expect([...origins.keys()].every(path => path.startsWith('/api/?'))).toBe(true);
});

test('severities are those of the suite’s rules', () => {
  const severity = (name: string) => checkOf(`cors/${name}`).severity;
  expect(['foreign-origin', 'credentials', 'null-origin', 'near-misses', 'allowed-origins'].map(severity)).toEqual(
    Array(5).fill('failure'),
  );
  expect(severity('vary')).toBe('warning');
});
