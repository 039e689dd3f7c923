import type { RuleCases } from '../../../../support/rule-cases.ts';
import { CADDY, HEADERS, nginx, proxy, site, TRAEFIK, TRAEFIK_TOML } from './building.ts';

const N = (line: number): [string, number][] => [['nginx.conf', line]];
const server = (inner: string, listen = 'listen 80;') => `server {\n  ${listen}\n  ${inner}\n}\n`;
const REDIRECT = {
  settings: { settings: { SECURE_SSL_REDIRECT: true, SECURE_PROXY_SSL_HEADER: ['HTTP_X_FORWARDED_PROTO', 'https'] } },
};

export const FORWARDING: RuleCases = {
  'proxy/does-not-load': {
    fires: [
      {
        name: 'a block that is not closed',
        project: nginx('server {\n  listen 80;\n  location / {\n    return 200;\n  }\n'),
        at: N(1),
      },
      { name: 'a semicolon is missing', project: nginx('server {\n  listen 80;\n  server_name a\n}\n'), at: N(3) },
      {
        name: 'a directive twice',
        project: nginx('server {\n  client_max_body_size 1m;\n  client_max_body_size 2m;\n}\n'),
        at: N(3),
      },
      {
        name: 'a location twice',
        project: nginx('server {\n  location /a/ { return 204; }\n  location /a/ { return 404; }\n}\n'),
        at: N(3),
      },
      {
        name: 'a variable that nobody fills in',
        project: nginx('server {\n  listen 80;\n  server_name ${SERVER_NAME};\n}\n'),
        at: N(3),
      },
      {
        name: 'YAML with the same key twice',
        project: proxy('traefik.yml', 'entryPoints: {}\nproviders: {}\nproviders: {}\n', TRAEFIK),
        at: [['traefik.yml', 3]],
      },
    ],
    silent: [
      {
        name: 'what nginx takes twice',
        project: nginx(
          'server {\n  ssl_session_cache shared:a:1m;\n  ssl_session_cache shared:a:1m;\n  gzip_types text/css;\n  gzip_types image/svg+xml;\n  add_header A b;\n  add_header C d;\n}\n',
        ),
      },
      {
        name: 'a template of the official image',
        project: nginx(
          'server {\n  server_name ${SERVER_NAME};\n}\n',
          {},
          '/etc/nginx/templates/default.conf.template',
        ),
      },
      {
        name: 'nginx’s own variable in braces',
        project: nginx('server {\n  root "/srv/${host}";\n  return 301 https://${host}${request_uri};\n}\n'),
      },
      {
        name: 'quotes, escapes, comments and Lua',
        project: nginx(
          '# server {\nserver {\n  add_header A "}; {" ;\n  content_by_lua_block {\n    if a then print("}") end -- }\n  }\n  location ~ "\\.(a|b){2}" { return 204; }\n}\n',
        ),
      },
      {
        name: 'a directive once in each of two blocks',
        project: nginx('server { client_max_body_size 1m; location /u/ { client_max_body_size 2m; } }\n'),
      },
      { name: 'names in a map are values', project: nginx('map $uri $root {\n  root a;\n  root b;\n}\n') },
    ],
  },
  'proxy/unused': {
    fires: [
      {
        name: 'nothing mounts it',
        project: proxy('nginx/old.conf', server('location / { proxy_pass http://nobody; }'), ''),
        at: [['nginx/old.conf', 1]],
      },
    ],
    silent: [
      { name: 'it is mounted', project: nginx(site()) },
      {
        name: 'its folder is mounted',
        project: proxy(
          'nginx/site.conf',
          site(),
          '  nginx:\n    image: nginx:1.29\n    volumes:\n      - ./nginx:/etc/nginx/conf.d\n',
        ),
      },
      { name: 'the input files names it', project: proxy('nginx/site.conf', site(), '', { asked: ['nginx/*.conf'] }) },
    ],
  },
  'proxy/forwarded-headers': {
    fires: [
      {
        name: 'no scheme',
        project: nginx(
          server(
            'location / { proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;\n proxy_pass http://web:8000; }',
          ),
        ),
        at: N(4),
      },
      {
        name: 'none at all',
        project: nginx(server('location / { proxy_pass http://web:8000; }')),
        at: [...N(3), ...N(3), ...N(3)],
      },
      {
        name: 'one header in the location hides those of the server',
        project: nginx(
          server(
            `${HEADERS}\n  location / { proxy_set_header X-Request-Id $request_id;\n proxy_pass http://web:8000; }`,
          ),
        ),
        at: [...N(5), ...N(5), ...N(5)],
      },
    ],
    silent: [
      { name: 'all three', project: nginx(site()) },
      {
        name: 'inherited from the server',
        project: nginx(server(`${HEADERS} location / { proxy_pass http://web:8000; }`)),
      },
      {
        name: 'a file that is included may set them',
        project: nginx(server('location / { include proxy_params; proxy_pass http://web:8000; }')),
      },
      {
        name: 'it leads to something else than the site',
        project: nginx(`${site()}${server('location /files/ { proxy_pass http://minio:9000; }')}`),
      },
    ],
  },
  'proxy/scheme-behind-proxy': {
    fires: [
      {
        name: '$scheme without TLS',
        project: nginx(server(`location / { proxy_pass http://web:8000;\n ${HEADERS} }`), REDIRECT),
        at: N(4),
      },
    ],
    silent: [
      { name: 'TLS ends here', project: nginx(site(), REDIRECT) },
      {
        name: 'what the first proxy said',
        project: nginx(
          server(
            'location / { proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto; proxy_pass http://web:8000; }',
          ),
          REDIRECT,
        ),
      },
    ],
  },
  'proxy/client-claims': {
    fires: [
      {
        name: 'the scheme, where TLS ends',
        project: nginx(
          server(
            'location / {\n proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto; proxy_pass http://web:8000; }',
            'listen 443 ssl;',
          ),
        ),
        at: N(4),
      },
    ],
    silent: [
      {
        name: 'behind another proxy',
        project: nginx(
          server(
            'location / { proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto; proxy_pass http://web:8000; }',
          ),
        ),
      },
      { name: 'its own', project: nginx(site()) },
    ],
  },
  'proxy/trusts-everybody': {
    fires: [
      {
        name: 'Traefik’s switch',
        project: proxy(
          'traefik.yml',
          'entryPoints:\n  web:\n    address: ":80"\n    forwardedHeaders:\n      insecure: true\n',
          TRAEFIK,
        ),
        at: [['traefik.yml', 5]],
      },
      {
        name: 'the same in TOML',
        project: proxy(
          'traefik.toml',
          '[entryPoints.web]\naddress = ":80"\n[entryPoints.web.forwardedHeaders]\ninsecure = true\n',
          TRAEFIK_TOML,
        ),
        at: [['traefik.toml', 4]],
      },
      {
        name: 'the same as a flag',
        project: proxy(
          'x',
          '',
          '  traefik:\n    image: traefik:v3.5\n    command:\n      - --entrypoints.web.address=:80\n      - --entrypoints.web.forwardedheaders.insecure\n',
        ),
        at: [['docker-compose.prod.yml', 8]],
      },
      {
        name: 'nginx',
        project: nginx(site('', 'set_real_ip_from 10.0.0.0/8;\nset_real_ip_from 0.0.0.0/0;')),
        at: N(3),
      },
      {
        name: 'Caddy',
        project: proxy('Caddyfile', '{\n  servers {\n    trusted_proxies static 0.0.0.0/0\n  }\n}\n', CADDY),
        at: [['Caddyfile', 3]],
      },
    ],
    silent: [
      {
        name: 'private networks',
        project: proxy(
          'traefik.yml',
          'entryPoints:\n  web:\n    forwardedHeaders:\n      insecure: false\n      trustedIPs: ["127.0.0.1/32", "10.0.0.0/8"]\n',
          TRAEFIK,
        ),
      },
      { name: 'nobody', project: nginx(site()) },
    ],
  },
  'proxy/trusted-ranges': {
    fires: [
      {
        name: 'a part of Cloudflare',
        project: nginx(site('', 'set_real_ip_from 103.21.244.0/22; set_real_ip_from 104.16.0.0/13;')),
        at: N(2),
      },
      {
        name: 'a public network',
        project: proxy(
          'traefik.yml',
          'entryPoints:\n  web:\n    forwardedHeaders:\n      trustedIPs:\n        - 52.0.0.0/8\n',
          TRAEFIK,
        ),
        at: [['traefik.yml', 4]],
      },
    ],
    silent: [
      {
        name: 'private networks',
        project: nginx(site('', 'set_real_ip_from 172.16.0.0/12; set_real_ip_from 192.168.0.0/16;')),
      },
      {
        name: 'the whole of Cloudflare',
        project: nginx(
          site(
            '',
            [
              '103.21.244.0/22',
              '103.22.200.0/22',
              '103.31.4.0/22',
              '104.16.0.0/13',
              '104.24.0.0/14',
              '108.162.192.0/18',
              '131.0.72.0/22',
              '141.101.64.0/18',
              '162.158.0.0/15',
              '172.64.0.0/13',
              '173.245.48.0/20',
              '188.114.96.0/20',
              '190.93.240.0/20',
              '197.234.240.0/22',
              '198.41.128.0/17',
            ]
              .map(range => `set_real_ip_from ${range};`)
              .join(' '),
          ),
        ),
      },
      { name: 'one public address', project: nginx(site('', 'set_real_ip_from 52.1.2.3;')) },
    ],
  },
  'proxy/dashboard-open': {
    fires: [
      {
        name: 'api.insecure',
        project: proxy('traefik.yml', 'api:\n  dashboard: true\n  insecure: true\n', TRAEFIK),
        at: [['traefik.yml', 3]],
      },
    ],
    silent: [{ name: 'closed', project: proxy('traefik.yml', 'api:\n  dashboard: true\n', TRAEFIK) }],
  },
};
