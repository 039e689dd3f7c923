import { describe, expect, test } from '@jest/globals';
import { verdictOf } from '../../../../support/preset-verdicts.ts';
import type { Said, SiteScript } from '../../../../support/scripted-site.ts';

const OPTIONS = { metrics: ['/metrics'], admin: '/admin/', docs: ['/docs'], api: '/api/v1/' };
const CHECKS = [
  'debug-page',
  'debug-on-bad-host',
  'traceback',
  'debug-toolbar',
  'api-docs',
  'browsable-api',
  'metrics',
  'admin',
  'admin-allow-list',
  'dotfiles',
  'media-listing',
  'trace',
];

const page = (body: string, status = 200, headers = {}): Said => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});
const SIGN_IN = page('<form method=post><input name=username><input type=password name=password></form>');
const verdicts = async (script: SiteScript): Promise<readonly string[]> => {
  const said = await Promise.all(CHECKS.map(check => verdictOf(`leaks/${check}`, script, OPTIONS)));
  return said.map((verdict, index) => `${CHECKS[index]} ${verdict}`);
};

describe('where nothing of the application is seen, nothing is closed by it', () => {
  test.each<readonly [string, Said]>([
    [
      'the edge knows no such site',
      { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' },
    ],
    ['a firewall asks everybody to wait', page('<title>Just a moment...</title><script>check()</script>', 403)],
    ['the edge asks for a password', { status: 401, headers: { 'www-authenticate': 'Basic realm="traefik"' } }],
    ['every page is empty', { status: 200 }],
    ['every page is an empty HTML page', page(' \n')],
    ['there is one page for maintenance', page('<h1>We are sorry</h1><p>Back at noon.</p>')],
    [
      'there is one page for maintenance, which counts its visitors',
      page('<h1>Back soon</h1><script async src="https://counter.example/c.js"></script>'),
    ],
    [
      'everything leads to the sign-in of another host',
      { status: 302, headers: { location: 'https://sso.example/auth' } },
    ],
    ['the site is down', page('Bad Gateway', 502)],
    ['there are too many requests', { status: 429 }],
  ])('%s', async (_, otherwise) => {
    const holding = (await verdicts({ otherwise })).filter(verdict => / (?:holds|doubtful): /.test(verdict));
    expect(holding).toEqual([]);
  });

  test('and each check says what stands there', async () => {
    const edge = { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' };
    expect(await verdictOf('leaks/metrics', { otherwise: edge }, OPTIONS)).toBe(
      'not-knowable: nothing of the application was seen: / (404): the edge itself answers, because it knows no such site and /smoke-r4f2k9-nothing-here/ (404): the edge itself answers, because it knows no such site',
    );
    expect(await verdictOf('leaks/debug-page', { otherwise: edge }, OPTIONS)).toMatch(
      /no 404 page can be seen: .*the edge itself answers/,
    );
    expect(await verdictOf('leaks/trace', { otherwise: page('', 403) }, OPTIONS)).toMatch(
      /a sign-in or a firewall stands before it/,
    );
    expect(await verdictOf('leaks/metrics', { otherwise: page('<h1>Soon</h1>') }, OPTIONS)).toMatch(
      /^not-knowable: every address gets the same page \(200, text\/html, 13 characters\)/,
    );
  });
});

describe('the application is seen, and what it refuses is closed', () => {
  test.each<readonly [string, SiteScript]>([
    ['on its front page', { answers: { '/': page('Welcome') }, otherwise: { status: 403 } }],
    ['by its own 404, where the front page needs a sign-in', { answers: { '/': { status: 401 } } }],
    [
      'by its sign-in page, to which everything leads',
      { answers: { '/login/': SIGN_IN }, otherwise: { status: 302, headers: { location: '/login/' } } },
    ],
    [
      'by a front end that draws every page',
      { otherwise: page('<div id=app></div><script src="/assets/a1.js"></script>') },
    ],
    [
      'by a front end whose scripts lie elsewhere',
      { otherwise: page('<div id=app></div><script type=module src="https://cdn.example/a1.js"></script>') },
    ],
    [
      'by the tokens that its API asks for',
      { otherwise: { status: 401, headers: { 'www-authenticate': 'Bearer realm="api"' } } },
    ],
    [
      'by the JSON of an API',
      { otherwise: { status: 404, headers: { 'content-type': 'application/json' }, body: '{}' } },
    ],
    [
      'by the sign-in page of its admin alone, behind a firewall',
      { answers: { '/admin/': SIGN_IN }, otherwise: { status: 403 } },
    ],
  ])('%s', async (_, script) => {
    const check = script.answers?.['/admin/'] === undefined ? 'metrics' : 'admin';
    expect(await verdictOf(`leaks/${check}`, script, OPTIONS)).toMatch(/^holds: /);
  });
});
