import type { ForeignProject } from './project.ts';
import { secretOf } from './random.ts';

const DATABASE = secretOf('clinic database', 48);

export const CLINIC: ForeignProject = {
  name: 'clinic',
  layout: 'a package with base, local and production, django-environ, Compose with an env_file that is not in git',
  environment: {
    DJANGO_SECRET_KEY: secretOf('clinic key', 128),
    DJANGO_ALLOWED_HOSTS: 'clinic.example',
    DJANGO_CSRF_TRUSTED_ORIGINS: 'https://clinic.example',
    DJANGO_DEFAULT_FROM_EMAIL: 'clinic@clinic.example',
    DJANGO_ADMIN_URL: 'office-7f3a/',
    DATABASE_URL: `postgres://clinic:${DATABASE}@postgres:5432/clinic`,
    POSTGRES_PASSWORD: DATABASE,
    REDIS_URL: 'redis://redis:6379/0',
    CACHE_URL: 'redis://redis:6379/1',
    EMAIL_HOST: 'smtp.clinic.example',
    EMAIL_HOST_USER: 'clinic',
    EMAIL_HOST_PASSWORD: secretOf('clinic mail', 48),
    CLINIC_TAG: '2026.11',
  },
  directory: '',
  settings: 'config.settings.production',
  services: [
    'docker-compose.production.yml: django',
    'docker-compose.production.yml: celeryworker',
    'docker-compose.production.yml: migrate',
  ],
  missing: 'celery',
  reader: 'environ',
  demands: 'DATABASE_URL',
  faults: [
    {
      edit: {
        file: 'config/settings/base.py',
        find: 'CELERY_TASK_TIME_LIMIT = 5 * 60\n',
        replace: 'CELERY_TASK_ALWAYS_EAGER = True\nCELERY_TASK_TIME_LIMIT = 5 * 60\n',
      },
      expect: { rule: 'celery/eager', file: 'config/settings/base.py', marker: 'CELERY_TASK_ALWAYS_EAGER = True' },
    },
    {
      edit: {
        file: 'config/settings/production.py',
        find: 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\n',
        replace: '',
      },
      expect: {
        rule: 'settings/proxy-header-missing',
        file: 'config/settings/production.py',
        marker: 'SECURE_SSL_REDIRECT = ',
      },
    },
    {
      edit: {
        file: 'config/settings/base.py',
        find: 'CELERY_ACCEPT_CONTENT = ["json"]',
        replace: 'CELERY_ACCEPT_CONTENT = ["json", "pickle"]',
      },
      expect: { rule: 'celery/serializers', file: 'config/settings/base.py', marker: '"pickle"' },
    },
  ],
};
