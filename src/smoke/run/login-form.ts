import type { WireAnswer } from '../../core/wire.ts';
import type { SetCookie } from '../cookies.ts';
import { resolve } from '../expect/index.ts';
import type { Problem } from '../result.ts';
import type { Login } from '../suite/suite.ts';
import type { RunContext } from './context.ts';
import { excerptOf } from './excerpt.ts';
import { hiddenField } from './learning.ts';
import { LOGIN_TIMEOUT, type LoginAttempt, loginProblem, type Recorder } from './login-attempt.ts';
import { noAnswerProblem } from './no-answer.ts';
import { scopeOf } from './scope.ts';
import { Session } from './session.ts';
import { targetOf, type Visited, Visitor } from './visitor.ts';

type FormLogin = Extract<Login, { kind: 'django-form' }>;

/** Nobody's host (RFC 2606). A login that leads there sends its users wherever a link wants. */
const FOREIGN = 'https://open-redirect.example/';

/**
 * The login form of Django: one GET of the page, one POST with its token. Success is a redirect with a new session cookie; a refused login is
 * answered with 200 and the form again, which is why nothing is followed blindly.
 */
export async function tryForm(login: FormLogin, context: RunContext, record: Recorder): Promise<LoginAttempt> {
  const visitor = new Visitor(context, new Session());
  const { limits, base } = context;
  const url = new URL(login.path, base);
  const common = { timeout: LOGIN_TIMEOUT };
  const page = await visitor.visit(
    { ...common, method: 'GET', url, headers: { Accept: 'text/html,*/*;q=0.8' } },
    limits.run,
    record,
  );
  const noForm = problemOfPage(page, login, context);
  if (page.kind !== 'answered' || noForm !== undefined) {
    return { kind: 'fails', problem: noForm ?? loginProblem('The login page cannot be read', '', login.place) };
  }
  const scope = scopeOf(context);
  const token =
    hiddenField(page.answer.body, 'csrfmiddlewaretoken') ?? visitor.session.csrfToken(url, scopeNow(context));
  const form = new URLSearchParams([
    ...(token === undefined ? [] : [['csrfmiddlewaretoken', token]]),
    [login.fields.username, resolve(login.username, scope)],
    [login.fields.password, resolve(login.password, scope)],
    ['next', FOREIGN],
  ] as [string, string][]);
  const target = new URL(url);
  // In both places where a login looks for it.
  target.searchParams.set('next', FOREIGN);
  const before = page.cookies;
  const posted = await visitor.visit(
    {
      ...common,
      method: 'POST',
      url: target,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html,*/*;q=0.8' },
      body: form.toString(),
    },
    limits.run,
    record,
  );
  return judgePosted(posted, before, token !== undefined, visitor, login, context);
}

const scopeNow = ({ world }: RunContext): number => world.clock.now();

function problemOfPage(page: Visited, login: FormLogin, context: RunContext): Problem | undefined {
  const asked = `GET ${login.path}`;
  if (page.kind === 'no-answer') return noAnswerProblem(asked, page.failure, login.place);
  const { answer } = page;
  if (answer.status === 200) return undefined;
  const leads = ledTo(answer, page.url);
  return loginProblem(
    `The login page ${login.path} cannot be opened`,
    leads === undefined
      ? 'See why the page does not answer with 200, and whether `path` is the address of the login form.'
      : `Write the address of the form itself:\npath: ${leads.origin === context.base.origin ? leads.pathname : '/login/'}`,
    login.place,
    {
      expected: 'status 200',
      actual: `status ${answer.status}${leads === undefined ? '' : ` to ${targetOf(leads, context.base)}`}`,
      excerpt: excerptOf(answer, text => context.world.host.redact(text)),
    },
  );
}

function judgePosted(
  posted: Visited,
  before: readonly SetCookie[],
  hadToken: boolean,
  visitor: Visitor,
  login: FormLogin,
  context: RunContext,
): LoginAttempt {
  const asked = `POST ${login.path}`;
  if (posted.kind === 'no-answer') {
    return { kind: 'fails', problem: noAnswerProblem(asked, posted.failure, login.place) };
  }
  const { answer } = posted;
  const fresh = posted.kind === 'answered' ? posted.cookies : [];
  const cookies = [...before, ...fresh];
  const leads = ledTo(answer, posted.url);
  const fails = (problem: Problem): LoginAttempt => ({
    kind: 'fails',
    problem,
    session: { cookies, sessionCookies: [], ledTo: leads },
  });
  if ((answer.status !== 302 && answer.status !== 303) || leads === undefined) {
    return fails(refusal(answer, hadToken, login, context));
  }
  const { base } = context;
  if (leads.origin === base.origin && leads.pathname === new URL(login.path, base).pathname) {
    return fails(
      loginProblem('The login was refused: it leads back to its own page', REFUSED, login.place, {
        expected: `a redirect to ${login.landsOn ?? 'another page of the site'}`,
        actual: `${answer.status} to ${targetOf(leads, base)}`,
      }),
    );
  }
  const sessionCookies = sessionNames(fresh, before);
  if (sessionCookies.length === 0) return fails(noSession(answer, login, context));
  const session = { session: visitor.session, cookies, sessionCookies, ledTo: leads };
  const astray = problemOfLanding(leads, login, context);
  const note = `leads to ${targetOf(leads, base)}, session cookie ${sessionCookies.join(', ')}`;
  return astray === undefined ? { kind: 'works', session, note } : { kind: 'works', session, note, problem: astray };
}

const REFUSED =
  'A wrong password, an account that is not approved or not active, or a lockout after earlier attempts. It was tried once only, so that this run locks nobody out.';

/** What an answer without a redirect means. */
function refusal(answer: WireAnswer, hadToken: boolean, login: FormLogin, context: RunContext): Problem {
  const more = {
    expected: 'status 302 with a new session cookie',
    actual: `status ${answer.status}`,
    excerpt: excerptOf(answer, text => context.world.host.redact(text)),
  };
  const { origin } = context.base;
  if (answer.status === 200)
    return loginProblem('The login was refused: the form came again', REFUSED, login.place, more);
  if (answer.status === 403 && /csrf/i.test(answer.body)) {
    const settings = `Check the settings of the deployed site:\nCSRF_TRUSTED_ORIGINS = ["${origin}"]\nSECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")   # and the edge sends X-Forwarded-Proto`;
    return loginProblem(
      'The login was refused by the CSRF protection, as it would be for every visitor',
      hadToken ? settings : `The page had neither a csrf cookie nor a hidden csrfmiddlewaretoken.\n${settings}`,
      login.place,
      more,
    );
  }
  if (answer.status === 403 || answer.status === 429) {
    return loginProblem(
      'The login was refused',
      'A lockout or a rate limit (django-axes, django-ratelimit), or a firewall in front of the site. Wait until it is over, or let the runner through.',
      login.place,
      more,
    );
  }
  return loginProblem('The login did not work', 'See the log of the application at this moment.', login.place, more);
}

function noSession(answer: WireAnswer, login: FormLogin, context: RunContext): Problem {
  const lines = answer.headers['set-cookie'] ?? [];
  const secureOverPlain = context.base.protocol === 'http:' && lines.some(line => /;\s*secure\b/i.test(line));
  return loginProblem(
    'The login led on, but without a session: nobody is signed in',
    secureOverPlain
      ? 'The session cookie is `Secure` and the site was visited over plain HTTP, where browsers drop it. Give base-url with https.'
      : 'The login may have been refused: see the page that it leads to. Otherwise see whether SESSION_COOKIE_DOMAIN fits the host, and whether something in front of the site takes cookies away.',
    login.place,
    {
      expected: 'a new session cookie',
      actual: `${answer.status}, ${lines.length === 0 ? 'no cookie' : 'no cookie that is a new session'}`,
    },
  );
}

function problemOfLanding(leads: URL, login: FormLogin, context: RunContext): Problem | undefined {
  const { base } = context;
  if (leads.hostname === new URL(FOREIGN).hostname) {
    return loginProblem(
      'The login works, but sends its users to any host that a link names in `next`',
      'Check `next` with url_has_allowed_host_and_scheme(next, allowed_hosts={request.get_host()}, require_https=True), as LoginView does.',
      login.place,
      { expected: 'a page of this site', actual: `a redirect to ${leads.href}` },
    );
  }
  if (leads.origin !== base.origin) {
    return loginProblem(
      'The login works, but leads away from the site',
      'Check LOGIN_REDIRECT_URL, and that the application knows it is asked over HTTPS (SECURE_PROXY_SSL_HEADER).',
      login.place,
      { expected: `a page of ${base.origin}`, actual: `a redirect to ${leads.href}` },
    );
  }
  if (login.landsOn === undefined || sameTarget(leads, new URL(login.landsOn, base))) return undefined;
  return loginProblem(
    'The login works, but leads elsewhere',
    'Check LOGIN_REDIRECT_URL, or `lands-on` in the suite.',
    login.place,
    { expected: `a redirect to ${login.landsOn}`, actual: `a redirect to ${targetOf(leads, base)}` },
  );
}

function sameTarget(a: URL, b: URL): boolean {
  return a.pathname === b.pathname && (b.search === '' || a.search === b.search);
}

function ledTo(answer: WireAnswer, from: URL): URL | undefined {
  const location = answer.headers['location']?.[0];
  if (answer.status < 300 || answer.status > 399 || location === undefined) return undefined;
  return URL.parse(location, from.href) ?? undefined;
}

/** Names of the cookies that carry the session: by their name, else those that scripts cannot read, else whatever is new. */
function sessionNames(fresh: readonly SetCookie[], before: readonly SetCookie[]): readonly string[] {
  // A stranger's session that is only sent again (SESSION_SAVE_EVERY_REQUEST) signs nobody in: Django gives a new one.
  const known = (cookie: SetCookie) => before.some(({ name, value }) => name === cookie.name && value === cookie.value);
  const candidates = fresh.filter(
    cookie => cookie.value !== '' && cookie.value !== '""' && !NO_SESSION.test(cookie.name) && !known(cookie),
  );
  const named = candidates.filter(({ name }) => /sess|login/i.test(name));
  const hidden = candidates.filter(({ httpOnly }) => httpOnly);
  const chosen = named.length > 0 ? named : hidden.length > 0 ? hidden : candidates;
  return [...new Set(chosen.map(({ name }) => name))];
}

/** Django's own other cookies, and those that balancers, firewalls and counters of visitors set anew with every answer. */
const NO_SESSION =
  /csrf|^(?:messages|django_language|AWSALB\w*|AWSELB\w*|ARRAffinity\w*|INGRESSCOOKIE|SERVERID|__cf\w*|cf_\w+|_ga\w*|_gid|_pk_\w+.*|incap_ses_.*|visid_incap_.*|BIGipServer.*|TS[0-9a-f]{6,})$/i;
