import { count, inSequence, oneLine } from '../../../core/text.ts';
import { answerInWords, isHtml } from '../answer-words.ts';
import { inSmallGroups } from '../leaks/closed.ts';
import type { StaticOptions } from '../options.ts';
import type { Site, SiteAnswer } from '../preset.ts';
import { type Reference, type References, referencesOf } from './references.ts';

/** Most files of one page, or of its stylesheets, that are asked for. */
export const MOST_ASSETS = 30;

export interface Loaded {
  readonly reference: Reference;
  /** What a browser gets that offers gzip and Brotli; after redirects on this host. */
  readonly answer: SiteAnswer;
}

export interface PageAssets {
  readonly page: SiteAnswer;
  readonly references: References;
  readonly loaded: readonly Loaded[];
  /** Own files beyond the limit, which were not asked for. */
  readonly left: number;
}

export async function assetsOf(site: Site, { page: path }: StaticOptions): Promise<PageAssets> {
  const page = await site.page(path);
  const references = referencesOf(page);
  const { loaded, left } = await load(site, references.own);
  return { page, references, loaded, left };
}

export async function load(
  site: Site,
  own: readonly Reference[],
): Promise<{ readonly loaded: readonly Loaded[]; readonly left: number }> {
  const chosen = own.slice(0, MOST_ASSETS);
  const loaded = await inSmallGroups(chosen, async reference => ({
    reference,
    answer: await asset(site, reference.url),
  }));
  return { loaded, left: own.length - chosen.length };
}

/** Browsers follow redirects of a file; a redirect to a page shows what it came to. */
async function asset(site: Site, url: URL): Promise<SiteAnswer> {
  const path = `${url.pathname}${url.search}`;
  const answer = await site.ask({ path, headers: { 'Accept-Encoding': 'gzip, br' } });
  return answer.status >= 300 && answer.status < 400 ? site.page(path) : answer;
}

/** Why nothing can be said about the files of this page; undefined when there are some. */
export function nothingToSee({ page, references }: PageAssets): string | undefined {
  if (page.status !== 200 || !isHtml(page)) {
    return `${pathOf(page.url)} answers ${answerInWords(page)}, so no stylesheet or script is seen (static/page judges it)`;
  }
  if (references.own.length > 0 || references.plain.length > 0) return undefined;
  if (references.foreignHosts.length > 0) {
    const hosts = oneLine(inSequence(references.foreignHosts.slice(0, 5)), 200);
    return `all files of ${pathOf(page.url)} come from other hosts (${hosts}), which are not asked`;
  }
  return `${pathOf(page.url)} refers to no file at all, which is suspicious; name a page with stylesheets and scripts: \`static: { page: /login/ }\``;
}

export function pathOf(url: URL): string {
  return oneLine(url.pathname, 120);
}

/** A few by name, the others by number. */
export function some(names: readonly string[]): string {
  const SHOWN = 5;
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join('; ')}; and ${count(more, 'other')}` : names.join('; ');
}

export function notAsked(left: number): string {
  return left === 0 ? '' : `; ${left} beyond the first ${MOST_ASSETS} were not asked for`;
}
