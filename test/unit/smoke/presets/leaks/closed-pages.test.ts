import { describe, expect, test } from '@jest/globals';
import { judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import type { Said, SiteScript } from '../../../../support/scripted-site.ts';

const OPTIONS = { metrics: ['/metrics'], admin: '/admin/', docs: ['/docs'], api: '/api/v1/' };
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

const page = (body: string, status = 200): Said => ({ status, headers: HTML, body });
const SIGN_IN = page('<form method=post><input name=username><input type=password name=password></form>');
const FRONT_END = page('<!doctype html><div id=app></div><script src=/assets/index-BxT3f9aQ.js></script>');
const SWAGGER = page('<!doctype html><div id="swagger-ui"></div><script>SwaggerUIBundle({})</script>');
const to = (location: string): Said => ({ status: 302, headers: { location } });

const at = (path: string, said: Said, more: SiteScript['answers'] = {}): SiteScript => ({
  answers: { [path]: said, '/login/': SIGN_IN, ...more },
});

describe('documentation of the API', () => {
  test.each<readonly [string, SiteScript, string]>([
    ['is not there', at('/docs', { status: 404 }), 'holds: /docs: 404'],
    ['needs a sign-in', at('/docs', { status: 401 }), 'holds: /docs: 401'],
    ['leads to the sign-in page', at('/docs', to('/login/?next=/docs')), 'holds: /docs: the sign-in page /login/'],
    [
      'leads to a single sign-on',
      at('/docs', to('https://sso.example/auth?x=1')),
      'holds: /docs: 302 to https://sso.example/auth?x=1',
    ],
    [
      'is the page of a front end that answers every path',
      { otherwise: FRONT_END },
      'holds: /docs: 200, the same page as for any other path',
    ],
    ['is Swagger UI', at('/docs', SWAGGER), 'broken: /docs: 200, Swagger UI'],
    [
      'is Swagger UI one redirect further',
      at('/docs', to('/docs/index.html'), { '/docs/index.html': SWAGGER }),
      'broken: /docs: 200, Swagger UI',
    ],
    [
      'is Swagger UI beside a front end that answers every path',
      { answers: { '/docs': SWAGGER }, otherwise: FRONT_END },
      'broken: /docs: 200, Swagger UI',
    ],
    ['is ReDoc', at('/docs', page('<redoc spec-url="/openapi.json"></redoc>')), 'broken: /docs: 200, ReDoc'],
    [
      'is an OpenAPI document',
      at('/docs', { headers: JSON_TYPE, body: '{"openapi":"3.1.0","paths":{}}' }),
      'broken: /docs: 200, an OpenAPI document',
    ],
    [
      'is an OpenAPI document in YAML',
      at('/docs', { headers: { 'content-type': 'application/vnd.oai.openapi' }, body: 'openapi: 3.0.3\ninfo:\n' }),
      'broken: /docs: 200, an OpenAPI document',
    ],
    ['fails', at('/docs', page('Server Error', 500)), 'broken: /docs: 500, text/html, 12 characters'],
    [
      'is a page of the site: a manual',
      at('/docs', page('<h1>How to register</h1>')),
      'doubtful: /docs: 200, text/html, 24 characters',
    ],
    [
      'is somewhere else',
      at('/docs', to('https://manual.example/')),
      'doubtful: /docs: 302 to https://manual.example/',
    ],
    ['cannot be asked now', at('/docs', { status: 429 }), 'doubtful: /docs: 429: too many requests'],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/api-docs', script, OPTIONS)).toBe(verdict);
  });

  test('with an empty list of paths says that nothing was asked', async () => {
    expect(await verdictOf('leaks/api-docs', {}, { ...OPTIONS, docs: [] })).toMatch(
      /^not-knowable: the suite gives an empty list/,
    );
  });
});

describe('metrics', () => {
  test.each<readonly [string, SiteScript, string]>([
    ['need a token', at('/metrics', { status: 401 }), 'holds: /metrics: 401'],
    [
      'are the page of a front end',
      { otherwise: FRONT_END },
      'holds: /metrics: 200, the same page as for any other path',
    ],
    [
      'are the JSON that an API gives for every path',
      { otherwise: { headers: JSON_TYPE, body: '{"error":"no such path"}' } },
      'holds: /metrics: 200, the same page as for any other path',
    ],
    [
      'are open',
      at('/metrics', { headers: { 'content-type': 'text/plain' }, body: '# HELP x Things.\nx 1\n' }),
      'broken: /metrics: 200, metrics in the format of Prometheus',
    ],
    [
      'are open, without comments',
      at('/metrics', { headers: { 'content-type': 'text/plain' }, body: 'http_requests_total{method="get"} 12\n' }),
      'broken: /metrics: 200, metrics in the format of Prometheus',
    ],
    ['are open as JSON', at('/metrics', { headers: JSON_TYPE, body: '{"users":3}' }), 'broken: /metrics: 200, JSON'],
    [
      'is a page of the site',
      at('/metrics', page('<h1>Our metrics</h1>')),
      'doubtful: /metrics: 200, text/html, 20 characters',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/metrics', script, OPTIONS)).toBe(verdict);
  });

  test('with an empty list of paths say that nothing was asked', async () => {
    expect(await verdictOf('leaks/metrics', {}, { ...OPTIONS, metrics: [] })).toMatch(/^not-knowable/);
  });
});

describe('the admin', () => {
  const index = page('<div id="user-tools">Welcome</div>');
  test.each<readonly [string, SiteScript, string]>([
    [
      'leads to its sign-in page',
      at('/admin/', to('/login/?next=/admin/')),
      'holds: /admin/: the sign-in page /login/',
    ],
    ['is closed by an allow-list', at('/admin/', { status: 403 }), 'holds: /admin/: 403'],
    ['is not there', at('/admin/', { status: 404 }), 'holds: /admin/: 404'],
    ['is open', at('/admin/', index), "broken: /admin/: 200, the admin's menu of a signed-in person"],
    [
      'is a page without a password',
      at('/admin/', page('<h1>Hi</h1>')),
      'doubtful: /admin/: 200, text/html, 11 characters',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/admin', script, OPTIONS)).toBe(verdict);
  });

  test('that a site does not have is not judged', async () => {
    const none = { ...OPTIONS, admin: undefined };
    expect(await verdictOf('leaks/admin', {}, none)).toBe('not-knowable: the suite says that the site has no admin');
    expect(await verdictOf('leaks/admin-allow-list', {}, none)).toBe(
      'not-knowable: the suite says that the site has no admin',
    );
  });
});

describe('the allow-list of the admin', () => {
  const listening = (trusts: (address: string) => boolean): SiteScript => ({
    answers: { '/admin/': ({ headers }) => (trusts(headers['x-forwarded-for'] ?? '') ? SIGN_IN : { status: 403 }) },
  });
  test.each<readonly [string, SiteScript, string]>([
    ['holds against made-up addresses', listening(() => false), 'holds: /admin/: 403, also as 127.0.0.1 and 10.0.0.1'],
    [
      'believes in loopback',
      listening(address => address === '127.0.0.1'),
      'broken: 200 with X-Forwarded-For: 127.0.0.1',
    ],
    [
      'believes in the network inside',
      listening(address => address.startsWith('10.')),
      'broken: 200 with X-Forwarded-For: 10.0.0.1',
    ],
    [
      'is not there, so nothing is known',
      at('/admin/', SIGN_IN),
      'not-knowable: /admin/ answers 200, so no allow-list is seen',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/admin-allow-list', script, OPTIONS)).toBe(verdict);
  });
});

describe('the browsable API', () => {
  const drf = '<link href="/static/rest_framework/css/default.css" rel="stylesheet"><div class="response-info">';
  test.each<readonly [string, SiteScript, string]>([
    [
      'is off: JSON also for browsers',
      at('/api/v1/', { headers: JSON_TYPE, body: '{}' }),
      'holds: /api/v1/: 200, application/json',
    ],
    [
      'is off: a refusal in JSON',
      at('/api/v1/', { status: 401, headers: JSON_TYPE, body: '{}' }),
      'holds: /api/v1/: 401, application/json',
    ],
    [
      'is off: not acceptable',
      at('/api/v1/', { status: 406, headers: JSON_TYPE }),
      'holds: /api/v1/: 406, application/json',
    ],
    [
      'is behind the sign-in page',
      at('/api/v1/', to('/login/?next=/api/v1/')),
      'holds: /api/v1/: 302 to /login/?next=/api/v1/',
    ],
    [
      'is on',
      at('/api/v1/', page(drf)),
      "broken: /api/v1/: 200, text/html, 96 characters, Django REST framework's browsable page",
    ],
    [
      'is on, and carries the refusal',
      at('/api/v1/', page(drf, 403)),
      "broken: /api/v1/: 403, text/html, 96 characters, Django REST framework's browsable page",
    ],
    ['is another HTML page', at('/api/v1/', page('<h1>API</h1>')), 'broken: /api/v1/: 200, text/html, 12 characters'],
    ['fails', at('/api/v1/', page('Server Error', 500)), 'broken: /api/v1/: 500, text/html, 12 characters'],
    [
      'is refused by a page in front',
      at('/api/v1/', page('No.', 403)),
      'not-knowable: /api/v1/: 403, text/html, 3 characters: a page in front of the API refuses',
    ],
    [
      'leads away',
      at('/api/v1/', to('https://www.example/')),
      'not-knowable: /api/v1/: 302 to https://www.example/: name the path where the API itself answers, `leaks: { api: ... }`',
    ],
    [
      'is not at this path',
      at('/api/v1/', page('gone', 404)),
      'not-knowable: there is nothing at /api/v1/ (404); name a path of the API',
    ],
    [
      'is hidden by a front end that answers every path',
      { otherwise: FRONT_END },
      'not-knowable: /api/v1/ gets the same page as any other path; name a path of the API',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/browsable-api', script, OPTIONS)).toBe(verdict);
  });

  test('is asked as a browser asks', async () => {
    const script = at('/api/v1/', { status: 401 });
    const answers = {
      ...script.answers,
      '/api/v1/': ({ headers }: { headers: Readonly<Record<string, string>> }) =>
        headers['accept'] === 'text/html' ? page(drf) : { headers: JSON_TYPE, body: '{}' },
    };
    expect((await judgementOf('leaks/browsable-api', { answers }, OPTIONS)).verdict).toBe('broken');
  });

  test('is not judged when the suite names no API', async () => {
    expect(await verdictOf('leaks/browsable-api', {}, { ...OPTIONS, api: undefined })).toMatch(
      /leaks: \{ api: \/api\/v1\/ \}/,
    );
  });
});

describe('the debug toolbar', () => {
  const panel = '/__debug__/render_panel/';
  test.each<readonly [string, SiteScript, string]>([
    ['is not there', {}, 'holds: /__debug__/render_panel/: 404, /silk/: 404, /console: 404'],
    [
      'is not, behind a front end',
      { otherwise: FRONT_END },
      'holds: /__debug__/render_panel/: 200, /silk/: 200, /console: 200',
    ],
    [
      'answers for its panels',
      at(panel, { headers: JSON_TYPE, body: '{"content": "Data for this panel is not available", "scripts": []}' }),
      'broken: django-debug-toolbar at /__debug__/render_panel/',
    ],
    ['is in the front page', at('/', page('<div id="djDebug" class="x">')), 'broken: django-debug-toolbar at /'],
    ['is Silk', at('/silk/', page('<title>Silky - Summary</title>')), 'broken: Silk at /silk/'],
    [
      'is a console of Werkzeug',
      at('/console', page('<script>var EVALEX = true</script>')),
      "broken: Werkzeug's console at /console",
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/debug-toolbar', script, OPTIONS)).toBe(verdict);
  });
});
