import { expect, test } from '@jest/globals';
import { titlesInWords } from '../../../../src/checks/services/titles.ts';

test('services of one file are named with it once', () => {
  expect(titlesInWords(['stack.yml: web', 'stack.yml: worker', 'stack.yml: beat'])).toBe(
    'stack.yml: web, worker and beat',
  );
});

test('services of several files, and those without one, are each named as they are', () => {
  expect(titlesInWords(['Dockerfile'])).toBe('Dockerfile');
  expect(titlesInWords(['Dockerfile', 'a.yml: web', 'the given environment', 'a.yml: web'])).toBe(
    'Dockerfile, a.yml: web and the given environment',
  );
});
