import type { Project } from '../../../../../src/checks/project.ts';
import { evaluationWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { image, PYTHON, projectOf, START } from './image-project.ts';

const FILE = 'Dockerfile';
const PRODUCTION = 'ENV DJANGO_SETTINGS_MODULE=config.settings.production';
const COLLECT = 'RUN python manage.py collectstatic --noinput';

function evaluated(lines: readonly string[], parts: Parameters<typeof evaluationWith>[0]): Promise<Project> {
  return projectOf({ Dockerfile: `${lines.join('\n')}\n` }, { evaluations: [evaluationWith(parts)] });
}

const stored = (name: 'staging' | 'production', backend: string) =>
  evaluationWith({
    module: `config.settings.${name}`,
    settings: { STATIC_ROOT: '/app/static', STORAGES: { staticfiles: { BACKEND: backend } } },
  });
/** Staging's container, from an image that was built with production's settings. */
const stagingWith = (backend: string) =>
  projectOf(
    {
      Dockerfile: `${[PYTHON, 'ENV DJANGO_SETTINGS_MODULE=config.settings.staging', `${COLLECT} --settings=config.settings.production`, START].join('\n')}\n`,
    },
    {
      profile: 'staging',
      evaluations: [stored('staging', backend)],
      counterpart: stored('production', 'whitenoise.storage.CompressedManifestStaticFilesStorage'),
    },
  );
const WHITENOISE = { settings: { MIDDLEWARE: ['whitenoise.middleware.WhiteNoiseMiddleware'] } };
const DEMANDS = {
  answer: {
    variations: [
      { variable: 'SECRET_KEY', change: 'absent' as const, end: 'closed' as const, failure: null, differences: [] },
    ],
  },
};

export const SETTINGS_CASES: RuleCases = {
  'docker/settings-missing': {
    fires: [
      {
        name: 'a module that is gone',
        project: image(PYTHON, `${COLLECT} --settings=config.settings.minimal`, START),
        at: [[FILE, 2]],
      },
      {
        name: 'in ENV',
        project: image(PYTHON, 'ENV DJANGO_SETTINGS_MODULE=config.setings.production', START),
        at: [[FILE, 2]],
      },
      {
        name: 'in an assignment',
        project: image(
          PYTHON,
          'RUN A=1 \\',
          ' DJANGO_SETTINGS_MODULE=config.settings.build \\',
          ' python manage.py check',
          START,
        ),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      { name: 'there', project: image(PYTHON, PRODUCTION, COLLECT, START) },
      { name: 'a package', project: image(PYTHON, `${COLLECT} --settings config.settings`, START) },
      {
        name: 'from another project',
        project: image(PYTHON, `${COLLECT} --settings=shared_settings.production`, START),
      },
      { name: 'by a variable', project: image(PYTHON, 'ARG M', `${COLLECT} --settings=config.settings.$M`, START) },
    ],
  },
  'docker/development-settings': {
    fires: [
      {
        name: 'in ENV',
        project: image(PYTHON, 'ENV DJANGO_SETTINGS_MODULE=config.settings.development', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'the settings were evaluated, and are judged themselves',
        project: evaluated([PYTHON, 'ENV DJANGO_SETTINGS_MODULE=config.settings.development', START], {
          module: 'config.settings.development',
        }),
      },
      { name: 'production’s', project: image(PYTHON, PRODUCTION, START) },
      { name: 'none', project: image(PYTHON, START) },
    ],
  },
  'docker/settings-differ': {
    fires: [
      {
        name: 'the worker has its own',
        project: projectOf({
          Procfile:
            'web: DJANGO_SETTINGS_MODULE=config.settings.production gunicorn config.wsgi\nworker: DJANGO_SETTINGS_MODULE=config.settings.development celery -A config worker\n',
        }),
        at: [['Procfile', 2]],
      },
    ],
    silent: [
      {
        name: 'all have the same',
        project: projectOf({
          Procfile:
            'web: DJANGO_SETTINGS_MODULE=config.settings.production gunicorn config.wsgi\nworker: DJANGO_SETTINGS_MODULE=config.settings.production celery -A config worker\n',
        }),
      },
      {
        name: 'a stack, which is compared elsewhere',
        project: projectOf({
          Dockerfile: [PYTHON, PRODUCTION, START, ''].join('\n'),
          'docker-compose.prod.yml':
            'services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: celery -A config worker\n    environment:\n      DJANGO_SETTINGS_MODULE: config.settings.development\n',
        }),
      },
    ],
  },
  'docker/collectstatic': {
    fires: [
      { name: 'nowhere', project: evaluated([PYTHON, 'COPY . .', START], WHITENOISE), at: [[FILE, 3]] },
      { name: 'its failure is swallowed', project: image(PYTHON, `${COLLECT} || true`, START), at: [[FILE, 2]] },
      {
        name: 'twice',
        project: image(
          PYTHON,
          COLLECT,
          'CMD ["sh", "-c", "python manage.py collectstatic --noinput && exec gunicorn config.wsgi"]',
        ),
        at: [[FILE, 3]],
      },
    ],
    silent: [
      { name: 'in the image', project: image(PYTHON, COLLECT, START) },
      {
        name: 'in a stage that is copied from',
        project: image(`${PYTHON} AS static`, COLLECT, PYTHON, 'COPY --from=static /app /app', START),
      },
      {
        name: 'in a script of the build',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY . /app\nRUN /app/build.sh\n${START}\n`,
          'build.sh': '#!/bin/sh\npython manage.py collectstatic --noinput\n',
        }),
      },
      {
        name: 'without static files',
        project: evaluated([PYTHON, START], { settings: { INSTALLED_APPS: ['rest_framework'] } }),
      },
    ],
  },
  'docker/collectstatic-settings': {
    fires: [
      {
        name: 'other settings than the site’s',
        project: image(PYTHON, PRODUCTION, `${COLLECT} --settings=config.settings.development`, START),
        at: [[FILE, 3]],
      },
      {
        name: 'production’s, and staging stores in another way',
        project: stagingWith('django.contrib.staticfiles.storage.StaticFilesStorage'),
        at: [[FILE, 3]],
      },
    ],
    silent: [
      {
        name: 'production’s, which are staging’s as well',
        project: stagingWith('whitenoise.storage.CompressedManifestStaticFilesStorage'),
      },
      { name: 'the same', project: image(PYTHON, PRODUCTION, COLLECT, START) },
      {
        name: 'nobody knows which the site has',
        project: image(PYTHON, `${COLLECT} --settings=config.settings.production`, START),
      },
    ],
  },
  'docker/collectstatic-variables': {
    fires: [
      {
        name: 'a variable that nothing sets',
        project: evaluated([PYTHON, PRODUCTION, COLLECT, START], DEMANDS),
        at: [[FILE, 3]],
      },
    ],
    silent: [
      {
        name: 'for one command',
        project: evaluated([PYTHON, PRODUCTION, COLLECT.replace('RUN ', 'RUN SECRET_KEY=x '), START], DEMANDS),
      },
      {
        name: 'as a build argument',
        project: evaluated([PYTHON, PRODUCTION, 'ARG SECRET_KEY', COLLECT, START], DEMANDS),
      },
    ],
  },
  'docker/logs-directory': {
    fires: [
      {
        name: 'nothing is logged into files',
        project: evaluated([PYTHON, 'RUN mkdir -p logs', START], {
          settings: { LOGGING: { handlers: { console: { class: 'logging.StreamHandler' } } } },
        }),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'a handler writes there',
        project: evaluated([PYTHON, 'RUN mkdir -p logs', START], {
          settings: {
            LOGGING: { handlers: { file: { class: 'logging.handlers.RotatingFileHandler', filename: 'logs/a.log' } } },
          },
        }),
      },
      { name: 'LOGGING is not known', project: image(PYTHON, 'RUN mkdir -p logs', START) },
    ],
  },
};
