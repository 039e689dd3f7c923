import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../src/checks/services/facts.ts';
import { settingsDefaultFor } from '../../../src/checks/settings-default.ts';
import type { SettingsDefault } from '../../../src/django/project.ts';

const says = (kind: SettingsDefault['kind'], module: string | undefined): SettingsDefault => ({
  kind,
  file: `${kind}.py`,
  line: 1,
  module,
  forced: false,
});
const ALL = [says('manage', 'local'), says('celery', 'queue'), says('asgi', 'async'), says('wsgi', 'production')];

const started = (role: Role, command: string) => ({ role, start: { commands: [{ words: command.split(' ') }] } });

describe('what holds when the environment names no settings', () => {
  test.each([
    ['web', 'gunicorn site.wsgi', 'production'],
    ['web', 'gunicorn -k uvicorn_worker.UvicornWorker site.asgi:application', 'async'],
    ['web', 'uvicorn site.asgi:application', 'async'],
    ['web', 'python manage.py runserver', 'local'],
    ['worker', 'celery -A site worker', 'queue'],
    ['worker', 'python manage.py qcluster', 'local'],
    ['migrate', 'python manage.py migrate', 'local'],
  ] as const)('for %s by "%s" is what that program reads', (role, command, module) => {
    expect(settingsDefaultFor(started(role, command), { profile: 'production', defaults: ALL })?.module).toBe(module);
  });

  test("without anything that starts the project is what its visitors see, and a laptop's in development", () => {
    expect(settingsDefaultFor(undefined, { profile: 'staging', defaults: ALL })?.module).toBe('production');
    expect(settingsDefaultFor(undefined, { profile: 'development', defaults: ALL })?.module).toBe('local');
  });

  test("is the next file's where one says nothing, and nothing where none does", () => {
    const some = { profile: 'production' as const, defaults: [says('manage', 'local'), says('wsgi', undefined)] };
    expect(settingsDefaultFor(started('web', 'gunicorn site.wsgi'), some)?.module).toBe('local');
    expect(settingsDefaultFor(undefined, { profile: 'production', defaults: [] })).toBeUndefined();
  });
});
