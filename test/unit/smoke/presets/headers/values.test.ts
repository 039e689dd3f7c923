import { describe, expect, test } from '@jest/globals';
import { framing, nonces, parseCsp, scriptGaps } from '../../../../../src/smoke/presets/headers/csp.ts';
import {
  listItems,
  parseHsts,
  parsePermissions,
  robotsWords,
} from '../../../../../src/smoke/presets/headers/values.ts';

describe('Strict-Transport-Security', () => {
  const plain = { includeSubDomains: false, preload: false };

  test.each([
    ['max-age=31536000', { maxAge: 31_536_000, ...plain }],
    ['Max-Age = "10" ; INCLUDESUBDOMAINS', { maxAge: 10, includeSubDomains: true, preload: false }],
    ['max-age=1; ; preload; unknown="a;b"', { maxAge: 1, includeSubDomains: false, preload: true }],
    ['max-age=0', { maxAge: 0, ...plain }],
    ['includeSubDomains', undefined],
    ['max-age', undefined],
    ['max-age=', undefined],
    ['max-age=1y', undefined],
    ['max-age=-1', undefined],
    ['max-age=1; max-age=2', undefined],
    ['max-age=31536000, max-age=1', undefined],
    ['31536000', undefined],
    ['', undefined],
  ])('%j', (value, parsed) => {
    expect(parseHsts(value)).toEqual(parsed);
  });
});

test('lists are split at commas, and not within quotes and parentheses', () => {
  expect(listItems(['a, "b, c", (d, e)', 'f'])).toEqual(['a', '"b, c"', '(d, e)', 'f']);
  expect(listItems(['"a\\", b", c'])).toEqual(['"a\\", b"', 'c']);
});

describe('Permissions-Policy', () => {
  test.each([
    [['camera=(), geolocation=(self "https://maps.example, x")'], ['camera', 'geolocation']],
    [
      ['camera=*', 'usb=self;report-to=x'],
      ['camera', 'usb'],
    ],
    [["geolocation 'none'"], undefined],
    [["camera=('self')"], undefined],
    [['camera=(), geolocation'], undefined],
    [['Camera=()'], undefined],
    [['camera=(),'], undefined],
  ])('%j', (values, names) => {
    expect(parsePermissions(values)).toEqual(names);
  });
});

describe('X-Robots-Tag', () => {
  test.each([
    [['noindex, nofollow'], ['noindex', 'nofollow']],
    [['NoIndex'], ['noindex']],
    [['googlebot: noindex, nofollow'], []],
    [['googlebot: nofollow', 'noindex'], ['noindex']],
    [['unavailable_after: 25 Jun 2030 15:00:00 PST, noindex'], ['noindex']],
    [['max-snippet: 20, noindex'], ['noindex']],
    [['noindex, otherbot: nofollow'], ['noindex']],
  ])('%j', (values, words) => {
    expect(robotsWords(values)).toEqual(words);
  });
});

describe('what a Content-Security-Policy leaves open', () => {
  test.each<readonly [readonly string[], readonly string[]]>([
    [["default-src 'self'"], []],
    [["default-src 'self'; script-src 'self' 'unsafe-inline'"], ["'unsafe-inline'"]],
    [["DEFAULT-SRC 'self' 'UNSAFE-INLINE'"], ["'unsafe-inline'"]],
    [["script-src 'self' 'unsafe-eval'"], ["'unsafe-eval'"]],
    [["script-src 'self'; style-src 'unsafe-inline'"], []],
    // Script-src goes before default-src.
    [["default-src 'unsafe-inline' *; script-src 'self'"], []],
    // Void beside a nonce, a hash, strict-dynamic.
    [["script-src 'unsafe-inline' 'nonce-abc'"], []],
    [["script-src 'unsafe-inline' 'nonce-'"], ["'unsafe-inline'"]],
    [["script-src 'unsafe-inline' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"], []],
    [["script-src 'unsafe-inline' https: 'strict-dynamic' 'nonce-abc'"], []],
    [["script-src 'nonce-abc' 'unsafe-eval'"], ["'unsafe-eval'"]],
    // The narrower directives.
    [["script-src 'self'; script-src-attr 'unsafe-inline'"], ["'unsafe-inline'"]],
    [["script-src 'self'; script-src-elem *"], ['scripts from anywhere']],
    // A script from anywhere.
    [['script-src *'], ['scripts from anywhere']],
    [["default-src 'self' https:"], ['scripts from anywhere']],
    [["script-src 'self' data:"], ['scripts from anywhere']],
    [['script-src https://*'], ['scripts from anywhere']],
    [["script-src 'self' https://*.obcms.example"], []],
    // Nothing about scripts.
    [["frame-ancestors 'none'; img-src 'self'"], ['nothing said about scripts']],
    [['upgrade-insecure-requests'], ['nothing said about scripts']],
    // The first of two counts.
    [["script-src 'self'; script-src 'unsafe-inline'"], []],
    [["script-src 'unsafe-inline'; script-src 'self'"], ["'unsafe-inline'"]],
    // All policies must agree: one that is strict is enough, on two lines or on one.
    [["script-src 'self' 'unsafe-inline'", "default-src 'self'"], []],
    [["script-src 'self' 'unsafe-inline', default-src 'self'"], []],
    [["script-src 'unsafe-inline'", "script-src 'unsafe-inline' 'unsafe-eval'"], ["'unsafe-inline'"]],
    [["frame-ancestors 'self'", "default-src 'self'"], []],
    [["frame-ancestors 'self'", "default-src 'unsafe-inline'"], ["'unsafe-inline'"]],
    [[' ; '], ['nothing said about scripts']],
  ])('%j', (values, gaps) => {
    expect(scriptGaps(parseCsp(values))).toEqual(gaps);
  });
});

test.each([
  [["default-src 'none'"], 'unsaid'],
  [["frame-ancestors 'none'"], 'own'],
  [["frame-ancestors 'SELF'"], 'own'],
  [['frame-ancestors'], 'own'],
  [["frame-ancestors 'self' https://partner.example"], 'others'],
  [['frame-ancestors *'], 'others'],
  [["frame-ancestors *, frame-ancestors 'self'"], 'own'],
])('who may frame by %j', (values, who) => {
  expect(framing(parseCsp(values))).toBe(who);
});

test('nonces are those of scripts', () => {
  expect(nonces(parseCsp(["script-src 'nonce-a1'; style-src 'nonce-b2'"]))).toEqual(['a1']);
});
