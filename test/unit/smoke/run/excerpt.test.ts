import { expect, test } from '@jest/globals';
import { excerptOf } from '../../../../src/smoke/run/excerpt.ts';
import { hiddenField } from '../../../../src/smoke/run/learning.ts';
import { retryAfter } from '../../../../src/smoke/run/retry-after.ts';
import { answered, answeredJson, type ScriptedHeaders } from '../../../support/scripted-wire.ts';

const same = (text: string) => text;

function answerOf(body: string, headers: ScriptedHeaders = {}) {
  const result = answered(200, body, headers);
  if (!result.ok) throw new Error('no answer');
  return result.answer;
}

test('a page is shown by its title and its first words', () => {
  const html = `<!doctype html><html><head><title>Server Error (500)</title><style>p { color: red }</style></head>
    <body><script>var a = "<p>not this</p>"</script><h1>Server   Error</h1><p>Try <b>again</b>.</p></body></html>`;
  expect(excerptOf(answerOf(html), same)).toEqual(['Server Error (500)', 'Server Error', 'Try again .']);
});

test('anything else by its first lines, made harmless', () => {
  const body = 'one\n\n\u001B[31mtwo\u001B[0m\r\nthree\nfour\nfive';
  expect(excerptOf(answerOf(body, { 'content-type': 'text/plain' }), same)).toEqual(['one', 'two', 'three', 'four']);
});

test('a secret at the place of the cut is hidden before it is cut', () => {
  const secret = 'S'.repeat(40);
  const body = `${'x'.repeat(8_192 - 10)}\n${secret}`;
  const shown = excerptOf(answerOf(body, { 'content-type': 'text/plain' }), text => text.replaceAll(secret, '***'));
  expect(shown.join('')).not.toContain('SSSS');
});

test('fields that are secrets by their name are blanked, known or not', () => {
  const result = answeredJson(200, { access: 'never-learnt-token', state: 'ok' });
  if (!result.ok) throw new Error('no answer');
  expect(excerptOf(result.answer, same)).toEqual(['{"access":"***","state":"ok"}']);
});

test('a hostile body costs no time', () => {
  const began = performance.now();
  for (const piece of ['<input ', '<script>', '<', '"token":"', '<!--', '&', '<a b="']) {
    const answer = answerOf(piece.repeat(600_000));
    excerptOf(answer, same);
    hiddenField(answer.body, 'csrfmiddlewaretoken');
  }
  expect(performance.now() - began).toBeLessThan(2_000);
});

test.each([
  ['<input type="hidden" name="csrfmiddlewaretoken" value="abc">', 'abc'],
  ["<input value='abc' name='csrfmiddlewaretoken'/>", 'abc'],
  ['<INPUT NAME=csrfmiddlewaretoken VALUE=abc>', 'abc'],
  ['<input name="csrfmiddlewaretoken">', undefined],
  ['<input data-name="csrfmiddlewaretoken" value="abc">', undefined],
  ['<input name="csrfmiddlewaretoken2" value="abc">', undefined],
  ['csrfmiddlewaretoken=abc', undefined],
])('the hidden field of %s', (html, value) => {
  expect(hiddenField(html, 'csrfmiddlewaretoken')).toBe(value);
});

const NOW = Date.UTC(2026, 10, 20, 12);

test.each([
  ['7', 7_000],
  ['0', 0],
  ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  ['99999999999', undefined],
])('Retry-After: %s', (value, wait) => {
  expect(retryAfter(answerOf('', { 'retry-after': value }), NOW)).toBe(wait);
});
