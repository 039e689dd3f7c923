import type { ForeignProject } from './project.ts';
import { secretOf } from './random.ts';

export const PARCELS: ForeignProject = {
  name: 'parcels',
  layout: 'FastAPI with Alembic, uvicorn behind nginx: no Django at all',
  environment: { DB_PASSWORD: secretOf('parcels database', 48) },
  directory: '',
  settings: null,
  services: [],
  missing: '',
  reader: '',
  demands: '',
  faults: [
    {
      edit: { file: 'Dockerfile', find: 'USER parcels\n', replace: '' },
      expect: { rule: 'docker/root-user', file: 'Dockerfile', marker: 'FROM python' },
    },
    {
      edit: { file: 'Dockerfile', find: '"--host", "0.0.0.0"', replace: '"--host", "127.0.0.1"' },
      expect: { rule: 'server/bind-loopback', file: 'Dockerfile', marker: 'CMD ["uvicorn"' },
    },
    {
      edit: {
        file: 'docker-compose.prod.yml',
        find: '    networks: [inside]\n    stop_grace_period: 60s\n',
        replace: '    networks: [inside]\n    ports: ["5432:5432"]\n    stop_grace_period: 60s\n',
      },
      expect: { rule: 'compose/published-port', file: 'docker-compose.prod.yml', marker: '5432:5432' },
    },
    {
      edit: {
        file: 'nginx/parcels.conf',
        find: '    server_tokens off;\n',
        replace: '    server_tokens off;\n    server_tokens  off;\n',
      },
      expect: { rule: 'proxy/does-not-load', file: 'nginx/parcels.conf', marker: 'server_tokens  off' },
    },
  ],
};
