/** One environment of the project, staging or production: a database, a broker, a site, two applications. */
import { randomBytes } from 'node:crypto';
import { BUILD_COMMAND, WORKER_COMMAND } from '../app/image.ts';
import type { Broker } from '../celery/broker.ts';
import type { Application, ApplicationSpec, Coolify } from '../coolify/index.ts';
import type { Source } from '../coolify/runtime.ts';
import type { Edge, Site } from '../edge/index.ts';
import type { Postgres } from '../postgres/server.ts';

export type EnvironmentName = 'staging' | 'production';

export const ENVIRONMENTS: readonly EnvironmentName[] = ['staging', 'production'];

/** The roles of the project, each an application of its own in Coolify. `web` goes first: its start migrates. */
export const ROLES = ['web', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export interface Environment {
  readonly name: EnvironmentName;
  readonly site: Site;
  /** Name of its database. */
  readonly database: string;
  /** Of this environment alone. */
  readonly broker: Broker;
  readonly applications: Readonly<Record<Role, Application>>;
  /** The account a person signs in with, once `ensure_user` made it. */
  readonly account: { readonly name: string; readonly password: string };
  /** Opens /metrics/. */
  readonly metricsToken: string;
}

export interface EnvironmentParts {
  /** Started, and stopped by whoever started it. */
  readonly broker: Broker;
  readonly coolify: Coolify;
  readonly edge: Edge;
  readonly postgres: Postgres;
  readonly source: Source;
}

/**
 * Checked every (half) second, with 20 s for a start on a busy machine; a container that exits is unhealthy at once, so
 * none of this is waited for when a release does not boot.
 */
const HEALTH = {
  health_check_enabled: true,
  health_check_path: '/health/',
  health_check_start_period: 1,
  health_check_interval: 1,
  health_check_retries: 40,
} as const;

export async function createEnvironment(name: EnvironmentName, parts: EnvironmentParts): Promise<Environment> {
  const { broker, coolify, edge, postgres, source } = parts;
  const [site] = await Promise.all([edge.site({ name }), postgres.createDatabase(name)]);
  const password = randomBytes(18).toString('base64url');
  const metricsToken = randomBytes(18).toString('base64url');
  const variables = {
    DJANGO_SETTINGS_MODULE: `obc_management.settings.${name}`,
    SECRET_KEY: randomBytes(48).toString('base64url'),
    ALLOWED_HOSTS: new URL(site.origin).hostname,
    CSRF_TRUSTED_ORIGINS: site.origin,
    DATABASE_URL: postgres.url(name),
    ...broker.environment,
    SMOKE_PASSWORD: password,
    METRICS_TOKEN: metricsToken,
    WEB_CONCURRENCY: '1',
    CELERY_CONCURRENCY: '1',
  };
  const add = (role: Role, spec: Partial<ApplicationSpec>): Application =>
    coolify.addApplication({
      name: `obcms-${role}-${name}`,
      source,
      repository: 'org/obcms',
      branch: name,
      environment: variables,
      settings: { is_auto_deploy_enabled: false },
      ...spec,
    });
  // One image in real life. Only the pages need the static files, so only their build makes them here.
  const applications = {
    web: add('web', { domain: site.origin, health: HEALTH, buildCommand: BUILD_COMMAND }),
    worker: add('worker', { web: false, startCommand: WORKER_COMMAND }),
  };
  return { name, site, database: name, broker, applications, account: { name: 'smoke', password }, metricsToken };
}
