import { describe, expect, test } from '@jest/globals';
import { loadSuite } from '../../../../src/smoke/suite/load.ts';
import { PRESET_DEFAULTS, PRESET_NAMES } from '../../../../src/smoke/suite/preset-options.ts';
import type { Step, Suite, SuiteCheck, Template } from '../../../../src/smoke/suite/suite.ts';
import { GOOD_SUITE } from './good-suite.ts';
import { contextOf } from './wrong-suites.ts';

const CONTEXT = { ...contextOf(), secrets: (name: string) => `value of ${name}` };
const read = (text: string): Promise<Suite> => loadSuite(text, { file: 'smoke.yml' }, CONTEXT);
const readCheck = async (text: string): Promise<SuiteCheck> => {
  const [check] = (await read(`version: 1\nchecks:\n  - name: A\n    ${text.replaceAll('\n', '\n    ')}\n`)).checks;
  if (check === undefined) throw new Error('there is no check');
  return check;
};
const readStep = async (text: string): Promise<Step> => {
  const [step] = (await readCheck(text)).steps;
  if (step === undefined) throw new Error('there is no step');
  return step;
};

/** A template as it was written. */
function shown(template: Template | undefined): string {
  return (template?.parts ?? [])
    .map(part => (part.kind === 'text' ? part.text : part.kind === 'secret' ? `$${part.name}` : `\${${part.name}}`))
    .join('');
}

describe('a suite that uses nearly everything', () => {
  test('has its presets with all their options, and what is left out of them', async () => {
    const suite = await read(GOOD_SUITE);
    expect(suite.presets).toEqual([
      { name: 'https', options: { path: '/' }, place: { line: 3, column: 5 } },
      { name: 'headers', options: { path: '/' }, place: { line: 4, column: 5 } },
      {
        name: 'health',
        options: { path: '/healthz/', ready: '/ready/', version: undefined, secret: undefined },
        place: { line: 5, column: 5 },
      },
      {
        name: 'cors',
        options: { path: '/api/v1/', allowed: ['https://app.obcms.example'] },
        place: { line: 6, column: 5 },
      },
    ]);
    expect(suite.skip).toEqual(['headers/csp']);
  });

  test('has its logins', async () => {
    const [web, api, ops] = (await read(GOOD_SUITE)).logins;
    expect(web).toMatchObject({
      name: 'web',
      kind: 'django-form',
      path: '/login/',
      fields: { username: 'username', password: 'password' },
      landsOn: '/dashboard/',
      place: { line: 9, column: 3 },
    });
    expect(web?.kind === 'django-form' ? shown(web.password) : '').toBe('$SMOKE_PASSWORD');
    expect(api).toMatchObject({ kind: 'jwt', send: 'json', access: '$.access' });
    expect(ops).toMatchObject({ kind: 'bearer', path: undefined });
  });

  test('has its checks in their order, each with its place', async () => {
    const { checks } = await read(GOOD_SUITE);
    expect(
      checks.map(({ name, tags, as, steps, always, place }) => [
        name,
        tags,
        as,
        steps.length,
        always.length,
        place.line,
      ]),
    ).toEqual([
      ['Metrics are closed', ['security'], undefined, 1, 0, 14],
      ['A community can be created and removed', ['write'], 'web', 2, 1, 18],
      ['Celery answers', [], 'web', 2, 0, 30],
      ['Steady under a little load', ['load'], undefined, 0, 0, 37],
    ]);
  });

  test('has requests with the defaults of the suite, and expectations with the place of their key', async () => {
    const [first] = (await read(GOOD_SUITE)).checks[1]?.steps ?? [];
    expect(first?.request).toMatchObject({ method: 'POST', timeout: 10_000, follow: false });
    expect(first?.request.headers.map(({ name, value }) => [name, shown(value)])).toEqual([['Accept-Language', 'en']]);
    expect(first?.request.body).toMatchObject({
      kind: 'form',
      fields: [
        {
          name: 'name',
          value: {
            parts: [
              { kind: 'text', text: 'smoke-' },
              { kind: 'name', name: 'run' },
            ],
          },
        },
      ],
    });
    expect(first?.expect).toMatchObject([
      {
        subject: { kind: 'status' },
        comparison: { kind: 'equals', value: { kind: 'plain', value: 302 } },
        place: { line: 24, column: 19 },
      },
      { subject: { kind: 'redirect' }, comparison: { kind: 'matches' }, place: { line: 24, column: 32 } },
    ]);
    expect(first?.captures).toEqual([
      { name: 'id', from: { kind: 'header', name: 'location' }, regex: '(\\d+)', place: { line: 25, column: 20 } },
    ]);
  });

  test('has what follows a request, and how long it is waited for', async () => {
    const [, poll] = (await read(GOOD_SUITE)).checks[2]?.steps ?? [];
    expect(shown(poll?.request.target)).toBe('/ops/ping-task/${task}/');
    expect(poll?.until?.within).toBe(30_000);
    expect(poll?.until?.expect).toMatchObject([{ subject: { kind: 'json', path: '$.state' } }]);
    expect(poll?.expect).toMatchObject([
      { subject: { kind: 'status' }, comparison: { kind: 'order', operator: '<', bound: 400 } },
    ]);
  });

  test('has its load in numbers', async () => {
    const { load } = (await read(GOOD_SUITE)).checks[3] ?? {};
    expect(load).toMatchObject({
      rate: 20,
      concurrency: 5,
      duration: 15_000,
      limits: [
        { measure: 'p95', operator: '<', bound: 500 },
        { measure: 'errors', operator: '<', bound: 1 },
      ],
    });
  });

  test('has its own lines, for showing them', async () => {
    const { source } = await read(GOOD_SUITE.replaceAll('\n', '\r\n'));
    expect(source.file).toBe('smoke.yml');
    expect(source.lines[15]).toBe('    get: /metrics/');
  });
});

describe('presets', () => {
  test.each(PRESET_NAMES)('%s alone has its usual options', async name => {
    const { presets } = await read(`version: 1\npresets: [${name}]\n`);
    expect(presets.map(({ options }) => options)).toEqual([PRESET_DEFAULTS[name]]);
    const empty = await read(`version: 1\npresets: [${name}: {}]\n`);
    expect(empty.presets.map(({ options }) => options)).toEqual([PRESET_DEFAULTS[name]]);
  });

  test.each([
    [
      'leaks: { admin: false, docs: [/handbook], metrics: [/m/], api: /api/ }',
      {
        admin: undefined,
        metrics: ['/m/'],
        api: '/api/',
        docs: ['/docs', '/api/docs', '/swagger', '/redoc', '/schema', '/openapi.json', '/api/schema/', '/handbook'],
      },
    ],
    ['django: { login: /enter/, admin: false }', { login: '/enter/', admin: undefined }],
    [
      'health: { ready: false, version: "/health/#$.version" }',
      { path: '/health/', ready: undefined, version: '/health/#$.version', secret: undefined },
    ],
    ['fastapi: { docs: [/docs, /elements] }', { docs: ['/docs', '/redoc', '/openapi.json', '/elements'] }],
    ['static: { page: /login/ }', { page: '/login/' }],
  ])('%s', async (written, options) => {
    const { presets } = await read(`version: 1\npresets:\n  - ${written}\n`);
    expect(presets.map(one => one.options)).toEqual([options]);
  });

  test('a secret that a health page asks for is a name, not a value', async () => {
    const { presets } = await read('version: 1\npresets: [health: { secret: $HEALTH_CHECK_SECRET }]\n');
    expect(presets[0]?.options['secret']).toMatchObject({ parts: [{ kind: 'secret', name: 'HEALTH_CHECK_SECRET' }] });
  });
});

describe('a request', () => {
  test('may go to a host that is allowed, with a capture in its path', async () => {
    const suite = await read(
      "version: 1\nhosts: [cdn.example, api.example:8443]\nchecks:\n  - name: A\n    get: /\n    capture: { id: '$.id' }\n    then:\n      - get: https://CDN.example/x/${id}\n      - get: 'https://api.example:8443/'\n      - get: 'https://cdn.example:443/'\n      - get: '${id}'\n",
    );
    expect(suite.checks[0]?.steps).toHaveLength(5);
  });

  test('has a header of its own instead of the default one, whatever its capitals', async () => {
    const suite = await read(
      'version: 1\ndefaults: { timeout: 3s, headers: { Accept: a, X-Region: "${region}" } }\nchecks:\n  - name: A\n    get: /\n    headers: { accept: b }\n  - name: B\n    get: /\n    timeout: 500ms\n',
    );
    const requests = suite.checks.map(({ steps }) => steps[0]?.request);
    expect(requests.map(one => one?.headers.map(({ name, value }) => `${name}: ${shown(value)}`))).toEqual([
      ['X-Region: ${region}', 'accept: b'],
      ['Accept: a', 'X-Region: ${region}'],
    ]);
    expect(requests.map(one => one?.timeout)).toEqual([3_000, 500]);
  });

  test('sends numbers and switches of a form as their text', async () => {
    const { request } = await readStep('post: /\nform: { count: 3, agree: true, name: x }');
    expect(request.body?.kind === 'form' ? request.body.fields.map(({ value }) => shown(value)) : []).toEqual([
      '3',
      'true',
      'x',
    ]);
  });

  test('sends files by their last name, with the fields beside them', async () => {
    const context = contextOf({ 'tests/photo.jpg': new Uint8Array([1, 2]), 'a.txt': 'text' });
    const text =
      'version: 1\nchecks:\n  - name: A\n    post: /\n    form: { title: x }\n    files: { photo: tests/photo.jpg, note: a.txt }\n';
    const { checks } = await loadSuite(text, { file: 's.yml' }, context);
    expect(checks[0]?.steps[0]?.request.body).toMatchObject({
      kind: 'multipart',
      fields: [{ name: 'title' }],
      files: [
        { name: 'photo', filename: 'photo.jpg', content: new Uint8Array([1, 2]) },
        { name: 'note', filename: 'a.txt', content: new TextEncoder().encode('text') },
      ],
    });
  });

  test.each([
    ['json: null', { kind: 'json', value: { kind: 'plain', value: null } }],
    ['json: [1, { a: "${run}" }]', { kind: 'json', value: { kind: 'list' } }],
    ["body: ''", { kind: 'text', text: { parts: [] } }],
  ])('has the body %s', async (written, body) => {
    expect((await readStep(`put: /\n${written}`)).request.body).toMatchObject(body);
  });

  test('waits half a minute for what it waits for, unless told otherwise', async () => {
    expect((await readStep('get: /\nuntil: { status: 200 }')).until?.within).toBe(30_000);
    expect((await readStep('get: /\nuntil: { status: 200 }\nwithin: 1m30s')).until?.within).toBe(90_000);
  });
});

describe('load', () => {
  test('has a limit on errors also when nobody gives one', async () => {
    const limits = async (expected: string) =>
      (await readCheck(`load: { get: /, rate: 1.5, duration: 1s${expected} }`)).load?.limits;
    expect(await limits('')).toMatchObject([{ measure: 'errors', operator: '<=', bound: 0 }]);
    expect(await limits(", expect: { p99: '<= 1s', max: '< 2s' }")).toMatchObject([
      { measure: 'p99', operator: '<=', bound: 1_000 },
      { measure: 'max', operator: '<', bound: 2_000 },
      { measure: 'errors', operator: '<=', bound: 0 },
    ]);
    expect(await limits(", expect: { errors: '< 0.5 %' }")).toMatchObject([
      { measure: 'errors', operator: '<', bound: 0.5 },
    ]);
  });

  test('carries its tag once', async () => {
    expect((await readCheck('tags: [load, slow]\nload: { get: /, rate: 1, duration: 1s }')).tags).toEqual([
      'load',
      'slow',
    ]);
  });
});

test('clean-up sees every capture of its check, those of clean-up before it as well', async () => {
  const check = await readCheck(
    "get: /\ncapture: { id: '$.id' }\nthen: [{ get: '/${id}', capture: { other: '$.x' } }]\nalways:\n  - post: '/${id}/${other}/'\n    capture: { token: '$.t' }\n  - post: '/${token}/'",
  );
  expect(check.always.map(({ request }) => shown(request.target))).toEqual(['/${id}/${other}/', '/${token}/']);
});
