import type { ForeignProject } from './project.ts';
import { secretOf } from './random.ts';

export const HARBOUR: ForeignProject = {
  name: 'harbour',
  layout: 'one file over pydantic-settings, pyproject.toml, a Procfile, below src/',
  environment: {
    HARBOUR_SECRET_KEY: secretOf('harbour key', 128),
    HARBOUR_DATABASE_URL: `postgres://harbour:${secretOf('harbour database', 48)}@db.harbour.example:5432/harbour?sslmode=require`,
    HARBOUR_REDIS_URL: `rediss://:${secretOf('harbour cache', 48)}@cache.harbour.example:6379/0`,
    HARBOUR_HOSTS: '["harbour.example"]',
    HARBOUR_ORIGINS: '["https://harbour.example"]',
    HARBOUR_SMTP_HOST: 'smtp.harbour.example',
    HARBOUR_SMTP_USER: 'harbour',
    HARBOUR_SMTP_PASSWORD: secretOf('harbour mail', 48),
    HARBOUR_SENDER: 'harbour@harbour.example',
  },
  directory: 'src',
  settings: 'harbour.settings',
  services: ['Procfile: web', 'Procfile: release'],
  missing: 'dj_database_url',
  reader: 'dj_database_url',
  demands: 'HARBOUR_SECRET_KEY',
  faults: [
    {
      edit: { file: 'src/harbour/environment.py', find: 'debug: bool = False', replace: 'debug: bool = True' },
      expect: { rule: 'settings/debug', file: 'src/harbour/settings.py', marker: 'DEBUG = environment.debug' },
    },
    {
      edit: {
        file: 'src/harbour/settings.py',
        find: '[*environment.hosts, "localhost"]',
        replace: '["*"]',
      },
      expect: { rule: 'settings/hosts-wildcard', file: 'src/harbour/settings.py', marker: 'ALLOWED_HOSTS = ["*"]' },
    },
  ],
};
