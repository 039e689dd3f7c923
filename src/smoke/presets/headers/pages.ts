import { oneLine } from '../../../core/text.ts';
import { isEdgesOwn } from '../../edges-own.ts';
import { EDGES_OWN, isDoor, placeOf } from '../application-seen.ts';
import { isRedirect, redirectTarget } from '../https/journey.ts';
import { broken, doubtful, holds, notKnowable } from '../judgements.ts';
import type { HeadersOptions } from '../options.ts';
import type { Judgement, Site, SiteAnswer } from '../preset.ts';
import { unknownPage } from '../unknown-path.ts';

/**
 * What headers are judged on: the page that a visitor of `path` ends on, and the page for an address that does not exist. The second,
 * because a header that is set in a view, or in nginx without `always`, is missing there, and error pages echo what was asked.
 */
export interface Pages {
  readonly page: SiteAnswer;
  readonly error: SiteAnswer;
}

export async function bothPages(site: Site, { path }: HeadersOptions): Promise<Pages> {
  const [page, error] = await Promise.all([site.page(path), unknownPage(site)]);
  return { page, error };
}

interface Rule {
  /**
   * What a header means that is missing on the error page only. `must`: Django's own middleware sets it on every answer, so something is
   * wrong; `should`: sites set it by page, which is worth a warning.
   */
  readonly errorPage: 'must' | 'should';
  /** Whether an answer that only leads to another place is judged as well. Browsers heed few headers of one. */
  readonly redirects: boolean;
  /**
   * Whether a 401 or 403 counts against the site: the edge's own (basic auth in Traefik) never passed the application, so what is missing
   * there says nothing. What is there and must not be, is there.
   */
  readonly doors: 'count' | 'excuse';
}

/** For headers that must be there. */
export const ON_DOCUMENTS: Rule = { errorPage: 'must', redirects: false, doors: 'excuse' };
export const ON_EACH_DOCUMENT: Rule = { errorPage: 'should', redirects: false, doors: 'excuse' };
export const ON_EVERY_ANSWER: Rule = { errorPage: 'must', redirects: true, doors: 'excuse' };
/** For headers that must not. */
export const NOWHERE: Rule = { errorPage: 'must', redirects: true, doors: 'count' };

interface Verdict {
  readonly where: string;
  readonly answer: SiteAnswer;
  readonly judgement: Judgement;
}

/** One judgement of both pages; `actual` always says which they were. */
export function judgePages(pages: Pages, rule: Rule, judge: (answer: SiteAnswer) => Judgement): Judgement {
  const { page } = pages;
  if (page.status >= 500 || isEdgesOwn(page))
    return broken(
      'a page of the site to judge',
      `${placeOf(page)}: ${isEdgesOwn(page) ? EDGES_OWN : 'the site is down'}`,
      DEAD,
    );

  const verdicts = judged(pages, rule).map(answer => ({ where: placeOf(answer), answer, judgement: judge(answer) }));
  if (verdicts.length === 0) return notKnowable(nothingToSee(pages));

  const counted = rule.doors === 'count' ? verdicts : verdicts.filter(({ answer }) => !isDoor(answer));
  const excused = verdicts.filter(verdict => !counted.includes(verdict) && verdict.judgement.verdict === 'broken');
  if (counted.length === 0 && excused.length > 0) return notKnowable(behindDoor(excused));

  const failed = counted.find(({ judgement }) => judgement.verdict === 'broken');
  if (failed !== undefined) return failedOn(failed, pages, rule);
  const [doubted] = [...excused, ...verdicts.filter(({ judgement }) => judgement.verdict === 'doubtful')];
  if (doubted !== undefined) return withPlace(doubted, 'doubtful');
  const [first] = verdicts;
  if (first?.judgement.verdict !== 'holds') return first?.judgement ?? notKnowable(nothingToSee(pages));
  return holds(`${first.judgement.actual} on ${verdicts.map(({ where }) => where).join(' and ')}`);
}

/** The answers that a rule is about; the same page is judged once. */
export function judged({ page, error }: Pages, rule: Rule): readonly SiteAnswer[] {
  const isSame = error.url.href === page.url.href && error.status === page.status;
  const answers = isSame ? [page] : [page, ...(error.status >= 500 || isEdgesOwn(error) ? [] : [error])];
  return answers.filter(answer => rule.redirects || !isRedirect(answer));
}

const DEAD =
  'Headers can only be judged on a page of the application: see that it runs, that the edge knows its host, and that headers.path is a page.';

function failedOn(failed: Verdict, { page }: Pages, { errorPage }: Rule): Judgement {
  const isErrorPage = failed.answer !== page;
  return withPlace(failed, isErrorPage && errorPage === 'should' ? 'doubtful' : 'broken');
}

function withPlace({ where, judgement }: Verdict, verdict: 'broken' | 'doubtful'): Judgement {
  if (judgement.verdict !== 'broken' && judgement.verdict !== 'doubtful') return judgement;
  const say = verdict === 'broken' ? broken : doubtful;
  return say(judgement.expected, `${judgement.actual} on ${where}`, judgement.remedy);
}

function behindDoor(excused: readonly Verdict[]): string {
  const places = excused.map(({ where }) => where).join(' and ');
  return `${places} ask for a sign-in, and the edge may have said so itself, without the application’s headers: give a path that is open as headers.path`;
}

function nothingToSee({ page }: Pages): string {
  const target = redirectTarget(page);
  const led = target === undefined ? 'nowhere' : oneLine(target.host, 100);
  return `${placeOf(page)} leads to ${led}, and no page of this host was seen: give a path that shows one as headers.path`;
}
