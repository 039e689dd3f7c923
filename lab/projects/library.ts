import type { ForeignProject } from './project.ts';
import { secretOf } from './random.ts';

export const LIBRARY: ForeignProject = {
  name: 'library',
  layout: 'one file settings.py, os.environ and dj-database-url, a Dockerfile',
  environment: {
    SECRET_KEY: secretOf('library key', 128),
    ALLOWED_HOSTS: 'library.example',
    CSRF_TRUSTED_ORIGINS: 'https://library.example',
    DATABASE_URL: `postgres://library:${secretOf('library database', 48)}@db.library.example:5432/library?sslmode=require`,
    EMAIL_HOST: 'smtp.library.example',
    EMAIL_HOST_USER: 'library',
    EMAIL_HOST_PASSWORD: secretOf('library mail', 48),
    DEFAULT_FROM_EMAIL: 'library@library.example',
  },
  directory: '',
  settings: 'library.settings',
  services: ['Dockerfile'],
  missing: 'dj_database_url',
  reader: 'dj_database_url',
  demands: 'SECRET_KEY',
  faults: [
    {
      edit: {
        file: 'library/settings.py',
        find: 'os.environ.get("DEBUG", "0")',
        replace: 'os.environ.get("DEBUG", "1")',
      },
      expect: { rule: 'settings/debug', file: 'library/settings.py', marker: 'DEBUG = os.environ' },
    },
    {
      edit: {
        file: 'library/settings.py',
        find: 'SESSION_COOKIE_SECURE = True',
        replace: 'SESSION_COOKIE_SECURE = False',
      },
      expect: { rule: 'settings/cookies-secure', file: 'library/settings.py', marker: 'SESSION_COOKIE_SECURE = False' },
    },
    {
      edit: { file: 'Dockerfile', find: 'USER app\n', replace: '' },
      expect: { rule: 'docker/root-user', file: 'Dockerfile', marker: 'FROM python' },
    },
    {
      edit: {
        file: 'Dockerfile',
        find: '"library.wsgi:application"',
        replace: '"--config", "gunicorn.conf.py", "library.wsgi:application"',
      },
      expect: { rule: 'server/config-missing', file: 'Dockerfile', marker: 'gunicorn.conf.py' },
    },
  ],
};
