import { expect, test } from '@jest/globals';
import { nearest } from '../../../src/core/nearest.ts';

test.each([
  ['stagng', ['staging', 'production'], 'staging'],
  ['prodcution', ['staging', 'production'], 'production'],
  ['Staging', ['staging'], 'staging'],
  ['coolify-uri', ['coolify-url', 'coolify-token', 'config'], 'coolify-url'],
  ['resuorces', ['resources', 'resource-group'], 'resources'],
  ['alwys', ['on-failure', 'always', 'never'], 'always'],
  ['something-else', ['staging', 'production'], undefined],
  ['', ['staging'], undefined],
  ['x', [], undefined],
])('%p among %p most likely means %p', (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant);
});

test('the nearest one wins over the first that is near', () => {
  expect(nearest('teh', ['tent', 'the'])).toBe('the');
});
