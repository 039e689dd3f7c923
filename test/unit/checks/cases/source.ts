import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import { readEnvironmentFiles } from '../../../../src/checks/env/read.ts';
import type { Project } from '../../../../src/checks/project.ts';
import { readSource } from '../../../../src/checks/source/read.ts';
import { evaluationWith, memoryRepository, projectWith } from '../../../support/checks.ts';
import type { RuleCases } from '../../../support/rule-cases.ts';

async function of(files: Readonly<Record<string, string>>, parts: Partial<Project> = {}): Promise<Project> {
  const repository = memoryRepository(files);
  return projectWith({
    source: await readSource(repository),
    environmentFiles: await readEnvironmentFiles(repository, [], '00'),
    dockerfiles: await readDockerfiles(repository, [], []),
    ...parts,
  });
}

const CI = '.github/workflows/ci.yml';
const IGNORED = { '.gitignore': '.env\n' };
/** A workflow of one job whose step begins on line 5; more keys of the step after it. */
const running = (run: string, more = '', job = '') =>
  `on: push\njobs:\n  check:\n${job}    steps:\n      - run: ${run}\n${more}`;
const KEY = `-----BEGIN ${'PRIVATE'} KEY-----\nMIIEvQIBADANBg\n-----END ${'PRIVATE'} KEY-----\n`;

export const CASES: RuleCases = {
  'source/private-key': {
    fires: [
      {
        name: 'in a PEM file',
        project: of({ 'deploy/site.pem': `-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n${KEY}` }),
        at: [['deploy/site.pem', 4]],
      },
      {
        name: 'of a service account',
        project: of({
          'google-credentials.json': '{\n  "type": "service_account",\n  "private_key": "-----BEGIN X"\n}\n',
        }),
        at: [['google-credentials.json', 3]],
      },
      { name: 'a store', project: of({ 'certs/site.p12': '' }), at: [['certs/site.p12', 1]] },
    ],
    silent: [
      {
        name: 'a certificate and a public key',
        project: of({ 'ca.crt': '-----BEGIN CERTIFICATE-----\nx\n', 'key.pem': '-----BEGIN PUBLIC KEY-----\nx\n' }),
      },
      {
        name: 'git did not answer',
        project: of({}, { source: { tracked: false, files: ['site.p12'], workflows: [], texts: new Map() } }),
      },
    ],
  },
  'source/database': {
    fires: [
      { name: 'SQLite', project: of({ 'src/db.sqlite3': '' }), at: [['src/db.sqlite3', 1]] },
      {
        name: 'a dump as SQL',
        project: of({ 'backup.sql': '--\n-- PostgreSQL database dump\n--\nCOPY a (b) FROM stdin;\n' }),
        at: [['backup.sql', 2]],
      },
      { name: 'a dump of pg_dump', project: of({ 'prod.dump': '' }), at: [['prod.dump', 1]] },
    ],
    silent: [
      {
        name: 'SQL that a person wrote',
        project: of({ 'init.sql': 'CREATE EXTENSION pg_trgm;\n', 'tests/data.sqlite3': '', 'nginx.conf.bak': '' }),
      },
    ],
  },
  'source/userlist': {
    fires: [
      {
        name: 'a hash',
        project: of({ 'pgbouncer/userlist.txt': '; users\n"obcms" "md5d41d8cd98f00b204e9800998ecf8427e"\n' }),
        at: [['pgbouncer/userlist.txt', 2]],
      },
    ],
    silent: [
      { name: 'a template', project: of({ 'pgbouncer/userlist.txt': '"obcms" "${POSTGRES_PASSWORD}"\n"b" ""\n' }) },
    ],
  },
  'source/gitignore': {
    fires: [
      { name: 'no line for it', project: of({ '.gitignore': '*.pyc\n' }), at: [['.gitignore', 1]] },
      { name: 'taken back', project: of({ '.gitignore': '.env*\n!.env\n' }), at: [['.gitignore', 1]] },
      { name: 'no .gitignore', project: of({ 'manage.py': '' }), at: [null] },
    ],
    silent: [
      { name: 'a line', project: of(IGNORED) },
      { name: 'a pattern', project: of({ '.gitignore': '# secrets\n/.env*\n!.env.example\n' }) },
    ],
  },
  'source/litter': {
    fires: [
      {
        name: 'what beat left, and an upload',
        project: of({ celerybeat: '', 'src/celerybeat-schedule': '', 'src/media/avatars/a.jpg': '' }),
        at: [
          ['src/celerybeat-schedule', 1],
          ['src/media/avatars/a.jpg', 1],
        ],
      },
      {
        name: 'compiled files',
        project: of({ 'src/core/__pycache__/a.cpython-313.pyc': '' }),
        at: [['src/core/__pycache__/a.cpython-313.pyc', 1]],
      },
    ],
    silent: [
      {
        name: 'an empty folder, and code',
        project: of({ 'src/media/.gitkeep': '', 'src/media/models.py': '', 'static/logo.png': '' }),
      },
    ],
  },
  'source/makemigrations': {
    fires: [
      {
        name: 'in a workflow',
        project: of({ [CI]: running('python manage.py makemigrations --noinput') }),
        at: [[CI, 5]],
      },
      {
        name: 'in the image',
        project: of({ Dockerfile: 'FROM python:3.13\nRUN python manage.py makemigrations\n' }),
        at: [['Dockerfile', 2]],
      },
      {
        name: 'in a script',
        project: of({ 'docker/entrypoint.sh': '#!/bin/sh\npython manage.py makemigrations\n' }),
        at: [['docker/entrypoint.sh', 2]],
      },
    ],
    silent: [
      {
        name: 'it only looks',
        project: of({
          [CI]: running('python manage.py makemigrations --check --dry-run'),
          'docker/entrypoint.sh': '# manage.py makemigrations\npython manage.py migrate\n',
        }),
      },
    ],
  },
  'source/migrate-in-workflow': {
    fires: [
      {
        name: 'with production’s address',
        project: of({
          [CI]: running(
            'python manage.py migrate',
            '        env:\n          DATABASE_URL: ${{ secrets.DATABASE_URL }}\n',
          ),
        }),
        at: [[CI, 5]],
      },
    ],
    silent: [
      {
        name: 'the job’s own database',
        project: of({
          [CI]: running(
            'python manage.py migrate',
            '        env:\n          DATABASE_URL: postgres://postgres:postgres@localhost/test\n',
          ),
        }),
      },
      {
        name: 'only a plan',
        project: of({
          [CI]: running(
            'python manage.py migrate --plan',
            '        env:\n          DATABASE_URL: ${{ secrets.DATABASE_URL }}\n',
          ),
        }),
      },
    ],
  },
  'source/deploy-check': {
    fires: [
      {
        name: 'a developer’s settings',
        project: of({ [CI]: running('python manage.py check --deploy --settings=config.settings.development') }),
        at: [[CI, 5]],
      },
      {
        name: 'it may fail',
        project: of({ [CI]: running('python manage.py check --deploy --settings config.settings.production || true') }),
        at: [[CI, 5]],
      },
      {
        name: 'continue-on-error, settings of the job',
        project: of({
          [CI]: running(
            'python manage.py check --deploy',
            '        continue-on-error: true\n',
            '    env: { DJANGO_SETTINGS_MODULE: config.settings.production }\n',
          ).replace('jobs', 'jobs'),
        }),
        at: [[CI, 6]],
      },
      {
        name: 'whatever manage.py takes',
        project: of({ [CI]: running('python manage.py check --deploy') }),
        at: [[CI, 5]],
      },
    ],
    silent: [
      {
        name: 'production’s',
        project: of({
          [CI]: running(
            '|\n          cd src\n          python manage.py check --deploy --fail-level WARNING',
            '        env:\n          DJANGO_SETTINGS_MODULE: config.settings.production\n',
          ),
        }),
      },
      { name: 'no --deploy', project: of({ [CI]: running('python manage.py check || true') }) },
    ],
  },
  'source/printed-secret': {
    fires: [
      { name: 'echo', project: of({ [CI]: running('echo "${{ secrets.COOLIFY_TOKEN }}"') }), at: [[CI, 5]] },
      {
        name: 'by a variable',
        project: of({ [CI]: running('echo $API_TOKEN', '        env:\n          API_TOKEN: ${{ secrets.X }}\n') }),
        at: [[CI, 5]],
      },
      {
        name: 'the whole environment',
        project: of({ [CI]: running('printenv', '        env:\n          A: ${{ secrets.X }}\n') }),
        at: [[CI, 5]],
      },
    ],
    silent: [
      {
        name: 'into a file, or a program',
        project: of({
          [CI]: running(
            'echo "${{ secrets.X }}" > key',
            '      - run: echo "${{ secrets.X }}" | docker login --password-stdin\n',
          ),
        }),
      },
      {
        name: 'a name, a mask',
        project: of({ [CI]: running('echo "API_TOKEN is set"', '      - run: echo "::add-mask::${{ secrets.X }}"\n') }),
      },
    ],
  },
  'source/workflow': {
    fires: [
      { name: 'broken YAML', project: of({ [CI]: 'jobs:\n  a: [\n' }), at: [[CI, 2]] },
      { name: 'a key without its colon', project: of({ [CI]: 'on:\n  push\n    x: 1\njobs: {}\n' }), at: [[CI, 2]] },
    ],
    silent: [{ name: 'good YAML', project: of({ [CI]: running('true') }) }],
  },
  'source/safemigrate': {
    fires: [
      {
        name: 'the wrong label',
        project: of({}, { evaluations: [evaluationWith({ settings: { INSTALLED_APPS: ['safemigrate'] } })] }),
        at: [['src/config/settings/production.py', 1]],
      },
    ],
    silent: [
      {
        name: 'its own',
        project: of({}, { evaluations: [evaluationWith({ settings: { INSTALLED_APPS: ['django_safemigrate'] } })] }),
      },
    ],
  },
};
