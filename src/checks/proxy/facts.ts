import type { Place } from '../../core/findings.ts';

/** A configuration of nginx, Traefik, Caddy or PgBouncer in the repository. */
export interface ProxyFile {
  readonly file: string;
  readonly program: 'nginx' | 'traefik' | 'caddy' | 'pgbouncer';
  /** Services that mount it, or images that copy it, and nginx files that include it. Empty: nobody uses it. */
  readonly usedBy: readonly string[];
  /** Blocks and directives in order; for Traefik's YAML, TOML, labels and flags the same shape, keys joined by dots. */
  readonly directives: readonly Directive[];
  /** Why it could not be read or loaded: an unclosed block, `${...}` that nobody expands. */
  readonly problems: readonly { readonly place: Place; readonly message: string }[];
}

export interface Directive {
  /** `proxy_pass`, `server`, `location`; for Traefik `entryPoints.web.forwardedHeaders.insecure`. */
  readonly name: string;
  readonly words: readonly string[];
  readonly place: Place;
  readonly block: readonly Directive[] | undefined;
}
