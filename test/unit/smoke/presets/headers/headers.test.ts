import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../../../../src/smoke/presets/preset.ts';
import { checkOf, judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Said, scriptedSite } from '../../../../support/scripted-site.ts';

type Headers = NonNullable<Said['headers']>;

/** The page and the page for unknown addresses, both with these headers. */
function everywhere(headers: Headers, profile: Profile = 'production') {
  return { answers: { '/': { headers } }, otherwise: { status: 404, headers }, profile };
}

const ON_BOTH = 'on / (200) and /smoke-r4f2k9-nothing-here/ (404)';

/** `broken: ... on / (200)` without where. */
async function said(check: string, headers: Headers, profile?: Profile): Promise<string> {
  const verdict = await verdictOf(`headers/${check}`, everywhere(headers, profile));
  return verdict.replace(/ on \/ \(200\).*$/, '');
}

describe('HSTS', () => {
  const of = (...values: string[]) => ({ 'strict-transport-security': values });

  test.each<readonly [Profile, Headers, string]>([
    ['production', of('max-age=31536000; includeSubDomains'), 'holds: max-age=31536000; includeSubDomains'],
    ['production', of('max-age=31536000'), 'holds: max-age=31536000 (without includeSubDomains)'],
    ['production', of('max-age=31535999'), 'broken: max-age=31535999'],
    ['production', of('max-age=0'), 'broken: max-age=0, which switches it off'],
    ['production', {}, 'broken: no Strict-Transport-Security'],
    ['production', of('31536000'), 'broken: "31536000", which browsers ignore as malformed'],
    ['production', of('max-age=31536000; preload'), 'doubtful: max-age=31536000; preload'],
    [
      'production',
      of('max-age=31536000; includeSubDomains; preload'),
      'holds: max-age=31536000; includeSubDomains; preload',
    ],
    // Browsers take the first of several.
    ['production', of('max-age=60', 'max-age=31536000'), 'broken: max-age=60'],
    [
      'production',
      of('max-age=31536000', 'max-age=60'),
      'doubtful: 2 of them, of which the first counts: max-age=31536000',
    ],
    ['other', of('max-age=15552000'), 'broken: max-age=15552000'],
    ['staging', of('max-age=15552000'), 'holds: max-age=15552000 (without includeSubDomains)'],
    ['staging', of('max-age=15551999'), 'doubtful: max-age=15551999'],
    // An hour, or a week, that can be waited out.
    ['staging', of('max-age=3600'), 'doubtful: max-age=3600'],
    ['staging', of('max-age=0'), 'broken: max-age=0, which switches it off'],
    ['staging', {}, 'broken: no Strict-Transport-Security'],
    [
      'staging',
      of('max-age=31536000; includeSubDomains; preload'),
      'doubtful: max-age=31536000; includeSubDomains; preload',
    ],
  ])('in %s %j', async (profile, headers, verdict) => {
    expect(await said('hsts', headers, profile)).toBe(verdict);
  });

  test('is never asked of plain HTTP', async () => {
    const script = { ...everywhere({}), base: 'http://obcms.example/' };
    expect(await verdictOf('headers/hsts', script)).toMatch(/^not-knowable: HSTS counts over HTTPS only/);
  });
});

describe.each<readonly [string, readonly (readonly [Headers, string])[]]>([
  [
    'content-type-options',
    [
      [{ 'x-content-type-options': 'nosniff' }, 'holds: nosniff'],
      [{ 'x-content-type-options': 'NoSniff' }, 'holds: nosniff'],
      [{ 'x-content-type-options': ['nosniff', 'nosniff'] }, 'doubtful: "nosniff, nosniff"'],
      [{ 'x-content-type-options': 'sniff' }, 'broken: "sniff"'],
      [{ 'x-content-type-options': 'no, nosniff' }, 'broken: "no, nosniff"'],
      [{}, 'broken: no X-Content-Type-Options'],
    ],
  ],
  [
    'frame-options',
    [
      [{ 'x-frame-options': 'DENY' }, 'holds: DENY'],
      [{ 'x-frame-options': 'sameorigin' }, 'holds: SAMEORIGIN'],
      [{ 'x-frame-options': ['DENY', 'deny'] }, 'doubtful: DENY, sent 2 times'],
      [{ 'x-frame-options': 'ALLOW-FROM https://partner.example' }, 'broken: "ALLOW-FROM https://partner.example"'],
      [{ 'x-frame-options': 'DENY, SAMEORIGIN' }, 'broken: "DENY, SAMEORIGIN"'],
      [{ 'content-security-policy': "frame-ancestors 'none'" }, 'holds: frame-ancestors of this site only'],
      // Browsers heed frame-ancestors and not X-Frame-Options.
      [
        { 'content-security-policy': 'frame-ancestors https:', 'x-frame-options': 'DENY' },
        'broken: frame-ancestors lets other sites in, and goes before X-Frame-Options',
      ],
      [
        { 'content-security-policy-report-only': "frame-ancestors 'none'" },
        'broken: neither X-Frame-Options nor frame-ancestors',
      ],
      [{ 'content-security-policy': "default-src 'self'" }, 'broken: neither X-Frame-Options nor frame-ancestors'],
    ],
  ],
  [
    'referrer-policy',
    [
      [{ 'referrer-policy': 'same-origin' }, 'holds: same-origin'],
      [{ 'referrer-policy': 'no-referrer' }, 'holds: no-referrer'],
      [{ 'referrer-policy': 'unsafe-url, strict-origin' }, 'holds: strict-origin'],
      // The last one that browsers know counts.
      [{ 'referrer-policy': 'strict-origin, newest-policy' }, 'holds: strict-origin'],
      [{ 'referrer-policy': ['same-origin', 'unsafe-url'] }, 'broken: unsafe-url'],
      [{ 'referrer-policy': 'origin-when-cross-origin' }, 'broken: origin-when-cross-origin'],
      [{ 'referrer-policy': 'none' }, 'broken: "none", which no browser knows'],
      [{}, 'broken: no Referrer-Policy'],
    ],
  ],
  [
    'coop',
    [
      [{ 'cross-origin-opener-policy': 'same-origin' }, 'holds: same-origin'],
      [{ 'cross-origin-opener-policy': 'noopener-allow-popups; report-to="x"' }, 'holds: noopener-allow-popups'],
      [{ 'cross-origin-opener-policy': 'unsafe-none' }, 'broken: "unsafe-none"'],
      [{ 'cross-origin-opener-policy': 'Same-Origin' }, 'broken: "Same-Origin"'],
      [
        { 'cross-origin-opener-policy': ['same-origin', 'same-origin'] },
        'broken: "same-origin, same-origin", sent more than once, which browsers ignore',
      ],
      [{}, 'broken: no Cross-Origin-Opener-Policy'],
    ],
  ],
  [
    'csp',
    [
      [{ 'content-security-policy': "default-src 'self'" }, 'holds: a policy with default-src'],
      [
        { 'content-security-policy': "default-src 'self' 'unsafe-inline' 'unsafe-eval'" },
        "broken: a policy with 'unsafe-inline' and 'unsafe-eval'",
      ],
      [
        { 'content-security-policy': 'default-src *' },
        'broken: a policy with scripts from anywhere (*, https: or data:)',
      ],
      [{ 'content-security-policy': "img-src 'self'" }, 'broken: a policy with nothing said about scripts'],
      [{ 'content-security-policy-report-only': "default-src 'self'" }, 'broken: a policy that only reports'],
      [{ 'content-security-policy': '' }, 'broken: no Content-Security-Policy'],
      [{}, 'broken: no Content-Security-Policy'],
    ],
  ],
  [
    'permissions-policy',
    [
      [{ 'permissions-policy': 'camera=(), microphone=()' }, 'holds: camera, microphone'],
      [{ 'permissions-policy': "camera 'none'" }, 'broken: "camera \'none\'", which browsers ignore as malformed'],
      [
        { 'feature-policy': "camera 'none'" },
        'broken: no Permissions-Policy, only the older Feature-Policy, which browsers no longer read',
      ],
      [{ 'permissions-policy': '' }, 'broken: no Permissions-Policy'],
      [{}, 'broken: no Permissions-Policy'],
    ],
  ],
  [
    'server',
    [
      [{ server: 'gunicorn' }, 'holds: Server: gunicorn'],
      [{ server: 'cloudflare' }, 'holds: Server: cloudflare'],
      [{}, 'holds: no Server header'],
      [{ server: 'nginx/1.24.0' }, 'broken: Server: nginx/1.24.0'],
      [{ server: 'WSGIServer/0.2 CPython/3.12.1' }, 'broken: Server: WSGIServer/0.2 CPython/3.12.1'],
    ],
  ],
  [
    'powered-by',
    [
      [{}, 'holds: none'],
      [{ 'x-powered-by': 'Express' }, 'broken: x-powered-by: Express'],
    ],
  ],
])('headers/%s', (check, rows) => {
  test.each(rows)('%j', async (headers, verdict) => {
    expect(await said(check, headers)).toBe(verdict);
  });
});

describe('where headers are judged', () => {
  const GOOD = { 'x-content-type-options': 'nosniff', 'permissions-policy': 'camera=()' };
  const nosniff = (answers: Record<string, Said>, otherwise: Said) =>
    verdictOf('headers/content-type-options', { answers, otherwise });

  test('on the page and on the one for an unknown address, and both are named', async () => {
    expect(await nosniff({ '/': { headers: GOOD } }, { status: 404, headers: GOOD })).toBe(`holds: nosniff ${ON_BOTH}`);
  });

  test('on the page that a visitor ends on', async () => {
    const answers = { '/': { status: 302, headers: { location: '/login/', ...GOOD } }, '/login/': {} };
    expect(await nosniff(answers, { status: 404, headers: GOOD })).toBe(
      'broken: no X-Content-Type-Options on /login/ (200)',
    );
  });

  test('what is missing on the error page only is broken when middleware sets it, and doubtful when pages do', async () => {
    const script = { answers: { '/': { headers: GOOD } }, otherwise: { status: 404 } };
    expect(await verdictOf('headers/content-type-options', script)).toBe(
      'broken: no X-Content-Type-Options on /smoke-r4f2k9-nothing-here/ (404)',
    );
    expect(await verdictOf('headers/permissions-policy', script)).toBe(
      'doubtful: no Permissions-Policy on /smoke-r4f2k9-nothing-here/ (404)',
    );
  });

  test('a sign-in in front that lacks a header says nothing of the application', async () => {
    const door = { status: 401, headers: { 'www-authenticate': 'Basic realm="traefik"' } };
    expect(await nosniff({}, door)).toBe(
      'not-knowable: / (401) and /smoke-r4f2k9-nothing-here/ (401) ask for a sign-in, and the edge may have said so itself, without the application’s headers: give a path that is open as headers.path',
    );
  });

  test('a sign-in that has the header is judged like any page', async () => {
    expect(await nosniff({}, { status: 403, headers: GOOD })).toMatch(/^holds: nosniff on \/ \(403\)/);
  });

  test('a sign-in without it, before an application that has it, is a word and no failure', async () => {
    expect(await nosniff({ '/': { status: 403 } }, { status: 404, headers: GOOD })).toBe(
      'doubtful: no X-Content-Type-Options on / (403)',
    );
  });

  test('and an open page without it fails whatever the door has', async () => {
    expect(await nosniff({ '/': { status: 403, headers: GOOD } }, { status: 404 })).toMatch(/^broken: .*\(404\)$/);
  });

  test('a redirect to another host does not make the check empty', async () => {
    const away = { status: 302, headers: { location: 'https://sso.example/' } };
    // nosniff and HSTS belong on every answer; what browsers heed on documents only is judged on the error page.
    expect(await nosniff({ '/': away }, { status: 404, headers: GOOD })).toBe(
      'broken: no X-Content-Type-Options on / (302)',
    );
    const script = { answers: { '/': away }, otherwise: { status: 404 } };
    expect(await verdictOf('headers/frame-options', script)).toBe(
      'broken: neither X-Frame-Options nor frame-ancestors on /smoke-r4f2k9-nothing-here/ (404)',
    );
    expect(await verdictOf('headers/frame-options', { otherwise: away })).toBe(
      'not-knowable: / (302) leads to sso.example, and no page of this host was seen: give a path that shows one as headers.path',
    );
  });

  test('a dead application and the edge’s own answer are no pages', async () => {
    expect(await nosniff({}, { status: 503, headers: GOOD })).toBe('broken: / (503): the site is down');
    const edge = {
      status: 404,
      body: '404 page not found\n',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    };
    expect(await nosniff({}, edge)).toBe('broken: / (404): the edge itself answers, because it knows no such site');
    expect(await nosniff({ '/': { headers: GOOD } }, edge)).toBe('holds: nosniff on / (200)');
  });

  test('a banner on a door is a banner', async () => {
    const door = { status: 401, headers: { server: 'nginx/1.24.0' } };
    expect(await verdictOf('headers/server', { otherwise: door })).toBe('broken: Server: nginx/1.24.0 on / (401)');
  });

  test('one page that both addresses lead to is judged once', async () => {
    const login = { status: 302, headers: { location: '/login/', ...GOOD } };
    expect(await nosniff({ '/login/': { headers: GOOD } }, login)).toBe('holds: nosniff on /login/ (200)');
  });

  test('no answer ends the check: nothing is caught', async () => {
    const silent = { kind: 'refused', message: 'refused', requestSeen: 'no', code: '' } as const;
    const site = scriptedSite({ otherwise: silent });
    await expect(checkOf('headers/hsts').collect(site, { path: '/' })).rejects.toMatchObject({ name: 'NoAnswer' });
  });
});

describe('a nonce', () => {
  const policy = (nonce: string) => ({ 'content-security-policy': `script-src 'nonce-${nonce}'` });

  test('that is new in every answer holds, and one that stays is broken', async () => {
    const site = (error: string) => ({
      answers: { '/': { headers: policy('abcdefgh1') } },
      otherwise: { headers: policy(error) },
    });
    expect(await verdictOf('headers/csp', site('ijklmnop2'))).toMatch(/^holds/);
    expect(await verdictOf('headers/csp', site('abcdefgh1'))).toMatch(/^broken: the nonce abcdefg… in two answers/);
  });
});

describe('robots in staging', () => {
  const away = (host: string): Said => ({ status: 302, headers: { location: `https://${host}/` } });

  test.each<readonly [string, Said, Said, string]>([
    [
      'told to keep out',
      { headers: { 'x-robots-tag': 'noindex, nofollow' } },
      {},
      'holds: noindex, nofollow on / (200)',
    ],
    ['told so by none', { headers: { 'x-robots-tag': 'none' } }, {}, 'holds: none on / (200)'],
    ['kept out by a door', { status: 401 }, {}, 'holds: a sign-in in front: / (401)'],
    ['led away wherever they ask', away('sso.example'), away('sso.example'), 'holds: every page leads to sso.example'],
    ['led away from the front page only', away('www.example'), { status: 404 }, 'broken: no X-Robots-Tag on / (302)'],
    ['not told', {}, { status: 404 }, 'broken: no X-Robots-Tag on / (200)'],
    [
      'told in part',
      { headers: { 'x-robots-tag': 'googlebot: noindex' } },
      {},
      'broken: "googlebot: noindex" on / (200)',
    ],
    ['told something else', { headers: { 'x-robots-tag': 'nofollow' } }, {}, 'broken: "nofollow" on / (200)'],
    [
      'before a dead application',
      { status: 503 },
      {},
      'not-knowable: / (503) is no page that could be indexed; see https/redirect-loop',
    ],
  ])('%s', async (_, page, otherwise, verdict) => {
    expect(await verdictOf('headers/noindex', { answers: { '/': page }, otherwise, profile: 'staging' })).toBe(verdict);
  });

  test.each<Profile>(['production', 'other'])('are not asked about in %s', async profile => {
    const script = { answers: { '/': { headers: { 'x-robots-tag': 'noindex' } } }, profile };
    expect(await verdictOf('headers/noindex', script)).toMatch(/^not-knowable: asked of staging only/);
  });
});

test('severities are those of the suite’s rules', () => {
  const severities = [
    'hsts',
    'content-type-options',
    'frame-options',
    'referrer-policy',
    'coop',
    'csp',
    'permissions-policy',
    'server',
    'powered-by',
    'noindex',
  ].map(name => `${name}: ${checkOf(`headers/${name}`).severity}`);
  expect(severities).toEqual([
    'hsts: failure',
    'content-type-options: failure',
    'frame-options: failure',
    'referrer-policy: failure',
    'coop: failure-in-production',
    'csp: failure-in-production',
    'permissions-policy: failure-in-production',
    'server: warning',
    'powered-by: warning',
    'noindex: failure',
  ]);
});

test('a check’s own remedy is replaced only where another one helps more', async () => {
  const twice = everywhere({ 'x-content-type-options': ['nosniff', 'nosniff'] });
  expect(await judgementOf('headers/content-type-options', twice)).toMatchObject({
    remedy: expect.stringContaining('leave it to one of them'),
  });
  expect(await judgementOf('headers/content-type-options', everywhere({}))).not.toHaveProperty('remedy');
});
