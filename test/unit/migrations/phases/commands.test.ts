import { describe, expect, it } from '@jest/globals';
import { commandFor, commandsOf } from '../../../../src/migrations/phases/commands.ts';
import { type MigrateMode, planPhases } from '../../../../src/migrations/phases/plan.ts';
import { playedOf, type Told } from '../compare/two-releases.ts';

const SHOP = 'CREATE TABLE shop_order (id bigint PRIMARY KEY, note text NULL)';
const ADD: Told = { sql: 'ALTER TABLE shop_order ADD COLUMN extra text' };
const DROP: Told = { sql: 'ALTER TABLE shop_order DROP COLUMN note' };

async function commands(migrations: readonly Told[], mode: MigrateMode, framework: 'django' | 'alembic' = 'django') {
  const played = await playedOf({ schema: SHOP, migrations, facts: { framework } });
  return commandsOf(planPhases(played, mode), played.facts);
}

describe('the commands of each phase', () => {
  it('migrate all before the new release serves', async () => {
    const found = await commands([ADD, DROP], 'before');
    expect(found.map(({ place, phase }) => `${place} ${phase}`)).toEqual([
      'entrypoint before-deploy',
      'compose-service before-deploy',
      'by-hand before-deploy',
    ]);
    expect(found[0]?.text).toBe('#!/bin/sh\nset -e\npython manage.py migrate --noinput\nexec "$@"');
    expect(found[1]?.text).toContain('  command: ["python", "manage.py", "migrate", "--noinput"]\n  restart: "no"');
  });

  it('stop at the last migration of before-deploy, and run the rest in the container that serves', async () => {
    const found = await commands([ADD, DROP], 'phased');
    expect(found.find(({ place }) => place === 'entrypoint')?.text).toContain(
      'python manage.py migrate shop 0002_step --noinput',
    );
    const task = found.find(({ place }) => place === 'scheduled-task');
    expect(task?.phase).toBe('after-deploy');
    expect(task?.text).toContain('"command":"python manage.py migrate --noinput"');
    expect(task?.text).toContain(
      '-X POST -H "Authorization: Bearer $COOLIFY_TOKEN" https://<coolify>/api/v1/applications/<uuid>/scheduled-tasks/<task>/execute',
    );
  });

  it('name no target when all of them run before the deploy', async () => {
    expect((await commands([ADD], 'phased'))[2]?.text).toBe('python manage.py migrate --noinput');
  });

  it.each([
    ['nothing is pending', [], 'before', []],
    ['all run after the deploy', [ADD], 'after', ['scheduled-task after-deploy', 'by-hand after-deploy']],
    ['only the clean-up is left', [DROP], 'phased', ['scheduled-task after-deploy', 'by-hand after-deploy']],
  ] as const)('%s', async (_name, migrations, mode, expected) => {
    expect((await commands(migrations, mode)).map(({ place, phase }) => `${place} ${phase}`)).toEqual(expected);
  });

  it('say how django-safemigrate runs them when migrations are marked', async () => {
    const found = await commands([{ ...ADD, mark: { when: 'before', place: undefined } }, DROP], 'phased');
    expect(found.filter(({ place }) => place === 'safemigrate').map(({ text }) => text)).toEqual([
      'python manage.py safemigrate --noinput',
      'python manage.py migrate --noinput',
    ]);
  });

  it('are those of Alembic in an Alembic project', async () => {
    const found = await commands([ADD, DROP], 'phased', 'alembic');
    expect(found.find(({ place }) => place === 'by-hand')?.text).toBe('alembic upgrade 0002_step');
    expect(commandFor('entrypoint', { framework: 'alembic' })).toContain('alembic upgrade head');
  });
});
