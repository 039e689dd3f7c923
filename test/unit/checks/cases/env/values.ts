import type { RuleCases } from '../../../../support/rule-cases.ts';
import { evaluated, GOOD_KEY, GOOD_PASSWORD, OTHER_PASSWORD, ofFiles, ofGiven, read, service } from './made.ts';

const PRODUCTION = '.env.production';

export const VALUES: RuleCases = {
  'env/placeholder': {
    fires: [
      {
        name: 'a key of 58 characters that says what to do with it',
        project: ofGiven({ SECRET_KEY: 'CHANGE-THIS-TO-A-RANDOM-50-CHARACTER-STRING-OR-LONGER-VALUE' }),
        at: [null],
      },
      {
        name: 'a password in an address, in a file in use',
        project: ofFiles({ [PRODUCTION]: 'A=1\nDATABASE_URL=postgres://obcms:changeme@db:5432/obcms\n' }),
        at: [[PRODUCTION, 2]],
      },
      { name: 'a host that nobody filled in', project: ofGiven({ EMAIL_HOST: 'smtp.<your domain>' }), at: [null] },
      {
        name: 'a command that nothing runs',
        project: ofGiven({ REDIS_PASSWORD: '$(openssl rand -hex 32)' }),
        at: [null],
      },
    ],
    silent: [
      { name: 'random values', project: ofGiven({ SECRET_KEY: GOOD_KEY, POSTGRES_PASSWORD: GOOD_PASSWORD }) },
      {
        name: 'a placeholder in a template',
        project: ofFiles({ '.env.production.example': 'SECRET_KEY=change-me\n' }),
      },
      {
        name: 'an example domain is a name',
        project: ofGiven({ ALLOWED_HOSTS: 'obcms.example', EMAIL_HOST: 'mail.example.org' }),
      },
    ],
  },
  'env/weak-secret': {
    fires: [
      { name: 'a password of a person', project: ofGiven({ POSTGRES_PASSWORD: 'Bangsamoro2025' }), at: [null] },
      { name: 'a key of 40 characters', project: ofGiven({ SECRET_KEY: GOOD_KEY.slice(0, 40) }), at: [null] },
      {
        name: 'a short password of Redis, in its address',
        project: ofGiven({ REDIS_URL: 'redis://:k3Hx9q2Lw7Zb@redis:6379/0' }),
        at: [null],
      },
      { name: 'Grafana, 12 characters', project: ofGiven({ GRAFANA_PASSWORD: 'k3Hx9q2Lw7Zb' }), at: [null] },
    ],
    silent: [
      { name: '48 random characters', project: ofGiven({ POSTGRES_PASSWORD: GOOD_PASSWORD }) },
      {
        name: 'Redis, 24 characters',
        project: ofGiven({ REDIS_URL: `redis://:${GOOD_PASSWORD.slice(0, 24)}@redis:6379/0` }),
      },
      { name: 'what a provider issued is as long as it is', project: ofGiven({ EMAIL_HOST_PASSWORD: 'k3Hx9q2Lw7Zb' }) },
      { name: 'an optional token that is not set', project: ofGiven({ METRICS_TOKEN: '' }) },
      {
        name: 'a name, which env/password-is-name tells',
        project: ofGiven({ DATABASE_URL: 'postgres://obcms:obcms@db/app' }),
      },
    ],
  },
  'env/password-is-name': {
    fires: [
      { name: 'of the user', project: ofGiven({ POSTGRES_USER: 'obcms', POSTGRES_PASSWORD: 'obcms' }), at: [null] },
      {
        name: 'of the database, in an address',
        project: ofGiven({ DATABASE_URL: 'postgres://app:oobc_management@db/oobc_management' }),
        at: [null],
      },
    ],
    silent: [
      { name: 'another', project: ofGiven({ POSTGRES_USER: 'obcms', POSTGRES_PASSWORD: GOOD_PASSWORD }) },
      {
        name: 'a template for a developer’s machine',
        project: ofFiles({ '.env.example': 'DATABASE_URL=postgres://obcms:obcms@localhost/obcms\n' }),
      },
    ],
  },
  'env/same-secret': {
    fires: [
      {
        name: 'one value for the database and Redis',
        project: ofFiles({ [PRODUCTION]: `POSTGRES_PASSWORD=${GOOD_PASSWORD}\nREDIS_PASSWORD=${GOOD_PASSWORD}\n` }),
        at: [[PRODUCTION, 2]],
      },
    ],
    silent: [
      {
        name: 'the password and the address it is in',
        project: ofGiven({ POSTGRES_PASSWORD: GOOD_PASSWORD, DATABASE_URL: `postgres://u:${GOOD_PASSWORD}@db/obcms` }),
      },
      { name: 'two values', project: ofGiven({ POSTGRES_PASSWORD: GOOD_PASSWORD, REDIS_PASSWORD: OTHER_PASSWORD }) },
    ],
  },
  'env/committed-secret': {
    fires: [
      {
        name: 'a file in use in git, with a real key and an address',
        project: ofFiles({
          '.env': `DEBUG=0\nSECRET_KEY=${GOOD_KEY}\nDATABASE_URL=postgres://u:${GOOD_PASSWORD}@db/o\n`,
        }),
        at: [
          ['.env', 2],
          ['.env', 3],
        ],
      },
    ],
    silent: [
      { name: 'placeholders', project: ofFiles({ '.env': 'SECRET_KEY=change-me\nPOSTGRES_PASSWORD=postgres\n' }) },
      { name: 'empty values', project: ofFiles({ '.env.production': 'SECRET_KEY=\n' }) },
      {
        name: 'no secrets',
        project: ofFiles({ '.env.production': 'DJANGO_SETTINGS_MODULE=a.very.long.module.name\nLOG_LEVEL=INFO\n' }),
      },
    ],
  },
  'env/template-secret': {
    fires: [
      {
        name: 'a key that could be real',
        project: ofFiles({ '.env.example': `SECRET_KEY=${GOOD_KEY}\n` }),
        at: [['.env.example', 1]],
      },
    ],
    silent: [
      {
        name: 'empty, placeholder, documentation’s own',
        project: ofFiles({
          '.env.example':
            'SECRET_KEY=\nREDIS_PASSWORD=your-password-here\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
        }),
      },
    ],
  },
  'env/template-boots': {
    fires: [
      {
        name: 'a placeholder that Django accepts as a key',
        project: ofFiles({
          '.env.production.template': 'SECRET_KEY=CHANGE-THIS-TO-A-RANDOM-50-CHARACTER-STRING-OR-LONGER-VALUE\n',
        }),
        at: [['.env.production.template', 1]],
      },
      {
        name: 'a password that PostgreSQL accepts',
        project: ofFiles({ '.env.staging.example': 'POSTGRES_PASSWORD=change-me-please\n' }),
        at: [['.env.staging.example', 1]],
      },
    ],
    silent: [
      { name: 'too short for Django', project: ofFiles({ '.env.production.template': 'SECRET_KEY=change-me\n' }) },
      {
        name: 'it says that it is insecure',
        project: ofFiles({ '.env.production.template': `SECRET_KEY=django-insecure-${'change-me-'.repeat(6)}\n` }),
      },
      {
        name: 'for a developer’s machine',
        project: ofFiles({ '.env.example': `DEBUG=True\nSECRET_KEY=${'change-me-to-something-random-'.repeat(3)}\n` }),
      },
    ],
  },
  'env/boolean': {
    fires: [
      {
        name: 'a switch that is misspelled',
        project: ofGiven({ DEBUG: 'flase' }, { evaluations: [evaluated([read('DEBUG', { cast: 'bool' })])] }),
        at: [null],
      },
      { name: 'a blank after it', project: ofGiven({ EMAIL_USE_TLS: 'True ' }), at: [null] },
      {
        name: 'in a file, without anybody who reads it',
        project: ofFiles({ [PRODUCTION]: 'EMAIL_USE_TLS=ture\n' }),
        at: [[PRODUCTION, 1]],
      },
      {
        name: 'the text False is true',
        project: ofGiven(
          { SECURE_SSL: 'False' },
          {
            evaluations: [
              evaluated([read('EMAIL_USE_SSL', { cast: 'str' })], {
                settings: { EMAIL_USE_SSL: 'False' },
              }),
            ],
          },
        ),
        at: [['src/config/settings/production.py', 1]],
      },
    ],
    silent: [
      {
        name: 'every spelling that django-environ knows',
        project: ofGiven(
          { A: 'on', B: 'YES', C: 'ok', D: '0', E: 'False', F: '', G: 'n' },
          { evaluations: [evaluated(['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(name => read(name, { cast: 'bool' })))] },
        ),
      },
      {
        name: 'a text that is read as one',
        project: ofGiven({ SITE_MODE: 'fake' }, { evaluations: [evaluated([read('SITE_MODE', { cast: 'str' })])] }),
      },
      {
        name: 'a service says it right',
        project: ofGiven({}, { services: [service({ environment: new Map([['DEBUG', 'False']]) })] }),
      },
    ],
  },
};
