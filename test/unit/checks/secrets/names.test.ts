import { describe, expect, test } from '@jest/globals';
import { isPublic, isSecretName, secretKind } from '../../../../src/checks/secrets/names.ts';

describe('names of secrets', () => {
  test.each([
    'SECRET_KEY',
    'DJANGO_SECRET_KEY',
    'SECRET_KEY_FALLBACKS',
    'POSTGRES_PASSWORD',
    'EMAIL_HOST_PASSWORD',
    'REDIS_PASS',
    'DB_PWD',
    'METRICS_TOKEN',
    'API_KEY',
    'OPENAI_API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'JWT_SIGNING_KEY',
    'SIGNING_KEY',
    'SENTRY_DSN',
    'HEALTH_CHECK_SECRET',
    'FIELD_ENCRYPTION_KEY',
    'SLACK_WEBHOOK_URL',
    'GOOGLE_CLIENT_SECRET',
    'FERNET_KEYS',
    'PASSWORD',
    'WAREHOUSE_KEY',
    'secret_key',
  ])('%s is one, and its value is never shown', name => {
    expect(isSecretName(name)).toBe(true);
    expect(isPublic(name)).toBe(false);
  });

  test.each([
    'KEY_PREFIX',
    'CACHE_MIDDLEWARE_KEY_PREFIX',
    'AUTH_PASSWORD_VALIDATORS',
    'PASSWORD_HASHERS',
    'PASSWORD_RESET_TIMEOUT',
    'ACCESS_TOKEN_LIFETIME',
    'REFRESH_TOKEN_LIFETIME',
    'ROTATE_REFRESH_TOKENS',
    'CSRF_HEADER_NAME',
    'AWS_STORAGE_BUCKET_NAME',
    'GOOGLE_CREDENTIALS_PATH',
    'PRIVATE_KEY_FILE',
    'AUTH_USER_MODEL',
    'SECURE_SSL_REDIRECT',
    'MONKEY',
    'KEYBOARD',
    'RECAPTCHA_PUBLIC_KEY',
    'DEFAULT_AUTO_FIELD',
    'AUTHENTICATION_BACKENDS',
    'COMPASS',
    'BYPASS_CACHE',
    'CORS_ALLOW_CREDENTIALS',
    'CSRF_USE_SESSIONS',
    'SMTP_REQUIRE_AUTH',
  ])('%s is none', name => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('names whose values may be shown', () => {
  test.each([
    'DEBUG',
    'DJANGO_DEBUG',
    'ALLOWED_HOSTS',
    'EMAIL_HOST',
    'EMAIL_PORT',
    'PORT',
    'LOG_LEVEL',
    'TIME_ZONE',
    'DJANGO_SETTINGS_MODULE',
    'CSRF_TRUSTED_ORIGINS',
    'CORS_ALLOWED_ORIGINS',
    'EMAIL_USE_TLS',
    'WEB_CONCURRENCY',
    'FEATURE_NEW_LOGIN',
    'SENTRY_ENVIRONMENT',
    'PGSSLMODE',
  ])('%s', name => {
    expect(isPublic(name)).toBe(true);
  });

  test.each([
    'DATABASE_URL',
    'REDIS_URL',
    'EMAIL_HOST_USER',
    'ANYTHING',
    'ADMIN_URL',
    'AWS_ACCESS_KEY_ID',
    'EMAIL_HOST_PASSWORD',
  ])('%s is not among them', name => {
    expect(isPublic(name)).toBe(false);
  });
});

test.each([
  ['SECRET_KEY', 'django-key'],
  ['DJANGO_SECRET_KEY', 'django-key'],
  ['POSTGRES_PASSWORD', 'password'],
  ['DB_PASS', 'password'],
  ['METRICS_TOKEN', 'token'],
  ['JWT_SIGNING_KEY', 'token'],
  ['AWS_SECRET_ACCESS_KEY', 'issued'],
  ['EMAIL_HOST_PASSWORD', 'issued'],
  ['SENTRY_DSN', 'issued'],
  ['DEBUG', undefined],
])('%s is of kind %s', (name, kind) => {
  expect(secretKind(name)).toBe(kind);
});
