import type { ForeignProject } from './project.ts';
import { secretOf } from './random.ts';

export const ATLAS: ForeignProject = {
  name: 'atlas',
  layout: 'django-split-settings by topic and machine, uvicorn behind nginx, below backend/',
  environment: {
    ATLAS_SECRET_KEY: secretOf('atlas key', 128),
    ATLAS_DB_PASSWORD: secretOf('atlas database', 48),
    ATLAS_SMTP: 'smtp.atlas.example',
    ATLAS_SMTP_USER: 'atlas',
    ATLAS_SMTP_PASSWORD: secretOf('atlas mail', 48),
  },
  directory: 'backend',
  settings: 'atlas.settings',
  services: ['infra/docker-compose.prod.yml: backend', 'infra/docker-compose.prod.yml: prepare'],
  missing: 'split_settings',
  reader: 'split_settings',
  demands: 'ATLAS_SECRET_KEY',
  faults: [
    {
      edit: {
        file: 'backend/atlas/settings/components/data.py',
        find: '"django.db.backends.postgresql"',
        replace: '"django.db.backends.sqlite3"',
      },
      expect: {
        rule: 'settings/database-engine',
        file: 'backend/atlas/settings/components/data.py',
        marker: 'DATABASES = {',
      },
    },
    {
      edit: {
        file: 'backend/atlas/settings/environments/production.py',
        find: '["atlas.example", "localhost"]',
        replace: '["*"]',
      },
      expect: {
        rule: 'settings/hosts-wildcard',
        file: 'backend/atlas/settings/environments/production.py',
        marker: 'ALLOWED_HOSTS = ["*"]',
      },
    },
    {
      edit: {
        file: 'infra/nginx/atlas.conf',
        find: '        proxy_set_header X-Forwarded-Proto $client_scheme;\n',
        replace: '',
      },
      expect: {
        rule: 'proxy/forwarded-headers',
        file: 'infra/nginx/atlas.conf',
        marker: 'proxy_pass http://backend:8000',
      },
    },
  ],
};
