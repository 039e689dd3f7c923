/** A suite that uses nearly everything once. */
export const GOOD_SUITE = `version: 1
presets:
  - https
  - headers
  - health: { path: /healthz/, ready: /ready/ }
  - cors: { path: /api/v1/, allowed: [https://app.obcms.example] }
skip: [headers/csp]
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, lands-on: /dashboard/ }
  api: { kind: jwt, path: /api/v1/auth/token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, access: $.access }
  ops: { kind: bearer, token: $METRICS_TOKEN }
defaults: { timeout: 10s, headers: { Accept-Language: en } }
checks:
  - name: Metrics are closed
    tags: [security]
    get: /metrics/
    expect: { status: [401, 403] }
  - name: A community can be created and removed
    as: web
    tags: [write]
    steps:
      - post: /communities/add/
        form: { name: 'smoke-\${run}' }
        expect: { status: 302, redirect: { matches: '^/communities/\\d+/$' } }
        capture: { id: { header: location, regex: '(\\d+)' } }
      - get: '/communities/\${id}/'
        expect: { status: 200, body: { contains: 'smoke-\${run}' }, time: '< 2s' }
    always:
      - post: '/communities/\${id}/delete/'
  - name: Celery answers
    as: web
    post: /ops/ping-task/
    json: { wait: false }
    expect: { status: 202, json: { '$.id': { type: string } } }
    capture: { task: '$.id' }
    then: { get: '/ops/ping-task/\${task}/', until: { json: { '$.state': SUCCESS } }, within: 30s }
  - name: Steady under a little load
    load: { get: /, rate: 20, concurrency: 5, duration: 15s, expect: { p95: '< 500ms', errors: '< 1%' } }
`;
