import { count, oneLine } from '../../core/text.ts';
import type { SiteAnswer } from './preset.ts';

/** An answer in a few words, for `actual`: `200, text/html, 1,204 characters` or `302 to /login/`. */
export function answerInWords(answer: SiteAnswer): string {
  const to = redirectTarget(answer);
  if (to !== undefined) {
    return `${answer.status} to ${oneLine(to.origin === answer.url.origin ? `${to.pathname}${to.search}` : to.href, 120)}`;
  }
  const type = mediaType(answer);
  const size = answer.body === '' ? 'empty' : count(answer.body.length, 'character');
  return `${answer.status}, ${type === '' ? 'no content type' : oneLine(type, 60)}, ${size}`;
}

/** Where a redirect leads; undefined when the answer is none. */
export function redirectTarget(answer: SiteAnswer): URL | undefined {
  const location = answer.header('location');
  if (answer.status < 300 || answer.status > 399 || location === undefined) return undefined;
  return URL.canParse(location, answer.url.href) ? new URL(location, answer.url) : undefined;
}

/** `text/html` of `Text/HTML; charset=utf-8`; empty when there is none. */
export function mediaType(answer: SiteAnswer): string {
  return answer.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
}

export function isHtml(answer: SiteAnswer): boolean {
  const type = mediaType(answer);
  return type === 'text/html' || type === 'application/xhtml+xml' || (type === '' && startsAsHtml(answer.body));
}

/** Whatever it is called, this is a page for a browser. */
export function startsAsHtml(body: string): boolean {
  return /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(body.slice(0, 4_000));
}

/** The body as JSON; undefined when it is none. */
export function jsonOf(answer: SiteAnswer): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}
