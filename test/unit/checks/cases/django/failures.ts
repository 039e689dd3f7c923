import type { Project } from '../../../../../src/checks/project.ts';
import type { Failure } from '../../../../../src/django/answer.ts';
import { evaluationWith, projectWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';

const GIVEN: Project['given'] = {
  variables: new Map([['DEBUG', { name: 'DEBUG', value: '0', origin: 'env' }]]),
  unreadable: [],
  empty: false,
};
const PLACE = { file: 'src/config/settings/production.py', line: 12 };
const AT = [PLACE.file, PLACE.line] as const;

function broken(failure: Partial<Failure>, parts: Partial<Project> = {}): Project {
  const whole: Failure = {
    kind: 'refused',
    stage: 'settings',
    type: 'ImproperlyConfigured',
    message: 'ALLOWED_HOSTS must name at least one value.',
    name: null,
    place: PLACE,
    ...failure,
  };
  const loaded = whole.stage !== 'settings';
  return projectWith({
    given: GIVEN,
    evaluations: [evaluationWith({ answer: { failure: whole, checks: null, ...(loaded ? {} : { settings: null }) } })],
    ...parts,
  });
}

const sound = projectWith({ given: GIVEN, evaluations: [evaluationWith()] });

export const FAILURES: RuleCases = {
  'django/settings-missing': {
    fires: [
      {
        name: 'the environment names a module that was renamed',
        project: broken(
          { kind: 'settings-missing', type: 'ModuleNotFoundError', name: 'config.settings.prod', place: null },
          { source: { tracked: true, files: ['src/config/settings/production.py'], workflows: [], texts: new Map() } },
        ),
        at: [null],
      },
    ],
    silent: [
      { name: 'the module is there', project: sound },
      {
        name: 'another module is missing, not the settings',
        project: broken({ kind: 'module-missing', type: 'ModuleNotFoundError', name: 'redis' }),
      },
    ],
  },
  'django/import-failed': {
    fires: [
      { name: 'a syntax error', project: broken({ kind: 'syntax', type: 'SyntaxError' }), at: [AT] },
      {
        name: 'an application of the project that was not committed',
        project: broken({ stage: 'setup', type: 'ModuleNotFoundError', name: 'reports' }),
        at: [AT],
      },
    ],
    silent: [
      { name: 'everything is imported', project: sound },
      {
        name: 'a view that Python cannot read, which check-fails tells',
        project: broken({ kind: 'syntax', stage: 'checks', type: 'SyntaxError' }),
      },
      {
        name: 'a package that only this machine lacks',
        project: broken({ kind: 'module-missing', type: 'ModuleNotFoundError', name: 'storages' }),
      },
    ],
  },
  'django/missing-variable': {
    fires: [
      {
        name: 'the given environment lacks DATABASE_URL',
        project: broken({ kind: 'variable-missing', name: 'DATABASE_URL' }),
        at: [AT],
      },
    ],
    silent: [
      { name: 'every variable is there', project: sound },
      {
        name: 'no environment was given at all',
        project: broken(
          { kind: 'variable-missing', name: 'DATABASE_URL' },
          { given: { variables: new Map(), unreadable: [], empty: true } },
        ),
      },
      {
        name: 'the variable exists, and this token may not read it',
        project: broken(
          { kind: 'variable-missing', name: 'DATABASE_URL' },
          { given: { ...GIVEN, unreadable: ['DATABASE_URL'] } },
        ),
      },
    ],
  },
  'django/settings-refuse': {
    fires: [
      { name: 'ImproperlyConfigured with the given environment', project: broken({}), at: [AT] },
      { name: 'sys.exit while settings load', project: broken({ kind: 'exit', type: 'SystemExit' }), at: [AT] },
      {
        name: 'a name that is not defined, whatever the environment',
        project: broken(
          { type: 'NameError', message: "name 'BASE' is not defined" },
          { given: { variables: new Map(), unreadable: [], empty: true } },
        ),
        at: [AT],
      },
    ],
    silent: [
      { name: 'they load', project: sound },
      {
        name: 'settings that ask a server while they are imported',
        project: broken({ type: 'ConnectionRefusedError', message: 'obcms-deploy lets settings reach no network' }),
      },
      {
        name: 'they refuse to load without any environment, as they should',
        project: broken({}, { given: { variables: new Map(), unreadable: [], empty: true } }),
      },
      { name: 'the applications refuse, not the settings', project: broken({ stage: 'setup' }) },
      { name: 'the time ran out here', project: broken({ kind: 'timeout', type: 'Timeout' }) },
    ],
  },
  'django/setup-fails': {
    fires: [
      {
        name: 'two applications with the same label',
        project: broken({ stage: 'setup', message: "Application labels aren't unique, duplicates: core" }),
        at: [AT],
      },
    ],
    silent: [
      { name: 'the applications load', project: sound },
      {
        name: 'ready() asks the database, which the probe refused',
        project: broken({
          stage: 'setup',
          type: 'OperationalError',
          message: 'obcms-deploy lets nothing reach a database while it judges settings',
        }),
      },
    ],
  },
  'django/setup-asks': {
    fires: [
      {
        name: 'ready() asks the database',
        project: broken({
          stage: 'setup',
          type: 'OperationalError',
          message: 'obcms-deploy lets nothing reach a database while it judges settings',
          place: { file: 'src/core/apps.py', line: 9 },
        }),
        at: [['src/core/apps.py', 9]],
      },
    ],
    silent: [
      { name: 'ready() only connects signals', project: sound },
      {
        name: 'loading raises for another reason',
        project: broken({ stage: 'setup', type: 'TypeError', message: 'no' }),
      },
    ],
  },
};
