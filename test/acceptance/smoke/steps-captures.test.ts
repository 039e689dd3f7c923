import { afterAll, expect, test } from '@jest/globals';
import { suiteOf, visit } from './scene.ts';
import { type Routes, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const SITE: Routes = {
  'POST /things/': {
    status: 201,
    json: { id: 41, parts: [{ name: 'first part' }], none: null },
    headers: { Location: '/things/41/edit/', 'Set-Cookie': 'basket=abc-123; Secure' },
  },
  'GET /page/': { body: '<p>Reference: <b>REF-2026-7</b></p>' },
  '*': {},
};

test.concurrent('values are captured from JSON, headers, cookies and bodies, whole or by the first group', () =>
  stage.at(SITE, async site => {
    const smoke = await visit(
      site,
      suiteOf({
        'What was made can be asked for': `steps:
  - post: /things/
    json: {}
    capture:
      id: $.id
      part: { json: '$.parts[0].name' }
      letters: { json: '$.parts[0].name', regex: '^(\\w+)' }
      place: { header: location }
      number: { header: Location, regex: 'things/(\\d+)/' }
      basket: { cookie: basket }
      half: { cookie: basket, regex: '[a-z]+' }
  - get: /page/
    capture:
      all: { body: true }
      ref: { body: true, regex: '<b>(.*?)</b>' }
  - get: '/used/\${id}/\${number}/\${basket}/\${half}/\${letters}/\${ref}/'
  - get: '\${place}'
  - post: /used/
    json: { id: '\${id}', text: 'no. \${id}', part: '\${part}', page: '\${all}' }`,
      }),
    );
    expect(smoke.outputs['outcome']).toBe('passed');
    expect(site.requests.map(({ method, path }) => `${method} ${path}`).slice(2)).toEqual([
      'GET /used/41/41/abc-123/abc/first/REF-2026-7/',
      'GET /things/41/edit/',
      'POST /used/',
    ]);
    // A text that is nothing but a name becomes the value itself.
    expect(JSON.parse(site.asked('POST /used/')[0]?.body ?? '')).toEqual({
      id: 41,
      text: 'no. 41',
      part: 'first part',
      page: '<p>Reference: <b>REF-2026-7</b></p>',
    });
  }));

test.concurrent.each([
  ['a JSONPath that finds nothing', 'capture: { x: $.nothing }', '$.nothing finds nothing'],
  ['a header that is not there', 'capture: { x: { header: x-id } }', 'no such header'],
  ['a cookie that is not set', 'capture: { x: { cookie: theme } }', 'the answer does not set this cookie'],
  [
    'a regular expression that finds nothing',
    "capture: { x: { body: true, regex: 'id=(\\d+)' } }",
    'the regular expression finds nothing',
  ],
])('%s fails the check, at its line', (_, capture, actual) =>
  stage.at(SITE, async site => {
    const smoke = await visit(
      site,
      suiteOf({ Captures: `steps:\n  - post: /things/\n    json: {}\n    ${capture}\n  - get: '/\${x}/'` }),
    );
    const { state, problems } = smoke.check('Captures');
    expect(state).toBe('failed');
    expect(problems).toEqual([
      expect.objectContaining({
        message: '${x} was not captured',
        actual: expect.stringContaining(actual),
        line: 7,
      }),
    ]);
    expect(site.requests).toHaveLength(1);
  }),
);

test.concurrent('a captured value cannot leave the site, begin a header line or mean more than itself in an expression', () =>
  stage.at(
    {
      'GET /evil/': { json: { host: '//evil.example/', lines: 'a\r\nX-Injected: yes', dot: '.*' } },
      'GET /page/': { body: 'anything' },
      '*': {},
    },
    async site => {
      const capture = 'capture: { host: $.host, lines: $.lines, dot: $.dot }';
      const smoke = await visit(
        site,
        suiteOf({
          Leaves: `steps:\n  - get: /evil/\n    ${capture}\n  - get: '\${host}'`,
          Injects: `steps:\n  - get: /evil/\n    ${capture}\n  - get: /headers/\n    headers: { X-Value: '\${lines}' }`,
          Widens: `steps:\n  - get: /evil/\n    ${capture}\n  - get: /page/\n    expect: { body: { matches: '^\${dot}$' } }`,
        }),
      );
      expect(smoke.states).toEqual({ Leaves: 'failed', Injects: 'failed', Widens: 'failed' });
      expect(smoke.check('Leaves').problems[0]?.message).toMatch(
        /^GET was not sent: https:\/\/evil\.example\/ is neither/,
      );
      expect(smoke.check('Injects').problems[0]?.message).toContain('the value of its header X-Value has a line break');
      expect(site.asked('GET /headers/')).toHaveLength(0);
    },
  ));

test.concurrent('the name of the run is new each time, and the same in all of its checks', () =>
  stage.at({ '*': {} }, async site => {
    const suite = suiteOf({ A: "get: '/${run}/a'", B: "post: '/${run}/b'\nform: { n: 'smoke-${run}' }" });
    await visit(site, suite);
    await visit(site, suite);
    const names = site.requests.map(({ path }) => path.split('/')[1] ?? '');
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^r[a-z0-9]{12,}$/);
    for (const { path, body } of site.requests.filter(({ method }) => method === 'POST'))
      expect(body).toBe(`n=smoke-${path.split('/')[1]}`);
  }));
