import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/smoke/expect/index.ts';
import type { Comparison, Subject } from '../../../../src/smoke/suite/suite.ts';
import {
  type AnswerParts,
  at,
  BODY,
  contains,
  equals,
  expecting,
  header,
  not,
  REDIRECT,
  STATUS,
  scopeOf,
  seen,
} from './answers.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const LOGIN_PAGE = { headers: HTML, body: '<form><input name="password" type="password"></form>' };
const HTTPS_LOOP = { status: 301, headers: { location: 'https://site.example/start/' } };

async function hint(parts: AnswerParts, subject: Subject, comparison: Comparison): Promise<string> {
  const verdict = await judge(expecting(subject, comparison), seen(parts), scopeOf());
  if (verdict.holds) throw new Error('it holds');
  return verdict.hint;
}

describe('what it may mean', () => {
  test.each<readonly [string, AnswerParts, Subject, RegExp]>([
    ['a form is refused', { status: 403, method: 'POST' }, STATUS, /CSRF_TRUSTED_ORIGINS.*SECURE_PROXY_SSL_HEADER/],
    ['the page says CSRF', { status: 403, body: 'CSRF verification failed.' }, REDIRECT, /CSRF_TRUSTED_ORIGINS/],
    ['a page is refused', { status: 403, method: 'GET' }, STATUS, /a missing permission/],
    ['a bad request', { status: 400 }, STATUS, /ALLOWED_HOSTS/],
    ['not signed in', { status: 401 }, STATUS, /as: <login>/],
    ['502', { status: 502 }, STATUS, /no healthy server/],
    ['503, whatever was looked at', { status: 503, body: 'no available server' }, BODY, /no healthy server/],
    ['504', { status: 504 }, header('x'), /no healthy server/],
    ['500', { status: 500 }, STATUS, /its log has the traceback/],
    ['a redirect to itself', HTTPS_LOOP, STATUS, /SECURE_PROXY_SSL_HEADER/],
    ['with a fragment', { status: 302, headers: { location: '#a' } }, REDIRECT, /redirects to itself/],
    ['the edge knows no such host', { status: 404, body: '404 page not found\n' }, STATUS, /Traefik/],
    ['a lockout', { status: 429 }, STATUS, /rate limit/],
    [
      'a redirect to a login',
      { status: 302, headers: { location: '/accounts/login/?next=/start/' } },
      STATUS,
      /leads to a login page/,
    ],
    ['a login page instead of JSON', LOGIN_PAGE, at('$.a'), /looks like a login page/],
    ['a login page instead of a redirect', LOGIN_PAGE, REDIRECT, /the form was refused/],
  ])('%s', async (_, parts, subject, meaning) => {
    expect(await hint(parts, subject, equals('x'))).toMatch(meaning);
  });

  test.each<readonly [string, AnswerParts, Subject, Comparison]>([
    ['an ordinary 404', { status: 404, body: 'Not Found' }, STATUS, equals(200)],
    ['a 403 whose header is wrong', { status: 403, method: 'POST' }, header('x'), equals('y')],
    ['a redirect elsewhere', { status: 302, headers: { location: '/bloglogin-list/' } }, REDIRECT, equals('/a/')],
    ['a page with the word password', { headers: HTML, body: 'type your password' }, BODY, contains('x')],
    ['JSON with a form in it', { json: '<input type="password">' }, BODY, contains('x')],
  ])('nobody knows: %s', async (_, parts, subject, comparison) => {
    expect(await hint(parts, subject, comparison)).toBe('');
  });
});

describe('a mistake in the suite', () => {
  test.each<readonly [string, AnswerParts, Subject, Comparison, RegExp]>([
    ['text for a number', { json: { id: 42 } }, at('$.id'), equals('42'), /a number and its text are two things/],
    ['a number for text', { json: { id: '42' } }, at('$.id'), equals(42), /a number and its text are two things/],
    ['not of what is missing', {}, header('server'), not(contains('/')), /\[\{ absent: true \}, \{ not: \.\.\. \}\]/],
  ])('%s', async (_, parts, subject, comparison, meaning) => {
    expect(await hint(parts, subject, comparison)).toMatch(meaning);
  });
});
