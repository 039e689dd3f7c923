/** Where an address leads, as far as its name says: into the same container, into a private network, or out. */
export function reach(host: string): 'local' | 'private' | 'public' {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === '' || name.startsWith('/') || name === 'localhost' || name === '::1' || name.startsWith('127.'))
    return 'local';
  if (PRIVATE_ADDRESS.test(name) || /^f[cd][0-9a-f]{2}:/.test(name)) return 'private';
  if (!name.includes('.') && !name.includes(':')) return 'private';
  return PRIVATE_NAME.test(name) ? 'private' : 'public';
}

/** RFC 1918 and the shared space of RFC 6598. */
const PRIVATE_ADDRESS =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)[\d.]+$/;
/** Names that lead into a network; `private-` is how DigitalOcean marks a database's second name, and Amazon's are private from inside. */
const PRIVATE_NAME =
  /^private-|\.(?:internal|local|lan|intranet|home\.arpa|svc|cluster\.local|localdomain|docker|cache\.amazonaws\.com|rds\.amazonaws\.com)$/;
