import { describe, expect, test } from '@jest/globals';
import { checkOf, judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Said, type SiteScript, silence } from '../../../../support/scripted-site.ts';

const OPTIONS = { metrics: [], admin: undefined, docs: [], api: undefined };
const page = (body: string, status = 200): Said => ({ status, headers: { 'content-type': 'text/html' }, body });
const DEBUG_404 = page(
  '<title>Page not found at /x</title><p>Using the URLconf defined in <code>site.urls</code>',
  404,
);
const DEBUG_400 = page("You're seeing this error because you have <code>DEBUG = True</code> in your settings", 400);
const SIGN_IN = page('<form method=post><input type=password name=password></form>');

describe('a path that does not exist', () => {
  test.each<readonly [string, SiteScript, string]>([
    ['answers 404', { otherwise: page('Not Found', 404) }, 'holds: 404, text/html, 9 characters, no debug page'],
    [
      'answers 404 with a page of the site that quotes the words',
      { otherwise: page('<title>Page not found</title> DEBUG = True', 404) },
      'holds: 404, text/html, 42 characters, no debug page',
    ],
    ['answers with the debug page', { otherwise: DEBUG_404 }, "broken: 404 with Django's page that lists the URLconf"],
    [
      "answers with Werkzeug's debugger",
      { otherwise: page('<title>NotFound: 404 // Werkzeug Debugger</title>', 500) },
      "broken: 500 with Werkzeug's debugger",
    ],
    ['fails', { otherwise: page('Server Error (500)', 500) }, 'broken: 500, text/html, 18 characters'],
    [
      'leads to the sign-in page',
      { answers: { '/login/': SIGN_IN }, otherwise: { status: 302, headers: { location: '/login/' } } },
      'not-knowable: no 404 page can be seen: a path that does not exist ends at /login/: 200, text/html, 60 characters',
    ],
    [
      'gets the page of a front end',
      { otherwise: page('<div id=app>') },
      'not-knowable: no 404 page can be seen: a path that does not exist ends at /smoke-r4f2k9-nothing-here/: 200, text/html, 12 characters',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/debug-page', script, OPTIONS)).toBe(verdict);
  });

  test('is looked for in the API as well, where a front end does not answer for it', async () => {
    const below = '/api/v1/smoke-r4f2k9-nothing-here/';
    const options = { ...OPTIONS, api: '/api/v1/' };
    const closed = { answers: { [below]: page('{}', 404) }, otherwise: page('<div id=app>') };
    const open = { answers: { [below]: DEBUG_404 }, otherwise: page('<div id=app>') };
    expect((await judgementOf('leaks/debug-page', closed, options)).verdict).toBe('holds');
    expect((await judgementOf('leaks/debug-page', open, options)).verdict).toBe('broken');
  });
});

describe('a foreign host name', () => {
  const byHost = (said: Said | ReturnType<typeof silence>): SiteScript => ({
    answers: { '/': ({ headers }) => (headers['host'] === undefined ? page('Welcome') : said) },
  });
  const byForwarded: SiteScript = {
    answers: { '/': ({ headers }) => (headers['x-forwarded-host'] === undefined ? page('Welcome') : DEBUG_400) },
  };
  test.each<readonly [string, SiteScript, RegExp]>([
    [
      'is refused',
      byHost(page('Bad Request (400)', 400)),
      /^holds: Host: \S+: 400, 17 characters; X-Forwarded-Host: \S+: 200/,
    ],
    ['is not answered at all', byHost(silence('reset')), /^holds: Host: \S+: no answer \(reset\)/],
    [
      'gets the debug page',
      byHost(DEBUG_400),
      /^broken: Host: r4f2k9\.wrong-host\.invalid: 400 with Django's page for DEBUG = True$/,
    ],
    ['gets it past the proxy', byForwarded, /^broken: X-Forwarded-Host: \S+: 400 with Django's page for DEBUG = True$/],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/debug-on-bad-host', script, OPTIONS)).toMatch(verdict);
  });

  test('proves nothing when the site itself is silent', async () => {
    await expect(judgementOf('leaks/debug-on-bad-host', { otherwise: silence('timeout') }, OPTIONS)).rejects.toThrow(
      'timeout',
    );
  });
});

describe('a traceback', () => {
  const trace = 'Traceback (most recent call last):\n  File "/app/x.py"';
  test.each<readonly [string, SiteScript, string]>([
    ['is nowhere', { answers: { '/': page('Welcome') } }, 'holds: none on 2 pages'],
    ['is on an error page', { answers: { '/': page(`<pre>${trace}</pre>`, 500) } }, 'broken: a traceback on / (500)'],
    ['is the whole page', { answers: { '/': page(trace) } }, 'broken: a traceback on / (200)'],
    [
      'is in the technical page',
      { answers: { '/': page('<tr><th scope="row">Exception Type:</th><td>KeyError</td>', 500) } },
      'broken: a traceback on / (500)',
    ],
    ['is not what the page with the URLconf shows', { answers: { '/': DEBUG_404 } }, 'holds: none on 2 pages'],
    [
      'is quoted in an article',
      { answers: { '/': page(`<h1>How to read a traceback</h1><p>It begins with the words</p><pre>${trace}`) } },
      'doubtful: the words of a traceback on / (200)',
    ],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/traceback', script, OPTIONS)).toBe(verdict);
  });

  test('is looked for on every path of the options', async () => {
    const options = { metrics: ['/m'], admin: '/a/', docs: ['/d'], api: '/api/' };
    for (const path of ['/m', '/a/', '/d', '/api/']) {
      const judgement = await judgementOf('leaks/traceback', { answers: { [path]: page(trace, 500) } }, options);
      expect(judgement).toMatchObject({ verdict: 'broken', actual: `a traceback on ${path} (500)` });
    }
  });
});

test('every check of leaks is a failure, wherever it runs', () => {
  const ids = ['debug-page', 'debug-on-bad-host', 'traceback', 'debug-toolbar', 'api-docs', 'browsable-api', 'metrics'];
  for (const id of [...ids, 'admin', 'admin-allow-list', 'dotfiles', 'media-listing', 'trace']) {
    expect(checkOf(`leaks/${id}`).severity).toBe('failure');
  }
});
