import { describe, expect, test } from '@jest/globals';
import { hashIn, withOtherHash } from '../../../../../src/smoke/presets/static/names.ts';
import { referencesOf, referencesOfCss } from '../../../../../src/smoke/presets/static/references.ts';
import { answered } from '../../../../support/scripted-site.ts';

const PAGE = 'https://obcms.example/app/page';
const own = (html: string) =>
  referencesOf(answered({ body: html }, PAGE)).own.map(({ url, kind }) => `${kind} ${url.pathname}${url.search}`);

describe('a page refers to', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['stylesheets', '<link rel="preload stylesheet" href=a.css>', ['stylesheet /app/a.css']],
    ['no other stylesheets to choose from', '<link rel="alternate stylesheet" href=a.css>', []],
    [
      'scripts and modules',
      '<script src=/a.js></script><script type=module src=/b.mjs></script>',
      ['script /a.js', 'script /b.mjs'],
    ],
    ['no data for scripts', '<script type="application/json" src=/a.json></script>', []],
    [
      'preloads by what they are',
      '<link rel=preload as=font href=/f><link rel=modulepreload href=/m.js>',
      ['font /f', 'script /m.js'],
    ],
    [
      'images and icons',
      '<img src="/a.png#x"><link rel="shortcut icon" href=/f.ico>',
      ['image /a.png', 'image /f.ico'],
    ],
    ['each file once', '<img src=/a.png><img src=/a.png#b>', ['image /a.png']],
    ['addresses with entities', '<script src="/a.js?b=1&amp;c=2"></script>', ['script /a.js?b=1&c=2']],
    ['its own host by its full name', '<img src="//obcms.example/a.png">', ['image /a.png']],
    ['no data, places and nothing', '<img src="data:image/png;base64,x"><img src="#a"><img src=""><img>', []],
    ['nothing in comments and scripts', '<!-- <img src=/a.png> --><script>"<img src=/b.png>"</script>', []],
    ['what <base> says', '<base href="/static/"><img src=a.png>', ['image /static/a.png']],
    ['no addresses that are none', '<img src="http://[">', []],
  ])('%s', (_, html, references) => {
    expect(own(html)).toEqual(references);
  });

  test('other hosts, which are named once, and its own by plain HTTP', () => {
    const html =
      '<img src=//cdn.example/a><img src=//cdn.example/b><img src=http://obcms.example/c><img src=https://obcms.example:8443/d>';
    const { foreignHosts, plain, own: none } = referencesOf(answered({ body: html }, PAGE));
    expect(foreignHosts).toEqual(['cdn.example', 'obcms.example:8443']);
    expect(plain.map(({ url }) => url.href)).toEqual(['http://obcms.example/c']);
    expect(none).toEqual([]);
  });
});

describe('a stylesheet refers to', () => {
  const from = new URL('https://obcms.example/static/css/site.css');
  test.each<readonly [string, string, readonly string[]]>([
    [
      'addresses in quotes and without',
      'a{b:url("../a.png");c:url(\'b.png\');d:url( c.png )}',
      ['image /static/a.png', 'image /static/css/b.png', 'image /static/css/c.png'],
    ],
    [
      'imported stylesheets',
      '@import "a.css" screen;@import url(b.css);',
      ['stylesheet /static/css/a.css', 'stylesheet /static/css/b.css'],
    ],
    ['fonts with a place in them', 'src:url("f.woff2?x#iefix")', ['font /static/css/f.woff2?x']],
    ['nothing in comments', '/* url(a.png) */b{c:url(b.png)}/* url(c.png)', ['image /static/css/b.png']],
    ['no data and no places', 'a{b:url(#g);c:url(data:x)}', []],
    ['nothing by words that end in url', 'a{b:myurl(a.png)}', []],
  ])('%s', (_, css, references) => {
    const { own: found } = referencesOfCss(css, from, new URL('https://obcms.example/'));
    expect(found.map(({ url, kind }) => `${kind} ${url.pathname}${url.search}`)).toEqual(references);
  });

  test.each([
    ['url(', 'url('.repeat(200_000)],
    ['comments', '/*'.repeat(400_000)],
    ['imports', '@import '.repeat(100_000)],
    ['quotes', 'url("'.repeat(5_000)],
  ])('megabytes of %s take no longer than the text is long', (_, css) => {
    const began = performance.now();
    referencesOfCss(css, from, from);
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});

test.each<readonly [string, string | undefined]>([
  ['/static/css/site.3f2a1b9c0d4e.css', '3f2a1b9c0d4e'],
  ['/static/css/site.3f2a1b9.css', undefined],
  ['/static/3f2a1b9c0d4e/site.css', undefined],
  ['/static/main-8d3f0a1b.chunk.js', '8d3f0a1b'],
  ['/static/acceded.css', undefined],
  ['/static/x.feedface.css', undefined],
  ['/static/x.123456789012.css', '123456789012'],
  ['/assets/index-BxT3f9aQ.js', 'BxT3f9aQ'],
  ['/assets/index-DatePick.js', undefined],
])('the hash in %s is %s', (path, hash) => {
  expect(hashIn(path)).toBe(hash);
  if (hash !== undefined) {
    const other = withOtherHash(path, hash);
    expect(other).not.toBe(path);
    expect(other).toHaveLength(path.length);
  }
});
