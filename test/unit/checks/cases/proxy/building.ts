import type { Project } from '../../../../../src/checks/project.ts';
import { type Running, running } from '../../server/running.ts';

const DOCKERFILE =
  'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "--timeout", "120", "proj.wsgi"]\n';
const WEB = '  web:\n    build: .\n';

/** A web behind an nginx that mounts this text as its `default.conf`; the file is `nginx.conf`. */
export function nginx(text: string, options: Running = {}, mount = '/etc/nginx/conf.d/default.conf'): Promise<Project> {
  return running(
    {
      Dockerfile: DOCKERFILE,
      'proj/wsgi.py': 'application = 1\n',
      'nginx.conf': text,
      'docker-compose.prod.yml': `services:\n${WEB}  nginx:\n    image: nginx:1.29\n    volumes:\n      - ./nginx.conf:${mount}:ro\n`,
    },
    options,
  );
}

export const HEADERS =
  'proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme;';

/** A server with TLS whose location hands on to the web: the first line is the server's, the third the location's, the fourth its own. */
export function site(location = '', server = ''): string {
  return `server {\n  listen 443 ssl; ${server}\n  location / { ${HEADERS}\n    proxy_pass http://web:8000; ${location}\n  }\n}\n`;
}

/** The same of another program: a file and the service that mounts it. */
export function proxy(name: string, text: string, service: string, options: Running = {}): Promise<Project> {
  return running(
    {
      Dockerfile: DOCKERFILE,
      'proj/wsgi.py': 'application = 1\n',
      [name]: text,
      'docker-compose.prod.yml': `services:\n${WEB}${service}`,
    },
    options,
  );
}

export const TRAEFIK =
  '  traefik:\n    image: traefik:v3.5\n    volumes:\n      - ./traefik.yml:/etc/traefik/traefik.yml:ro\n';
export const TRAEFIK_TOML = TRAEFIK.replaceAll('.yml', '.toml');
export const CADDY = '  caddy:\n    image: caddy:2\n    volumes:\n      - ./Caddyfile:/etc/caddy/Caddyfile\n';
export const POOLER =
  '  pooler:\n    image: edoburu/pgbouncer:1.24\n    volumes:\n      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini:ro\n';
