import { expect, test } from '@jest/globals';
import { proxyBefore, proxyVariables } from '../../../src/core/wire-proxy.ts';

const PROXY = 'http://proxy.example:3128';

test('a proxy is there only when a variable names one', () => {
  expect(proxyVariables({})).toBeUndefined();
  expect(proxyVariables({ HTTPS_PROXY: '', NO_PROXY: 'a.example' })).toBeUndefined();
  expect(proxyVariables({ https_proxy: PROXY, NO_PROXY: 'a.example', PATH: '/bin' })).toEqual({
    https_proxy: PROXY,
    NO_PROXY: 'a.example',
  });
});

test('only the variable for TLS puts a proxy before a handshake', () => {
  expect(proxyBefore('site.example', 443, { HTTPS_PROXY: PROXY })).toBe('HTTPS_PROXY');
  expect(proxyBefore('site.example', 443, { https_proxy: PROXY })).toBe('https_proxy');
  expect(proxyBefore('site.example', 443, { HTTP_PROXY: PROXY })).toBeUndefined();
});

test.each([
  ['*', 'site.example', true],
  ['site.example', 'site.example', true],
  ['SITE.example', 'Site.Example', true],
  ['other.example, site.example', 'site.example', true],
  ['other.example site.example', 'site.example', true],
  ['.example', 'site.example', true],
  ['*.example', 'site.example', true],
  ['site.example:443', 'site.example', true],
  ['site.example:8443', 'site.example', false],
  ['example', 'site.example', false],
  ['.ample', 'site.example', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['::1', '::1', true],
  ['[::1]:443', '::1', true],
  ['', 'site.example', false],
])('NO_PROXY "%s" and the host %s: direct is %s', (exceptions, host, direct) => {
  expect(proxyBefore(host, 443, { HTTPS_PROXY: PROXY, NO_PROXY: exceptions }) === undefined).toBe(direct);
});
