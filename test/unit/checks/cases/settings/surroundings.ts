import type { Effect } from '../../../../../src/django/answer.ts';
import { evaluationWith, projectWith, SETTINGS_FILE } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { APPS, database, fires, line, MIDDLEWARE, type More, secret, silent } from './made.ts';

const BASE_FILE = 'src/config/settings/base.py';

const effect = (kind: Effect['kind'], what: string): More => ({
  answer: {
    effects: [{ kind, what, place: { file: BASE_FILE, line: 7 }, refused: kind !== 'wrote' && kind !== 'printed' }],
  },
});

function modules(module: string, files: readonly string[], setIn: string) {
  const values = {
    DEBUG: { value: false, default: false, place: { file: setIn, line: 1 }, dummy: false, variables: [] },
  };
  return projectWith({
    evaluations: [evaluationWith({ module, answer: { settings: { module, files, values, others: {} } } })],
  });
}

const counterpart = (settings: Parameters<typeof fires>[1]) =>
  evaluationWith({ module: 'config.settings.production', settings: { INSTALLED_APPS: APPS, MIDDLEWARE, ...settings } });

/** Modules, services, names that nothing reads, what settings do beside being settings, and who looks after the site. */
export const CASES: RuleCases = {
  'settings/module': {
    fires: [
      {
        name: 'a developer’s',
        project: modules(
          'config.settings.development',
          ['src/config/settings/development.py'],
          'src/config/settings/development.py',
        ),
        at: [['src/config/settings/development.py', 1]],
      },
      {
        name: 'the base of the others',
        project: modules('config.settings.base', [BASE_FILE], BASE_FILE),
        at: [[BASE_FILE, 1]],
      },
      {
        name: 'one file for everything',
        project: modules('config.settings', ['src/config/settings.py'], 'src/config/settings.py'),
        at: [['src/config/settings.py', 1]],
      },
      {
        name: 'a module that changes nothing',
        project: modules('config.settings.production', [SETTINGS_FILE, BASE_FILE], BASE_FILE),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      {
        name: 'one of its own',
        project: modules('config.settings.production', [SETTINGS_FILE, BASE_FILE], SETTINGS_FILE),
      },
    ],
  },
  'settings/services-agree': {
    fires: [
      {
        name: 'the worker has another key',
        project: projectWith({
          evaluations: [
            evaluationWith({ settings: { SECRET_KEY: secret() }, services: ['web'] }),
            evaluationWith({ settings: { SECRET_KEY: secret({ tag: 'cd34' }) }, services: ['worker'] }),
          ],
        }),
        at: [line(1)],
      },
    ],
    silent: [
      {
        name: 'they differ in what is theirs',
        project: projectWith({
          evaluations: [
            evaluationWith({ settings: { SECRET_KEY: secret(), LOG_LEVEL: 'INFO' }, services: ['web'] }),
            evaluationWith({ settings: { SECRET_KEY: secret(), LOG_LEVEL: 'DEBUG' }, services: ['worker'] }),
          ],
        }),
      },
    ],
  },
  'settings/parity': {
    fires: [
      fires(
        'another order of middleware',
        { MIDDLEWARE: MIDDLEWARE.slice(1) },
        { profile: 'staging', project: { counterpart: counterpart({}) } },
      ),
    ],
    silent: [
      silent(
        'hosts and HSTS',
        { ALLOWED_HOSTS: ['staging.obcms.example'], SECURE_HSTS_SECONDS: 3600 },
        {
          profile: 'staging',
          project: { counterpart: counterpart({ ALLOWED_HOSTS: ['obcms.example'], SECURE_HSTS_SECONDS: 31_536_000 }) },
        },
      ),
    ],
  },
  'settings/dead': {
    fires: [
      fires('removed long ago', { TEMPLATE_DEBUG: false }),
      fires('removed in 5.0', { USE_L10N: true }),
      fires('never read', { SECURE_HSTS_INCLUDE_SUB_DOMAINS: true }),
    ],
    silent: [silent('still read by this one', { USE_L10N: true }, { django: '4.2.30' })],
  },
  'settings/database-keys': {
    fires: [fires('beside the database', { CONN_MAX_AGE: 600, DATABASES: database({ CONN_MAX_AGE: 0 }) })],
    silent: [silent('a name for what the database has', { CONN_MAX_AGE: 600, DATABASES: database() })],
  },
  'settings/writes-at-import': {
    fires: [fires('a folder for logs', {}, effect('wrote', 'src/logs'), [[BASE_FILE, 7]])],
    silent: [
      silent('the null device', {}, effect('wrote', '/dev/null')),
      silent('tempfile looks for a folder', {}, effect('wrote', '/tmp/ztw5t6k8')),
    ],
  },
  'settings/connects-at-import': {
    fires: [
      fires('a name is looked up', {}, effect('resolved', 'vault.internal'), [[BASE_FILE, 7]]),
      fires('git is started', {}, effect('started', 'git'), [[BASE_FILE, 7]]),
    ],
    silent: [silent('a folder is made', {}, effect('wrote', 'src/logs'))],
  },
  'settings/prints-at-import': {
    fires: [fires('a greeting', {}, effect('printed', 'stdout'), [[BASE_FILE, 7]])],
    silent: [silent('nothing', {})],
  },
  'settings/admin-addresses': {
    fires: [fires('an empty list', { ALLOWED_ADMIN_IPS: [] })],
    silent: [silent('an address', { ALLOWED_ADMIN_IPS: ['203.0.113.7'] }), silent('no such list', {})],
  },
  'settings/client-address': {
    fires: [fires('a header of Cloudflare’s', { USE_CLOUDFLARE: true })],
    silent: [silent('off', { USE_CLOUDFLARE: false })],
  },
  'settings/errors-reported': {
    fires: [fires('nobody', { ADMINS: [] })],
    silent: [
      silent('people, by mail', { ADMINS: [['Amina', 'amina@obcms.example']] }),
      silent(
        'a tracker',
        { ADMINS: [] },
        { answer: { reads: [{ name: 'SENTRY_DSN', place: null, present: true, optional: true, cast: null }] } },
      ),
    ],
  },
  'settings/tracker-environment': {
    fires: [
      fires('staging’s name in production', { SENTRY_ENVIRONMENT: 'staging', SENTRY_DSN: secret() }),
      fires('no name', { SENTRY_ENVIRONMENT: '', SENTRY_DSN: secret() }),
    ],
    silent: [
      silent('its own', { SENTRY_ENVIRONMENT: 'prod', SENTRY_DSN: secret() }),
      silent('no tracker', { SENTRY_ENVIRONMENT: 'staging', SENTRY_DSN: secret({ length: 0 }) }),
    ],
  },
};
