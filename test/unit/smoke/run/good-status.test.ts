import { describe, expect, test } from '@jest/globals';
import { answered, noAnswer, type Visit } from '../../../support/scripted-wire.ts';
import { scene, table } from './scene.ts';

const HALF = answered(200, '<h1>Commun', {}, { damage: 'the connection broke off before the body was complete' });

describe('an answer that breaks off', () => {
  const suite = 'checks:\n  - { name: Home, get: /, expect: { status: 200 } }\n';

  test('fails a check that asks for its status alone', async () => {
    const { result } = await scene({ suite, site: () => HALF });
    expect(result('Home')).toMatchObject({
      state: 'failed',
      problems: [{ message: 'GET /: the answer is not complete', actual: expect.stringContaining('broke off') }],
    });
  });

  test('fails nothing when it is a redirect, whose body nobody sees', async () => {
    const site = () => answered(302, '', { location: '/en/' }, { damage: 'the connection broke off' });
    expect((await scene({ suite: suite.replace('200', '302'), site })).states).toEqual(['Home: passed']);
  });

  test('leaves a clean-up clean: what is gone is gone', async () => {
    const { states } = await scene({
      suite: 'checks:\n  - { name: Thing, post: /add/, always: [{ post: /remove/ }] }\n',
      site: table({ '/remove/': HALF }, answered(200)),
    });
    expect(states).toEqual(['Thing: passed', 'clean-up/Thing: passed']);
  });
});

test("the edge's own 404 is no sign that something is gone", async () => {
  const { states } = await scene({
    suite: 'checks:\n  - { name: Thing, post: /add/, always: [{ post: /remove/ }] }\n',
    site: table({ '/remove/': answered(404, '404 page not found\n', { 'content-type': 'text/plain' }) }, answered(200)),
  });
  expect(states).toEqual(['Thing: passed', 'clean-up/Thing: failed']);
});

describe('redirects that are followed to the sign-in form', () => {
  const suite = (expected: string) => `
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
checks:
  - { name: Dashboard, as: web, get: /dashboard/, follow: true, expect: ${expected} }
`;
  const site = ({ method, path }: Visit) => {
    if (method === 'POST')
      return answered(302, '', { location: '/', 'set-cookie': 'sessionid=session0123456789; Path=/; HttpOnly' });
    return path === '/dashboard/'
      ? answered(302, '', { location: '/login/?next=/dashboard/' })
      : answered(200, 'Sign in');
  };

  test('fail a check that asks for a status: its session is lost', async () => {
    const { result } = await scene({ suite: suite('{ status: 200 }'), site });
    expect(result('Dashboard')).toMatchObject({
      state: 'failed',
      problems: [{ actual: 'redirects that end on /login/?next=/dashboard/' }],
    });
  });

  test('are what a check wants that looks at the form', async () => {
    const { result } = await scene({ suite: suite('{ status: 200, body: { contains: Sign in } }'), site });
    expect(result('Dashboard').state).toBe('passed');
  });
});

test('an answer that begins and never ends was one: what is said is that it did not end', async () => {
  const suite = 'checks:\n  - { name: Events, get: /events/, expect: { status: 200 } }\n';
  const message = 'the answer did not end within 2 s; 162 bytes of its body had come';
  const { result } = await scene({ suite, site: () => noAnswer('timeout', { message, code: 'UNENDED' }) });
  expect(result('Events').problems[0]).toMatchObject({
    message: `GET /events/: ${message}`,
    remedy: expect.stringContaining('never ends on purpose'),
  });
});

test('a load whose session is lost is no load of the page that was meant', async () => {
  const suite = `
logins:
  web: { kind: django-form, path: /login/, username: smoke, password: $SMOKE_PASSWORD }
checks:
  - { name: Busy, as: web, load: { get: /dashboard/, rate: 10, concurrency: 2, duration: 1s, expect: { p95: '< 1s' } } }
`;
  const site = (lost: boolean) => (visit: Visit) => {
    if (visit.method === 'POST')
      return answered(302, '', { location: '/', 'set-cookie': 'sessionid=session0123456789; Path=/; HttpOnly' });
    return lost && visit.path === '/dashboard/'
      ? answered(302, '', { location: '/login/?next=/dashboard/' })
      : answered(200, 'Hello');
  };
  const { result } = await scene({ suite, site: site(true) });
  expect(result('Busy')).toMatchObject({
    state: 'failed',
    problems: [{ remedy: '10 x HTTP 302 to /login/, the sign-in page: the session was lost or never worked' }],
  });
  expect((await scene({ suite, site: site(false) })).states).toContain('Busy: passed');
});

test('an error page fails a check that only asks that nothing redirects', async () => {
  const suite = 'checks:\n  - { name: Stays, get: /, expect: { redirect: { absent: true } } }\n';
  expect((await scene({ suite, site: () => answered(500) })).states).toEqual(['Stays: failed']);
  expect((await scene({ suite, site: () => answered(200) })).states).toEqual(['Stays: passed']);
});

test.each(['null', '""'])(
  'a captured %s names nothing: no clean-up is sent to it, and 404 does not make it clean',
  async id => {
    const { states, wire, result } = await scene({
      suite: `
checks:
  - name: Thing
    post: /add/
    capture: { id: '$.id' }
    always: [{ post: '/things/\${id}/delete/' }]
`,
      site: table({ '/add/': answered(201, `{"id":${id}}`) }, answered(404)),
    });
    expect(states).toEqual(['Thing: passed', 'clean-up/Thing: failed']);
    expect(wire.calls).toEqual(['POST /add/']);
    expect(result('clean-up/Thing').problems[0]?.message).toBe(
      `POST was not sent: \${id} is ${id}, which names nothing`,
    );
  },
);

describe('a login that leads on', () => {
  const suite = `
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
`;
  const site =
    (before: string, after: string) =>
    ({ method }: Visit) =>
      method === 'POST'
        ? answered(302, '', { location: '/not-approved/', 'set-cookie': after })
        : answered(200, '<form>', { 'set-cookie': before });

  test.each([
    ['the session that the visitor had before', 'sessionid=stranger0123456789', 'sessionid=stranger0123456789'],
    ["a balancer's cookie alone", 'AWSALB=one0123456789', 'AWSALB=two0123456789'],
    ["a firewall's cookie alone", 'other=x', '__cf_bm=two0123456789'],
  ])('signs nobody in with %s', async (_, before, after) => {
    const { states } = await scene({ suite, site: site(before, after) });
    expect(states).toEqual(['login/web: failed']);
  });

  test('signs in with a session that replaces an earlier one', async () => {
    const { states } = await scene({
      suite,
      site: site('sessionid=stranger0123456789', 'sessionid=member0123456789'),
    });
    expect(states).toEqual(['login/web: passed']);
  });
});

test('a run that was cancelled counts checks that held, not clean-ups', async () => {
  const { verdictOf } = await import('../../../../src/smoke/verdict.ts');
  const { run } = await scene({
    suite: 'checks:\n  - { name: Slow, post: /add/, always: [{ post: /remove/ }] }\n',
    site: table({ '/add/': () => new Promise(() => undefined) }, answered(200)),
    cancelAt: 1_000,
  });
  expect(verdictOf(run, new URL('https://site.example')).headline).toContain('; 0 held and none failed so far');
});
