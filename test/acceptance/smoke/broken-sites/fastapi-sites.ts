import type { BrokenSite } from './broken-site.ts';
import { alteredFastapi, answered, fastapi, header, HTML, page } from './faults.ts';

const SOON = { 'wait-ready': '1s' };

export const FASTAPI_SITES: readonly BrokenSite[] = [
  { name: 'a FastAPI service with its documentation open', at: fastapi({ environment: { API_DOCS: 'true' } }), fails: ['fastapi/docs-closed', 'leaks/api-docs'], headline: /./ },
  { name: 'a FastAPI service that explains its errors', at: fastapi({ environment: { API_DEBUG: 'true', API_BROKEN_PAGE: 'true' }, alterations: [{ on: { path: /^\/redoc/ }, answer: { status: 500, headers: { 'content-type': HTML }, body: page('<h1 class="traceback-title">Traceback</h1>') } }] }), fails: ['fastapi/debug-traceback', 'leaks/traceback'], headline: /./ },
  { name: 'a FastAPI service without security headers', at: fastapi({ environment: { SECURITY_HEADERS_OFF: 'true' } }), fails: ['headers/hsts', 'headers/content-type-options'], headline: /./ },
  { name: 'a FastAPI service for every origin, with cookies', at: fastapi({ environment: { CORS_ALLOWED_ORIGINS: '*', CORS_ALLOW_CREDENTIALS: 'true' } }), fails: ['cors/foreign-origin', 'cors/credentials'], headline: /./ },
  { name: 'a FastAPI service whose store is missing', at: fastapi({ environment: { STORE_DIRECTORY: '/nowhere/at/all' } }), fails: ['health/ready'], headline: /checks\.store/ },
  { name: 'a FastAPI service for every host', at: fastapi({ environment: { ALLOWED_HOSTS: '*' } }), fails: ['https/wrong-host'], headline: /./ },
  { name: 'a FastAPI service that does not learn of HTTPS', at: alteredFastapi({ on: { path: /./ }, request: { headers: { 'x-forwarded-proto': 'http' } } }), fails: ['fastapi/redirect-scheme'], headline: /307 to http:/ },
  { name: 'a FastAPI service that gives no tokens', at: alteredFastapi({ on: { path: /^\/auth\/token/ }, answer: { status: 500, body: 'Internal Server Error' } }), fails: ['login/api'], headline: /./ },
  { name: 'a FastAPI service that asks for no token', at: alteredFastapi({ ...answered(/^\/items$/, '[]', 'application/json'), on: { method: 'GET', path: /^\/items$/ } }), fails: ['The items are closed without a token'], headline: /items/ },
  { name: 'a FastAPI service that is away', at: alteredFastapi(answered(/./, 'Bad Gateway', 'text/plain', 502)), inputs: SOON, code: 'not-ready', fails: [], headline: /502/ },
  { name: 'a FastAPI service with metrics for everybody', at: alteredFastapi({ on: { path: /^\/metrics/ }, answer: { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body: 'inventory_items 0\n' } }), fails: ['leaks/metrics'], headline: /metrics/ },
  { name: 'a FastAPI service with an expired certificate', at: fastapi({ certificate: 'expired' }), code: 'not-ready', fails: ['https/certificate-time'], headline: /expired/ },
  { name: 'a FastAPI service without HSTS', at: alteredFastapi(header('strict-transport-security', null)), fails: ['headers/hsts'], headline: /Strict-Transport-Security/ },
];
