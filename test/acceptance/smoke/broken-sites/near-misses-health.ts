import { CACHE_AWAY, DATABASE_AWAY } from '../../../../lab/site/index.ts';
import { READY_SECRET } from '../site-scene.ts';
import { altered, configured, header, text } from './faults.ts';
import type { NearMiss } from './near-miss.ts';

const HEALTH = /^\/health\/$/;
const READY = /^\/ready\/$/;
const STYLES = /^\/static\/css\/site\.[^/]*css$/;
const LOGIN = /^\/login\//;
const OK = { status: 200, headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' }, body: 'ok' };

export const HEALTH_MISSES: readonly NearMiss[] = [
  {
    check: 'health/answers',
    what: 'a page that says of itself, with 200, that it is not well',
    at: altered(text(HEALTH, body => body.replace('"healthy"', '"unhealthy"'))),
    expected: /^200 with JSON or text$/,
    actual: /^\/health\/: 200, \{"status": "unhealthy"/,
  },
  {
    check: 'health/version',
    what: 'a build that does not know its version, as a warning',
    at: altered(text(HEALTH, body => body.replace(/[0-9a-f]{40}/, 'unknown'))),
    state: 'warned',
    expected: /^a version in the JSON$/,
    actual: /^version: "unknown"$/,
  },
  {
    check: 'health/not-cached',
    what: 'an answer that caches may keep for a minute',
    at: altered(header('cache-control', 'public, max-age=60', HEALTH)),
    expected: /^Cache-Control: no-store \(or no-cache\)$/,
    actual: /^\/health\/: public, max-age=60$/,
  },
  {
    check: 'health/read-only',
    what: 'a page that takes POST',
    at: altered({ on: { method: 'POST', path: HEALTH }, status: 200 }),
    expected: /^405 or 403 to POST$/,
    actual: /^200/,
  },
  {
    check: 'health/constant-health',
    what: 'a file in the place of the view',
    at: altered({
      on: { path: HEALTH },
      headers: { etag: '"65a1b2c3-2f"', 'last-modified': 'Mon, 05 Jan 2026 01:00:00 GMT', 'accept-ranges': 'bytes' },
    }),
    expected: /^an answer that only the application gives$/,
    actual: /^a file, by its headers: Last-Modified: Mon, 05 Jan 2026/,
  },
  {
    check: 'health/constant-health',
    what: 'an edge that says "ok" to whatever is asked below the path',
    at: altered({ on: { method: 'GET', path: /^\/health\/|^\/smoke-\w+-nothing-here\/$/ }, answer: OK }),
    expected: /^an answer that only the application gives$/,
    actual: /^the same answer as \/smoke-\w+-nothing-here\/, a path that does not exist: 200/,
    so: { 'health/version': 'warned' },
  },
  {
    check: 'health/ready',
    what: 'a site whose database went away',
    at: configured(DATABASE_AWAY),
    expected: /^200, JSON with named checks, all good$/,
    actual: /^\/ready\/: 503, not good: checks\.database and checks\.migrations$/,
  },
  {
    check: 'health/ready',
    what: 'a site whose cache went away',
    at: configured(CACHE_AWAY),
    expected: /^200, JSON with named checks, all good$/,
    actual: /^\/ready\/: 503, not good: checks\.cache and checks\.broker$/,
  },
  {
    check: 'health/constant-readiness',
    what: 'a page that asks nothing and so cannot fail',
    at: altered({
      on: { method: 'GET', path: /^\/ready\// },
      body: () => '{"status": "ready"}',
    }),
    expected: /^checks by name, of the database and the cache$/,
    actual: /no check by name: \{"status": "ready"\}$/,
    so: { 'health/ready': 'failed' },
  },
  {
    check: 'health/ready-details',
    what: 'an error with the address of the database in it',
    at: altered(
      text(READY, body => body.replace('}', ', "note": "could not connect to postgres://obcms:x@db:5432/obcms"}')),
    ),
    expected: /^no details$/,
    actual: /^200 with an address with credentials/,
  },
  {
    check: 'health/ready-secret',
    what: 'names that are told to everybody although there is a secret',
    at: configured({}),
    good: configured({ HEALTH_CHECK_SECRET: READY_SECRET }),
    options: '{ path: /health/, ready: /ready/, secret: $HEALTH_CHECK_SECRET }',
    expected: /^401, or an answer without names$/,
    actual: /^200 without it, with /,
  },
  {
    check: 'health/steady',
    what: 'one dead replica of five',
    at: altered({ on: { path: /^\/ready\/\?smoke=/ }, nth: 3, answer: { status: 500, body: 'Server Error (500)' } }),
    expected: /^200 each time from \/ready\/$/,
    actual: /^1 of 5 failed: 500$/,
  },
  {
    check: 'health/fast',
    what: 'a page that takes its time, as a warning',
    // The three before are those of the wait for readiness.
    at: altered({ on: { method: 'GET', path: HEALTH }, nth: count => count > 3, delayMs: 2_050 }),
    state: 'warned',
    expected: /^less than 2000 ms$/,
    actual: /^\d{4} ms$/,
  },
];

export const STATIC: readonly NearMiss[] = [
  {
    check: 'static/page',
    what: 'a page that lost its files',
    at: altered(text(LOGIN, body => body.replace(/<link [^>]*>|<script [^>]*><\/script>|<img [^>]*>/g, ''))),
    expected: /^200 with an HTML page that refers to stylesheets or scripts$/,
    actual: /without any stylesheet or script$/,
    so: {
      'static/assets-load': 'skipped',
      'static/css-references': 'skipped',
      'static/hashed-names': 'skipped',
      'static/wrong-hash-404': 'skipped',
      'static/cached-far': 'skipped',
      'static/compressed': 'skipped',
    },
  },
  {
    check: 'static/assets-load',
    what: 'a stylesheet that is gone',
    at: altered({ on: { path: STYLES }, status: 404 }),
    expected: /^each 200, of its type, not empty$/,
    actual: /^\/static\/css\/site\.[0-9a-f]{12}\.css: 404$/,
    so: { 'static/css-references': 'skipped', 'static/compressed': 'skipped' },
  },
  {
    check: 'static/assets-load',
    what: 'a script of a type that browsers refuse',
    at: altered(header('content-type', 'text/plain', /^\/static\/js\//)),
    expected: /^each 200, of its type, not empty$/,
    actual: /^\/static\/js\/site\.[0-9a-f]{12}\.js: /,
  },
  {
    check: 'static/css-references',
    what: 'a picture of the stylesheet that is gone',
    at: altered({ on: { path: /^\/static\/img\/weave\./ }, status: 404 }),
    expected: /^each 200, of its type, not empty$/,
    actual: /^\/static\/img\/weave\.[0-9a-f]{12}\.svg: 404$/,
  },
  {
    check: 'static/hashed-names',
    what: 'names without a hash',
    at: altered(text(LOGIN, body => body.replace(/\.[0-9a-f]{12}\./g, '.'))),
    expected: /^a hash in each name$/,
    actual: /^\/static\/css\/site\.css; \/static\/js\/site\.js$/,
    so: { 'static/wrong-hash-404': 'skipped', 'static/cached-far': 'skipped' },
  },
  {
    check: 'static/wrong-hash-404',
    what: 'a page in the place of a file of another release',
    // The first is the file of the page, the second the one that is not there.
    at: altered({
      on: { path: STYLES },
      nth: 2,
      answer: { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' },
    }),
    expected: /^404$/,
    actual: /^\/static\/css\/site\.[0-9a-f]{12}\.css: 200/,
  },
  {
    check: 'static/cached-far',
    what: 'hashed files that are kept for an hour',
    at: altered(header('cache-control', 'public, max-age=3600', /^\/static\//)),
    expected: /^max-age of at least 31536000, immutable$/,
    actual: /^\/static\/css\/site\.[0-9a-f]{12}\.css: public, max-age=3600/,
  },
  {
    check: 'static/compressed',
    what: 'a stylesheet that comes as it is',
    at: altered({ on: { path: /^\/static\// }, request: { headers: { 'accept-encoding': null } } }),
    expected: /^Content-Encoding: gzip or br$/,
    actual: /^\/static\/css\/site\.[0-9a-f]{12}\.css: \d+ characters, not compressed$/,
  },
];
