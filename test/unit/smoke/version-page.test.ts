import { describe, expect, test } from '@jest/globals';
import { type Probe, type ProbeAnswer, probeHeaders, readAnswer } from '../../../src/smoke/version-page.ts';
import { parseVersionSource } from '../../../src/smoke/version-source.ts';

function probe(text: string): Probe {
  const source = parseVersionSource(text);
  if (typeof source === 'string') throw new Error(source);
  return source;
}

const HEALTH: Probe = { kind: 'health', path: '/health/' };

function answer(status: number, body = '', headers: ProbeAnswer['headers'] = {}): ProbeAnswer {
  return { status, body, headers };
}

describe('an answer says its version', () => {
  test.each<readonly [string, ProbeAnswer, string]>([
    ['/health/#$.version', answer(200, '{"version":"abc1234"}'), 'abc1234'],
    ['/health/#$.all[*].v', answer(200, '{"all":[{"v":1},{"v":2}]}'), '1'],
    ['/~/build: (.+)/', answer(203, 'build: 7'), '7'],
  ])('%s', async (source, given, value) => {
    expect(await readAnswer(given, probe(source))).toEqual({ kind: 'answered', value });
  });

  test('or only that it is there', async () => {
    expect(await readAnswer(answer(204), HEALTH)).toEqual({ kind: 'answered', value: '' });
  });
});

describe('an answer that does not, says what it is', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each<readonly [string, Probe, ProbeAnswer, RegExp]>([
    [
      'a redirect of HTTP',
      HEALTH,
      answer(302, '', { location: ['/login/', '/other/'] }),
      /^it redirects to \/login\/$/,
    ],
    ['a redirect of an API', HEALTH, answer(302, '', { location: '/login/' }), /^it redirects to \/login\/$/],
    ['a redirect to nowhere', HEALTH, answer(301), /^it redirects to nowhere$/],
    ['an error', HEALTH, answer(503), /^it answers 503$/],
    ['no JSON', probe('/#$.v'), answer(200, '<p>'), /not JSON/],
    ['no version', probe('/#$.v'), answer(200, '{}'), /finds nothing/],
    ['a list', probe('/#$.v'), answer(200, '{"v":[]}'), /neither text nor number/],
    ['a trap for paths', probe('/#$..v'), answer(200, deep), /nested deeper than 200 levels/],
    ['a trap for expressions', probe('/~/(a+)+$/'), answer(200, `${'a'.repeat(40)}!`), /given up on the page/],
  ])('%s', async (_, asked, given, why) => {
    expect(await readAnswer(given, asked)).toEqual({
      kind: 'wrong-answer',
      status: given.status,
      why: expect.stringMatching(why),
    });
  });
});

test('a page is asked without its caches, and as what is wanted', () => {
  expect(probeHeaders(probe('/#$.v'))).toMatchObject({
    Accept: expect.stringMatching(/json/),
    'Cache-Control': 'no-cache',
  });
  expect(probeHeaders(probe('/~/(v)/'))).toMatchObject({ Accept: '*/*' });
});
