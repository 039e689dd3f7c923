import { afterAll, expect, test } from '@jest/globals';
import { type Smoke, visit } from './scene.ts';
import { type Answer, type Received, type Routes, type ScriptedSite, scenes } from './scripted.ts';

/** Logins of applications that are set up otherwise than the one of the lab. */

const stage = scenes();
afterAll(() => stage.stop());

const USER = 'smoke';
const PASSWORD = 'a password & more 4711';
const SUITE = `version: 1
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
checks:
  - name: Can write
    as: web
    steps:
      - get: /write/
      - post: /write/
        form: { a: 1 }
        expect: { status: 200 }
`;

const env = { SMOKE_USER: USER, SMOKE_PASSWORD: PASSWORD };
const run = (site: ScriptedSite, suite = SUITE, more: Readonly<Record<string, string>> = {}): Promise<Smoke> =>
  visit(site, suite, {}, { env: { ...env, ...more } });

const cookies = (request: Received): Readonly<Record<string, string>> =>
  Object.fromEntries((request.headers.cookie ?? '').split('; ').map(pair => pair.split('=') as [string, string]));
const fields = (request: Received): URLSearchParams => new URLSearchParams(request.body);
const knows = (request: Received): boolean =>
  fields(request).get('username') === USER && fields(request).get('password') === PASSWORD;

const REFUSED: Answer = { status: 403, body: '<h1>Forbidden</h1><p>CSRF verification failed. Request aborted.</p>' };
const signedIn = (...lines: readonly string[]): Answer => ({
  status: 302,
  headers: { location: '/home/', 'set-cookie': ['sessionid=signed-in-session-1; Path=/; Secure; HttpOnly', ...lines] },
});

const hidden = (token: string): string =>
  `<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="${token}"></form>`;

/** CSRF_USE_SESSIONS: the secret stays on the server, a login changes it, and pages with forms are all that tell it. */
const IN_SESSIONS: Routes = {
  'GET /login/': {
    body: hidden('token-of-strangers'),
    headers: { 'set-cookie': 'sessionid=stranger-session-1; Path=/; Secure' },
  },
  'GET /write/': { body: hidden('token-of-the-signed-in') },
  'POST /login/': request =>
    cookies(request)['sessionid'] !== 'stranger-session-1' ||
    fields(request).get('csrfmiddlewaretoken') !== 'token-of-strangers'
      ? REFUSED
      : knows(request)
        ? signedIn()
        : { status: 200 },
  'POST /write/': request =>
    cookies(request)['sessionid'] === 'signed-in-session-1' &&
    request.headers['x-csrftoken'] === 'token-of-the-signed-in'
      ? {}
      : REFUSED,
};

/** CSRF_COOKIE_NAME, and no hidden field: the page is made by a script. */
const OTHER_NAME: Routes = {
  'GET /login/': { headers: { 'set-cookie': '__Secure-obcms-csrf=first-token-in-cookie; Secure; Path=/' } },
  'POST /login/': request =>
    fields(request).get('csrfmiddlewaretoken') !== cookies(request)['__Secure-obcms-csrf']
      ? REFUSED
      : knows(request)
        ? signedIn('__Secure-obcms-csrf=second-token-in-cookie; Secure; Path=/')
        : { status: 200 },
  'GET /write/': {},
  'POST /write/': request =>
    request.headers['x-csrftoken'] === 'second-token-in-cookie' &&
    cookies(request)['__Secure-obcms-csrf'] === 'second-token-in-cookie'
      ? {}
      : REFUSED,
};

test.concurrent.each([
  ['CSRF_USE_SESSIONS', IN_SESSIONS],
  ['a csrf cookie of another name, changed by the login', OTHER_NAME],
])('with %s, the login works and so do the forms behind it', (_, routes) =>
  stage.at(routes, async site => {
    const smoke = await run(site);
    expect(smoke.states).toEqual({ 'login/web': 'passed', 'Can write': 'passed' });
    expect(site.asked('POST /login/')).toHaveLength(1);
    expect(site.asked('POST /login/')[0]?.headers).toMatchObject({
      origin: site.origin,
      referer: `${site.origin}/login/`,
    });
    const wrong = await run(site, SUITE, { SMOKE_PASSWORD: 'wrong-password' });
    expect(wrong.states).toEqual({ 'login/web': 'failed', 'Can write': 'skipped' });
  }),
);

test.concurrent('fields of other names are filled in', () =>
  stage.at(
    {
      'GET /login/': {},
      'POST /login/': request =>
        fields(request).get('email') === USER && fields(request).get('pass') === PASSWORD
          ? signedIn()
          : { status: 200 },
      'GET /write/': {},
      'POST /write/': {},
    },
    async site => {
      const suite = SUITE.replace(
        'password: $SMOKE_PASSWORD',
        'password: $SMOKE_PASSWORD, fields: { username: email, password: pass }',
      );
      expect((await run(site, suite)).outputs['outcome']).toBe('passed');
    },
  ));

test.concurrent('a login that sends its users to any host in a link works, and fails', () =>
  stage.at(
    {
      'GET /login/': {},
      'POST /login/': request => ({
        status: 302,
        headers: {
          location: new URLSearchParams(request.query).get('next') ?? '/home/',
          'set-cookie': 'sessionid=signed-in-session-1; Path=/; Secure',
        },
      }),
      'GET /write/': {},
      'POST /write/': {},
    },
    async site => {
      const smoke = await run(site);
      expect(smoke.states).toEqual({ 'login/web': 'failed', 'Can write': 'passed' });
      expect(smoke.check('login/web').problems[0]).toMatchObject({
        message: 'The login works, but sends its users to any host that a link names in `next`',
        actual: 'a redirect to https://open-redirect.example/',
        remedy: expect.stringContaining('url_has_allowed_host_and_scheme'),
      });
    },
  ));

const OTHERS = `version: 1
logins:
  api: { kind: jwt, path: /token, username: $SMOKE_USER, password: $SMOKE_PASSWORD, send: form, access: $.access_token }
  door: { kind: basic, username: $SMOKE_USER, password: $SMOKE_PASSWORD, path: /closed/ }
  untried: { kind: basic, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
checks:
  - { name: By token, as: api, get: /api/ }
  - { name: By password, as: door, get: /closed/ }
  - { name: By password untried, as: untried, get: /closed/ }
`;

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const CLOSED: Routes = {
  'POST /token': request =>
    fields(request).get('grant_type') === 'password' && knows(request)
      ? { json: { access_token: 'oauth-token-0123456789' } }
      : { status: 401 },
  'GET /api/': ({ headers }) => ({ status: headers.authorization === 'Bearer oauth-token-0123456789' ? 200 : 401 }),
  'GET /closed/': ({ headers }) => ({ status: headers.authorization === basic(USER, PASSWORD) ? 200 : 401 }),
};

test.concurrent('a token by a form, and user name and password with every request', () =>
  stage.at(CLOSED, async site => {
    const smoke = await run(site, OTHERS);
    expect(smoke.states).toEqual({
      'login/api': 'passed',
      'login/door': 'passed',
      'login/untried': 'skipped',
      'By token': 'passed',
      'By password': 'passed',
      'By password untried': 'passed',
    });
    expect(smoke.check('login/untried').note).toBe('not tried: the login has no `path` that is closed without it');
  }));

test.concurrent('wrong ones fail, and are tried once', () =>
  stage.at(CLOSED, async site => {
    const smoke = await run(site, OTHERS, { SMOKE_PASSWORD: 'wrong-password' });
    expect(smoke.states).toEqual({
      'login/api': 'failed',
      'login/door': 'failed',
      'login/untried': 'skipped',
      'By token': 'skipped',
      'By password': 'skipped',
      'By password untried': 'failed',
    });
    expect(site.asked('POST /token')).toHaveLength(1);
    // A stranger's, the login's, and that of the check behind the login that cannot be tried.
    expect(site.asked('GET /closed/').filter(({ headers }) => headers.authorization !== undefined)).toHaveLength(2);
  }));

test.concurrent('credentials are sent to the site, and to nobody whom it redirects to', () =>
  stage.at({ '*': {} }, stranger =>
    stage.at(
      { ...CLOSED, 'GET /api/': { status: 302, headers: { location: `${stranger.origin}/take/` } } },
      async site => {
        const suite = OTHERS.replace('get: /api/', 'get: /api/, follow: true').replace(
          'version: 1',
          `version: 1\nhosts: ['${new URL(stranger.origin).host}']`,
        );
        const smoke = await run(site, suite);
        expect(smoke.states['By token']).toBe('passed');
        expect(stranger.requests).toHaveLength(1);
        expect(stranger.requests[0]?.headers).not.toHaveProperty('authorization');
        expect(stranger.requests[0]?.headers).not.toHaveProperty('cookie');
      },
    ),
  ));
