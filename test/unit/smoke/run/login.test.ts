import { describe, expect, test } from '@jest/globals';
import { answered, answeredJson, noAnswer, type ScriptedHeaders, type Visit } from '../../../support/scripted-wire.ts';
import { type Scene, SECRETS, scene } from './scene.ts';

const FORM =
  '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="maskedtoken0123456789"></form>';
const CSRF = 'csrftoken=rawtoken0123456789; Path=/; Secure; SameSite=Lax';
const SESSION = 'sessionid=session0123456789; Path=/; Secure; HttpOnly; SameSite=Lax';

const PAGE = answered(200, FORM, { 'set-cookie': CSRF });

const suite = `
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, lands-on: /dashboard/ }
checks:
  - { name: Dashboard, as: web, get: /dashboard/ }
  - { name: Reports, as: web, get: /reports/ }
  - { name: Home, get: / }
`;

/** A site whose login page and whose answer to the login are these. */
function django(answer: ReturnType<typeof answered>, page = PAGE) {
  return (visit: Visit) => {
    if (visit.request.url.pathname !== '/login/') return answered(200, 'hello');
    return visit.method === 'GET' ? page : answer;
  };
}

const landing = (location: string, headers: ScriptedHeaders = { 'set-cookie': SESSION }) =>
  answered(302, '', { location, ...headers });

describe('the form of Django', () => {
  test('is opened once and sent once, with the token, Origin and a foreign `next`', async () => {
    const { states, wire } = await scene({ suite, site: django(landing('/dashboard/')) });
    expect(states).toEqual(['login/web: passed', 'Dashboard: passed', 'Reports: passed', 'Home: passed']);
    const [page, posted] = wire.visits;
    expect(wire.calls.slice(0, 2)).toEqual(['GET /login/', 'POST /login/?next=https%3A%2F%2Fopen-redirect.example%2F']);
    expect(wire.calls.filter(call => call.includes('/login/'))).toHaveLength(2);
    expect(page?.body).toBe('');
    expect(Object.fromEntries(new URLSearchParams(posted?.body))).toEqual({
      csrfmiddlewaretoken: 'maskedtoken0123456789',
      username: SECRETS['SMOKE_USER'],
      password: SECRETS['SMOKE_PASSWORD'],
      next: 'https://open-redirect.example/',
    });
    expect(posted?.headers).toMatchObject({
      origin: 'https://site.example',
      referer: 'https://site.example/login/',
      'x-csrftoken': 'rawtoken0123456789',
      cookie: 'csrftoken=rawtoken0123456789',
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  test('gives its session to each check that asks for it, and to no other', async () => {
    const { wire } = await scene({ suite, site: django(landing('/dashboard/')) });
    const cookieOf = (path: string) => wire.visits.find(visit => visit.path === path)?.headers['cookie'];
    expect(cookieOf('/dashboard/')).toContain('sessionid=session0123456789');
    expect(cookieOf('/reports/')).toContain('sessionid=session0123456789');
    expect(cookieOf('/')).toBeUndefined();
  });

  test('uses what a check does to its session for that check only', async () => {
    const { wire } = await scene({
      suite,
      site: visit =>
        visit.path === '/dashboard/'
          ? answered(200, '', { 'set-cookie': 'sessionid=; Max-Age=0; Path=/' })
          : django(landing('/dashboard/'))(visit),
      options: { concurrency: 1 },
    });
    expect(wire.visits.find(({ path }) => path === '/reports/')?.headers['cookie']).toContain('sessionid=');
  });

  test('works with the secret in the session, without a csrf cookie', async () => {
    const { states, wire } = await scene({
      suite,
      // Django gives the session a new key when somebody signs in.
      site: django(
        landing('/dashboard/'),
        answered(200, FORM, { 'set-cookie': SESSION.replace('session0123456789', 'stranger0123456789') }),
      ),
    });
    expect(states[0]).toBe('login/web: passed');
    expect(wire.visits[1]?.headers['x-csrftoken']).toBe('maskedtoken0123456789');
  });

  test('works with a plain cookie value when the page hides its form from us', async () => {
    const { wire, states } = await scene({
      suite,
      site: django(landing('/dashboard/'), answered(200, '<div id=app>', { 'set-cookie': CSRF })),
    });
    expect(states[0]).toBe('login/web: passed');
    expect(new URLSearchParams(wire.visits[1]?.body).get('csrfmiddlewaretoken')).toBe('rawtoken0123456789');
  });

  test('masks the password, the session and the tokens', async () => {
    const { world } = await scene({ suite, site: django(landing('/dashboard/')) });
    expect(world.host.masked).toEqual(
      expect.arrayContaining([
        SECRETS['SMOKE_PASSWORD'],
        'session0123456789',
        'rawtoken0123456789',
        'maskedtoken0123456789',
      ]),
    );
  });

  const cases: [string, ReturnType<typeof answered>, RegExp, RegExp][] = [
    ['the form again', answered(200, FORM), /the form came again/, /wrong password.*not approved.*lockout/i],
    ['its own page again', landing('/login/?error=1'), /leads back to its own page/, /wrong password/i],
    [
      'the page of the CSRF protection',
      answered(403, '<h1>Forbidden (403)</h1> CSRF verification failed. Request aborted.'),
      /refused by the CSRF protection/,
      /CSRF_TRUSTED_ORIGINS = \["https:\/\/site\.example"\]\nSECURE_PROXY_SSL_HEADER/,
    ],
    ['a lockout', answered(403, 'Account locked: too many login attempts.'), /The login was refused/, /lockout/],
    ['a rate limit', answered(429, '', { 'retry-after': '1' }), /The login was refused/, /rate limit/],
    ['an error', answered(500, 'oops'), /did not work/, /log of the application/],
    [
      'a redirect of the edge',
      answered(301, '', { location: 'https://www.site.example/login/', 'set-cookie': SESSION }),
      /did not work/,
      /log of the application/,
    ],
    ['a redirect without a session', landing('/dashboard/', {}), /without a session/, /SESSION_COOKIE_DOMAIN/],
    [
      'a redirect with a csrf cookie only',
      landing('/dashboard/', { 'set-cookie': CSRF }),
      /without a session/,
      /SESSION_COOKIE_DOMAIN/,
    ],
    ['no answer', noAnswer('reset') as ReturnType<typeof answered>, /got no answer: scripted reset/, /broke off/],
  ];
  test.each(cases)('answered by %s is a failed login, tried once', async (_, answer, message, remedy) => {
    const { states, result, wire } = await scene({ suite, site: django(answer) });
    expect(states).toEqual(['login/web: failed', 'Dashboard: skipped', 'Reports: skipped', 'Home: passed']);
    expect(result('login/web').problems[0]).toMatchObject({
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
    expect(result('Dashboard').note).toBe('needs the login "web", which failed');
    expect(wire.calls.filter(call => call.startsWith('POST /login/'))).toHaveLength(1);
  });

  test('that leads where a link wants is a failure, and the session is used all the same', async () => {
    const { states, result } = await scene({ suite, site: django(landing('https://open-redirect.example/')) });
    expect(states).toEqual(['login/web: failed', 'Dashboard: passed', 'Reports: passed', 'Home: passed']);
    expect(result('login/web').problems[0]).toMatchObject({
      message: expect.stringContaining('sends its users to any host'),
      remedy: expect.stringContaining('url_has_allowed_host_and_scheme'),
    });
  });

  test('that leads elsewhere than it should is a failure', async () => {
    const { result } = await scene({ suite, site: django(landing('/accounts/profile/')) });
    expect(result('login/web').problems[0]).toMatchObject({
      expected: 'a redirect to /dashboard/',
      actual: 'a redirect to /accounts/profile/',
    });
  });

  test('that is not there says where it is', async () => {
    const { result, wire } = await scene({
      suite,
      site: django(landing('/dashboard/'), answered(301, '', { location: '/accounts/login/?next=/' })),
    });
    expect(result('login/web').problems[0]).toMatchObject({
      actual: 'status 301 to /accounts/login/?next=/',
      remedy: expect.stringContaining('path: /accounts/login/'),
    });
    expect(wire.calls.filter(call => call.startsWith('POST'))).toEqual([]);
  });
});

describe('a check that is signed in', () => {
  const kept = (steps: string) =>
    `${suite.split('checks:')[0]}checks:\n  - name: Mine\n    as: web\n    steps:\n${steps}`;
  const signInAgain = answered(302, '', { location: '/login/?next=/mine/' });
  const site = (more: (visit: Visit) => ReturnType<typeof answered> | undefined) => (visit: Visit) =>
    more(visit) ?? django(landing('/dashboard/'))(visit);

  test('fails when it is sent to the login form, although that is no error status', async () => {
    const { result } = await scene({
      suite: kept('      - get: /mine/\n'),
      site: site(({ path }) => (path === '/mine/' ? signInAgain : undefined)),
    });
    expect(result('Mine').problems).toMatchObject([{ actual: '302 to /login/?next=/mine/' }]);
  });

  test.each([
    ['the status', '{ get: /mine/, expect: { status: 302 } }', signInAgain],
    ['the redirect', '{ get: /mine/, expect: { redirect: { contains: /login/ } } }', signInAgain],
    ['nothing, and was sent there after signing out', '{ post: /mine/ }', answered(302, '', { location: '/login/' })],
  ])('passes when it expects %s', async (_, step, answer) => {
    const { states } = await scene({
      suite: kept(`      - ${step}\n`),
      site: site(({ path }) => (path === '/mine/' ? answer : undefined)),
    });
    expect(states.at(-1)).toBe('Mine: passed');
  });

  test('cleans up with the session of the login when it lost its own', async () => {
    const { states, wire } = await scene({
      suite: kept('      - post: /logout/\n    always:\n      - post: /remove/\n'),
      site: site(({ path, headers }) => {
        if (path === '/logout/')
          return answered(302, '', { location: '/', 'set-cookie': 'sessionid=; Max-Age=0; Path=/' });
        if (path === '/remove/')
          return headers['cookie']?.includes('sessionid') ? answered(302, '', { location: '/' }) : signInAgain;
        return undefined;
      }),
    });
    expect(states.slice(-2)).toEqual(['Mine: passed', 'clean-up/Mine: passed']);
    expect(wire.calls.filter(call => call === 'POST /remove/')).toHaveLength(2);
  });

  test('has not cleaned up when even that is sent to the login form', async () => {
    const { states } = await scene({
      suite: kept('      - get: /mine/\n    always:\n      - post: /remove/\n'),
      site: site(({ path }) => (path === '/remove/' ? signInAgain : undefined)),
    });
    expect(states.slice(-2)).toEqual(['Mine: passed', 'clean-up/Mine: failed']);
  });
});

describe('presets see a login', () => {
  test.each([
    ['sessionid', SESSION, ['sessionid']],
    ['another name that only the server may read', 'obcms_sid=abcdefghijkl; Path=/; HttpOnly; Secure', ['obcms_sid']],
  ])('with its session cookie: %s', async (_, cookie, names) => {
    const seen: unknown[] = [];
    await scene({
      suite: `presets: [cookies]\n${suite}`,
      presets: spy(seen),
      site: django(landing('/dashboard/', { 'set-cookie': [cookie, CSRF] })),
    });
    expect(seen).toMatchObject([
      [{ name: 'web', worked: true, sessionCookies: names, ledTo: new URL('https://site.example/dashboard/') }],
    ]);
  });

  test('that failed', async () => {
    const seen: unknown[] = [];
    await scene({ suite: `presets: [cookies]\n${suite}`, presets: spy(seen), site: django(answered(200, FORM)) });
    expect(seen).toMatchObject([[{ worked: false, sessionCookies: [], cookies: [{ name: 'csrftoken' }] }]]);
  });
});

function spy(seen: unknown[]): NonNullable<Parameters<typeof scene>[0]['presets']> {
  const check = {
    id: 'cookies/spy',
    title: 'Logins are seen',
    why: '',
    accepts: [],
    remedy: '',
    source: '',
    severity: 'failure' as const,
    async collect(site: { readonly logins: unknown }) {
      seen.push(site.logins);
      return undefined as never;
    },
    judge: () => ({ verdict: 'holds' as const, actual: '' }),
  };
  return { cookies: { name: 'cookies', about: '', checks: [check] } };
}

describe('a token', () => {
  const jwt = (more = '') => `
logins:
  api: { kind: jwt, path: /token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, access: $.access${more} }
checks:
  - { name: Me, as: api, get: /me/ }
`;
  const site = (answer: ReturnType<typeof answered>) => (visit: Visit) =>
    visit.path === '/token/' ? answer : answered(visit.headers['authorization'] === 'Bearer eyJ.abc.def' ? 200 : 401);

  test('is fetched once and sent as a bearer', async () => {
    const { states, wire, world } = await scene({
      suite: jwt(),
      site: site(answeredJson(200, { access: 'eyJ.abc.def', refresh: 'eyJ.ref.resh' })),
    });
    expect(states).toEqual(['login/api: passed', 'Me: passed']);
    expect(wire.visits[0]).toMatchObject({
      method: 'POST',
      body: JSON.stringify({ username: SECRETS['SMOKE_USER'], password: SECRETS['SMOKE_PASSWORD'] }),
    });
    expect(world.host.masked).toEqual(expect.arrayContaining(['eyJ.abc.def', 'eyJ.ref.resh']));
  });

  test('may be asked for as a form', async () => {
    const { wire } = await scene({
      suite: jwt(', send: form'),
      site: site(answeredJson(200, { access: 'eyJ.abc.def' })),
    });
    expect(wire.visits[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(wire.visits[0]?.body).get('grant_type')).toBe('password');
  });

  test.each([
    ['refused', answeredJson(401, { detail: 'No active account' }), /refused the login "api"/],
    [
      'asked for at no page',
      answered(404),
      /^POST \/token\/: there is no such page, so the login "api" was not looked/,
    ],
    ['asked for in another way', answered(405), /the page takes other methods only/],
    ['asked for too often', answered(429), /turned the login "api" away for now/],
    ['elsewhere', answered(301, '', { location: '/token' }), /leads elsewhere/],
    ['lost in an error', answered(500), /^POST \/token\/ did not answer the login "api"/],
    ['not in the answer', answeredJson(200, { token: 'x' }), /gave no access token/],
    ['no text', answeredJson(200, { access: 42 }), /gave no access token/],
    ['empty', answeredJson(200, { access: '' }), /gave no access token/],
  ])('that is %s fails the login', async (_, answer, message) => {
    const { states, result } = await scene({ suite: jwt(), site: site(answer) });
    expect(states).toEqual(['login/api: failed', 'Me: skipped']);
    expect(result('login/api').problems[0]?.message).toMatch(message);
  });
});

describe('credentials in a header', () => {
  const bearer = (path: string) => `
logins:
  ops: { kind: bearer, token: $METRICS_TOKEN${path} }
checks:
  - { name: Metrics, as: ops, get: /metrics/ }
`;
  const run = (suite: string, withCredentials: number, without: number): Promise<Scene> =>
    scene({
      suite,
      site: visit => answered(visit.headers['authorization'] === undefined ? without : withCredentials),
    });

  test.each([
    ['closed without and open with them', 200, 401, 'passed'],
    ['closed with them', 401, 401, 'failed'],
    ['open to everybody', 200, 200, 'failed'],
    ['not there', 404, 404, 'failed'],
  ])('are tried on a page that is %s', async (_, withThem, without, state) => {
    const { result } = await run(bearer(', path: /metrics/'), withThem, without);
    expect(result('login/ops').state).toBe(state);
  });

  test('cannot be tried without a page, which is no pass, and checks use them', async () => {
    const { states } = await run(bearer(''), 200, 401);
    expect(states).toEqual(['login/ops: skipped', 'Metrics: passed']);
  });

  test('basic ones are sent as such, and masked in that form', async () => {
    const { wire, world, states } = await run(
      `
logins:
  ops: { kind: basic, username: $SMOKE_USER, password: $SMOKE_PASSWORD, path: /ops/ }
checks:
  - { name: Metrics, as: ops, get: /metrics/ }
`,
      200,
      401,
    );
    expect(states).toEqual(['login/ops: passed', 'Metrics: passed']);
    const pair = Buffer.from(`${SECRETS['SMOKE_USER']}:${SECRETS['SMOKE_PASSWORD']}`).toString('base64');
    expect(wire.visits.at(-1)?.headers['authorization']).toBe(`Basic ${pair}`);
    expect(world.host.masked).toContain(pair);
  });
});
