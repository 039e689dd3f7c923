import { describe, expect, test } from '@jest/globals';
import { isSecretName } from '../../../src/checks/secrets/names.ts';
import { secretFacts } from '../../../src/checks/secrets/strength.ts';
import { BARE, settingOf, settle, toldValue } from './probing.ts';

describe('values of settings', () => {
  test('leave as JSON, and what JSON has not as marked objects', async () => {
    const evaluation = await settle(`${BARE}import re, decimal, enum, datetime
from datetime import timedelta
from pathlib import Path
from celery.schedules import crontab
from django.utils.translation import gettext_lazy
from django.utils.regex_helper import _lazy_re_compile
class Mode(enum.Enum):
    ON = "on"
class Thing:
    pass
def function(): pass
EMAIL_TEST = [None, True, 1, 1.5, "x", b"y", (1, 2), {3}, frozenset()]
EMAIL_MORE = [timedelta(minutes=5), timedelta(milliseconds=1500), Path("/srv/x"), re.compile("^a$"), _lazy_re_compile("^b$")]
EMAIL_NAMES = [Mode.ON, Thing, function, Thing(), decimal.Decimal("1.50"), datetime.date(2026, 1, 2), gettext_lazy("Words")]
EMAIL_SCHEDULE = crontab(hour=3, minute=0)
EMAIL_NUMBERS = [float("inf"), 10**30]
EMAIL_TABLE = {1: "a", None: "b", Mode.ON: "c"}
`);
    expect(toldValue(evaluation, 'EMAIL_TEST')).toEqual([null, true, 1, 1.5, 'x', 'y', [1, 2], [3], []]);
    expect(toldValue(evaluation, 'EMAIL_MORE')).toEqual([
      { $: 'seconds', value: 300 },
      { $: 'seconds', value: 1.5 },
      { $: 'path', value: '/srv/x' },
      { $: 'pattern', value: '^a$' },
      { $: 'pattern', value: '^b$' },
    ]);
    expect(toldValue(evaluation, 'EMAIL_NAMES')).toEqual([
      'on',
      { $: 'name', value: 'settings.Thing' },
      { $: 'name', value: 'settings.function' },
      { $: 'object', type: 'settings.Thing' },
      '1.50',
      '2026-01-02',
      'Words',
    ]);
    expect(toldValue(evaluation, 'EMAIL_SCHEDULE')).toMatchObject({ $: 'schedule' });
    expect(toldValue(evaluation, 'EMAIL_NUMBERS')).toEqual(['inf', 1e30]);
    expect(toldValue(evaluation, 'EMAIL_TABLE')).toEqual({ '1': 'a', None: 'b', on: 'c' });
  });

  test('that are deep, endless, large or hostile are told as that', async () => {
    const evaluation = await settle(`${BARE}
EMAIL_CIRCLE = []
EMAIL_CIRCLE.append(EMAIL_CIRCLE)
EMAIL_LARGE = list(range(100_000))
EMAIL_LONG = "x" * 100_000
class Hostile(dict):
    def items(self): raise SystemError("no")
    def __len__(self): raise ValueError
class Worse:
    @property
    def __class__(self): raise RuntimeError
    def __repr__(self): raise RuntimeError
EMAIL_HOSTILE = [Hostile(), Worse()]
EMAIL_SURROGATE = "a\\udcff"
`);
    expect(JSON.stringify(toldValue(evaluation, 'EMAIL_CIRCLE'))).toContain('"why":"depth"');
    expect(toldValue(evaluation, 'EMAIL_LARGE')).toEqual({ $: 'unknown', why: 'size' });
    expect(toldValue(evaluation, 'EMAIL_LONG')).toEqual({ $: 'unknown', why: 'size' });
    expect(toldValue(evaluation, 'EMAIL_HOSTILE')).toEqual([
      { $: 'object', type: 'Hostile' },
      { $: 'object', type: 'Worse' },
    ]);
    expect(toldValue(evaluation, 'EMAIL_SURROGATE')).toBe('a?');
  });

  test('of addresses with a login are taken apart, and others are texts', async () => {
    const evaluation = await settle(`${BARE}
CACHES = {"default": {"BACKEND": "x", "LOCATION": "rediss://:p%40ss9Zk2LmQ@redis.example:6380/1?ssl_cert_reqs=none"}}
CELERY_BROKER_URL = "redis://redis:6379/0"
CELERY_RESULT_BACKEND = "db+postgresql://user:@h/x"
STATIC_URL = "https://cdn.example/static/"
MEDIA_URL = "https://h/x?token=abcdef"
CSRF_TRUSTED_ORIGINS = ["https://a.example"]
LOGGING = {"version": 1, "handlers": {"a": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}}}
`);
    expect(toldValue(evaluation, 'CACHES')).toMatchObject({
      default: {
        LOCATION: {
          $: 'url',
          scheme: 'rediss',
          host: 'redis.example',
          port: 6380,
          user: null,
          password: { $: 'secret', length: 11 },
          path: '/1',
          query: 'ssl_cert_reqs=none',
        },
      },
    });
    expect(toldValue(evaluation, 'CELERY_BROKER_URL')).toBe('redis://redis:6379/0');
    expect(toldValue(evaluation, 'CELERY_RESULT_BACKEND')).toMatchObject({ $: 'url', password: { length: 0 } });
    expect(toldValue(evaluation, 'STATIC_URL')).toBe('https://cdn.example/static/');
    expect(toldValue(evaluation, 'MEDIA_URL')).toMatchObject({ $: 'url', query: 'token=***' });
    expect(toldValue(evaluation, 'LOGGING')).toMatchObject({ handlers: { a: { stream: 'ext://sys.stdout' } } });
  });

  test('of secrets leave as facts: by the name of the setting, and of the key inside of it', async () => {
    const evaluation = await settle(`
SECRET_KEY = "first-9fQ2mZx7Lr4TkP8wVb"
SECRET_KEY_FALLBACKS = ["second-9fQ2mZx7Lr4TkP8wVb"]
DATABASES = {"default": {"ENGINE": "x", "USER": "obcms", "PASSWORD": "third-9fQ2mZx7Lr4TkP8wVb", "NAME": "n"}}
SIMPLE_JWT = {"SIGNING_KEY": "fourth-9fQ2mZx7Lr4TkP8wVb", "ALGORITHM": "HS256"}
EMAIL_HOST_PASSWORD = "fifth-9fQ2mZx7Lr4TkP8wVb"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
OWN_TOKEN = "sixth-9fQ2mZx7Lr4TkP8wVb"
OWN = {"a": "seventh-9fQ2mZx7Lr4TkP8wVb"}
`);
    const text = JSON.stringify(evaluation);
    expect(text).not.toContain('9fQ2mZx7Lr4TkP8wVb');
    expect(toldValue(evaluation, 'SECRET_KEY')).toEqual({
      $: 'secret',
      ...secretFacts('first-9fQ2mZx7Lr4TkP8wVb', 'ab'.repeat(32)),
    });
    expect(toldValue(evaluation, 'DATABASES')).toMatchObject({ default: { USER: 'obcms', PASSWORD: { $: 'secret' } } });
    expect(toldValue(evaluation, 'SIMPLE_JWT')).toMatchObject({ SIGNING_KEY: { $: 'secret' }, ALGORITHM: 'HS256' });
    expect(toldValue(evaluation, 'PASSWORD_HASHERS')).toEqual(['django.contrib.auth.hashers.Argon2PasswordHasher']);
  });

  test('hold no secret of the environment, wherever the project puts it', async () => {
    const secret = 'zK9-qLm2Xw7-Rt4Pn8';
    const evaluation = await settle(
      `${BARE}import os
EMAIL_SUBJECT_PREFIX = os.environ["API_TOKEN"]
STATIC_URL = "/" + os.environ["API_TOKEN"] + "/"
LOGGING = {"version": 1, "formatters": {os.environ["API_TOKEN"]: {}}}
open("/tmp/" + os.environ["API_TOKEN"] + "-probed", "a").close()
os.unlink("/tmp/" + os.environ["API_TOKEN"] + "-probed")
print(os.environ["API_TOKEN"])
`,
      { environment: { API_TOKEN: secret } },
    );
    expect(JSON.stringify(evaluation)).not.toContain(secret);
    expect(toldValue(evaluation, 'STATIC_URL')).toBe('/***/');
  });

  test('hold no secret that the settings got from a file of their own', async () => {
    const evaluation = await settle(
      `${BARE}DATABASES = {"default": {"ENGINE": "x", "PASSWORD": open("password").read()}}
EMAIL_SUBJECT_PREFIX = DATABASES["default"]["PASSWORD"]
`,
      { files: { password: 'zK9-qLm2Xw7-Rt4Pn8' } },
    );
    expect(JSON.stringify(evaluation)).not.toContain('zK9-qLm2Xw7');
  });

  test('of an empty SECRET_KEY is a secret of no characters', async () => {
    const evaluation = await settle('SECRET_KEY = ""\n');
    expect(evaluation.failure).toBeNull();
    expect(toldValue(evaluation, 'SECRET_KEY')).toMatchObject({ $: 'secret', length: 0 });
    expect(settingOf(evaluation, 'SECRET_KEY').place).toEqual({ file: 'settings.py', line: 1 });
  });

  test('of secrets are measured as the checks measure files', async () => {
    const values = [
      '',
      'a',
      'changeme',
      'django-insecure-abc',
      ' "quoted" ',
      'P@ssw0rd123',
      'aaaaaaaa',
      'abcabcabc',
      '12345678',
      'correct-horse-battery-staple',
      '0f9c2b7a4d1e8f3350c6a1b2d4e5f607',
      'q7Vz_3mXr9Kt-5wJc2Hy8Bf=',
      'ÄÖÜ-snow-☃-💧',
      '${SECRET_KEY}',
      '$(openssl rand -hex 32)',
      '<your key>',
      'x'.repeat(5000),
      'your-secret-key-here',
      'kq8Vz3mXr9Ktw5wJc2Hy8BfN6Np4LdG1Gs0RvTxWk3Mz7Qb9Yh5Cj2',
      'supersecretpassword',
      'tab\tinside',
      'line\ninside',
      ...hostile(300),
    ];
    const text = `${BARE}import json\nEMAIL_SECRETS = {"KEYS": json.loads(${JSON.stringify(JSON.stringify(values))})}\n`;
    const told = toldValue(await settle(text), 'EMAIL_SECRETS');
    expect(told).toEqual({ KEYS: values.map(value => ({ $: 'secret', ...secretFacts(value, 'ab'.repeat(32)) })) });
  });

  test('have the same names for secrets in both languages', async () => {
    const names = [
      'SECRET_KEY',
      'EMAIL_HOST_PASSWORD',
      'KEY_PREFIX',
      'PASSWORD_RESET_TIMEOUT',
      'SENTRY_DSN',
      'api_key',
    ];
    const text = `${BARE}EMAIL_NAMES = {${names.map(name => `"${name}": "value"`).join(', ')}}\n`;
    const told = toldValue(await settle(text), 'EMAIL_NAMES');
    const expected = names.map(name => [name, isSecretName(name) ? expect.objectContaining({ $: 'secret' }) : 'value']);
    expect(told).toEqual(Object.fromEntries(expected));
  });
});

/** Texts from a seeded generator: letters, digits, marks and words mixed. */
function hostile(count: number): string[] {
  const parts =
    'a b z A Z 0 1 5 9 @ $ _ - + / = . secret password change me your key here test example dev é ß 漢 💧 \\ " \''.split(
      ' ',
    );
  let state = 20_261_120;
  const next = (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(14) }, () => parts[next(parts.length)] ?? '').join(''),
  );
}
