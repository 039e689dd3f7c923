import type { GivenVariable } from '../../../../../src/checks/env/facts.ts';
import type { SettingAnswer } from '../../../../../src/django/answer.ts';
import { evaluationWith, projectWith, SETTINGS_FILE } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { database, fires, line, type More, secret, silent, variation } from './made.ts';

const PLAIN = {
  default: { BACKEND: 'x.Storage' },
  staticfiles: { BACKEND: 'django.contrib.staticfiles.storage.StaticFilesStorage' },
};
const HASHED = {
  default: { BACKEND: 'x.Storage' },
  staticfiles: { BACKEND: 'whitenoise.storage.CompressedManifestStaticFilesStorage' },
};
const SQLITE = database({ ENGINE: 'django.db.backends.sqlite3', NAME: 'db.sqlite3', HOST: '' });
const varied = (...variations: readonly ReturnType<typeof variation>[]): More => ({ answer: { variations } });
/** A secret that the settings read from a variable of this name. */
const readFrom = (variable: string, value: SettingAnswer['value']): SettingAnswer => ({
  value,
  default: false,
  place: { file: SETTINGS_FILE, line: 4 },
  dummy: false,
  variables: [variable],
});

const given = (...names: readonly string[]) => ({
  variables: new Map(names.map((name): [string, GivenVariable] => [name, { name, value: 'x', origin: 'env' }])),
  unreadable: [],
  empty: false,
});

function keyFrom(variable: string, value: SettingAnswer['value'], ...variables: readonly string[]) {
  const evaluation = evaluationWith();
  const { settings } = evaluation.answer;
  if (settings === null) throw new Error('evaluationWith evaluates settings');
  const answer = { ...evaluation.answer, settings: { ...settings, values: { SECRET_KEY: readFrom(variable, value) } } };
  return projectWith({ evaluations: [{ ...evaluation, answer }], given: given(...variables) });
}

/** What variables decide, and where keys come from. */
export const CASES: RuleCases = {
  'settings/debug-default': {
    fires: [
      fires(
        'on without the variable',
        { DEBUG: false },
        varied(variation('DEBUG', 'absent', { DEBUG: [false, true] })),
      ),
    ],
    silent: [
      silent('off without the variable', { DEBUG: false }, varied(variation('DEBUG', 'absent', {}))),
      silent('they refuse to load', { DEBUG: false }, varied({ ...variation('DEBUG', 'absent', {}), end: 'closed' })),
    ],
  },
  'settings/debug-variable': {
    fires: [
      fires(
        'the variable switches it on',
        { DEBUG: false },
        varied(variation('DJANGO_DEBUG', 'on', { DEBUG: [false, true] })),
      ),
    ],
    silent: [
      silent('it does not', { DEBUG: false }, varied(variation('DEBUG', 'on', { INTERNAL_IPS: [[], ['127.0.0.1']] }))),
    ],
  },
  'settings/depends-on-debug': {
    fires: [
      fires(
        'storage, when the variable is absent',
        { DEBUG: false, STORAGES: HASHED },
        varied(variation('DEBUG', 'absent', { STORAGES: [HASHED, PLAIN] })),
        [line(2)],
      ),
      fires(
        'storage, because it is absent',
        { DEBUG: false, STORAGES: PLAIN },
        varied(variation('DEBUG', 'off', { STORAGES: [PLAIN, HASHED] })),
        [line(2)],
      ),
    ],
    silent: [
      silent(
        'nothing but DEBUG',
        { DEBUG: false },
        varied(variation('DEBUG', 'absent', {}), variation('DEBUG', 'off', {})),
      ),
      silent(
        'debugging goes on with it, which is another finding',
        { DEBUG: false, STORAGES: HASHED },
        varied(variation('DEBUG', 'absent', { DEBUG: [false, true], STORAGES: [HASHED, PLAIN] })),
      ),
    ],
  },
  'settings/silent-default': {
    fires: [
      fires(
        'SQLite takes over',
        { DATABASES: database() },
        varied(variation('DATABASE_URL', 'absent', { DATABASES: [database(), SQLITE] })),
      ),
      fires(
        'every host is allowed',
        { ALLOWED_HOSTS: ['obcms.example'] },
        varied(variation('ALLOWED_HOSTS', 'absent', { ALLOWED_HOSTS: [['obcms.example'], ['*']] })),
      ),
    ],
    silent: [
      silent(
        'they refuse to load',
        { DATABASES: database() },
        varied({ ...variation('DATABASE_URL', 'absent', {}), end: 'closed' }),
      ),
      silent(
        'a default that is as safe',
        { LANGUAGE_CODE: 'fil' },
        varied(variation('LANGUAGE_CODE', 'absent', { LANGUAGE_CODE: ['fil', 'en-us'] })),
      ),
    ],
  },
  'settings/secret-key': {
    fires: [
      fires('a placeholder', { SECRET_KEY: secret({ placeholder: 'django-insecure' }) }),
      fires('written down, though random', { SECRET_KEY: secret() }),
      {
        name: 'a default that is too short',
        project: keyFrom('SECRET_KEY', secret({ length: 20 })),
        at: [[SETTINGS_FILE, 4]],
      },
    ],
    silent: [
      { name: 'random, from a variable', project: keyFrom('SECRET_KEY', secret(), 'SECRET_KEY') },
      {
        name: 'short, from a given variable: judged where it was given',
        project: keyFrom('SECRET_KEY', secret({ length: 20 }), 'SECRET_KEY'),
      },
    ],
  },
  'settings/secret-key-fallbacks': {
    fires: [
      fires('a weak one', { SECRET_KEY_FALLBACKS: [secret({ placeholder: 'change-me' })] }),
      fires('the one in use', { SECRET_KEY_FALLBACKS: [secret()], SECRET_KEY: secret() }),
    ],
    silent: [
      silent('a good old one', { SECRET_KEY_FALLBACKS: [secret({ tag: 'cd34' })], SECRET_KEY: secret() }),
      silent(
        'a Django that reads none',
        { SECRET_KEY_FALLBACKS: [secret({ placeholder: 'change-me' })] },
        { django: '4.0.10' },
      ),
    ],
  },
  'settings/secrets-apart': {
    fires: [
      fires('the key is the database’s password', {
        DATABASES: database({ PASSWORD: secret() }),
        SECRET_KEY: secret(),
      }),
    ],
    silent: [
      silent('two values', { DATABASES: database({ PASSWORD: secret({ tag: 'cd34' }) }), SECRET_KEY: secret() }),
      silent('both are empty', {
        DATABASES: database({ PASSWORD: secret({ length: 0 }) }),
        EMAIL_HOST_PASSWORD: secret({ length: 0 }),
      }),
    ],
  },
};
