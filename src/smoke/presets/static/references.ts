import { addressOf, baseOf, type Tag, tagsOf } from '../html.ts';
import type { SiteAnswer } from '../preset.ts';

type AssetKind = 'stylesheet' | 'script' | 'image' | 'font' | 'other';

/** A file that a page, or a stylesheet, makes a browser load. */
export interface Reference {
  readonly url: URL;
  readonly kind: AssetKind;
}

export interface References {
  /** On the site's own origin, each once, in the order of the page. */
  readonly own: readonly Reference[];
  /** Own files asked by plain HTTP on a page that came by HTTPS: browsers refuse them. */
  readonly plain: readonly Reference[];
  /** Hosts of everything else, which is not asked. */
  readonly foreignHosts: readonly string[];
  /** The page has styles or scripts in itself. */
  readonly inline: boolean;
}

/**
 * Stylesheets, scripts, images, icons and preloads of a page. Left out: `srcset` and media (browsers choose among them), what scripts load
 * later, and what Cloudflare mixes in below `/cdn-cgi/`.
 */
export function referencesOf(page: SiteAnswer): References {
  const tags = tagsOf(page.body);
  const base = baseOf(tags, page.url);
  const references = resolved(tags.filter(({ closing }) => !closing).map(writtenIn), base);
  const inline = tags.some(({ name, text }) => (name === 'style' || name === 'script') && text.trim() !== '');
  return { ...sorted(references, page.url), inline };
}

/** Files that a stylesheet loads: `url(...)` and `@import`, its comments left out. */
export function referencesOfCss(css: string, from: URL, site: URL): Omit<References, 'inline'> {
  const text = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ');
  const written: Written[] = [];
  for (const found of text.matchAll(CSS_REFERENCE)) {
    const [whole, imported, quoted, single, bare] = found;
    const address = (imported ?? quoted ?? single ?? bare ?? '').replace(/\\(.)/g, '$1').trim();
    written.push({ written: address, kind: /^@import/i.test(whole) ? 'stylesheet' : undefined });
  }
  const references = resolved(written, from);
  return sorted(references, site);
}

/** Group 1: `@import "x"`; 2 to 4: `url("x")`, `url('x')`, `url(x)`, also after `@import`. Strings of other properties are no references. */
const CSS_REFERENCE =
  /@import\s{0,20}["']([^"'\n]{1,2000})["']|(?:@import\s{0,20})?\burl\(\s{0,20}(?:"([^"\n]{0,2000})"|'([^'\n]{0,2000})'|([^"'()\s]{1,2000}))\s{0,20}\)/gi;

interface Written {
  readonly written: string;
  /** undefined: to be told by the file's name. */
  readonly kind: AssetKind | undefined;
}

/** More than any page has; a page of nothing but references must not take longer than it is worth. */
const MOST_REFERENCES = 1_000;

function resolved(all: readonly (Written | undefined)[], base: URL): readonly Reference[] {
  const first = new Map<string, Written>();
  for (const one of all) {
    if (first.size >= MOST_REFERENCES) break;
    if (one !== undefined && isFile(one.written) && !first.has(one.written)) first.set(one.written, one);
  }
  return [...first.values()].flatMap(({ written, kind }) => {
    const url = addressOf(written, base);
    return url === undefined ? [] : [{ url, kind: kind ?? kindByName(url) }];
  });
}

function writtenIn({ name, attributes }: Tag): Written | undefined {
  const src = attributes.get('src') ?? '';
  if (name === 'script') return isScript(attributes.get('type')) ? { written: src, kind: 'script' } : undefined;
  if (name === 'img') return { written: src, kind: 'image' };
  if (name !== 'link') return undefined;
  const written = attributes.get('href') ?? '';
  const rels = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  if (rels.includes('stylesheet')) return rels.includes('alternate') ? undefined : { written, kind: 'stylesheet' };
  if (rels.includes('modulepreload')) return { written, kind: 'script' };
  if (rels.includes('preload'))
    return { written, kind: PRELOADS[attributes.get('as')?.toLowerCase() ?? ''] ?? 'other' };
  if (rels.some(rel => rel === 'icon' || rel === 'apple-touch-icon' || rel === 'mask-icon'))
    return { written, kind: 'image' };
  return rels.includes('manifest') ? { written, kind: 'other' } : undefined;
}

const PRELOADS: Readonly<Record<string, AssetKind>> = {
  style: 'stylesheet',
  script: 'script',
  image: 'image',
  font: 'font',
};

/** Other types are data for scripts, and never loaded. */
function isScript(type: string | undefined): boolean {
  return /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i.test(type?.trim() ?? '');
}

function kindByName(url: URL): AssetKind {
  if (/\.css$/i.test(url.pathname)) return 'stylesheet';
  if (/\.(?:woff2?|ttf|otf|eot)$/i.test(url.pathname)) return 'font';
  return /\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp)$/i.test(url.pathname) ? 'image' : 'other';
}

/** Data and places within the page are nothing to load. */
function isFile(written: string): boolean {
  return !/^\s*(?:$|#|(?:data|blob|about|javascript|mailto):)/i.test(written);
}

function sorted(references: readonly Reference[], site: URL): Omit<References, 'inline'> {
  const own = new Map<string, Reference>();
  const plain = new Map<string, Reference>();
  const foreign = new Set<string>();
  for (const { url, kind } of references) {
    const address = `${url.origin}${url.pathname}${url.search}`;
    if (url.pathname.startsWith('/cdn-cgi/')) continue;
    if (url.origin === site.origin) own.set(address, own.get(address) ?? { url, kind });
    else if (url.hostname === site.hostname && url.protocol === 'http:') plain.set(address, { url, kind });
    else if (url.protocol === 'http:' || url.protocol === 'https:') foreign.add(url.host);
  }
  return { own: [...own.values()], plain: [...plain.values()], foreignHosts: [...foreign] };
}
