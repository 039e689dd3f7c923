import { describe, expect, test } from '@jest/globals';
import { judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Said, type SiteScript, silence } from '../../../../support/scripted-site.ts';

const OPTIONS = { metrics: [], admin: undefined, docs: [], api: undefined };
const page = (body: string, status = 200): Said => ({ status, headers: { 'content-type': 'text/html' }, body });
const file = (body: string, status = 200): Said => ({
  status,
  headers: { 'content-type': 'application/octet-stream' },
  body,
});
const ENV = '# production\nSECRET_KEY=abc\nDATABASE_URL=postgres://x\n';
const FRONT_END = page('<!doctype html><div id=app></div><script src=/assets/index-BxT3f9aQ.js></script>');
const HOME = { '/': page('Welcome') };

describe('files that must not be served', () => {
  test.each<readonly [string, SiteScript, string]>([
    ['are not there', { answers: HOME }, 'holds: none of 18 paths'],
    ['are refused', { answers: HOME, otherwise: { status: 403 } }, 'holds: none of 18 paths'],
    ['are the page of a front end', { otherwise: FRONT_END }, 'holds: none of 18 paths'],
    [
      'are a page of a front end that says its path',
      { otherwise: ({ path }) => page(`<!doctype html><base href="${path}">`) },
      'holds: none of 18 paths',
    ],
    [
      'are the same text for every path, though it looks like variables',
      { otherwise: file('A=1\n') },
      'holds: none of 18 paths',
    ],
    [
      'are an answer of an API that repeats the path',
      { otherwise: ({ path }) => file(`{"error":"no ${path}"}`) },
      'holds: none of 18 paths',
    ],
    [
      'lead somewhere else',
      { answers: { '/': FRONT_END }, otherwise: { status: 302, headers: { location: '/' } } },
      'holds: none of 18 paths',
    ],
    ['are cut off by the edge', { answers: { ...HOME, '/.env': silence('reset') } }, 'holds: none of 18 paths'],
    ['is a .env', { answers: { '/.env': file(ENV) } }, 'broken: /.env (200, variables)'],
    ['is a .env that calls itself HTML', { answers: { '/.env': page(ENV) } }, 'broken: /.env (200, variables)'],
    [
      'is a .env beside a front end',
      { answers: { '/.env': file(ENV) }, otherwise: page('<!doctype html><div id=app>') },
      'broken: /.env (200, variables)',
    ],
    [
      'is found through the slash that nginx misses',
      { answers: { '/static../.env': file(ENV) } },
      'broken: /static../.env (200, variables)',
    ],
    [
      'is found by an encoded slash',
      { answers: { '/media/..%2f.env': file(ENV) } },
      'broken: /media/..%2f.env (200, variables)',
    ],
    [
      "is the server's own",
      { answers: { '/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd': file('root:x:0:0:root:/root:/bin/sh\n') } },
      "broken: /static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd (200, the server's users)",
    ],
    [
      'is a repository',
      { answers: { '/.git/HEAD': file('ref: refs/heads/main\n') } },
      'broken: /.git/HEAD (200, a Git repository)',
    ],
    [
      'is a database',
      { answers: { '/db.sqlite3': file('SQLite format 3\0') } },
      'broken: /db.sqlite3 (200, a database)',
    ],
    [
      'is a dump',
      { answers: { '/backup.sql': file('--\n-- PostgreSQL database dump\n--\n') } },
      'broken: /backup.sql (200, a database dump)',
    ],
    [
      'is something else, which only this path gets',
      { answers: { '/.env': file('just a text of mine') } },
      'doubtful: something at /.env (200)',
    ],
    ['is an empty answer', { answers: { '/.env': file('') } }, 'holds: none of 18 paths'],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/dotfiles', script, OPTIONS)).toBe(verdict);
  });

  test('prove nothing when the site itself is silent', async () => {
    await expect(judgementOf('leaks/dotfiles', { otherwise: silence('refused') }, OPTIONS)).rejects.toThrow('refused');
  });
});

describe('folders', () => {
  test.each<readonly [string, SiteScript, string]>([
    ['are not there', {}, 'holds: /media/, /static/, /uploads/: 404'],
    [
      'are a page of the site',
      { answers: { '/media/': page('<h1>Media</h1>') } },
      'holds: /media/: 200, text/html, 14 characters; /static/, /uploads/: 404',
    ],
    [
      'are listed by nginx',
      { answers: { '/media/': page('<html><head><title>Index of /media/</title></head>') } },
      'broken: /media/: 200, a list of files',
    ],
    [
      'are listed by Python',
      { answers: { '/static/': page('<title>Directory listing for /static/</title>') } },
      'broken: /static/: 200, a list of files',
    ],
    [
      'are listed by a bucket',
      { answers: { '/uploads/': page('<ListBucketResult xmlns="x">') } },
      'broken: /uploads/: 200, the list of a bucket',
    ],
    ['cannot be asked now', { answers: { '/media/': { status: 429 } } }, 'doubtful: /media/: 429: too many requests'],
  ])('%s', async (_, script, verdict) => {
    expect(await verdictOf('leaks/media-listing', script, OPTIONS)).toBe(verdict);
  });
});

describe('TRACE', () => {
  test.each<readonly [string, SiteScript['answers'], string]>([
    ['is refused', { 'TRACE /': { status: 405 } }, 'holds: 405'],
    ['is not implemented', { 'TRACE /': { status: 501 } }, 'holds: 501'],
    ['is cut off', { 'TRACE /': silence('reset') }, 'holds: no answer (reset)'],
    [
      'sends the request back',
      { 'TRACE /': ({ headers }) => ({ body: `TRACE / HTTP/1.1\r\nx-smoke-test: ${headers['x-smoke-test']}\r\n` }) },
      'broken: 200 with the request sent back',
    ],
    [
      'calls itself an echo',
      { 'TRACE /': { headers: { 'content-type': 'message/http' } } },
      'broken: 200 with the request sent back',
    ],
    ['gets the front page', { 'TRACE /': page('Welcome') }, 'doubtful: 200 without the request sent back'],
  ])('%s', async (_, answers, verdict) => {
    expect(await verdictOf('leaks/trace', { answers: { ...HOME, ...answers } }, OPTIONS)).toBe(verdict);
  });
});
