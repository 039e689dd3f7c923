/** Where the running release says which commit or version it is. */
export type VersionSource =
  | { readonly kind: 'json'; readonly path: string; readonly query: string }
  | { readonly kind: 'text'; readonly path: string; readonly pattern: RegExp };

export const VERSION_SHAPE =
  'write <path>#<JSONPath>, such as /health/#$.version, or <path>~/<regular expression with one group>/, such as /~/build: ([0-9a-f]+)/';

/**
 * Reads `<path>#<JSONPath>` or `<path>~/<regex with one group>/`.
 * @returns the source, or in words what is wrong with the text
 */
export function parseVersionSource(text: string): VersionSource | string {
  if (!text.startsWith('/')) return 'does not start with the path of a page ("/...")';
  const json = /^([^#~]*)#(\$.*)$/s.exec(text);
  if (json !== null) return { kind: 'json', path: json[1] ?? '/', query: json[2] ?? '$' };
  const pattern = /^(.*?)~\/(.+)\/$/s.exec(text);
  if (pattern !== null) return textSource(pattern[1] ?? '/', pattern[2] ?? '');
  return 'has neither a JSONPath after "#" nor a regular expression between "~/" and "/"';
}

function textSource(path: string, pattern: string): VersionSource | string {
  try {
    const groups = new RegExp(`${pattern}|`).exec('')?.length ?? 0;
    if (groups !== 2) return 'has a regular expression without exactly one group ( )';
    return { kind: 'text', path, pattern: new RegExp(pattern) };
  } catch (thrown) {
    return `has a regular expression that cannot be used (${thrown instanceof Error ? thrown.message : 'unknown'})`;
  }
}

/** What is wrong with a JSONPath (RFC 9535), in words; undefined when it can be used. */
export async function problemOfQuery(query: string): Promise<string | undefined> {
  // Not at the top: `redeploy` starts without it.
  const { problemOfJsonPath } = await import('./expect/json-path.ts');
  return problemOfJsonPath(query);
}

/** What is wanted of the live site, and how an answer is compared with it. */
export function describeSource(source: VersionSource): string {
  return source.kind === 'json' ? `${source.query} of ${source.path}` : `the text of ${source.path}`;
}
