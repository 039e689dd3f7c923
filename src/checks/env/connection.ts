/** The parts of `scheme://user:password@host:port/path?query`, as libpq, redis-py and urllib take them apart. */
export interface Connection {
  readonly scheme: string;
  /** As written; percent-encoded. */
  readonly user: string;
  readonly password: string | undefined;
  readonly host: string;
  readonly port: string | undefined;
  /** Without its slash: a database's name, an index. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Characters of user and password that stand for something else in an address. */
  readonly unencoded: readonly string[];
}

const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is;

/** Undefined for what is no address with a scheme and `://`. */
export function connectionOf(value: string): Connection | undefined {
  const match = ADDRESS.exec(value.trim());
  if (match === null) return undefined;
  const [, scheme = '', rest = ''] = match;
  const credentialsEnd = rest.lastIndexOf('@');
  const credentials = credentialsEnd === -1 ? '' : rest.slice(0, credentialsEnd);
  const after = rest.slice(credentialsEnd + 1);
  const colon = credentials.indexOf(':');
  const user = colon === -1 ? credentials : credentials.slice(0, colon);
  const password = colon === -1 ? undefined : credentials.slice(colon + 1);
  const [, authority = '', path = '', query = ''] = /^([^/?#]*)\/?([^?#]*)\??([^#]*)/.exec(after) ?? [];
  const bracketed = /^\[([^\]]*)\](?::(\d*))?$/.exec(authority);
  const lastColon = authority.lastIndexOf(':');
  const host = bracketed?.[1] ?? (lastColon === -1 ? authority : authority.slice(0, lastColon));
  const port = bracketed === null ? (lastColon === -1 ? undefined : authority.slice(lastColon + 1)) : bracketed[2];
  return {
    scheme: scheme.toLowerCase(),
    user,
    password,
    host: host.toLowerCase(),
    port: port === '' ? undefined : port,
    path,
    query: new Map([...new URLSearchParams(query)]),
    unencoded: [...new Set([...unsafeIn(user), ...unsafeIn(password ?? '')])],
  };
}

/** The password as the server will see it. */
export function passwordOf({ password }: Connection): string | undefined {
  if (password === undefined) return undefined;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

/** Where an address leads to: this container, a name of the network it is in, or somewhere over the internet. */
export type Reach = 'local' | 'network' | 'private' | 'public';

export function reachOf(host: string): Reach {
  if (host === 'localhost' || host === '::1' || /^127\./.test(host) || host.startsWith('/') || host === '')
    return 'local';
  if (
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/.test(
      host,
    )
  )
    return 'private';
  if (!host.includes('.') && !host.includes(':')) return 'network';
  return /\.(?:internal|local|lan|svc|cluster\.local|home\.arpa)$/.test(host) || /^private-/.test(host)
    ? 'private'
    : 'public';
}

/** What ends or splits user and password; `%` only where no two hexadecimal digits follow it. */
function unsafeIn(text: string): readonly string[] {
  return [...text.matchAll(/[/?#[\]@ ]|%(?![0-9a-f]{2})/gi)].map(([character]) => character);
}
