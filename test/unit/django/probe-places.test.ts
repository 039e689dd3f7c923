import { describe, expect, test } from '@jest/globals';
import { BARE, evaluate, placeOf, settingOf, settle, toldValue } from './probing.ts';

describe('the place of a setting', () => {
  test('is the line of the assignment that won, across star imports', async () => {
    const evaluation = await evaluate({
      files: {
        'conf/__init__.py': '',
        'conf/base.py': `${BARE}DEBUG = True\nALLOWED_HOSTS = []\nTIME_ZONE = "UTC"\n`,
        'conf/production.py': 'from .base import *\n\nDEBUG = False\nALLOWED_HOSTS += ["a.example"]\n',
      },
      evaluation: { settings: 'conf.production' },
    });
    expect(placeOf(evaluation, 'DEBUG')).toBe('conf/production.py:3');
    expect(placeOf(evaluation, 'ALLOWED_HOSTS')).toBe('conf/production.py:4');
    expect(placeOf(evaluation, 'TIME_ZONE')).toBe('conf/base.py:6');
    expect(evaluation.settings?.files).toEqual(['conf/__init__.py', 'conf/production.py', 'conf/base.py']);
  });

  test('comes with what it took the place of, where loggers may be lost that way', async () => {
    const evaluation = await evaluate({
      files: {
        'conf/__init__.py': '',
        'conf/base.py': `${BARE}LOGGING = {"version": 1, "loggers": {"celery": {}}}\n`,
        'conf/production.py': 'from .base import *\n\nLOGGING = {"version": 1, "loggers": {}}\n',
      },
      evaluation: { settings: 'conf.production' },
    });
    expect(settingOf(evaluation, 'LOGGING').replaced).toEqual({
      value: { version: 1, loggers: { celery: {} } },
      place: { file: 'conf/base.py', line: 4 },
    });
    const careful = await evaluate({
      files: {
        'conf/__init__.py': '',
        'conf/base.py': `${BARE}LOGGING = {"version": 1, "loggers": {"celery": {}}}\n`,
        'conf/careful.py': 'from .base import *\n\nLOGGING["loggers"]["django"] = {}\n',
      },
      evaluation: { settings: 'conf.careful' },
    });
    expect(settingOf(careful, 'LOGGING')).not.toHaveProperty('replaced');
  });

  test('follows a name that is imported alone, and one under another name', async () => {
    const evaluation = await settle('from values import DEBUG, ZONE as TIME_ZONE\nfrom keys import *\n', {
      files: { 'values.py': 'DEBUG = False\nZONE = "UTC"\n', 'keys.py': BARE },
    });
    expect(placeOf(evaluation, 'DEBUG')).toBe('values.py:1');
    expect(placeOf(evaluation, 'TIME_ZONE')).toBe('values.py:2');
    expect(placeOf(evaluation, 'SECRET_KEY')).toBe('keys.py:1');
  });

  test('is a line that ran: the branch that was taken', async () => {
    const text = `${BARE}DEBUG = False
if DEBUG:
    STATIC_URL = "/debug/"
else:
    STATIC_URL = "/static/"
try:
    MEDIA_URL = "/a/"
    raise ValueError
except ValueError:
    MEDIA_URL = "/b/"
finally:
    TIME_ZONE = "UTC"
with open(__file__):
    LANGUAGE_CODE = "de"
`;
    const evaluation = await settle(text);
    expect(placeOf(evaluation, 'STATIC_URL')).toBe('settings.py:8');
    expect(placeOf(evaluation, 'MEDIA_URL')).toBe('settings.py:13');
    expect(placeOf(evaluation, 'TIME_ZONE')).toBe('settings.py:15');
    expect(placeOf(evaluation, 'LANGUAGE_CODE')).toBe('settings.py:17');
  });

  test('of a dictionary over several lines is the line of its name, and of a later change that of the change', async () => {
    const text = `${BARE}CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache",
    },
}
STORAGES = {}
STORAGES["staticfiles"] = {"BACKEND": "x"}
LOGGING = {"version": 1, "handlers": {}}
LOGGING["handlers"]["a"] = {}
MIDDLEWARE = []
MIDDLEWARE.append("a.b")
CACHES.update({})
INSTALLED_APPS = ["a"]
INSTALLED_APPS.insert(0, "b")
`;
    const evaluation = await settle(text);
    expect(placeOf(evaluation, 'STORAGES')).toBe('settings.py:10');
    expect(placeOf(evaluation, 'LOGGING')).toBe('settings.py:12');
    expect(placeOf(evaluation, 'MIDDLEWARE')).toBe('settings.py:14');
    expect(placeOf(evaluation, 'CACHES')).toBe('settings.py:15');
    expect(placeOf(evaluation, 'INSTALLED_APPS')).toBe('settings.py:17');
  });

  test('is found for names that are not written as assignments', async () => {
    const text = `${BARE}globals()["STATIC_URL"] = "/s/"
locals().update(MEDIA_URL="/m/")
for name in ("EMAIL_HOST", "EMAIL_HOST_USER"):
    globals()[name] = name.lower()
exec("TIME_ZONE = 'UTC'")
vars()["EMAIL_PORT"] = 1
(SECURE_HSTS_SECONDS, (SESSION_COOKIE_AGE, *_)) = 1, (2, 3)
LANGUAGE_CODE: str = "de"
`;
    const evaluation = await settle(text);
    expect(placeOf(evaluation, 'STATIC_URL')).toBe('settings.py:4');
    expect(placeOf(evaluation, 'MEDIA_URL')).toBe('settings.py:5');
    expect(placeOf(evaluation, 'EMAIL_HOST_USER')).toBe('settings.py:7');
    expect(placeOf(evaluation, 'TIME_ZONE')).toBe('settings.py:8');
    expect(placeOf(evaluation, 'EMAIL_PORT')).toBe('settings.py:9');
    expect(placeOf(evaluation, 'SESSION_COOKIE_AGE')).toBe('settings.py:10');
    expect(placeOf(evaluation, 'LANGUAGE_CODE')).toBe('settings.py:11');
  });

  test('is the same object assigned again: the later line, though nothing changed', async () => {
    const evaluation = await settle(`${BARE}DEBUG = False\nDEBUG = False\n`);
    expect(placeOf(evaluation, 'DEBUG')).toBe('settings.py:5');
  });

  test('lies in the file that was executed into the settings', async () => {
    const text = `${BARE}import pathlib
part = pathlib.Path(__file__).with_name("part.inc.py")
exec(compile(part.read_text(), str(part), "exec"))
`;
    const evaluation = await settle(text, { files: { 'part.inc.py': '\nTIME_ZONE = "UTC"\n' } });
    expect(placeOf(evaluation, 'TIME_ZONE')).toBe('part.inc.py:2');
  });

  test('lies in the module that the environment chose, however its names are copied', async () => {
    const files = {
      'conf/base.py': `${BARE}TIME_ZONE = "UTC"\n`,
      'conf/production.py': 'from .base import *\nMEDIA_URL = "/production/"\n',
    };
    const chosen = async (text: string) => {
      const evaluation = await evaluate({
        files: { ...files, 'conf/__init__.py': text },
        environment: { STAGE: 'production' },
        evaluation: { settings: 'conf' },
      });
      return [placeOf(evaluation, 'MEDIA_URL'), placeOf(evaluation, 'TIME_ZONE')];
    };
    const expected = ['conf/production.py:2', 'conf/base.py:4'];
    const start = 'import importlib, os\nstage = os.environ["STAGE"]\n';
    expect(await chosen(`${start}if stage == "production":\n    from .production import *\n`)).toEqual(expected);
    expect(await chosen(`${start}exec(f"from .{stage} import *")\n`)).toEqual(expected);
    expect(
      await chosen(`${start}module = importlib.import_module(f"conf.{stage}")
for name in dir(module):
    if name.isupper():
        globals()[name] = getattr(module, name)
`),
    ).toEqual(expected);
    expect(await chosen(`${start}globals().update(vars(importlib.import_module(f"conf.{stage}")))\n`)).toEqual(
      expected,
    );
  });

  test('is none for what Django says, which is marked as its default', async () => {
    const evaluation = await settle(BARE);
    expect(settingOf(evaluation, 'SECURE_SSL_REDIRECT')).toEqual({
      value: false,
      default: true,
      place: null,
      dummy: false,
      variables: [],
    });
  });

  test('is told for a setting that was not asked for, without its value', async () => {
    const evaluation = await settle(`${BARE}OUR_OWN = "a value"\nOUR_API_KEY = "sk-9fQ2mZx7Lr4T"\n`);
    expect(evaluation.settings?.others['OUR_OWN']).toEqual({ place: { file: 'settings.py', line: 4 }, secret: null });
    expect(evaluation.settings?.others['OUR_API_KEY']).toMatchObject({ secret: { $: 'secret', length: 15 } });
    expect(JSON.stringify(evaluation)).not.toContain('a value');
  });

  test('survives a module with a future import and a docstring, and one that is a loop of ten thousand', async () => {
    const text = `"""Words."""
from __future__ import annotations
${BARE}for number in range(10_000):
    EMAIL_PORT = number
`;
    const evaluation = await settle(text);
    expect(toldValue(evaluation, 'EMAIL_PORT')).toBe(9999);
    expect(placeOf(evaluation, 'EMAIL_PORT')).toBe('settings.py:7');
    expect(placeOf(evaluation, 'SECRET_KEY')).toBe('settings.py:3');
  });
});

describe('the variables of a setting', () => {
  const variables = async (text: string, environment: Record<string, string>, name: string) =>
    settingOf(await settle(`import os\n${text}\n${BARE}`, { environment }), name).variables;

  test('are those its statement reads', async () => {
    expect(await variables('TIME_ZONE = os.environ.get("TZ_NAME", "UTC")', {}, 'TIME_ZONE')).toEqual(['TZ_NAME']);
  });

  test('are those of the names it uses, and of the names these use', async () => {
    const text = `raw = os.environ.get("ON", "0")
switch = raw == "1"
DEBUG = switch`;
    expect(await variables(text, {}, 'DEBUG')).toEqual(['ON']);
  });

  test('are those of the condition it stands under', async () => {
    const text = `DEBUG = os.environ.get("DEBUG") == "1"
if DEBUG:
    EMAIL_HOST = "a"
else:
    EMAIL_HOST = "b"
if os.environ.get("S3"):
    MEDIA_URL = "s3"
else:
    MEDIA_URL = "local"`;
    expect(await variables(text, {}, 'EMAIL_HOST')).toEqual(['DEBUG']);
    expect(await variables(text, {}, 'MEDIA_URL')).toEqual(['S3']);
  });

  test('are those that a function of the project reads for it', async () => {
    const text = `def need(name):
    return os.environ.get(name, "x")
EMAIL_HOST = need("MAIL")
EMAIL_HOST_USER = need("USER_NAME")`;
    expect(await variables(text, {}, 'EMAIL_HOST')).toEqual(['MAIL']);
    expect(await variables(text, {}, 'EMAIL_HOST_USER')).toEqual(['USER_NAME']);
  });

  test('are those of what it was before it was extended, and cross imports', async () => {
    const evaluation = await settle(`from base import *\nALLOWED_HOSTS += ["localhost"]\n`, {
      files: { 'base.py': `import os\n${BARE}ALLOWED_HOSTS = os.environ.get("HOSTS", "").split(",")\n` },
    });
    expect(settingOf(evaluation, 'ALLOWED_HOSTS').variables).toEqual(['HOSTS']);
  });

  test('are none of another statement', async () => {
    const text = `A = os.environ.get("ONE")\nTIME_ZONE = "UTC"`;
    expect(await variables(text, { ONE: '1' }, 'TIME_ZONE')).toEqual([]);
  });
});
