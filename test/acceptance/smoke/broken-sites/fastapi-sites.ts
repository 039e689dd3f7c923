import { type BrokenSite, HEADERS_OF_A_DEAD_PAGE, NO_VISIT } from './broken-site.ts';
import { alteredFastapi, answered, fastapi, HTML, header, page } from './faults.ts';

const SOON = { 'wait-ready': '1s' };

export const FASTAPI_SITES: readonly BrokenSite[] = [
  {
    name: 'a FastAPI service with its documentation open',
    at: fastapi({ environment: { API_DOCS: 'true' } }),
    fails: ['fastapi/docs-closed', 'leaks/api-docs'],
    headline: /./,
  },
  {
    name: 'a FastAPI service that explains its errors',
    at: fastapi({
      environment: { API_DEBUG: 'true', API_BROKEN_PAGE: 'true' },
      alterations: [
        {
          on: { path: /^\/redoc/ },
          answer: {
            status: 500,
            headers: { 'content-type': HTML },
            body: page('<h1 class="traceback-title">Traceback</h1>'),
          },
        },
      ],
    }),
    fails: ['fastapi/debug-traceback', 'leaks/traceback', 'fastapi/docs-closed', 'leaks/api-docs'],
    headline: /leaks\/traceback/,
  },
  {
    name: 'a FastAPI service without security headers',
    at: fastapi({ environment: { SECURITY_HEADERS_OFF: 'true' } }),
    fails: HEADERS_OF_A_DEAD_PAGE,
    headline: / failed 7 of/,
  },
  {
    name: 'a FastAPI service for every origin, with cookies',
    at: fastapi({ environment: { CORS_ALLOWED_ORIGINS: '*', CORS_ALLOW_CREDENTIALS: 'true' } }),
    fails: ['cors/foreign-origin', 'cors/credentials', 'cors/null-origin', 'cors/near-misses'],
    so: { 'cors/vary': 'passed' },
    headline: /cors\/credentials/,
  },
  {
    name: 'a FastAPI service whose store is missing',
    at: fastapi({ environment: { STORE_DIRECTORY: '/nowhere/at/all' } }),
    fails: ['health/ready'],
    headline: /checks\.store/,
  },
  {
    name: 'a FastAPI service for every host',
    at: fastapi({ environment: { ALLOWED_HOSTS: '*' } }),
    fails: ['https/wrong-host'],
    headline: /./,
  },
  {
    name: 'a FastAPI service that does not learn of HTTPS',
    at: alteredFastapi({ on: { path: /./ }, request: { headers: { 'x-forwarded-proto': 'http' } } }),
    fails: ['fastapi/redirect-scheme'],
    headline: /307 to http:/,
  },
  {
    name: 'a FastAPI service that gives no tokens',
    at: alteredFastapi({ on: { path: /^\/auth\/token/ }, answer: { status: 500, body: 'Internal Server Error' } }),
    fails: ['login/api'],
    so: { 'An item comes and goes': 'skipped', 'clean-up/An item comes and goes': 'not there' },
    headline: /login\/api/,
  },
  {
    name: 'a FastAPI service that asks for no token',
    at: alteredFastapi({
      ...answered(/^\/items$/, '[]', 'application/json'),
      on: { method: 'GET', path: /^\/items$/ },
    }),
    fails: ['The items are closed without a token'],
    headline: /items/,
  },
  {
    name: 'a FastAPI service that is away',
    at: alteredFastapi({ ...answered(/./, 'Bad Gateway', 'text/plain', 502), only: 'https' }),
    inputs: SOON,
    code: 'not-ready',
    fails: ['https/redirect', 'https/redirect-loop', 'https/forwarded-proto-spoof'],
    so: { 'https/forwarded-host-spoof': 'skipped', 'https/wrong-host': 'skipped' },
    headline: /502/,
  },
  {
    name: 'a FastAPI service with metrics for everybody',
    at: alteredFastapi({
      on: { path: /^\/metrics/ },
      answer: { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body: 'inventory_items 0\n' },
    }),
    fails: ['leaks/metrics'],
    headline: /metrics/,
  },
  {
    name: 'a FastAPI service with an expired certificate',
    at: fastapi({ certificate: 'expired' }),
    code: 'not-ready',
    fails: ['https/certificate-time'],
    so: { ...NO_VISIT, 'https/certificate-trusted': 'skipped' },
    headline: /expired/,
  },
  {
    name: 'a FastAPI service without HSTS',
    at: alteredFastapi(header('strict-transport-security', null)),
    fails: ['headers/hsts'],
    headline: /Strict-Transport-Security/,
  },
];
