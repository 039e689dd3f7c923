import { inSequence, oneLine } from '../../core/text.ts';
import { isEdgesOwn } from '../edges-own.ts';
import { answerInWords, isHtml, redirectTarget } from './answer-words.ts';
import { tagsOf } from './html.ts';
import { notKnowable } from './judgements.ts';
import type { Judgement, Site, SiteAnswer } from './preset.ts';
import { samePage, unknownPage } from './unknown-path.ts';

/**
 * Whether the application has spoken. A site that is down, a door at the edge and a page for maintenance close everything that should be
 * closed, and let no stranger in: what was refused by them says nothing about the application that comes back behind them.
 */

/** What a visitor of the front page sees, and one who mistypes an address: between them the application speaks, if it does at all. */
export interface Surroundings {
  readonly front: SiteAnswer;
  readonly unknown: SiteAnswer;
}

export async function surroundings(site: Site): Promise<Surroundings> {
  const [front, unknown] = await Promise.all([site.page('/'), unknownPage(site)]);
  return { front, unknown };
}

/**
 * The judgement, unless it is a good one and nothing that was seen is certainly the application's.
 * @param looks what else was asked, beside the surroundings: an admin that shows its own sign-in page is there, whatever `/` says
 */
export function onceSeen(judgement: Judgement, around: Surroundings, looks: readonly SiteAnswer[] = []): Judgement {
  if (judgement.verdict !== 'holds' && judgement.verdict !== 'doubtful') return judgement;
  const why = whyUnseen(around, looks);
  return why === undefined ? judgement : notKnowable(why);
}

/** Why no answer is certainly the application's own; undefined when one is. */
export function whyUnseen({ front, unknown }: Surroundings, looks: readonly SiteAnswer[] = []): string | undefined {
  const answers = [front, unknown, ...looks];
  const speaking = answers.filter(answer => whySilent(answer) === undefined);
  if (speaking.some(answer => !isEverywhere(answer, unknown))) return undefined;
  if (speaking.length > 0) {
    return `every address gets the same page (${answerInWords(unknown)}), as when a page for maintenance stands before the application: nothing of the application was seen`;
  }
  const reasons = [...new Set([front, unknown].map(answer => `${placeOf(answer)}: ${whySilent(answer) ?? ''}`))];
  return `nothing of the application was seen: ${inSequence(reasons)}`;
}

/** Why an answer need not be the application's; undefined when nothing else answers so. */
function whySilent(answer: SiteAnswer): string | undefined {
  const { status, body } = answer;
  if (isEdgesOwn(answer)) return EDGES_OWN;
  if (status >= 500) return 'the site is down';
  // An API asks for its own tokens; edges ask for passwords, or show a page.
  if (isDoor(answer) && !TOKENS.test(answer.header('www-authenticate') ?? ''))
    return 'a sign-in or a firewall stands before it';
  if (status === 429) return 'too many requests';
  const target = redirectTarget(answer);
  if (target !== undefined) return `it leads to ${oneLine(target.host, 100)}`;
  if (status >= 200 && status <= 299 && body.trim() === '') return 'the page is empty';
  return undefined;
}

const TOKENS = /^\s*(?:bearer|jwt|token)\b/i;

/**
 * One page for every address that no front end draws: the page of a front end loads a script, sign-in forms have a field for a password,
 * and pages for maintenance are pages, not JSON.
 */
function isEverywhere(answer: SiteAnswer, unknown: SiteAnswer): boolean {
  if (answer.status < 200 || answer.status > 299 || !isHtml(answer) || !samePage(answer, unknown)) return false;
  return !tagsOf(answer.body).some(
    ({ name, attributes }) =>
      (name === 'script' && isOwnScript(attributes, answer.url)) ||
      (name === 'input' && attributes.get('type')?.trim().toLowerCase() === 'password'),
  );
}

/** Counters of visitors, which any page may carry, are neither modules nor on the site's own host. */
function isOwnScript(attributes: ReadonlyMap<string, string>, page: URL): boolean {
  const source = URL.parse(attributes.get('src') ?? '', page.href);
  if (!attributes.has('src') || source === null) return false;
  return source.origin === page.origin || attributes.get('type')?.trim().toLowerCase() === 'module';
}

/** 401 and 403: somebody must sign in before there is a page. */
export function isDoor({ status }: SiteAnswer): boolean {
  return status === 401 || status === 403;
}

/** `/login/ (200)` */
export function placeOf(answer: SiteAnswer): string {
  return `${oneLine(answer.url.pathname, 80)} (${answer.status})`;
}

export const EDGES_OWN = 'the edge itself answers, because it knows no such site';
