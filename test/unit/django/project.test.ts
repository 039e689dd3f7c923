import { describe, expect, test } from '@jest/globals';
import { findDjango, settingsDefaultIn } from '../../../src/django/project.ts';

const MANAGE = `#!/usr/bin/env python
import os
def main():
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.local')
    from django.core.management import execute_from_command_line
`;

const find = (files: Readonly<Record<string, string>>, asked?: string) =>
  findDjango({ files: Object.keys(files).sort(), read: async path => files[path] }, asked);

describe('the folder of manage.py', () => {
  test.each([
    ['manage.py', ''],
    ['src/manage.py', 'src'],
    ['backend/manage.py', 'backend'],
    ['anything/manage.py', 'anything'],
    ['services/web/manage.py', 'services/web'],
  ])('%s is found by itself', async (file, directory) => {
    expect(await find({ [file]: MANAGE, 'README.md': '' })).toMatchObject({
      ok: true,
      project: { directory, manage: file, defaults: [{ kind: 'manage', module: 'config.settings.local' }] },
    });
  });

  test('of the root wins over others, and a usual name over an unusual one', async () => {
    expect(await find({ 'manage.py': MANAGE, 'src/manage.py': MANAGE })).toMatchObject({ project: { directory: '' } });
    expect(await find({ 'example/manage.py': MANAGE, 'src/manage.py': MANAGE })).toMatchObject({
      project: { directory: 'src' },
    });
  });

  test('has to be named where several are equal', async () => {
    const files = { 'a/manage.py': MANAGE, 'b/manage.py': MANAGE };
    expect(await find(files)).toEqual({ ok: false, reason: 'several', directories: ['a', 'b'] });
    expect(await find(files, './b/')).toMatchObject({ ok: true, project: { directory: 'b' } });
  });

  test('is none where no manage.py is, or another framework uses the name', async () => {
    expect(await find({ 'app.py': '' })).toEqual({ ok: false, reason: 'none' });
    expect(await find({ 'manage.py': 'from flask_script import Manager\n' })).toEqual({ ok: false, reason: 'none' });
    expect(await find({ 'src/manage.py': MANAGE }, 'web')).toEqual({ ok: false, reason: 'none' });
  });

  test('brings the defaults of its wsgi, asgi and celery modules, with their lines', async () => {
    const found = await find({
      'src/manage.py': MANAGE,
      'src/config/wsgi.py':
        'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")\n',
      'src/config/celery.py': 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"\n',
      'src/deep/er/than/wsgi.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "x")\n',
      'other/wsgi.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "x")\n',
    });
    expect(found.ok ? found.project.defaults : []).toEqual([
      { kind: 'manage', file: 'src/manage.py', line: 4, module: 'config.settings.local', forced: false },
      { kind: 'celery', file: 'src/config/celery.py', line: 2, module: 'config.settings.local', forced: true },
      { kind: 'wsgi', file: 'src/config/wsgi.py', line: 3, module: 'config.settings.production', forced: false },
    ]);
  });
});

describe('the line that names settings', () => {
  test.each([
    ['os.environ.setdefault("DJANGO_SETTINGS_MODULE", "a.b")', { line: 1, module: 'a.b', forced: false }],
    ["environ.setdefault('DJANGO_SETTINGS_MODULE','a')", { line: 1, module: 'a', forced: false }],
    [
      'x\nos.environ.setdefault(\n    "DJANGO_SETTINGS_MODULE",\n    "a.b",\n)',
      { line: 2, module: 'a.b', forced: false },
    ],
    ['os.environ["DJANGO_SETTINGS_MODULE"] = "a.b"  # why', { line: 1, module: 'a.b', forced: true }],
    ['os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"a.{mode}")', { line: 1, module: undefined, forced: false }],
    [
      'os.environ.setdefault("DJANGO_SETTINGS_MODULE", os.environ.get("X", "a"))',
      { line: 1, module: undefined, forced: false },
    ],
    [
      '# os.environ.setdefault("DJANGO_SETTINGS_MODULE", "old")\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "new")',
      { line: 2, module: 'new', forced: false },
    ],
    ['if os.environ["DJANGO_SETTINGS_MODULE"] == "a.b":\n    pass', undefined],
    ['print("DJANGO_SETTINGS_MODULE")', undefined],
  ])('%j', (text, expected) => {
    expect(settingsDefaultIn(text)).toEqual(expected);
  });
});
