import type { Project } from '../../../../../src/checks/project.ts';
import type { SettingJson } from '../../../../../src/django/answer.ts';
import { evaluationWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { DOCKERFILE, fires, STACK, silent } from './stack-project.ts';

const DB = 'services:\n  db:\n    image: postgres:17-alpine\n    volumes:\n';
const NAMED = 'volumes:\n  data:\n';

/** The web evaluated with these settings. */
const settings = (values: Readonly<Record<string, SettingJson>>) => (): Partial<Project> => ({
  evaluations: [evaluationWith({ services: [`${STACK}: web`], settings: values })],
});
const FILES = {
  MEDIA_ROOT: { $: 'path', value: 'src/media' },
  STORAGES: { default: { BACKEND: 'django.core.files.storage.FileSystemStorage' } },
};
const COLLECTED = DOCKERFILE.replace('CMD', 'RUN python manage.py collectstatic --noinput\nCMD');

export const DATA: RuleCases = {
  'compose/data-volume': {
    fires: [
      fires('none', 'services:\n  db: # <-\n    image: postgres:17\n'),
      fires('without a name', `${DB}      - /var/lib/postgresql/data # <-\n`),
      fires('in memory', `${DB}      - { type: tmpfs, target: /var/lib/postgresql/data } # <-\n`),
      fires(
        'somewhere else',
        'services:\n  db: # <-\n    image: mariadb:11\n    volumes: ["data:/var/lib/postgresql/data"]\nvolumes:\n  data:\n',
      ),
    ],
    silent: [
      silent('named', `${DB}      - data:/var/lib/postgresql/data\n${NAMED}`),
      silent('a folder of the server', `${DB}      - /srv/database:/var/lib/postgresql/data\n`),
      silent(
        'where PGDATA says',
        `services:\n  db:\n    image: postgres:17\n    environment: { PGDATA: /data/pg }\n    volumes: ["data:/data"]\n${NAMED}`,
      ),
      silent(
        '18 and its own path',
        `services:\n  db:\n    image: postgres:18\n    volumes: ["data:/var/lib/postgresql"]\n${NAMED}`,
      ),
    ],
  },
  'compose/postgres-data-path': {
    fires: [
      fires(
        'the old path with 18',
        `services:\n  db:\n    image: postgres:18-alpine\n    volumes:\n      - data:/var/lib/postgresql/data # <-\n${NAMED}`,
      ),
      fires(
        'the new path with 16',
        `services:\n  db:\n    image: postgis/postgis:16-3.4\n    volumes:\n      - data:/var/lib/postgresql # <-\n${NAMED}`,
      ),
    ],
    silent: [
      silent('17', `${DB}      - data:/var/lib/postgresql/data\n${NAMED}`),
      silent('18', `services:\n  db:\n    image: postgres:18\n    volumes: ["data:/var/lib/postgresql"]\n${NAMED}`),
      silent(
        '18 with PGDATA',
        `services:\n  db:\n    image: postgres:18\n    environment: { PGDATA: /var/lib/postgresql/data/pg }\n    volumes: ["data:/var/lib/postgresql/data"]\n${NAMED}`,
      ),
    ],
  },
  'compose/media-volume': {
    fires: [fires('none', 'services:\n  web: # <-\n    build: .\n', settings(FILES))],
    silent: [
      silent(
        'a volume on it',
        `services:\n  web:\n    build: .\n    volumes: ["data:/app/src/media"]\n${NAMED}`,
        settings(FILES),
      ),
      silent(
        'a volume on it, and the settings worked the folder out on this machine',
        `services:\n  web:\n    build: .\n    volumes: ["data:/app/src/media"]\n${NAMED}`,
        () => ({
          ...settings({ ...FILES, MEDIA_ROOT: { $: 'path', value: '/srv/somebody/checkout/src/media' } })(),
          root: '/srv/somebody/checkout',
        }),
      ),
      silent(
        'in S3',
        'services:\n  web:\n    build: .\n',
        settings({ ...FILES, STORAGES: { default: { BACKEND: 'storages.backends.s3.S3Storage' } } }),
      ),
      silent('no folder for uploads', 'services:\n  web:\n    build: .\n', settings({ STORAGES: FILES.STORAGES })),
    ],
  },
  'compose/media-shared': {
    fires: [
      fires(
        'only the web has it',
        `services:\n  web:\n    build: .\n    volumes: ["media:/app/media"]\n  worker: # <-\n    build: .\n    command: celery -A app worker\nvolumes:\n  media:\n`,
      ),
    ],
    silent: [
      silent(
        'both',
        `services:\n  web:\n    build: .\n    volumes: ["media:/app/media"]\n  worker:\n    build: .\n    command: celery -A app worker\n    volumes: ["media:/srv/media"]\nvolumes:\n  media:\n`,
      ),
      silent(
        'a volume of another kind',
        `services:\n  web:\n    build: .\n    volumes: ["cache:/app/cache"]\n  worker:\n    build: .\n    command: celery -A app worker\nvolumes:\n  cache:\n`,
      ),
    ],
  },
  'compose/static-volume': {
    fires: [
      fires('collected in the image', {
        Dockerfile: COLLECTED,
        [STACK]:
          'services:\n  web:\n    build: .\n    volumes:\n      - static:/app/staticfiles # <-\nvolumes:\n  static:\n',
      }),
    ],
    silent: [
      silent('collected at the start', {
        Dockerfile: COLLECTED,
        [STACK]:
          'services:\n  web:\n    build: .\n    command: sh -c "python manage.py collectstatic --noinput && exec gunicorn app.wsgi"\n    volumes: ["static:/app/staticfiles"]\nvolumes:\n  static:\n',
      }),
      silent('no volume', { Dockerfile: COLLECTED, [STACK]: 'services:\n  web:\n    build: .\n' }),
      silent(
        'not collected in the image',
        'services:\n  web:\n    build: .\n    volumes: ["static:/app/staticfiles"]\nvolumes:\n  static:\n',
      ),
    ],
  },
  'compose/mounted-code': {
    fires: [fires('the whole folder', 'services:\n  web:\n    build: .\n    volumes:\n      - .:/app # <-\n')],
    silent: [
      silent(
        'a file, and a folder of uploads',
        'services:\n  web:\n    build: .\n    volumes: ["/srv/media:/app/media", "media:/app/uploads"]\nvolumes:\n  media:\n',
      ),
      silent('into a ready image', 'services:\n  nginx:\n    image: nginx:1.27\n    volumes: [".:/app:ro"]\n'),
    ],
  },
};
