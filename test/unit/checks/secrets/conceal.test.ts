import { describe, expect, test } from '@jest/globals';
import { concealed, concealedAdvice } from '../../../../src/checks/secrets/conceal.ts';

const SECRET = 'q7Zp4Kd9LwXrVn2TyJb';

describe('what rules quote of files', () => {
  test.each([
    `pip install --index-url https://deploy:${SECRET}@packages.example/simple x`,
    `pip install git+https://${SECRET}@github.com/org/private.git`,
    `redis://:${SECRET}@redis:6379/0`,
    `postgres://app:with/slash${SECRET}@db/app`,
    `curl -f https://deploy:${SECRET}`,
    `gunicorn --env SECRET_KEY=${SECRET} site.wsgi`,
    `curl -f -u admin:${SECRET} http://localhost:8000/health`,
    `curl --user "admin:${SECRET}" http://localhost/`,
    `curl -H "Authorization: Bearer ${SECRET}" https://x.example/`,
    `redis-server --requirepass ${SECRET} --appendonly yes`,
    `redis-server requirepass ${SECRET}`,
    `redis-cli -h redis -a ${SECRET} ping`,
    `mysqladmin ping --password=${SECRET}`,
    `deploy --api-token '${SECRET}'`,
    `SECRET_KEY = "${SECRET}"`,
    `DATABASES["default"]["PASSWORD"] = '${SECRET}'`,
    `{"PASSWORD": "${SECRET}"}`,
    `POSTGRES_PASSWORD: ${SECRET}`,
    `https://hooks.slack.com/services/T00/B00/${SECRET}`,
    `send ghp_${SECRET}`,
  ])('are shown without their secrets: %s', text => {
    expect(concealed(text)).not.toContain(SECRET);
    expect(concealed(text)).toContain('***');
    expect(concealedAdvice(text)).not.toContain(SECRET);
  });

  test('hides short passwords too, and says of whom they are', () => {
    expect(concealed('postgres://app:app@db/app')).toBe('postgres://app:***@db/app');
    expect(concealed('POSTGRES_PASSWORD=hunter2')).toBe('POSTGRES_PASSWORD=***');
  });

  test.each([
    'SECRET_KEY has 48 characters; Django calls fewer than 50 weak, in the given environment.',
    'SECRET_KEY=${SECRET_KEY:?set it} TOKEN="$(cat /run/secrets/token)"',
    'postgres://$USER:$PASSWORD@db/app',
    'ENV SECRET_KEY=… (48 characters)',
    'http://localhost:8000/health/@me',
    'https://obcms.example:8443/path?next=/a',
    'git clone ssh://git@github.com/org/app.git',
    'docker run -u 1000:1000 image',
    'CSRF_COOKIE_AGE=31449600 SESSION_COOKIE_NAME=sessionid',
    'SECRET_KEY: absent, so DEBUG = True',
    'celery --app site worker --pool prefork --loglevel INFO',
    'SECRET_KEY = env("SECRET_KEY")',
  ])('are shown as they are when nothing is secret: %s', text => {
    expect(concealed(text)).toBe(text);
  });

  test('leave the examples of advice alone', () => {
    for (const text of [
      'DATABASE_URL=postgres://user:password@host:5432/app?sslmode=require',
      'RUN SECRET_KEY=only-for-this-line python manage.py collectstatic --noinput',
      'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ping',
      'Write: Authorization: Bearer <token>',
    ])
      expect(concealedAdvice(text)).toBe(text);
  });
});
