import type { Site, SiteAnswer } from './preset.ts';

/** A path that exists on no site, below `folder`. */
export function unknownPath(site: Site, folder = '/'): string {
  return `${folder}${folder.endsWith('/') ? '' : '/'}smoke-${site.run}-nothing-here/`;
}

/** What a visitor sees who mistypes an address: a 404, the sign-in page, or the page that a front end gives for any path. */
export function unknownPage(site: Site): Promise<SiteAnswer> {
  return site.page(unknownPath(site));
}

const COMPARED = 256 * 1024;

/**
 * Whether two paths get the same page, as a front end's catch-all gives it: the same status and the same text, apart from the path itself
 * and from tokens, which are new in each answer.
 */
export function samePage(one: SiteAnswer, other: SiteAnswer): boolean {
  return one.status === other.status && unchanging(one) === unchanging(other);
}

function unchanging({ url, body }: SiteAnswer): string {
  const text = body.slice(0, COMPARED);
  const { pathname } = url;
  const withoutPath = pathname.length < 2 ? text : text.replaceAll(pathname, '').replaceAll(pathname.slice(1), '');
  return withoutPath.replace(/[A-Za-z0-9+/_=-]{16,}/g, '');
}
