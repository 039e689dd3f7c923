import type { WireAnswer } from '../../core/wire.ts';
import { capture, resolve } from '../expect/index.ts';
import type { Problem } from '../result.ts';
import type { Login } from '../suite/suite.ts';
import type { RunContext } from './context.ts';
import { excerptOf } from './excerpt.ts';
import { LOGIN_TIMEOUT, type LoginAttempt, loginProblem, type Recorder } from './login-attempt.ts';
import { noAnswerProblem } from './no-answer.ts';
import { scopeOf } from './scope.ts';
import { Session } from './session.ts';
import { basic, type Visit, Visitor } from './visitor.ts';

type LoginOf<Kind extends Login['kind']> = Extract<Login, { kind: Kind }>;

/** Sends the credentials once and takes the access token from the answer. */
export async function tryJwt(login: LoginOf<'jwt'>, context: RunContext, record: Recorder): Promise<LoginAttempt> {
  const scope = scopeOf(context);
  const fields = {
    [login.fields.username]: resolve(login.username, scope),
    [login.fields.password]: resolve(login.password, scope),
  };
  const json = login.send === 'json';
  const visit: Visit = {
    method: 'POST',
    url: new URL(login.path, context.base),
    headers: {
      Accept: 'application/json, */*;q=0.5',
      'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded',
    },
    body: json ? JSON.stringify(fields) : new URLSearchParams({ grant_type: 'password', ...fields }).toString(),
    timeout: LOGIN_TIMEOUT,
  };
  const asked = `POST ${login.path}`;
  const visited = await new Visitor(context, new Session()).visit(visit, context.limits.run, record);
  if (visited.kind === 'no-answer')
    return { kind: 'fails', problem: noAnswerProblem(asked, visited.failure, login.place) };
  const { answer, url } = visited;
  if (answer.status < 200 || answer.status > 299)
    return { kind: 'fails', problem: refused(answer, asked, login, context) };
  const found = await capture(
    { name: 'access', from: { kind: 'json', path: login.access }, regex: undefined, place: login.place },
    { url, answer, now: context.world.clock.now() },
  );
  if (!found.found || typeof found.value !== 'string' || found.value === '') {
    return {
      kind: 'fails',
      problem: loginProblem(
        `${asked} gave no access token`,
        'Name the place of the token in the answer, such as:\naccess: $.access_token',
        login.place,
        {
          expected: `a text at ${login.access}`,
          actual: found.found ? 'something that is no text' : found.why,
          excerpt: excerptOf(answer, text => context.world.host.redact(text)),
        },
      ),
    };
  }
  context.world.host.mask(found.value);
  return works(new Session(`Bearer ${found.value}`), 'gave an access token');
}

/** The page must be closed to strangers and open with the credentials; else the login says nothing. */
export async function tryBasic(login: LoginOf<'basic'>, context: RunContext, record: Recorder): Promise<LoginAttempt> {
  const scope = scopeOf(context);
  const authorization = basic(resolve(login.username, scope), resolve(login.password, scope));
  context.world.host.mask(authorization.slice('Basic '.length));
  return tryHeader(login, authorization, context, record);
}

export async function tryBearer(
  login: LoginOf<'bearer'>,
  context: RunContext,
  record: Recorder,
): Promise<LoginAttempt> {
  const token = resolve(login.token, scopeOf(context));
  context.world.host.mask(token);
  return tryHeader(login, `Bearer ${token}`, context, record);
}

async function tryHeader(
  login: LoginOf<'basic'> | LoginOf<'bearer'>,
  authorization: string,
  context: RunContext,
  record: Recorder,
): Promise<LoginAttempt> {
  const session = new Session(authorization);
  if (login.path === undefined) {
    return { kind: 'untried', session, note: 'not tried: the login has no `path` that is closed without it' };
  }
  const asked = `GET ${login.path}`;
  const visit: Visit = { method: 'GET', url: new URL(login.path, context.base), timeout: LOGIN_TIMEOUT };
  const stranger = await new Visitor(context, new Session()).visit(visit, context.limits.run, record);
  if (stranger.kind === 'no-answer')
    return { kind: 'fails', problem: noAnswerProblem(asked, stranger.failure, login.place) };
  if (stranger.answer.status !== 401 && stranger.answer.status !== 403) {
    return {
      kind: 'fails',
      problem: loginProblem(
        `${asked} does not ask for credentials, so it cannot show that these work`,
        'Close the page to strangers, or give the login a `path` that is closed without it.',
        login.place,
        { expected: 'status 401 or 403 without credentials', actual: `status ${stranger.answer.status}` },
      ),
    };
  }
  const visited = await new Visitor(context, session.copy()).visit(visit, context.limits.run, record);
  if (visited.kind === 'no-answer')
    return { kind: 'fails', problem: noAnswerProblem(asked, visited.failure, login.place) };
  if (visited.answer.status >= 400) return { kind: 'fails', problem: refused(visited.answer, asked, login, context) };
  return works(session, `${asked}: ${stranger.answer.status} without credentials, ${visited.answer.status} with them`);
}

function refused(answer: WireAnswer, asked: string, login: Login, context: RunContext): Problem {
  const { message, remedy } = meaningOf(answer, asked, `the login "${login.name}"`);
  return loginProblem(message, remedy, login.place, {
    expected: login.kind === 'jwt' ? 'status 2xx with a token' : 'a status below 400 with credentials',
    actual: `status ${answer.status}`,
    excerpt: excerptOf(answer, text => context.world.host.redact(text)),
  });
}

/** Only what was looked at can be refused. */
function meaningOf(
  { status }: WireAnswer,
  asked: string,
  login: string,
): { readonly message: string; readonly remedy: string } {
  switch (status) {
    case 400:
    case 401:
    case 403:
    case 422:
      return {
        message: `${asked} refused ${login}`,
        remedy:
          'Wrong or expired credentials, an account that is not active, or other names of fields. It was tried once only.',
      };
    case 404:
    case 410:
      return {
        message: `${asked}: there is no such page, so ${login} was not looked at`,
        remedy: 'Check `path` of the login, and that this release has that address.',
      };
    case 405:
      return {
        message: `${asked}: the page takes other methods only, so ${login} was not looked at`,
        remedy: 'Check `path` of the login.',
      };
    case 429:
      return {
        message: `${asked} turned ${login} away for now`,
        remedy: 'A rate limit or a lockout. Wait until it is over.',
      };
  }
  return status >= 300 && status <= 399
    ? {
        message: `${asked} leads elsewhere, and ${login} was not looked at`,
        remedy: 'Write the address that answers itself as `path` of the login; often it is the slash at the end.',
      }
    : { message: `${asked} did not answer ${login}`, remedy: 'See the log of the application at this moment.' };
}

function works(session: Session, note: string): LoginAttempt {
  return { kind: 'works', session: { session, cookies: [], sessionCookies: [], ledTo: undefined }, note };
}
