import { describe, expect, test } from '@jest/globals';
import { deadlineIn } from '../../../src/core/clock.ts';
import type { HttpResult } from '../../../src/core/http.ts';
import { prove, readSite } from '../../../src/release/live-site.ts';
import type { Probe } from '../../../src/smoke/version-page.ts';
import { versionAt } from '../../support/release-facts.ts';
import { broken, json, page, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const SITE = new URL('https://site.example/');
const { signal } = new AbortController();

function reading(probe: Probe, answer: HttpResult) {
  const http = scriptedHttp(new VirtualClock(), () => answer);
  return readSite({ site: SITE, probe, http, signal });
}

describe('the version is read', () => {
  test.each([
    ['/health/#$.version', json(200, { version: 'abc1234' }), 'abc1234'],
    ['/health/#$.app.build[0]', json(200, { app: { build: [42] } }), '42'],
    ["/health/#$['git-sha']", json(200, { 'git-sha': ' abc ' }), 'abc'],
    ['/#$', json(200, 'abc1234'), 'abc1234'],
    ['/~/build: ([0-9a-f]+)/', page(200, '<p>build: abc1234</p>'), 'abc1234'],
    ['/about/~/v(?<version>\\d+)/', page(200, 'v7'), '7'],
    ['/health/#$.version', json(200, { version: 'a\u001B[31mb\u202E\nc' }), 'ab c'],
  ])('%s', async (source, answer, value) => {
    expect(await reading(versionAt(source), answer)).toEqual({ kind: 'answered', value });
  });
});

describe('an answer without the version says what it is instead', () => {
  test.each([
    [
      'a redirect',
      page(301, '', { location: 'https://site.example/login/' }),
      /redirects to https:\/\/site\.example\/login\//,
    ],
    ['an error', page(500, 'oops'), /answers 500/],
    ['a page', page(200, '<html>'), /not JSON/],
    ['nothing there', json(200, { other: 1 }), /\$\.version finds nothing/],
    ['another shape', json(200, { version: { a: 1 } }), /neither text nor number/],
    ['null', json(200, { version: null }), /neither text nor number/],
  ])('%s', async (_, answer, why) => {
    expect(await reading(versionAt('/health/#$.version'), answer)).toMatchObject({
      kind: 'wrong-answer',
      why: expect.stringMatching(why),
    });
  });

  test('a text that does not match', async () => {
    expect(await reading(versionAt('/~/build: (.+)/'), page(200, 'nothing'))).toMatchObject({ kind: 'wrong-answer' });
  });

  test('no answer', async () => {
    expect(await reading(versionAt('/health/#$.version'), broken('tls'))).toMatchObject({
      kind: 'no-answer',
      failure: { kind: 'tls' },
    });
  });
});

test('a health page only has to answer 2xx', async () => {
  expect(await reading({ kind: 'health', path: '/health/' }, page(204, ''))).toEqual({ kind: 'answered', value: '' });
  expect(await reading({ kind: 'health', path: '/health/' }, page(302, '', { location: '/login' }))).toMatchObject({
    kind: 'wrong-answer',
  });
});

test('the token of Coolify is never sent to the site', async () => {
  const http = scriptedHttp(new VirtualClock(), () => json(200, { version: 'x' }));
  await readSite({ site: SITE, probe: versionAt('/health/#$.version'), http, signal });
  expect(Object.keys(http.sent[0]?.request.headers ?? {}).map(name => name.toLowerCase())).not.toContain(
    'authorization',
  );
});

/** A site that gives one answer after the other, the last one for ever. */
function proving(answers: readonly HttpResult[], more: { readonly timeout?: number; readonly once?: boolean } = {}) {
  const clock = new VirtualClock();
  const http = scriptedHttp(clock, () => answers[Math.min(http.sent.length, answers.length) - 1] ?? broken('reset'));
  return prove({
    site: SITE,
    probe: versionAt('/health/#$.version'),
    http,
    signal,
    clock,
    deadline: deadlineIn(clock, more.timeout ?? 60_000),
    wanted: value => value === 'new',
    progress: () => undefined,
    ...(more.once === undefined ? {} : { once: more.once }),
  }).then(proof => ({ ...proof, elapsed: clock.elapsed() }));
}

const OLD = json(200, { version: 'old' });
const NEW = json(200, { version: 'new' });

describe('the new version is live', () => {
  test('when it was seen three times in a row', async () => {
    expect(await proving([NEW])).toMatchObject({ proved: true, reads: 3 });
  });

  test.each([
    ['the old one', OLD],
    ['an error', page(502, '')],
    ['no answer', broken('reset')],
  ])('not when %s came in between: it starts again', async (_, between) => {
    expect(await proving([OLD, NEW, NEW, between, NEW, NEW, NEW])).toMatchObject({ proved: true, reads: 7 });
  });

  test('not when two of three containers are new: it goes on to the end', async () => {
    const swapping = Array.from({ length: 60 }, (_, index) => (index % 3 === 2 ? OLD : NEW));
    expect(await proving(swapping, { timeout: 30_000 })).toMatchObject({ proved: false, everAnswered: true });
  });

  test('not when nobody ever answered, which is told apart', async () => {
    const proof = await proving([broken('refused')], { timeout: 10_000 });
    expect(proof).toMatchObject({ proved: false, everAnswered: false, last: { kind: 'no-answer' } });
    expect(proof.elapsed).toBeLessThanOrEqual(10_000);
  });

  test('already, or not: one wrong answer is enough to know', async () => {
    expect(await proving([OLD], { once: true })).toMatchObject({ proved: false, reads: 1 });
    expect(await proving([NEW, OLD], { once: true })).toMatchObject({ proved: false, reads: 2 });
    expect(await proving([NEW], { once: true })).toMatchObject({ proved: true, reads: 3 });
  });
});
