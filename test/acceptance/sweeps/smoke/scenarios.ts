/** Good suites whose every request is worth disturbing. Each signs in at most once: that is what costs the application most. */

export interface Scenario {
  readonly name: string;
  readonly suite: string;
  /** Whether it makes communities, which it has to remove again. */
  readonly writes: boolean;
}

/** `tag` is the case's own variable, so that what it leaves in the database is known to be its. */
const HEAD = 'version: 1\ndefaults: { timeout: 8s }\n';

export const PAGES: Scenario = {
  name: 'pages',
  writes: true,
  suite: `${HEAD}presets:
  - health: { path: /health/, ready: /ready/, version: '/health/#$.version' }
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, lands-on: /dashboard/ }
checks:
  - name: Metrics are closed
    get: /metrics/
    expect: { status: [401, 403] }
  - name: A community can be created and removed
    as: web
    tags: [write]
    steps:
      - post: /communities/add/
        form: { name: 'smoke-\${run}-\${tag}', population: '12', region: XII }
        expect: { status: 302, redirect: { matches: '^/communities/\\d+/$' } }
        capture: { id: { header: location, regex: '(\\d+)' } }
      - get: '/communities/\${id}/'
        expect: { status: 200, body: { contains: 'smoke-\${run}-\${tag}' } }
    always:
      - post: '/communities/\${id}/delete/'
        expect: { status: 302, redirect: /communities/ }
  - name: Celery answers
    as: web
    post: /ops/ping-task/
    json: { wait: false }
    expect: { status: 202, json: { '$.id': { type: string } } }
    capture: { task: '$.id' }
    then: { get: '/ops/ping-task/\${task}/', until: { json: { '$.state': SUCCESS } }, within: 15s }
`,
};

export const API: Scenario = {
  name: 'api',
  writes: true,
  suite: `${HEAD}logins:
  api: { kind: jwt, path: /api/v1/auth/token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, access: $.access }
checks:
  - name: A community comes and goes by the API
    as: api
    tags: [write]
    steps:
      - post: /api/v1/communities/
        json: { name: 'smoke-\${run}-\${tag}' }
        expect: { status: 201, json: { '$.name': 'smoke-\${run}-\${tag}' } }
        capture: { id: '$.id' }
      - get: '/api/v1/communities/\${id}/'
        expect: { status: 200, json: { '$.name': 'smoke-\${run}-\${tag}' } }
    always:
      - delete: '/api/v1/communities/\${id}/'
        expect: { status: 204 }
`,
};

/** What strangers see: nothing is written, nobody signs in. Left out is what cannot be known over these ways. */
export const PRESETS: Scenario = {
  name: 'presets',
  writes: false,
  suite: `${HEAD}presets:
  - https
  - headers
  - cookies
  - cors: { path: /api/v1/communities/ }
  - leaks: { admin: /admin/, metrics: [/metrics/], api: /api/v1/communities/ }
  - static: { page: /login/ }
  - django: { login: /login/, admin: /admin/ }
`,
};

export const SCENARIOS: readonly Scenario[] = [PAGES, API, PRESETS];
