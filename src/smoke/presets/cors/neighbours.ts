import { foreignHost } from '../https/address.ts';

/**
 * Origins that look like an allowed one and are not: each passes one of the usual wrong comparisons (starts with, ends with, contains, a
 * regular expression whose dots match anything, the host without scheme or port).
 */
export function neighboursOf(allowed: string, run: string): readonly string[] {
  if (!URL.canParse(allowed)) return [];
  const { protocol, hostname, port, origin } = new URL(allowed);
  if (!['http:', 'https:'].includes(protocol) || hostname === '') return [];
  const at = (host: string, scheme = protocol, itsPort = port) =>
    `${scheme}//${host}${itsPort === '' ? '' : `:${itsPort}`}`;
  const isAddress = /^[\d.]+$|:/.test(hostname);
  const dot = hostname.indexOf('.');
  const candidates = [
    at(`${hostname}.${foreignHost(run)}`, protocol, ''),
    at(hostname, protocol === 'https:' ? 'http:' : 'https:'),
    at(hostname, protocol, port === '8443' ? '9443' : '8443'),
    ...(isAddress ? [] : [at(`evil${hostname}`), at(`evil.${hostname}`)]),
    ...(isAddress || dot === -1 ? [] : [at(`${hostname.slice(0, dot)}x${hostname.slice(dot + 1)}`)]),
  ];
  return candidates.filter(candidate => candidate !== origin);
}
