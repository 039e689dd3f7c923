import { type Canary, canary, ODD } from '../canaries.ts';
import { CHECKS, reading, SPELLED, URLS } from './canary-variables.ts';
import { LEAKY, WRITTEN } from './leaky-project.ts';
import { django, type Tree } from './project.ts';

export interface Story {
  readonly name: string;
  /** What may come of it. */
  readonly ended: readonly string[];
  readonly tree: Tree;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Secrets that only this story has. */
  readonly own?: readonly Canary[];
  /** The variables come from an application in Coolify instead. */
  readonly coolify?: true;
  /** One of the project's own, for the part that every run takes. */
  readonly quick?: true;
}

const BAD_LINE = canary('bad line of env', ODD);
const IN_ADDRESS = canary('in an address');

const REFUSED = ['failed/settings-refused', 'failed/unfit'];

export const STORIES: readonly Story[] = [
  {
    name: 'everything is written down in files',
    ended: ['failed/unfit'],
    tree: LEAKY,
    own: Object.values(WRITTEN),
    quick: true,
  },
  {
    name: 'the same, in development',
    ended: ['failed/unfit', 'passed/fit'],
    tree: LEAKY,
    own: Object.values(WRITTEN),
    inputs: { profile: 'development', 'fail-on': 'low' },
  },
  {
    name: 'the same, as staging, against nothing given',
    ended: ['failed/unfit'],
    tree: LEAKY,
    own: Object.values(WRITTEN),
    inputs: { profile: 'staging', env: '', missing: 'dummy' },
  },
  { name: 'settings read everything', ended: ['failed/unfit', 'passed/fit'], tree: reading(''), quick: true },
  {
    name: 'the variables come from Coolify',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading(''),
    coolify: true,
    quick: true,
  },
  {
    name: 'settings print and log it',
    ended: ['failed/unfit'],
    tree: reading(`${SPELLED}
import logging, sys, warnings
for text in spelled():
    print(text)
    print(text, file=sys.stderr)
    warnings.warn(text)
    logging.error(text)
    os.write(1, text.encode(errors="replace") + b"\\n")
    os.write(2, text.encode(errors="replace") + b"\\n")
`),
  },
  {
    name: 'settings raise with it',
    ended: ['failed/settings-refused', 'failed/unfit'],
    tree: reading(`${SPELLED}\nraise ValueError("\\n".join(spelled()))\n`),
    quick: true,
  },
  {
    name: 'settings raise with a part of it',
    ended: ['failed/settings-refused', 'failed/unfit'],
    tree: reading('raise ValueError("got " + SECRET_KEY[:24] + "... instead", SECRET_KEY[3:])\n'),
  },
  {
    name: 'a value is looked up as a key',
    ended: ['failed/settings-refused', 'failed/unfit', 'failed/missing-variable'],
    tree: reading('{}[SECRET_KEY]\n'),
  },
  {
    name: 'a value is looked up as a variable',
    ended: ['failed/missing-variable', 'failed/settings-refused', 'failed/unfit'],
    tree: reading('os.environ[SECRET_KEY]\n'),
    quick: true,
  },
  {
    name: 'a value is asked for as a variable',
    ended: ['failed/missing-variable', 'failed/unfit'],
    tree: reading('env(SECRET_KEY)\n'),
  },
  {
    name: 'a value is imported',
    ended: ['failed/import-failed', 'failed/unfit', 'inconclusive/import-failed', 'failed/settings-refused'],
    tree: reading('import importlib\nimportlib.import_module("x" + ACME)\n'),
  },
  {
    name: 'a value is converted',
    ended: ['failed/settings-refused', 'failed/unfit'],
    tree: reading('int(SECRET_KEY)\n'),
  },
  {
    name: 'a value is an attribute',
    ended: ['failed/settings-refused', 'failed/unfit', 'failed/import-failed'],
    tree: reading('getattr(os, ACME)\n'),
  },
  {
    name: 'the line that breaks holds one',
    ended: ['failed/import-failed', 'failed/settings-refused', 'failed/unfit'],
    tree: django(`SECRET_KEY = "${WRITTEN.key.value}" oops\n`),
    own: [WRITTEN.key],
  },
  {
    name: 'a written one is raised',
    ended: REFUSED,
    tree: django(
      `SECRET_KEY = "${WRITTEN.key.value}"\nTOKENS = {"${WRITTEN.token.value}": 1}\nif SECRET_KEY:\n    raise ValueError("bad key " + SECRET_KEY)\n`,
    ),
    own: [WRITTEN.key],
    quick: true,
  },
  {
    name: 'one of an env file that the settings read themselves is raised',
    ended: REFUSED,
    tree: django(
      `import environ\nenv = environ.Env()\nenviron.Env.read_env("secrets.env")\nint(env("UNNAMED_THING"))\n`,
      {
        'secrets.env': `API_TOKEN=${WRITTEN.token.value}\nUNNAMED_THING=${WRITTEN.envFile.value}\n`,
      },
    ),
    own: [WRITTEN.envFile, WRITTEN.token],
  },
  {
    name: 'it is the name of files that are written',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading(`
import tempfile, pathlib
folder = pathlib.Path(tempfile.mkdtemp())
(folder / SECRET_KEY.replace("/", "-")[:60]).write_text("x")
try:
    open("/nowhere/" + EMAIL_HOST_PASSWORD, "w")
except OSError:
    pass
`),
  },
  {
    name: 'it is the name of hosts and programs',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading(`
import socket, subprocess
for act in (
    lambda: socket.create_connection((EMAIL_HOST_PASSWORD, 80)),
    lambda: socket.getaddrinfo(SENTRY_DSN, 80),
    lambda: subprocess.run([SECRET_KEY, ACME]),
    lambda: os.system("echo " + SECRET_KEY),
    lambda: socket.socket(socket.AF_UNIX).connect("/run/" + EMAIL_HOST_PASSWORD),
):
    try:
        act()
    except Exception:
        pass
`),
  },
  {
    name: 'it is in settings of harmless names',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading(`${SPELLED}
ALLOWED_HOSTS = list(spelled())
CSRF_TRUSTED_ORIGINS = list(spelled())
MIDDLEWARE = list(spelled())
LOGGING_CONFIG = None
LOGGING = {text: text for text in spelled()}
STATIC_URL = "/" + ACME
LOGIN_URL = SECRET_KEY
DEFAULT_FROM_EMAIL = SECRET_KEY
TIME_ZONE = "UTC"
SILENCED_SYSTEM_CHECKS = list(spelled())
`),
  },
  {
    name: 'checks and pages of the project tell it',
    ended: ['failed/unfit'],
    tree: reading(
      `${SPELLED}SPELLED = list(spelled())\nROOT_URLCONF = "site_.urls"\nALLOWED_HOSTS = ["*"]\n${CHECKS}`,
      {
        'site_/urls.py': URLS,
      },
    ),
    quick: true,
  },
  {
    name: 'the server file raises with it',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading('', {
      'gunicorn.conf.py': 'import os\nraise ValueError(os.environ["SECRET_KEY"], os.environ["ACME_THING"])\n',
      Procfile: 'web: gunicorn site_.wsgi\n',
    }),
  },
  {
    name: 'the server file uses it',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading('', {
      'gunicorn.conf.py':
        'import os\nproc_name = os.environ["SECRET_KEY"]\nbind = "unix:/" + os.environ["ACME_THING"]\nworkers = 1\ntimeout = 3\nuser = os.environ["EMAIL_HOST_PASSWORD"]\naccess_log_format = os.environ["SECRET_KEY"]\n',
      Procfile: 'web: gunicorn site_.wsgi\n',
    }),
  },
  {
    name: 'schedules and tasks are called like it',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading(
      'CELERY_BEAT_SCHEDULE = {SECRET_KEY: {"task": ACME, "schedule": 1, "args": [SECRET_KEY], "kwargs": {"k": EMAIL_HOST_PASSWORD}}}\nCELERY_TASK_ROUTES = {ACME: {"queue": SECRET_KEY}}\n',
      {
        'site_/celery.py':
          'import os\nfrom celery import Celery\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\napp = Celery(os.environ["SECRET_KEY"])\napp.config_from_object("django.conf:settings", namespace="CELERY")\n',
        Procfile: 'worker: celery -A site_ worker -B\n',
      },
    ),
  },
  {
    name: 'stand-ins for what is missing',
    ended: ['failed/unfit', 'passed/fit'],
    tree: reading(
      'import not_installed_thing\nnot_installed_thing.configure(SECRET_KEY)\nOTHER = env("NOT_GIVEN_URL")\n',
    ),
    inputs: { missing: 'dummy', 'stub-imports': 'missing' },
  },
  {
    name: 'the process is shot with it in the air',
    ended: ['failed/settings-refused', 'failed/unfit', 'inconclusive/settings-refused'],
    tree: reading('import signal\nprint(SECRET_KEY)\nos.kill(os.getpid(), signal.SIGKILL)\n'),
  },
  {
    name: 'a line of env that is none',
    ended: ['error/invalid-input'],
    tree: reading(''),
    inputs: { env: `SECRET KEY ${BAD_LINE.value}` },
    own: [BAD_LINE],
    quick: true,
  },
  {
    name: 'a password in the address of Coolify',
    ended: ['error/invalid-input'],
    tree: reading(''),
    inputs: {
      'coolify-url': `https://x:${IN_ADDRESS.value}@127.0.0.1:1`,
      'coolify-token': '1|abcdefghijklmnop',
      resource: 'abcdefghijklmnop',
    },
    own: [IN_ADDRESS],
  },
  {
    name: 'a token that is none',
    ended: ['error/invalid-input', 'error/unreachable'],
    tree: reading(''),
    inputs: {
      'coolify-url': 'http://127.0.0.1:1',
      'allow-insecure': 'true',
      'coolify-token': `Bearer ${BAD_LINE.value}`,
      resource: 'abcdefghijklmnop',
    },
    own: [BAD_LINE],
  },
];
