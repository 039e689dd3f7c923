import type { RuleCases } from '../../../../support/rule-cases.ts';
import { running, served, stack } from '../../server/running.ts';

const UNIT = (service: string) =>
  `[Unit]\nDescription=site\n\n[Service]\nWorkingDirectory=/srv/site\nExecStart=/srv/site/venv/bin/gunicorn --bind unix:/run/site.sock proj.wsgi\n${service}\n\n[Install]\nWantedBy=multi-user.target\n`;

export const LISTENING: RuleCases = {
  'server/bind-loopback': {
    fires: [
      { name: 'gunicorn’s default', project: served('gunicorn proj.wsgi'), at: [['Dockerfile', 6]] },
      {
        name: 'in the file',
        project: served('gunicorn -c gunicorn.conf.py proj.wsgi', {
          'gunicorn.conf.py': 'workers = 2\nbind = "127.0.0.1:8000"\n',
        }),
        at: [['gunicorn.conf.py', 2]],
      },
      { name: 'uvicorn’s default', project: served('uvicorn proj.asgi:application'), at: [['Dockerfile', 6]] },
      {
        name: 'on the command line of a Compose service',
        project: stack('  web:\n    build: .\n    command: gunicorn --bind localhost:8000 proj.wsgi\n'),
        at: [['docker-compose.prod.yml', 4]],
      },
      {
        name: 'runserver on a developer’s machine',
        project: served('python manage.py runserver', {}, { profile: 'development' }),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      { name: 'every address', project: served('gunicorn -b 0.0.0.0:8000 proj.wsgi') },
      {
        name: 'PORT makes gunicorn listen everywhere',
        project: served('gunicorn proj.wsgi', {}, { given: { PORT: '8000' } }),
      },
      { name: 'a socket', project: served('gunicorn --bind unix:/run/web.sock proj.wsgi') },
      {
        name: 'a unit on a machine, behind its nginx',
        project: running({
          'deploy/site.service': UNIT('Restart=always').replace('unix:/run/site.sock', '127.0.0.1:8000'),
        }),
      },
      {
        name: 'another container shares its network',
        project: stack(
          '  web:\n    build: .\n    command: gunicorn --bind 127.0.0.1:8000 proj.wsgi\n  nginx:\n    image: nginx:1.29\n    network_mode: service:web\n',
        ),
      },
      {
        name: 'the file may say so',
        project: served(
          'gunicorn -c gunicorn.conf.py proj.wsgi',
          { 'gunicorn.conf.py': 'bind = "0.0.0.0:1"\n' },
          { gunicorn: 'not asked' },
        ),
      },
    ],
  },
  'server/port-differs': {
    fires: [
      { name: 'EXPOSE', project: served('gunicorn -b 0.0.0.0:9000 proj.wsgi'), at: [['Dockerfile', 5]] },
      {
        name: 'the published port',
        project: stack(
          '  web:\n    build: .\n    command: gunicorn -b 0.0.0.0:8000 proj.wsgi\n    ports:\n      - "80:8080"\n',
        ),
        at: [['docker-compose.prod.yml', 6]],
      },
      {
        name: 'the health check',
        project: stack(
          '  web:\n    build: .\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8080/health/"]\n',
        ),
        at: [['docker-compose.prod.yml', 5]],
      },
      {
        name: 'the label for Traefik',
        project: stack(
          '  web:\n    build: .\n    labels:\n      - "traefik.http.services.web.loadbalancer.server.port=3000"\n',
        ),
        at: [['docker-compose.prod.yml', 5]],
      },
    ],
    silent: [
      {
        name: 'all say 8000',
        project: stack(
          '  web:\n    build: .\n    ports:\n      - "80:8000"\n    healthcheck:\n      test: curl -f http://localhost:8000/health/\n',
        ),
      },
      { name: 'the port is not known', project: served('gunicorn -b 0.0.0.0:$APP_PORT proj.wsgi') },
      {
        name: 'the health check asks another container',
        project: stack('  web:\n    build: .\n    healthcheck:\n      test: curl -f http://nginx:8080/health/\n'),
      },
    ],
  },
  'server/forwarded-allow-ips': {
    fires: [
      {
        name: 'everybody, with a published port',
        project: stack(
          '  web:\n    build: .\n    command: gunicorn -b 0.0.0.0:8000 --forwarded-allow-ips * proj.wsgi\n    ports:\n      - "8000:8000"\n',
        ),
        at: [['docker-compose.prod.yml', 4]],
      },
      {
        name: 'uvicorn ignores them',
        project: served('uvicorn --host 0.0.0.0 --no-proxy-headers proj.asgi:application'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      {
        name: 'everybody, where only the proxy comes by',
        project: stack(
          '  web:\n    build: .\n    command: gunicorn -b 0.0.0.0:8000 --forwarded-allow-ips * proj.wsgi\n',
        ),
      },
      { name: 'gunicorn’s default', project: stack('  web:\n    build: .\n    ports:\n      - "8000:8000"\n') },
    ],
  },
  'server/uwsgi': {
    fires: [
      {
        name: 'no die-on-term',
        project: served('uwsgi --ini uwsgi.ini', {
          'uwsgi.ini':
            '[uwsgi]\nhttp-socket = :8000\nmodule = proj.wsgi\nmaster = true\nneed-app = true\nharakiri = 120\nenable-threads = true\n',
        }),
        at: [['uwsgi.ini', 1]],
      },
      {
        name: 'the master is switched off',
        project: served('uwsgi uwsgi.ini', {
          'uwsgi.ini':
            '[uwsgi]\nhttp-socket = :8000\nmodule = proj.wsgi\nmaster = false\nneed-app = true\nharakiri = 120\nenable-threads = true\ndie-on-term = true\n',
        }),
        at: [['uwsgi.ini', 4]],
      },
    ],
    silent: [
      {
        name: 'all of it, on the command line',
        project: served(
          'uwsgi --http-socket :8000 --module proj.wsgi --master --need-app --harakiri 60 --enable-threads --die-on-term',
        ),
      },
      { name: 'the file is not in the repository', project: served('uwsgi --ini /etc/uwsgi/site.ini') },
    ],
  },
  'server/uwsgi-socket': {
    fires: [
      {
        name: 'its own protocol and nothing that speaks it',
        project: served('uwsgi --socket 0.0.0.0:8000 --module proj.wsgi'),
        at: [['Dockerfile', 6]],
      },
    ],
    silent: [
      { name: 'HTTP', project: served('uwsgi --http-socket 0.0.0.0:8000 --module proj.wsgi') },
      {
        name: 'an nginx with uwsgi_pass',
        project: stack(
          '  web:\n    build: .\n    command: uwsgi --socket 0.0.0.0:8000 --module proj.wsgi\n  nginx:\n    image: nginx:1.29\n    volumes:\n      - ./nginx.conf:/etc/nginx/conf.d/default.conf\n',
          {
            'nginx.conf': 'server { location / { uwsgi_pass web:8000; } }\n',
          },
        ),
      },
    ],
  },
  'server/unit-restart': {
    fires: [
      {
        name: 'no Restart',
        project: running({ 'deploy/site.service': UNIT('User=site') }),
        at: [['deploy/site.service', 6]],
      },
      {
        name: 'Restart=no',
        project: running({ 'deploy/site.service': UNIT('User=site\nRestart=no') }),
        at: [['deploy/site.service', 8]],
      },
    ],
    silent: [
      {
        name: 'Restart=on-failure',
        project: running({ 'deploy/site.service': UNIT('User=site\nRestart=on-failure') }),
      },
    ],
  },
  'server/unit-user': {
    fires: [
      {
        name: 'no User',
        project: running({ 'deploy/site.service': UNIT('Restart=always') }),
        at: [['deploy/site.service', 6]],
      },
      {
        name: 'User=root',
        project: running({ 'deploy/site.service': UNIT('User=root') }),
        at: [['deploy/site.service', 7]],
      },
    ],
    silent: [
      { name: 'a user of its own', project: running({ 'deploy/site.service': UNIT('User=site') }) },
      {
        name: 'a unit of a user’s manager',
        project: running({ 'deploy/systemd/user/site.service': UNIT('Restart=always') }),
      },
    ],
  },
};
