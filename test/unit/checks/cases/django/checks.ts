import type { Project } from '../../../../../src/checks/project.ts';
import type { CheckMessage, Failure, SettingJson } from '../../../../../src/django/answer.ts';
import { evaluationWith, projectWith, SETTINGS_FILE } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';

const PLAIN: CheckMessage = {
  id: 'caches.W002',
  level: 30,
  message: 'Your default cache is inside MEDIA_ROOT: it might be served.',
  hint: null,
  object: '?',
  silenced: false,
  place: null,
};
const MODELS = { file: 'src/core/models.py', line: 7 };
const RAISED_AT = { file: 'src/config/urls.py', line: 3 };
const FAILURE: Failure = {
  kind: 'refused',
  stage: 'checks',
  type: 'ImportError',
  message: "cannot import name 'views'",
  name: null,
  place: RAISED_AT,
};
const RAISED: CheckMessage = {
  ...PLAIN,
  id: 'obcms_deploy.E002',
  level: 40,
  object: 'django.core.checks.urls.check_url_config',
  message: "ImportError: cannot import name 'views'",
  place: RAISED_AT,
};
const WSGI: CheckMessage = {
  ...RAISED,
  id: 'obcms_deploy.E001',
  object: 'config.wsgi.application',
  message: "ModuleNotFoundError: No module named 'core.middlewares'",
  place: { file: 'src/config/wsgi.py', line: 5 },
};

function saying(
  messages: readonly Partial<CheckMessage>[],
  settings: Readonly<Record<string, SettingJson>> = {},
  parts: Partial<Project> & { readonly failure?: Failure; readonly stubs?: readonly string[] } = {},
): Project {
  const { failure = null, stubs = [], ...project } = parts;
  const checks = messages.map(message => ({ ...PLAIN, ...message }));
  return projectWith({
    evaluations: [evaluationWith({ settings, answer: { checks, failure, stubs } })],
    source: { tracked: true, files: ['src/core/middleware.py', 'src/config/urls.py'], workflows: [], texts: new Map() },
    ...project,
  });
}

const SET = { CACHES: {}, SILENCED_SYSTEM_CHECKS: ['security.W018'] };

export const CHECKS: RuleCases = {
  'django/check': {
    fires: [
      { name: 'the cache lies in a served folder', project: saying([{}], SET), at: [[SETTINGS_FILE, 1]] },
      {
        name: 'an error of a package nobody here knows',
        project: saying([{ id: 'axes.E001', level: 40, object: 'core.Person', place: MODELS }]),
        at: [[MODELS.file, MODELS.line]],
      },
      {
        name: 'the same warning about five models is one finding',
        project: saying(
          [1, 2, 3, 4, 5].map(line => ({ id: 'fields.W342', object: `core.M${line}`, place: { ...MODELS, line } })),
        ),
        at: [[MODELS.file, 1]],
      },
      {
        name: 'two models are two findings',
        project: saying(
          [1, 2].map(line => ({ id: 'fields.W342', object: `core.M${line}`, place: { ...MODELS, line } })),
        ),
        at: [
          [MODELS.file, 1],
          [MODELS.file, 2],
        ],
      },
    ],
    silent: [
      { name: 'Django has nothing to say', project: saying([]) },
      { name: 'a rule of settings/* says it better', project: saying([{ id: 'security.W018' }]) },
      { name: 'it is silenced, which is another finding', project: saying([{ silenced: true }]) },
      {
        name: 'on a developer’s machine nobody is served from it',
        project: saying([{}], SET, { profile: 'development' }),
      },
      { name: 'a check that raised is told by a rule of its own', project: saying([RAISED, WSGI]) },
    ],
  },
  'django/check-fails': {
    fires: [
      {
        name: 'the URL patterns cannot be imported',
        project: saying([RAISED], {}, { failure: FAILURE }),
        at: [[RAISED_AT.file, RAISED_AT.line]],
      },
    ],
    silent: [
      { name: 'all of them answer', project: saying([{}]) },
      {
        name: 'a view demands a variable, which missing-variable tells',
        project: saying([RAISED], {}, { failure: { ...FAILURE, kind: 'variable-missing', name: 'MAP_KEY' } }),
      },
      {
        name: 'one asks the database, which the probe refused',
        project: saying(
          [
            {
              ...RAISED,
              message: 'OperationalError: obcms-deploy lets nothing reach a database while it judges settings',
            },
          ],
          {},
          { failure: FAILURE },
        ),
      },
      {
        name: 'a view imports a package that this machine lacks',
        project: saying(
          [{ ...RAISED, message: "ModuleNotFoundError: No module named 'weasyprint'" }],
          {},
          { failure: { ...FAILURE, kind: 'module-missing', name: 'weasyprint' } },
        ),
      },
    ],
  },
  'django/silenced': {
    fires: [
      {
        name: 'DEBUG is on and its check silenced',
        project: saying([{ id: 'security.W018', silenced: true }], SET),
        at: [[SETTINGS_FILE, 2]],
      },
      {
        name: 'the check of DEBUG is silenced in advance',
        project: saying([], SET),
        at: [[SETTINGS_FILE, 2]],
      },
      {
        name: 'of several messages with one id there is one finding',
        project: saying(
          ['core.A', 'core.B'].map(object => ({ id: 'fields.W342', object, silenced: true })),
          { ...SET, SILENCED_SYSTEM_CHECKS: ['fields.W342'] },
        ),
        at: [[SETTINGS_FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'what is silenced is a matter of taste, and does not apply',
        project: saying([], { SILENCED_SYSTEM_CHECKS: ['fields.W342'] }),
      },
      { name: 'the message is not silenced', project: saying([{ id: 'security.W018' }]) },
    ],
  },
  'django/wsgi-fails': {
    fires: [
      { name: 'what it imports does not exist', project: saying([WSGI]), at: [['src/config/wsgi.py', 5]] },
      {
        name: 'a middleware that does not exist stands in its list',
        project: saying([WSGI], { MIDDLEWARE: ['core.middlewares.Policy'] }),
        at: [[SETTINGS_FILE, 1]],
      },
      {
        name: 'a middleware that was renamed',
        project: saying(
          [{ ...WSGI, message: 'ImportError: Module "core.middleware" does not define a "Gone" attribute/class' }],
          {
            MIDDLEWARE: ['core.middleware.Policy', 'core.middleware.Gone'],
          },
        ),
        at: [[SETTINGS_FILE, 1]],
      },
      {
        name: 'without a line of the project the setting is shown',
        project: saying([{ ...WSGI, place: null }], { WSGI_APPLICATION: 'config.wsgi.application' }),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      { name: 'it loads', project: saying([]) },
      {
        name: 'a middleware of a package that may only be missing here',
        project: saying([{ ...WSGI, message: "ModuleNotFoundError: No module named 'silk'" }], {
          MIDDLEWARE: ['silk.middleware.SilkyMiddleware'],
        }),
      },
      {
        name: 'a middleware comes from a module that was stood in for',
        project: saying([WSGI], {}, { stubs: ['silk'] }),
      },
    ],
  },
};
