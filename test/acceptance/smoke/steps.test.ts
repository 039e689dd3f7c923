import { afterAll, describe, expect, test } from '@jest/globals';
import { SUITE, suiteOf, visit } from './scene.ts';
import { type Received, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

/** What a check asks, what must have arrived, and with which inputs. */
const REQUESTS: Readonly<Record<string, { ask: string; arrived: Partial<Received> & { header?: [string, string] } }>> =
  {
    get: { ask: 'get: /r/get', arrived: { method: 'GET', body: '' } },
    head: { ask: 'head: /r/head', arrived: { method: 'HEAD', body: '' } },
    options: { ask: 'options: /r/options', arrived: { method: 'OPTIONS' } },
    delete: { ask: 'delete: /r/delete', arrived: { method: 'DELETE' } },
    query: {
      ask: "get: '/r/query?page=2'\nquery: { q: 'a b&c', n: 5, open: true }",
      arrived: { query: 'page=2&q=a+b%26c&n=5&open=true' },
    },
    form: {
      ask: "post: /r/form\nform: { name: 'Ñandú & co', amount: 3 }",
      arrived: {
        method: 'POST',
        body: 'name=%C3%91and%C3%BA+%26+co&amount=3',
        header: ['content-type', 'application/x-www-form-urlencoded'],
      },
    },
    json: {
      ask: "put: /r/json\njson: { name: '${region}', deep: [1, { of: null }], whole: '${amount}' }",
      arrived: {
        method: 'PUT',
        body: '{"name":"bangsamoro","deep":[1,{"of":null}],"whole":"12"}',
        header: ['content-type', 'application/json'],
      },
    },
    body: {
      ask: 'patch: /r/body\nbody: |\n  a,b\n  1,2\nheaders: { Content-Type: text/csv }',
      arrived: { method: 'PATCH', body: 'a,b\n1,2\n', header: ['content-type', 'text/csv'] },
    },
    secret: {
      ask: "get: /r/secret\nheaders: { X-Key: 'key $SMOKE_KEY for $$5', X-Own: mine }",
      arrived: { header: ['x-key', 'key qpwoeiruty-98 for $5'] },
    },
    defaults: {
      ask: 'get: /r/defaults\nheaders: { X-Own: mine }',
      arrived: { header: ['accept-language', 'fil'] },
    },
    'own headers': {
      ask: 'get: /r/own\nheaders: { accept-language: en }',
      arrived: { header: ['accept-language', 'en'] },
    },
    variable: { ask: "get: '/r/${region}/${amount}'", arrived: { path: '/r/bangsamoro/12' } },
  };

test.concurrent('every kind of request arrives as it is written, with variables, secrets and defaults in place', () =>
  stage.at({ '*': {} }, async site => {
    const checks = Object.fromEntries(Object.entries(REQUESTS).map(([name, { ask }]) => [name, ask]));
    const suite = suiteOf(checks, 'defaults: { headers: { Accept-Language: fil } }\n');
    const variables = 'region=bangsamoro\namount=12';
    const smoke = await visit(site, suite, { variables }, { env: { SMOKE_KEY: 'qpwoeiruty-98' } });
    expect(smoke.outputs).toMatchObject({ outcome: 'passed', passed: String(Object.keys(REQUESTS).length) });
    for (const [name, { ask, arrived }] of Object.entries(REQUESTS)) {
      const path = arrived.path ?? /\/r\/[a-z]+/.exec(ask)?.[0];
      const request = site.requests.find(one => one.path === path);
      const { header, ...others } = arrived;
      expect({ name, ...request }).toMatchObject({ name, ...others });
      if (header !== undefined)
        expect({ name, value: request?.headers[header[0]] }).toEqual({ name, value: header[1] });
    }
  }));

test.concurrent('a form with files is sent as browsers send it', () =>
  stage.at({ 'POST /upload/': { status: 201 } }, async site => {
    const suite = suiteOf({
      'A list of names can be uploaded': `post: /upload/
form: { title: 'Names \${run}' }
files: { sheet: data/names.csv, mark: data/mark.svg }
expect: { status: 201 }`,
    });
    const files = { 'data/names.csv': 'name\nJolo\n', 'data/mark.svg': '<svg/>' };
    const smoke = await visit(site, suite, {}, { files });
    expect(smoke.outputs['outcome']).toBe('passed');
    const [upload] = site.asked('POST /upload/');
    const body = upload?.body ?? '';
    const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(upload?.headers['content-type'] ?? '')?.[1];
    const part = (name: string, text: string, file = '', type = '') =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === '' ? '' : `; filename="${file}"`}\r\n${type === '' ? '' : `Content-Type: ${type}\r\n`}\r\n${text}\r\n`;
    expect(body.replace(/smoke?r[0-9a-z]{8,}(?=\r)/, '')).toBe(
      `${part('title', `Names ${/Names (r[0-9a-z]+)/.exec(body)?.[1]}`)}${part('sheet', 'name\nJolo\n', 'names.csv', 'text/csv')}${part('mark', '<svg/>', 'mark.svg', 'image/svg+xml')}--${boundary}--\r\n`,
    );
    expect(Number(upload?.headers['content-length'])).toBe(Buffer.byteLength(body));
  }));

describe('redirects', () => {
  const hops = {
    'GET /old/': { status: 302, headers: { location: '/older/' } },
    'GET /older/': { status: 301, headers: { location: '/new/' } },
    'GET /new/': { body: 'here it is' },
    'POST /old/': { status: 303, headers: { location: '/new/' } },
    'GET /round/': { status: 302, headers: { location: '/and-round/' } },
    'GET /and-round/': { status: 302, headers: { location: '/round/' } },
    'GET /away/': { status: 302, headers: { location: 'https://elsewhere.example/' } },
    'GET /down/': { status: 302, headers: { location: 'http://localhost/' } },
  };

  test.concurrent('are followed only when the suite says so', () =>
    stage.at(hops, async site => {
      const smoke = await visit(
        site,
        suiteOf({
          'Stays where it is': 'get: /old/\nexpect: { status: 302, redirect: /older/ }',
          'Goes to the end': 'get: /old/\nfollow: true\nexpect: { status: 200, body: here it is }',
          'Becomes a GET': 'post: /old/\nform: { a: 1 }\nfollow: true\nexpect: { body: here it is }',
        }),
      );
      expect(smoke.outputs['outcome']).toBe('passed');
      expect(site.asked('GET /new/').map(({ body }) => body)).toEqual(['', '']);
      expect(site.asked('GET /older/')).toHaveLength(1);
    }));

  test.concurrent('that end nowhere good fail, and nothing is sent to another host', () =>
    stage.at(hops, async site => {
      const smoke = await visit(
        site,
        suiteOf({
          Round: 'get: /round/\nfollow: true',
          Away: 'get: /away/\nfollow: true',
          Down: 'get: /down/\nfollow: true',
        }),
      );
      expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed', failed: '3' });
      expect(smoke.check('Round').problems[0]?.message).toContain(
        'a redirect loop: GET /round/ -> GET /and-round/ -> GET /round/',
      );
      expect(smoke.check('Away').problems[0]).toMatchObject({
        message: 'GET /away/: a redirect to another host, https://elsewhere.example/',
        remedy: "If that is meant, allow the host in the suite:\nhosts: ['elsewhere.example']",
      });
      expect(smoke.check('Down').problems[0]?.message).toContain('a redirect away from HTTPS, to http://localhost/');
    }));
});

test.concurrent('another host is asked when the suite allows it, without the cookies and credentials of the site', () =>
  stage.at({ '*': { body: 'a stylesheet' } }, cdn =>
    stage.at({ 'GET /': { headers: { 'set-cookie': 'sessionid=only-for-the-site; Secure' } }, '*': {} }, async site => {
      const host = new URL(cdn.origin).host;
      const suite = suiteOf(
        {
          'The stylesheet is there': `as: ops
steps:
  - get: /
  - get: ${cdn.origin}/site.css
    expect: { status: 200, body: a stylesheet }
  - get: /again/`,
        },
        `hosts: ['${host}']\nlogins: { ops: { kind: bearer, token: $OPS_TOKEN } }\n`,
      );
      const smoke = await visit(site, suite, {}, { env: { OPS_TOKEN: 'token-of-operations' } });
      expect(smoke.outputs['outcome']).toBe('passed');
      expect(site.asked('GET /again/')[0]?.headers).toMatchObject({
        cookie: 'sessionid=only-for-the-site',
        authorization: 'Bearer token-of-operations',
      });
      expect(cdn.requests.map(({ path }) => path)).toEqual(['/site.css']);
      expect(cdn.requests[0]?.headers).not.toHaveProperty('cookie');
      expect(cdn.requests[0]?.headers).not.toHaveProperty('authorization');
    }),
  ));

test.concurrent('without "expect", a status from 400 on fails, with the line of the suite under which it stands', () =>
  stage.at({ 'GET /fine/': { status: 302, headers: { location: '/x' } }, 'GET /bad/': { status: 400 } }, async site => {
    const smoke = await visit(site, suiteOf({ Fine: 'get: /fine/', Bad: 'get: /bad/', Lost: 'get: /lost/' }));
    expect(smoke.states).toEqual({ Fine: 'passed', Bad: 'failed', Lost: 'failed' });
    expect(smoke.check('Lost').problems[0]).toMatchObject({ expected: '< 400', actual: '404', line: 8 });
    expect(smoke.run.log).toContain(`${SUITE}:8:10`);
    expect(smoke.run.log).toMatch(/8 \| {5}get: \/lost\/\n.*\| {3}GET \/lost\/: status is not as expected\n/);
    expect(smoke.run.log).toMatch(/expected: < 400\n.*actual: {3}404\n/);
    expect(smoke.annotations.filter(({ level }) => level === 'error').map(({ file, line }) => [file, line])).toEqual([
      [undefined, undefined],
      [SUITE, 6],
      [SUITE, 8],
    ]);
  }));

test.concurrent('the first step that fails ends its check, and no other', () =>
  stage.at({ 'GET /a/': { status: 500 }, 'GET /b/': {} }, async site => {
    const smoke = await visit(
      site,
      suiteOf({ Three: 'steps:\n  - get: /b/\n  - get: /a/\n  - get: /never/', Other: 'get: /b/' }),
    );
    expect(smoke.states).toEqual({ Three: 'failed', Other: 'passed' });
    expect(site.asked('GET /never/')).toHaveLength(0);
  }));

test.concurrent('steps share cookies as a browser does, and checks share none', () =>
  stage.at(
    {
      'GET /set/': {
        headers: {
          'set-cookie': [
            'one=1; Secure; Path=/',
            'two=2; Secure; Path=/deep/',
            'gone=3; Secure; Path=/; Max-Age=0',
            'elsewhere=4; Secure; Domain=other.example',
          ],
        },
      },
      '*': {},
    },
    async site => {
      const smoke = await visit(
        site,
        suiteOf({ Shares: 'steps:\n  - get: /set/\n  - get: /seen/\n  - get: /deep/seen/', Alone: 'get: /alone/' }),
      );
      expect(smoke.outputs['outcome']).toBe('passed');
      const cookie = (path: string) => site.asked(`GET ${path}`)[0]?.headers.cookie;
      expect([cookie('/seen/'), cookie('/deep/seen/'), cookie('/alone/')]).toEqual([
        'one=1',
        'two=2; one=1',
        undefined,
      ]);
    },
  ));

test.concurrent('a request has the time that it says, else the default one', () =>
  stage.at({ 'GET /slow/': { afterMs: 1_500 } }, async site => {
    const smoke = await visit(
      site,
      suiteOf(
        { Short: 'get: /slow/', Long: 'get: /slow/\ntimeout: 9s\nexpect: { time: "> 1400ms" }' },
        'defaults: { timeout: 500ms }\n',
      ),
    );
    expect(smoke.states).toEqual({ Short: 'failed', Long: 'passed' });
    expect(smoke.check('Short').problems[0]?.message).toMatch(/^GET \/slow\/ got no answer: no answer within 0\.5 s$/);
  }));

describe('an answer of 429', () => {
  const busy = (times: number) => (_: Received, nth: number) =>
    nth <= times ? { status: 429, headers: { 'retry-after': '1' } } : { status: 200 };

  test.concurrent('that says when to come again is waited for once, and told', () =>
    stage.at({ 'GET /once/': busy(1), 'GET /twice/': busy(2), 'GET /meant/': busy(9) }, async site => {
      const smoke = await visit(
        site,
        suiteOf({
          Once: 'get: /once/',
          Twice: 'get: /twice/',
          Meant: 'get: /meant/\nexpect: { status: 429 }',
        }),
      );
      expect(smoke.states).toEqual({ Once: 'passed', Twice: 'failed', Meant: 'passed' });
      expect(smoke.check('Once').note).toBe(
        'GET /once/ was answered 429 and sent again after 1 s, as Retry-After asked',
      );
      const [first, second] = site.asked('GET /once/').map(({ at }) => at);
      expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
      expect(site.asked('GET /twice/')).toHaveLength(2);
      expect(site.asked('GET /meant/')).toHaveLength(1);
    }));

  test.concurrent('is a failure when it asks for more than the time that is left', () =>
    stage.at({ 'GET /late/': { status: 429, headers: { 'retry-after': '3600' } } }, async site => {
      const smoke = await visit(site, suiteOf({ Late: 'get: /late/' }), { timeout: '20s' });
      expect(smoke.outputs['reason-code']).toBe('checks-failed');
      expect(site.requests).toHaveLength(1);
    }));
});
