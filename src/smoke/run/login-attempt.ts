import type { Milliseconds } from '../../core/duration.ts';
import type { SetCookie } from '../cookies.ts';
import type { ExchangeSeen, Problem } from '../result.ts';
import type { SuitePlace } from '../suite/suite.ts';
import type { Session } from './session.ts';

export type Recorder = (seen: ExchangeSeen) => void;

/** A session that a login opened, with what presets judge of it. */
interface LoginSession {
  readonly session: Session;
  readonly cookies: readonly SetCookie[];
  readonly sessionCookies: readonly string[];
  readonly ledTo: URL | undefined;
}

export type LoginAttempt =
  | {
      readonly kind: 'works';
      readonly session: LoginSession;
      readonly note: string;
      /** It works, and something about it is wrong all the same. */
      readonly problem?: Problem;
    }
  | { readonly kind: 'fails'; readonly problem: Problem; readonly session?: Omit<LoginSession, 'session'> }
  /** Nothing says on which page the credentials could be tried. */
  | { readonly kind: 'untried'; readonly session: Session; readonly note: string };

/** One request of a login; its answer decides about everything behind it. */
export const LOGIN_TIMEOUT: Milliseconds = 30_000;

/** A login that does not do what it must, with what was seen. */
export function loginProblem(
  message: string,
  remedy: string,
  place: SuitePlace,
  more: { readonly expected?: string; readonly actual?: string; readonly excerpt?: readonly string[] } = {},
): Problem {
  return { message, expected: more.expected, actual: more.actual, remedy, place, excerpt: more.excerpt ?? [] };
}
