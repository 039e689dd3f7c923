import type { Fault } from '../fault.ts';

const WORKFLOW = '.github/workflows/checks.yml';

export const SOURCE_FAULTS: readonly Fault[] = [
  {
    name: 'The key of the certificate is in git',
    edits: [
      {
        file: 'nginx/certificates/site.key',
        content: `-----BEGIN ${'PRIVATE'} KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END ${'PRIVATE'} KEY-----\n`,
      },
    ],
    expect: [{ rule: 'source/private-key', file: 'nginx/certificates/site.key', at: 'BEGIN' }],
  },
  {
    name: 'A dump of the database is in git',
    edits: [
      {
        file: 'backup/2026-01-05.sql',
        content:
          '--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.auth_user (id integer NOT NULL, password character varying(128));\nCOPY public.auth_user (id, password) FROM stdin;\n1\tpbkdf2_sha256$1000000$x$y\n\\.\n',
      },
    ],
    expect: [{ rule: 'source/database', file: 'backup/2026-01-05.sql', at: 'PostgreSQL database dump' }],
  },
  {
    name: 'Migrations are made by the pipeline',
    edits: [
      {
        file: WORKFLOW,
        find: '      - run: python src/manage.py check --deploy',
        replace:
          '      - run: python src/manage.py makemigrations --noinput\n      - run: python src/manage.py check --deploy',
      },
    ],
    expect: [{ rule: 'source/makemigrations', file: WORKFLOW, at: 'makemigrations' }],
  },
  {
    name: 'The pipeline looks at the settings of developers',
    edits: [
      {
        file: WORKFLOW,
        find: 'DJANGO_SETTINGS_MODULE: obc_management.settings.production',
        replace: 'DJANGO_SETTINGS_MODULE: obc_management.settings.development',
      },
    ],
    expect: [{ rule: 'source/deploy-check', file: WORKFLOW, at: 'check --deploy' }],
  },
  {
    name: 'The pipeline prints a secret to see whether it is there',
    edits: [
      {
        file: WORKFLOW,
        find: '      - uses: actions/setup-python@v6\n',
        replace: '      - run: echo "${{ secrets.CHECK_SECRET_KEY }}"\n      - uses: actions/setup-python@v6\n',
      },
    ],
    expect: [{ rule: 'source/printed-secret', file: WORKFLOW, at: 'echo "${{ secrets.CHECK_SECRET_KEY }}"' }],
  },
  {
    name: 'Beat’s schedule file is in git',
    edits: [{ file: 'src/celerybeat-schedule.db', content: 'schedule\n' }],
    expect: [{ rule: 'source/litter', file: 'src/celerybeat-schedule.db', at: 'schedule' }],
  },
];
