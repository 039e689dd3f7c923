import type { Seen } from '../expect/index.ts';
import type { Problem } from '../result.ts';
import type { Expectation, Step } from '../suite/suite.ts';
import { targetOf } from './visitor.ts';

/** What a good status can hide, without anybody having to ask for it: the sign-in form instead of the page, and half a page. */

interface Asked {
  /** `GET /dashboard/` */
  readonly as: string;
  readonly url: URL;
  readonly base: URL;
  /** Path of the login form, when the visitor is signed in by one. */
  readonly signInPath: string | undefined;
}

/**
 * Django sends visitors who are not signed in to the login form, with 302: for a step that only asks for "no error" that would look like
 * success.
 */
export function sentToSignIn(step: Step, { url, answer }: Seen, asked: Asked): readonly Problem[] {
  const { signInPath, base } = asked;
  const location = answer.headers['location']?.[0];
  const redirected = location !== undefined && answer.status >= 300 && answer.status <= 399;
  if (signInPath === undefined || (!redirected && asked.url.pathname === signInPath)) return [];
  const leads = redirected ? URL.parse(location, url.href) : url;
  if (leads === null || leads.pathname !== signInPath || !leads.searchParams.has('next')) return [];
  if (step.expect.some(redirected ? meansRedirect : looksAtPage)) return [];
  const meant = redirected ? 'If the redirect is meant, say so:\nexpect: { status: 302 }' : LOOK_AT_PAGE;
  return [
    {
      message: `${asked.as}: the site asks to sign in, although the visitor was signed in`,
      expected: 'what a visitor sees who is signed in',
      actual: `${redirected ? `${answer.status} to` : 'redirects that end on'} ${targetOf(leads, base)}`,
      remedy: `The session was lost (a step signed out, another login took its place) or never worked. ${meant}`,
      place: step.place,
      excerpt: [],
    },
  ];
}

/** Somebody thought of the redirect: more is asked than a status in a range. */
function meansRedirect({ subject, comparison }: Expectation): boolean {
  if (subject.kind === 'status') return comparison.kind !== 'order';
  return subject.kind === 'redirect' || (subject.kind === 'header' && subject.name.toLowerCase() === 'location');
}

const LOOK_AT_PAGE = "If it is meant, look at the page itself:\nexpect: { body: { contains: 'Sign in' } }";

/** After redirects every page has a status: only who asks for something in it can have meant the login form. */
function looksAtPage({ subject }: Expectation): boolean {
  return !['status', 'time', 'days-left'].includes(subject.kind);
}

/** A page that breaks off in the middle has a good status, and shows its visitor half of itself. */
export function brokenPage(step: Step, { answer }: Seen, asked: Asked): readonly Problem[] {
  if (answer.damage === undefined || answer.status < 200 || answer.status > 299) return [];
  return [
    {
      message: `${asked.as}: the answer is not complete`,
      expected: 'a body that is as its headers say',
      actual: answer.damage,
      remedy:
        'The application, or a proxy on the way, ended the answer early: a worker that was killed (time limit, memory) or a response that failed half-way. See their logs at this moment.',
      place: step.place,
      excerpt: [],
    },
  ];
}
