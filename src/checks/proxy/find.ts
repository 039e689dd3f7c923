import type { Repository } from '../../core/repository.ts';
import { globbed } from '../source/globs.ts';
import type { ProxyFile } from './facts.ts';

export interface FoundFile {
  readonly file: string;
  readonly program: ProxyFile['program'];
  readonly text: string;
  /** Named by the input `files`, which says that it is used. */
  readonly asked: boolean;
}

/** More files than this are a collection of examples. */
const MOST_FILES = 60;
const NOT_OURS = /(^|\/)(node_modules|vendor|site-packages|\.git|test|tests|fixtures)\//;

/** Configurations of proxies, by their names where these say it, else by what stands in them. */
export async function findProxyFiles(repository: Repository, asked: readonly string[]): Promise<readonly FoundFile[]> {
  const named = new Set(await globbed(repository.files, asked));
  const candidates = [...new Set([...named, ...repository.files.filter(file => mayBe(file))])].slice(0, MOST_FILES);
  const found: FoundFile[] = [];
  for (const file of candidates) {
    const text = await repository.read(file);
    const program = text === undefined ? undefined : programOf(file, text);
    if (text !== undefined && program !== undefined) found.push({ file, program, text, asked: named.has(file) });
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function mayBe(file: string): boolean {
  if (NOT_OURS.test(file)) return false;
  if (/(^|\/)(nginx|traefik|caddy|pgbouncer|sites-available|sites-enabled|conf\.d)[^/]*\//i.test(file))
    return /(\.(conf|ya?ml|toml|ini|nginx|template|tmpl|j2|inc)|\/[^./]+)$/i.test(file);
  return /\.conf(\.(template|tmpl))?$|\.nginx$|(^|\/)nginx\.|traefik[^/]*\.(ya?ml|toml)$|(^|\/)Caddyfile[^/]*$|pgbouncer[^/]*\.ini$/i.test(
    file,
  );
}

/** By name for what only one program reads; `.conf` files are many things, so that those are looked into. */
function programOf(file: string, text: string): ProxyFile['program'] | undefined {
  if (/(^|\/)Caddyfile[^/]*$/.test(file)) return 'caddy';
  if (/\.ini$/i.test(file)) return /^[ \t]*\[pgbouncer\]/m.test(text) ? 'pgbouncer' : undefined;
  if (/\.(ya?ml|toml)$/i.test(file)) return isTraefik(text) ? 'traefik' : undefined;
  // Jinja's own braces are no nginx: what comes out of such a template is not known.
  if (/\.j2$/.test(file) || /\{%|\{\{/.test(text)) return undefined;
  const blocks = /^[ \t]*(server|http|events|upstream[ \t]+[\w.-]+|location[ \t][^\n{]*)[ \t\r\n]*\{/m.test(text);
  return blocks || /^[ \t]*(proxy_(pass|set_header|read_timeout)|add_header|client_max_body_size)[ \t]/m.test(text)
    ? 'nginx'
    : undefined;
}

/** Its own words at the top of the file; a Compose file with a service called traefik has none of them. */
function isTraefik(text: string): boolean {
  if (/^(services|apiVersion):/m.test(text)) return false;
  return /^\[?(entry[Pp]oints|providers|certificatesResolvers|http|tcp|api|accessLog|serversTransport)\b/m.test(text);
}
