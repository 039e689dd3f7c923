import { createHash } from 'node:crypto';

/** A value as a generator of secrets makes them: nothing in it says what it is for, and every machine has the same. */
export function secretFrom(word: string, length: number): string {
  const bytes = Array.from({ length: 4 }, (_, index) =>
    createHash('sha512').update(`${word} ${index}`).digest('base64url'),
  );
  return bytes.join('').replace(/[-_]/g, '').slice(0, length);
}

const lines = (values: Readonly<Record<string, string>>) =>
  `${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;

/** What production needs with docker-compose.prod.yml, all of it right. */
export const STACK_VARIABLES = lines({
  DJANGO_SETTINGS_MODULE: 'obc_management.settings.production',
  SITE_NAME: 'OBCMS',
  SECRET_KEY: secretFrom('key', 128),
  ALLOWED_HOSTS: 'obcms.example',
  CSRF_TRUSTED_ORIGINS: 'https://obcms.example',
  CORS_ALLOWED_ORIGINS: 'https://app.obcms.example',
  POSTGRES_PASSWORD: secretFrom('database', 48),
  REDIS_PASSWORD: secretFrom('queue', 48),
  EMAIL_HOST: 'smtp.obcms.example',
  EMAIL_PORT: '587',
  EMAIL_USE_TLS: '1',
  EMAIL_HOST_USER: 'obcms',
  EMAIL_HOST_PASSWORD: secretFrom('mail', 32),
  DEFAULT_FROM_EMAIL: 'obcms@obcms.example',
  METRICS_TOKEN: secretFrom('metrics', 48),
  LOG_LEVEL: 'WARNING',
});

/** What production needs as an image whose database and queue are elsewhere. */
export const IMAGE_VARIABLES = lines({
  DJANGO_SETTINGS_MODULE: 'obc_management.settings.production',
  SITE_NAME: 'OBCMS',
  SECRET_KEY: secretFrom('key of the image', 128),
  ALLOWED_HOSTS: 'obcms.example',
  CSRF_TRUSTED_ORIGINS: 'https://obcms.example',
  CORS_ALLOWED_ORIGINS: 'https://app.obcms.example',
  DATABASE_URL: `postgres://obcms:${secretFrom('database of the image', 48)}@db.obcms.example:5432/obcms?sslmode=require`,
  REDIS_URL: `rediss://:${secretFrom('queue of the image', 48)}@redis.obcms.example:6379/0`,
  EMAIL_HOST: 'smtp.obcms.example',
  EMAIL_PORT: '587',
  EMAIL_USE_TLS: '1',
  EMAIL_HOST_USER: 'obcms',
  EMAIL_HOST_PASSWORD: secretFrom('mail of the image', 32),
  DEFAULT_FROM_EMAIL: 'obcms@obcms.example',
  WEB_CONCURRENCY: '3',
  LOG_LEVEL: 'WARNING',
});

/** What staging needs with docker-compose.prod.yml. */
export const STAGING_VARIABLES = lines({
  DJANGO_SETTINGS_MODULE: 'obc_management.settings.staging',
  SITE_NAME: 'OBCMS Staging',
  SECRET_KEY: secretFrom('key of staging', 128),
  ALLOWED_HOSTS: 'staging.obcms.example',
  CSRF_TRUSTED_ORIGINS: 'https://staging.obcms.example',
  CORS_ALLOWED_ORIGINS: 'https://app.staging.obcms.example',
  POSTGRES_PASSWORD: secretFrom('database of staging', 48),
  REDIS_PASSWORD: secretFrom('queue of staging', 48),
  EMAIL_HOST: 'smtp.obcms.example',
  EMAIL_PORT: '587',
  EMAIL_USE_TLS: '1',
  EMAIL_HOST_USER: 'obcms',
  EMAIL_HOST_PASSWORD: secretFrom('mail of staging', 32),
  DEFAULT_FROM_EMAIL: 'obcms@staging.obcms.example',
  LOG_LEVEL: 'INFO',
});
