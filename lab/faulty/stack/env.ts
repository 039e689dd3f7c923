import type { Fault } from '../fault.ts';
import { STACK_ENVIRONMENT_FILE } from '../ground.ts';
import { secretFrom } from '../variables.ts';

const VARIABLES = STACK_ENVIRONMENT_FILE;
const PRODUCTION = 'src/obc_management/settings/production.py';
const TEMPLATE = '.env.production.example';

export const ENV_FAULTS: readonly Fault[] = [
  {
    name: 'The file of production’s variables is in git',
    edits: [{ file: VARIABLES, commit: true }],
    expect: ['REDIS_PASSWORD=', 'BEAT_SECRET_KEY=', 'EMAIL_HOST_PASSWORD=', 'METRICS_TOKEN='].map(at => ({
      rule: 'env/committed-secret',
      file: VARIABLES,
      at,
    })),
  },
  {
    name: 'The key was never made',
    edits: [
      {
        file: VARIABLES,
        find: `SECRET_KEY=${secretFrom('key', 128)}`,
        replace: 'SECRET_KEY=change-me-to-a-long-random-string-of-at-least-fifty-characters',
      },
    ],
    expect: [{ rule: 'env/placeholder', file: VARIABLES, at: 'SECRET_KEY=change-me' }],
  },
  {
    name: 'The database’s password is the name of its user',
    edits: [
      { file: VARIABLES, find: `POSTGRES_PASSWORD=${secretFrom('database', 48)}`, replace: 'POSTGRES_PASSWORD=obcms' },
    ],
    expect: [{ rule: 'env/weak-secret', file: VARIABLES, at: 'POSTGRES_PASSWORD=obcms' }],
  },
  {
    name: 'Two locks have one key',
    edits: [
      {
        file: VARIABLES,
        find: `REDIS_PASSWORD=${secretFrom('queue', 48)}`,
        replace: `REDIS_PASSWORD=${secretFrom('shared', 48)}\nBEAT_SECRET_KEY=${secretFrom('beat', 128)}`,
      },
      {
        file: VARIABLES,
        find: `METRICS_TOKEN=${secretFrom('metrics', 48)}`,
        replace: `METRICS_TOKEN=${secretFrom('shared', 48)}`,
      },
    ],
    expect: [{ rule: 'env/same-secret', file: VARIABLES, at: 'METRICS_TOKEN=' }],
  },
  {
    name: 'A name stands twice, and the second wins',
    edits: [{ file: VARIABLES, find: 'LOG_LEVEL=WARNING\n', replace: 'LOG_LEVEL=WARNING\nEMAIL_PORT=25\n' }],
    expect: [{ rule: 'env/duplicate', file: VARIABLES, at: 'EMAIL_PORT=25' }],
  },
  {
    name: 'A comment behind a value, which Docker takes for the value',
    edits: [
      {
        file: VARIABLES,
        find: 'EMAIL_HOST_USER=obcms\n',
        replace: 'EMAIL_HOST_USER=obcms # the mailbox of the team\n',
      },
    ],
    expect: [{ rule: 'env/readers-differ', file: VARIABLES, at: 'EMAIL_HOST_USER=' }],
  },
  {
    name: 'A switch is spelled as nobody reads it',
    edits: [{ file: VARIABLES, find: 'EMAIL_USE_TLS=1', replace: 'EMAIL_USE_TLS=enabled' }],
    expect: [{ rule: 'env/boolean', file: VARIABLES, at: 'EMAIL_USE_TLS=enabled' }],
  },
  {
    name: 'A name is one slip away from the one that is read',
    edits: [
      {
        file: VARIABLES,
        find: 'DEFAULT_FROM_EMAIL=obcms@obcms.example\n',
        replace: 'DEFAULT_FROM_EMIAL=obcms@obcms.example\nDEFAULT_FROM_EMAIL=office@obcms.example\n',
      },
    ],
    expect: [{ rule: 'env/unread', file: VARIABLES, at: 'DEFAULT_FROM_EMIAL' }],
  },
  {
    name: 'A list of hosts holds addresses',
    edits: [
      {
        file: VARIABLES,
        find: 'ALLOWED_HOSTS=obcms.example',
        replace: 'ALLOWED_HOSTS=obcms.example,https://www.obcms.example',
      },
    ],
    expect: [{ rule: 'settings/hosts-shape', file: PRODUCTION, at: 'ALLOWED_HOSTS = ' }],
  },
  {
    name: 'A trusted origin has no scheme',
    edits: [
      {
        file: VARIABLES,
        find: 'CSRF_TRUSTED_ORIGINS=https://obcms.example',
        replace: 'CSRF_TRUSTED_ORIGINS=https://obcms.example,www.obcms.example',
      },
    ],
    expect: [{ rule: 'settings/csrf-origin-scheme', file: PRODUCTION, at: 'CSRF_TRUSTED_ORIGINS = ' }],
  },
  {
    name: 'The template holds a key that could be real',
    edits: [{ file: TEMPLATE, find: 'METRICS_TOKEN=\n', replace: `METRICS_TOKEN=${secretFrom('template', 48)}\n` }],
    expect: [{ rule: 'env/template-secret', file: TEMPLATE, at: 'METRICS_TOKEN=' }],
  },
];
