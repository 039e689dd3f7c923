import { projectWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { evaluated, GOOD_PASSWORD, given, ofFiles, ofGiven, read, service } from './made.ts';

const BASE = 'src/config/settings/base.py';
const closed = (variable: string) =>
  ({ variable, change: 'absent', end: 'closed', failure: null, differences: [] }) as const;
const same = (variable: string) => ({ ...closed(variable), end: 'same' }) as const;

export const NAMES: RuleCases = {
  'env/required': {
    fires: [
      {
        name: 'a stand-in was needed',
        project: ofGiven(
          { A: '1' },
          {
            evaluations: [
              evaluated([read('DATABASE_URL', { present: false })], { answer: { dummies: ['DATABASE_URL'] } }),
            ],
          },
        ),
        at: [[BASE, 12]],
      },
    ],
    silent: [
      {
        name: 'nothing was given at all',
        project: projectWith({
          evaluations: [
            evaluated([read('DATABASE_URL', { present: false })], { answer: { dummies: ['DATABASE_URL'] } }),
          ],
        }),
      },
      {
        name: 'the one they broke off at has a rule of its own',
        project: ofGiven(
          { SECRET_KEY: 'x' },
          {
            evaluations: [
              evaluated([], {
                answer: {
                  settings: null,
                  failure: {
                    kind: 'variable-missing',
                    stage: 'settings',
                    type: 'KeyError',
                    message: 'm',
                    name: 'REDIS_URL',
                    place: null,
                  },
                },
              }),
            ],
          },
        ),
      },
      {
        name: 'it is there and may not be read',
        project: projectWith({
          given: given({}, ['DATABASE_URL']),
          evaluations: [evaluated([], { answer: { dummies: ['DATABASE_URL'] } })],
        }),
      },
    ],
  },
  'env/silent-default': {
    fires: [
      {
        name: 'no database is named',
        project: ofGiven(
          { SECRET_KEY: 'x' },
          { evaluations: [evaluated([read('DATABASE_URL', { present: false, optional: true })])] },
        ),
        at: [[BASE, 12]],
      },
    ],
    silent: [
      {
        name: 'the broker follows Redis',
        project: ofGiven(
          { REDIS_URL: 'redis://redis' },
          { evaluations: [evaluated([read('CELERY_BROKER_URL', { present: false, optional: true })])] },
        ),
      },
      {
        name: 'a name with a harmless default',
        project: ofGiven(
          { A: '1' },
          { evaluations: [evaluated([read('LOG_LEVEL', { present: false, optional: true })])] },
        ),
      },
      {
        name: 'Compose sets it',
        project: ofGiven(
          { A: '1' },
          {
            evaluations: [evaluated([read('DATABASE_URL', { present: false, optional: true })])],
            services: [service({ environment: new Map([['DATABASE_URL', 'postgres://db/o']]) })],
          },
        ),
      },
    ],
  },
  'env/group': {
    fires: [
      {
        name: 'half a login to the mail server',
        project: ofGiven({ EMAIL_HOST: 'mail', EMAIL_HOST_USER: 'u' }),
        at: [null],
      },
      {
        name: 'storage in a bucket that is not named, in a file',
        project: ofFiles({
          '.env.production': 'USE_S3=1\nAWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\nAWS_S3_REGION_NAME=fra1\n',
        }),
        at: [['.env.production', 1]],
      },
    ],
    silent: [
      {
        name: 'a whole login',
        project: ofGiven({ EMAIL_HOST: 'mail', EMAIL_HOST_USER: 'u', EMAIL_HOST_PASSWORD: 'p' }),
      },
      {
        name: 'the other half may not be read',
        project: projectWith({ given: given({ AWS_ACCESS_KEY_ID: 'a' }, ['AWS_SECRET_ACCESS_KEY']) }),
      },
      { name: 'an empty user is none', project: ofGiven({ EMAIL_HOST_USER: '', USE_S3: '0' }) },
      { name: 'templates are to be filled in', project: ofFiles({ '.env.production.example': 'EMAIL_HOST_USER=u\n' }) },
    ],
  },
  'env/mistyped-name': {
    fires: [
      {
        name: 'a letter is missing',
        project: ofGiven(
          { ALLOWED_HOST: 'a.example' },
          { evaluations: [evaluated([read('ALLOWED_HOSTS', { present: false, optional: true })])] },
        ),
        at: [null],
      },
      {
        name: 'two letters are swapped, in the template',
        project: ofFiles(
          { '.env.production.example': 'EMAIL_HSOT=\n' },
          { evaluations: [evaluated([read('EMAIL_HOST', { present: false, optional: true })])] },
        ),
        at: [['.env.production.example', 1]],
      },
    ],
    silent: [
      {
        name: 'both names are read',
        project: ofGiven(
          { EMAIL_HOST: 'a' },
          { evaluations: [evaluated([read('EMAIL_HOST'), read('EMAIL_POST', { present: false, optional: true })])] },
        ),
      },
      {
        name: 'the right name is there too',
        project: ofGiven(
          { ALLOWED_HOST: 'a', ALLOWED_HOSTS: 'a' },
          { evaluations: [evaluated([read('ALLOWED_HOSTS')])] },
        ),
      },
      { name: 'nobody knows what is read', project: ofGiven({ ALLOWED_HOST: 'a' }) },
      {
        name: 'numbers tell names apart',
        project: ofGiven(
          { REPLICA1_URL: 'a' },
          { evaluations: [evaluated([read('REPLICA2_URL', { present: false, optional: true })])] },
        ),
      },
    ],
  },
  'env/unread': {
    fires: [
      {
        name: 'a name that was renamed long ago',
        project: ofFiles(
          { '.env.production.example': 'SECRET_KEY=\nLEGACY_MODE=1\n' },
          { evaluations: [evaluated([read('SECRET_KEY')])] },
        ),
        at: [['.env.production.example', 2]],
      },
    ],
    silent: [
      {
        name: 'PostgreSQL’s library, gunicorn and Compose read the others',
        project: ofFiles(
          { '.env.production.example': 'SECRET_KEY=\nPGSSLMODE=require\nWEB_CONCURRENCY=3\nPOSTGRES_PASSWORD=\n' },
          { evaluations: [evaluated([read('SECRET_KEY')])] },
        ),
      },
      {
        name: 'a script reads it',
        project: ofFiles(
          { '.env.production.example': 'SECRET_KEY=\nWAIT_FOR=db\n' },
          {
            evaluations: [evaluated([read('SECRET_KEY')])],
            source: {
              tracked: true,
              files: [],
              workflows: [],
              texts: new Map([['docker/entrypoint.sh', 'wait "$WAIT_FOR"']]),
            },
          },
        ),
      },
    ],
  },
  'env/template-lacks': {
    fires: [
      {
        name: 'the key is not in it',
        project: ofFiles(
          { '.env.production.example': 'DATABASE_URL=\n' },
          {
            evaluations: [
              evaluated([read('SECRET_KEY'), read('DATABASE_URL')], {
                answer: { variations: [closed('SECRET_KEY'), closed('DATABASE_URL')] },
              }),
            ],
          },
        ),
        at: [['.env.production.example', 1]],
      },
    ],
    silent: [
      {
        name: 'the settings module, for which every entry has a default',
        project: ofFiles(
          { '.env.production.example': 'SECRET_KEY=\n' },
          {
            evaluations: [
              evaluated([read('SECRET_KEY'), read('DJANGO_SETTINGS_MODULE')], {
                answer: { variations: [closed('SECRET_KEY'), closed('DJANGO_SETTINGS_MODULE')] },
              }),
            ],
          },
        ),
      },
      {
        name: 'a comment names it',
        project: ofFiles(
          { '.env.production.example': 'DATABASE_URL=\n# SECRET_KEY=made by a command\n' },
          {
            evaluations: [
              evaluated([read('SECRET_KEY'), read('DATABASE_URL')], {
                answer: { variations: [closed('SECRET_KEY'), closed('DATABASE_URL')] },
              }),
            ],
          },
        ),
      },
      {
        name: 'it has a default',
        project: ofFiles(
          { '.env.production.example': 'DATABASE_URL=\n' },
          {
            evaluations: [
              evaluated([read('LOG_LEVEL'), read('DATABASE_URL')], {
                answer: { variations: [same('LOG_LEVEL'), closed('DATABASE_URL')] },
              }),
            ],
          },
        ),
      },
    ],
  },
  'env/not-as-template': {
    fires: [
      {
        name: 'a flag of the template is not set',
        project: ofFiles(
          { '.env.production.example': 'SECRET_KEY=\nFEATURE_MAPS=1\n' },
          { given: given({ SECRET_KEY: 'x' }) },
        ),
        at: [['.env.production.example', 2]],
      },
    ],
    silent: [
      {
        name: 'all are set, one may not be read',
        project: ofFiles(
          { '.env.production.example': 'SECRET_KEY=\nFEATURE_MAPS=1\n' },
          { given: given({ SECRET_KEY: 'x' }, ['FEATURE_MAPS']) },
        ),
      },
      { name: 'nothing was given', project: ofFiles({ '.env.production.example': 'SECRET_KEY=\n' }) },
    ],
  },
  'env/drift': {
    fires: [
      {
        name: 'production has a flag that staging lacks',
        project: ofFiles({ '.env.production.example': 'A=1\nFEATURE_MAPS=1\n', '.env.staging.example': 'A=1\n' }),
        at: [['.env.staging.example', 1]],
      },
    ],
    silent: [
      {
        name: 'the same names with other values',
        project: ofFiles({
          '.env.production.example': 'A=1\nMAPS_URL=\n',
          '.env.staging.example': 'A=2\n# MAPS_URL= is not needed here\n',
        }),
      },
    ],
  },
  'env/siblings': {
    fires: [
      {
        name: 'the worker has another key and no broker',
        project: ofGiven(
          { SECRET_KEY: 'a', REDIS_URL: 'redis://r/0' },
          { siblings: new Map([['worker', given({ SECRET_KEY: 'b' })]]) },
        ),
        at: [null, null],
      },
    ],
    silent: [
      {
        name: 'they are equal, or may not be read',
        project: ofGiven(
          { SECRET_KEY: 'a', REDIS_URL: 'r' },
          { siblings: new Map([['worker', given({ SECRET_KEY: 'a' }, ['REDIS_URL'])]]) },
        ),
      },
    ],
  },
  'env/unreadable-values': {
    fires: [{ name: 'said apart, as unknown', project: projectWith({ given: given({}, ['SECRET_KEY']) }), at: [] }],
    silent: [{ name: 'all may be read', project: ofGiven({ POSTGRES_PASSWORD: GOOD_PASSWORD }) }],
  },
};
