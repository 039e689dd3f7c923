import type { LoginItem } from '../plan.ts';
import type { LoginSeen } from '../presets/preset.ts';
import type { CheckResult, CheckState, ExchangeSeen, Problem } from '../result.ts';
import type { Login } from '../suite/suite.ts';
import type { RunContext } from './context.ts';
import { endsByLimit } from './limit.ts';
import type { LoginAttempt, Recorder } from './login-attempt.ts';
import { tryForm } from './login-form.ts';
import { tryBasic, tryBearer, tryJwt } from './login-token.ts';
import type { Session } from './session.ts';

/** How one login ended. */
export interface LoginEnd {
  readonly name: string;
  readonly result: CheckResult;
  /** To be copied by each check; undefined when there is nothing that checks could go on with. */
  readonly session: Session | undefined;
  /** What presets may judge; undefined when it was not tried. */
  readonly seen: LoginSeen | undefined;
}

/** Tries a login once: a second attempt could lock the account. Never throws for what the site does. */
export async function logIn(item: LoginItem, context: RunContext): Promise<LoginEnd> {
  const { clock } = context.world;
  const began = clock.elapsed();
  const exchanges: ExchangeSeen[] = [];
  const { login } = item;
  const ended = (state: CheckState, note: string, problems: readonly Problem[] = []): CheckResult => ({
    id: item.id,
    group: 'logins',
    title: item.title,
    tags: item.tags,
    state,
    note,
    problems,
    duration: clock.elapsed() - began,
    place: item.place,
    exchanges,
  });
  try {
    const attempt = await tryLogin(login, context, seen => void exchanges.push(seen));
    return { name: login.name, ...endOf(attempt, login, ended) };
  } catch (thrown) {
    if (!endsByLimit(thrown)) throw thrown;
    return { name: login.name, result: ended('unfinished', thrown.message), session: undefined, seen: undefined };
  }
}

function tryLogin(login: Login, context: RunContext, record: Recorder): Promise<LoginAttempt> {
  switch (login.kind) {
    case 'django-form':
      return tryForm(login, context, record);
    case 'jwt':
      return tryJwt(login, context, record);
    case 'basic':
      return tryBasic(login, context, record);
    case 'bearer':
      return tryBearer(login, context, record);
  }
}

function endOf(
  attempt: LoginAttempt,
  { name, kind }: Login,
  ended: (state: CheckState, note: string, problems?: readonly Problem[]) => CheckResult,
): Omit<LoginEnd, 'name'> {
  switch (attempt.kind) {
    case 'untried':
      return { result: ended('skipped', attempt.note), session: attempt.session, seen: undefined };
    case 'fails': {
      const { cookies = [], ledTo } = attempt.session ?? {};
      return {
        result: ended('failed', attempt.problem.message, [attempt.problem]),
        session: undefined,
        seen: { name, kind, worked: false, cookies, sessionCookies: [], ledTo },
      };
    }
    case 'works': {
      const { session, cookies, sessionCookies, ledTo } = attempt.session;
      return {
        result:
          attempt.problem === undefined
            ? ended('passed', attempt.note)
            : ended('failed', attempt.problem.message, [attempt.problem]),
        session,
        seen: { name, kind, worked: true, cookies, sessionCookies, ledTo },
      };
    }
  }
}
