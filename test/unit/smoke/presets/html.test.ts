import { describe, expect, test } from '@jest/globals';
import { baseOf, formsOf, tagsOf } from '../../../../src/smoke/presets/html.ts';

/** `name attribute=value ...` of each tag, closing ones with a slash. */
function shown(html: string): readonly string[] {
  return tagsOf(html).map(({ name, closing, attributes }) =>
    [`${closing ? '/' : ''}${name}`, ...[...attributes].map(([key, value]) => `${key}=${value}`)].join(' '),
  );
}

describe('the tags of a page', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['quotes of both kinds, and none', `<a href="x y" id='b' rel=c>`, ['a href=x y id=b rel=c']],
    [
      'spaces around the equals sign, and line breaks',
      '<link\n  rel = "icon"\thref =/x.svg>',
      ['link rel=icon href=/x.svg'],
    ],
    ['attributes without a value', '<script defer src=a.js></script>', ['script defer= src=a.js', '/script']],
    ['capitals', '<IMG SRC="/A.PNG">', ['img src=/A.PNG']],
    ['an end in the tag itself', '<br/><img src="x"/>', ['br', 'img src=x']],
    ['entities', '<a href="/?a=1&amp;b=&#x41;&#66;&unknown;">', ['a href=/?a=1&b=AB&unknown;']],
    ['a greater-than sign in quotes', '<a title="1 > 0" href=/x>', ['a title=1 > 0 href=/x']],
    ['an attribute twice', '<a href=1 href=2>', ['a href=1']],
    ['comments', '<!-- <a href=1> --><b><!----><!--><i>', ['b', 'i']],
    ['a comment without an end', '<b><!-- <a href=1>', ['b']],
    ['a declaration', '<!doctype html><?xml version="1"?><p>', ['p']],
    ['tags in a script', '<script>document.write("<img src=1>")</script><p>', ['script', '/script', 'p']],
    ['a script without an end', '<script>"<img src=1>"', ['script']],
    ['an end of another name in a script', '<script>"</scripty><a>"</script ><p>', ['script', '/script', 'p']],
    ['text that is no tag', 'a < b <3 </ <p>', ['p']],
    ['a page that ends within a tag', '<b><a href="x', ['b']],
    ['a quote without an end', '<b><a href="x><i>', ['b']],
  ])('are read with %s', (_, html, tags) => {
    expect(shown(html)).toEqual(tags);
  });

  test('keep the text of styles and text areas', () => {
    expect(tagsOf('<style>a{}</style><textarea name=t>x <b></textarea>').map(({ text }) => text)).toEqual([
      'a{}',
      '',
      'x <b>',
      '',
    ]);
  });

  test.each([
    ['open brackets', '<'.repeat(400_000)],
    ['open comments', '<!--'.repeat(100_000)],
    ['open scripts', '<script>'.repeat(50_000)],
    ['open quotes', '<a href="'.repeat(50_000)],
    ['attributes without an end', `<a ${'x=y '.repeat(100_000)}`],
    ['slashes', `<a ${'/ '.repeat(200_000)}`],
  ])('of megabytes of %s take no longer than the page is long', (_, html) => {
    const began = performance.now();
    tagsOf(html);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

test('forms have their fields, and fields outside of a form belong to none', () => {
  const html =
    '<input name=search><form method=POST action="/in/"><input type=hidden name=t value="a&amp;b"><input name=u>' +
    '<textarea name=n>x</textarea><button name=go value=1></form><input name=after>';
  expect(formsOf(tagsOf(html))).toEqual([
    {
      action: '/in/',
      method: 'post',
      fields: [
        { name: 't', type: 'hidden', value: 'a&b' },
        { name: 'u', type: 'text', value: '' },
        { name: 'n', type: 'textarea', value: 'x' },
        { name: 'go', type: 'button', value: '1' },
      ],
    },
  ]);
});

test('relative addresses start from <base href>, or from the page', () => {
  const page = new URL('https://obcms.example/a/b');
  expect(baseOf(tagsOf('<base href="/app/">'), page).href).toBe('https://obcms.example/app/');
  expect(baseOf(tagsOf('<base target=_top>'), page).href).toBe(page.href);
  expect(baseOf(tagsOf('<base href="http://[">'), page).href).toBe(page.href);
});
