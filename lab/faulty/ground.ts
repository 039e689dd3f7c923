/**
 * What each faulty copy adds to the project before anything is made wrong: parts of a deployment that the project itself has no need of,
 * written as a careful team would.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Edit } from './fault.ts';

/** The files that the action is given as the environment of each copy. */
export const STACK_ENVIRONMENT_FILE = '.env.production';
export const IMAGE_ENVIRONMENT_FILE = '.env.coolify';
export const STAGING_ENVIRONMENT_FILE = '.env.staging';

import { IMAGE_VARIABLES, STACK_VARIABLES, STAGING_VARIABLES } from './variables.ts';

const STACK = 'docker-compose.prod.yml';

/** The text of a file in `ground/`. */
function text(path: string): string {
  return readFileSync(fileURLToPath(new URL(`ground/${path}`, import.meta.url)), 'utf8');
}

/** nginx before the stack instead of Coolify's proxy, and a workflow. */
export const STACK_GROUND: readonly Edit[] = [
  { file: STACK_ENVIRONMENT_FILE, content: STACK_VARIABLES },
  { file: 'nginx/site.conf', content: text('stack/nginx/site.conf') },
  { file: '.github/workflows/checks.yml', content: text('stack/.github/workflows/checks.yml') },
  {
    file: STACK,
    find: 'volumes:\n  database:\n',
    replace: `  proxy:
    image: nginx:1.28-alpine
    restart: unless-stopped
    ports:
      - "80:80"
      - "443:443"
    volumes:
      - ./nginx/site.conf:/etc/nginx/conf.d/default.conf:ro
      - ./certificates:/etc/nginx/certificates:ro
      - media:/srv/media:ro
    depends_on:
      web:
        condition: service_healthy

volumes:
  media:
  database:
`,
  },
];

/** One image that Coolify builds, beside a database and a Redis of somebody else: no stack. */
export const IMAGE_GROUND: readonly Edit[] = [
  { file: STACK, remove: true },
  { file: IMAGE_ENVIRONMENT_FILE, content: IMAGE_VARIABLES },
];

/** Traefik before the stack and PgBouncer behind it. */
export const STAGING_GROUND: readonly Edit[] = [
  { file: STAGING_ENVIRONMENT_FILE, content: STAGING_VARIABLES },
  { file: 'traefik/traefik.yml', content: text('staging/traefik/traefik.yml') },
  { file: 'pgbouncer/pgbouncer.ini', content: text('staging/pgbouncer/pgbouncer.ini') },
  { file: STACK, find: 'obc_management.settings.production', replace: 'obc_management.settings.staging' },
  { file: STACK, find: '@db:5432/obcms', replace: '@pooler:6432/obcms' },
  {
    file: 'src/obc_management/settings/staging.py',
    find: 'SECURE_HSTS_INCLUDE_SUBDOMAINS = False\n',
    replace: 'SECURE_HSTS_INCLUDE_SUBDOMAINS = False\nDATABASES["default"] |= {"DISABLE_SERVER_SIDE_CURSORS": True}\n',
  },
  {
    file: STACK,
    find: 'volumes:\n  database:\n',
    replace: `  pooler:
    image: edoburu/pgbouncer:v1.24.1-p1
    restart: unless-stopped
    volumes:
      - ./pgbouncer/pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini:ro
      - ./secrets:/run/secrets:ro
    depends_on:
      db:
        condition: service_healthy

  traefik:
    image: traefik:v3.5
    restart: unless-stopped
    ports:
      - "80:80"
      - "443:443"
    volumes:
      - ./traefik/traefik.yml:/etc/traefik/traefik.yml:ro

volumes:
  database:
`,
  },
];
