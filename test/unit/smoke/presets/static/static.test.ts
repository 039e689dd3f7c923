import { describe, expect, test } from '@jest/globals';
import { checkOf, judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Said, type SiteScript, silence } from '../../../../support/scripted-site.ts';

const OPTIONS = { page: '/login/' };
const FOREVER = { 'cache-control': 'max-age=315360000, public, immutable', vary: 'Accept-Encoding' };
const LONG = '/* styles */\n'.repeat(100);

const html = (body: string, status = 200): Said => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});
const css = (body = LONG, headers: Said['headers'] = {}): Said => ({
  headers: { 'content-type': 'text/css; charset="utf-8"', 'content-encoding': 'gzip', ...FOREVER, ...headers },
  body,
});
const js = (body = LONG, headers: Said['headers'] = {}): Said =>
  css(body, { 'content-type': 'text/javascript', ...headers });

const CSS = '/static/css/site.3f2a1b9c0d4e.css';
const JS = '/static/js/site.0a1b2c3d4e5f.js';
const PAGE = `<!doctype html><link rel=stylesheet href="${CSS}"><script src="${JS}"></script><img src="/static/mark.9e8d7c6b5a40.svg">`;
const SVG: Said = { headers: { 'content-type': 'image/svg+xml' }, body: '<svg/>' };
const FRONT_END = html('<!doctype html><div id=app></div>');

const site = (changes: SiteScript['answers'] = {}, otherwise?: Said): SiteScript => ({
  answers: {
    '/login/': html(PAGE),
    [CSS]: css(),
    [JS]: js(),
    '/static/mark.9e8d7c6b5a40.svg': SVG,
    ...changes,
  },
  ...(otherwise === undefined ? {} : { otherwise }),
});
const page = (body: string, changes: SiteScript['answers'] = {}) => site({ '/login/': html(body), ...changes });

type Rows = readonly (readonly [string, SiteScript, string])[];
const table = (id: string, rows: Rows) =>
  test.each<Rows[number]>(rows)('%s', async (_, script, verdict) => {
    expect(await verdictOf(id, script, OPTIONS)).toBe(verdict);
  });

const SUSPICIOUS =
  'not-knowable: /login/ refers to no file at all, which is suspicious; name a page with stylesheets and scripts: `static: { page: /login/ }`';

describe('the page', () => {
  table('static/page', [
    ['refers to files', site(), 'holds: 3 own files'],
    [
      'refers to files elsewhere',
      page('<!doctype html><script src="//cdn.example/x.js"></script>'),
      'holds: 0 own files, files of 1 other host',
    ],
    [
      'has its styles in itself',
      page('<!doctype html><style>a{}</style>'),
      'holds: no files: its styles and scripts stand in the page',
    ],
    [
      'has lost its styles',
      page('<!doctype html><p>Welcome'),
      'broken: /login/: 200, text/html, 25 characters, without any stylesheet or script',
    ],
    ['fails', site({ '/login/': html('Server Error (500)', 500) }), 'broken: /login/: 500, text/html, 18 characters'],
    [
      'is no page',
      site({ '/login/': { headers: { 'content-type': 'application/json' }, body: '{}' } }),
      'broken: /login/: 200, application/json, 2 characters',
    ],
  ]);

  test('that fails names the manifest', async () => {
    const judgement = await judgementOf('static/page', site({ '/login/': html('', 500) }), OPTIONS);
    expect(judgement).toMatchObject({ remedy: expect.stringContaining('collectstatic') });
  });

  test.each(['assets-load', 'css-references', 'hashed-names', 'wrong-hash-404', 'cached-far', 'compressed'])(
    'without files leaves static/%s nothing to see, and says why',
    async name => {
      expect(await verdictOf(`static/${name}`, page('<!doctype html><p>Hi'), OPTIONS)).toBe(SUSPICIOUS);
      expect(
        await verdictOf(
          `static/${name}`,
          page('<!doctype html><link rel=stylesheet href="https://cdn.example/a.css">'),
          OPTIONS,
        ),
      ).toBe('not-knowable: all files of /login/ come from other hosts (cdn.example), which are not asked');
      expect(await verdictOf(`static/${name}`, site({ '/login/': html('x', 503) }), OPTIONS)).toMatch(
        /^not-knowable: \/login\/ answers 503.*static\/page/,
      );
    },
  );
});

describe('the files of the page', () => {
  table('static/assets-load', [
    ['are all there', site(), 'holds: 3 files'],
    ['are missing', site({ [CSS]: html('gone', 404) }), `broken: ${CSS}: 404`],
    ['are empty', site({ [JS]: js('') }), `broken: ${JS}: empty`],
    ['are the page of a front end', site({ [JS]: FRONT_END }), `broken: ${JS}: an HTML page instead of the file`],
    [
      'are a page that calls itself a script',
      site({ [JS]: js('<!doctype html><div id=app>') }),
      `broken: ${JS}: an HTML page instead of the file`,
    ],
    [
      'lead to the sign-in page',
      site({ [JS]: { status: 302, headers: { location: '/login/' } } }),
      `broken: ${JS}: an HTML page instead of the file`,
    ],
    ['have a wrong type', site({ [CSS]: css(LONG, { 'content-type': 'text/plain' }) }), `broken: ${CSS}: text/plain`],
    ['have no type', site({ [JS]: { body: 'x()' } }), `broken: ${JS}: no content type`],
    [
      'lead to a file on this host',
      site({ [CSS]: { status: 302, headers: { location: '/other.css' } }, '/other.css': css() }),
      'holds: 3 files',
    ],
    [
      'lead to another host',
      site({ [CSS]: { status: 302, headers: { location: 'https://cdn.example/a.css' } } }),
      `doubtful: ${CSS}: 302 to https://cdn.example/a.css`,
    ],
    [
      'are asked by plain HTTP',
      page(`${PAGE}<script src="http://obcms.example/x.js"></script>`),
      'broken: /x.js: asked by plain HTTP, which browsers refuse on this page',
    ],
  ]);

  test.each<readonly [string, SiteScript, string]>([
    ['none of them is there', { answers: { '/login/': html(PAGE) } }, 'WhiteNoiseMiddleware'],
    ['some are of another release', site({ [CSS]: { status: 404 } }), 'not of one release'],
    ['a page answers for them', { answers: { '/login/': html(PAGE) }, otherwise: FRONT_END }, 'let it answer 404'],
  ])('get the right advice when %s', async (_, script, remedy) => {
    expect(await judgementOf('static/assets-load', script, OPTIONS)).toMatchObject({
      verdict: 'broken',
      remedy: expect.stringContaining(remedy),
    });
  });

  test('are asked for up to a number, and those left are named', async () => {
    const many = Array.from({ length: 33 }, (_, index) => `<img src="/i/${index}.png">`).join('');
    const script = { answers: { '/login/': html(`<!doctype html>${many}`) }, otherwise: { ...SVG } };
    expect(await verdictOf('static/assets-load', script, OPTIONS)).toBe(
      'holds: 30 files; 3 beyond the first 30 were not asked for',
    );
  });

  test('that get no answer at all: that is thrown', async () => {
    await expect(judgementOf('static/assets-load', site({ [CSS]: silence('reset') }), OPTIONS)).rejects.toThrow(
      'reset',
    );
  });
});

describe('what stylesheets load', () => {
  const FONT = { headers: { 'content-type': 'font/woff2' }, body: 'wOF2' };
  const sheet = (body: string, changes: SiteScript['answers'] = {}) => site({ [CSS]: css(body), ...changes });
  table('static/css-references', [
    ['is there', sheet('@font-face{src:url(../fonts/a.woff2)}', { '/static/fonts/a.woff2': FONT }), 'holds: 1 file'],
    ['is missing', sheet('a{background:url("../img/a.png")}'), 'broken: /static/img/a.png: 404'],
    ['is imported, and missing', sheet('@import "more.css";'), 'broken: /static/css/more.css: 404'],
    [
      'is missing in what is imported',
      sheet('@import url(more.css);', { '/static/css/more.css': css('b{background:url(/gone.png)}') }),
      'broken: /gone.png: 404',
    ],
    [
      'is a page',
      sheet('a{background:url(/a.png)}', { '/a.png': FRONT_END }),
      'broken: /a.png: an HTML page instead of the file',
    ],
    ['is nothing', site(), 'not-knowable: 1 own stylesheet, and no own file is named in it'],
    [
      'stands in a comment',
      sheet('/* url(/gone.png) */ a{}'),
      'not-knowable: 1 own stylesheet, and no own file is named in it',
    ],
    [
      'is data',
      sheet("a{background:url('data:image/png;base64,x')}"),
      'not-knowable: 1 own stylesheet, and no own file is named in it',
    ],
    [
      'cannot be seen when no stylesheet loads',
      site({ [CSS]: { status: 404 } }),
      'not-knowable: the page has no own stylesheet that loads',
    ],
  ]);
});

describe('names', () => {
  const named = (...files: readonly string[]) =>
    page(`<!doctype html>${files.map(file => `<script src="${file}"></script>`).join('')}`);
  table('static/hashed-names', [
    ['of Django have a hash', site(), `holds: 2 files, ${CSS} first`],
    ['of Vite have a hash', named('/assets/index-BxT3f9aQ.js'), 'holds: 1 file, /assets/index-BxT3f9aQ.js first'],
    [
      'of webpack have a hash',
      named('/static/js/main.8d3f0a1b.js'),
      'holds: 1 file, /static/js/main.8d3f0a1b.js first',
    ],
    ['without one', named('/static/site.js'), 'broken: /static/site.js'],
    ['one of which has none', page(`${PAGE}<script src="/static/late.js"></script>`), 'broken: /static/late.js'],
    ['with a version are no hash', named('/static/jquery-3.6.0.min.js'), 'broken: /static/jquery-3.6.0.min.js'],
    [
      'with a word of eight letters are no hash',
      named('/static/bootstrap-carousel.js'),
      'broken: /static/bootstrap-carousel.js',
    ],
    ['with a date are no hash', named('/static/site-20240101.js'), 'broken: /static/site-20240101.js'],
    [
      'with a hash in the query',
      named('/static/site.js?v=3f2a1b9c'),
      'doubtful: only in the query: /static/site.js?v=3f2a1b9c',
    ],
    [
      'of pages that write scripts are not judged',
      page(`${PAGE}<script src="/jsi18n/"></script>`),
      `holds: 2 files, ${CSS} first`,
    ],
    [
      'of what Cloudflare mixes in are not judged',
      page(`${PAGE}<script src="/cdn-cgi/x.js"></script>`),
      `holds: 2 files, ${CSS} first`,
    ],
    [
      'of images alone say nothing',
      page('<!doctype html><img src="/a.png">'),
      'not-knowable: /login/ refers to no own stylesheet or script',
    ],
  ]);
});

describe('a file of another release', () => {
  const WRONG = '/static/css/site.c0d5e463f2b1.css';
  table('static/wrong-hash-404', [
    ['is not there', site(), `holds: ${WRONG}: 404`],
    ['gets the page of a front end', site({}, FRONT_END), `broken: ${WRONG}: 200, text/html, 33 characters`],
    ['is refused, as buckets do', site({}, { status: 403 }), `doubtful: ${WRONG}: 403, no content type, empty`],
    [
      'cannot be named without a hash',
      page('<!doctype html><script src="/a.js"></script>'),
      'not-knowable: no own stylesheet or script has a hash in its name',
    ],
  ]);
});

describe('caching', () => {
  table('static/cached-far', [
    ['is for ten years', site(), 'holds: 2 files: max-age=315360000, public, immutable'],
    [
      'is for exactly a year',
      site({ [JS]: js(LONG, { 'cache-control': 'public,max-age=31536000,immutable' }) }),
      'holds: 2 files: max-age=315360000, public, immutable',
    ],
    [
      'is a second short of it',
      site({ [JS]: js(LONG, { 'cache-control': 'max-age=31535999, immutable' }) }),
      `broken: ${JS}: max-age=31535999, immutable`,
    ],
    [
      'is for a minute',
      site({ [CSS]: css(LONG, { 'cache-control': 'max-age=60, public' }) }),
      `broken: ${CSS}: max-age=60, public`,
    ],
    [
      'is not said',
      site({ [CSS]: { headers: { 'content-type': 'text/css' }, body: LONG } }),
      `broken: ${CSS}: no Cache-Control`,
    ],
    [
      'is taken back',
      site({ [CSS]: css(LONG, { 'cache-control': 'max-age=31536000, no-store' }) }),
      `broken: ${CSS}: max-age=31536000, no-store`,
    ],
    [
      'is without immutable',
      site({ [CSS]: css(LONG, { 'cache-control': 'max-age=31536000' }) }),
      `doubtful: ${CSS}: max-age=31536000`,
    ],
    [
      'is for a year without a hash',
      page('<!doctype html><script src="/a.js"></script>', { '/a.js': js() }),
      'doubtful: /a.js: max-age=315360000, public, immutable',
    ],
    [
      'cannot be judged without a hash',
      page('<!doctype html><script src="/a.js"></script>', { '/a.js': js(LONG, { 'cache-control': 'max-age=60' }) }),
      'not-knowable: no own stylesheet or script with a hash in its name loads',
    ],
  ]);
});

describe('compression', () => {
  const plain = { 'content-type': 'text/css', ...FOREVER };
  table('static/compressed', [
    ['is there', site(), 'holds: 2 files: gzip'],
    ['is not', site({ [CSS]: { headers: plain, body: LONG } }), `broken: ${CSS}: 1300 characters, not compressed`],
    [
      'is called so only',
      site({ [CSS]: css(LONG, { 'content-encoding': 'identity' }) }),
      `broken: ${CSS}: 1300 characters, not compressed`,
    ],
    ['is not asked of small files', site({ [CSS]: { headers: plain, body: 'a{}' } }), 'holds: 1 file: gzip'],
    ['is not said to depend on the visitor', site({ [JS]: js(LONG, { vary: 'Origin' }) }), `doubtful: ${JS}`],
    [
      'cannot be seen when all files are small',
      site({ [CSS]: css('a{}'), [JS]: js('x()') }),
      'not-knowable: no own text file of more than 1024 bytes loads',
    ],
  ]);

  test('is asked for', async () => {
    const asking = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
      headers['accept-encoding'] === 'gzip, br' ? css() : { headers: plain, body: LONG };
    expect(await verdictOf('static/compressed', site({ [CSS]: asking }), OPTIONS)).toBe('holds: 2 files: gzip');
  });
});

test('every check of static is a failure', () => {
  for (const name of [
    'page',
    'assets-load',
    'css-references',
    'hashed-names',
    'wrong-hash-404',
    'cached-far',
    'compressed',
  ]) {
    expect(checkOf(`static/${name}`).severity).toBe('failure');
  }
});
