import { count, oneLine } from '../../../core/text.ts';
import { answerInWords, isHtml, redirectTarget } from '../answer-words.ts';
import { addressOf, baseOf, type Tag, tagsOf } from '../html.ts';
import { broken, doubtful, holds, notKnowable } from '../judgements.ts';
import type { HttpsOptions } from '../options.ts';
import { defineCheck, type SiteAnswer } from '../preset.ts';
import { PLAIN_SITE } from './certificate.ts';

/** Attributes with an address in them. `content` is one for `og:url` and the like. */
const ADDRESSES = ['href', 'src', 'action', 'formaction', 'data', 'poster', 'content'] as const;
/** What browsers refuse to load over plain HTTP on an encrypted page. */
const BLOCKED = new Set(['script', 'iframe', 'object', 'embed', 'form', 'button']);
/** What they load over HTTPS instead, or with a warning. */
const TOLERATED = new Set(['img', 'audio', 'video', 'source', 'track', 'input']);

interface PlainLink {
  readonly kind: 'own' | 'blocked' | 'tolerated';
  /** `href of a: http://...` */
  readonly text: string;
}

export const noPlainLinks = defineCheck<HttpsOptions, SiteAnswer>({
  id: 'https/no-plain-links',
  title: 'The page links to nothing of its own, and loads nothing, over plain HTTP',
  why: 'Absolute http:// links to the own host show that the application does not know that it is behind HTTPS: its redirects, mails and CSRF checks go wrong with them. What a page loads over plain HTTP is blocked by browsers.',
  accepts: [
    'no http:// address of this host in the page',
    'no script, frame, style sheet or form of any host over plain HTTP',
    'pictures of other hosts over plain HTTP: a warning',
  ],
  remedy:
    "Set `SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')` in Django, or start uvicorn with `--proxy-headers --forwarded-allow-ips='*'` behind the proxy; write https:// into links that are typed by hand (SITE_URL, BASE_URL, templates).",
  source: 'W3C Mixed Content; Django’s SECURE_PROXY_SSL_HEADER',
  severity: 'failure',
  collect: (site, { path }) => site.page(path),
  judge(page) {
    if (page.url.protocol !== 'https:') return notKnowable(PLAIN_SITE);
    const at = oneLine(page.url.pathname, 100);
    const target = redirectTarget(page);
    if (target !== undefined)
      return target.protocol === 'http:' && target.hostname === page.url.hostname
        ? broken('a redirect to https://', `${page.status} to ${oneLine(target.href, 120)}`)
        : notKnowable(`${at} leads away (${answerInWords(page)}): give a path of this host that shows a page`);
    if (!isHtml(page) || page.body === '')
      return notKnowable(`${at} is no HTML page (${answerInWords(page)}): give a path that shows one`);
    return judgeLinks(plainLinks(page), `${at} (${page.status})`);
  },
});

function judgeLinks(links: readonly PlainLink[], where: string) {
  const own = links.filter(({ kind }) => kind === 'own');
  if (own.length > 0) return broken('no http:// address of this host', listed(own, where));
  const blocked = links.filter(({ kind }) => kind === 'blocked');
  if (blocked.length > 0)
    return broken(
      'nothing loaded over plain HTTP',
      listed(blocked, where),
      'Load it over https://, or from this site.',
    );
  const tolerated = links.filter(({ kind }) => kind === 'tolerated');
  if (tolerated.length > 0)
    return doubtful('nothing loaded over plain HTTP', listed(tolerated, where), 'Load it over https://.');
  return holds(`no plain link on ${where}`);
}

function listed(links: readonly PlainLink[], where: string): string {
  const some = links.slice(0, 3).map(({ text }) => text);
  return `${count(links.length, 'plain address', 'plain addresses')} on ${where}: ${some.join('; ')}`;
}

function plainLinks(page: SiteAnswer): readonly PlainLink[] {
  const tags = tagsOf(page.body).filter(({ closing }) => !closing);
  const base = baseOf(tags, page.url);
  return tags.flatMap(tag => ADDRESSES.flatMap(attribute => plainLink(tag, attribute, base, page.url) ?? []));
}

function plainLink(tag: Tag, attribute: (typeof ADDRESSES)[number], base: URL, page: URL): PlainLink | undefined {
  const written = tag.attributes.get(attribute);
  // `content` is free text in most tags; only one that is an address counts.
  if (attribute === 'content' && !/^\s*http:\/\//i.test(written ?? '')) return undefined;
  const url = addressOf(written, base);
  if (url?.protocol !== 'http:') return undefined;
  const kind = url.hostname === page.hostname ? 'own' : kindOf(tag, attribute);
  return kind === undefined ? undefined : { kind, text: `${attribute} of ${tag.name}: ${oneLine(url.href, 100)}` };
}

/** undefined for a link that is only followed on a click: where it leads is another site's business. */
function kindOf(tag: Tag, attribute: string): PlainLink['kind'] | undefined {
  if (tag.name === 'link') return loads(tag) ? 'blocked' : undefined;
  if (BLOCKED.has(tag.name)) return 'blocked';
  if (tag.name === 'input') return attribute === 'formaction' ? 'blocked' : 'tolerated';
  return TOLERATED.has(tag.name) ? 'tolerated' : undefined;
}

function loads(tag: Tag): boolean {
  const words = (tag.attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  return words.some(word => ['stylesheet', 'preload', 'modulepreload', 'manifest', 'icon'].includes(word));
}
