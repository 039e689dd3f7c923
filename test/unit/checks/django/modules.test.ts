import { expect, test } from '@jest/globals';
import { nearestModules } from '../../../../src/checks/django/modules.ts';

const FILES = [
  'src/config/settings/__init__.py',
  'src/config/settings/base.py',
  'src/config/settings/production.py',
  'src/config/settings/tests/production.py',
  'src/shop/menu.py',
  'deploy/settings.py',
];
const near = (wanted: string) =>
  nearestModules(wanted, {
    directory: 'src',
    source: { tracked: true, files: FILES, workflows: [], texts: new Map() },
  });

test('a misspelled name has its right spelling first', () => {
  expect(near('config.settings.prodution')[0]).toBe('config.settings.production');
});

test('a module that moved is found by its last name', () => {
  expect(near('obcms.production')[0]).toBe('config.settings.production');
});

test('tests and files outside of the project’s folder are nobody’s settings', () => {
  expect(near('settings')).toEqual(['config.settings', 'config.settings.base', 'config.settings.production']);
});
