import { expect, test } from '@jest/globals';
import { assumedVersion, otherServer } from '../../../../src/migrations/database/server-version.ts';

test.each([
  ['3.2.25', 14],
  ['4.2.1', 16],
  ['5.2.17', 17],
  ['6.1', 18],
  [undefined, 18],
])('of Django %s the newest PostgreSQL it was released with is assumed', (django, major) => {
  expect(assumedVersion(django)).toEqual({ major, minor: undefined, from: 'assumed' });
});

test('what was measured on another PostgreSQL is no proof of this one', () => {
  const [unread, ...more] = otherServer({ major: 15, minor: 4, from: 'database' }, { major: 18 });
  expect(more).toEqual([]);
  expect(unread).toMatchObject({ code: 'other-server', remedy: expect.stringContaining('postgres:15') });
  expect(unread?.why).toMatch(/measured on PostgreSQL 18, and the database is PostgreSQL 15/);
});

test('nothing is unknown when it was measured on the same one, or not at all', () => {
  expect(otherServer({ major: 18, minor: 4, from: 'database' }, { major: 18 })).toEqual([]);
  expect(otherServer({ major: 15, minor: 4, from: 'database' }, undefined)).toEqual([]);
});
