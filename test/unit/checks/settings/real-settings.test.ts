import { beforeAll, describe, expect, test } from '@jest/globals';
import { judge } from '../../../../src/checks/judge.ts';
import type { Project } from '../../../../src/checks/project.ts';
import { MARKS } from '../../../../src/checks/secrets/marks.ts';
import { SECRET_NAMES } from '../../../../src/checks/secrets/names.ts';
import { RULES } from '../../../../src/checks/settings/index.ts';
import { WANTED_SETTINGS } from '../../../../src/checks/settings/wanted.ts';
import type { EvaluationQuestion } from '../../../../src/django/question.ts';
import { askProject, type Files, type Packages } from '../../../support/asked-project.ts';
import { projectWith } from '../../../support/checks.ts';

/** What the rules say of files that a real Python evaluated, worst first: `severity rule file:line`. */
async function findingsIn(
  files: Files,
  asked: Partial<EvaluationQuestion>,
  packages: Packages = 'lab',
): Promise<readonly string[]> {
  const evaluation: EvaluationQuestion = {
    id: 'production',
    settings: 'settings',
    environment: {},
    variations: true,
    depth: 'settings',
    visits: [],
    celery: [],
    ...asked,
  };
  const { evaluations } = await askProject(
    files,
    () => ({ settings: WANTED_SETTINGS, marks: MARKS, secretNames: SECRET_NAMES, evaluations: [evaluation] }),
    packages,
  );
  const project: Project = projectWith({
    site: new URL('https://obcms.gov.ph'),
    evaluations: evaluations.map(answer => ({
      services: ['the given environment'],
      module: answer.settings?.module,
      variables: new Set(Object.keys(evaluation.environment)),
      answer,
    })),
  });
  return judge(project, RULES, new Set(['settings'])).findings.map(
    ({ severity, rule, place }) => `${severity} ${rule} ${place?.file}:${place?.line}`,
  );
}

const KEY =
  'q7RkV2mZx9LwT4bNc8YpJd3HfGsA6uEeWi1oXzQvB5tKrMyPnDjLhCgF0aUS_OI-4wq9Zb7xN2kV8mT3rJ6yLpHdGfSsAaQeWuRiTyOoPl5jKhGcFvXzBnMmCdE2q8Y';

const BASE = `from pathlib import Path
import environ

BASE_DIR = Path(__file__).resolve().parent
env = environ.Env(DEBUG=(bool, True))
DEBUG = env("DEBUG")
SECRET_KEY = env("SECRET_KEY", default="django-insecure-change-this-key-0123456789")
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.staticfiles"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31536000
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
`;

const PRODUCTION = `from .base import *
from .base import env

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
`;

const PACKAGE = {
  'site_settings/__init__.py': '',
  'site_settings/base.py': BASE,
  'site_settings/production.py': PRODUCTION,
};

const high = (findings: readonly string[]) => findings.filter(text => /^(?:critical|high) /.test(text));

describe('a package whose production only overrides DEBUG', () => {
  let findings: readonly string[] = [];

  beforeAll(async () => {
    findings = await findingsIn(PACKAGE, {
      settings: 'site_settings.production',
      environment: { ALLOWED_HOSTS: 'obcms.gov.ph', CSRF_TRUSTED_ORIGINS: 'https://obcms.gov.ph' },
    });
  });

  test('is found at the lines of its base where DEBUG is absent, though DEBUG itself is off', () => {
    expect(high(findings)).toEqual([
      'critical settings/secret-key site_settings/base.py:7',
      'critical settings/database-engine site_settings/base.py:17',
      'high settings/static-hashed site_settings/base.py:28',
    ]);
    expect(findings).toContain('medium settings/depends-on-debug site_settings/base.py:20');
    expect(findings).toContain('medium settings/cache-shared site_settings/base.py:29');
  });

  test('is found by what would happen without each variable where all are given', async () => {
    const given = await findingsIn(PACKAGE, {
      settings: 'site_settings.production',
      environment: {
        DEBUG: '0',
        SECRET_KEY: KEY,
        DATABASE_URL: 'postgres://obcms:Vt8sYw4Rb6Nc1Hd5Je7Gp0Ui3Ko9Xl2M@db:5432/obcms',
        ALLOWED_HOSTS: 'obcms.gov.ph',
        CSRF_TRUSTED_ORIGINS: 'https://obcms.gov.ph',
      },
    });
    expect(high(given)).toEqual([
      'high settings/silent-default site_settings/base.py:7',
      'high settings/silent-default site_settings/base.py:17',
      'high settings/depends-on-debug site_settings/base.py:20',
    ]);
  });
});

test('one file for every environment is judged by what its variables make of it', async () => {
  const text = `import os

DEBUG = os.environ.get("DEBUG", "1") == "1"
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")
SECURE_SSL_REDIRECT = not DEBUG
`;
  const findings = await findingsIn(
    { 'settings.py': text },
    { environment: { DEBUG: '0', SECRET_KEY: KEY, ALLOWED_HOSTS: 'obcms.gov.ph, www.obcms.gov.ph' } },
  );
  expect(findings).toEqual(
    expect.arrayContaining([
      'high settings/debug-default settings.py:3',
      'medium settings/debug-variable settings.py:3',
      'high settings/hosts-shape settings.py:5',
      'medium settings/silent-default settings.py:5',
      'low settings/module settings.py:1',
    ]),
  );
});

test('settings that a variable switches are judged in the branch that ran', async () => {
  const text = `import os
from common import *

if os.environ["APP_ENV"] == "production":
    DEBUG = False
    ALLOWED_HOSTS = ["*"]
else:
    DEBUG = True
    ALLOWED_HOSTS = []
`;
  const common = `SECRET_KEY = "${KEY}"\nUSE_TZ = False\n`;
  const findings = await findingsIn(
    { 'settings.py': text, 'common.py': common },
    { environment: { APP_ENV: 'production' } },
  );
  expect(findings).toContain('high settings/hosts-wildcard settings.py:6');
  expect(findings).toContain('medium settings/secret-key common.py:1');
  expect(findings).toContain('medium settings/time-zone common.py:2');
  expect(findings.filter(found => found.includes('settings/debug'))).toEqual([]);
});

test('an older Django is judged by what it reads', async () => {
  const text = `SECRET_KEY = "${KEY}"
ALLOWED_HOSTS = ["obcms.gov.ph"]
CSRF_TRUSTED_ORIGINS = ["https://obcms.gov.ph"]
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
USE_L10N = True
`;
  const findings = await findingsIn({ 'settings.py': text }, {}, 'django32');
  expect(findings).toContain('high settings/csrf-origin-scheme settings.py:3');
  expect(findings).toContain('high settings/storages-ignored settings.py:4');
  expect(findings.filter(found => found.includes('settings/dead'))).toEqual([]);
});
