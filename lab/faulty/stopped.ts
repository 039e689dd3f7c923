import type { Fault } from './fault.ts';

const STACK = 'docker-compose.prod.yml';
const ENTRYPOINT = 'docker/entrypoint.sh';

/** Mistakes after which something does not start at all, so that nothing behind it can be judged. */
export const STOPPED_FAULTS: readonly Fault[] = [
  {
    name: 'The settings were moved, and the stack was not told',
    edits: [{ file: STACK, find: 'obc_management.settings.production', replace: 'obc_management.settings.prod' }],
    expect: [{ rule: 'django/settings-missing', file: STACK, at: 'DJANGO_SETTINGS_MODULE' }],
  },
  {
    name: 'gunicorn’s file is named as if --chdir came first',
    edits: [
      {
        file: ENTRYPOINT,
        find: 'exec gunicorn --config gunicorn.conf.py',
        replace: 'exec gunicorn --chdir src --config ../gunicorn.conf.py',
      },
    ],
    expect: [{ rule: 'server/config-missing', file: ENTRYPOINT, at: '--chdir src --config' }],
  },
  {
    name: 'The app’s name stands behind the subcommand, as in Celery 4',
    edits: [
      {
        file: ENTRYPOINT,
        find: 'exec celery --workdir src --app obc_management worker',
        replace: 'exec celery worker --workdir src --app obc_management',
      },
    ],
    expect: [{ rule: 'celery/target-position', file: ENTRYPOINT, at: 'celery worker' }],
  },
  {
    name: 'The image copies a file that was renamed',
    edits: [{ file: 'Dockerfile', find: 'COPY requirements/production.txt', replace: 'COPY requirements/prod.txt' }],
    expect: [{ rule: 'docker/copy-missing', file: 'Dockerfile', at: 'COPY requirements/prod.txt' }],
  },
  {
    name: 'The web waits for a service of another name',
    edits: [
      {
        file: STACK,
        find: '      web:\n        condition: service_healthy\n',
        replace: '      website:\n        condition: service_healthy\n',
      },
    ],
    expect: [{ rule: 'compose/dependencies', file: STACK, at: 'website:' }],
  },
  {
    name: 'A brace is missing in nginx’s file',
    edits: [{ file: 'nginx/site.conf', find: '    keepalive 16;\n}\n', replace: '    keepalive 16;\n' }],
    expect: [{ rule: 'proxy/does-not-load', file: 'nginx/site.conf', at: 'upstream application {' }],
  },
  {
    name: 'The template was saved on Windows',
    edits: [{ file: '.env.production.example', find: 'SITE_NAME=OBCMS\n', replace: 'SITE_NAME=OBCMS\r\n' }],
    expect: [{ rule: 'env/encoding', file: '.env.production.example', at: 'SITE_NAME=OBCMS' }],
  },
];
