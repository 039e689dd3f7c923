import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Alteration, type OpenOptions, openSites, type Sites } from '../../../lab/site/index.ts';
import { type Smoke, visit } from './scene.ts';

/** Logins of the real application: Django's own form, tokens of REST framework, a page behind a token. */

let sites: Sites;
beforeAll(async () => {
  sites = await openSites();
  await sites.open();
}, 300_000);
afterAll(() => sites?.stop());

const SUITE = `version: 1
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, lands-on: /dashboard/ }
checks:
  - name: The dashboard opens
    as: web
    get: /dashboard/
    expect: { status: 200 }
  - name: The list opens
    as: web
    get: /communities/
    expect: { status: 200 }
  - name: A community can be made and removed
    as: web
    tags: [write]
    steps:
      - post: /communities/add/
        form: { name: 'smoke-\${run}', population: 12, region: IX }
        expect: { status: 302, redirect: { matches: '^/communities/\\d+/$' } }
        capture: { id: { header: location, regex: '(\\d+)' } }
    always:
      - post: '/communities/\${id}/delete/'
`;

interface Run {
  readonly smoke: Smoke;
  /** Of the site, as `POST /login/`; with their cookies. */
  asked(route: string): readonly { readonly cookie: string; readonly origin: string; readonly token: string }[];
}

async function signIn(
  options: OpenOptions = {},
  suite = SUITE,
  environment: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const site = await sites.open(options);
  const { user, password } = sites.credentials;
  const env = { SMOKE_USER: user, SMOKE_PASSWORD: password, METRICS_TOKEN: sites.metricsToken, ...environment };
  const smoke = await visit({ ...site, caFile: sites.caFile }, suite, {}, { env });
  const visits = [...site.visits];
  await site.stop();
  return {
    smoke,
    asked: route =>
      visits
        .filter(({ method, path }) => `${method} ${path.split('?')[0]}` === route)
        .map(({ headers }) => ({
          cookie: headers.cookie ?? '',
          origin: headers.origin ?? '',
          token: String(headers['x-csrftoken'] ?? ''),
        })),
  };
}

const cookieIn = (header: string, name: string): string => new RegExp(`${name}=([^;]+)`).exec(header)?.[1] ?? '';
/** What all checks behind a login that failed say. */
const SKIPPED = { state: 'skipped', note: 'needs the login "web", which failed' };

test.concurrent('one login serves all checks, with the newest token, from its own origin', async () => {
  const { smoke, asked } = await signIn();
  expect(smoke.outputs).toMatchObject({ outcome: 'passed', passed: '5' });
  expect(smoke.check('login/web').note).toBe('leads to /dashboard/, session cookie sessionid');
  const [login, ...more] = asked('POST /login/');
  expect(more).toEqual([]);
  expect(login?.origin).toMatch(/^https:\/\/localhost:\d+$/);
  const [made] = asked('POST /communities/add/');
  // Django changes the token when somebody signs in: the old one would be refused.
  const before = cookieIn(login?.cookie ?? '', 'csrftoken');
  const after = cookieIn(made?.cookie ?? '', 'csrftoken');
  expect(before).toMatch(/^\w{32}$/);
  expect(after).toMatch(/^\w{32}$/);
  expect(after).not.toBe(before);
  expect(made?.token).toBe(after);
  const sessions = ['GET /dashboard/', 'GET /communities/', 'POST /communities/add/'].map(route =>
    cookieIn(asked(route)[0]?.cookie ?? '', 'sessionid'),
  );
  expect(new Set(sessions).size).toBe(1);
  expect(sessions[0]).not.toBe('');
});

test.concurrent('a wrong password is a failure, tried once, although the answer is 200', async () => {
  const { smoke, asked } = await signIn({}, SUITE, { SMOKE_PASSWORD: 'not-the-password' });
  expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed', failed: '1', skipped: '3' });
  expect(smoke.check('login/web').problems[0]).toMatchObject({
    message: 'The login was refused: the form came again',
    expected: 'status 302 with a new session cookie',
    actual: 'status 200',
    line: 3,
  });
  expect(smoke.check('The dashboard opens')).toMatchObject(SKIPPED);
  expect(asked('POST /login/')).toHaveLength(1);
  expect(asked('GET /dashboard/')).toHaveLength(0);
});

/** What stands in front of the application, or what it does, and how the login fails. */
const BROKEN: readonly (readonly [string, OpenOptions, string, string])[] = [
  [
    'an account that nobody approved',
    {
      alterations: [
        {
          on: { method: 'POST', path: /^\/login\// },
          answer: { status: 200, body: '<p>Your account is waiting for approval.</p>' },
        },
      ],
    },
    'The login was refused: the form came again',
    'an account that is not approved',
  ],
  [
    'an origin that Django does not trust',
    {
      environment: { ALLOWED_HOSTS: 'localhost,internal.example' },
      alterations: [{ on: { path: /./ }, request: { headers: { 'x-forwarded-host': 'internal.example' } } }],
    },
    'The login was refused by the CSRF protection, as it would be for every visitor',
    'CSRF_TRUSTED_ORIGINS = ["https://localhost:',
  ],
  [
    'cookies that the edge takes away',
    { alterations: [{ on: { method: 'POST', path: /^\/login\// }, cookies: () => null }] },
    'The login led on, but without a session: nobody is signed in',
    'SESSION_COOKIE_DOMAIN',
  ],
  [
    'a lockout',
    {
      alterations: [
        { on: { method: 'POST', path: /^\/login\// }, answer: { status: 429, headers: { 'retry-after': '1' } } },
      ],
    },
    'The login was refused',
    'A lockout or a rate limit',
  ],
  [
    'an edge that loses the application while it signs in',
    { alterations: [{ on: { method: 'POST', path: /^\/login\// }, status: 502 }] },
    'The login did not work',
    'See the log of the application',
  ],
  [
    'a login page that answers 503 while the health page is fine',
    { alterations: [{ on: { method: 'GET', path: /^\/login\// }, answer: { status: 503 } }] },
    'The login page /login/ cannot be opened',
    'whether `path` is the address of the login form',
  ],
];

test.concurrent.each(BROKEN)('%s makes the login fail, and is tried once', async (_, options, message, remedy) => {
  const { smoke, asked } = await signIn(options);
  expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed' });
  const [problem] = smoke.check('login/web').problems;
  expect(problem?.message).toBe(message);
  expect(problem?.remedy).toContain(remedy);
  expect(smoke.check('The list opens')).toMatchObject(SKIPPED);
  expect(asked('POST /login/').length).toBeLessThanOrEqual(1);
});

test.concurrent('a login that leads elsewhere fails, and is one to go on with all the same', async () => {
  const { smoke } = await signIn({}, SUITE.replace('lands-on: /dashboard/', 'lands-on: /home/'));
  expect(smoke.check('login/web').problems[0]).toMatchObject({
    message: 'The login works, but leads elsewhere',
    expected: 'a redirect to /home/',
    actual: 'a redirect to /dashboard/',
  });
  expect(smoke.states['The dashboard opens']).toBe('passed');
});

const TOKENS = `version: 1
logins:
  api: { kind: jwt, path: /api/v1/auth/token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
  ops: { kind: bearer, token: $METRICS_TOKEN, path: /metrics/ }
checks:
  - name: The API answers
    as: api
    get: /api/v1/communities/
    expect: { status: 200, json: { '$.results': { type: array } } }
  - name: The API is closed to strangers
    get: /api/v1/communities/
    expect: { status: 401, header: { www-authenticate: { contains: Bearer } } }
  - name: The metrics can be read
    as: ops
    get: /metrics/
    expect: { body: { contains: obcms_communities } }
`;

test.concurrent('a token opens the API, and another the metrics', async () => {
  const { smoke, asked } = await signIn({}, TOKENS);
  expect(smoke.outputs).toMatchObject({ outcome: 'passed', passed: '5' });
  expect(asked('POST /api/v1/auth/token/')).toHaveLength(1);
  expect(smoke.check('login/ops').note).toBe('GET /metrics/: 401 without credentials, 200 with them');
});

test.concurrent('wrong credentials for tokens fail, each tried once', async () => {
  const { smoke, asked } = await signIn({}, TOKENS, {
    SMOKE_PASSWORD: 'not-the-password',
    METRICS_TOKEN: 'not-the-token',
  });
  expect(smoke.states).toEqual({
    'login/api': 'failed',
    'login/ops': 'failed',
    'The API answers': 'skipped',
    'The API is closed to strangers': 'passed',
    'The metrics can be read': 'skipped',
  });
  expect(smoke.check('login/api').problems[0]).toMatchObject({
    message: 'POST /api/v1/auth/token/ refused the login "api"',
    actual: 'status 401',
  });
  expect(asked('POST /api/v1/auth/token/')).toHaveLength(1);
  expect(asked('GET /metrics/')).toHaveLength(2);
});

test.concurrent('an API that is open to strangers is no proof that a token works', async () => {
  const open: Alteration = { on: { path: /^\/metrics\// }, answer: { status: 200, body: 'obcms_communities 1' } };
  const { smoke } = await signIn({ alterations: [open] }, TOKENS);
  expect(smoke.check('login/ops').problems[0]).toMatchObject({
    message: 'GET /metrics/ does not ask for credentials, so it cannot show that these work',
    expected: 'status 401 or 403 without credentials',
    actual: 'status 200',
  });
});

test.concurrent('an access token at another place than the suite says is not found', async () => {
  const { smoke } = await signIn({}, TOKENS.replace('$SMOKE_PASSWORD }', '$SMOKE_PASSWORD, access: $.token }'));
  expect(smoke.check('login/api').problems[0]).toMatchObject({
    message: 'POST /api/v1/auth/token/ gave no access token',
    expected: 'a text at $.token',
    actual: '$.token finds nothing',
  });
});
