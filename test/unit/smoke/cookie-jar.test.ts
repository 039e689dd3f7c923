import { describe, expect, test } from '@jest/globals';
import { CookieJar, refusalOf } from '../../../src/smoke/cookie-jar.ts';
import { parseSetCookie } from '../../../src/smoke/cookies.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const SITE = new URL('https://app.example.org/accounts/login/');

function jarWith(lines: readonly string[], url: URL = SITE): CookieJar {
  const jar = new CookieJar();
  jar.store(url, lines, NOW);
  return jar;
}

const sent = (jar: CookieJar, url: string, now = NOW) => jar.header(new URL(url), now);

describe('a cookie', () => {
  test('without Domain goes back to its own host only', () => {
    const jar = jarWith(['a=1; Path=/']);
    expect(sent(jar, 'https://app.example.org/')).toBe('a=1');
    expect(sent(jar, 'https://app.example.org:8443/x')).toBe('a=1');
    expect(sent(jar, 'https://sub.app.example.org/')).toBeUndefined();
    expect(sent(jar, 'https://example.org/')).toBeUndefined();
  });

  test('with Domain goes to every host below it, and to none that only ends alike', () => {
    const jar = jarWith(['a=1; Path=/; Domain=.example.org']);
    expect(sent(jar, 'https://example.org/')).toBe('a=1');
    expect(sent(jar, 'https://other.example.org/')).toBe('a=1');
    expect(sent(jar, 'https://badexample.org/')).toBeUndefined();
  });

  test('without Path goes to the folder it was set in', () => {
    const jar = jarWith(['a=1']);
    expect(sent(jar, 'https://app.example.org/accounts/login')).toBe('a=1');
    expect(sent(jar, 'https://app.example.org/accounts/login/next?x=1')).toBe('a=1');
    expect(sent(jar, 'https://app.example.org/accounts/')).toBeUndefined();
    expect(sent(jarWith(['a=1'], new URL('https://app.example.org/x')), 'https://app.example.org/y')).toBe('a=1');
  });

  test('with Path goes to whole names below it', () => {
    const jar = jarWith(['a=1; Path=/shop']);
    expect(sent(jar, 'https://app.example.org/shop')).toBe('a=1');
    expect(sent(jar, 'https://app.example.org/shop/x')).toBe('a=1');
    expect(sent(jar, 'https://app.example.org/shopping')).toBeUndefined();
  });

  test('that is Secure never goes over plain HTTP', () => {
    const jar = jarWith(['a=1; Path=/; Secure', 'b=2; Path=/']);
    expect(sent(jar, 'http://app.example.org/')).toBe('b=2');
  });

  test('ends by Max-Age, which is stronger than Expires, or by Expires', () => {
    const jar = jarWith([
      'a=1; Path=/; Max-Age=10; Expires=Sat, 01 Jan 2000 00:00:00 GMT',
      'b=2; Path=/; Expires=Fri, 20 Nov 2026 12:00:05 GMT',
      'c=3; Path=/',
    ]);
    expect(sent(jar, SITE.href)).toBe('a=1; b=2; c=3');
    expect(sent(jar, SITE.href, NOW + 5_000)).toBe('a=1; c=3');
    expect(sent(jar, SITE.href, NOW + 10_000)).toBe('c=3');
  });

  test.each(['a=; Path=/; Max-Age=0', 'a=; Path=/; Max-Age=-1', 'a=x; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])(
    'is deleted by %j',
    line => {
      const jar = jarWith(['a=1; Path=/', 'b=2; Path=/']);
      expect(jar.store(SITE, [line], NOW)).toHaveLength(1);
      expect(sent(jar, SITE.href)).toBe('b=2');
    },
  );

  test('that is set again is replaced and keeps its place', () => {
    const jar = jarWith(['a=1; Path=/', 'b=2; Path=/', 'a=3; Path=/']);
    expect(sent(jar, SITE.href)).toBe('a=3; b=2');
    expect(jar.get('a', SITE, NOW)).toBe('3');
  });

  test('of a longer path goes first and is the one that is meant by the name', () => {
    const jar = jarWith(['a=root; Path=/', 'a=deep; Path=/accounts', 'b=2; Path=/']);
    expect(sent(jar, SITE.href)).toBe('a=deep; a=root; b=2');
    expect(jar.get('a', SITE, NOW)).toBe('deep');
    expect(jar.names(SITE, NOW)).toEqual(['a', 'a', 'b']);
    expect(jar.get('c', SITE, NOW)).toBeUndefined();
  });
});

describe('a cookie is refused', () => {
  const refusal = (line: string, url = SITE.href) => {
    const cookie = parseSetCookie(line);
    if (cookie === undefined) throw new Error('no cookie');
    const reason = refusalOf(cookie, new URL(url));
    expect(jarWith([line], new URL(url)).store(new URL(url), [line], NOW)).toHaveLength(reason === undefined ? 1 : 0);
    return reason;
  };

  test.each([
    ['a=1; Domain=other.org', 'is for the domain other.org, which app.example.org is not part of'],
    ['a=1; Domain=sub.app.example.org', 'is for the domain sub.app.example.org, which app.example.org is not part of'],
    ['a=1; Domain=org', 'is for the domain org, which is a whole top-level domain'],
    ['__Secure-a=1', 'begins with __Secure- and is not Secure'],
    ['__Host-a=1; Path=/', 'begins with __Host- and is not Secure'],
    ['__host-a=1; Path=/', 'begins with __host- and is not Secure'],
    ['__Host-a=1; Secure; Path=/; Domain=app.example.org', 'begins with __Host- and has a Domain'],
    ['__Host-a=1; Secure', 'begins with __Host- and has no Path=/'],
    ['__Host-a=1; Secure; Path=/x', 'begins with __Host- and has no Path=/'],
    [`a=${'x'.repeat(4_096)}`, 'is longer than 4096 bytes'],
  ])('%s', (line, reason) => {
    expect(refusal(line)).toBe(reason);
  });

  test('over plain HTTP when it is Secure', () => {
    expect(refusal('a=1; Secure', 'http://app.example.org/')).toBe('is Secure and was set over plain HTTP');
  });

  test('from an address when it is for anything but this address', () => {
    expect(refusal('a=1; Domain=0.0.1', 'https://127.0.0.1/')).toMatch(/not part of/);
    expect(refusal('a=1; Domain=127.0.0.1', 'https://127.0.0.1/')).toBeUndefined();
  });

  test.each([
    '__Secure-a=1; Secure',
    '__Host-a=1; Secure; Path=/',
    `a=${'x'.repeat(4_095)}`,
    'a=1; Domain=example.org',
  ])('and %s is not', line => {
    expect(refusal(line)).toBeUndefined();
  });

  test('when plain HTTP would replace or hide one that came over TLS', () => {
    const jar = jarWith(['a=1; Path=/; Secure']);
    const plain = new URL('http://app.example.org/accounts/');
    expect(
      jar.store(plain, ['a=evil; Path=/', 'a=evil; Path=/accounts', 'a=evil; Domain=example.org; Path=/'], NOW),
    ).toEqual([]);
    expect(jar.store(plain, ['b=2; Path=/'], NOW)).toHaveLength(1);
    expect(sent(jar, SITE.href)).toBe('a=1; b=2');
  });
});

describe('a jar', () => {
  test('keeps the newest fifty cookies of a host, and those of other hosts', () => {
    const jar = jarWith(['other=1; Path=/'], new URL('https://other.example.org/'));
    jar.store(
      SITE,
      Array.from({ length: 60 }, (_, index) => `c${index}=${index}; Path=/`),
      NOW,
    );
    expect(jar.names(SITE, NOW)).toEqual(Array.from({ length: 50 }, (_, index) => `c${index + 10}`));
    expect(sent(jar, 'https://other.example.org/')).toBe('other=1');
  });

  test('throws away what is over before what is not', () => {
    const jar = jarWith(['old=1; Path=/', 'short=1; Path=/; Max-Age=1']);
    jar.store(
      SITE,
      Array.from({ length: 49 }, (_, index) => `c${index}=1; Path=/`),
      NOW + 2_000,
    );
    expect(jar.names(SITE, NOW + 2_000)).toContain('old');
  });

  test('that was copied goes its own way', () => {
    const jar = jarWith(['a=1; Path=/']);
    const copy = jar.copy();
    copy.store(SITE, ['a=2; Path=/', 'b=3; Path=/'], NOW);
    expect(sent(jar, SITE.href)).toBe('a=1');
    expect(sent(copy, SITE.href)).toBe('a=2; b=3');
  });
});
