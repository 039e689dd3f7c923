/** The variables a release of the project refuses to start without, and those that make a small machine enough. */
import { randomBytes } from 'node:crypto';

export interface VariablesOptions {
  /** Where visitors are. */
  readonly origin: string;
  readonly databaseUrl: string;
  /** `REDIS_URL` or `LOCAL_QUEUE_DIRECTORY`, as a broker of the lab gives it. */
  readonly broker: Readonly<Record<string, string>>;
  /** What `manage.py ensure_user` gives the account it makes. */
  readonly password: string;
}

/** One environment of the project, with keys nobody else has. */
export function projectVariables(options: VariablesOptions): Record<string, string> {
  return {
    SECRET_KEY: randomBytes(48).toString('base64url'),
    ALLOWED_HOSTS: new URL(options.origin).hostname,
    CSRF_TRUSTED_ORIGINS: options.origin,
    DATABASE_URL: options.databaseUrl,
    ...options.broker,
    SMOKE_PASSWORD: options.password,
    METRICS_TOKEN: randomBytes(18).toString('base64url'),
    WEB_CONCURRENCY: '1',
    CELERY_CONCURRENCY: '1',
  };
}
