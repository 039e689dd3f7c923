import { expect, test } from '@jest/globals';
import { changedPackages } from '../../../../src/migrations/checkout/third-party.ts';
import type { MigrationNode } from '../../../../src/migrations/facts.ts';
import { memoryRepository } from '../../../support/checks.ts';

const node = (distribution: string | undefined): MigrationNode => ({
  id: 'authtoken.0001_initial',
  app: 'authtoken',
  name: '0001_initial',
  file: undefined,
  digest: undefined,
  replaces: [],
  dependencies: [],
  distribution,
});
const changed = async (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  (
    await changedPackages(
      [node('django-rest-knox'), node(undefined)],
      memoryRepository(before),
      memoryRepository(after),
    )
  ).map(({ about }) => about);

test.each<[string, string, string, string]>([
  ['a pin', 'requirements.txt', 'django-rest-knox==4.2.0\n', 'django-rest-knox==5.0.1\n'],
  ['a pin with underscores', 'requirements/base.in', 'django_rest_knox==4.2.0\n', 'django_rest_knox==5.0.1\n'],
  [
    'a lock file, which has the version on the next line',
    'uv.lock',
    '[[package]]\nname = "django-rest-knox"\nversion = "4.2.0"\n',
    '[[package]]\nname = "django-rest-knox"\nversion = "5.0.1"\n',
  ],
])('%s that changed makes the package unknown', async (_, file, before, after) => {
  expect(await changed({ [file]: before }, { [file]: after })).toEqual(['django-rest-knox']);
});

test.each<[string, string, string]>([
  ['a comment', 'django-rest-knox==4.2.0  # tokens\n', 'django-rest-knox==4.2.0\n'],
  [
    'another package',
    'django-rest-knox==4.2.0\ndjango-rest-knox-extra==1\n',
    'django-rest-knox==4.2.0\ndjango-rest-knox-extra==2\n',
  ],
  ['nothing', 'django-rest-knox==4.2.0\n', 'django-rest-knox==4.2.0\n'],
])('%s that changed makes nothing unknown', async (_, before, after) => {
  expect(await changed({ 'requirements.txt': before }, { 'requirements.txt': after })).toEqual([]);
});
