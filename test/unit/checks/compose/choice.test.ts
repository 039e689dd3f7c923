import { describe, expect, test } from '@jest/globals';
import { readStacks } from '../../../../src/checks/compose/read.ts';
import type { Profile } from '../../../../src/checks/profile.ts';
import { memoryRepository } from '../../../support/checks.ts';

const WHOLE = 'services:\n  web:\n    image: app:1\n';
const PART = 'services:\n  web:\n    restart: always\n';
const RUNSERVER = 'services:\n  web:\n    build: .\n    command: python manage.py runserver\n';

async function chosen(files: Record<string, string>, asked = new Map<Profile, readonly (readonly string[])[]>()) {
  const stacks = await readStacks(memoryRepository(files), asked, new Map());
  return Object.fromEntries(
    (['development', 'staging', 'production'] as const).map(profile => [
      profile,
      stacks.filter(stack => stack.profile === profile).map(({ files: own }) => own.join(' + ')),
    ]),
  );
}

describe('which files make a stack', () => {
  test('a base with its overlay, by name', async () => {
    expect(
      await chosen({
        'docker-compose.yml': WHOLE,
        'docker-compose.prod.yml': PART,
        'docker-compose.staging.yml': PART,
      }),
    ).toEqual({
      development: ['docker-compose.yml'],
      staging: ['docker-compose.yml + docker-compose.staging.yml'],
      production: ['docker-compose.yml + docker-compose.prod.yml'],
    });
  });

  test('a file that stands alone needs no base, and serves staging when nothing else does', async () => {
    expect(await chosen({ 'compose.yaml': RUNSERVER, 'compose.production.yaml': WHOLE })).toEqual({
      development: ['compose.yaml'],
      staging: ['compose.production.yaml'],
      production: ['compose.production.yaml'],
    });
  });

  test('a file that names what its base has belongs to it; one that names what nobody has is merely wrong', async () => {
    const naming = (volume: string) => `services:\n  web:\n    image: app:1\n    volumes: ["${volume}:/data"]\n`;
    const base = `${RUNSERVER}volumes:\n  data:\n`;
    const production = async (volume: string) =>
      (await chosen({ 'docker-compose.yml': base, 'docker-compose.prod.yml': naming(volume) }))['production'];
    expect(await production('data')).toEqual(['docker-compose.yml + docker-compose.prod.yml']);
    expect(await production('dada')).toEqual(['docker-compose.prod.yml']);
  });

  test('a lone file serves everything, unless it is for a developer’s machine', async () => {
    expect((await chosen({ 'docker-compose.yml': WHOLE }))['production']).toEqual(['docker-compose.yml']);
    expect((await chosen({ 'docker-compose.yml': RUNSERVER }))['production']).toEqual([]);
    const mounted = 'services:\n  web:\n    build: .\n    volumes: [".:/app"]\n';
    expect((await chosen({ 'docker-compose.yml': mounted }))['production']).toEqual([]);
    const settings =
      'services:\n  web:\n    image: a:1\n    environment: { DJANGO_SETTINGS_MODULE: app.settings.local }\n';
    expect((await chosen({ 'docker-compose.yml': settings }))['production']).toEqual([]);
  });

  test('says why, when the name does not', async () => {
    const stacks = await readStacks(memoryRepository({ 'docker-compose.yml': WHOLE }), new Map(), new Map());
    expect(stacks.find(({ profile }) => profile === 'production')?.note).toBe(
      'no file is named for production, so docker-compose.yml serves it',
    );
  });

  test('folders for operations are looked into, others and copies are not', async () => {
    expect(
      await chosen({
        'infra/docker-compose.prod.yml': WHOLE,
        'examples/docker-compose.prod.yml': WHOLE,
        'docker-compose.prod.example.yml': WHOLE,
        'docker-compose.test.yml': WHOLE,
        'production.yml': WHOLE,
        'local.yml': 'not: compose\n',
      }),
    ).toEqual({
      development: [],
      staging: ['infra/docker-compose.prod.yml', 'production.yml'],
      production: ['infra/docker-compose.prod.yml', 'production.yml'],
    });
  });

  test('the input wins', async () => {
    const files = { 'docker-compose.prod.yml': WHOLE, 'stack/a.yml': WHOLE, 'stack/b.yml': PART };
    expect(await chosen(files, new Map([['production', [['stack/a.yml', 'stack/b.yml']]]]))).toEqual({
      development: [],
      staging: ['stack/a.yml + stack/b.yml'],
      production: ['stack/a.yml + stack/b.yml'],
    });
  });
});
