import { describe, expect, test } from '@jest/globals';
import { checkOf, judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Said, type SiteScript, silence } from '../../../../support/scripted-site.ts';

const OPTIONS = { path: '/health/', ready: '/ready/' };
const NO_STORE = {
  'content-type': 'application/json',
  'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
};
const json = (body: unknown, status = 200, headers: Said['headers'] = NO_STORE): Said => ({
  status,
  headers: headers ?? NO_STORE,
  body: JSON.stringify(body),
});
const html = (body: string, status = 200): Said => ({ status, headers: { 'content-type': 'text/html' }, body });
const text = (body: string): Said => ({ headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' }, body });
const to = (location: string): Said => ({ status: 302, headers: { location } });

const HEALTHY = json({ status: 'healthy', version: '3f2a1b9' });
const READY = json({ status: 'ready', version: '3f2a1b9', checks: { database: true, cache: true } });
const FRONT_END = html('<!doctype html><div id=app></div>');

const site = (changes: SiteScript['answers'] = {}, otherwise?: Said): SiteScript => ({
  answers: { '/health/': HEALTHY, '/ready/': READY, 'POST /health/': { status: 405 }, ...changes },
  ...(otherwise === undefined ? {} : { otherwise }),
});

type Rows = readonly (readonly [string, SiteScript, string])[];

describe('the health page answers', () => {
  test.each<Rows[number]>([
    ['JSON', site(), 'holds: 200, application/json, 40 characters'],
    ['text', site({ '/health/': text('OK') }), 'holds: 200, text/plain, 2 characters'],
    ['nothing', site({ '/health/': text('') }), 'doubtful: 200 with an empty body'],
    ['a page for people', site({ '/health/': html('<h1>OK</h1>') }), 'broken: /health/: 200, text/html, 11 characters'],
    ['a redirect', site({ '/health/': to('/health') }), 'broken: /health/: 302 to /health'],
    [
      'with a sign-in',
      site({ '/health/': to('/login/?next=/health/') }),
      'broken: /health/: 302 to /login/?next=/health/',
    ],
    ['401', site({ '/health/': { status: 401 } }), 'broken: /health/: 401, no content type, empty'],
    [
      '503',
      site({ '/health/': json({ status: 'unhealthy' }, 503) }),
      'broken: /health/: 503, application/json, 22 characters',
    ],
    [
      '200 although it is not well',
      site({ '/health/': json({ status: 'unhealthy' }) }),
      'broken: /health/: 200, {"status":"unhealthy"}',
    ],
    ['200 although it is not well, as text', site({ '/health/': text('DOWN') }), 'broken: /health/: 200, DOWN'],
    [
      'a type that is not kept',
      site({ '/health/': { headers: NO_STORE, body: 'OK' } }),
      'broken: /health/: 200, application/json, 2 characters',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/answers', script, OPTIONS)).toBe(verdict);
  });

  test.each<readonly [string, Said, string]>([
    [
      'a redirect to itself',
      { status: 301, headers: { location: 'https://obcms.example/health/' } },
      'SECURE_PROXY_SSL_HEADER',
    ],
    ['401', { status: 401 }, 'login_not_required'],
    ['a sign-in', to('/login/?next=/health/'), 'login_not_required'],
    ['400', { status: 400 }, 'ALLOWED_HOSTS'],
    ['404', { status: 404 }, 'health: { path: /healthz/ }'],
  ])('%s, and is told what to do', async (_, said, remedy) => {
    const judgement = await judgementOf('health/answers', site({ '/health/': said }), OPTIONS);
    expect(judgement).toMatchObject({ verdict: 'broken', remedy: expect.stringContaining(remedy) });
  });

  test('nothing at all: that is thrown', async () => {
    await expect(judgementOf('health/answers', site({ '/health/': silence('refused') }), OPTIONS)).rejects.toThrow(
      'refused',
    );
    await expect(judgementOf('health/fast', site({ '/health/': silence('timeout') }), OPTIONS)).rejects.toThrow(
      'timeout',
    );
  });
});

describe('the version on the health page', () => {
  test.each<Rows[number]>([
    ['is a commit', site(), 'holds: version: 3f2a1b9'],
    ['has another name', site({ '/health/': json({ git_sha: 'abc1234' }) }), 'holds: git_sha: abc1234'],
    ['is missing', site({ '/health/': json({ status: 'ok' }) }), 'broken: none'],
    ['was never filled in', site({ '/health/': json({ version: 'unknown' }) }), 'broken: version: "unknown"'],
    [
      'was not expanded',
      site({ '/health/': json({ version: '$SOURCE_COMMIT' }) }),
      'broken: version: "$SOURCE_COMMIT"',
    ],
    ['cannot be seen', site({ '/health/': { status: 503 } }), 'not-knowable: the health page answers 503'],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/version', script, OPTIONS)).toBe(verdict);
  });
});

describe('health and readiness pages', () => {
  const caching = (headers: Said['headers']) => site({ '/health/': json({ status: 'ok' }, 200, headers) });
  test.each<Rows[number]>([
    ['are never cached', site(), 'holds: max-age=0, no-cache, no-store, must-revalidate, private'],
    ['say nothing of caching', caching({ 'content-type': 'application/json' }), 'broken: /health/: no Cache-Control'],
    ['have an ETag instead', caching({ etag: '"1"' }), 'broken: /health/: no Cache-Control, only an ETag'],
    ['may be cached', caching({ 'cache-control': 'public, max-age=60' }), 'broken: /health/: public, max-age=60'],
    ['may be kept and asked about', caching({ 'cache-control': 'max-age=0' }), 'doubtful: /health/: max-age=0'],
    [
      'came from a cache',
      caching({ 'cache-control': 'no-store', age: '12' }),
      'broken: /health/ came from a cache (Age: 12)',
    ],
    [
      'came from a cache that says so',
      caching({ 'cache-control': 'no-cache', 'x-cache': 'HIT from edge' }),
      'broken: /health/ came from a cache (x-cache: HIT from edge)',
    ],
    [
      'differ: only readiness may be cached',
      site({ '/ready/': json({ checks: { database: true } }, 200, {}) }),
      'broken: /ready/: no Cache-Control',
    ],
    [
      'do not answer',
      site({ '/health/': { status: 404 }, '/ready/': { status: 404 } }),
      'not-knowable: the health page answers 404',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/not-cached', script, OPTIONS)).toBe(verdict);
  });
});

describe('POST to the health page', () => {
  test.each<Rows[number]>([
    ['is no method of it', site(), 'holds: POST: 405'],
    ['is refused by the CSRF protection', site({ 'POST /health/': { status: 403 } }), 'holds: POST: 403'],
    ['is answered like GET', site({ 'POST /health/': HEALTHY }), 'broken: 200, application/json, 40 characters'],
    [
      'is too much for now',
      site({ 'POST /health/': { status: 429 } }),
      'not-knowable: POST is answered 429: too many requests',
    ],
    [
      'says nothing when GET fails',
      site({ '/health/': { status: 404 } }),
      'not-knowable: the health page answers 404 to GET',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/read-only', script, OPTIONS)).toBe(verdict);
  });
});

describe('a health page that says so whatever happens', () => {
  const asFile = (headers: Said['headers']) =>
    site({ '/health/': { headers: { 'content-type': 'application/json', ...headers }, body: '{}' } });
  const OLD = 'Tue, 03 Nov 2026 10:00:00 GMT';
  test.each<Rows[number]>([
    ['is told from one of the application', site(), 'holds: a path beside it answers 404'],
    [
      'is told from one where all other paths lead to the sign-in page',
      site({}, to('/login/')),
      'holds: a path beside it answers 302',
    ],
    ['is told from one beside a front end', site({}, FRONT_END), 'holds: a path beside it answers 200'],
    [
      'is a page for every path',
      { otherwise: FRONT_END },
      'broken: the same answer as /smoke-r4f2k9-nothing-here/, a path that does not exist: 200, text/html, 33 characters',
    ],
    [
      'is JSON for every path, with the path and a new token in it',
      { otherwise: ({ path }) => json({ status: 'healthy', path, id: `id${path.length}-0123456789abcdef` }) },
      'broken: the same answer as /smoke-r4f2k9-nothing-here/, a path that does not exist: 200, application/json, 86 characters',
    ],
    [
      'is a file',
      asFile({ 'last-modified': OLD, etag: '"66f-2"', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }),
      `broken: a file, by its headers: Last-Modified: ${OLD} and etag: "66f-2"`,
    ],
    [
      'is a file of a server without ETags',
      asFile({ 'last-modified': OLD, 'accept-ranges': 'bytes' }),
      `broken: a file, by its headers: Last-Modified: ${OLD} and accept-ranges: bytes`,
    ],
    [
      'is not a file when it was modified right now',
      asFile({ 'last-modified': 'Fri, 20 Nov 2026 11:59:59 GMT', etag: '"1"', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }),
      'holds: a path beside it answers 404',
    ],
    ['is not a file for its ETag alone', asFile({ etag: 'W/"1"' }), 'holds: a path beside it answers 404'],
    [
      'is a page for people',
      site({ '/health/': html('<p>fine') }),
      'broken: an HTML page: 200, text/html, 7 characters',
    ],
    [
      'is not looked for when the page does not answer',
      site({ '/health/': { status: 503 } }),
      'not-knowable: the health page answers 503',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/constant-health', script, OPTIONS)).toBe(verdict);
  });

  test('is compared with a path beside it, in its own folder', async () => {
    const api = { answers: { '/api/health': HEALTHY, '/api/smoke-r4f2k9-nothing-here': HEALTHY } };
    expect(await verdictOf('health/constant-health', api, { path: '/api/health', ready: undefined })).toMatch(
      /^broken: the same answer as \/api\//,
    );
  });
});

describe('readiness', () => {
  const ready = (said: Said) => site({ '/ready/': said });
  test.each<Rows[number]>([
    ['is there, with all it names', site(), 'holds: good: checks.database and checks.cache'],
    [
      'names what is not there',
      ready(json({ status: 'not_ready', checks: { database: false, cache: true } }, 503)),
      'broken: /ready/: 503, not good: checks.database',
    ],
    [
      'says 200 and names what is not there',
      ready(json({ checks: { database: { status: 'down' } } })),
      'broken: /ready/: 200, not good: checks.database',
    ],
    [
      'says 200 and not ready',
      ready(json({ status: 'not ready', version: 1 })),
      'broken: /ready/: 200, {"status":"not ready","version":1}',
    ],
    ['names nothing', ready(json({ status: 'ready' })), 'broken: /ready/: 200, and no check is named'],
    ['is a word', ready(text('ready')), 'broken: /ready/: 200, text/plain, 5 characters: no JSON'],
    ['is not at this path', ready({ status: 404 }), 'broken: /ready/: 404'],
    ['fails', ready(html('Server Error', 500)), 'broken: /ready/: 500, text/html, 12 characters'],
    ['leads to the sign-in page', ready(to('/login/')), 'broken: /ready/: 302 to /login/'],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/ready', script, OPTIONS)).toBe(verdict);
  });

  test('behind a secret is not knowable, and the check to write is named', async () => {
    expect(await verdictOf('health/ready', ready({ status: 401 }), OPTIONS)).toMatch(
      /^not-knowable: \/ready\/ answers 401.*HEALTH_CHECK_SECRET/,
    );
  });

  test.each(['ready', 'constant-readiness', 'ready-details'])(
    'that a site does not have is not judged by health/%s',
    async name => {
      expect(await verdictOf(`health/${name}`, site(), { ...OPTIONS, ready: undefined })).toMatch(
        /^not-knowable: .*`ready: false`/,
      );
    },
  );
});

describe('readiness behind a secret', () => {
  const OWN = { ...OPTIONS, secret: 'sesame-0815' };
  const behind = (anybody: Said): SiteScript =>
    site({ '/ready/': ({ headers }) => (headers['authorization'] === 'Bearer sesame-0815' ? READY : anybody) });
  test.each<readonly [string, string, SiteScript, string]>([
    [
      'names its checks to who brings it',
      'ready',
      behind({ status: 401 }),
      'holds: good: checks.database and checks.cache',
    ],
    ['can fail', 'constant-readiness', behind(json({ status: 'ready' })), 'holds: checks.database and checks.cache'],
    ['refuses it', 'ready', site({ '/ready/': { status: 403 } }), 'broken: /ready/: 403'],
    ['is closed without it', 'ready-secret', behind({ status: 401 }), 'holds: 401 without it, and no check is named'],
    [
      'says no more than yes without it',
      'ready-secret',
      behind(json({ status: 'ready' })),
      'holds: 200 without it, and no check is named',
    ],
    [
      'tells the same without it',
      'ready-secret',
      site(),
      'broken: 200 without it, with checks.database and checks.cache',
    ],
    [
      'tells nothing with it',
      'ready-secret',
      site({ '/ready/': { status: 401 } }),
      'not-knowable: the readiness page names no check to who brings the secret (401)',
    ],
  ])('%s', async (_, name, script, verdict) => {
    expect(await verdictOf(`health/${name}`, script, OWN)).toBe(verdict);
  });

  test.each([undefined, { parts: [], place: {} }])('is not judged while there is no text for it (%j)', async secret => {
    expect(await verdictOf('health/ready-secret', site(), { ...OPTIONS, secret })).toMatch(
      /^not-knowable: the suite gives no secret/,
    );
  });
});

describe('a readiness page that cannot fail', () => {
  const ready = (body: unknown) => site({ '/ready/': json(body) });
  test.each<Rows[number]>([
    ['is told from one that asks', site(), 'holds: checks.database and checks.cache'],
    [
      'is told from one that is down',
      site({ '/ready/': json({ checks: { db: false, redis: true } }, 503) }),
      'holds: checks.db and checks.redis',
    ],
    ['has a status alone', ready({ status: 'ready' }), 'broken: no check by name: {"status":"ready"}'],
    [
      'is the health page again',
      ready({ status: 'healthy', version: '3f2a1b9' }),
      'broken: the same text as the health page, no check by name: {"status":"healthy","version":"3f2a1b9"}',
    ],
    ['is a word', site({ '/ready/': text('OK') }), 'broken: no check by name: OK'],
    [
      'may be one that asks something else',
      ready({ checks: { store: true } }),
      'doubtful: checks.store: no database or cache',
    ],
    [
      'may be one that leaves out the cache',
      ready({ checks: { database: true } }),
      'doubtful: checks.database: no cache',
    ],
    ['is not there', site({ '/ready/': { status: 404 } }), 'not-knowable: the readiness page answers 404'],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/constant-readiness', script, OPTIONS)).toBe(verdict);
  });
});

describe('what readiness tells a visitor', () => {
  const failing = (error: string) =>
    site({ '/ready/': json({ status: 'not_ready', checks: { database: error } }, 503) });
  test.each<Rows[number]>([
    ['is yes', site(), 'holds: 200, application/json, 78 characters, no details'],
    [
      'is no',
      site({ '/ready/': json({ checks: { database: false } }, 503) }),
      'holds: 503, application/json, 29 characters, no details',
    ],
    [
      'is closed',
      site({ '/ready/': json({ detail: 'no' }, 401) }),
      'holds: 401, application/json, 15 characters, no details',
    ],
    ['is an exception', failing('OperationalError'), 'broken: 503 with an exception'],
    [
      'is the text of an error with a host',
      failing('could not translate host name "db.internal" to address'),
      'broken: 503 with the text of an error',
    ],
    [
      'is an address with a password',
      failing('postgres://app:pw@db/obcms'),
      'broken: 503 with an address with credentials and the address of a database or broker',
    ],
    ['is a host and port', failing('db-1:5432 is away'), 'broken: 503 with a host and port'],
    [
      'is an address of the network inside',
      failing('10.0.3.7 is away'),
      'broken: 503 with an address of the network inside',
    ],
    ['is a path', failing('/app/src/core/readiness.py, line 3'), 'broken: 503 with a path on the server'],
    [
      'is a version of a product',
      site({ '/ready/': json({ checks: { database: true }, redis_version: '7.2.4' }) }),
      'broken: 200 with the version of a product',
    ],
    [
      'is a host name',
      site({ '/ready/': json({ checks: { database: true }, hostname: 'web-1' }) }),
      'broken: 200 with a host name',
    ],
    [
      'is a version of the application, which is fine',
      site({ '/ready/': json({ version: '1.4.2', checks: { database: true } }) }),
      'holds: 200, application/json, 46 characters, no details',
    ],
    ['cannot be seen', site({ '/ready/': { status: 404 } }), 'not-knowable: the readiness page answers 404'],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/ready-details', script, OPTIONS)).toBe(verdict);
  });

  test('does not end in the report', async () => {
    const judgement = await judgementOf('health/ready-details', failing('postgres://app:hunter2@db/obcms'), OPTIONS);
    expect(JSON.stringify(judgement)).not.toContain('hunter2');
  });
});

describe('questions in a row', () => {
  const nth = (statuses: readonly number[]): SiteScript => {
    let asked = -1;
    return site({
      '/ready/': ({ path }) => {
        if (!path.includes('smoke=')) return READY;
        asked += 1;
        return { ...READY, status: statuses[asked] ?? 200 };
      },
    });
  };
  test.each<Rows[number]>([
    ['are all answered', nth([200, 200, 200, 200, 200]), 'holds: /ready/: 5 of 5'],
    ['are answered by some workers only', nth([200, 502, 200, 500, 200]), 'broken: 2 of 5 failed: 502 and 500'],
    ['are too many', nth([200, 200, 429, 429, 429]), 'not-knowable: /ready/ answers 429: too many requests'],
    [
      'go to the health page where readiness is closed',
      site({ '/ready/': { status: 401 } }),
      'holds: /health/: 5 of 5',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('health/steady', script, OPTIONS)).toBe(verdict);
  });
});

test.each([
  [11, 'holds'],
  [1_999, 'holds'],
  [2_000, 'broken'],
])('a health page that takes %d ms: %s', (ms, verdict) => {
  const { judge } = checkOf('health/fast');
  expect(judge({ ms } as never, OPTIONS, 'production')).toMatchObject({ verdict });
});

test('speed and version warn, everything else fails', () => {
  const ids = [
    'answers',
    'not-cached',
    'read-only',
    'constant-health',
    'ready',
    'constant-readiness',
    'ready-details',
    'ready-secret',
    'steady',
  ];
  for (const id of ids) expect(checkOf(`health/${id}`).severity).toBe('failure');
  for (const id of ['fast', 'version']) expect(checkOf(`health/${id}`).severity).toBe('warning');
});
