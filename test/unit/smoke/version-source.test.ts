import { describe, expect, test } from '@jest/globals';
import { describeSource, parseVersionSource, problemOfQuery } from '../../../src/smoke/version-source.ts';

describe('where the version is can be said in two ways', () => {
  test.each([
    ['/health/#$.version', '$.version of /health/'],
    ['/#$', '$ of /'],
    ['/~/build: ([0-9a-f]+)/', 'the text of /'],
    ['/a~b/~/v(.)/', 'the text of /a~b/'],
  ])('%s', (text, words) => {
    const source = parseVersionSource(text);
    expect(typeof source === 'string' ? source : describeSource(source)).toBe(words);
  });
});

describe('where the version is must be said clearly', () => {
  test.each([
    ['health/#$.version', /does not start with the path/],
    ['/health/', /neither a JSONPath/],
    ['/health/#version', /neither a JSONPath/],
    ['/~/build: [0-9]+/', /without exactly one group/],
    ['/~/(a)(b)/', /without exactly one group/],
    ['/~/(a/', /cannot be used/],
  ])('%s', (text, problem) => {
    expect(parseVersionSource(text)).toEqual(expect.stringMatching(problem));
  });
});

test('a JSONPath that cannot be read is told by the reason of the reader', async () => {
  expect(await problemOfQuery('$.version')).toBeUndefined();
  expect(await problemOfQuery('$.[')).toEqual(expect.any(String));
});
