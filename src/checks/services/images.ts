import type { Role } from './facts.ts';

/** A ready image by its name: registry, owner and path taken off, tag and digest apart. */
export interface ImageReference {
  /** `postgres`, `redis`, `pgbouncer`. */
  readonly short: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/^(pgbouncer|pgcat|pgpool|odyssey)/, 'pooler'],
  [/exporter|admin|commander|insight|backup/, 'other'],
  [/^(postgres|postgresql|postgis|timescaledb|pgvector|mysql|mariadb|percona)/, 'database'],
  [/^(redis|valkey|keydb|dragonfly|memcached)/, 'cache'],
  [/^(nginx|traefik|caddy|haproxy|httpd|openresty|swag)/, 'proxy'],
  [/^flower/, 'flower'],
];

export function imageReference(image: string): ImageReference {
  const [named = '', digest] = image.split('@');
  const slash = named.lastIndexOf('/');
  const last = named.slice(slash + 1);
  const colon = last.indexOf(':');
  return {
    short: (colon === -1 ? last : last.slice(0, colon)).toLowerCase(),
    tag: colon === -1 ? undefined : last.slice(colon + 1),
    digest,
  };
}

/** What a ready image is for, when its name says it. */
export function roleOfImage(image: string): Role | undefined {
  const { short } = imageReference(image);
  return ROLES.find(([pattern]) => pattern.test(short))?.[1];
}
