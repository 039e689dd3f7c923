import { isEdgesOwn } from '../edges-own.ts';
import type { Expectation } from '../suite/suite.ts';
import { isLoop, redirectOf } from './redirect.ts';
import { headerOf, type Seen } from './seen.ts';

/** What a failed expectation may mean and where to look: the usual ways in which a Django site behind a proxy goes wrong. Empty: no idea. */
export function hintFor({ subject }: Expectation, seen: Seen): string {
  const { status } = seen.answer;
  const aboutAccess = subject.kind === 'status' || subject.kind === 'redirect';
  const found = CASES.find(({ access, when }) => (aboutAccess || !access) && when(seen, status));
  return found?.hint ?? '';
}

interface Case {
  /** Only said when the status or the redirect is what was wrong: a 403 that was expected explains nothing. */
  readonly access: boolean;
  when(seen: Seen, status: number): boolean;
  readonly hint: string;
}

/** The first that fits is said. */
const CASES: readonly Case[] = [
  {
    access: false,
    when: seen => isLoop(seen),
    hint: 'It redirects to itself: Django does not see that the visitor came over HTTPS. Set SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https"), and let the edge send that header.',
  },
  {
    access: false,
    when: (_, status) => status >= 502 && status <= 504,
    hint: 'The edge has no healthy server behind it: look at the state and the health check of the container, and at the port it listens on.',
  },
  {
    access: false,
    when: (_, status) => status >= 500,
    hint: 'The application broke while it answered: its log has the traceback, and a release without its migrations, its settings or its static manifest looks like this.',
  },
  {
    access: false,
    when: seen => isEdgesOwn(seen.answer),
    hint: 'This 404 is the one of the edge (Traefik), not of the application: no router matches the host, or the container is not healthy.',
  },
  {
    access: false,
    when: (_, status) => status === 429,
    hint: 'The site asks to slow down: a rate limit or a lockout met the smoke test.',
  },
  {
    access: true,
    when: (seen, status) => status === 403 && isAboutCsrf(seen),
    hint: 'Django may have refused the form: name the site with its scheme in CSRF_TRUSTED_ORIGINS ("https://..."), and set SECURE_PROXY_SSL_HEADER when HTTPS ends at the edge. A form also needs the newest CSRF token.',
  },
  {
    access: true,
    when: (_, status) => status === 403,
    hint: 'The site knows who asks and refuses: a missing permission, an allow-list of addresses, or a check that needs `as: <login>`.',
  },
  {
    access: true,
    when: (_, status) => status === 401,
    hint: 'Not signed in: the check needs `as: <login>`, or the token of its login is not accepted here.',
  },
  {
    access: true,
    when: (_, status) => status === 400,
    hint: 'Django answers 400 to a host that is not in ALLOWED_HOSTS, and to a request that it cannot read.',
  },
  {
    access: false,
    when: seen => leadsToLogin(seen),
    hint: 'It leads to a login page: not signed in. Does the check have `as: <login>`, and may this user see the page?',
  },
  {
    access: false,
    when: (seen, status) => status === 200 && isLoginPage(seen),
    hint: 'This looks like a login page instead of what was asked for: not signed in, or the form was refused. Does the check have `as: <login>`?',
  },
];

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'];

function isAboutCsrf({ method, answer }: Seen): boolean {
  return (method !== undefined && UNSAFE.includes(method.toUpperCase())) || beginningOf(answer.body).includes('CSRF');
}

function leadsToLogin(seen: Seen): boolean {
  const redirect = redirectOf(seen);
  return redirect.kind === 'redirect' && /\/(?:log-?in|sign-?in)(?:\/|$)/i.test(redirect.target.pathname);
}

function isLoginPage({ answer }: Seen): boolean {
  const type = headerOf(answer, 'content-type') ?? '';
  return /html/i.test(type) && /<input\b[^>]{0,500}\btype\s*=\s*["']?password\b/i.test(beginningOf(answer.body));
}

/** A hint is not worth searching megabytes. */
function beginningOf(body: string): string {
  return body.slice(0, 64 * 1024);
}
