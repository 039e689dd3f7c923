import { expect, test } from '@jest/globals';
import { locateProject, type PlaceQuestion } from '../../../src/django/project-place.ts';
import { memoryRepository } from '../../support/checks.ts';

const MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n';
const located = (files: Readonly<Record<string, string>>, request: Partial<PlaceQuestion> = {}) =>
  locateProject(memoryRepository(files), {
    framework: 'auto',
    directory: undefined,
    action: 'check-deploy',
    ...request,
  });

test('a project is where its manage.py is', async () => {
  expect(await located({ 'src/manage.py': MANAGE, 'README.md': '' })).toEqual({
    framework: 'django',
    directory: 'src',
    defaults: [{ kind: 'manage', file: 'src/manage.py', line: 2, module: 'config.settings', forced: false }],
  });
});

test('without manage.py, alembic.ini makes it one with Alembic', async () => {
  expect(await located({ 'api/alembic.ini': '' })).toEqual({
    framework: 'alembic',
    directory: 'api',
    defaults: [],
  });
});

test('with neither, there are only files to judge', async () => {
  expect(await located({ Dockerfile: '' })).toEqual({ framework: 'none', directory: '', defaults: [] });
});

test('the input decides between the two', async () => {
  const files = { 'manage.py': MANAGE, 'alembic.ini': '' };
  expect((await located(files)).framework).toBe('django');
  expect((await located(files, { framework: 'alembic' })).framework).toBe('alembic');
});

test.each([
  [{ framework: 'django' as const }, 'There is no manage.py in the checkout.'],
  [{ framework: 'django' as const, directory: 'web' }, 'There is no manage.py in "web".'],
  [{ framework: 'alembic' as const }, 'There is no alembic.ini in the checkout.'],
  [{ directory: 'web' }, 'There is no manage.py in "web".'],
])('what %j names and is not there is said, with where to write it', async (request, message) => {
  await expect(located({ Dockerfile: '' }, request)).rejects.toMatchObject({
    message,
    reasonCode: 'invalid-input',
    remedy: expect.stringContaining('working-directory: src'),
  });
});

test('of several projects the user has to choose', async () => {
  await expect(located({ 'one/manage.py': MANAGE, 'two/manage.py': MANAGE })).rejects.toMatchObject({
    message: 'There is a manage.py in one and two, and none of them is the obvious one.',
    remedy: expect.stringContaining('working-directory: one'),
  });
});
