import { altered, answered, configured, django, HTML, header, page, text } from './faults.ts';
import type { NearMiss } from './near-miss.ts';

const DEBUG = configured({ DJANGO_DEBUG: 'true' });
const API = /^\/api\/v1\/communities\//;

export const LEAKS: readonly NearMiss[] = [
  {
    check: 'leaks/debug-page',
    what: 'the page for developers at a path that does not exist',
    at: DEBUG,
    expected: /^404 without a debug page$/,
    actual: /^404 with Django's page that lists the URLconf$/,
    so: { 'leaks/debug-on-bad-host': 'failed' },
  },
  {
    check: 'leaks/debug-on-bad-host',
    what: 'the page for developers for a foreign host',
    at: DEBUG,
    expected: /^no debug page$/,
    actual: /^Host: \w+\.wrong-host\.invalid: 400 with Django's page/,
    so: { 'leaks/debug-page': 'failed' },
  },
  {
    check: 'leaks/traceback',
    what: 'an error that was caught and shown',
    at: altered(
      text(
        /^\/metrics\//,
        () => 'Traceback (most recent call last):\n  File "/app/src/core/views.py", line 1, in metrics\n',
      ),
    ),
    expected: /^no traceback$/,
    actual: /^a traceback on \/metrics\/ \(401\)$/,
  },
  {
    check: 'leaks/debug-toolbar',
    what: 'the toolbar on the front page',
    at: altered(text(/^\/$/, body => body.replace('</body>', '<div id="djDebug" class="djdt-hidden"></div></body>'))),
    expected: /^none of them$/,
    actual: /^django-debug-toolbar at \/$/,
  },
  {
    check: 'leaks/api-docs',
    what: 'the schema of the API, open',
    at: altered(answered(/^\/openapi\.json/, '{"openapi": "3.1.0", "paths": {}}', 'application/json')),
    expected: /^401, 403, 404 or a sign-in page$/,
    actual: /^\/openapi\.json: 200, an OpenAPI document$/,
  },
  {
    check: 'leaks/browsable-api',
    what: "the framework's page, carrying the refusal",
    at: altered({
      ...header('content-type', HTML, API),
      body: () =>
        page('<div class="response-info">HTTP 406</div>', '<link href="/static/rest_framework/css/default.css">'),
    }),
    expected: /^no HTML for Accept: text\/html$/,
    actual: /^\/api\/v1\/communities\/: 406, text\/html, .*Django REST framework's browsable page$/,
  },
  {
    check: 'leaks/metrics',
    what: 'numbers for everybody',
    at: altered(answered(/^\/metrics\//, '# TYPE obcms_communities gauge\nobcms_communities 3\n')),
    expected: /^401, 403, 404 or a sign-in page$/,
    actual: /^\/metrics\/: 200, metrics in the format of Prometheus$/,
  },
  {
    check: 'leaks/admin',
    what: 'an admin that takes everybody for somebody',
    at: altered(answered(/^\/admin\//, page('<div id="user-tools">Welcome, admin</div>'), HTML)),
    expected: /^a sign-in page, 401, 403 or 404$/,
    actual: /^\/admin\/: 200, the admin's menu of a signed-in person$/,
  },
  {
    check: 'leaks/admin-allow-list',
    what: 'a list of addresses that a made-up header gets past',
    at: django({ trustForwarded: true, environment: { ALLOWED_ADMIN_IPS: '10.0.0.1' } }),
    good: configured({ ALLOWED_ADMIN_IPS: '10.0.0.1' }),
    expected: /^403 whatever X-Forwarded-For says$/,
    actual: /^(?:200|302) with X-Forwarded-For: 10\.0\.0\.1$/,
  },
  {
    check: 'leaks/dotfiles',
    what: 'the variables of the site',
    at: altered(answered(/^\/\.env$/, 'DJANGO_SETTINGS_MODULE=obc_management.settings.production\nSECRET_KEY=abc\n')),
    expected: /^none of them$/,
    actual: /^\/\.env \(200, variables\)$/,
  },
  {
    check: 'leaks/dotfiles',
    what: 'the repository',
    at: altered(answered(/^\/\.git\/HEAD$/, 'ref: refs/heads/main\n')),
    expected: /^none of them$/,
    actual: /^\/\.git\/HEAD \(200, a Git repository\)$/,
  },
  {
    check: 'leaks/dotfiles',
    what: "nginx's missing slash",
    at: altered(answered(/^\/static\.\.\/\.env$/, 'SECRET_KEY=abc\n', 'application/octet-stream')),
    expected: /^none of them$/,
    actual: /^\/static\.\.\/\.env \(200, variables\)$/,
  },
  {
    check: 'leaks/media-listing',
    what: 'a list of uploads',
    at: altered(answered(/^\/media\/$/, page('<h1>Index of /media/</h1>', '<title>Index of /media/</title>'), HTML)),
    expected: /^no list of files$/,
    actual: /^\/media\/: 200, a list of files$/,
  },
  {
    check: 'leaks/trace',
    what: 'a request that is sent back',
    at: altered({
      on: { method: 'TRACE', path: /./ },
      answer: ({ path, headers }) => ({
        status: 200,
        headers: { 'content-type': 'message/http' },
        body: `TRACE ${path} HTTP/1.1\r\nX-Smoke-Test: ${String(headers['x-smoke-test'])}\r\n`,
      }),
    }),
    expected: /^405 or another refusal$/,
    actual: /^200 with the request sent back$/,
  },
];
