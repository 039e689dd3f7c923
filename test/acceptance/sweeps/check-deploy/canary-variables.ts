import { type Canary, canary, HEADER_ODD, ODD, URL_PASSWORD } from '../canaries.ts';
import { django, type Tree } from './project.ts';

/** Variables of the application, by their names. */
export const GIVEN = {
  SECRET_KEY: canary('given SECRET_KEY', ODD),
  DATABASE_PASSWORD: { name: 'given DATABASE_PASSWORD', value: URL_PASSWORD },
  REDIS_PASSWORD: canary('given REDIS_PASSWORD', '|/+='),
  EMAIL_HOST_PASSWORD: canary('given EMAIL_PASS', '$HOME'),
  SENTRY_DSN: canary('given SENTRY_DSN'),
  /** Of a name that nobody knows. */
  ACME_THING: canary('given unknown name', HEADER_ODD),
} satisfies Readonly<Record<string, Canary>>;

const databaseUrl = `postgres://app:${encodeURIComponent(URL_PASSWORD)}@db:5432/app?sslmode=require`;

export const VARIABLES: Readonly<Record<string, string>> = {
  DEBUG: '0',
  ALLOWED_HOSTS: 'app.example',
  DATABASE_URL: databaseUrl,
  REDIS_URL: `redis://:${encodeURIComponent(GIVEN.REDIS_PASSWORD.value)}@redis:6379/0`,
  ...Object.fromEntries(Object.entries(GIVEN).map(([name, { value }]) => [name, value])),
};

/** Of the workflow, in the environment of the step. */
export const WORKFLOW = {
  GITHUB_TOKEN: canary('env GITHUB_TOKEN'),
  ACTIONS_RUNTIME_TOKEN: canary('env RUNTIME_TOKEN'),
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: canary('env ID_TOKEN'),
  COOLIFY_TOKEN: canary('env COOLIFY_TOKEN'),
  AWS_SECRET_ACCESS_KEY: canary('env AWS_SECRET'),
} satisfies Readonly<Record<string, Canary>>;

const READS = `import os
import environ

env = environ.Env()
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DATABASES = {"default": env.db("DATABASE_URL")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("REDIS_URL")}}
CELERY_BROKER_URL = env("REDIS_URL")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
SENTRY_DSN = env("SENTRY_DSN")
ACME = env("ACME_THING")
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
ROOT_URLCONF = "site_.urls"
`;
const PLAIN = 'from django.urls import path\nurlpatterns = []\n';

/** The same settings, and then this. */
export const reading = (more: string, others: Tree = {}): Tree =>
  django(`${READS}${more}`, { 'site_/urls.py': PLAIN, ...others });

/** Every way to spell all of the variables. */
export const SPELLED = `
import base64, json, urllib.parse
def spelled():
    for name, value in os.environ.items():
        yield name + "=" + value
        yield value
        yield repr(value)
        yield json.dumps(value)
        yield urllib.parse.quote(value, safe="")
        yield urllib.parse.quote_plus(value)
        yield urllib.parse.unquote(value)
        yield base64.b64encode(value.encode()).decode()
        yield base64.b64encode(("user:" + value).encode()).decode()
        yield base64.urlsafe_b64encode(value.encode()).decode()
        yield value.encode().hex()
        yield value[::-1]
`;

export const CHECKS = `
from django.core import checks
def complain(app_configs, **kwargs):
    return [checks.Critical(text, hint=text, id="own.E%03d" % number, obj=text) for number, text in enumerate(spelled())]
checks.register(complain, "own", deploy=True)
`;

export const URLS = `from django.http import HttpResponse, JsonResponse, HttpResponseRedirect
from django.urls import path
from django.conf import settings
def health(request):
    return HttpResponseRedirect("/" + settings.ACME + "?key=" + settings.SECRET_KEY)
def ready(request):
    return JsonResponse({value: 1 for value in settings.SPELLED})
def boom(request):
    raise ValueError(settings.SECRET_KEY, settings.ACME)
urlpatterns = [path("health/", health), path("ready/", ready), path("healthz/", boom)]
`;
