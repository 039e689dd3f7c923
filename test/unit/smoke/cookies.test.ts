import { describe, expect, test } from '@jest/globals';
import { parseCookieDate, parseSetCookie } from '../../../src/smoke/cookies.ts';

const BARE = {
  name: 'a',
  value: '1',
  secure: false,
  httpOnly: false,
  sameSite: undefined,
  path: undefined,
  domain: undefined,
  maxAge: undefined,
  expires: undefined,
};

describe('a Set-Cookie line', () => {
  test('of Django is read in full', () => {
    const line =
      'sessionid=k3; Domain=obcms.example; expires=Fri, 04 Dec 2026 12:00:00 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax; Secure';
    expect(parseSetCookie(line)).toEqual({
      name: 'sessionid',
      value: 'k3',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      domain: 'obcms.example',
      maxAge: 1_209_600,
      expires: Date.UTC(2026, 11, 4, 12),
    });
  });

  test.each([
    ['a=1', BARE],
    ['  a  =  1  ;', BARE],
    ['a=', { ...BARE, value: '' }],
    ['a=b=c', { ...BARE, value: 'b=c' }],
    ['a="1"', { ...BARE, value: '"1"' }],
    ['a=1; SECURE; httponly', { ...BARE, secure: true, httpOnly: true }],
    ['a=1; Secure=no', { ...BARE, secure: true }],
    ['a=1; SameSite=strict', { ...BARE, sameSite: 'Strict' }],
    ['a=1; SameSite=Whatever', BARE],
    ['a=1; SameSite=Lax; SameSite=Whatever', BARE],
    ['a=1; Domain=.Example.ORG', { ...BARE, domain: 'example.org' }],
    ['a=1; Domain=', BARE],
    ['a=1; Path=x', BARE],
    ['a=1; Path=/x; Path=/y', { ...BARE, path: '/y' }],
    ['a=1; Max-Age=-5', { ...BARE, maxAge: -5 }],
    ['a=1; Max-Age=5s', BARE],
    ['a=1; Expires=soon', BARE],
    ['a=1; Expires=01 Jan 2026 00:00:00; Expires=soon', { ...BARE, expires: Date.UTC(2026, 0, 1) }],
    ['a=1; Priority=High; Partitioned', BARE],
  ])('"%s" is read as browsers read it', (line, cookie) => {
    expect(parseSetCookie(line)).toEqual(cookie);
  });

  test.each(['', 'a', '=1', '; a=1', 'a=1\u0000', 'a=1\r\nb=2'])('%j sets nothing', line => {
    expect(parseSetCookie(line)).toBeUndefined();
  });
});

describe('the date of a cookie', () => {
  const DATE = Date.UTC(1994, 10, 6, 8, 49, 37);

  test.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    '06 November 1994 08:49:37 +0500',
    '1994 Nov 06 08:49:37',
    'Sun, 06 Nov 1994 8:49:37',
  ])('is read from "%s"', text => {
    expect(parseCookieDate(text)).toBe(DATE);
  });

  test('with two digits lies in this century from 00 to 69 and in the last from 70 on', () => {
    expect(parseCookieDate('01 Jan 69 00:00:00')).toBe(Date.UTC(2069, 0, 1));
    expect(parseCookieDate('01 Jan 70 00:00:00')).toBe(0);
  });

  test.each([
    '',
    'tomorrow',
    '06 Nov 1994',
    '31 Feb 2026 00:00:00',
    '00 Jan 2026 00:00:00',
    '01 Jan 2026 24:00:00',
    '01 Jan 1600 00:00:00',
    `${'9'.repeat(100_000)}`,
  ])('is none in %j', text => {
    expect(parseCookieDate(text)).toBeUndefined();
  });
});
