import { describe, expect, test } from '@jest/globals';
import { isAllowed } from '../../../../src/smoke/run/visitor.ts';
import { answered, type Visit } from '../../../support/scripted-wire.ts';
import { BASE, scene, table } from './scene.ts';

const OK = answered(200, 'ok');
const steps = (...lines: readonly string[]) =>
  `checks:\n  - name: Visit\n    steps:\n${lines.map(line => `      - ${line}\n`).join('')}`;

describe('a visitor', () => {
  test('keeps cookies between steps, and not between checks', async () => {
    const { wire } = await scene({
      suite: `${steps('get: /first', 'get: /second')}  - name: Other\n    get: /second\n`,
      site: table({ '/first': answered(200, '', { 'set-cookie': 'visit=abcdefghij; Path=/' }) }, OK),
      options: { concurrency: 1 },
    });
    expect(wire.visits.map(({ headers }) => headers['cookie'])).toEqual([undefined, 'visit=abcdefghij', undefined]);
  });

  test('sends Origin, Referer and the newest csrf cookie with what changes something, and not otherwise', async () => {
    let turn = 0;
    const { wire } = await scene({
      suite: steps('get: /form?a=1', 'get: /form', 'post: /form', 'options: /form'),
      site: () => {
        turn += 1;
        return answered(200, '', { 'set-cookie': `csrftoken=token-number-${turn}; Path=/; Secure` });
      },
    });
    expect(wire.visits.map(({ headers }) => [headers['origin'], headers['referer'], headers['x-csrftoken']])).toEqual([
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
      ['https://site.example', 'https://site.example/form', 'token-number-2'],
      [undefined, undefined, undefined],
    ]);
  });

  test('takes the token of the form when there is no csrf cookie', async () => {
    const { wire } = await scene({
      suite: steps('get: /form', 'post: /form'),
      site: () => answered(200, "<input type=hidden value='formtoken123' name='csrfmiddlewaretoken'>"),
    });
    expect(wire.visits[1]?.headers['x-csrftoken']).toBe('formtoken123');
  });

  test('leaves headers that the suite writes itself as they are, however they are spelled', async () => {
    const { wire } = await scene({
      suite: steps('{ post: /form, headers: { origin: "null", ACCEPT: text/csv } }'),
      site: () => OK,
    });
    const names = Object.keys(wire.visits[0]?.request.headers ?? {}).map(name => name.toLowerCase());
    expect(wire.visits[0]?.headers).toMatchObject({ origin: 'null', accept: 'text/csv' });
    expect(names.filter(name => name === 'origin' || name === 'accept')).toHaveLength(2);
  });

  test('sends forms, JSON and text with their types', async () => {
    const { wire } = await scene({
      suite: steps(
        '{ post: /, form: { name: "a b&c", run: "x-${run}" } }',
        '{ put: /, json: { n: 1, list: [true, null] } }',
        '{ patch: /, body: plain }',
        '{ post: /, json: {}, headers: { content-type: application/vnd.api+json } }',
        '{ get: "/?q=a%20b", query: { page: "2" } }',
      ),
      site: () => OK,
    });
    expect(wire.visits.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
      ['application/x-www-form-urlencoded', expect.stringMatching(/^name=a\+b%26c&run=x-r[a-z0-9]+$/)],
      ['application/json', '{"n":1,"list":[true,null]}'],
      ['text/plain; charset=utf-8', 'plain'],
      ['application/vnd.api+json', '{}'],
      [undefined, ''],
    ]);
    expect(wire.visits[4]?.path).toBe('/?q=a%20b&page=2');
  });
});

describe('redirects', () => {
  const hop = (status: number, location: string) => answered(status, '', { location });

  test('are answers unless the step follows them', async () => {
    const { wire, states } = await scene({
      suite: steps('{ get: /old, expect: { status: 301, redirect: /new } }'),
      site: table({ '/old': hop(301, '/new') }, OK),
    });
    expect(states).toEqual(['Visit: passed']);
    expect(wire.calls).toEqual(['GET /old']);
  });

  test.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'a=1'],
    [308, 'POST', 'a=1'],
  ])('a POST that is answered %i goes on as %s', async (status, method, body) => {
    const { wire } = await scene({
      suite: steps('{ post: /old, form: { a: "1" }, follow: true, expect: { status: 200 } }'),
      site: table({ '/old': hop(status, '/new') }, OK),
    });
    expect(wire.visits.map(visit => [visit.method, visit.path, visit.body])).toEqual([
      ['POST', '/old', 'a=1'],
      [method, '/new', body],
    ]);
    expect(wire.visits[1]?.headers['content-type']).toBe(
      method === 'POST' ? 'application/x-www-form-urlencoded' : undefined,
    );
  });

  test('that lead in a circle are named', async () => {
    const { result, wire } = await scene({
      suite: steps('{ get: /a, follow: true }'),
      site: table({ '/a': hop(302, '/b'), '/b': hop(302, '/a') }, OK),
    });
    expect(wire.calls).toEqual(['GET /a', 'GET /b', 'GET /a']);
    expect(result('Visit').problems[0]?.message).toBe('GET /a: a redirect loop: GET /a -> GET /b -> GET /a');
  });

  test('that come back with another cookie are no circle', async () => {
    const { states } = await scene({
      suite: steps('{ get: /, follow: true, expect: { status: 200 } }'),
      site: (visit: Visit) =>
        visit.headers['cookie'] === undefined
          ? answered(302, '', { location: '/', 'set-cookie': 'seen=yes; Path=/' })
          : OK,
    });
    expect(states).toEqual(['Visit: passed']);
  });

  test('end after ten', async () => {
    let turn = 0;
    const { result, wire } = await scene({
      suite: steps('{ get: /0, follow: true }'),
      site: () => hop(302, `/${++turn}`),
    });
    expect(wire.calls).toHaveLength(11);
    expect(result('Visit').problems[0]?.message).toContain('more than 10 redirects');
  });

  test('to a host that nobody allowed are not followed', async () => {
    const { result, wire } = await scene({
      suite: steps('{ get: /, follow: true }'),
      site: () => hop(302, 'https://evil.example/x'),
    });
    expect(wire.calls).toEqual(['GET /']);
    expect(result('Visit').problems[0]).toMatchObject({
      message: 'GET /: a redirect to another host, https://evil.example/x',
      remedy: expect.stringContaining("hosts: ['evil.example']"),
    });
  });

  test('away from HTTPS are not followed, and say which setting is missing', async () => {
    const { result, wire } = await scene({
      suite: steps('{ get: /, follow: true }'),
      site: () => hop(302, 'http://site.example/login/'),
    });
    expect(wire.calls).toEqual(['GET /']);
    expect(result('Visit').problems[0]?.remedy).toContain('SECURE_PROXY_SSL_HEADER');
  });
});

describe('another host', () => {
  const SIGNED_IN = `
hosts: [files.example]
logins:
  ops: { kind: bearer, token: $METRICS_TOKEN, path: /metrics/ }
checks:
  - name: Elsewhere
    as: ops
    steps:
      - get: /own
      - post: https://files.example/upload
      - { get: /away, follow: true, headers: { Authorization: Bearer other-secret-token } }
`;

  test('never gets cookies, tokens or credentials of the site', async () => {
    const { wire, states } = await scene({
      suite: SIGNED_IN,
      site: (visit: Visit) => {
        if (visit.path === '/metrics/') return answered(visit.headers['authorization'] === undefined ? 401 : 200);
        if (visit.path === '/away') return answered(302, '', { location: 'https://files.example/landed' });
        return answered(200, '', { 'set-cookie': ['csrftoken=12345678901; Path=/', 'sid=abcdefghijk; Path=/'] });
      },
    });
    expect(states).toEqual(['login/ops: passed', 'Elsewhere: passed']);
    const own = wire.visits.find(({ path }) => path === '/own');
    expect(own?.headers).toMatchObject({ authorization: 'Bearer metrics-token-123456' });
    const foreign = wire.visits.filter(({ origin }) => origin === 'https://files.example');
    expect(foreign.map(({ path }) => path)).toEqual(['/upload', '/landed']);
    for (const { headers } of foreign) {
      expect(Object.keys(headers)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(authorization|cookie|x-csrftoken)$/)]),
      );
    }
    expect(foreign[0]?.headers['referer']).toBe('https://site.example/');
  });

  test('below the same name gets no cookie either, even one that is for all of them', async () => {
    const { wire, world } = await scene({
      suite: `hosts: [files.site.example]
checks:
  - name: Elsewhere
    steps:
      - get: /own
      - post: https://files.site.example/upload
      - post: /own
`,
      site: (visit: Visit) =>
        visit.path === '/own'
          ? answered(200, '', { 'set-cookie': ['csrftoken=12345678901; Domain=site.example; Path=/'] })
          : answered(200, '{"token": "foreigntoken123"}', { 'set-cookie': 'foreign=foreigncookie1; Path=/' }),
    });
    expect(wire.visits.map(({ headers }) => [headers['cookie'], headers['x-csrftoken']])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      ['csrftoken=12345678901', '12345678901'],
    ]);
    expect(world.host.masked).toEqual(expect.arrayContaining(['foreigntoken123', 'foreigncookie1']));
  });

  test.each([
    ['https://site.example/x', true],
    ['https://files.example/x', true],
    ['https://FILES.example:443/x', true],
    ['https://files.example:8443/x', false],
    ['https://other.example:8443/x', true],
    ['https://other.example/x', false],
    ['http://files.example/x', false],
    ['http://site.example/x', false],
    ['https://site.example.evil.example/x', false],
    ['https://evil-files.example/x', false],
  ])('%s may be asked: %s', (address, allowed) => {
    expect(isAllowed(new URL(address), BASE, ['files.example', 'Other.example:8443'])).toBe(allowed);
  });

  test('is not asked when only a captured value makes it the address', async () => {
    const { wire, result } = await scene({
      suite: `checks:
  - name: Next
    steps:
      - { get: /, capture: { next: '$.next' } }
      - { get: '\${next}' }
`,
      site: () => answered(200, '{"next":"//evil.example/x"}', { 'content-type': 'application/json' }),
    });
    expect(wire.calls).toEqual(['GET /']);
    expect(result('Next').problems[0]?.message).toContain('was not sent');
  });

  test('is not asked when a captured value turns a path into its address', async () => {
    const { wire, result } = await scene({
      suite: `checks:
  - name: Next
    steps:
      - { get: /, capture: { next: '$.next' } }
      - { get: '/\${next}' }
`,
      site: () => answered(200, '{"next":"\\\\\\\\evil.example/x"}', { 'content-type': 'application/json' }),
    });
    expect(wire.calls).toEqual(['GET /']);
    expect(result('Next').problems[0]?.message).toContain('was not sent');
  });
});

describe('what is learnt on the way is masked', () => {
  test.each([
    ['cookies', answered(200, '', { 'set-cookie': 'sessionid=s3cr3tsessionvalue; Path=/' }), 's3cr3tsessionvalue'],
    [
      'cookies that browsers refuse',
      answered(200, '', { 'set-cookie': '__Host-x=refusedvalue1; Path=/' }),
      'refusedvalue1',
    ],
    [
      'the token of a form',
      answered(200, '<input name="csrfmiddlewaretoken" value="formtoken12345">'),
      'formtoken12345',
    ],
    ['tokens in JSON', answered(200, '{"access": "eyJhbGciOi.x.y"}'), 'eyJhbGciOi.x.y'],
  ])('%s', async (_, answer, secret) => {
    const { world } = await scene({ suite: 'checks: [{ name: Home, get: / }]', site: () => answer });
    expect(world.host.masked).toContain(secret);
  });

  test('a token that the suite captured under another name, before it is sent', async () => {
    const { world } = await scene({
      suite: `checks:
  - name: Own token
    steps:
      - { get: /, capture: { jwt: '$.data.jwt' } }
      - { get: /, headers: { Authorization: 'Bearer \${jwt}' } }
`,
      site: () => answered(200, '{"data":{"jwt":"captured-token"}}', { 'content-type': 'application/json' }),
    });
    expect(world.host.masked).toEqual(['captured-token']);
  });

  test('words of the language are left alone', async () => {
    const { world } = await scene({
      suite: 'checks: [{ name: Home, get: / }]',
      site: () => answered(200, '{"access": "read", "state": "successful"}', { 'set-cookie': 'theme=dark' }),
    });
    expect(world.host.masked).toEqual([]);
  });
});

describe('429', () => {
  const busy = (headers: Record<string, string> = {}) => answered(429, 'slow down', headers);

  test('with Retry-After is waited for once, and noted', async () => {
    let turn = 0;
    const { result, wire } = await scene({
      suite: 'checks: [{ name: Home, get: / }]',
      site: () => (++turn === 1 ? busy({ 'retry-after': '7' }) : OK),
    });
    expect(result('Home')).toMatchObject({
      state: 'passed',
      note: expect.stringContaining('429 and sent again after 7 s'),
    });
    expect(wire.visits.map(({ at }) => at)).toEqual([0, 7_000]);
  });

  test.each([
    ['twice', { 'retry-after': '7' }, 2],
    ['without Retry-After', {}, 1],
    ['with a wait beyond the time limit', { 'retry-after': '3600' }, 1],
    ['with nonsense', { 'retry-after': '-5' }, 1],
  ])('%s is a failure', async (_, headers, sent) => {
    const { states, wire } = await scene({
      suite: 'checks: [{ name: Home, get: / }]',
      site: () => busy(headers as Record<string, string>),
    });
    expect(states).toEqual(['Home: failed']);
    expect(wire.calls).toHaveLength(sent);
  });

  test('that is expected is not waited for', async () => {
    const { states, wire } = await scene({
      suite: 'checks: [{ name: Limited, get: /, expect: { status: 429 } }]',
      site: () => busy({ 'retry-after': '7' }),
    });
    expect(states).toEqual(['Limited: passed']);
    expect(wire.calls).toHaveLength(1);
  });
});
