import type { SettingJson } from '../../../../../src/django/answer.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { CADDY, HEADERS, nginx, proxy, site, TRAEFIK } from './building.ts';

const N = (line: number): [string, number][] => [['nginx.conf', line]];
const django = (settings: Readonly<Record<string, SettingJson>>) => ({ settings: { settings } });
const MIDDLEWARE = [
  'django.middleware.security.SecurityMiddleware',
  'django.middleware.clickjacking.XFrameOptionsMiddleware',
];
const MIB = 1024 * 1024;

export const SITE: RuleCases = {
  'proxy/constant-health': {
    fires: [
      { name: 'nginx', project: nginx(`server {\n  location = /health/ {\n    return 200 "ok";\n  }\n}\n`), at: N(3) },
      {
        name: 'Caddy',
        project: proxy('Caddyfile', 'example.org {\n  respond /healthz 200\n  reverse_proxy web:8000\n}\n', CADDY),
        at: [['Caddyfile', 2]],
      },
    ],
    silent: [
      {
        name: 'handed on',
        project: nginx(`server {\n  location = /health/ { ${HEADERS} proxy_pass http://web:8000; }\n}\n`),
      },
      {
        name: 'a name of the proxy’s own',
        project: nginx('server {\n  location = /nginx-status { return 200 "ok"; }\n}\n'),
      },
    ],
  },
  'proxy/duplicate-headers': {
    fires: [
      {
        name: 'Django sends it already',
        project: nginx(site('add_header X-Frame-Options SAMEORIGIN always;'), django({ MIDDLEWARE })),
        at: N(4),
      },
      {
        name: 'HSTS of both',
        project: nginx(
          site('', 'add_header Strict-Transport-Security "max-age=63072000" always;'),
          django({ MIDDLEWARE, SECURE_HSTS_SECONDS: 31_536_000 }),
        ),
        at: N(2),
      },
      {
        name: 'twice in nginx itself',
        project: nginx(site('add_header Referrer-Policy same-origin;\nadd_header Referrer-Policy origin;')),
        at: N(5),
      },
    ],
    silent: [
      {
        name: 'Django does not send it',
        project: nginx(site('add_header X-Frame-Options DENY;'), django({ MIDDLEWARE: [] })),
      },
      {
        name: 'Django’s is hidden',
        project: nginx(
          site('proxy_hide_header X-Frame-Options; add_header X-Frame-Options DENY;'),
          django({ MIDDLEWARE }),
        ),
      },
      {
        name: 'a header of nobody else',
        project: nginx(site('add_header Permissions-Policy "camera=()";'), django({ MIDDLEWARE })),
      },
    ],
  },
  'proxy/upstream-missing': {
    fires: [
      {
        name: 'no such service',
        project: nginx(`server {\n  location / { ${HEADERS}\n    proxy_pass http://app:8000; }\n}\n`),
        at: N(3),
      },
      {
        name: 'another port',
        project: nginx(
          `upstream site {\n  server web:9000;\n}\nserver {\n  location / { ${HEADERS}\n    proxy_pass http://site; }\n}\n`,
        ),
        at: N(6),
      },
    ],
    silent: [
      { name: 'the service and its port', project: nginx(site()) },
      {
        name: 'a name of the world',
        project: nginx(`server { location / { proxy_pass https://files.example.org; } }\n`),
      },
      { name: 'a variable', project: nginx(`server { location / { proxy_pass http://$upstream; } }\n`) },
      {
        name: 'a network of several stacks',
        project: proxy(
          'nginx.conf',
          'server { location / { proxy_pass http://other:8000; } }\n',
          '  nginx:\n    image: nginx:1.29\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf\nnetworks:\n  shared:\n    external: true\n',
        ),
      },
    ],
  },
  'proxy/body-size': {
    fires: [
      { name: 'nginx’s default', project: nginx(site()), at: N(4) },
      {
        name: 'below the site’s own',
        project: nginx(site('', 'client_max_body_size 10m;'), django({ DATA_UPLOAD_MAX_MEMORY_SIZE: 50 * MIB })),
        at: N(2),
      },
      { name: 'of any size', project: nginx(site('', 'client_max_body_size 0;')), at: N(2) },
      {
        name: 'Traefik',
        project: proxy(
          'x',
          '',
          '  traefik:\n    image: traefik:v3.5\n    labels:\n      - traefik.http.middlewares.limit.buffering.maxRequestBodyBytes=1000000\n',
          django({ DATA_UPLOAD_MAX_MEMORY_SIZE: 50 * MIB }),
        ),
        at: [['docker-compose.prod.yml', 7]],
      },
    ],
    silent: [
      {
        name: 'the same',
        project: nginx(site('', 'client_max_body_size 50m;'), django({ DATA_UPLOAD_MAX_MEMORY_SIZE: 50 * MIB })),
      },
      { name: 'set around the server', project: nginx(`client_max_body_size 20M;\n${site()}`) },
    ],
  },
  'proxy/timeouts': {
    fires: [
      { name: 'nginx’s default', project: nginx(site()), at: N(4) },
      { name: 'a minute', project: nginx(site('proxy_read_timeout 1m;')), at: N(4) },
      {
        name: 'Traefik',
        project: proxy(
          'traefik.yml',
          'entryPoints:\n  web:\n    transport:\n      respondingTimeouts:\n        writeTimeout: 30s\n',
          TRAEFIK,
        ),
        at: [['traefik.yml', 5]],
      },
    ],
    silent: [
      { name: 'longer', project: nginx(site('proxy_read_timeout 130s;')) },
      { name: 'inherited', project: nginx(site('', 'proxy_read_timeout 2m30s;')) },
      {
        name: 'Traefik’s zero is no limit',
        project: proxy(
          'traefik.yml',
          'entryPoints:\n  web:\n    transport:\n      respondingTimeouts:\n        writeTimeout: 0\n',
          TRAEFIK,
        ),
      },
    ],
  },
  'proxy/https-redirect': {
    fires: [
      {
        name: 'port 80 is handed on too',
        project: nginx(`${site()}server {\n  listen 80;\n  location / { ${HEADERS} proxy_pass http://web:8000; }\n}\n`),
        at: N(9),
      },
      {
        name: 'a redirect that is forgotten',
        project: nginx(`${site()}server {\n  listen 80;\n  return 302 https://$host$request_uri;\n}\n`),
        at: N(9),
      },
      {
        name: 'Traefik',
        project: proxy(
          'traefik.yml',
          'entryPoints:\n  web:\n    address: ":80"\n  websecure:\n    address: ":443"\n',
          TRAEFIK,
        ),
        at: [['traefik.yml', 3]],
      },
    ],
    silent: [
      {
        name: 'sent on',
        project: nginx(`${site()}server {\n  listen 80;\n  return 301 https://$host$request_uri;\n}\n`),
      },
      {
        name: 'TLS ends before it',
        project: nginx(`server {\n  listen 80;\n  location / { ${HEADERS} proxy_pass http://web:8000; }\n}\n`),
      },
      {
        name: 'Traefik sends on',
        project: proxy(
          'traefik.yml',
          'entryPoints:\n  web:\n    address: ":80"\n    http:\n      redirections:\n        entryPoint:\n          to: websecure\n  websecure:\n    address: ":443"\n',
          TRAEFIK,
        ),
      },
    ],
  },
  'proxy/tls-versions': {
    fires: [{ name: 'TLS 1.1', project: nginx(site('', 'ssl_protocols TLSv1.1 TLSv1.2;')), at: N(2) }],
    silent: [{ name: '1.2 and 1.3', project: nginx(site('', 'ssl_protocols TLSv1.2 TLSv1.3;')) }],
  },
  'proxy/alias-traversal': {
    fires: [
      {
        name: 'no slash at its end',
        project: nginx('server {\n  location /static {\n    alias /app/staticfiles/;\n  }\n}\n'),
        at: N(2),
      },
    ],
    silent: [
      { name: 'both end in one', project: nginx('server {\n  location /static/ { alias /app/staticfiles/; }\n}\n') },
      { name: 'neither does', project: nginx('server {\n  location /static { alias /app/staticfiles; }\n}\n') },
      {
        name: 'exactly this file',
        project: nginx('server {\n  location = /favicon.ico { alias /app/static/favicon.ico; }\n}\n'),
      },
    ],
  },
  'proxy/source-served': {
    fires: [
      {
        name: 'the folder of the project',
        project: nginx('server {\n  listen 80;\n  root /app;\n  location / { try_files $uri @web; }\n}\n'),
        at: N(3),
      },
      { name: 'an alias to it', project: nginx('server {\n  location / { alias /app/; }\n}\n'), at: N(2) },
    ],
    silent: [
      { name: 'static files', project: nginx('server {\n  root /app/staticfiles;\n}\n') },
      {
        name: 'root in a location takes its path along',
        project: nginx('server {\n  location /static/ { root /app; }\n}\n'),
      },
      {
        name: 'everything is handed on',
        project: nginx(`server {\n  root /app;\n  location / { ${HEADERS} proxy_pass http://web:8000; }\n}\n`),
      },
    ],
  },
  'proxy/listing': {
    fires: [
      {
        name: 'autoindex',
        project: nginx('server {\n  location /static/ { alias /app/s/;\n    autoindex on;\n  }\n}\n'),
        at: N(3),
      },
      {
        name: 'uploads without a header',
        project: nginx('server {\n  location /media/ { alias /app/media/; }\n}\n'),
        at: N(2),
      },
    ],
    silent: [
      {
        name: 'uploads with one',
        project: nginx(
          'server {\n  location /media/ { alias /app/media/; add_header X-Content-Type-Options nosniff; }\n}\n',
        ),
      },
    ],
  },
  'proxy/hidden-files': {
    fires: [
      {
        name: 'a root for everything',
        project: nginx('server {\n  root /srv/site;\n  location / { try_files $uri =404; }\n}\n'),
        at: N(2),
      },
    ],
    silent: [
      {
        name: 'denied',
        project: nginx(
          'server {\n  root /srv/site;\n  location / { try_files $uri =404; }\n  location ~ /\\. { deny all; }\n}\n',
        ),
      },
      { name: 'no root', project: nginx(site()) },
    ],
  },
  'proxy/server-tokens': {
    fires: [
      { name: 'the default', project: nginx(site()), at: N(1) },
      { name: 'switched on', project: nginx(`# versions\nserver_tokens on;\n${site()}`), at: N(2) },
    ],
    silent: [{ name: 'off', project: nginx(`server_tokens off;\n${site()}`) }],
  },
};
