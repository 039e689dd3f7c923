import { django, type Tree } from './project.ts';

/** A project with the text in one of the places where a project has texts of its own. */
export interface Place {
  readonly name: string;
  tree(text: string): Tree;
  inputs?(text: string): Readonly<Record<string, string>>;
  readonly context?: (text: string) => Readonly<Record<string, string>>;
  /** File names and names of variables cannot hold everything. */
  readonly short?: true;
  readonly quick?: true;
}

export const python = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
/** As a line of a file that knows no line ends. */
export const line = (text: string): string => text.replace(/[\r\n\0]/g, ' ');
export const yaml = python;

const HEAD = `import os
from pathlib import Path
SECRET_KEY = "x"
DEBUG = True
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
TEXT = os.environ.get("EVIL") or open(Path(__file__).parent / "text", encoding="utf-8", newline="").read()
`;
export const site = (text: string, more: string, others: Tree = {}): Tree =>
  django(`${HEAD}${more}`, { 'site_/urls.py': 'urlpatterns = []\n', 'site_/text': text, ...others });

/** In Python: settings, exceptions, checks, pages. */
export const IN_PYTHON: readonly Place[] = [
  {
    name: 'settings',
    quick: true,
    tree: text =>
      site(
        text,
        `
ALLOWED_HOSTS = [TEXT, "*"]
CSRF_TRUSTED_ORIGINS = [TEXT]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
LOGGING = {"version": 1, "handlers": {TEXT: {"class": "logging.FileHandler", "filename": TEXT.replace("\\0", ""), "delay": True}}, "root": {"handlers": [TEXT]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": TEXT}, TEXT: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": TEXT.replace("\\0", ""), "HOST": TEXT, "OPTIONS": {TEXT: TEXT}}}
STATIC_URL = "/" + TEXT
LOGIN_URL = TEXT
DEFAULT_FROM_EMAIL = TEXT
EMAIL_HOST = TEXT
SILENCED_SYSTEM_CHECKS = [TEXT, "security.W018"]
CELERY_BROKER_URL = TEXT
CELERY_BEAT_SCHEDULE = {TEXT: {"task": TEXT, "schedule": 1}}
SECURE_REFERRER_POLICY = TEXT
X_FRAME_OPTIONS = TEXT
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CORS_ALLOWED_ORIGINS = [TEXT]
`,
      ),
  },
  {
    name: 'a backend that is not there',
    tree: text =>
      site(
        text,
        'STORAGES = {"default": {"BACKEND": TEXT}, "staticfiles": {"BACKEND": TEXT}}\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nEMAIL_BACKEND = TEXT\nSESSION_ENGINE = TEXT\n',
      ),
  },
  { name: 'an app that is not there', tree: text => site(text, 'INSTALLED_APPS = [TEXT]\n') },
  { name: 'an exception of the settings', quick: true, tree: text => site(text, 'raise ValueError(TEXT)\n') },
  {
    name: 'an exception with a name of its own',
    tree: text => site(text, 'raise type(TEXT.replace("\\0", ""), (Exception,), {"__module__": TEXT})(TEXT)\n'),
  },
  {
    name: 'a variable that is missing',
    tree: text => site(text, 'os.environ[TEXT.replace("\\0", "").replace("=", "-")[:5000]]\n'),
  },
  {
    name: 'a module that is missing',
    tree: text => site(text, 'raise ModuleNotFoundError("No module named " + TEXT, name=TEXT)\n'),
  },
  {
    name: 'an error of syntax',
    tree: text => site('', `raise SyntaxError(${python(text)}, (${python(text)}, 1, 1, ${python(text)}))\n`),
  },
  {
    name: 'a message of a check',
    quick: true,
    tree: text =>
      site(
        text,
        `
from django.core import checks
checks.register(lambda app_configs, **kwargs: [checks.Error(TEXT, hint=TEXT, obj=TEXT, id=TEXT), checks.Warning(TEXT, id="own.W001")], "own")
`,
      ),
  },
  {
    name: 'a check that breaks',
    tree: text =>
      site(
        text,
        `
from django.core import checks
def broken(app_configs, **kwargs):
    raise ValueError(TEXT)
checks.register(broken, "own")
`,
      ),
  },
  {
    name: 'what a page says',
    tree: text =>
      site(text, '', {
        'site_/urls.py': `from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import path
T = settings.TEXT
def health(request):
    answer = HttpResponse(T, status=500, content_type="text/html")
    answer.headers["Content-Type"] = T.replace("\\n", "").replace("\\r", "")[:500].encode("ascii", "replace").decode()
    return answer
def ready(request):
    return JsonResponse({T: T})
def healthz(request):
    raise ValueError(T)
def readyz(request):
    answer = HttpResponse(status=302)
    answer.headers["Location"] = T.replace("\\n", "").replace("\\r", "").encode("ascii", "replace").decode()
    return answer
healthz.__qualname__ = healthz.__module__ = T
urlpatterns = [path("health/", health), path("ready/", ready), path("healthz/", healthz), path("readyz/", readyz)]
`,
      }),
  },
  {
    name: 'hosts, programs and files that settings ask for',
    tree: text =>
      site(
        text,
        `
import socket, subprocess
for act in (lambda: socket.create_connection((TEXT.replace("\\0", "")[:200], 80)), lambda: socket.getaddrinfo(TEXT.replace("\\0", "")[:60], 80), lambda: subprocess.run([TEXT.replace("\\0", "")]), lambda: os.system(TEXT.replace("\\0", "")), lambda: open(TEXT.replace("\\0", "")[:200], "w")):
    try:
        act()
    except Exception:
        pass
`,
      ),
  },
];
