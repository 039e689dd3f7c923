import { oneLine } from '../../../core/text.ts';
import { answerInWords, redirectTarget } from '../answer-words.ts';
import { onceSeen, type Surroundings, surroundings } from '../application-seen.ts';
import { tagsOf } from '../html.ts';
import type { Judgement, Site, SiteAnswer } from '../preset.ts';
import { samePage } from '../unknown-path.ts';

/** Paths that must not be open to a visitor, as they answer, and what the site answers beside them. */
export interface ClosedFacts {
  readonly looks: readonly Look[];
  readonly around: Surroundings;
}

interface Look {
  readonly path: string;
  /** Where a visitor ends who follows redirects on this host. */
  readonly answer: SiteAnswer;
}

/** Says what is open in an answer, such as `Swagger UI`; undefined when it cannot be seen. */
type OpenSign = (answer: SiteAnswer) => string | undefined;

interface Standing {
  readonly path: string;
  readonly kind: 'closed' | 'open' | 'unclear';
  readonly seen: string;
}

/** Refusals: there is nothing, it needs a sign-in, or it is not for this method or kind of reader. */
const REFUSALS = new Set([401, 403, 404, 405, 406, 410, 451]);

/** At once, so that a small server and the edge's own limits are not run over. */
const AT_ONCE = 4;

export async function lookAt(site: Site, paths: readonly string[]): Promise<ClosedFacts> {
  const around = await surroundings(site);
  const looks = await inSmallGroups([...new Set(paths)], async path => ({ path, answer: await site.page(path) }));
  return { looks, around };
}

export async function inSmallGroups<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  }
  return results;
}

export function standingOf({ path, answer }: Look, unknown: SiteAnswer, sign: OpenSign): Standing {
  const standing = (kind: Standing['kind'], seen: string): Standing => ({ path, kind, seen });
  if (REFUSALS.has(answer.status)) return standing('closed', `${answer.status}`);
  const target = redirectTarget(answer);
  if (target !== undefined) return standing(leadsToSignIn(target) ? 'closed' : 'unclear', answerInWords(answer));
  if (answer.status === 429) return standing('unclear', '429: too many requests');
  if (answer.status < 200 || answer.status > 299) return standing('open', answerInWords(answer));
  // A front end that gives its own page for every path shows nothing by it.
  if (samePage(answer, unknown)) return standing('closed', `${answer.status}, the same page as for any other path`);
  const open = sign(answer);
  if (open !== undefined) return standing('open', `${answer.status}, ${open}`);
  if (isSignInPage(answer)) return standing('closed', `the sign-in page ${oneLine(answer.url.pathname, 80)}`);
  return standing('unclear', answerInWords(answer));
}

/** Open beats unclear, unclear beats closed; each path that is not closed is named. Closed by a site that is not there is not known. */
export function judgeClosed(
  { looks, around }: ClosedFacts,
  sign: OpenSign,
  texts: { readonly expected: string; readonly unclear: string },
): Judgement {
  const standings = looks.map(look => standingOf(look, around.unknown, sign));
  const of = (kind: Standing['kind']) => standings.filter(standing => standing.kind === kind);
  const { expected, unclear } = texts;
  if (of('open').length > 0) return { verdict: 'broken', expected, actual: listed(of('open')) };
  const accepted: Judgement =
    of('unclear').length > 0
      ? { verdict: 'doubtful', expected, actual: listed(of('unclear')), remedy: unclear }
      : { verdict: 'holds', actual: listed(standings) };
  return onceSeen(
    accepted,
    around,
    looks.map(({ answer }) => answer),
  );
}

/** `/docs, /redoc: 404; /schema: the sign-in page /login/`. */
export function listed(standings: readonly Standing[]): string {
  const paths = Map.groupBy(standings, ({ seen }) => seen);
  return [...paths].map(([seen, of]) => `${of.map(({ path }) => oneLine(path, 80)).join(', ')}: ${seen}`).join('; ');
}

/** A page with a field for a password, or one that remembers where to go on afterwards. */
function isSignInPage(answer: SiteAnswer): boolean {
  if (/[?&]next=/.test(answer.url.search)) return true;
  // Not only in forms: front ends draw fields without one.
  return tagsOf(answer.body).some(
    ({ name, attributes }) => name === 'input' && attributes.get('type')?.trim().toLowerCase() === 'password',
  );
}

/** Whether an address is one of those where people sign in, on this host or on another (single sign-on). */
export function leadsToSignIn(target: URL): boolean {
  return /(?:^|[./_-])(?:log-?in|sign-?in|sso|saml2?|oauth2?|oidc|cas|auth|accounts?|authorize)(?:$|[./_-])/i.test(
    `${target.hostname}${target.pathname}`,
  );
}
