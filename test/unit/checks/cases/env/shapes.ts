import type { ComposeService } from '../../../../../src/checks/compose/facts.ts';
import { readDockerfiles } from '../../../../../src/checks/docker/read.ts';
import { memoryRepository } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { evaluated, GOOD_PASSWORD, ofFiles, ofGiven, read, service } from './made.ts';

const [DOCKERFILE] = await readDockerfiles(memoryRepository({ Dockerfile: 'FROM python:3.13\n' }), [], []);
if (DOCKERFILE === undefined) throw new Error('a Dockerfile in the root is found');
const FILE = '.env.production';
const template = '.env.production.example';
const mounting = (target: string) =>
  ({
    volumes: [{ kind: 'bind', source: '/srv', target, readOnly: true, place: { file: 'c.yml', line: 1 } }],
    environmentFiles: [],
    environment: new Map(),
  }) as unknown as ComposeService;

export const SHAPES: RuleCases = {
  'env/debug': {
    fires: [
      { name: 'no settings say otherwise', project: ofGiven({ DEBUG: 'True' }), at: [null] },
      { name: 'the template switches it on', project: ofFiles({ [template]: 'DEBUG=1\n' }), at: [[template, 1]] },
    ],
    silent: [
      { name: 'off', project: ofGiven({ DEBUG: '0' }) },
      { name: 'a developer’s template', project: ofFiles({ '.env.example': 'DEBUG=1\n' }) },
    ],
  },
  'env/settings-module': {
    fires: [
      {
        name: 'a developer’s',
        project: ofGiven({ DJANGO_SETTINGS_MODULE: 'config.settings.development' }),
        at: [null],
      },
      {
        name: 'in the template',
        project: ofFiles({ [template]: 'DJANGO_SETTINGS_MODULE=config.settings.local\n' }),
        at: [[template, 1]],
      },
    ],
    silent: [
      { name: 'production’s', project: ofGiven({ DJANGO_SETTINGS_MODULE: 'config.settings.production' }) },
      {
        name: 'a developer’s template',
        project: ofFiles({ '.env.example': 'DJANGO_SETTINGS_MODULE=config.settings.development\n' }),
      },
    ],
  },
  'env/mode': {
    fires: [{ name: 'development', project: ofGiven({ NODE_ENV: 'development' }), at: [null] }],
    silent: [{ name: 'production', project: ofGiven({ APP_ENV: 'production' }) }],
  },
  'env/hosts': {
    fires: [
      {
        name: 'with a scheme',
        project: ofFiles({ [template]: 'ALLOWED_HOSTS=https://obcms.example\n' }),
        at: [[template, 1]],
      },
      { name: 'every host', project: ofGiven({ ALLOWED_HOSTS: '*' }), at: [null] },
      {
        name: 'blanks after the comma',
        project: ofFiles({ [FILE]: 'ALLOWED_HOSTS=a.example, b.example\n' }),
        at: [[FILE, 1]],
      },
    ],
    silent: [
      { name: 'names', project: ofFiles({ [FILE]: 'ALLOWED_HOSTS=a.example,localhost,.b.example\n' }) },
      {
        name: 'the evaluated settings are judged instead',
        project: ofGiven({ ALLOWED_HOSTS: 'https://a' }, { evaluations: [evaluated([read('ALLOWED_HOSTS')])] }),
      },
    ],
  },
  'env/origins': {
    fires: [
      {
        name: 'without a scheme',
        project: ofFiles({ [template]: 'CSRF_TRUSTED_ORIGINS=obcms.example\n' }),
        at: [[template, 1]],
      },
      {
        name: 'with a slash',
        project: ofGiven({ CORS_ALLOWED_ORIGINS: 'https://a.example,https://b.example/' }),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'scheme, host, port',
        project: ofFiles({
          [template]: 'CSRF_TRUSTED_ORIGINS=https://a.example,https://*.b.example,http://localhost:8000\n',
        }),
      },
    ],
  },
  'env/mail': {
    fires: [
      {
        name: '465 with STARTTLS',
        project: ofFiles({ [template]: 'EMAIL_PORT=465\nEMAIL_USE_TLS=1\n' }),
        at: [[template, 1]],
      },
      { name: 'both', project: ofGiven({ EMAIL_USE_TLS: '1', EMAIL_USE_SSL: 'True' }), at: [null] },
    ],
    silent: [
      { name: '587 with STARTTLS', project: ofFiles({ [template]: 'EMAIL_PORT=587\nEMAIL_USE_TLS=1\n' }) },
      { name: '465 with TLS', project: ofFiles({ [template]: 'EMAIL_PORT=465\nEMAIL_USE_SSL=1\nEMAIL_USE_TLS=0\n' }) },
    ],
  },
  'env/address': {
    fires: [
      {
        name: 'a hash in the password',
        project: ofGiven({ DATABASE_URL: 'postgres://u:ab#cd@db:5432/o' }),
        at: [null],
      },
      {
        name: 'a slash, made by Compose',
        project: ofGiven(
          {},
          { services: [service({ environment: new Map([['REDIS_URL', 'redis://:a/b@redis:6379/0']]) })] },
        ),
        at: [['docker-compose.prod.yml', 2]],
      },
      { name: 'a scheme that nobody knows', project: ofGiven({ DATABASE_URL: 'postgress://u:p@db/o' }), at: [null] },
      { name: 'no database', project: ofGiven({ DATABASE_URL: 'postgres://u:p@db:5432' }), at: [null] },
    ],
    silent: [
      { name: 'encoded', project: ofGiven({ DATABASE_URL: 'postgres://u:ab%23cd%40@db:5432/o?sslmode=require' }) },
      {
        name: 'signs that need no code',
        project: ofGiven({
          DATABASE_URL: 'postgresql+psycopg://u:a-b_c.d~e!f$g&h*i(j)k+l,m;n=o@db/o',
          REDIS_URL: 'redis://redis',
        }),
      },
    ],
  },
  'env/loopback': {
    fires: [
      {
        name: 'from a container',
        project: ofGiven({ DATABASE_URL: 'postgres://u:p@localhost/o' }, { dockerfiles: [DOCKERFILE] }),
        at: [null],
      },
    ],
    silent: [
      { name: 'a service', project: ofGiven({ DATABASE_URL: 'postgres://u:p@db/o' }, { dockerfiles: [DOCKERFILE] }) },
      { name: 'no container', project: ofGiven({ DATABASE_URL: 'postgres://u:p@localhost/o' }) },
    ],
  },
  'env/database-tls': {
    fires: [
      {
        name: 'over the internet',
        project: ofGiven({ DATABASE_URL: 'postgres://u:p@db.provider.com:25060/o' }),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'with TLS',
        project: ofGiven({ DATABASE_URL: 'postgres://u:p@db.provider.com:25060/o?sslmode=require' }),
      },
      {
        name: 'by PGSSLMODE',
        project: ofGiven({ DATABASE_URL: 'postgres://u:p@db.provider.com/o', PGSSLMODE: 'verify-full' }),
      },
      { name: 'a private address', project: ofGiven({ DATABASE_URL: 'postgres://u:p@10.110.0.4/o' }) },
    ],
  },
  'env/redis-tls': {
    fires: [
      {
        name: 'over the internet',
        project: ofGiven({ REDIS_URL: 'redis://:p@cache.provider.com:6379/0' }),
        at: [null],
      },
    ],
    silent: [
      { name: 'with TLS', project: ofGiven({ REDIS_URL: 'rediss://:p@cache.provider.com:6379/0' }) },
      { name: 'a service', project: ofGiven({ REDIS_URL: 'redis://redis:6379/0' }) },
    ],
  },
  'env/redis-index': {
    fires: [
      {
        name: 'one database for both',
        project: ofGiven({ REDIS_URL: 'redis://redis:6379/0', CELERY_BROKER_URL: 'redis://redis' }),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'two',
        project: ofGiven({ REDIS_URL: 'redis://redis:6379/0', CELERY_BROKER_URL: 'redis://redis:6379/1' }),
      },
    ],
  },
  'env/pooler': {
    fires: [
      {
        name: 'past it',
        project: ofGiven(
          { DATABASE_URL: 'postgres://u:p@db/o' },
          { services: [service(), service({ name: 'pgbouncer', title: 'c: pgbouncer', role: 'pooler', own: false })] },
        ),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'through it',
        project: ofGiven(
          { DATABASE_URL: 'postgres://u:p@pgbouncer/o' },
          { services: [service(), service({ name: 'pgbouncer', title: 'c: pgbouncer', role: 'pooler', own: false })] },
        ),
      },
    ],
  },
  'env/bucket-endpoint': {
    fires: [
      {
        name: 'with the bucket in it',
        project: ofGiven({
          AWS_STORAGE_BUCKET_NAME: 'obcms',
          AWS_S3_ENDPOINT_URL: 'https://obcms.fra1.digitaloceanspaces.com',
        }),
        at: [null],
      },
      {
        name: 'another region',
        project: ofGiven({ AWS_S3_REGION_NAME: 'sgp1', AWS_S3_ENDPOINT_URL: 'https://fra1.digitaloceanspaces.com' }),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'the region’s',
        project: ofGiven({
          AWS_STORAGE_BUCKET_NAME: 'obcms',
          AWS_S3_REGION_NAME: 'fra1',
          AWS_S3_ENDPOINT_URL: 'https://fra1.digitaloceanspaces.com',
        }),
      },
    ],
  },
  'env/google-credentials': {
    fires: [
      {
        name: 'the content',
        project: ofGiven({ GOOGLE_APPLICATION_CREDENTIALS: '{"type": "service_account"}' }),
        at: [null],
      },
      {
        name: 'not in the image',
        project: ofGiven({ GOOGLE_APPLICATION_CREDENTIALS: '/app/google.json' }, { services: [service()] }),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'a mounted secret',
        project: ofGiven(
          { GOOGLE_APPLICATION_CREDENTIALS: '/app/keys/google.json' },
          { services: [service({ compose: mounting('/app/keys') })] },
        ),
      },
      {
        name: 'outside of the sources',
        project: ofGiven({ GOOGLE_APPLICATION_CREDENTIALS: '/run/secrets/google.json' }, { services: [service()] }),
      },
    ],
  },
  'env/log-level': {
    fires: [
      { name: 'every statement', project: ofGiven({ LOG_LEVEL: 'DEBUG' }), at: [null] },
      { name: 'in the template', project: ofFiles({ [template]: 'LOG_LEVEL=debug\n' }), at: [[template, 1]] },
      { name: 'unknown to Python', project: ofGiven({ LOG_LEVEL: 'VERBOSE' }), at: [null] },
    ],
    silent: [
      { name: 'INFO', project: ofFiles({ [template]: 'LOG_LEVEL=INFO\n', '.env.example': 'LOG_LEVEL=DEBUG\n' }) },
    ],
  },
  'env/error-tracker': {
    fires: [
      {
        name: 'staging reports as production',
        project: { ...ofGiven({ SENTRY_DSN: 'https://k@o1.ingest.sentry.io/2' }), profile: 'staging' },
        at: [null],
      },
      {
        name: 'another environment',
        project: ofGiven({ SENTRY_DSN: 'https://k@o1.ingest.sentry.io/2', SENTRY_ENVIRONMENT: 'staging' }),
        at: [null],
      },
    ],
    silent: [
      {
        name: 'its own',
        project: {
          ...ofGiven({ SENTRY_DSN: 'https://k@o1.ingest.sentry.io/2', SENTRY_ENVIRONMENT: 'staging' }),
          profile: 'staging',
        },
      },
      { name: 'no tracker', project: ofGiven({ SENTRY_DSN: '' }) },
    ],
  },
  'env/workers': {
    fires: [
      { name: 'a word', project: ofGiven({ WEB_CONCURRENCY: 'auto' }), at: [null] },
      { name: 'empty, which int() refuses', project: ofGiven({ WEB_CONCURRENCY: '' }), at: [null] },
    ],
    silent: [{ name: 'a number', project: ofGiven({ WEB_CONCURRENCY: '3', GUNICORN_WORKERS: '4' }) }],
  },
  'env/unreadable-line': {
    fires: [{ name: 'no assignment', project: ofFiles({ [FILE]: 'A=1\nB: 2\n' }), at: [[FILE, 2]] }],
    silent: [
      { name: 'comments, blanks, passed on', project: ofFiles({ [FILE]: '# a\n\n  # b\nA=1\nHOME\nexport B=2\n' }) },
    ],
  },
  'env/duplicate': {
    fires: [{ name: 'other value', project: ofFiles({ [FILE]: 'A=1\nB=1\nA=2\n' }), at: [[FILE, 3]] }],
    silent: [{ name: 'in two files', project: ofFiles({ [FILE]: 'A=1\n', '.env.staging': 'A=2\n' }) }],
  },
  'env/readers-differ': {
    fires: [
      { name: 'a comment behind the value', project: ofFiles({ [FILE]: 'DEBUG=False # never on\n' }), at: [[FILE, 1]] },
      { name: 'a dollar in a password', project: ofFiles({ [FILE]: 'A=1\nDB_PASSWORD=pa$word\n' }), at: [[FILE, 2]] },
      { name: 'quotation marks', project: ofFiles({ [FILE]: 'A="1"\nB="2"\n' }), at: [[FILE, 1]] },
      { name: 'export', project: ofFiles({ [FILE]: 'export A=1\n' }), at: [[FILE, 1]] },
    ],
    silent: [
      { name: 'plain values', project: ofFiles({ [FILE]: `A=1\nB=a#b\nDB_PASSWORD=${GOOD_PASSWORD}\n` }) },
      { name: 'quotation marks in a template', project: ofFiles({ [template]: 'A="1"\n' }) },
    ],
  },
  'env/encoding': {
    fires: [
      { name: 'a byte order mark', project: ofFiles({ [FILE]: '\uFEFFA=1\n' }), at: [[FILE, 1]] },
      { name: 'CRLF', project: ofFiles({ [FILE]: 'A=1\r\nB=2\r\n' }), at: [[FILE, 1]] },
      { name: 'CRLF from one line on', project: ofFiles({ [FILE]: 'A=1\nB=2\r\n' }), at: [[FILE, 2]] },
    ],
    silent: [{ name: 'UTF-8 and LF', project: ofFiles({ [FILE]: 'NAME=Möglich\n' }) }],
  },
};
