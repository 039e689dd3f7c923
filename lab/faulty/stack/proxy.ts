import type { Fault } from '../fault.ts';

const NGINX = 'nginx/site.conf';

export const PROXY_FAULTS: readonly Fault[] = [
  {
    name: 'nginx answers the health check itself',
    edits: [
      {
        file: NGINX,
        find: '    location /media/ {',
        replace: '    location = /health/ {\n        return 200 "healthy";\n    }\n\n    location /media/ {',
      },
    ],
    expect: [{ rule: 'proxy/constant-health', file: NGINX, at: 'return 200 "healthy"' }],
  },
  {
    name: 'nginx does not say that requests came over HTTPS',
    edits: [{ file: NGINX, find: '        proxy_set_header X-Forwarded-Proto $scheme;\n', replace: '' }],
    expect: [{ rule: 'proxy/forwarded-headers', file: NGINX, at: 'proxy_pass http://application' }],
  },
  {
    name: 'nginx believes anybody’s word on who is asking',
    edits: [
      {
        file: NGINX,
        find: '    client_max_body_size 10m;\n',
        replace:
          '    client_max_body_size 10m;\n    set_real_ip_from 0.0.0.0/0;\n    real_ip_header X-Forwarded-For;\n',
      },
    ],
    expect: [{ rule: 'proxy/trusts-everybody', file: NGINX, at: 'set_real_ip_from' }],
  },
  {
    name: 'nginx speaks TLS 1.0',
    edits: [{ file: NGINX, find: 'ssl_protocols TLSv1.2', replace: 'ssl_protocols TLSv1 TLSv1.2' }],
    expect: [{ rule: 'proxy/tls-versions', file: NGINX, at: 'ssl_protocols' }],
  },
  {
    name: 'The alias of uploads lets visitors climb out of its folder',
    edits: [{ file: NGINX, find: 'location /media/ {', replace: 'location /media {' }],
    expect: [{ rule: 'proxy/alias-traversal', file: NGINX, at: 'location /media {' }],
  },
  {
    name: 'nginx gives up before gunicorn does',
    edits: [{ file: NGINX, find: 'proxy_read_timeout 75s', replace: 'proxy_read_timeout 10s' }],
    expect: [{ rule: 'proxy/timeouts', file: NGINX, at: 'proxy_read_timeout' }],
  },
  {
    name: 'A header that Django sends is sent again by nginx',
    edits: [
      {
        file: NGINX,
        find: '        proxy_connect_timeout 5s;\n',
        replace: '        proxy_connect_timeout 5s;\n        add_header Referrer-Policy same-origin always;\n',
      },
    ],
    expect: [{ rule: 'proxy/duplicate-headers', file: NGINX, at: 'Referrer-Policy' }],
  },
  {
    name: 'Uploads are listed',
    edits: [
      {
        file: NGINX,
        find: '        alias /srv/media/;\n',
        replace: '        alias /srv/media/;\n        autoindex on;\n',
      },
    ],
    expect: [{ rule: 'proxy/listing', file: NGINX, at: 'autoindex on' }],
  },
  {
    name: 'nginx tells its version',
    edits: [{ file: NGINX, find: 'server_tokens off', replace: 'server_tokens on' }],
    expect: [{ rule: 'proxy/server-tokens', file: NGINX, at: 'server_tokens on' }],
  },
];
