/** One policy: directives by lower-case name, source expressions as written. */
type CspPolicy = ReadonlyMap<string, readonly string[]>;

/**
 * The policies of all lines of a header. Several are allowed, as lines of their own or separated by commas, and every one must agree to a
 * thing before a browser does it. Of a directive that is given twice the first counts (CSP3 2.2.1).
 */
export function parseCsp(values: readonly string[]): readonly CspPolicy[] {
  return values
    .flatMap(value => value.split(','))
    .map(parsePolicy)
    .filter(policy => policy.size > 0);
}

function parsePolicy(text: string): CspPolicy {
  const directives = new Map<string, readonly string[]>();
  for (const part of text.split(';')) {
    const [name, ...sources] = part.trim().split(/[\t\n\f\r ]+/);
    if (name === undefined || name === '') continue;
    const lower = name.toLowerCase();
    if (!directives.has(lower)) directives.set(lower, sources);
  }
  return directives;
}

/** A way for a stranger's script to run although there is a policy. */
export type ScriptGap =
  | 'nothing said about scripts'
  | "'unsafe-inline'"
  | "'unsafe-eval'"
  /** `*`, `https:`, `data:` ...: a script from anywhere. */
  | 'scripts from anywhere';

/** The gaps that all policies leave open: one policy that closes a gap is enough. */
export function scriptGaps(policies: readonly CspPolicy[]): readonly ScriptGap[] {
  const [first, ...others] = policies.map(gapsOf);
  if (first === undefined) return ['nothing said about scripts'];
  const silent = others.concat([first]).every(gaps => gaps.has('nothing said about scripts'));
  if (silent) return ['nothing said about scripts'];
  return [...ALL_GAPS].filter(gap => [first, ...others].every(gaps => gaps.has(gap)));
}

const ALL_GAPS = ["'unsafe-inline'", "'unsafe-eval'", 'scripts from anywhere'] as const satisfies readonly ScriptGap[];
const ANYWHERE = /^(?:\*|https?:|ftp:|data:|https?:\/\/\*(?:\.\*)*)$/i;
const HASH = /^'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'$/i;
const NONCE = /^'nonce-([A-Za-z0-9+/_-]+={0,2})'$/i;

function gapsOf(policy: CspPolicy): ReadonlySet<ScriptGap> {
  const fallback = policy.get('script-src') ?? policy.get('default-src');
  const elements = policy.get('script-src-elem') ?? fallback;
  const attributes = policy.get('script-src-attr') ?? fallback;
  const gaps = new Set<ScriptGap>();
  if (elements === undefined && attributes === undefined && fallback === undefined)
    return new Set<ScriptGap>(['nothing said about scripts', ...ALL_GAPS]);
  if (allowsInline(elements) || allowsInline(attributes)) gaps.add("'unsafe-inline'");
  if (fallback === undefined || has(fallback, "'unsafe-eval'")) gaps.add("'unsafe-eval'");
  if (allowsAnywhere(elements)) gaps.add('scripts from anywhere');
  return gaps;
}

/** `'unsafe-inline'` is void beside a nonce, a hash or `'strict-dynamic'` (CSP3 6.7.3.2): it stands there for old browsers. */
function allowsInline(sources: readonly string[] | undefined): boolean {
  if (sources === undefined) return true;
  const voided = sources.some(source => HASH.test(source) || NONCE.test(source)) || has(sources, "'strict-dynamic'");
  return has(sources, "'unsafe-inline'") && !voided;
}

/** With `'strict-dynamic'` hosts and schemes are void. */
function allowsAnywhere(sources: readonly string[] | undefined): boolean {
  if (sources === undefined) return true;
  return !has(sources, "'strict-dynamic'") && sources.some(source => ANYWHERE.test(source));
}

function has(sources: readonly string[], keyword: string): boolean {
  return sources.some(source => source.toLowerCase() === keyword);
}

/** Nonces of the script directives: each must be new in every answer. */
export function nonces(policies: readonly CspPolicy[]): readonly string[] {
  const directives = ['script-src', 'script-src-elem', 'default-src'];
  const sources = policies.flatMap(policy => directives.flatMap(name => policy.get(name) ?? []));
  return sources.flatMap(source => NONCE.exec(source)?.[1] ?? []);
}

/**
 * Who may show the page in a frame: `unsaid` when no policy has frame-ancestors (which falls back to nothing), else whether one of the
 * policies keeps it to the site itself.
 */
export function framing(policies: readonly CspPolicy[]): 'unsaid' | 'own' | 'others' {
  const lists = policies.flatMap(policy => {
    const sources = policy.get('frame-ancestors');
    return sources === undefined ? [] : [sources];
  });
  if (lists.length === 0) return 'unsaid';
  return lists.some(keepsToItself) ? 'own' : 'others';
}

/** An empty list is `'none'`. */
function keepsToItself(sources: readonly string[]): boolean {
  return sources.every(source => ["'none'", "'self'"].includes(source.toLowerCase()));
}
