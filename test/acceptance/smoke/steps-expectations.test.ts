import { afterAll, expect, test } from '@jest/globals';
import { SUITE, visit } from './scene.ts';
import { type Routes, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const COMMUNITY = {
  id: 7,
  name: 'Jolo',
  tags: ['coast', 'market'],
  population: 125_564,
  mayor: null,
  open: true,
  region: { code: 'BARMM' },
  places: [
    { name: 'a', size: 1 },
    { name: 'b', size: 2 },
  ],
};

const SITE: Routes = {
  'GET /thing/': {
    status: 201,
    json: COMMUNITY,
    headers: {
      'X-Amount': '12',
      'Cache-Control': 'no-store, private',
      Location: '/things/7/?from=smoke',
      'Set-Cookie': [
        'theme=dark; Path=/; Max-Age=3600; SameSite=Lax; Secure; HttpOnly',
        'plain=1; Path=/things/; Domain=localhost',
      ],
    },
  },
  'GET /leads/': { status: 302, headers: { Location: '/things/7/?from=smoke' } },
  'GET /leads-away/': { status: 301, headers: { Location: 'https://other.example/x' } },
  'GET /text/': { body: 'Population: 125,564\nRegion: BARMM', headers: { 'Content-Type': 'text/plain' } },
  'GET /empty/': { status: 204, body: '' },
  'GET /slow/': { afterMs: 400 },
  'GET /many/': { json: { deep: 'not json after all' }, headers: { 'Content-Type': 'application/json' } },
};

/**
 * Where, what holds there, what is close to it and does not, and what is said about that: expected, then actual.
 * Every subject, and every comparison.
 */
const CASES: readonly (readonly [page: string, holds: string, fails: string, expected: string, actual: string])[] = [
  ['/thing/', 'status: 201', 'status: 200', '200', '201'],
  ['/thing/', 'status: [200, 201]', 'status: [200, 202]', '200 or 202', '201'],
  ['/thing/', 'status: 2xx', 'status: 3xx', '3xx', '201'],
  ['/thing/', 'status: { not: 500 }', 'status: { not: 2xx }', 'not 2xx', '201'],
  ['/thing/', "status: { '<': 300, '>=': 200 }", "status: { '<': 201 }", '< 201', '201'],

  ['/thing/', "header: { X-Amount: '12' }", "header: { X-Amount: '1' }", '"1"', '"12"'],
  ['/thing/', 'header: { x-amount: 12 }', 'header: { x-amount: 13 }', '13', '"12"'],
  ['/thing/', "header: { x-amount: { '>': 11 } }", "header: { x-amount: { '>': 12 } }", '> 12', '"12"'],
  [
    '/thing/',
    'header: { cache-control: { contains: no-store } }',
    'header: { cache-control: { contains: public } }',
    '"public" in it',
    '"no-store, private"',
  ],
  [
    '/thing/',
    'header: { x-powered-by: { absent: true } }',
    'header: { x-amount: { absent: true } }',
    'nothing there',
    '"12"',
  ],
  [
    '/thing/',
    'header: { x-amount: { absent: false } }',
    'header: { x-powered-by: { absent: false } }',
    'something there',
    'no such header',
  ],
  [
    '/thing/',
    "header: { x-amount: { matches: '^\\d+$' } }",
    "header: { x-amount: { matches: '^\\d$' } }",
    'a match of /^\\d$/',
    '"12"',
  ],

  ['/thing/', "json: { '$.name': Jolo }", "json: { '$.name': jolo }", '"jolo"', '"Jolo"'],
  ['/thing/', "json: { '$.id': 7 }", "json: { '$.id': '7' }", '"7"', '7'],
  ['/thing/', "json: { '$.mayor': null }", "json: { '$.name': null }", 'null', '"Jolo"'],
  ['/thing/', "json: { '$.open': true }", "json: { '$.open': 'true' }", '"true"', 'true'],
  [
    '/thing/',
    "json: { '$.id': { type: integer } }",
    "json: { '$.name': { type: integer } }",
    'a whole number',
    '"Jolo"',
  ],
  [
    '/thing/',
    "json: { '$.tags': { type: array } }",
    "json: { '$.region': { type: array } }",
    'a list',
    '{"code": "BARMM"}',
  ],
  [
    '/thing/',
    "json: { '$.tags': { contains: coast } }",
    "json: { '$.tags': { contains: coas } }",
    '"coas" in it',
    '["coast", "market"]',
  ],
  [
    '/thing/',
    "json: { '$.tags': { length: 2 } }",
    "json: { '$.tags': { length: { '>': 2 } } }",
    'a length of > 2',
    '["coast", "market"]',
  ],
  [
    '/thing/',
    "json: { '$.tags': { equals: [coast, market] } }",
    "json: { '$.tags': { equals: [market, coast] } }",
    '["market", "coast"]',
    '["coast", "market"]',
  ],
  [
    '/thing/',
    "json: { '$.population': { '>': 125563, '<=': 125564 } }",
    "json: { '$.population': { '>': 125564 } }",
    '> 125564',
    '125564',
  ],
  [
    '/thing/',
    "json: { '$.name': { not: Sulu } }",
    "json: { '$.nmae': { not: Sulu } }",
    'not "Sulu"',
    '$.nmae finds nothing',
  ],
  [
    '/thing/',
    "json: { '$.name': [Jolo, Sulu] }",
    "json: { '$.name': [Sulu, Basilan] }",
    '"Sulu" or "Basilan"',
    '"Jolo"',
  ],
  ['/thing/', "json: { '$.secret': { absent: true } }", "json: { '$.id': { absent: true } }", 'nothing there', '7'],
  [
    '/thing/',
    "json: { '$.name': { all: [{ contains: Jo }, { contains: lo }] } }",
    "json: { '$.name': { all: [{ contains: Jo }, { contains: Su }] } }",
    '"Jo" in it and "Su" in it',
    '"Jolo"',
  ],
  [
    '/thing/',
    "json: { '$.places[?@.size == 2].name': b }",
    "json: { '$.places[?@.size == 3].name': b }",
    '"b"',
    '$.places[?@.size == 3].name finds nothing',
  ],
  [
    '/thing/',
    "json: { '$.places[*].size': { '>': 0 } }",
    "json: { '$.places[*].size': { '>': 1 } }",
    '> 1',
    'it holds of 1 of 2 values',
  ],

  [
    '/text/',
    'body: { contains: BARMM }',
    'body: { contains: barmm }',
    '"barmm" in it',
    String.raw`"Population: 125,564\nRegion: BARMM"`,
  ],
  [
    '/text/',
    "body: { matches: 'Population: [\\d,]+' }",
    "body: { matches: '^Region' }",
    'a match of /^Region/',
    String.raw`"Population: 125,564\nRegion: BARMM"`,
  ],
  [
    '/text/',
    'body: { not: { contains: Traceback } }',
    'body: { not: { contains: Region } }',
    'not "Region" in it',
    String.raw`"Population: 125,564\nRegion: BARMM"`,
  ],
  ['/empty/', 'body: { absent: true }', 'body: { absent: false }', 'something there', '""'],

  ['/thing/', 'cookie: { theme: dark }', 'cookie: { theme: light }', '"light"', '"dark"'],
  [
    '/thing/',
    'cookie: { theme: { secure: true, http-only: true, same-site: Lax } }',
    'cookie: { plain: { secure: true } }',
    'true',
    'false',
  ],
  [
    '/thing/',
    "cookie: { theme: { max-age: { '<=': 3600 } } }",
    "cookie: { plain: { max-age: { '<=': 3600 } } }",
    '<= 3600',
    'the cookie has no max-age',
  ],
  ['/thing/', 'cookie: { plain: { path: /things/ } }', 'cookie: { theme: { path: /things/ } }', '"/things/"', '"/"'],
  [
    '/thing/',
    'cookie: { sessionid: { absent: true } }',
    'cookie: { sessionid: { absent: false } }',
    'something there',
    'the answer does not set this cookie',
  ],

  [
    '/thing/',
    'schema: schemas/community.json',
    'schema: schemas/strict.json',
    'valid by schemas/strict.json',
    "must have required property 'island'",
  ],
  [
    '/thing/',
    'schema: { type: object, required: [id] }',
    'schema: { type: array }',
    'valid by the schema in line 236',
    'must be array',
  ],

  ['/leads/', 'redirect: /things/7/?from=smoke', 'redirect: /things/7/', '"/things/7/"', '"/things/7/?from=smoke"'],
  [
    '/leads/',
    "redirect: { matches: '^/things/\\d+/' }",
    "redirect: { matches: '^https' }",
    'a match of /^https/',
    '"/things/7/?from=smoke"',
  ],
  ['/leads-away/', 'redirect: https://other.example/x', 'redirect: /x', '"/x"', '"https://other.example/x"'],
  [
    '/leads/',
    'redirect: { not: { contains: login } }',
    'redirect: { absent: true }',
    'nothing there',
    '"/things/7/?from=smoke"',
  ],
  ['/text/', 'redirect: { absent: true }', 'redirect: /x', '"/x"', 'status 200 is no redirect'],

  ['/text/', "certificate: { days-left: '> 7' }", "certificate: { days-left: '> 60' }", '> 60 days', '60 days'],
  ['/slow/', "time: '> 390ms'", "time: '< 200ms'", '< 200 ms', ' ms'],
];

test.concurrent('every subject and comparison holds where it should, and next to it does not, with expected and actual', () =>
  stage.at(SITE, async site => {
    const checks = CASES.flatMap(([page, holds, fails], index) =>
      [
        ['holds', holds],
        ['fails', fails],
      ].map(([kind, expectation]) => `  - name: ${kind} ${index}\n    get: ${page}\n    expect: { ${expectation} }\n`),
    );
    const smoke = await visit(
      site,
      `version: 1\nchecks:\n${checks.join('')}`,
      {},
      {
        files: {
          'schemas/community.json': '{"type":"object","required":["id","name"],"properties":{"tags":{"type":"array"}}}',
          'schemas/strict.json': '{"type":"object","required":["island"]}',
        },
      },
    );
    const unlike = CASES.flatMap(([, holds, fails, expected, actual], index) => {
      const good = smoke.check(`holds ${index}`);
      const bad = smoke.check(`fails ${index}`);
      const [problem] = bad.problems;
      const line = 3 + index * 6 + 3 + 3 + -1;
      return [
        ...(good.state === 'passed' ? [] : [{ should: `hold: ${holds}`, problems: good.problems }]),
        ...(bad.state === 'failed' &&
        problem?.expected === expected &&
        problem.actual?.includes(actual) &&
        problem.line === line
          ? []
          : [{ should: `fail: ${fails}`, state: bad.state, line, ...problem }]),
      ];
    });
    expect(unlike).toEqual([]);
    expect(smoke.outputs).toMatchObject({ passed: String(CASES.length), failed: String(CASES.length) });
    expect(smoke.result['reason-code']).toBe('checks-failed');
    expect(smoke.run.log).toContain(`${SUITE}:8:15`);
  }));
