import { beforeAll, describe, expect, test } from '@jest/globals';
import { BARE, readersPython, settingOf, settle, toldValue } from './probing.ts';

let python = '';
beforeAll(async () => {
  python = await readersPython();
}, 120_000);

describe('stand-ins for absent variables', () => {
  const dummy = { missing: 'dummy' as const };

  test('fill from the start what is set with a value nobody knows here, and call it present', async () => {
    const text = `${BARE}import os
HOST = os.environ.get("EMAIL_HOST", "")
if not HOST and not os.environ.get("QUEUE", ""):
    raise ValueError("one of two")
EMAIL_HOST = HOST
`;
    const evaluation = await settle(text, { question: dummy, evaluation: { unknown: ['EMAIL_HOST'] } });
    expect(evaluation.failure).toBeNull();
    expect(evaluation.dummies).toEqual([]);
    expect(evaluation.guessed).toEqual(['EMAIL_HOST']);
    expect(evaluation.reads.find(({ name }) => name === 'EMAIL_HOST')).toMatchObject({
      present: true,
      optional: false,
    });
    expect(settingOf(evaluation, 'EMAIL_HOST').dummy).toBe(true);
    const strict = await settle(text, { evaluation: { unknown: ['EMAIL_HOST'] } });
    expect(strict.failure?.kind).toBe('variable-missing');
  });

  test('fill what stops the settings and nothing else, in a plausible shape', async () => {
    const text = `import environ
env = environ.Env()
SECRET_KEY = env("SECRET_KEY")
DATABASES = {"default": env.db("DATABASE_URL")}
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS")
EMAIL_PORT = env.int("EMAIL_PORT")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS")
EMAIL_HOST = env.str("MAIL_HOST", default="localhost")
if not all(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS):
    raise ValueError("CSRF_TRUSTED_ORIGINS")
`;
    const evaluation = await settle(text, { question: dummy });
    expect(evaluation.failure).toBeNull();
    expect(evaluation.dummies).toEqual([
      'ALLOWED_HOSTS',
      'CSRF_TRUSTED_ORIGINS',
      'DATABASE_URL',
      'EMAIL_PORT',
      'EMAIL_USE_TLS',
      'SECRET_KEY',
    ]);
    expect(toldValue(evaluation, 'SECRET_KEY')).toMatchObject({
      $: 'secret',
      length: 60,
      placeholder: null,
      repetitive: false,
    });
    expect(toldValue(evaluation, 'DATABASES')).toMatchObject({
      default: { ENGINE: 'django.db.backends.postgresql', HOST: 'database.invalid', PASSWORD: { $: 'secret' } },
    });
    expect(toldValue(evaluation, 'EMAIL_PORT')).toBe(587);
    const marked = Object.entries(evaluation.settings?.values ?? {}).filter(([, { dummy: is }]) => is);
    expect(marked.map(([name]) => name)).toEqual([
      'ALLOWED_HOSTS',
      'CSRF_TRUSTED_ORIGINS',
      'DATABASES',
      'EMAIL_PORT',
      'EMAIL_USE_TLS',
      'SECRET_KEY',
    ]);
    expect(evaluation.reads.find(({ name }) => name === 'SECRET_KEY')).toMatchObject({
      present: false,
      optional: false,
    });
    expect(evaluation.reads.find(({ name }) => name === 'MAIL_HOST')).toMatchObject({ present: false, optional: true });
  });

  test('fill what the project itself demands, and what pydantic lists', async () => {
    const own = await settle(
      `import os\nSECRET_KEY = os.environ.get("SECRET_KEY")\nif not SECRET_KEY:\n    raise RuntimeError("no key")\n`,
      { question: dummy },
    );
    expect(own.dummies).toEqual(['SECRET_KEY']);
    expect(own.failure).toBeNull();
    const text = `from pydantic_settings import BaseSettings
class Config(BaseSettings):
    secret_key: str
    email_port: int
    debug: bool
config = Config()
SECRET_KEY = config.secret_key
DEBUG = config.debug
`;
    const listed = await settle(text, { question: dummy, python });
    expect(listed.dummies).toEqual(['DEBUG', 'EMAIL_PORT', 'SECRET_KEY']);
    expect(listed.failure).toBeNull();
  });

  test('fill the first that a refusal names where it names several', async () => {
    const text = `import os
url, folder = os.environ.get("REDIS_URL", ""), os.environ.get("QUEUE_DIRECTORY", "")
if not url and not folder:
    raise ValueError("Set REDIS_URL (or QUEUE_DIRECTORY on one machine).")
CELERY_BROKER_URL = url
${BARE}`;
    expect((await settle(text)).failure).toMatchObject({ kind: 'refused', name: null });
    const evaluation = await settle(text, { question: dummy });
    expect(evaluation.failure).toBeNull();
    expect(evaluation.dummies).toEqual(['REDIS_URL']);
    expect(toldValue(evaluation, 'CELERY_BROKER_URL')).toMatchObject({
      $: 'url',
      scheme: 'redis',
      host: 'redis.invalid',
    });
  });

  test('leave a value alone that is there but refused', async () => {
    const { failure, dummies } = await settle(
      'import os\nif os.environ["MODE"] != "b":\n    raise ValueError("MODE is wrong")\n',
      { question: dummy, environment: { MODE: 'a' } },
    );
    expect(failure).toMatchObject({ kind: 'refused', message: 'MODE is wrong' });
    expect(dummies).toEqual([]);
  });

  test('end after forty', async () => {
    const text = 'import os\nfor number in range(60):\n    os.environ[f"NEEDED_{number}"]\n';
    const { failure, dummies } = await settle(text, { question: dummy });
    expect(dummies).toHaveLength(40);
    expect(failure).toMatchObject({ kind: 'variable-missing', name: 'NEEDED_40' });
  });
});
