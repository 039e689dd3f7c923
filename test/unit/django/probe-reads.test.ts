import { beforeAll, describe, expect, test } from '@jest/globals';
import type { EvaluationAnswer } from '../../../src/django/answer.ts';
import { BARE, readersPython, settle, toldValue } from './probing.ts';

const told = ({ reads }: EvaluationAnswer) =>
  reads.map(({ name, present, optional, cast, place }) => [name, present, optional, cast, place?.line ?? null]);

let python = '';
beforeAll(async () => {
  python = await readersPython();
}, 120_000);

describe('variables that settings read', () => {
  test('from os.environ in all its ways', async () => {
    const text = `import os
from os import environ, getenv
A = os.environ.get("ONE")
B = getenv("TWO", "x")
C = environ["THREE"]
D = "FOUR" in os.environ
E = os.environ.pop("FIVE", None)
F = os.environ.setdefault("SIX", "6")
G = os.environb.get(b"SEVEN")
H = os.path.expandvars("$EIGHT")
${BARE}`;
    expect(told(await settle(text, { environment: { THREE: '3', EIGHT: '8' } }))).toEqual([
      ['ONE', false, true, null, 3],
      ['TWO', false, true, null, 4],
      ['THREE', true, false, null, 5],
      ['FOUR', false, true, null, 6],
      ['FIVE', false, true, null, 7],
      ['SIX', false, true, null, 8],
      ['SEVEN', false, true, null, 9],
      ['EIGHT', true, false, 'str', 10],
    ]);
  });

  test('with what the line makes of them', async () => {
    const text = `import json, os
A = int(os.environ.get("ONE", "1"))
B = os.environ.get("TWO", "").lower() in ("1", "true", "yes")
C = os.environ.get("THREE", "").split(",")
D = bool(os.environ.get("FOUR"))
E = json.loads(os.environ.get("FIVE", "{}"))
F = os.environ.get("SIX") == "True"
G = os.environ.get("SEVEN") == "production"
H = float(os.getenv("EIGHT", 1))
${BARE}`;
    expect((await settle(text)).reads.map(({ name, cast }) => [name, cast])).toEqual([
      ['ONE', 'int'],
      ['TWO', 'bool'],
      ['THREE', 'list'],
      ['FOUR', 'bool'],
      ['FIVE', 'json'],
      ['SIX', 'bool'],
      ['SEVEN', null],
      ['EIGHT', 'float'],
    ]);
  });

  test('are none where the whole environment is copied', async () => {
    const text = `import os
A = dict(os.environ)
B = {**os.environ}
C = os.environ.copy()
D = [name for name, value in os.environ.items()]
E = len(list(os.environ)) + len(os.environ.values())
${BARE}`;
    expect(told(await settle(text, { environment: { ONE: '1', TWO: '2' } }))).toEqual([]);
  });

  test('are none that packages and the standard library read on their own account', async () => {
    const text = `import celery, tempfile, rest_framework, redis
A = tempfile.gettempdir()
${BARE}`;
    expect(told(await settle(text, { environment: { TMPDIR: '/tmp' } }))).toEqual([]);
  });

  test('through django-environ, with casts, a scheme and defaults', async () => {
    const text = `import environ
env = environ.Env(DEBUG=(bool, False), WORKERS=int)
A = env("DEBUG")
B = env.bool("ONE", default=True)
C = env.int("TWO", default=2)
D = env.list("THREE", default=[])
DATABASES = {"default": env.db("DATABASE_URL", default="sqlite:///x")}
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
E = env.str("FOUR")
${BARE}`;
    expect(told(await settle(text, { environment: { FOUR: 'x' } }))).toEqual([
      ['DEBUG', false, true, 'bool', 3],
      ['ONE', false, true, 'bool', 4],
      ['TWO', false, true, 'int', 5],
      ['THREE', false, true, 'list', 6],
      ['DATABASE_URL', false, true, 'url', 7],
      ['CACHE_URL', false, true, 'url', 8],
      ['FOUR', true, false, 'str', 9],
    ]);
  });

  test('from the file that django-environ loads: present, and other names of the file are no reads', async () => {
    const text = `import environ
env = environ.Env()
environ.Env.read_env(".env")
EMAIL_HOST = env("MAIL")
${BARE}`;
    const evaluation = await settle(text, { files: { '.env': 'MAIL=mail.example\nUNUSED=1\n' } });
    expect(told(evaluation)).toEqual([['MAIL', true, false, null, 4]]);
    expect(toldValue(evaluation, 'EMAIL_HOST')).toBe('mail.example');
  });

  test('from a file that the project loads with its own hands', async () => {
    const text = `import os
for line in open(".env"):
    name, value = line.strip().split("=")
    os.environ.setdefault(name, value)
EMAIL_HOST = os.environ["MAIL"]
${BARE}`;
    expect(told(await settle(text, { files: { '.env': 'MAIL=mail.example\nUNUSED=1\n' } }))).toEqual([
      ['MAIL', true, false, null, 5],
    ]);
  });

  test('that the project itself gives a value first are absent all the same', async () => {
    const text = `import os
os.environ["ONE"] = "1"
os.environ.setdefault("TWO", "2")
A = os.environ["ONE"] + os.environ["TWO"]
${BARE}`;
    expect(told(await settle(text))).toEqual([
      ['TWO', false, true, null, 3],
      ['ONE', false, true, null, 4],
    ]);
  });

  test('through python-decouple, from the environment and from its file', async () => {
    const text = `from decouple import Csv, config
DEBUG = config("DEBUG", default=False, cast=bool)
EMAIL_PORT = config("PORT", default=25, cast=int)
ALLOWED_HOSTS = config("HOSTS", default="", cast=Csv())
EMAIL_HOST = config("MAIL")
${BARE}`;
    const evaluation = await settle(text, {
      python,
      files: { '.env': 'MAIL=mail.example\n' },
      environment: { PORT: '99' },
    });
    expect(told(evaluation)).toEqual([
      ['DEBUG', false, true, 'bool', 2],
      ['PORT', true, false, 'int', 3],
      ['HOSTS', false, true, 'list', 4],
      ['MAIL', true, false, null, 5],
    ]);
    expect(toldValue(evaluation, 'EMAIL_PORT')).toBe(99);
  });

  test('through python-decouple, and one is missing', async () => {
    const { failure } = await settle(`from decouple import config\nA = config("NEEDED")\n${BARE}`, { python });
    expect(failure).toMatchObject({
      kind: 'variable-missing',
      name: 'NEEDED',
      type: 'UndefinedValueError',
      place: { file: 'settings.py', line: 2 },
    });
  });

  const PYDANTIC = `from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
class Config(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_file=".env")
    debug: bool = False
    mail_host: str = Field(validation_alias="MAIL")
    api_key: SecretStr
    port: int = 25
config = Config()
DEBUG = config.debug
EMAIL_HOST = config.mail_host
EMAIL_PORT = config.port
EMAIL_HOST_PASSWORD = config.api_key
${BARE}`;

  test('through pydantic-settings, field by field', async () => {
    const evaluation = await settle(PYDANTIC, {
      python,
      environment: { app_debug: 'true', MAIL: 'mail.example' },
      files: { '.env': 'APP_API_KEY=9fQ2mZx7Lr4TkP8w\n' },
    });
    expect(told(evaluation)).toEqual([
      ['app_debug', true, false, 'bool', 9],
      ['MAIL', true, false, 'str', 9],
      ['APP_API_KEY', true, false, null, 9],
      ['APP_PORT', false, true, 'int', 9],
    ]);
    expect(evaluation.settings?.values['DEBUG']?.variables).toEqual(['app_debug']);
    expect(evaluation.settings?.values['EMAIL_HOST']?.variables).toEqual(['MAIL']);
    expect(toldValue(evaluation, 'EMAIL_HOST_PASSWORD')).toMatchObject({ $: 'secret', length: 16 });
    expect(JSON.stringify(evaluation)).not.toContain('9fQ2mZx7Lr4TkP8w');
  });

  test('through pydantic-settings, and several are missing or wrong', async () => {
    const missing = await settle(PYDANTIC, { python });
    expect(missing.failure).toMatchObject({ kind: 'variable-missing', name: 'MAIL', type: 'ValidationError' });
    expect(missing.failure?.message).toContain('api_key: Field required');
    const wrong = await settle(PYDANTIC, {
      python,
      environment: { APP_PORT: 'a-wrong-value', MAIL: 'm', APP_API_KEY: 'k' },
    });
    expect(wrong.failure).toMatchObject({ kind: 'refused', place: { file: 'settings.py', line: 9 } });
    expect(wrong.failure?.message).not.toContain('a-wrong-value');
  });

  test('through dj-database-url', async () => {
    const text = `import dj_database_url
DATABASES = {"default": dj_database_url.config(default="sqlite:///x.sqlite3", conn_max_age=600)}
${BARE}`;
    const evaluation = await settle(text, { python });
    expect(told(evaluation)).toEqual([['DATABASE_URL', false, true, 'url', 2]]);
    expect(evaluation.settings?.values['DATABASES']?.variables).toEqual(['DATABASE_URL']);
  });
});
