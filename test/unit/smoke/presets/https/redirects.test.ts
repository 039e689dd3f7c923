import { describe, expect, test } from '@jest/globals';
import { travel } from '../../../../../src/smoke/presets/https/journey.ts';
import { checkOf, judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Said, type Saying, scriptedSite, silence } from '../../../../support/scripted-site.ts';

const HOME = { body: '<title>OBCMS</title>' };

function to(location: string, status = 301, headers: Said['headers'] = {}): Said {
  return { status, headers: { location, ...headers } };
}

describe('plain HTTP', () => {
  test.each<readonly [string, Saying, string]>([
    ['301', to('https://obcms.example/'), 'holds: 301 to https://obcms.example/, 1 redirect in all'],
    ['308', to('https://obcms.example/', 308), 'holds: 308 to https://obcms.example/, 1 redirect in all'],
    ['a path further on', to('https://obcms.example/a'), 'holds: 301 to https://obcms.example/a, 3 redirects in all'],
    [
      'a path still further on',
      to('https://obcms.example/z'),
      'broken: 301 to https://obcms.example/z, 4 redirects in all',
    ],
    ['302', to('https://obcms.example/', 302), 'broken: 302 to https://obcms.example/'],
    ['307', to('https://obcms.example/', 307), 'broken: 307 to https://obcms.example/'],
    ['the page itself', HOME, 'broken: 200 over plain HTTP, and no redirect'],
    ['nothing of that name', { status: 404 }, 'broken: 404 over plain HTTP, and no redirect'],
    ['304, which is no redirect', to('https://obcms.example/', 304), 'broken: 304 over plain HTTP, and no redirect'],
    [
      'another host',
      to('https://www.obcms.example/'),
      'broken: 301 to https://www.obcms.example/, which is not this host',
    ],
    // A container's own port got into the address.
    [
      'another port',
      to('https://obcms.example:8000/'),
      'broken: 301 to https://obcms.example:8000/, which is not this host',
    ],
    [
      'a first hop that stays plain',
      to('http://obcms.example/login/'),
      'broken: 301 to http://obcms.example/login/, which is not HTTPS',
    ],
    [
      'a relative one, which stays plain',
      to('/login/'),
      'broken: 301 to http://obcms.example/login/, which is not HTTPS',
    ],
    ['a redirect to nowhere', { status: 301 }, 'broken: 301 without a Location that is an address'],
    ['a closed port', silence('refused'), 'broken: no answer over plain HTTP: scripted refused'],
  ])('with %s', async (_, saying, verdict) => {
    const answers = {
      'plain /': saying,
      '/': HOME,
      '/a': to('/b'),
      '/b': to('/'),
      '/z': to('/a'),
    };
    expect(await verdictOf('https/redirect', { answers })).toBe(verdict);
  });

  test.each([302, 303, 307])('%d is a warning in staging, and a failure without an environment', async status => {
    const answers = { 'plain /': to('https://obcms.example/', status), '/': HOME };
    expect(await judgementOf('https/redirect', { answers, profile: 'staging' })).toMatchObject({ verdict: 'doubtful' });
    expect(await judgementOf('https/redirect', { answers, profile: 'other' })).toMatchObject({ verdict: 'broken' });
    expect(checkOf('https/redirect').severity).toBe('failure');
  });

  test('is judged by itself when HTTPS does not answer: the certificate has checks of its own', async () => {
    const answers = { 'plain /': to('https://obcms.example/'), '/': silence('tls', 'CERT_HAS_EXPIRED') };
    expect(await verdictOf('https/redirect', { answers })).toBe(
      'holds: 301 to https://obcms.example/, whose HTTPS side does not answer',
    );
  });

  test('no redirect is a failure in staging as well', async () => {
    const answers = { 'plain /': HOME, '/': HOME };
    expect(await judgementOf('https/redirect', { answers, profile: 'staging' })).toMatchObject({ verdict: 'broken' });
  });

  test('is not judged when nobody knows where it is', async () => {
    expect(await verdictOf('https/redirect', { plain: null })).toMatch(/^not-knowable: .*http-url/);
    expect(await verdictOf('https/redirect', { base: 'http://obcms.example/' })).toMatch(/^not-knowable: .*plain HTTP/);
  });
});

describe('the way from the start page', () => {
  test.each<readonly [string, Readonly<Record<string, Saying>>, string]>([
    ['a page at once', { '/': HOME }, 'holds: 200 at / at once'],
    ['a login', { '/': to('/login/', 302), '/login/': HOME }, 'holds: 200 at /login/ after 1 redirect'],
    ['a door', { '/': { status: 401 } }, 'holds: 401 at / at once'],
    ['a sign-in elsewhere', { '/': to('https://sso.example/start') }, 'holds: leads to sso.example after 1 redirect'],
    [
      'five redirects',
      { '/': to('/1'), '/1': to('/2'), '/2': to('/3'), '/3': to('/4'), '/4': to('/5'), '/5': HOME },
      'holds: 200 at /5 after 5 redirects',
    ],
    [
      'six redirects',
      { '/': to('/1'), '/1': to('/2'), '/2': to('/3'), '/3': to('/4'), '/4': to('/5'), '/5': to('/6'), '/6': HOME },
      'broken: round and round: https://obcms.example/ (301), https://obcms.example/1 (301), https://obcms.example/2 (301), https://obcms.example/3 (301), https://obcms.example/4 (301), https://obcms.example/5 (301)',
    ],
    ['itself', { '/': to('https://obcms.example/') }, 'broken: 301 from https://obcms.example/ to itself'],
    [
      'plain HTTP and back',
      { '/': to('http://obcms.example/'), 'plain /': to('https://obcms.example/') },
      'broken: round and round: https://obcms.example/ (301), http://obcms.example/ (301)',
    ],
    [
      'a detour over plain HTTP',
      { '/': to('http://obcms.example/login/'), 'plain /login/': to('https://obcms.example/login/'), '/login/': HOME },
      'doubtful: 200 at /login/ after 2 redirects, with a detour over plain HTTP',
    ],
    [
      'an end on plain HTTP',
      { '/': to('http://obcms.example/login/'), 'plain /login/': HOME },
      'broken: 200 at /login/ after 1 redirect, over plain HTTP',
    ],
    [
      'plain HTTP elsewhere',
      { '/': to('http://sso.example/') },
      'broken: a redirect to plain HTTP: http://sso.example/',
    ],
    ['nowhere', { '/': { status: 302 } }, 'broken: 302 without a Location that is an address'],
    [
      'a dead application',
      { '/': to('/login/', 302), '/login/': { status: 503 } },
      'broken: 503 at /login/ after 1 redirect',
    ],
  ])('%s', async (_, answers, verdict) => {
    expect(await verdictOf('https/redirect-loop', { answers })).toBe(verdict);
  });

  test('a redirect to the same address that sets a cookie is no loop when the cookie ends it', async () => {
    const answers = {
      '/': ({ headers }: { headers: Readonly<Record<string, string>> }) =>
        headers['cookie'] === 'seen=1' ? HOME : to('/', 302, { 'set-cookie': 'seen=1; Secure' }),
    };
    expect(await verdictOf('https/redirect-loop', { answers })).toBe('holds: 200 at / after 1 redirect');
  });

  test('names the setting behind a loop, and another cause for a dead page', async () => {
    const loop = checkOf('https/redirect-loop').remedy;
    expect(loop).toContain("SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')");
    const dead = await judgementOf('https/redirect-loop', { answers: { '/': { status: 502 } } });
    expect(dead).toMatchObject({ remedy: expect.not.stringContaining('SECURE_PROXY_SSL_HEADER') });
  });

  test('does not send cookies that are Secure over plain HTTP', async () => {
    const site = scriptedSite({
      answers: {
        '/': to('http://obcms.example/next', 302, { 'set-cookie': ['a=1; Secure', 'b=2', 'gone=; Max-Age=0'] }),
        'plain /next': HOME,
      },
    });
    await travel(site, '/', 5);
    expect(site.asked.at(-1)).toMatchObject({ plain: true, headers: { cookie: 'b=2' } });
  });
});
