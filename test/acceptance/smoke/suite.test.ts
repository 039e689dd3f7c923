import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OpenOptions, type OpenSite, openSites, type Sites } from '../../../lab/site/index.ts';
import { type Inputs, type Smoke, visit } from './scene.ts';

/** Suites as teams write them, against the real application: pages, CRUD, tokens, the queue, static files, load. */

let sites: Sites;
beforeAll(async () => {
  sites = await openSites();
  await sites.open();
}, 300_000);
afterAll(() => sites?.stop());

const SUITE = `version: 1
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, lands-on: /dashboard/ }
  api: { kind: jwt, path: /api/v1/auth/token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, access: $.access }
  ops: { kind: bearer, token: $METRICS_TOKEN, path: /metrics/ }
defaults: { timeout: 20s, headers: { Accept-Language: en } }
checks:
  - name: The front page greets visitors
    tags: [pages]
    get: /
    expect:
      status: 200
      header: { content-type: { matches: '^text/html' }, x-frame-options: [DENY, SAMEORIGIN] }
      body: { contains: OBCMS, not: { contains: Traceback } }
      certificate: { days-left: '> 14' }
      time: '< 20s'
  - name: The dashboard is closed to strangers
    tags: [pages, security]
    get: /dashboard/
    expect: { status: 302, redirect: '/login/?next=/dashboard/' }
  - name: The stylesheet is there
    tags: [pages]
    steps:
      - get: /login/
        capture: { css: { body: true, regex: 'href="(/static/css/site\\.[0-9a-f]{12}\\.css)"' } }
      - get: '\${css}'
        expect: { status: 200, header: { content-type: { contains: text/css }, cache-control: { contains: immutable } } }
  - name: A community can be made, read and removed
    as: web
    tags: [write]
    steps:
      - get: /communities/add/
        expect: { status: 200, body: { contains: csrfmiddlewaretoken } }
      - post: /communities/add/
        form: { name: 'smoke-\${run}', population: 12, region: '\${region}' }
        expect: { status: 302, redirect: { matches: '^/communities/\\d+/$' } }
        capture: { id: { header: location, regex: '(\\d+)' } }
      - get: '/communities/\${id}/'
        expect: { status: 200, body: { contains: 'smoke-\${run}' } }
    always:
      - post: '/communities/\${id}/delete/'
        expect: { status: 302 }
      - get: '/communities/\${id}/'
        expect: { status: 404 }
  - name: The API makes, changes and removes
    as: api
    tags: [write]
    steps:
      - post: /api/v1/communities/
        json: { name: 'smoke-api-\${run}', region: '\${region}', population: 5 }
        expect: { status: 201, json: { $.name: 'smoke-api-\${run}', $.population: 5 }, schema: schemas/community.json }
        capture: { id: $.id }
      - patch: '/api/v1/communities/\${id}/'
        json: { population: 6 }
        expect: { status: 200, json: { $.id: '\${id}', $.population: { '>': 5 } } }
      - get: /api/v1/communities/
        query: { page: 1 }
        expect: { json: { '$.results[*].name': { contains: 'smoke-api-\${run}' } } }
    always:
      - delete: '/api/v1/communities/\${id}/'
  - name: A token that was used up is refused
    steps:
      - post: /api/v1/auth/token/
        json: { username: $SMOKE_USER, password: $SMOKE_PASSWORD }
        capture: { refresh: $.refresh }
      - post: /api/v1/auth/token/refresh/
        json: { refresh: '\${refresh}' }
        expect: { status: 200, json: { $.access: { type: string } } }
      - post: /api/v1/auth/token/refresh/
        json: { refresh: '\${refresh}' }
        expect: { status: 401 }
  - name: Celery answers
    as: web
    post: /ops/ping-task/
    json: { wait: false }
    expect: { status: 202, json: { $.id: { type: string } } }
    capture: { task: $.id }
    then: { get: '/ops/ping-task/\${task}/', until: { json: { $.state: SUCCESS } }, within: 30s }
  - name: The metrics count
    as: ops
    get: /metrics/
    expect: { body: { matches: 'obcms_communities \\d+' } }
  - name: Steady under a little load
    load: { get: /, rate: 5, concurrency: 10, duration: 3s, expect: { p95: '< 10s', errors: '< 1%' } }
`;

const COMMUNITY = JSON.stringify({
  type: 'object',
  required: ['id', 'name', 'region', 'population', 'created_at'],
  properties: { id: { type: 'integer' }, created_at: { type: 'string', format: 'date-time' } },
});

interface Run {
  readonly smoke: Smoke;
  readonly visits: OpenSite['visits'];
}

async function run(options: OpenOptions = {}, inputs: Inputs = {}, suite = SUITE): Promise<Run> {
  const site = await sites.open(options);
  const { user, password } = sites.credentials;
  const env = { SMOKE_USER: user, SMOKE_PASSWORD: password, METRICS_TOKEN: sites.metricsToken };
  const files = { 'schemas/community.json': COMMUNITY };
  const all = { variables: 'region=XI', ...inputs };
  const smoke = await visit({ ...site, caFile: sites.caFile }, suite, all, { env, files });
  const visits = [...site.visits];
  await site.stop();
  return { smoke, visits };
}

const failed = ({ smoke }: Run): readonly string[] =>
  Object.entries(smoke.states).flatMap(([id, state]) => (state === 'failed' ? [id] : []));

test.concurrent('the whole suite passes on the good site, and leaves nothing behind', async () => {
  const { smoke, visits } = await run({}, { environment: 'staging' });
  expect(smoke.result.checks?.filter(({ state }) => state !== 'passed')).toEqual([]);
  expect(smoke.outputs).toMatchObject({
    outcome: 'passed',
    'reason-code': 'works',
    passed: '14',
    failed: '0',
    skipped: '0',
  });
  // One sign-in each for pages and tokens, whatever number of checks use it; a check of its own asks for another token.
  const posts = (path: string) => visits.filter(visit => visit.method === 'POST' && visit.path.startsWith(path)).length;
  expect(posts('/login/')).toBe(1);
  expect(posts('/api/v1/auth/token/')).toBe(4);
  expect(visits.find(({ method, path }) => method === 'DELETE' && path.startsWith('/api/'))?.status).toBe(204);
  expect(visits.find(({ path }) => path.endsWith('/delete/'))?.status).toBe(302);
  expect(smoke.run.summary).toContain('Smoke test of staging');
  expect(Number(smoke.outputs['p95-ms'])).toBeGreaterThan(0);
});

test.concurrent('in production it reads, and neither writes nor makes load', async () => {
  const { smoke, visits } = await run({}, { environment: 'production' });
  expect(smoke.outputs).toMatchObject({ outcome: 'passed', skipped: '3' });
  const written = visits.filter(
    ({ method, path }) => !['GET', 'HEAD'].includes(method) && !/login|token|ping/.test(path),
  );
  expect(written).toEqual([]);
  expect(visits.length).toBeLessThan(40);
});

test.concurrent.each<[string, OpenOptions, readonly string[]]>([
  ['a queue that nobody takes tasks from', { worker: false }, ['Celery answers']],
  [
    'a page that lost its stylesheet',
    { alterations: [{ on: { path: /^\/static\/css\/site/ }, status: 404 }] },
    ['The stylesheet is there'],
  ],
  [
    'a form that answers 500 when it is sent',
    { alterations: [{ on: { method: 'POST', path: /^\/communities\/add\// }, status: 500 }] },
    ['A community can be made, read and removed'],
  ],
  [
    'a page that cannot be deleted',
    { alterations: [{ on: { method: 'POST', path: /^\/communities\/\d+\/delete\// }, answer: { status: 500 } }] },
    ['clean-up/A community can be made, read and removed'],
  ],
  [
    'tokens that can be used twice',
    { alterations: [{ on: { path: /^\/api\/v1\/auth\/token\/refresh\// }, status: 200 }] },
    ['A token that was used up is refused'],
  ],
  [
    'a dashboard that is open to strangers',
    { alterations: [{ on: { path: /^\/dashboard\// }, status: 200, headers: { location: null } }] },
    ['The dashboard is closed to strangers'],
  ],
])('%s fails exactly the check that is about it', async (_, options, ids) => {
  const ended = await run(options, { skip: 'load' }, SUITE.replace('within: 30s', 'within: 6s'));
  expect(failed(ended)).toEqual(ids);
  expect(ended.smoke.outputs['outcome']).toBe('failed');
});
