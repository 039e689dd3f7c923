/** A project in which every file that is read holds a secret, each one of its own, beside the faults that findings point at. */
import { type Canary, canary } from '../canaries.ts';
import { django, type Tree } from './project.ts';

const of = (name: string): Canary => canary(name, '-K7w');

export const WRITTEN = {
  key: of('key in settings'),
  fallback: of('old key in settings'),
  database: of('db password literal'),
  databaseUrl: of('url password literal'),
  cache: of('cache password'),
  brokerOne: of('1st broker password'),
  brokerTwo: of('2nd broker password'),
  libpq: of('libpq words'),
  mail: of('mail password'),
  token: of('token of a service'),
  nested: of('nested in a setting'),
  webhook: of('slack webhook'),
  jwt: of('JWT signing key'),
  aws: of('AWS secret key'),
  template: of('env template file'),
  envFile: of('.env in git'),
  argument: of('ARG of Dockerfile'),
  image: of('ENV of Dockerfile'),
  index: of('index url in RUN'),
  run: of('RUN assignment'),
  curl: of('curl header in RUN'),
  entrypoint: of('entrypoint script'),
  compose: of('Compose literal'),
  composeUrl: of('Compose url'),
  composeList: of('list in Compose'),
  composeDefault: of('default in Compose'),
  health: of('health check words'),
  command: of('command line redis'),
  label: of('label of Compose'),
  buildArgument: of('build args Compose'),
  gunicorn: of('gunicorn raw_env'),
  proxy: of('proxy header nginx'),
  workflow: of('workflow env'),
  workflowRun: of('workflow run line'),
  requirement: of('index in reqs'),
  systemd: of('systemd Environment'),
  procfile: of('Procfile assign'),
  dump: of('dump of a table'),
  pem: { name: 'private key file', value: 'MIIEvQIBADANBgkqhkiG9w0BAQEFAAScQm4xV2s3RzhU' },
} satisfies Readonly<Record<string, Canary>>;

const W = Object.fromEntries(Object.entries(WRITTEN).map(([name, { value }]) => [name, value]));

const SETTINGS = `import environ
from pathlib import Path

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = "${W['key']}"
SECRET_KEY_FALLBACKS = ["${W['fallback']}"]
ALLOWED_HOSTS = ["*", " spaced.example "]
CSRF_TRUSTED_ORIGINS = ["spaced.example/path"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.staticfiles"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "site_.urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "app",
        "USER": "app",
        "PASSWORD": "${W['database']}",
        "HOST": "db",
        "OPTIONS": {"options": "-c app.key=x", "sslmode": "disable", "passfile": "x"},
    },
    "other": env.db("OTHER_DATABASE_URL", default="postgres://app:${W['databaseUrl']}@db/other"),
}
DATABASE_DSN = "host=db user=app password=${W['libpq']} dbname=app"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ["redis://:${W['cache']}@redis:6379/0", "redis://:${W['cache']}@redis2:6379/0"]}}
CELERY_BROKER_URL = "amqp://app:${W['brokerOne']}@rabbit1//;amqp://app:${W['brokerTwo']}@rabbit2//"
CELERY_RESULT_BACKEND = "db+postgresql://app:${W['brokerOne']}@db/results?password=${W['brokerTwo']}"
CELERY_TASK_ALWAYS_EAGER = True
EMAIL_HOST_PASSWORD = "${W['mail']}"
EMAIL_USE_TLS = EMAIL_USE_SSL = True
STRIPE_SECRET_KEY = "${W['token']}"
SENTRY_DSN = "https://${W['token']}@o1.ingest.example/1"
LOGGING = {
    "version": 1,
    "handlers": {
        "file": {"class": "logging.FileHandler", "filename": "/tmp/app.log", "delay": True},
    },
    "alerts": {"url": "https://hooks.slack.com/services/T00/B00/${W['webhook']}"},
    "root": {"handlers": ["file"], "level": "DEBUG"},
}
SIMPLE_JWT = {"SIGNING_KEY": "${W['jwt']}", "ALGORITHM": "HS256"}
AWS_SECRET_ACCESS_KEY = "${W['aws']}"
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"access_key": "AKIA", "secret_key": "${W['nested']}"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
SECURE_SSL_REDIRECT = True
`;

const DOCKERFILE = `FROM python:latest AS build
ARG DATABASE_PASSWORD=${W['argument']}
RUN pip install --index-url https://deploy:${W['index']}@packages.example/simple -r requirements.txt
RUN API_TOKEN=${W['run']} python manage.py collectstatic --noinput && curl -H "Authorization: Bearer ${W['curl']}" https://deploy.example/done
FROM build
ENV SECRET_KEY=${W['image']} DJANGO_SETTINGS_MODULE=site_.settings
COPY . /app
WORKDIR /app
EXPOSE 9000
HEALTHCHECK CMD curl -f -u admin:${W['health']} http://localhost:8000/health
ENTRYPOINT ["/app/entrypoint.sh"]
CMD gunicorn --config missing.conf.py --bind 127.0.0.1:8000 site_.wsgi
`;

const COMPOSE = `services:
  web:
    build:
      context: .
      args: { DEPLOY_TOKEN: ${W['buildArgument']} }
    environment:
      DATABASE_URL: postgres://app:${W['composeUrl']}@db/app
      SMTP_PASSWORD: ${W['compose']}
      API_KEY: \${API_KEY:-${W['composeDefault']}}
    ports: ["8000:8000"]
    labels:
      traefik.http.middlewares.auth.basicauth.users: admin:${W['label']}
    healthcheck: { test: "curl -f -u admin:${W['health']} http://localhost:1/health" }
  worker:
    build: .
    entrypoint: sh -c "celery --broker redis://:${W['command']}@redis/0 -A site_ worker"
    environment:
      - DATABASE_URL=postgres://app:${W['composeList']}@db/app
      - SECRET_KEY=${W['composeList']}
  redis:
    image: redis:latest
    command: redis-server --requirepass ${W['command']}
    ports: ["6379:6379"]
    healthcheck: { test: ["CMD", "redis-cli", "-a", "${W['command']}", "ping"] }
  db:
    image: postgres
    environment: { POSTGRES_PASSWORD: ${W['compose']}, POSTGRES_USER: app }
    ports: ["5432:5432"]
  nginx:
    image: nginx:latest
    volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf"]
    ports: ["80:80"]
`;

const NGINX = `server {
  listen 80;
  location / {
    proxy_pass http://app:${W['proxy']}@web:8000;
    proxy_set_header Authorization "Bearer ${W['proxy']}";
    add_header X-Key ${W['proxy']};
    add_header X-Key ${W['proxy']};
    proxy_read_timeout 5s;
    return 301 https://u:${W['proxy']}@x/$request_uri;
  }
  location /health { return 200 "${W['proxy']}"; }
}
`;

const WORKFLOW = `on: push
env: { SECRET_KEY: ${W['workflow']}, DATABASE_URL: "postgres://app:${W['workflow']}@db/app" }
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: SECRET_KEY=${W['workflowRun']} python manage.py check --deploy --settings=site_.dev
      - run: curl -H "Authorization: Bearer ${W['workflowRun']}" https://coolify.example/api/v1/deploy
`;

export const LEAKY: Tree = django(SETTINGS, {
  'site_/urls.py': 'urlpatterns = []\n',
  Dockerfile: DOCKERFILE,
  'entrypoint.sh': `#!/bin/sh\nexport TOKEN=${W['entrypoint']}\npython manage.py migrate --database "postgres://a:${W['entrypoint']}@db/x"\ngunicorn --config missing.conf.py --env SECRET_KEY=${W['entrypoint']} site_.wsgi\n`,
  'docker-compose.yml': COMPOSE,
  'nginx.conf': NGINX,
  'gunicorn.conf.py': `import os\nraw_env = ["SECRET_KEY=${W['gunicorn']}"]\nproc_name = "${W['gunicorn']}"\nworkers = 1\ntimeout = 1\nbind = "unix:/run/${W['gunicorn']}.sock"\n`,
  '.env': `SECRET_KEY=${W['envFile']}\nDEBUG=True # ${W['envFile']}\nDATABASE_URL=postgres://a:${W['envFile']}@db/app\nSECRET_KEY='${W['envFile']}\nEMAIL_URL=smtp://a:${W['envFile']}@smtp:25\nbroken line ${W['envFile']}\n`,
  '.env.example': `SECRET_KEY=${W['template']}\nDEBUG="yes" #x\nUNREAD_TOKEN=${W['template']}\nUNREAD_URL=https://x:${W['template']}@y/\n`,
  'requirements.txt': `--extra-index-url https://x:${W['requirement']}@packages.example/simple\ndjango\ncelery\ngit+https://${W['requirement']}@github.com/org/private.git#egg=private\n`,
  'deploy/app.service': `[Service]\nEnvironment=SECRET_KEY=${W['systemd']} DATABASE_URL=postgres://a:${W['systemd']}@db/x\nExecStart=/usr/bin/gunicorn --env TOKEN=${W['systemd']} site_.wsgi\n`,
  Procfile: `web: SECRET_KEY=${W['procfile']} gunicorn --bind 127.0.0.1:8000 site_.wsgi\nworker: celery -b redis://:${W['procfile']}@r/0 -A site_ worker -B\n`,
  '.github/workflows/ci.yml': WORKFLOW,
  'dump.sql': `COPY public.auth_user (id, password) FROM stdin;\n1\tpbkdf2_sha256$600000$${W['dump']}\n`,
  'server.key': `-----BEGIN PRIVATE KEY-----\n${W['pem']}\n-----END PRIVATE KEY-----\n`,
});
