import type { Place } from '../../core/findings.ts';
import type { Directive } from './facts.ts';

/**
 * Directives that may stand once in a block: nginx ends with "directive is duplicate". The ones that files of Django sites hold; each was tried
 * in nginx 1.22, which takes others of the kind twice (`ssl_session_cache`, `ssl_protocols`, `gzip_types`).
 */
const ONCE: ReadonlySet<string> = new Set(
  `autoindex client_body_buffer_size client_body_timeout client_header_buffer_size client_header_timeout client_max_body_size
   default_type etag gzip gzip_comp_level gzip_min_length gzip_vary keepalive_requests keepalive_timeout pid proxy_buffering
   proxy_buffers proxy_buffer_size proxy_busy_buffers_size proxy_connect_timeout proxy_http_version proxy_pass proxy_read_timeout
   proxy_request_buffering proxy_send_timeout proxy_ssl_server_name proxy_intercept_errors reset_timedout_connection root
   send_timeout sendfile server_tokens ssl_prefer_server_ciphers ssl_session_tickets ssl_session_timeout ssl_stapling
   tcp_nodelay tcp_nopush try_files types_hash_max_size underscores_in_headers user uwsgi_pass uwsgi_read_timeout worker_connections
   worker_processes worker_rlimit_nofile resolver_timeout alias auth_basic charset expires large_client_header_buffers multi_accept
   proxy_ssl_verify real_ip_header real_ip_recursive satisfy server_names_hash_bucket_size ssl_ciphers ssl_dhparam`.split(
    /\s+/,
  ),
);

/** Problems that only show once the words are read: what nginx refuses to load. */
export function nginxLoadProblems(
  directives: readonly Directive[],
  expansion: 'templates' | 'none',
): readonly { readonly place: Place; readonly message: string }[] {
  const found: { place: Place; message: string }[] = [];
  const visit = (block: readonly Directive[], inside: string): void => {
    found.push(...twice(block, inside));
    for (const { name, words, place, block: inner } of block) {
      if (inner !== undefined) visit(inner, name);
      // nginx's own variables are written in small letters.
      const literal = words
        .map(word => /\$\{([A-Z][A-Z0-9_]*)[^}]*\}/.exec(word)?.[0])
        .find(word => word !== undefined);
      if (literal !== undefined && expansion === 'none')
        found.push({
          place,
          message: `${literal} is left as it is written: nothing fills variables of the environment into this file`,
        });
    }
  };
  visit(directives, '');
  return found;
}

function twice(block: readonly Directive[], inside: string): { place: Place; message: string }[] {
  const found: { place: Place; message: string }[] = [];
  const seen = new Map<string, number>();
  for (const { name, words, place } of block) {
    const key = keyOf(name, words, inside);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place.line);
    else
      found.push({ place, message: `"${key}" stands here and on line ${first}, and nginx takes it once in a block` });
  }
  return found;
}

/** What may not be there twice; undefined for what may. */
function keyOf(name: string, words: readonly string[], inside: string): string | undefined {
  // The names in these blocks are values, not directives.
  if (inside === 'map' || inside === 'types' || inside === 'geo' || inside === 'split_clients') return undefined;
  if (name === 'location' || name === 'upstream') return `${name} ${words.join(' ')}`;
  return ONCE.has(name) ? name : undefined;
}
