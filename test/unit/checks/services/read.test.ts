import { describe, expect, test } from '@jest/globals';
import { readStacks } from '../../../../src/checks/compose/read.ts';
import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import { readEnvironmentFiles } from '../../../../src/checks/env/read.ts';
import type { CoolifyApplication } from '../../../../src/checks/project.ts';
import type { Service } from '../../../../src/checks/services/facts.ts';
import { readServices } from '../../../../src/checks/services/read.ts';
import { memoryRepository } from '../../../support/checks.ts';
import { given } from '../cases/compose/stack-project.ts';

const IMAGE = `FROM python:3.13-slim
ENV DJANGO_SETTINGS_MODULE=app.settings.base LEVEL=image
WORKDIR /srv
COPY src /srv/src
HEALTHCHECK --interval=7s CMD curl -f http://localhost:8000/
ENTRYPOINT ["/srv/src/start.sh"]
CMD ["web"]
`;
const SCRIPT = `#!/bin/sh
export DJANGO_SETTINGS_MODULE=app.settings.production
case "$1" in
  web) python manage.py migrate && exec gunicorn app.wsgi ;;
  worker) exec celery -A app worker -B ;;
  *) exec "$@" ;;
esac
`;
const APPLICATION: CoolifyApplication = {
  name: 'obcms',
  buildPack: 'dockerfile',
  startCommand: undefined,
  preDeployment: undefined,
  postDeployment: undefined,
  baseDirectory: '/',
  dockerfile: '/Dockerfile',
  composeFile: undefined,
  health: { enabled: true, path: '/', port: undefined },
  ports: [],
  domains: [],
};

async function services(
  files: Readonly<Record<string, string>>,
  more: { readonly variables?: Readonly<Record<string, string>>; readonly application?: CoolifyApplication } = {},
): Promise<readonly Service[]> {
  const repository = memoryRepository(files);
  const variables = more.variables ?? {};
  const stacks = await readStacks(repository, new Map(), new Map(Object.entries(variables)));
  const builds = stacks.flatMap(stack => stack.services.flatMap(({ build }) => build ?? []));
  return readServices({
    repository,
    profile: 'production',
    stacks,
    dockerfiles: await readDockerfiles(repository, [], builds),
    environmentFiles: await readEnvironmentFiles(repository, [], 'ab'.repeat(32)),
    given: given(variables),
    application: more.application,
    directory: 'src',
  });
}

const stack = (text: string, more: Readonly<Record<string, string>> = {}) => ({
  Dockerfile: IMAGE,
  'src/start.sh': SCRIPT,
  'docker-compose.prod.yml': `services:\n${text}`,
  ...more,
});
async function only(files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) {
  const [first] = await services(files, { variables });
  if (first === undefined) throw new Error('there is no service');
  return first;
}
const lines = ({ start }: Service) => start.commands.map(({ words }) => words.join(' '));

describe('what a Compose service starts', () => {
  test('the image’s entrypoint and command, with what its script exports', async () => {
    const web = await only(stack('  web:\n    build: .\n'));
    expect(lines(web)).toEqual(['python manage.py migrate', 'gunicorn app.wsgi']);
    expect(web).toMatchObject({
      title: 'docker-compose.prod.yml: web',
      role: 'web',
      roles: ['migrate', 'web'],
      own: true,
      settings: 'app.settings.production',
      directory: '/srv',
      swallows: undefined,
    });
    expect(web.migrations).toMatchObject([
      { place: { file: 'src/start.sh', line: 4 }, text: 'manage.py migrate', locked: false },
    ]);
  });

  test('its command as words of the image’s entrypoint', async () => {
    expect(await only(stack('  a:\n    build: .\n    command: worker\n'))).toMatchObject({
      role: 'worker',
      roles: ['worker', 'beat'],
    });
  });

  test('its entrypoint drops the image’s command', async () => {
    const job = await only(stack('  job:\n    build: .\n    entrypoint: python src/manage.py migrate\n'));
    expect(lines(job)).toEqual(['python src/manage.py migrate']);
    expect(job).toMatchObject({ role: 'migrate', settings: 'app.settings.base' });
  });

  test('--settings wins over the environment', async () => {
    const job = await only(
      stack('  job:\n    build: .\n    entrypoint: python manage.py migrate --settings=app.settings.job\n'),
    );
    expect(job.settings).toBe('app.settings.job');
  });

  test('ready images are known by their names', async () => {
    const found = await services(
      stack(
        '  db: { image: "registry.example:5000/postgis/postgis:16" }\n  cache: { image: "valkey/valkey:8" }\n  pool: { image: edoburu/pgbouncer }\n  edge: { image: "traefik:v3" }\n  mail: { image: "axllent/mailpit:v1" }\n',
      ),
    );
    expect(found.map(({ role, own }) => [role, own])).toEqual([
      ['database', false],
      ['cache', false],
      ['pooler', false],
      ['proxy', false],
      ['other', false],
    ]);
  });

  test('services of a profile are left out unless it is switched on', async () => {
    const files = stack('  web: { build: . }\n  tools: { build: ., profiles: [tools] }\n');
    expect((await services(files)).map(({ name }) => name)).toEqual(['web']);
    const on = await services(files, { variables: { COMPOSE_PROFILES: 'x,tools' } });
    expect(on.map(({ name }) => name)).toEqual(['web', 'tools']);
  });
});

describe('what a Compose service sees', () => {
  test('a file that is not in the checkout holds what was given; what a script exports of it is filled in', async () => {
    const compose = '  web:\n    build: .\n    env_file: .env\n    environment:\n      OWN: compose\n';
    const script =
      '#!/bin/sh\nexport ADDRESS="postgres://${USER_NAME}@db/${UNKNOWN_NAME}" PART="${USER_NAME}-1"\nexec gunicorn app.wsgi\n';
    const web = await only(stack(compose, { 'src/start.sh': script }), { USER_NAME: 'ana', OWN: 'given' });
    expect(web.environment.get('USER_NAME')).toBe('ana');
    expect(web.environment.get('OWN')).toBe('compose');
    expect(web.environment.get('PART')).toBe('ana-1');
    expect(web.environment.has('ADDRESS')).toBe(true);
    expect(web.environment.get('ADDRESS')).toBeUndefined();
  });

  test('image, then env_file, then environment, filled from what was given', async () => {
    const files = stack(
      '  web:\n    build: .\n    env_file: web.env\n    environment:\n      A: own\n      KEY: ${KEY}\n      PASSED:\n      ABSENT:\n',
      {
        'web.env': 'A=file\nB=file\nLEVEL=file\n',
      },
    );
    const { environment, complete } = await only(files, { KEY: 'given', PASSED: 'on' });
    expect(Object.fromEntries(environment)).toMatchObject({
      A: 'own',
      B: 'file',
      LEVEL: 'file',
      KEY: 'given',
      PASSED: 'on',
    });
    expect(environment.has('ABSENT')).toBe(false);
    expect(complete).toBe(true);
  });

  test('what nobody gave is there and not known', async () => {
    const { environment, complete } = await only(
      stack('  web:\n    build: .\n    env_file: ./missing.env\n    environment: ["KEY=${KEY}", "PASSED"]\n'),
    );
    expect(environment.has('KEY')).toBe(true);
    expect(environment.get('KEY')).toBeUndefined();
    expect(environment.has('PASSED')).toBe(true);
    expect(complete).toBe(false);
  });

  test('a health check of its own takes what it does not say from the image’s', async () => {
    const { healthcheck } = await only(
      stack('  web:\n    build: .\n    healthcheck: { test: ["CMD", "x"], timeout: 3s }\n'),
    );
    expect(healthcheck).toMatchObject({
      inherited: false,
      check: { test: { form: 'exec', words: ['x'] }, interval: 7_000, timeout: 3_000 },
    });
    expect((await only(stack('  web:\n    build: .\n'))).healthcheck?.inherited).toBe(true);
    expect((await only(stack('  web:\n    build: .\n    healthcheck: { disable: true }\n'))).healthcheck?.check).toBe(
      'none',
    );
  });

  test('a folder of the server over one of the image', async () => {
    const { sources } = await only(stack('  web:\n    build: .\n    volumes: ["./other:/srv/src"]\n'));
    expect(sources.at(-1)).toEqual({ container: '/srv/src', repository: 'other' });
  });
});

describe('without a stack', () => {
  const FILES = { Dockerfile: IMAGE, 'src/start.sh': SCRIPT };

  test('the Dockerfile is the service, with everything that was given', async () => {
    const web = await only(FILES, { SECRET_KEY: 'x' });
    expect(web).toMatchObject({
      title: 'Dockerfile',
      role: 'web',
      stack: undefined,
      place: { file: 'Dockerfile', line: 7 },
    });
    expect(web.environment.get('SECRET_KEY')).toBe('x');
  });

  test('Coolify’s build pack decides, whatever else lies there', async () => {
    const files = stack('  web: { build: . }\n  db: { image: "postgres:17" }\n');
    expect((await services(files, { application: APPLICATION })).map(({ title }) => title)).toEqual(['Dockerfile']);
    const compose = { ...APPLICATION, buildPack: 'dockercompose', composeFile: '/docker-compose.prod.yml' };
    expect((await services(files, { application: compose })).map(({ name }) => name)).toEqual(['web', 'db']);
  });

  test('the Dockerfile of the profile, never the one for tests', async () => {
    const found = await services({
      ...FILES,
      'Dockerfile.prod': IMAGE,
      'Dockerfile.dev': IMAGE,
      'Dockerfile.test': IMAGE,
    });
    expect(found.map(({ title }) => title)).toEqual(['Dockerfile.prod']);
  });

  test('a Procfile', async () => {
    const found = await services({
      Procfile: 'web: gunicorn app.wsgi --bind 0.0.0.0:$PORT\n# x\nworker: celery -A app worker\n',
    });
    expect(found.map(({ title, role, place }) => [title, role, place.line])).toEqual([
      ['Procfile: web', 'web', 1],
      ['Procfile: worker', 'worker', 3],
    ]);
  });

  test('the Procfile that is asked for, before those that are found by name', async () => {
    const repository = memoryRepository({
      Procfile: 'web: gunicorn app.wsgi\n',
      'deploy/production.procfile': 'site: gunicorn app.wsgi\n',
    });
    const question = {
      repository,
      profile: 'production',
      stacks: [],
      dockerfiles: [],
      environmentFiles: [],
      given: given({}),
      application: undefined,
      directory: '',
    } as const;
    const titles = async (procfiles: readonly string[]) =>
      (await readServices({ ...question, procfiles })).map(({ title }) => title);
    expect(await titles(['deploy/*.procfile'])).toEqual(['deploy/production.procfile: site']);
    expect(await titles(['other/*.procfile'])).toEqual(['Procfile: web']);
  });

  test('systemd units', async () => {
    const [unit] = await services({
      'deploy/gunicorn.service':
        '[Service]\nWorkingDirectory=/srv/app\nEnvironment="A=1" B=2\nExecStart=/srv/venv/bin/gunicorn \\\n  --workers 3 app.wsgi\nRestart=always\n',
    });
    expect(unit).toMatchObject({
      role: 'web',
      directory: '/srv/app',
      place: { file: 'deploy/gunicorn.service', line: 4 },
    });
    expect(unit?.environment.get('B')).toBe('2');
    expect(unit === undefined ? [] : lines(unit)).toEqual(['/srv/venv/bin/gunicorn --workers 3 app.wsgi']);
  });
});
