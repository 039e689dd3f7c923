import type { HealthOptions } from '../options.ts';
import type { Question, Site, SiteAnswer } from '../preset.ts';

/** JSON is asked for, because some libraries (django-health-check) show people HTML; text is taken as well. */
const ACCEPT = { Accept: 'application/json, text/plain;q=0.9, */*;q=0.1' };

export function healthQuestion(path: string): Question {
  return { path, headers: ACCEPT };
}

export function healthPage(site: Site, { path }: HealthOptions): Promise<SiteAnswer> {
  return site.ask(healthQuestion(path));
}

/** undefined: the suite says that there is none. */
export async function readyPage(site: Site, { ready }: HealthOptions): Promise<SiteAnswer | undefined> {
  return ready === undefined ? undefined : await site.ask(healthQuestion(ready));
}

/**
 * What the readiness page tells who brings the secret of `health: { secret: $HEALTH_CHECK_SECRET }`, as `Authorization: Bearer`; without one,
 * what it tells anybody. A secret counts once it is text: the engine fills it in before a check sees it.
 */
export async function readyPageInFull(site: Site, options: HealthOptions): Promise<SiteAnswer | undefined> {
  const secret = secretOf(options);
  if (options.ready === undefined || secret === undefined) return readyPage(site, options);
  return site.ask({ path: options.ready, headers: { ...ACCEPT, Authorization: `Bearer ${secret}` } });
}

export function secretOf(options: HealthOptions & { readonly secret?: unknown }): string | undefined {
  return typeof options.secret === 'string' && options.secret !== '' ? options.secret : undefined;
}

export const NO_READY_PAGE =
  'the suite says that the site has no readiness page (`ready: false`), so nothing tells whether its database and cache answer';
