import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { provisionPython } from '../../../../lab/python/provision.ts';

const run = promisify(execFile);
const SOURCE = fileURLToPath(new URL('../../../../lab/app/base/src/', import.meta.url));

const COMPLETE = {
  SECRET_KEY: 'k3yF0rTh3LabAndN0where3lse-'.repeat(4),
  ALLOWED_HOSTS: 'obcms.example, www.obcms.example,',
  CSRF_TRUSTED_ORIGINS: 'https://obcms.example',
  DATABASE_URL: 'postgres://obcms:obcms@localhost/unused',
  REDIS_URL: 'redis://localhost:6379/0',
};

let python: string;

beforeAll(async () => {
  ({ python } = await provisionPython());
}, 300_000);

/** Evaluates the settings module and prints an expression over `s`, as JSON. */
async function evaluate(module: string, expression: string, environment: Record<string, string>): Promise<unknown> {
  const program = `import importlib, json; s = importlib.import_module("obc_management.settings.${module}"); print(json.dumps(${expression}))`;
  const env = { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: SOURCE, ...environment };
  const { stdout } = await run(python, ['-c', program], { env });
  return JSON.parse(stdout);
}

test.each(['SECRET_KEY', 'ALLOWED_HOSTS', 'CSRF_TRUSTED_ORIGINS', 'DATABASE_URL', 'REDIS_URL'] as const)(
  'production does not start without %s',
  async name => {
    const { [name]: _, ...rest } = COMPLETE;
    await expect(evaluate('production', '1', rest)).rejects.toThrow(new RegExp(`ImproperlyConfigured.*${name}`));
  },
);

test('production does not take SQLite', async () => {
  const environment = { ...COMPLETE, DATABASE_URL: 'sqlite:////tmp/x.sqlite3' };
  await expect(evaluate('production', '1', environment)).rejects.toThrow('must name a PostgreSQL database');
});

test('DEBUG in the environment changes nothing in production', async () => {
  const all = '{k: repr(v) for k, v in vars(s).items() if k.isupper() and k != "SECRET_KEY"}';
  const plain = await evaluate('production', all, COMPLETE);
  expect(await evaluate('production', all, { ...COMPLETE, DEBUG: '1' })).toEqual(plain);
  expect(plain).toMatchObject({ DEBUG: 'False' });
});

test('hosts lose their blanks and gain the name the probe uses', async () => {
  expect(await evaluate('production', 's.ALLOWED_HOSTS', COMPLETE)).toEqual([
    'obcms.example',
    'www.obcms.example',
    'localhost',
    '127.0.0.1',
  ]);
});

test('Redis carries the cache, the queue and the results, unless the queue is named', async () => {
  const expression = '[s.CACHES["default"]["BACKEND"], s.CELERY_BROKER_URL, s.CELERY_RESULT_BACKEND]';
  const cache = 'django.core.cache.backends.redis.RedisCache';
  const url = COMPLETE.REDIS_URL;
  expect(await evaluate('production', expression, COMPLETE)).toEqual([cache, url, url]);
  const apart = { ...COMPLETE, CELERY_BROKER_URL: 'redis://queue:6379/1' };
  expect(await evaluate('production', expression, apart)).toEqual([cache, 'redis://queue:6379/1', url]);
});

test('a machine without Redis shares a folder', async () => {
  const { REDIS_URL: _, ...rest } = COMPLETE;
  const expression = '[s.CELERY_BROKER_URL, s.CELERY_RESULT_BACKEND, s.CACHES["default"]["LOCATION"]]';
  const environment = { ...rest, LOCAL_QUEUE_DIRECTORY: '/srv/queue' };
  expect(await evaluate('production', expression, environment)).toEqual([
    'folder://',
    'file:///srv/queue',
    '/srv/queue/cache',
  ]);
});

test('staging is production with an hour of HSTS', async () => {
  const expression = '[s.DEBUG, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS]';
  expect(await evaluate('staging', expression, COMPLETE)).toEqual([false, true, 3_600]);
});

test('only staging tells search engines to stay away, and only production asks to be preloaded', async () => {
  const expression = '[s.ROBOTS_TAG, s.SECURE_HSTS_PRELOAD, s.SECURE_HSTS_INCLUDE_SUBDOMAINS]';
  expect(await evaluate('staging', expression, COMPLETE)).toEqual(['noindex, nofollow', false, false]);
  expect(await evaluate('production', expression, COMPLETE)).toEqual(['', true, true]);
});

const SWITCHES: readonly [string, string, unknown, string, unknown][] = [
  ['DJANGO_DEBUG', 'DEBUG', false, 'true', true],
  ['SESSION_COOKIE_SECURE', 'SESSION_COOKIE_SECURE', true, '0', false],
  ['CSRF_COOKIE_SECURE', 'CSRF_COOKIE_SECURE', true, '0', false],
  ['CORS_ALLOW_ALL_ORIGINS', 'CORS_ALLOW_ALL_ORIGINS', false, '1', true],
  ['CORS_ALLOW_CREDENTIALS', 'CORS_ALLOW_CREDENTIALS', false, '1', true],
  ['SECURE_HSTS_SECONDS', 'SECURE_HSTS_SECONDS', 31_536_000, '0', 0],
  ['SECURE_REFERRER_POLICY', 'SECURE_REFERRER_POLICY', 'strict-origin-when-cross-origin', 'unsafe-url', 'unsafe-url'],
  ['STATIC_MAX_AGE', 'WHITENOISE_MAX_AGE', 60, '31536000', 31_536_000],
  ['ALLOWED_ADMIN_IPS', 'ALLOWED_ADMIN_IPS', [], '203.0.113.7,203.0.113.8', ['203.0.113.7', '203.0.113.8']],
];

test.each(SWITCHES)('production is safe without %s, which is believed when it is there', async (...row) => {
  const [variable, setting, safe, given, then] = row;
  expect(await evaluate('production', `s.${setting}`, COMPLETE)).toEqual(safe);
  expect(await evaluate('production', `s.${setting}`, { ...COMPLETE, [variable]: given })).toEqual(then);
});

test('development starts with nothing set', async () => {
  const { stdout } = await run(python, [join(SOURCE, 'manage.py'), 'check'], {
    env: {
      PATH: process.env['PATH'],
      PYTHONDONTWRITEBYTECODE: '1',
      DJANGO_SETTINGS_MODULE: 'obc_management.settings.development',
    },
  });
  expect(stdout).toContain('no issues');
});
