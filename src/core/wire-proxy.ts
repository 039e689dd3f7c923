/** The variables that Node's own agents read when they are given an environment. */
const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** What of the environment is about proxies; undefined when no proxy is asked for. */
export function proxyVariables(environment: Environment): Record<string, string> | undefined {
  const set = VARIABLES.flatMap(name => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return set.some(([name]) => !/^no_proxy$/i.test(name)) ? Object.fromEntries(set) : undefined;
}

/**
 * The variable that puts a proxy before `host:port` over TLS, such as `HTTPS_PROXY`; undefined when the way is direct. Ranges of addresses
 * in NO_PROXY are not understood: the way then counts as proxied, which says too little and never something wrong.
 */
export function proxyBefore(host: string, port: number, environment: Environment): string | undefined {
  const variable = ['https_proxy', 'HTTPS_PROXY'].find(name => (environment[name] ?? '') !== '');
  if (variable === undefined) return undefined;
  const exceptions = (environment['no_proxy'] || environment['NO_PROXY'] || '').toLowerCase().split(/[\s,]+/);
  const name = host.toLowerCase();
  return exceptions.some(exception => excepts(exception, name, port)) ? undefined : variable;
}

function excepts(exception: string, host: string, port: number): boolean {
  if (exception === '') return false;
  if (exception === '*') return true;
  const [, name = exception, onlyPort] = /^(.*[^:]):(\d+)$/.exec(exception) ?? [];
  if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '');
  const suffix = bare.replace(/^\*?\./, '');
  return host === bare || (suffix !== bare && (host.endsWith(`.${suffix}`) || host === suffix));
}
