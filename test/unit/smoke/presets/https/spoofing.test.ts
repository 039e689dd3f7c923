import { describe, expect, test } from '@jest/globals';
import { checkOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Asked, type Said, type Saying, scriptedSite, silence } from '../../../../support/scripted-site.ts';

const EVIL = 'evil-r4f2k9.example';
const HOME: Said = { body: '<title>OBCMS</title>' };

function to(location: string, status = 301): Said {
  return { status, headers: { location } };
}

/** One answer to visitors, another when a header is forged. */
function forged(header: string, said: Saying, honest: Said): Saying {
  return (asked: Asked) => {
    if (asked.headers[header] === undefined) return honest;
    return typeof said === 'function' ? said(asked) : said;
  };
}

describe('X-Forwarded-Proto: https over plain HTTP', () => {
  const upgrade = to('https://obcms.example/');

  test.each<readonly [string, Saying, string]>([
    ['the same redirect', upgrade, 'holds: still 301 to https://obcms.example'],
    ['a refusal', { status: 400 }, 'holds: refused with 400'],
    ['a closed connection', silence('reset'), 'holds: the connection is closed'],
    ['the page', HOME, 'broken: 200: the header is believed'],
    // The application thinks it is encrypted and goes on with its own redirect.
    [
      'the redirect to the login',
      to('/login/', 302),
      'broken: 302 to http://obcms.example/login/: the header is believed',
    ],
    [
      'it by its whole address',
      to('https://obcms.example/login/', 302),
      'broken: 302 to https://obcms.example/login/: the header is believed',
    ],
    ['a failure', { status: 500 }, 'broken: 500: the header is believed'],
    ['silence', silence('timeout'), 'not-knowable: no answer to the forged header: scripted timeout'],
  ])('with %s', async (_, said, verdict) => {
    const answers = { '/': to('/login/', 302), 'plain /': forged('x-forwarded-proto', said, upgrade) };
    expect(await verdictOf('https/forwarded-proto-spoof', { answers })).toBe(verdict);
  });

  test('a 403 that the page gives over HTTPS as well is the page', async () => {
    const answers = { '/': { status: 403 }, 'plain /': forged('x-forwarded-proto', { status: 403 }, upgrade) };
    expect(await verdictOf('https/forwarded-proto-spoof', { answers })).toBe('broken: 403: the header is believed');
  });

  test('cannot be judged where nothing leads to HTTPS anyway, or nobody knows where', async () => {
    const answers = { '/': HOME, 'plain /': HOME };
    expect(await verdictOf('https/forwarded-proto-spoof', { answers })).toMatch(
      /^not-knowable: .*see https\/redirect$/,
    );
    expect(await verdictOf('https/forwarded-proto-spoof', { plain: null })).toMatch(/^not-knowable: .*http-url/);
    expect(await verdictOf('https/forwarded-proto-spoof', { base: 'http://obcms.example/' })).toMatch(/^not-knowable/);
  });
});

describe('X-Forwarded-Host of a stranger', () => {
  test.each<readonly [string, Said, string]>([
    ['the same page', HOME, 'holds: 200 with and without the header'],
    ['400 of ALLOWED_HOSTS', { status: 400 }, 'holds: refused with 400'],
    ['its host in a link', { body: `<a href="https://${EVIL}/reset/">` }, `broken: 200, with ${EVIL} in the body`],
    ['its host in capitals', { body: EVIL.toUpperCase() }, `broken: 200, with ${EVIL} in the body`],
    ['a redirect to it', to(`https://${EVIL}/login/`, 302), `broken: 302, with ${EVIL} in location`],
    [
      'a cookie for it, beside a 400',
      { status: 400, headers: { 'set-cookie': `a=b; Domain=${EVIL}` } },
      `broken: 400, with ${EVIL} in set-cookie`,
    ],
    [
      'another status',
      { status: 500 },
      'broken: 500, no content type, empty with the header, 200, no content type, 20 characters without',
    ],
    [
      'a redirect elsewhere',
      to('https://www.obcms.example/'),
      'broken: 301 to https://www.obcms.example/ with the header, 200, no content type, 20 characters without',
    ],
  ])('with %s', async (_, said, verdict) => {
    const answers = { '/': forged('x-forwarded-host', said, HOME) };
    expect(await verdictOf('https/forwarded-host-spoof', { answers })).toBe(verdict);
  });

  test('is looked for over plain HTTP as well, where the redirect to HTTPS is built from it', async () => {
    const answers = {
      '/': HOME,
      'plain /': forged('x-forwarded-host', to(`https://${EVIL}/`), to('https://obcms.example/')),
    };
    expect(await verdictOf('https/forwarded-host-spoof', { answers })).toBe(
      `broken: over plain HTTP 301, with ${EVIL} in location`,
    );
    const closed = { '/': HOME, 'plain /': silence('refused') };
    expect(await verdictOf('https/forwarded-host-spoof', { answers: closed })).toMatch(/^holds/);
    expect(await verdictOf('https/forwarded-host-spoof', { answers: { '/': HOME }, plain: null })).toMatch(/^holds/);
  });

  test('is compared with the redirect that there is without it', async () => {
    const answers = { '/': forged('x-forwarded-host', to('/login/?next=/b', 302), to('/login/?next=/a', 302)) };
    expect(await verdictOf('https/forwarded-host-spoof', { answers })).toBe('holds: 302 with and without the header');
    const led = { '/': forged('x-forwarded-host', to('https://www.obcms.example/', 302), to('/login/', 302)) };
    expect(await verdictOf('https/forwarded-host-spoof', { answers: led })).toBe(
      'broken: 302 to https://www.obcms.example/ with the header, 302 to /login/ without',
    );
  });

  test.each([400, 502])('cannot be judged on a page that answers %d anyway', async status => {
    expect(await verdictOf('https/forwarded-host-spoof', { otherwise: { status } })).toMatch(
      new RegExp(`^not-knowable: the page answers ${status} even without`),
    );
  });

  test('no forged request shares its address with an honest one, for the sake of caches', async () => {
    const site = scriptedSite({ answers: { '/': HOME, 'plain /': to('https://obcms.example/') } });
    for (const id of ['https/forwarded-host-spoof', 'https/forwarded-proto-spoof'])
      await checkOf(id).collect(site, { path: '/' });
    const isForged = ({ headers }: Asked) => Object.keys(headers).some(name => name.startsWith('x-forwarded'));
    const paths = site.asked.filter(isForged).map(({ path }) => path);
    expect(paths).toHaveLength(3);
    const honest = site.asked.filter(asked => !isForged(asked)).map(({ path }) => path);
    expect(paths.filter(path => honest.includes(path))).toEqual([]);
    expect(paths).not.toContain('/');
  });
});

describe('another Host', () => {
  test.each<readonly [string, Saying, string]>([
    ['400', { status: 400 }, 'holds: 400'],
    ['404 of the edge', { status: 404 }, 'holds: 404'],
    ['421', { status: 421 }, 'holds: 421'],
    ['503 of the edge', { status: 503 }, 'holds: 503'],
    ['a closed connection', silence('reset'), 'holds: the connection is closed'],
    ['a redirect home', to('https://obcms.example/'), 'holds: 301 to obcms.example'],
    ['the site', HOME, 'broken: 200, as for the site’s own name'],
    ['a failure of the application', { status: 500 }, 'broken: 500'],
    ['a redirect to that name', to(`https://${EVIL}/login/`), `broken: 301 to https://${EVIL}/login/`],
    // Relative: the visitor stays on the name he came by.
    ['a relative redirect', to('/login/', 302), `broken: 302 to https://${EVIL}/login/`],
    ['a redirect elsewhere', to('https://www.example.org/'), 'doubtful: 301 to https://www.example.org/'],
    [
      'a page of the edge',
      { body: '<title>Welcome to nginx!</title>' },
      'doubtful: 200 with another page: Welcome to nginx!',
    ],
    ['a page that does not say what it is', { body: 'hello' }, 'broken: 200, as for the site’s own name'],
    ['silence', silence('timeout'), 'not-knowable: no answer to another Host: scripted timeout'],
  ])('with %s', async (_, said, verdict) => {
    const answers = { '/': forged('host', said, HOME) };
    expect(await verdictOf('https/wrong-host', { answers })).toBe(verdict);
  });

  test.each([401, 404, 502])('says nothing of a site that answers %d to its own name as well', async status => {
    expect(await verdictOf('https/wrong-host', { otherwise: { status } })).toMatch(
      new RegExp(`^not-knowable: the site answers ${status}`),
    );
  });
});

describe('plain links in the page', () => {
  const page = (body: string): Said => ({ body, headers: { 'content-type': 'text/html' } });

  test.each<readonly [string, string, string]>([
    ['none', '<a href="/a"><a href="https://obcms.example/b">', 'holds: no plain link on / (200)'],
    ['only in prose', '<p>http://obcms.example/</p>', 'holds: no plain link on / (200)'],
    ['only in a comment', '<!-- <a href="http://obcms.example/"> --><p>', 'holds: no plain link on / (200)'],
    ['to other sites, for a click', '<a href="http://other.example/">', 'holds: no plain link on / (200)'],
    [
      'to itself',
      '<a href="http://obcms.example/b">',
      'broken: 1 plain address on / (200): href of a: http://obcms.example/b',
    ],
    [
      'to itself in its canonical address',
      '<meta property="og:url" content="http://obcms.example/">',
      'broken: 1 plain address on / (200): content of meta: http://obcms.example/',
    ],
    [
      'to itself by entities',
      '<form action="http:&#x2F;&#x2F;obcms.example/login/">',
      'broken: 1 plain address on / (200): action of form: http://obcms.example/login/',
    ],
    [
      'by its base',
      '<base href="http://obcms.example/"><img src=a.png>',
      'broken: 2 plain addresses on / (200): href of base: http://obcms.example/; src of img: http://obcms.example/a.png',
    ],
    ['a host that only begins alike', '<a href="http://obcms.example.org/">', 'holds: no plain link on / (200)'],
    [
      'a script of another host',
      '<script src="http://cdn.example/a.js"></script>',
      'broken: 1 plain address on / (200): src of script: http://cdn.example/a.js',
    ],
    [
      'a style sheet of another host',
      '<link rel="stylesheet" href="http://cdn.example/a.css">',
      'broken: 1 plain address on / (200): href of link: http://cdn.example/a.css',
    ],
    ['a link of another kind', '<link rel="author" href="http://cdn.example/">', 'holds: no plain link on / (200)'],
    [
      'a picture of another host',
      '<img src="http://cdn.example/a.png">',
      'doubtful: 1 plain address on / (200): src of img: http://cdn.example/a.png',
    ],
  ])('%s', async (_, body, verdict) => {
    expect(await verdictOf('https/no-plain-links', { answers: { '/': page(body) } })).toBe(verdict);
  });

  test('is judged where a visitor ends, and not where there is no page', async () => {
    const answers = { '/': to('/login/'), '/login/': page('<a href="http://obcms.example/x">') };
    expect(await verdictOf('https/no-plain-links', { answers })).toMatch(
      /^broken: 1 plain address on \/login\/ \(200\)/,
    );
    const json = { '/': { body: '{}', headers: { 'content-type': 'application/json' } } };
    expect(await verdictOf('https/no-plain-links', { answers: json })).toMatch(/^not-knowable: \/ is no HTML page/);
    expect(await verdictOf('https/no-plain-links', { answers: { '/': to('https://sso.example/') } })).toMatch(
      /^not-knowable: \/ leads away \(301 to https:\/\/sso.example\/\)/,
    );
    expect(await verdictOf('https/no-plain-links', { answers: { '/': to('http://obcms.example/login/') } })).toMatch(
      /^broken: 301 to http:/,
    );
    expect(await verdictOf('https/no-plain-links', { base: 'http://obcms.example/' })).toMatch(/^not-knowable/);
  });
});

test('all of them are failures in every environment', () => {
  const ids = ['forwarded-proto-spoof', 'forwarded-host-spoof', 'wrong-host', 'no-plain-links', 'redirect-loop'];
  expect(new Set(ids.map(id => checkOf(`https/${id}`).severity))).toEqual(new Set(['failure']));
});
