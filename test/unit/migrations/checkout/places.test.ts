import { describe, expect, test } from '@jest/globals';
import { migratingPlaces } from '../../../../src/migrations/checkout/places.ts';
import { memoryRepository } from '../../../support/checks.ts';

type Files = Readonly<Record<string, string>>;

const placesIn = (files: Files, started: readonly string[] = []) => migratingPlaces(memoryRepository(files), started);
const found = async (files: Files, started: readonly string[] = []) =>
  (await placesIn(files, started)).map(
    ({ kind, place, command }) => `${kind} ${place?.file}:${place?.line} ${command}`,
  );

const IMAGE = 'FROM python:3.13\nENTRYPOINT ["docker/entrypoint.sh"]\nCMD ["web"]\n';

test.each<[string, string, readonly string[]]>([
  ['Dockerfile', 'CMD ["python", "manage.py", "migrate"]\n', ['entrypoint 1 CMD']],
  ['compose.prod.yml', 'services:\n  x:\n    command: python src/manage.py safemigrate\n', ['compose-service 3']],
  [
    'compose.yml',
    'services:\n  x:\n    command:\n      - python\n      - manage.py\n      - migrate\n',
    ['compose-service 3'],
  ],
  ['.github/workflows/deploy.yml', '- run: alembic -c a.ini upgrade head\n', ['workflow 1']],
  ['Procfile', 'release: django-admin migrate\n', ['entrypoint 1']],
  ['Procfile', 'web: python -m django migrate --noinput && gunicorn x\n', ['entrypoint 1']],
  ['nixpacks.toml', '[start]\ncmd = "python manage.py migrate && gunicorn x"\n', ['entrypoint 2']],
  ['Dockerfile', 'CMD python manage.py \\\n  migrate && gunicorn x\n', ['entrypoint 1']],
  ['Procfile', 'release: flask db upgrade\n', ['entrypoint 1']],
  ['Procfile', 'release: python manage.py --settings=a.b migrate\n', ['entrypoint 1']],
])('%s with %j runs migrations', async (file, text, expected) => {
  const places = await placesIn({ [file]: text });
  expect(places.map(({ kind, place }) => `${kind} ${place?.line}`)).toEqual(
    expected.map(each => each.split(' ').slice(0, 2).join(' ')),
  );
});

test.each([
  ['Procfile', '# release: python manage.py migrate\n'],
  ['Procfile', 'release: python manage.py migrate --check\n'],
  ['Procfile', 'release: python manage.py showmigrations && python manage.py makemigrations --check\n'],
  ['Procfile', 'release: echo "python manage.py migrate comes later"\n'],
  ['Procfile.dev', 'web: python manage.py migrate\n'],
  ['.github/workflows/deploy.yml', '- run: alembic upgrade a:b --sql\n'],
  ['.github/workflows/ci.yml', 'jobs:\n  test:\n    steps:\n      - run: python manage.py migrate\n'],
  ['README.md', 'python manage.py migrate\n'],
  ['Makefile', 'migrate:\n\tpython manage.py migrate\n'],
  ['Dockerfile', 'RUN python manage.py migrate\nCMD ["gunicorn", "x"]\n'],
  [
    'docker-compose.yml',
    'services:\n  web:\n    command: sh -c "python manage.py migrate && python manage.py runserver"\n',
  ],
  ['docker-compose.override.yml', 'services:\n  web:\n    command: python manage.py migrate\n'],
  ['compose.dev.yml', 'services:\n  web:\n    command: python manage.py migrate\n'],
  ['compose.yml', 'services:\n  migrate:\n    profiles: [tools]\n    command: python manage.py migrate\n'],
  ['compose.yml', 'services: [1, 2\n'],
  ['compose.yml', 'services:\n  web: *nobody\n'],
  ['docker/entrypoint.sh', '#!/bin/sh\npython manage.py migrate\n'],
  ['scripts/migrate.sh', '#!/bin/sh\npython manage.py migrate\n'],
])('%s with %j runs none when it is deployed', async (file, text) => {
  expect(await found({ [file]: text })).toEqual([]);
});

describe('a script counts when something runs it', () => {
  const SCRIPT = '#!/bin/sh\nset -e\n# python manage.py migrate\npython manage.py migrate --noinput\nexec "$@"\n';
  test.each<[string, Files]>([
    ['an image names it', { Dockerfile: IMAGE, 'docker/entrypoint.sh': SCRIPT }],
    [
      'a Compose service names it',
      { 'compose.yml': 'services:\n  web:\n    entrypoint: docker/entrypoint.sh\n', 'docker/entrypoint.sh': SCRIPT },
    ],
    [
      'the image names it by where it was copied to',
      {
        Dockerfile: 'COPY --chmod=755 ./docker/entrypoint.sh /start\nENTRYPOINT ["/start"]\n',
        'docker/entrypoint.sh': SCRIPT,
      },
    ],
    [
      'another script runs it',
      {
        Dockerfile: 'CMD ["./boot.sh"]\n',
        'boot.sh': '#!/bin/sh\n. docker/entrypoint.sh\n',
        'docker/entrypoint.sh': SCRIPT,
      },
    ],
  ])('%s', async (_, files) => {
    expect(await found(files)).toEqual(['entrypoint docker/entrypoint.sh:4 python manage.py migrate --noinput']);
  });

  test("Coolify's start command names it", async () => {
    expect(await found({ 'start.sh': SCRIPT }, ['sh start.sh'])).toEqual([
      'entrypoint start.sh:4 python manage.py migrate --noinput',
    ]);
  });

  test('of two with one name the one that the image copies', async () => {
    const files = {
      'compose/local/django/Dockerfile': 'COPY compose/local/django/start /start\nCMD ["/start"]\n',
      'compose/local/django/start': '#!/bin/bash\npython manage.py migrate\npython manage.py runserver\n',
      'compose/production/django/Dockerfile': 'COPY ./compose/production/django/start /start\nCMD ["/start"]\n',
      'compose/production/django/start': '#!/bin/bash\npython manage.py migrate\nexec gunicorn x\n',
    };
    expect(await found(files)).toEqual(['entrypoint compose/production/django/start:2 python manage.py migrate']);
  });

  test('scripts that run each other end', async () => {
    const files = { Procfile: 'web: ./a.sh\n', 'a.sh': '#!/bin/sh\n./b.sh\n', 'b.sh': '#!/bin/sh\n./a.sh\n' };
    expect(await found(files)).toEqual([]);
  });
});

describe('a command of the project', () => {
  const COMMAND = 'src/core/management/commands/release.py';
  const PROCFILE = { Procfile: 'release: python manage.py release\n' };
  test('is looked up in its files: it migrates', async () => {
    const places = await placesIn({ ...PROCFILE, [COMMAND]: 'call_command("migrate", interactive=False)\n' });
    expect(places).toMatchObject([{ kind: 'entrypoint', command: 'release: python manage.py release' }]);
    expect(places[0]?.takesTurns).toBeUndefined();
  });

  test('that takes a lock waits for its turn', async () => {
    const text = 'cursor.execute("SELECT pg_advisory_lock(1)")\ncall_command("migrate")\n';
    expect(await placesIn({ ...PROCFILE, [COMMAND]: text })).toMatchObject([{ takesTurns: true }]);
  });

  test('that does something else is none', async () => {
    const files = {
      Procfile: 'release: python manage.py migrate_users\n',
      'a/management/commands/migrate_users.py': 'User.objects.all()\n',
    };
    expect(await placesIn(files)).toEqual([]);
  });

  test('whose files are elsewhere is known by its name', async () => {
    expect(await placesIn({ Procfile: 'release: python manage.py migrate_locked\n' })).toMatchObject([
      { takesTurns: true },
    ]);
  });
});

describe('a service that only migrates', () => {
  const compose = (web: string, command = 'python manage.py migrate') =>
    `x-app: &app\n  build: .\nservices:\n  db:\n    image: postgres:17\n  migrate:\n    <<: *app\n    command: ${command}\n  web:\n    <<: *app\n${web}`;
  const unawaitedBy = async (text: string) => (await placesIn({ 'compose.yml': text }))[0]?.unawaitedBy;
  const WAITS = '    depends_on:\n      migrate:\n        condition: service_completed_successfully\n';

  test.each<[string, string, readonly string[] | undefined]>([
    ['that the other one waits for', compose(WAITS), []],
    ['that nobody waits for', compose(''), ['web']],
    ['that has only begun when the other one starts', compose('    depends_on: [migrate]\n'), ['web']],
    ['that one waits for through another one', compose(`${WAITS}  worker:\n    <<: *app\n    depends_on: [web]\n`), []],
    ['that goes on to serve', compose('', 'sh -c "python manage.py migrate && gunicorn x"'), undefined],
    ['that is alone', 'services:\n  migrate:\n    build: .\n    command: python manage.py migrate\n', undefined],
    [
      'among services that need each other',
      compose('    depends_on: [worker]\n  worker:\n    <<: *app\n    depends_on: [web]\n'),
      ['web', 'worker'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await unawaitedBy(text)).toEqual(expected);
  });
});
