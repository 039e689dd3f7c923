import { lastLines } from '../core/text.ts';
import { isJsonObject } from './problems.ts';
import { SECRET_IN_TEXT } from './secret-names.ts';

/** One line of a deployment's log. */
export interface LogLine {
  readonly text: string;
  /** Build output, remote commands and stack traces: may hold build arguments, so it is never shown. */
  readonly hidden: boolean;
}

/**
 * Reads the `logs` field: a JSON text of entries `{output, hidden, ...}` in the order in which they happened
 * (sorting by `batch` would misplace them), one entry a chunk, not a line.
 */
export function readLog(log: string | undefined): readonly LogLine[] {
  if (log === undefined || log === '') return [];
  let entries: unknown;
  try {
    entries = JSON.parse(log);
  } catch {
    return [];
  }
  if (!Array.isArray(entries)) return [];
  return entries.filter(isJsonObject).flatMap(entry => {
    const output = typeof entry['output'] === 'string' ? entry['output'] : '';
    const hidden = entry['hidden'] === true || entry['hidden'] === 1;
    return lastLines(output, MOST_LINES_OF_AN_ENTRY).map(text => ({ text: withoutCredentials(text), hidden }));
  });
}

const MOST_LINES_OF_AN_ENTRY = 500;

export function visibleLines(log: string | undefined): readonly string[] {
  return readLog(log)
    .filter(line => !line.hidden)
    .map(line => line.text);
}

/** What stands before the host of an address: `user:password@`, or a token alone. */
const ADDRESS = /([a-z][a-z0-9+.-]{1,20}:\/\/)(?:([^\s:/@]{0,200}):)?[^\s/]{1,500}@/gi;
const SCHEME = /\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/|=-]{8,}/gi;
/** `NAME=value`, `name: value`, `"name": "value"`; whether the name is one of a secret is asked afterwards, to stay linear. */
const ASSIGNMENT = /(?<![A-Z0-9_.-])([A-Z0-9_.-]{1,100})(["']?\s{0,5}[=:]\s{0,5})("[^"]*"|'[^']*'|[^\s,;]+)/gi;

/** A cleaned line without what looks like a secret although its value is not known. */
export function withoutCredentials(text: string): string {
  return text
    .replace(ADDRESS, (_all, scheme: string, user: string | undefined) => `${scheme}${user ? `${user}:` : ''}***@`)
    .replace(SCHEME, '$1***')
    .replace(ASSIGNMENT, (all, name: string, separator: string) =>
      SECRET_IN_TEXT.test(name) ? `${name}${separator}***` : all,
    );
}

/** Coolify prints this when a post-deployment command fails, and finishes the deployment all the same (since beta.295). */
export function postCommandFailed(log: string | undefined): boolean {
  // Its own line is visible; the same words in hidden build output are somebody else's.
  return readLog(log).some(line => !line.hidden && /post-deployment command failed/i.test(line.text));
}

/** What a known sign in a log means, and what to do about it. */
export interface LogSign {
  readonly meaning: string;
  readonly remedy: string;
  /** The health check itself is at fault: it would fail for any release. */
  readonly checkCannotWork?: true;
}

const SIGNS: readonly (LogSign & { readonly pattern: RegExp })[] = [
  {
    pattern: /server is not functional/i,
    meaning: 'Coolify could not reach the server it deploys to.',
    remedy: 'Open Servers in Coolify and validate the server, then run this job again.',
  },
  {
    pattern: /DisallowedHost|Invalid HTTP_HOST header/i,
    meaning: 'Django refused the Host of the health check with 400.',
    remedy: 'Add localhost to ALLOWED_HOSTS: Coolify asks with "Host: localhost:<port>" from inside the container.',
    checkCannotWork: true,
  },
  {
    pattern: /(returned error|error:).{0,40}\b404\b/i,
    meaning: 'The health check asks for a page that does not exist (404).',
    remedy: 'Set the path of the health check in Coolify to the one of your health page, with its slash at the end.',
    checkCannotWork: true,
  },
  {
    pattern:
      /\b(curl|wget): (command )?not found|(curl|wget)["']?: executable file not found|(curl|wget) is not (installed|available)|(neither|no) curl (nor|or) wget|curl and wget|curl or wget/i,
    meaning: 'The health check cannot run: the image has neither curl nor wget.',
    remedy: 'Install curl in the image (python:slim has none), or use a HEALTHCHECK written in Python.',
    checkCannotWork: true,
  },
  {
    pattern: /ModuleNotFoundError|ImportError|No module named/i,
    meaning: 'The application does not boot: a Python import fails.',
    remedy: 'Read the traceback in the deployment log; a missing package belongs into the requirements of the image.',
  },
  {
    pattern: /ImproperlyConfigured/i,
    meaning: 'Django refuses its settings.',
    remedy: 'Read the message in the deployment log; most often an environment variable is missing in Coolify.',
  },
  {
    pattern: /could not connect to server|connection refused.*5432|OperationalError/i,
    meaning: 'The application cannot reach its database.',
    remedy: 'Check DATABASE_URL of this environment and that the database runs.',
  },
  {
    pattern: /exit(ed)? (with )?code:? 137|OOMKilled|out of memory|Killed$/im,
    meaning: 'Something was killed, most likely because memory ran out.',
    remedy: 'Give the server more memory or build on a build server.',
  },
  {
    pattern: /no space left on device/i,
    meaning: 'The disk of the server is full.',
    remedy: 'Run the Docker cleanup of the server in Coolify, then run this job again.',
  },
  {
    pattern: /port is already allocated|address already in use/i,
    meaning: 'A published port is taken, often by the old container.',
    remedy: 'Remove the port mapping and let the proxy reach the container.',
  },
  {
    pattern: /new container is not healthy|is unhealthy|healthcheck (status|failed)|rolling back/i,
    meaning: 'The new container never became healthy, so Coolify removed it and kept the old one.',
    remedy:
      'Read the container lines in the deployment log; if it only starts slowly, raise the start period or the retries of the health check.',
  },
];

/** Coolify's own words about its health check. */
const HEALTH_PHASE = /new container is not healthy|is unhealthy|healthcheck (status|logs|failed)/i;

/**
 * The first known sign, hidden lines included: the sign is ours, the line itself is not shown. A sign about the health check only counts when
 * the deployment got that far; a build prints the same words for reasons of its own.
 */
export function explainLog(log: string | undefined): LogSign | undefined {
  const lines = readLog(log);
  const checked = lines.some(line => !line.hidden && HEALTH_PHASE.test(line.text));
  return SIGNS.filter(sign => checked || sign.checkCannotWork !== true).find(sign =>
    lines.some(line => sign.pattern.test(line.text)),
  );
}
