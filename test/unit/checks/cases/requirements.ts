import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import type { Project } from '../../../../src/checks/project.ts';
import { readRequirements } from '../../../../src/checks/requirements/read.ts';
import { readSource } from '../../../../src/checks/source/read.ts';
import { evaluationWith, memoryRepository, projectWith } from '../../../support/checks.ts';
import type { RuleCases } from '../../../support/rule-cases.ts';
import { given, service } from './env/made.ts';

type Files = Readonly<Record<string, string>>;

/** A project of these files: Dockerfiles, requirements and the rest by their real readers. */
async function of(files: Files, parts: Partial<Project> = {}): Promise<Project> {
  const repository = memoryRepository(files);
  const dockerfiles = await readDockerfiles(repository, [], []);
  return projectWith({
    dockerfiles,
    requirements: await readRequirements(repository, [], dockerfiles, 'src'),
    source: await readSource(repository),
    ...parts,
  });
}

const TXT = 'requirements.txt';
const HASH = `--hash=sha256:${'a'.repeat(64)}`;
const installed = (packages: Readonly<Record<string, string>>) => ({
  version: '3.13.1',
  executable: 'python',
  packages,
});
const postgres = { given: given({ DATABASE_URL: 'postgres://u:p@db/o' }) };
const starts = (...words: readonly string[]) =>
  service({
    start: {
      commands: [
        {
          words,
          assignments: {},
          directory: '/app',
          replacesShell: true,
          after: 'start',
          role: 'foreground',
          file: 'Procfile',
          line: 1,
        },
      ],
      pid1: { program: words[0] ?? '', passesSignals: true },
      scripts: [],
    },
  });

export const CASES: RuleCases = {
  'requirements/driver': {
    fires: [
      { name: 'PostgreSQL without a driver', project: of({ [TXT]: 'Django==5.2.1\n' }, postgres), at: [[TXT, 1]] },
    ],
    silent: [
      {
        name: 'in an included file',
        project: of(
          { 'requirements/base.txt': 'psycopg==3.2.3\n', [TXT]: '-r requirements/base.txt\nDjango==5.2.1\n' },
          postgres,
        ),
      },
      { name: 'psycopg', project: of({ [TXT]: 'Django==5.2.1\npsycopg[binary]==3.2.3\n' }, postgres) },
      { name: 'SQLite', project: of({ [TXT]: 'Django==5.2.1\n' }, { given: given({ DATABASE_URL: 'sqlite:///db' }) }) },
      { name: 'the project installs itself', project: of({ [TXT]: '-e .\n' }, postgres) },
    ],
  },
  'requirements/driver-kind': {
    fires: [
      { name: 'psycopg2-binary', project: of({ [TXT]: 'Django==5.2\npsycopg2-binary==2.9.9\n' }), at: [[TXT, 2]] },
      {
        name: 'psycopg without libpq',
        project: of({
          Dockerfile: 'FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n',
          [TXT]: 'psycopg==3.2.3\n',
        }),
        at: [[TXT, 1]],
      },
    ],
    silent: [
      { name: 'psycopg with its binary part', project: of({ [TXT]: 'psycopg[binary]==3.2.3\n' }) },
      {
        name: 'libpq is in the image',
        project: of({
          Dockerfile:
            'FROM python:3.13-slim\nRUN apt-get install -y libpq5\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n',
          [TXT]: 'psycopg==3.2.3\n',
        }),
      },
    ],
  },
  'requirements/missing': {
    fires: [
      {
        name: 'gunicorn is started',
        project: of({ [TXT]: 'Django==5.2.1\n' }, { services: [starts('gunicorn', 'config.wsgi')] }),
        at: [['Procfile', 1]],
      },
      {
        name: 'WhiteNoise is in MIDDLEWARE',
        project: of(
          { [TXT]: 'Django==5.2.1\n' },
          {
            evaluations: [evaluationWith({ settings: { MIDDLEWARE: ['whitenoise.middleware.WhiteNoiseMiddleware'] } })],
          },
        ),
        at: [['src/config/settings/production.py', 1]],
      },
      {
        name: 'the cache is Redis',
        project: of(
          { [TXT]: 'Django==5.2.1\n' },
          {
            evaluations: [
              evaluationWith({
                settings: { CACHES: { default: { BACKEND: 'django.core.cache.backends.redis.RedisCache' } } },
              }),
            ],
          },
        ),
        at: [['src/config/settings/production.py', 1]],
      },
    ],
    silent: [
      {
        name: 'all are there, redis by celery[redis]',
        project: of(
          { [TXT]: 'Django==5.2.1\ngunicorn==23.0.0\ncelery[redis]==5.4.0\nwhitenoise==6.8.2\n' },
          {
            services: [starts('gunicorn', 'config.wsgi'), starts('python', '-m', 'celery', 'worker')],
            evaluations: [
              evaluationWith({
                settings: {
                  MIDDLEWARE: ['whitenoise.middleware.WhiteNoiseMiddleware'],
                  CACHES: { default: { BACKEND: 'django.core.cache.backends.redis.RedisCache' } },
                },
              }),
            ],
          },
        ),
      },
      {
        name: 'a line cannot be read',
        project: of({ [TXT]: 'Django==5.2.1\n???\n' }, { services: [starts('gunicorn')] }),
      },
      {
        name: 'a program of the image',
        project: of({ [TXT]: 'Django==5.2.1\n' }, { services: [starts('python', 'manage.py', 'migrate')] }),
      },
    ],
  },
  'requirements/unreadable': {
    fires: [
      { name: 'no name', project: of({ [TXT]: 'Django==5.2.1\n==1.0\n' }), at: [[TXT, 2]] },
      {
        name: 'an included file is gone',
        project: of({ [TXT]: 'Django==5.2\n\n-r requirements/base.txt\n' }),
        at: [[TXT, 3]],
      },
    ],
    silent: [
      {
        name: 'everything pip knows',
        project: of({
          [TXT]: `-r requirements/base.txt\n--index-url https://pypi.org/simple\n-e git+https://host/o/n.git@${'a'.repeat(40)}#egg=n\nfoo @ https://host/foo.whl\nDjango~=5.2 ; python_version >= "3.10"  # note\n./local\n`,
          'requirements/base.txt': 'a==1\n',
        }),
      },
    ],
  },
  'requirements/hashes': {
    fires: [{ name: 'one has none', project: of({ [TXT]: `a==1 \\\n    ${HASH}\nb==2\n` }), at: [[TXT, 3]] }],
    silent: [
      { name: 'all have', project: of({ [TXT]: `a==1 \\\n    ${HASH}\nb==2 ${HASH} ${HASH}\n` }) },
      { name: 'none has', project: of({ [TXT]: 'a==1\nb==2\n' }) },
    ],
  },
  'requirements/contradicting': {
    fires: [
      {
        name: 'here and in the included file',
        project: of({ [TXT]: 'Django==5.2.1\n-r requirements/base.txt\n', 'requirements/base.txt': 'django==5.1.0\n' }),
        at: [['requirements/base.txt', 1]],
      },
    ],
    silent: [
      {
        name: 'for different Pythons',
        project: of({ [TXT]: 'a==1; python_version < "3.10"\na==2; python_version >= "3.10"\nb>=1\nb==2\n' }),
      },
    ],
  },
  'requirements/contradiction': {
    fires: [
      {
        name: 'STORAGES on Django 3.2',
        project: of({ [TXT]: 'Django==3.2.25\n' }, { evaluations: [evaluationWith({ settings: { STORAGES: {} } })] }),
        at: [['src/config/settings/production.py', 1]],
      },
      { name: 'psycopg 3 on Django 4.1', project: of({ [TXT]: 'Django==4.1.0\npsycopg==3.1\n' }), at: [[TXT, 2]] },
      {
        name: 'a pool on Django 5.0',
        project: of(
          { [TXT]: 'Django==5.0.9\n' },
          { evaluations: [evaluationWith({ settings: { DATABASES: { default: { OPTIONS: { pool: true } } } } })] },
        ),
        at: [['src/config/settings/production.py', 1]],
      },
    ],
    silent: [
      {
        name: 'a pool on Django 5.1',
        project: of(
          { [TXT]: 'Django==5.1\n' },
          {
            evaluations: [
              evaluationWith({ settings: { DATABASES: { default: { OPTIONS: { pool: true } } }, STORAGES: {} } }),
            ],
          },
        ),
      },
      {
        name: 'no pool',
        project: of(
          { [TXT]: 'Django==5.0.9\n' },
          { evaluations: [evaluationWith({ settings: { DATABASES: { default: { OPTIONS: { pool: false } } } } })] },
        ),
      },
      {
        name: 'Django’s own default',
        project: of({ [TXT]: 'Django==3.2.25\n' }, { evaluations: [evaluationWith({ defaults: { SECURE_CSP: {} } })] }),
      },
    ],
  },
  'requirements/minimum': {
    fires: [
      { name: 'Pillow 9', project: of({ [TXT]: 'Pillow==9.5.0\n' }), at: [[TXT, 1]] },
      { name: 'a Celery that can only be 5.2', project: of({ [TXT]: 'celery~=5.2.1\n' }), at: [[TXT, 1]] },
    ],
    silent: [
      { name: 'new enough, or may be', project: of({ [TXT]: 'Pillow==11.0.0\ncelery>=5.0\ngunicorn~=20.1\n' }) },
    ],
  },
  'requirements/unpinned': {
    fires: [
      { name: 'any version', project: of({ [TXT]: 'Django==5.2.1\ngunicorn\n' }), at: [[TXT, 2]] },
      { name: 'ranges', project: of({ [TXT]: 'Django>=5.2,<5.3\n' }), at: [[TXT, 1]] },
      {
        name: 'what the Dockerfile installs',
        project: of({
          Dockerfile:
            'FROM python:3.13 AS build\nCOPY requirements/production.txt /tmp/r.txt\nRUN pip install -r /tmp/r.txt\nFROM python:3.13\nCOPY --from=build /venv /venv\n',
          'requirements/production.txt': 'gunicorn\n',
          [TXT]: 'Django==5.2.1\n',
        }),
        at: [['requirements/production.txt', 1]],
      },
    ],
    silent: [
      { name: 'pinned', project: of({ [TXT]: 'Django==5.2.1\ngunicorn===23.0.0\n' }) },
      {
        name: 'pinned by constraints',
        project: of({ [TXT]: '-c constraints.txt\nDjango\n', 'constraints.txt': 'django==5.2.1\n' }),
      },
      {
        name: 'uv.lock',
        project: of({
          'uv.lock':
            'version = 1\n[[package]]\nname = "obcms"\nsource = { virtual = "." }\ndependencies = [{ name = "django" }]\n[[package]]\nname = "django"\nversion = "5.2.1"\nsource = { registry = "https://pypi.org/simple" }\n',
        }),
      },
      {
        name: 'only the source of a pinned file',
        project: of({ 'requirements/production.in': 'Django\n', [TXT]: 'Django==5.2\n' }),
      },
    ],
  },
  'requirements/moving-source': {
    fires: [{ name: 'a branch', project: of({ [TXT]: 'a @ git+https://host/o/a@main\n' }), at: [[TXT, 1]] }],
    silent: [
      {
        name: 'a commit, a tag',
        project: of({ [TXT]: `a @ git+https://host/o/a@${'0'.repeat(40)}\nb @ git+https://host/o/b@v1.2.3\n` }),
      },
    ],
  },
  'requirements/installed': {
    fires: [
      {
        name: 'another Django',
        project: of({ [TXT]: 'celery==5.4.0\n' }, { python: installed({ celery: '5.3.6' }) }),
        at: [[TXT, 1]],
      },
    ],
    silent: [
      {
        name: 'the same',
        project: of({ [TXT]: 'Django==5.2.1\nfoo==1\n' }, { python: installed({ django: '4.2', foo: '2' }) }),
      },
    ],
  },
  'requirements/python': {
    fires: [
      {
        name: 'image and .python-version',
        project: of({ Dockerfile: 'FROM python:3.12-slim\n', '.python-version': '3.13\n' }),
        at: [['.python-version', 1]],
      },
      {
        name: 'outside of requires-python',
        project: of({
          Dockerfile: 'FROM python:3.11\n',
          'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.12"\n',
        }),
        at: [['pyproject.toml', 3]],
      },
      {
        name: 'stages',
        project: of({ Dockerfile: 'FROM python:3.12 AS build\nFROM python:3.13\nCOPY --from=build /venv /venv\n' }),
        at: [['Dockerfile', 1]],
      },
      {
        name: 'the build pack’s variable',
        project: of({ '.python-version': '3.12.4\n', '.env.staging.example': 'BP_CPYTHON_VERSION=3.13.*\n' }),
        at: [['.env.staging.example', 1]],
      },
    ],
    silent: [
      {
        name: 'one version, with and without its third number, tested with others too',
        project: of({
          Dockerfile: 'FROM python:3.13-slim-bookworm\n',
          '.python-version': '3.13.1\n',
          'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.11,<4"\n',
          '.github/workflows/ci.yml':
            'jobs:\n  a:\n    steps:\n      - with:\n          python-version: "3.12"\n      - with:\n          python-version: "3.13"\n',
        }),
      },
    ],
  },
  'requirements/obsolete': {
    fires: [
      {
        name: 'django-secure',
        project: of({ 'deployment/requirements.txt': 'Django==5.2\ndjango-secure==1.0.2\n' }),
        at: [['deployment/requirements.txt', 2]],
      },
    ],
    silent: [
      {
        name: 'their successors',
        project: of({ [TXT]: 'sentry-sdk==2\ndjango-celery-beat==2.7\ndjangorestframework-simplejwt==5.3\n' }),
      },
    ],
  },
  'requirements/development': {
    fires: [{ name: 'pytest in the image', project: of({ [TXT]: 'Django==5.2\npytest==8\n' }), at: [[TXT, 2]] }],
    silent: [
      {
        name: 'in a file that is not deployed',
        project: of({
          Dockerfile: 'FROM python:3.13\nCOPY . .\nRUN pip install -r requirements.txt\n',
          [TXT]: 'Django==5.2\n',
          'requirements/dev.txt': 'pytest==8\n',
        }),
      },
    ],
  },
  'requirements/updates': {
    fires: [{ name: 'no robot', project: of({ [TXT]: 'Django==5.2\n' }), at: [null] }],
    silent: [
      { name: 'Dependabot', project: of({ [TXT]: 'Django==5.2\n', '.github/dependabot.yml': 'version: 2\n' }) },
      { name: 'no packages', project: of({ 'pyproject.toml': '[tool.ruff]\n' }) },
    ],
  },
};
