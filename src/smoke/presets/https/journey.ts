import type { SetCookie } from '../../cookies.ts';
import type { Site, SiteAnswer } from '../preset.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** How a visitor fares who follows redirects from one address, with the cookies that are set on the way. */
export interface Journey {
  /** Every answer in order, the last one included; never empty. */
  readonly answers: readonly SiteAnswer[];
  readonly last: SiteAnswer;
  /** Redirects followed or met; the last answer counts when it is one. */
  readonly redirects: number;
  readonly end: /** An answer that is no redirect. */
    | 'page'
    /** A redirect to another host, or to a side of this one that cannot be asked. */
    | 'elsewhere'
    /** A redirect without a Location that can be followed. */
    | 'nowhere'
    /** The same address with the same cookies again, or more redirects than allowed. */
    | 'endless';
}

/**
 * Follows redirects over both sides of the site. Cookies are carried, because some sites set one and send the visitor to the same address
 * again: without it that would look like a loop.
 * @throws NoAnswer when one of the addresses does not answer
 */
export async function travel(site: Site, path: string, most: number, plain = false): Promise<Journey> {
  const jar = new Map<string, SetCookie>();
  const visited = new Set<string>();
  const answers: SiteAnswer[] = [];
  let next = { path, plain };
  for (;;) {
    const headers = cookieHeader(jar, next.plain);
    visited.add(visit(next, headers));
    const answer = await site.ask({ path: next.path, ...(next.plain ? { plain: true } : {}), ...headers });
    answers.push(answer);
    remember(jar, answer.cookies);

    const redirects = answers.filter(isRedirect).length;
    const ended = (end: Journey['end']): Journey => ({ answers, last: answer, redirects, end });
    if (!isRedirect(answer)) return ended('page');
    const target = redirectTarget(answer);
    if (target === undefined) return ended('nowhere');
    const side = sideOf(site, target);
    if (side === undefined) return ended('elsewhere');
    next = { path: `${target.pathname}${target.search}`, plain: side === 'plain' };
    if (redirects > most || visited.has(visit(next, cookieHeader(jar, next.plain)))) return ended('endless');
  }
}

export function isRedirect(answer: Pick<SiteAnswer, 'status'>): boolean {
  return REDIRECTS.has(answer.status);
}

/** The Location, resolved as a browser does; undefined when there is none, or nothing that is an address. */
export function redirectTarget(answer: Pick<SiteAnswer, 'headers' | 'url'>): URL | undefined {
  const location = answer.headers['location']?.[0];
  return location !== undefined && URL.canParse(location, answer.url.href) ? new URL(location, answer.url) : undefined;
}

function sideOf(site: Site, target: URL): 'base' | 'plain' | undefined {
  if (target.origin === site.base.origin) return 'base';
  return target.origin === site.plain?.origin ? 'plain' : undefined;
}

function visit(place: { readonly path: string; readonly plain: boolean }, headers: object): string {
  return JSON.stringify([place.path, place.plain, headers]);
}

/** Names, values and Secure are enough here: a journey has one host, and lasts a second. */
function remember(jar: Map<string, SetCookie>, cookies: readonly SetCookie[]): void {
  for (const cookie of cookies) {
    if (isDeletion(cookie)) jar.delete(cookie.name);
    else jar.set(cookie.name, cookie);
  }
}

function isDeletion({ value, maxAge }: SetCookie): boolean {
  return value === '' || (maxAge !== undefined && maxAge <= 0);
}

function cookieHeader(
  jar: ReadonlyMap<string, SetCookie>,
  plain: boolean,
): { readonly headers?: Readonly<Record<string, string>> } {
  const sent = [...jar.values()].filter(({ secure }) => !(plain && secure));
  if (sent.length === 0) return {};
  return { headers: { Cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') } };
}
