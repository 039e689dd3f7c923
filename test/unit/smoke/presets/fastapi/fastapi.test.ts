import { describe, expect, test } from '@jest/globals';
import { checkOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import type { Said, SiteScript } from '../../../../support/scripted-site.ts';

const OPTIONS = { docs: ['/docs', '/redoc', '/openapi.json'] };
const json = (body: unknown, status = 200, headers: Said['headers'] = {}): Said => ({
  status,
  headers: { 'content-type': 'application/json', server: 'uvicorn', ...headers },
  body: JSON.stringify(body),
});
const page = (body: string, status = 200): Said => ({ status, headers: { 'content-type': 'text/html' }, body });
const text = (body: string, status = 200): Said => ({ status, headers: { 'content-type': 'text/plain' }, body });
const NOT_FOUND = json({ detail: 'Not Found' }, 404);
const HEALTH = json({ status: 'ok' });

const site = (changes: SiteScript['answers'] = {}, otherwise: Said = NOT_FOUND): SiteScript => ({
  answers: {
    '/healthz': HEALTH,
    'PROPFIND /healthz': json({ detail: 'Method Not Allowed' }, 405),
    '/healthz/': { status: 307, headers: { location: 'https://obcms.example/healthz' } },
    ...changes,
  },
  otherwise,
});

type Rows = readonly (readonly [string, SiteScript, string])[];
const table = (id: string, rows: Rows) =>
  test.each<Rows[number]>(rows)('%s', async (_, script, verdict) => {
    expect(await verdictOf(id, script, OPTIONS)).toBe(verdict);
  });

describe('documentation', () => {
  table('fastapi/docs-closed', [
    ['is closed', site(), 'holds: /docs, /redoc, /openapi.json: 404'],
    ['is open', site({ '/docs': page('<div id="swagger-ui"></div>') }), 'broken: /docs: 200, Swagger UI'],
    [
      'is open only as its document',
      site({ '/openapi.json': json({ openapi: '3.1.0' }) }),
      'broken: /openapi.json: 200, an OpenAPI document',
    ],
    [
      'fails',
      site({ '/openapi.json': text('Internal Server Error', 500) }),
      'broken: /openapi.json: 500, text/plain, 21 characters',
    ],
    [
      'is a page of the site',
      site({ '/docs': page('<h1>Manual</h1>') }),
      'doubtful: /docs: 200, text/html, 15 characters',
    ],
    [
      'is the page of a front end',
      site({}, page('<div id=app></div><script src=/assets/index-BxT3f9aQ.js></script>')),
      'holds: /docs, /redoc, /openapi.json: 200, the same page as for any other path',
    ],
  ]);

  test('is looked for at its usual paths and those of the suite', async () => {
    const open = { '/api/docs': page('<redoc spec-url=x>') };
    expect(await verdictOf('fastapi/docs-closed', site(open), { docs: ['/api/docs'] })).toBe(
      'broken: /api/docs: 200, ReDoc',
    );
    expect(await verdictOf('fastapi/docs-closed', site(), { docs: [] })).toBe(
      'holds: /docs, /redoc, /openapi.json: 404',
    );
  });
});

describe('a path that does not exist', () => {
  table('fastapi/not-found-json', [
    ['answers in JSON', site(), 'holds: 404 {"detail":"Not Found"}'],
    [
      'answers in JSON of its own',
      site({}, json({ error: { code: 'missing' } }, 404)),
      'holds: 404 {"error":{"code":"missing"}}',
    ],
    [
      'is answered by the proxy',
      site({}, text('404 page not found\n', 404)),
      "broken: the proxy's own 404: the request did not get to the application",
    ],
    [
      'answers with a debugger',
      site({}, page('<title>Starlette Debugger</title>', 500)),
      "broken: 500 with Starlette's debugger",
    ],
    ['fails', site({}, text('Internal Server Error', 500)), 'broken: 500, text/plain, 21 characters'],
    ['answers 200 in JSON', site({}, json({})), 'broken: 200, application/json, 2 characters'],
    [
      'answers with a page of the site',
      site({}, page('<h1>Lost</h1>', 404)),
      'doubtful: 404, text/html, 13 characters',
    ],
    [
      'gets the page of a front end',
      site({}, page('<div id=app>')),
      'not-knowable: a path that does not exist gets a page, as front ends do; the API behind it is not seen',
    ],
    [
      'needs a sign-in',
      site({}, json({ detail: 'Not authenticated' }, 401)),
      'not-knowable: a path that does not exist is answered 401, application/json, 30 characters',
    ],
  ]);
});

describe('a method that a page does not have', () => {
  table('fastapi/method-not-allowed', [
    ['is not allowed', site(), 'holds: /healthz: 405'],
    [
      'is answered like GET',
      site({ 'PROPFIND /healthz': HEALTH }),
      'broken: /healthz: 200, application/json, 15 characters',
    ],
    ['breaks the page', site({ 'PROPFIND /healthz': text('', 500) }), 'broken: /healthz: 500, text/plain, empty'],
    [
      'cannot be tried',
      { otherwise: NOT_FOUND },
      'not-knowable: none of /, /health, /healthz, /health/, /readyz, /ping answers GET with 200',
    ],
    [
      'needs a sign-in',
      site({ 'PROPFIND /healthz': { status: 401 } }),
      'not-knowable: PROPFIND /healthz is answered 401',
    ],
  ]);
});

describe('the redirect to the right slash', () => {
  table('fastapi/redirect-scheme', [
    ['stays on HTTPS', site(), 'holds: /healthz/: 307 to /healthz'],
    [
      'leaves HTTPS',
      site({ '/healthz/': { status: 307, headers: { location: 'http://obcms.example/healthz' } } }),
      'broken: /healthz/: 307 to http://obcms.example/healthz',
    ],
    ['is not there', site({ '/healthz/': NOT_FOUND }), 'not-knowable: /healthz/ answers 404 and does not redirect'],
    ['cannot be tried', { otherwise: NOT_FOUND }, 'not-knowable: none of the usual pages answers GET with 200'],
  ]);
});

describe('a traceback', () => {
  table('fastapi/debug-traceback', [
    ['is nowhere', site(), 'holds: none in 5 answers'],
    [
      'is on an error page',
      site({ '/': text('Traceback (most recent call last):\n  File', 500) }),
      'broken: at / (500)',
    ],
    [
      'is in a debugger',
      site({ '/openapi.json': page('<p class="traceback-title">Traceback', 500) }),
      'broken: at /openapi.json (500)',
    ],
  ]);
});

describe('the header of the server', () => {
  const sent = (headers: Said['headers']) => site({}, json({ detail: 'Not Found' }, 404, headers));
  table('fastapi/server-header', [
    ['is a bare name', site(), 'holds: server: uvicorn'],
    ['is not sent', site({}, text('', 404)), 'holds: neither header is sent'],
    ['has a version', sent({ server: 'nginx/1.27.3' }), 'broken: server: nginx/1.27.3'],
    ['has a version elsewhere', sent({ 'x-powered-by': 'PHP/8' }), 'broken: x-powered-by: PHP/8'],
  ]);
});

test('the name of the server warns, everything else fails', () => {
  expect(checkOf('fastapi/server-header').severity).toBe('warning');
  for (const name of ['docs-closed', 'not-found-json', 'method-not-allowed', 'redirect-scheme', 'debug-traceback']) {
    expect(checkOf(`fastapi/${name}`).severity).toBe('failure');
  }
});
