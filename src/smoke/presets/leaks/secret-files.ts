/** A file that must never be served, and how to tell it from a page that only has its address. */
export interface SecretFile {
  readonly path: string;
  readonly what: string;
  /** By content alone: types and statuses of wrongly served files say nothing. */
  isReal(body: string): boolean;
}

const START = 4_096;
const matching = (pattern: RegExp) => (body: string) => pattern.test(body.slice(0, START));

/** At least one assignment, and nothing that a file of variables has not. */
function isEnvironment(body: string): boolean {
  const lines = body
    .slice(0, START)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    // The last one may be cut off.
    .slice(0, 20);
  const assignments = lines.filter(line => /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=/.test(line));
  return assignments.length > 0 && assignments.length * 2 >= lines.length;
}

const ENVIRONMENT = { what: 'variables', isReal: isEnvironment };
const SQL = {
  what: 'a database dump',
  isReal: matching(
    /^PGDMP|^--[^\n]*\b(?:PostgreSQL|MySQL|MariaDB) (?:database )?dump|^\s*(?:CREATE TABLE|INSERT INTO|COPY [\w."]+ \()/im,
  ),
};
const PASSWD = { what: "the server's users", isReal: matching(/^root:[^:\n]*:0:0:/m) };

/**
 * Dot segments (`..`, `%2e%2e`) are taken out of an address before it is sent, by every client that obeys the URL standard; so traversal is
 * tried with an encoded slash, encoded twice, and with nginx's missing slash (`/static../`), which are not dot segments.
 */
export const SECRET_FILES: readonly SecretFile[] = [
  { path: '/.env', ...ENVIRONMENT },
  { path: '/.env.production', ...ENVIRONMENT },
  { path: '/.env.bak', ...ENVIRONMENT },
  { path: '/static../.env', ...ENVIRONMENT },
  { path: '/static/..%2f.env', ...ENVIRONMENT },
  { path: '/static/..%2f..%2f.env', ...ENVIRONMENT },
  { path: '/static/%252e%252e%252f.env', ...ENVIRONMENT },
  { path: '/media../.env', ...ENVIRONMENT },
  { path: '/media/..%2f.env', ...ENVIRONMENT },
  { path: '/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd', ...PASSWD },
  { path: '/media/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd', ...PASSWD },
  { path: '/.git/HEAD', what: 'a Git repository', isReal: matching(/^(?:ref: refs\/|[0-9a-f]{40}\s*$)/) },
  {
    path: '/.git/config',
    what: 'the configuration of a Git repository',
    isReal: matching(/^\s*\[(?:core|remote|branch)\b/m),
  },
  { path: '/db.sqlite3', what: 'a database', isReal: matching(/^SQLite format 3/) },
  { path: '/backup.sql', ...SQL },
  { path: '/dump.sql', ...SQL },
  { path: '/manage.py', what: 'source code', isReal: matching(/DJANGO_SETTINGS_MODULE|execute_from_command_line/) },
  { path: '/docker-compose.yml', what: 'a Compose file', isReal: matching(/^services:\s*$/m) },
];
